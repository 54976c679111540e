/**
 * What commands work with.
 *
 * @module
 */

import type { Limits } from "../../protocol/limits.ts";
import type { Words } from "../../words/en.ts";
import type { Members } from "../members.ts";
import type { FanOut, LogPages, Rooms, ServerClock } from "../rooms.ts";
import type { Finder } from "../search.ts";

/** The parts of a server that a command may use. */
export interface CommandContext {
  readonly words: Words;
  readonly limits: Limits;
  readonly clock: ServerClock;
  readonly rooms: Rooms;
  readonly members: Members;
  /** Where messages go. */
  readonly fanOut: FanOut;
  /** Where the past of rooms is read. */
  readonly pages: LogPages;
  readonly finder: Finder;
  /** Gives the offset of the server's wall clock from UTC in minutes at a time in ms since 1970. */
  zone(at: number): number;
}
