/**
 * Owns the order in which the document becomes a chat: its sentences, its parts, and the end of what says that it failed.
 * Must not know the protocol, or what one part of the page tells another.
 * Called by the entries only, one for each language: `page_en.ts` and `page_it.ts`.
 * Closed with the document: `app.ts` tells what has been read and stores what waits.
 *
 * @module
 */

import type { PageWords } from "../words/en.ts";
import { openApp, type RestModule } from "./app.ts";
import { takeInvitation } from "./session.ts";
import { byId, isKept, writeSentences } from "./view.ts";

/** Opens the chat in the document, in this language. @param loadRest Loads what is not needed from the start. */
export async function openPage(words: PageWords, loadRest: () => Promise<RestModule>): Promise<void> {
  const invitation = takeInvitation(globalThis); // First: what is secret must not stay in the address.
  writeSentences(words);
  byId("open-to-read").hidden = globalThis.isSecureContext;
  await openApp(words, loadRest, invitation);
  byId("failed").remove();
  if (!isKept()) await (await import("./kept.ts")).keepPage();
}
