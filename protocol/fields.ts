/**
 * JSON of which nothing is known yet, looked at once. Pure.
 *
 * @module
 */

import { ID_CHARS } from "./limits.ts";
import type { MessageId } from "./frames.ts";

/** A JSON object of which nothing is known yet. */
export type Fields = { readonly [name: string]: unknown };

/** The JSON object that a line is; `undefined` when it is none. */
export function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // The caller's answer says that this is not JSON; there is nothing more to know.
  }
}

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a text. */
export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Whether a value is a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

/** Whether a value is a whole number from 0 that JSON keeps exactly. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Whether a value is the distance of a time zone from UTC in minutes: no place is further than a day. */
export function isZoneOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 24 * 60;
}

/** Whether a value is a list of ranges: pairs of whole numbers from 0. */
export function isRanges(value: unknown): value is readonly (readonly [number, number])[] {
  return Array.isArray(value) && value.every((range) => isCounts(range) && range.length === 2);
}

/** Whether a value is a list of such numbers. */
export function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

/** Whether a value is one of these words. */
export function isOneOf<Choice extends string>(choices: readonly Choice[], value: unknown): value is Choice {
  return choices.some((choice) => choice === value);
}

/** A value as the id of a message; `undefined` when it cannot be one. */
export function readId(value: unknown): MessageId | undefined {
  if (isCount(value)) return value;
  return isText(value) && value.length <= ID_CHARS && /^[ !#-[\]-~]+$/.test(value) ? value : undefined;
}
