/**
 * Owns one member's session on the page: its connection, what every frame means, what is typed, and what the tab saves.
 * Must not know elements of the document: it changes them through `view.ts` only.
 * Called by `app.ts`.
 * Closed with the document: `Session.flushReadMarks` and `SavedSession.saveNow` leave nothing untold. A lost connection comes back by itself.
 *
 * @module
 */

export { Session, type SessionParts } from "./session/session.ts";
export { Ignored } from "./session/ignored.ts";
export { takeInvitation } from "./session/invitation.ts";
export { keptServers } from "./session/kept_servers.ts";
export { browserParts, Socket } from "./session/socket.ts";
export { SavedLogin } from "./session/saved_login.ts";
export { claimSavedSession, rememberedName, type SavedSession } from "./session/saved.ts";
export type {
  AnswersView,
  ChargeShown,
  MembersView,
  Of,
  PageViews,
  PlacesView,
  PlaceView,
  RepliesView,
  RoomsView,
  SearchView,
} from "./session/ports.ts";
export { Speaker, UNTOLD_LIMITS } from "./session/speaker.ts";
export { typingContext } from "./session/target.ts";
