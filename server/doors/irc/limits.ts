/**
 * Numbers of the IRC door.
 *
 * @module
 */

/** What a client may ask for at most: messages of the past at once, and people whose coming it is told. */
export const MOST = { history: 100, monitored: 100 } as const;

/** The longest name of a user and a person in full, in characters. */
export const USER_CHARS = 16;
export const REAL_NAME_CHARS = 100;
