/**
 * Owns files on the page: how they are shown in their lines, and how this page sends some.
 * Must not know how messages are shown otherwise, or where the server keeps files.
 * Called by the rest of the page, with which it is loaded.
 * Closed with the document: what was on its way is forgotten by the server after a while.
 *
 * @module
 */

export { LongText } from "./files/long_text.ts";
export { Sending } from "./files/sending.ts";
export { ShownFiles } from "./files/shown.ts";
