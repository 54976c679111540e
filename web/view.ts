/**
 * Owns what the page shows: rooms and people, messages, members, dialogs, notices, and the box to write in.
 * Must not know the connection, requests of the protocol, or what is stored and where, but for two choices of the reader.
 * Called by `app.ts` and by the session.
 * Closed with the document: nothing is left to do.
 *
 * @module
 */

export { Composer } from "./view/composer.ts";
export { AddressBar, type Destination, fragmentOf, parseDestination } from "./view/address.ts";
export { ChargePanel, type ChargeShown } from "./view/charge_panel.ts";
export { ClaimDialog } from "./view/claim_dialog.ts";
export { type DeedAnswer, DeedDialog } from "./view/deed_dialog.ts";
export { deedsOnPersons, mayDelete, type PersonDeed, scopesOf } from "./view/deed_items.ts";
export { byId, elementById } from "./view/elements.ts";
export { InviteWindow } from "./view/invite_window.ts";
export { LineRenderer } from "./view/line.ts";
export { listenForMenus, type ShownLine } from "./view/line_menus.ts";
export { type AskedHow, Login } from "./view/login.ts";
export type { ListedMember } from "./view/member_groups.ts";
export { type MemberList, Members } from "./view/members.ts";
export { Menu, type MenuGroups, type MenuItem, type MenuPlace } from "./view/menu.ts";
export type { Messages } from "./view/messages.ts";
export { Notices } from "./view/notices.ts";
export type { Place } from "./view/place.ts";
export { type IndexedPlace, keyOf, PlaceIndex, placeKey } from "./view/place_index.ts";
export { type Announcement, Places } from "./view/places.ts";
export { comingAndGoing, Replies } from "./view/replies.ts";
export { RoomDialog } from "./view/room_dialog.ts";
export { type RoomFacts, RoomNav } from "./view/room_nav.ts";
export type { PrivateMessage, SavedDraft, SavedRoom, SavedView } from "./view/saved_view.ts";
export { SearchPanel } from "./view/search_panel.ts";
export { listenToKeys } from "./view/shortcuts.ts";
export { Sheets } from "./view/sheets.ts";
export { Times } from "./view/times.ts";
export { fill, writeSentences } from "./view/document_words.ts";
