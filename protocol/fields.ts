/**
 * Checks of what a line's JSON has in it. Pure.
 *
 * @module
 */

import { ID_CHARS, PERSON_CHARS } from "./limits.ts";

/** A JSON object of which nothing is known yet. */
export interface Fields {
  /** The value of a field. */
  readonly [name: string]: unknown;
}

/** Parses a line that is a JSON object; `undefined` when it is none. */
export function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // That it is no JSON is all that the caller's answer says.
  }
}

/** Tells whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells whether a value is a text. */
export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Tells whether a value is a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

/** Tells whether a value is a whole number from 0 that JSON keeps exactly. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Tells whether a value is the distance of a time zone from UTC in minutes: no place is further than a day. */
export function isZoneOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 24 * 60;
}

/** Tells whether a value is a list of ranges: pairs of whole numbers from 0. */
export function isRanges(value: unknown): value is readonly (readonly [number, number])[] {
  return Array.isArray(value) && value.every((range) => isCounts(range) && range.length === 2);
}

/** Tells whether a value is a list of whole numbers from 0. */
export function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

/** Tells whether a value is not there, or is what it must be where it is. */
export function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

/** Tells whether a value is one of some words. */
export function isOneOf<Choice extends string>(choices: readonly Choice[], value: unknown): value is Choice {
  return choices.some((choice) => choice === value);
}

/** Reads the id of a message; `undefined` when a value cannot be one. */
export function readId(value: unknown): string | number | undefined {
  if (isCount(value)) return value;
  return isText(value) && value.length <= ID_CHARS && /^[ !#-[\]-~]+$/.test(value) ? value : undefined;
}

/** Reads the id of a person as a field of a frame: no field for a value that cannot be one. */
export function personField({ person }: Fields): { readonly person?: string } {
  return isPerson(person) ? { person } : {};
}

/** Reads the ids of the persons whose names are listed, in the same order: no field when they do not fit the names. */
export function personsField(
  { persons }: Fields,
  names: readonly string[],
): { readonly persons?: readonly string[] } {
  return isTexts(persons) && persons.length === names.length && persons.every(isPerson) ? { persons } : {};
}

/** Tells whether a value is the id of a person. */
export function isPerson(value: unknown): value is string {
  return isText(value) && value !== "" && value.length <= PERSON_CHARS;
}
