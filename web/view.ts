/**
 * Owns what the page shows: rooms and people, messages, members, the door, notices, and the box to write in.
 * Must not know the connection, requests of the protocol, or what is stored and where, but for two choices of the reader.
 * Called by `app.ts` and by the session.
 * Closed with the document: nothing is left to do.
 *
 * @module
 */

export { Composer, type Helper, type SaidAs } from "./view/composer.ts";
export { AddressBar, type Destination, fragmentOf, parseDestination } from "./view/address.ts";
export { byId, elementById, isKept } from "./view/elements.ts";
export { LineRenderer } from "./view/line.ts";
export { listenForMenus, type MenuPlace, type ShownLine } from "./view/line_menus.ts";
export { isForInputMethod } from "./view/input_method.ts";
export { button, element, markedNodes, nameElement } from "./view/nodes.ts";
export { type AskedHow, Login } from "./view/login.ts";
export type { ListedMember } from "./view/member_groups.ts";
export { type MemberList, Members } from "./view/members.ts";
export { MANY_LISTED } from "./view/long_lists.ts";
export { RoomLoudness } from "./view/loudness.ts";
export type { Messages } from "./view/messages.ts";
export { Notices } from "./view/notices.ts";
export type { Place } from "./view/place.ts";
export { type IndexedPlace, keyOf, PlaceIndex, placeKey } from "./view/place_index.ts";
export { type Announcement, Places } from "./view/places.ts";
export { Overlays } from "./view/overlays.ts";
export { type RoomFacts, RoomNav } from "./view/room_nav.ts";
export type { PrivateMessage, SavedDraft, SavedRoom, SavedView } from "./view/saved_view.ts";
export { listenToKeys } from "./view/shortcuts.ts";
export { Sheets } from "./view/sheets.ts";
export { Times } from "./view/times.ts";
export { fill, writeSentences } from "./view/document_words.ts";
