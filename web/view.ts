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
export { byId, get } from "./view/elements.ts";
export type { Goal, Memory, PrivateWord, Unsent } from "./view/kept.ts";
export { Lines } from "./view/line.ts";
export { Door } from "./view/login.ts";
export { Members } from "./view/members.ts";
export type { Messages } from "./view/messages.ts";
export { mentions } from "./view/nodes.ts";
export { Notices } from "./view/notices.ts";
export { type Place, placeKey } from "./view/place.ts";
export { Places } from "./view/places.ts";
export { comingAndGoing, sayError, Told } from "./view/replies.ts";
export { RoomList } from "./view/room_dialog.ts";
export { Nav } from "./view/room_nav.ts";
export { Roster } from "./view/roster.ts";
export { Panel } from "./view/search_panel.ts";
export { listenToKeys } from "./view/shortcuts.ts";
export { Times } from "./view/times.ts";
export { fill, label } from "./view/words.ts";
