/**
 * Bot tokens: the tokens of programs that post and subscribe without being in a room.
 *
 * @module
 */

/** A bot token that was created, without the token itself. */
export interface BotToken {
  /** Its number, which no other token ever gets, also when this one is revoked. */
  readonly id: number;
  /** The name under which its posts appear. */
  readonly name: string;
  /** When it was created, in ms since 1970. */
  readonly created: number;
  /** When it was last used, to the minute; `undefined` when it never was. */
  readonly used: number | undefined;
}

/** The valid bot tokens: what another process creates or revokes counts at once. */
export interface BotTokens {
  /** Finds a valid token; `undefined` when there is none, or it is revoked. */
  find(token: string): BotToken | undefined;
  /** Whether a token has not been revoked since it was found. */
  isValid(token: BotToken): boolean;
  /** Lists the names of all valid tokens. */
  names(): readonly string[];
  /** Notes that a token was used. @param now In ms since 1970. */
  noteUse(token: BotToken, now: number): void;
}

/** Returns the person that a token's messages have in the log: people in rooms have numbers from 1 up, bots below 0. */
export function personIdOf(token: BotToken): number {
  return -token.id;
}
