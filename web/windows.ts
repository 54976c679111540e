/**
 * Owns the windows and menus of the page: what was found, all rooms, deeds, who is in charge, invitations, one's name.
 * Must not know the connection; what is done in them goes to the parts of the page that they are given.
 * Called by `rest.ts`, which is loaded when somebody first asks for one of them.
 * Closed with the document: nothing is left to do.
 *
 * @module
 */

export { offerOtherServers } from "./windows/other_servers.ts";
export { askInRounds } from "./windows/presence_rounds.ts";
export { makeWindows, type Windows } from "./windows/windows.ts";
