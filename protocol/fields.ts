/**
 * JSON of which nothing is known yet, looked at once. Pure.
 *
 * @module
 */

import { ID_CHARS } from "./limits.ts";
import type { MessageId } from "./frames.ts";

/** A JSON object of which nothing is known yet. */
export type Fields = { readonly [name: string]: unknown };

export function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // The caller's answer says that this is not JSON; there is nothing more to know.
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

export function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

export function isOneOf<Choice extends string>(choices: readonly Choice[], value: unknown): value is Choice {
  return choices.some((choice) => choice === value);
}

export function readId(value: unknown): MessageId | undefined {
  if (isCount(value)) return value;
  return isText(value) && value.length <= ID_CHARS && /^[ !#-[\]-~]+$/.test(value) ? value : undefined;
}
