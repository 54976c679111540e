/**
 * What bots work with.
 *
 * @module
 */

import type { Limits } from "../../../protocol/limits.ts";
import type { Words } from "../../../words/en.ts";
import type { BotTokens } from "../../store/accounts.ts";
import type { Logger } from "../../machine/logger.ts";
import type { Nicknames } from "../members.ts";
import type { Moderation } from "../moderation.ts";
import type { Activity } from "../../ops.ts";
import type { FanOut, LogPages, Rooms, ServerClock, TryRead } from "../rooms.ts";

/** The parts of a server that bots use. */
export interface BotContext {
  readonly words: Words;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly clock: ServerClock;
  readonly rooms: Rooms;
  readonly nicknames: Nicknames;
  readonly fanOut: FanOut;
  readonly pages: LogPages;
  readonly moderation: Moderation;
  readonly activity: Activity;
  readonly tryRead: TryRead;
  /** The cluster that the server is one of, if it is. */
  readonly cluster: { readonly isCutOff: boolean; catchUp(then: () => void): void } | undefined;
  /** The tokens; a server that keeps nothing has none. */
  readonly tokens: BotTokens | undefined;
}
