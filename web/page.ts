/**
 * The page.
 * It owns the order in which the document becomes a chat: its words, its parts, and the end of what says that it failed.
 * It must not know the protocol, or anything of one part that only another part needs.
 * Only the entries call it, one for each language: `page_en.ts` and `page_it.ts`.
 * When the page is closed, `app.ts` stores what has been read and what waits; nothing else is left to do.
 *
 * @module
 */

import type { PageWords } from "../words/en.ts";
import { openApp } from "./app.ts";
import { byId, writeSentences } from "./view.ts";

/** Opens the chat in the document, in this language. */
export async function openPage(words: PageWords): Promise<void> {
  writeSentences(words);
  await openApp(words);
  byId("failed").remove();
}
