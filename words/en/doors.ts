/**
 * What the doors for browsers and programs say. In English.
 *
 * @module
 */

/** What the doors for browsers and programs say. */
export const doors = {
  pageTitle: (title: string): string => `${title}: a chat room`,
  /** To somebody who waits to be let in, and gives another name meanwhile. */
  waitsAs: (name: string): string => `You are waiting as ${name}: what else you type counts once you are in.`,
  pageNeedsScript: "This page needs JavaScript. Without it, come in from a terminal with:",
  notHere: "There is nothing at this address.",
  noRoom: (room: string): string =>
    `There is no room #${room}. A room is made by whoever enters it first, with chat client, nc or a browser.`,
  onlyRead: "This can only be read (GET or HEAD).",
  onlyPost: "To say something here, send it with POST.",
  onlyGet: "This can only be asked for with GET.",
  otherPage: "Pages of other sites may not come in (see --web-origin).",
  badHandshake: "This is not a valid WebSocket handshake.",
  otherVersion: "Version 13 of WebSocket is spoken here.",
  elsewhere: (host: string, origin: string | undefined): string =>
    `This server does not know that it is called ${host}: open it by its address, or have it started with --web-origin ${
      origin ?? "and that name"
    }.`,
  tokenInTheClear: (name: string): string =>
    `This connection is not encrypted, so no token is taken here, and this one may have been read: revoke it (chat token revoke ${name}), and send the next one by https.`,
  unknownProxy: (host: string): string =>
    `This comes by way of ${host}, which this server does not trust as a proxy: have it started with --trust-proxy ${host}.`,
  needsToken:
    "This needs a token that is good, as Authorization: Bearer TOKEN. Make one with chat token new NAME.",
  noTokens: "This server keeps nothing on disk (--ephemeral), so it has no tokens.",
  notText: "Send a text (text/plain), or JSON (application/json) with a field text.",
  needsLength: "Say how long it is: send a Content-Length.",
  bigBody: (bytes: number): string =>
    `That is longer than ${bytes} bytes and was not read: send it in parts.`,
  tooFast: (seconds: number): string =>
    `You send faster than this room reads: try again in ${seconds} s. Nothing was said.`,
  fileGone: "There is no such file, or it is not kept any more.",
  fileAway: "Another server has this file, and it has not come from there yet: try again in a moment.",
  fileNotYours:
    "This file is for people in its room: ask for it there (/get), and open the address that you are told.",
  noSuchBytes: "The file has no such bytes.",
  uploadGone: "Nothing is expected here, or not any more: ask again where to send the file.",
  uploadAway: "The server that is being sent this file cannot be reached now: try again in a moment.",
  uploadBusy: "This file is being sent already.",
  otherOffset: (offset: number): string => `Go on at byte ${offset}: send it as Upload-Offset.`,
  moreThanSaid: (bytes: number): string => `That is more than was announced (${bytes} bytes).`,
  onlyPatch: "Send bytes here with PATCH, and ask with HEAD how many have come.",
  onlyPostFile: "To send a file here, send it with POST.",
  noPage: "This server has no page: come in with chat client or nc.",
  badRequest: "That request cannot be understood.",
  bigRequest: "That request is too long.",
  alive: "The server is alive. Whether it takes messages is at /readyz.",
  healthy: "The room takes messages.",
  unwell: "The room cannot keep messages at the moment.",
};
