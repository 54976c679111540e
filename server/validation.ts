/**
 * Checks of texts, names and rooms that a client sent. Pure.
 *
 * @module
 */

import type { Problem } from "../protocol.ts";
import { NAME_CHARS, ROOM_CHARS, TOPIC_CHARS } from "../protocol/limits.ts";
import { nameKey } from "../protocol/names.ts";
import { isMixedScript } from "./names.ts";
import { cleanLine, cleanText, countChars, firstChars, isVisible } from "../protocol/text.ts";

/** A text as recipients get it, or the problem with it. */
export type ValidatedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: Problem };

/** Cleans the text of a message, in which there must be something to see. @param limit The most characters. */
export function validateMessage(written: string, limit: number): ValidatedText {
  const text = cleanText(written).trimEnd();
  return isVisible(text) ? notTooLong(text, limit) : { ok: false, problem: { code: "empty" } };
}

/** Reads one emoji, as Unicode recommends them for interchange (UTS #51), with the sign that makes it a picture; `undefined` for anything else. */
export function asEmoji(written: string): string | undefined {
  const isEmoji = (text: string): boolean => /^\p{RGI_Emoji}$/v.test(text);
  return [written, `${written}\ufe0f`].find(isEmoji);
}

/** Cleans the text of a topic, which is empty when nothing is left. What is left must be something to see. */
export function validateTopic(written: string): ValidatedText {
  const text = cleanLine(written);
  return text === "" || isVisible(text)
    ? notTooLong(text, TOPIC_CHARS)
    : { ok: false, problem: { code: "empty" } };
}

/** Cleans the reason of an absence or a farewell, and cuts it: empty when there is nothing to see in it. */
export function cleanReason(written: string, limit: number): string {
  const text = cleanLine(written);
  return isVisible(text) ? firstChars(text, limit) : "";
}

function notTooLong(text: string, limit: number): ValidatedText {
  const length = text.length <= limit ? text.length : countChars(text);
  return length > limit ? { ok: false, problem: { code: "too-long", limit, length } } : { ok: true, text };
}

/** Makes the problem of a room that does not exist, or that the sender is not in. */
export function noRoom(wanted: string): Problem {
  return { code: "no-room", room: shortenRoom(wanted).replace(/^#/, "") };
}

/**
 * Makes the problem of a text that cannot be a name, with as much of it as it takes to recognize it.
 *
 * @param findLike Finds the name in use that a name looks like: whoever mixes alphabets may have it in mind.
 */
export function badName(
  wanted: string,
  suggestion: string,
  findLike: (name: string) => string | undefined,
): Problem {
  const name = firstChars(cleanLine(wanted), NAME_CHARS);
  if (!isMixedScript(wanted)) return { code: "bad-name", name, suggestion };
  const like = findLike(name);
  return { code: "bad-name", name, suggestion, mixed: true, ...(like !== undefined && { like }) };
}

/** Says that somebody has a name already, or that it looks like the name `holder`. */
export function nameTaken(name: string, suggestion: string, holder = name): Problem {
  const isOther = nameKey(holder) !== nameKey(name);
  return { code: "name-taken", name, suggestion, ...(isOther && { like: holder }) };
}

/** Makes the problem of a text that cannot be a room's name. */
export function badRoom(wanted: string): Problem {
  return { code: "bad-room", room: shortenRoom(wanted), ...(isMixedScript(wanted) && { mixed: true }) };
}

/** Shortens what was written for a room to what it takes to recognize it. */
export function shortenRoom(wanted: string): string {
  return firstChars(cleanLine(wanted), ROOM_CHARS);
}
