/**
 * Files between the disk and a server: sent and fetched over connections of their own, to nobody but the server that one is at.
 *
 * Owns: the HTTP that this takes, going on where a connection broke, checking what came, and never writing over anything.
 * Must not know: screens, sessions; who may send a file, or to which room.
 * Called by: the terminal and the scripts.
 * On close: a transfer that is cancelled closes its connection and its file; what came of one that was fetched stays, to go on.
 *
 * @module
 */

export { fetchBytes, type Fetched, fetchFile } from "./files/fetch.ts";
export { type OpenedFile, openFile, sendFile, type Sent, textAsFile } from "./files/send.ts";
export type { TransferParts } from "./files/transfer.ts";
