/**
 * What came of reading a configuration again. Pure.
 *
 * @module
 */

import { isText, isTexts, parseObject } from "../../../protocol/fields.ts";

/** What came of it: nothing was changed and why, or what was, and what only counts after a restart. Settings by their flags. */
export type ReloadOutcome =
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "read"; readonly changed: readonly string[]; readonly later: readonly string[] };

/** Reads the answer of a server; `undefined` when it is none. */
export function parseReload(text: string): ReloadOutcome | undefined {
  const { kind, sentence, changed, later } = parseObject(text) ?? {};
  if (kind === "refused" && isText(sentence)) return { kind, sentence };
  return kind === "read" && isTexts(changed) && isTexts(later) ? { kind, changed, later } : undefined;
}
