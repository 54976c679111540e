/**
 * Finding a free name near to the one that was asked for. Pure.
 *
 * @module
 */

import { NAME_CHARS } from "../../protocol/limits.ts";
import { parseName } from "../../protocol/names.ts";
import { cleanLine, firstChars } from "../../protocol/text.ts";
import { isSafe, safePart } from "./safety.ts";

const NOT_IN_A_NAME = /[^\p{L}\p{N}\p{M}_\-.]|\p{Default_Ignorable_Code_Point}/gu;

/** More than any name has, in code points; what follows is not looked at. */
const ENOUGH = NAME_CHARS * 4;

/**
 * Finds a name near to the one that was asked for, and free.
 *
 * @param wanted What was asked for, whatever it looks like.
 * @param fallback What to start from when nothing of `wanted` can be kept; a name itself.
 * @param isInUse Tells whether somebody has this name, or one that looks like it.
 * @param random Gives a number from 0 up to 1.
 */
export function suggestName(
  wanted: string,
  fallback: string,
  isInUse: (name: string) => boolean,
  random: () => number = Math.random,
): string {
  const kept = cleanLine(wanted).normalize("NFKC").replace(/\s+/g, "_").replace(NOT_IN_A_NAME, "");
  const base = Array.from(firstChars(safePart(kept.replace(/^\p{M}+/u, "")), ENOUGH));
  const first = fit(base, "") ?? fallback;
  if (!isInUse(first)) return first;
  for (let attempt = 2;; attempt++) {
    const number = attempt <= IN_ORDER ? attempt : anyNumber(attempt - IN_ORDER, random);
    const name = fit(base, String(number)) ?? `${fallback}${number}`;
    if (!isInUse(name)) return name;
  }
}

/** Numbers up to this are tried in order; of more that are taken, nobody waits for each to be looked up. */
const IN_ORDER = 30;

/** Picks a number, of more digits the more often none was free. */
function anyNumber(attempt: number, random: () => number): number {
  const range = Math.min(1e9, 1000 * 10 ** Math.floor(attempt / 4));
  return IN_ORDER + 1 + Math.floor(random() * range);
}

/** Gives as much of a beginning as makes a name that may be given out with this ending; `undefined` when nothing does. */
function fit(beginning: readonly string[], ending: string): string | undefined {
  for (let length = beginning.length; length > 0; length--) {
    const name = parseName(beginning.slice(0, length).join("") + ending);
    if (name !== undefined && isSafe(name)) return name;
  }
  return undefined;
}
