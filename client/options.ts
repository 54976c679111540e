/**
 * What a client is told when it starts, and what it says when it ends.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { Words } from "../words/en.ts";

/** What {@linkcode chat} is told. Nothing else is read from flags or the environment. */
export interface ChatOptions {
  /** Where the room is: a name or an address. */
  readonly host: string;
  /** The room's port, 1 to 65535. */
  readonly port: number;
  /** Whether host or port was given by flag or environment: then nobody is asked where the room is. */
  readonly placeGiven: boolean;
  /** Who comes; `undefined` to be asked, where there is somebody to ask. */
  readonly name: string | undefined;
  /** The name that is offered when one is asked for, from `$USER`; may be "". */
  readonly offerName: string;
  /** The room to enter. */
  readonly room: string;
  /** Frames as JSON lines instead of lines for people. */
  readonly json: boolean;
  /** Whether lines at a terminal have colours. */
  readonly color: boolean;
  /** How long connecting may take, and each answer of the server before we are in, in milliseconds. */
  readonly timeout: number;
  /** The language. */
  readonly words: Words;
  /** The machine's clock unless given. */
  readonly clock?: Clock;
  /** Program name and version, told to the server. */
  readonly client: string;
}

/** How it ended. */
export interface ChatEnd {
  /**
   * The exit code: left (0), used wrongly (2), no connection or lost (3), refused (4), lines without an answer or refused (5),
   * ended by Ctrl+C (130) or from outside (143).
   */
  readonly code: 0 | 2 | 3 | 4 | 5 | 130 | 143;
  /** What there is to say about it, for standard error. */
  readonly sentence?: string;
}
