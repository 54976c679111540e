/**
 * What a hub is made of.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import type { Limits } from "../../../protocol/limits.ts";
import type { Words } from "../../../words/en.ts";
import type {
  Accounts,
  BotTokens,
  Changes,
  Passwords,
  SecretSource,
  ServerIdentity,
  Tickets,
  TurnChanges,
} from "../../store/accounts.ts";
import type { ClusterView } from "../commands.ts";
import type { Turn, TurnTimer } from "../delivery.ts";
import type { Files } from "../../store/files.ts";
import type { DeedSource, ServerLog, TurnStore } from "../../store/log.ts";
import type { Logger } from "../../machine/logger.ts";
import type { Deeds } from "../moderation.ts";
import type { Activity } from "../../ops.ts";
import type { EntryRule } from "../../machine/options.ts";
import type { Sequencer, ServerClock } from "../rooms.ts";
import type { Finder } from "../../store/search.ts";

/** What a sequencer works with. */
export interface SequencerParts {
  readonly store: TurnStore;
  /** What else a turn writes: members and read marks. */
  readonly changes: TurnChanges;
  readonly deeds: DeedSource;
  /** The clock by which rooms go. */
  readonly clock: ServerClock;
}

/** What a hub is made of. */
export interface HubParts {
  readonly title: string;
  readonly words: Words;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly store: ServerLog;
  readonly finder: Finder;
  /** What people send besides words; none where none is taken. */
  readonly files?: Files | undefined;
  readonly secrets: SecretSource;
  /** The tokens whose names nobody else may have; none for a server that keeps nothing. */
  readonly botTokens?: BotTokens | undefined;
  /** Who may come in; everybody by default. */
  readonly entry?: EntryRule | undefined;
  /** The invitations; none for a server that keeps nothing. */
  readonly tickets?: Tickets | undefined;
  /** The names that are claimed, how many can be, and what checks their passwords. */
  readonly accounts: Accounts;
  readonly maxClaims: number;
  /** Does what people in charge do; at once by default. */
  readonly deeds?: Deeds | undefined;
  /** Changes accounts, tickets and tokens; at once by default. */
  readonly changes?: Changes | undefined;
  readonly passwords: Passwords;
  /** What the server is to those who prove something to it. */
  readonly self: ServerIdentity;
  /** How many minutes the server's clocks on the wall are ahead of UTC at a time in ms since 1970. */
  readonly zone: (at: number) => number;
  /** Whether who comes is let in one by one. */
  readonly approve?: boolean | undefined;
  readonly logger: Logger;
  /** Where the hub asks for the end of a turn; that end calls `Hub.endTurn`. */
  readonly turn: Turn;
  /** Measures the parts of turns; nothing does by default. */
  readonly timer?: TurnTimer;
  /** Counts what happens. */
  readonly activity?: Activity;
  /** The cluster that the server is one of. */
  readonly cluster?: ClusterView | undefined;
  /** Waits a millisecond of the machine's; of the clock's by default. The returned function cancels it. */
  readonly pause?: (run: () => void) => () => void;
  /** Puts another sequencer in the place of the one that decides at once. */
  readonly sequence?: (local: Sequencer, around: SequencerParts) => Sequencer;
}
