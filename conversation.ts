/**
 * conversation.ts
 *
 * @module
 */
export { type Action, decide, decideJson, type Local } from "./conversation/actions.ts";
export { complete, type Vocabulary } from "./conversation/completion.ts";
export { Seen } from "./conversation/cursor.ts";
export { Past } from "./conversation/history_divider.ts";
export { type Coming, Crowd } from "./conversation/join_digest.ts";
export { Whereabouts } from "./conversation/joined_rooms.ts";
export { newRun, settingOf } from "./conversation/line_context.ts";
export { Meanwhile } from "./conversation/missed_presence.ts";
export { IN_FLIGHT, Outgoing } from "./conversation/outgoing.ts";
export { asSaid, type Said, type Unsent } from "./conversation/queue.ts";
export { Reading } from "./conversation/read_marks.ts";
export {
  comeBack,
  enter,
  goTo,
  isMe,
  isSameRoom,
  mustAskWho,
  newest,
  reduce,
  type Room,
  roomInView,
  roomNamed,
  seen,
  sent,
  type State,
  talkTo,
  unseen,
} from "./conversation/state.ts";
export { vocabularyOf } from "./conversation/vocabulary.ts";
