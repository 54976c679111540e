/**
 * What may be said, and where. Pure.
 *
 * @module
 */

import type { Problem } from "../protocol.ts";
import { ROOM_CHARS } from "../protocol/limits.ts";
import { cleanLine, cleanText, countChars, firstChars } from "../protocol/text.ts";

/** A text as the room gets it, or what is wrong with it. */
export type Ready =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: Problem };

/** Cleans what somebody wants to say. @param limit The most characters. */
export function readyToSay(written: string, limit: number): Ready {
  const text = cleanText(written).trimEnd();
  if (text.trim() === "") return { ok: false, problem: { code: "empty" } };
  const length = text.length <= limit ? text.length : countChars(text);
  if (length > limit) return { ok: false, problem: { code: "too-long", limit, length } };
  return { ok: true, text };
}

/** What somebody is told who wants a room that there is not. */
export function noRoom(wanted: string): Problem {
  return { code: "no-room", room: firstChars(cleanLine(wanted), ROOM_CHARS) };
}
