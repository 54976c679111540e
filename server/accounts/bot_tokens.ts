/**
 * The tokens of programs that speak and listen without being in a room.
 *
 * @module
 */

/** A token that was given out, without the token itself. */
export interface BotToken {
  /** Never given to two tokens, also when one is gone. */
  readonly id: number;
  /** Whom the room sees. */
  readonly name: string;
  /** When it was made, in ms since 1970. */
  readonly created: number;
  /** When it was last used, to the minute; `undefined` when it never was. */
  readonly used: number | undefined;
}

/** The tokens that are good now: what another process adds or revokes counts at once. */
export interface BotTokens {
  /** Whose token this is; `undefined` when it is nobody's, or no more. */
  find(token: string): BotToken | undefined;
  /** Whether it was not revoked since. */
  isValid(key: BotToken): boolean;
  /** The names of all tokens. */
  names(): readonly string[];
  /** Notes that a token was used. @param now In ms since 1970. */
  noteUse(key: BotToken, now: number): void;
}

/** Who a token's messages are from, as the log counts people: those who are in rooms have numbers from 1 up. */
export function personIdOf(key: BotToken): number {
  return -key.id;
}
