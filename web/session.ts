/**
 * One person's session on the page: its connection, what every frame means, and what is typed.
 * It owns the WebSocket and what this tab saves of the session.
 * It must not know elements of the document: it changes them through `view.ts` only.
 * Only `app.ts` calls it.
 * When the connection is closed it comes back by itself, unless the person has left.
 *
 * @module
 */

export { Session } from "./session/chat.ts";
export { Events } from "./session/events.ts";
export { History } from "./session/history.ts";
export { Ignored } from "./session/ignored.ts";
export { InputHandler } from "./session/input.ts";
export { MemberLists } from "./session/member_lists.ts";
export { Mentions } from "./session/mentions.ts";
export { Outgoing } from "./session/outgoing.ts";
export { ReadMarks } from "./session/reading.ts";
export { claimSavedSession, rememberedName, type SavedSession } from "./session/saved.ts";
