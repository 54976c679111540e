/**
 * Numbers of the IRC door.
 *
 * @module
 */

/** What a client may ask for at most: messages of the past at once, people whose coming it is told, and so on. */
export const MOST = {
  history: 100,
  monitored: 100,
  /** Lines of one message. */
  lines: 100,
  /** Changes of modes in one line. */
  modes: 20,
  /** People of one KICK, and of one INVITE. */
  kicked: 20,
  invited: 10,
  /** People who are here and whom one mask fits. */
  masked: 100,
  /** Rooms and people up to which somebody has read. */
  marks: 500,
} as const;

/** The longest name of a user and a person in full, in characters. */
export const USER_CHARS = 16;
export const REAL_NAME_CHARS = 100;
