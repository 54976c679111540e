/**
 * conversation.ts
 *
 * @module
 */
export { type Action, parseJsonLine, parseLine, type ViewCommand } from "./conversation/actions.ts";
export { complete, type Vocabulary } from "./conversation/completion.ts";
export { Cursor } from "./conversation/cursor.ts";
export { HistoryDivider } from "./conversation/history_divider.ts";
export { JoinDigest, type PresenceChange } from "./conversation/join_digest.ts";
export { JoinedRooms } from "./conversation/joined_rooms.ts";
export { lineContext, newIdPrefix } from "./conversation/line_context.ts";
export { MissedPresence } from "./conversation/missed_presence.ts";
export { IN_FLIGHT, Outgoing } from "./conversation/outgoing.ts";
export { asQueued, type QueuedFrame, type QueuedMessage } from "./conversation/queue.ts";
export { ReadMarks } from "./conversation/read_marks.ts";
export {
  countUnseen,
  initialState,
  isMe,
  isSameRoom,
  markSeen,
  needsMemberList,
  nextUnread,
  reduce,
  reduceSent,
  resumeState,
  type Room,
  roomInView,
  roomNamed,
  setTarget,
  type State,
  switchRoom,
} from "./conversation/state.ts";
export { buildVocabulary } from "./conversation/vocabulary.ts";
