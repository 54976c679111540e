/**
 * One member's side of a chat, whatever shows it: what was sent and not answered, what is known of rooms.
 * Must not know a screen, a file, a socket, the process or a clock of its own: frames, time and chance are passed in.
 * Called by the terminal, the pipe, the script commands and the page.
 * Closed by `Exchange.close`, `ReadMarks.close` and `JoinDigest.flush`: no timer is left, and what was shown is stored.
 *
 * @module
 */

// What is said without a command.
export {
  checkSize,
  newIdPrefix,
  plainMessage,
  type Sized,
  type SizeLimits,
} from "./conversation/plain_message.ts";

// What goes over connections, and when to come back.
export { Exchange, type ExchangeParts, type Received, type ResumeHello } from "./conversation/exchange.ts";
export {
  type AfterEnd,
  afterGoodbye,
  afterRefusal,
  endAfterGoodbye,
  endAfterRefusal,
  type EndCode,
  type Goodbye,
} from "./conversation/goodbye.ts";
export { type HeartbeatLink, startHeartbeat } from "./conversation/heartbeat.ts";
export { IN_FLIGHT } from "./conversation/outgoing.ts";
export type { ConversationStore, FrameSink, SavedState } from "./conversation/ports.ts";
export { asQueued, type QueuedFrame, type QueuedMessage } from "./conversation/queue.ts";
export { ReadMarks } from "./conversation/read_marks.ts";
export { RetryDelay } from "./conversation/retry_delay.ts";

// What is known, and what of it is news.
export { type Authored, type HiddenPerson, IgnoreList } from "./conversation/ignore_list.ts";
export { errorSentence, isTriedAgain, needsPassword } from "./conversation/errors.ts";
export { type DividerKind, HistoryDivider } from "./conversation/history_divider.ts";
export { JoinDigest, type MemberCount, type PresenceChange } from "./conversation/join_digest.ts";
export { MissedPresence } from "./conversation/missed_presence.ts";
export {
  addresseeOf,
  countUnseen,
  initialState,
  type IsIgnored,
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
  roomKey,
  roomLabel,
  roomNamed,
  setTarget,
  standingOf,
  type State,
  switchRoom,
  typingContext,
} from "./conversation/state.ts";
