/**
 * When a list of rooms or people is long.
 *
 * @module
 */

/** A list of so many has a field to find one among them (`windows/narrowing.ts`). */
export const MANY_LISTED = 13;
