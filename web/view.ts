/**
 * What the page shows: rooms and people, messages, members, dialogs, notices, and the box to write in.
 * It owns the elements of the document and what is in view.
 * It must not know the connection, the protocol's requests, or where the browser stores something.
 * `app.ts` and `session/` call it.
 * Nothing in it is closed: it goes with the document.
 *
 * @module
 */

export { Composer } from "./view/composer.ts";
export { byId, elementById } from "./view/elements.ts";
export type { Destination, PendingMessage, PrivateMessage, SavedRoom } from "./view/kept.ts";
export { LineRenderer } from "./view/line.ts";
export { Login } from "./view/login.ts";
export { Members } from "./view/members.ts";
export type { Messages } from "./view/messages.ts";
export { mentions } from "./view/nodes.ts";
export { Notices } from "./view/notices.ts";
export { type Place, placeKey } from "./view/place.ts";
export { Places } from "./view/places.ts";
export { comingAndGoing, Replies, sayError } from "./view/replies.ts";
export { RoomDialog } from "./view/room_dialog.ts";
export { RoomNav } from "./view/room_nav.ts";
export { Roster } from "./view/roster.ts";
export { SearchPanel } from "./view/search_panel.ts";
export { listenToKeys } from "./view/shortcuts.ts";
export { Times } from "./view/times.ts";
export { fill, writeSentences } from "./view/words.ts";
