/**
 * What the sequencer of a cluster is given to work with.
 *
 * @module
 */

import type { FileInfo, MessageFrame, Problem } from "../../protocol.ts";
import type { DeedSource, FactStore, TurnStore } from "../store/log.ts";
import type { TurnChanges } from "../store/accounts.ts";
import type { Logger } from "../machine/logger.ts";
import type { Room, ServerClock } from "../core/rooms.ts";
import type { DoneDeed } from "../core/moderation.ts";
import type { Effect } from "./effect.ts";
import type { Flight } from "./flight.ts";
import type { Ledger } from "./ledger.ts";
import type { Mirror } from "./mirror.ts";
import type { Pace } from "./pace.ts";
import type { ClusterState } from "./state.ts";

/** What a sequencer of a cluster works with. */
export interface ClusterSequencerParts {
  readonly store: TurnStore & Pick<FactStore, "erase">;
  readonly changes: TurnChanges;
  readonly deeds: DeedSource;
  readonly clock: ServerClock;
  readonly logger: Logger;
  readonly state: ClusterState;
  readonly ledger: Ledger;
  readonly flight: Flight;
  readonly mirror: Mirror;
  readonly pace: Pace;
  /** Has the turn end soon, also from within one. */
  wake(): void;
  /** Called at the end of each turn of the loop. */
  progressed(): void;
  /** Calls back after some ms. */
  after(ms: number, run: () => void): void;
  readonly tables: {
    /** Called when accounts have changed in the log, before who asked for it learns so, and after that. */
    reread(): void;
    changed(): void;
  };
  /** What is done about deeds of other servers once they are stored. */
  readonly deedsDone: {
    carryOut(done: DoneDeed): void;
    lifted(ban: number): void;
    /** What a room is about was somebody's whose words are gone. */
    erased(room: string): void;
    redacted(room: Room, message: MessageFrame, why: string): void;
    /** What somebody of a number is told who is muted in a room; nothing for who is not. */
    muteProblem(ref: number, room: string): Problem | undefined;
  };
  /** Learns of a file that a message of another server names, once that is stored. */
  fileNamed(file: FileInfo): void;
  /** Learns of servers that are up or gone. */
  sourcesChanged(effect: Extract<Effect, { readonly kind: "up" | "gone" }>): void;
}
