/**
 * The work that writes `-wal` back into the log, so that no turn of the room has to.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import type { Pulse } from "./pulse.ts";
import type { Work } from "./worklist.ts";

/** How often, in ms: `-wal` stays as small as it is with SQLite's own way. */
const EVERY = 250;

/** Writes back what is in `-wal` by now, without waiting for anybody: whoever reads or writes goes on. */
export class Checkpoints implements Work {
  readonly name = "checkpoint";
  readonly isPatient = false;
  readonly #log: DatabaseSync;
  readonly #pulse: Pulse;
  /** Whether something is left in `-wal`: others read from it, or the disk was full. */
  #isLeft = true;

  constructor(log: DatabaseSync, pulse: Pulse) {
    this.#log = log;
    this.#pulse = pulse;
  }

  step(): number {
    const hasChanged = this.#pulse.look();
    if (!hasChanged && !this.#isLeft) return EVERY;
    this.#isLeft = true; // Also when it fails.
    const row = this.#log.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
    this.#isLeft = row?.checkpointed !== row?.log;
    return EVERY;
  }
}
