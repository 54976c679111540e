/**
 * What an IRC client says of itself before it is in. Pure.
 *
 * @module
 */

/** What a client said of itself before it was in. */
export interface Introduction {
  nick: string | undefined;
  user: string | undefined;
  realName: string;
  /** The word for the door, or a name and a password, if it gave one. */
  word: string | undefined;
  /** Whether that is known to be the word for the door, though it looks like a name and a password. */
  isWordForDoor: boolean;
  /** What came of AUTHENTICATE until now: its parts, of which only the last is shorter than the others. */
  login: string | undefined;
  /** Whether it negotiates capabilities, and is not let in until it has ended that. */
  isNegotiating: boolean;
  /** Whether it waits for its turn, as many have just come from its address; and whether it was told so. */
  isInLine: boolean;
  wasInLine: boolean;
}

/** Makes what is known of a client that has said nothing yet. */
export function newIntroduction(): Introduction {
  return {
    nick: undefined,
    user: undefined,
    realName: "",
    word: undefined,
    isWordForDoor: false,
    login: undefined,
    isNegotiating: false,
    isInLine: false,
    wasInLine: false,
  };
}
