/**
 * Chooses the language.
 *
 * @module
 */

import { en, type Words } from "./en.ts";
import { it } from "./it.ts";

/** Picks the catalogue for a tag as `it`, `it_IT.UTF-8` or `en-GB`: Italian when it is Italian, else English. */
export function pickWords(tag: string): Words {
  return tag.toLowerCase().startsWith("it") ? it : en;
}
