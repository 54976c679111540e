/**
 * The work that writes `-wal` back into the log, so that no turn of the room has to.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import type { Pulse } from "./pulse.ts";
import type { Work } from "./worklist.ts";

/** How often it looks whether there is something to do, in ms. */
const LOOK_EVERY = 250;

/**
 * How long what is written waits, in ms. Once all is written back, whoever writes next begins `-wal` anew, and waits until the
 * disk has its new beginning: that is a turn of the room, so it must not be one of a few hundred.
 */
const AT_LEAST_EVERY = 10_000;

/** From this size on `-wal` does not grow further without being written back, in bytes. */
const LARGE = 16 * 1024 * 1024;

/** What checkpoints are made with. */
export interface CheckpointParts {
  readonly log: DatabaseSync;
  readonly pulse: Pick<Pulse, "look">;
  /** Returns how large `-wal` is, in bytes; it never shrinks while it is used. */
  readonly size: () => number;
  /** Returns a time that never jumps, in ms. */
  readonly now: () => number;
}

/** Writes back what is in `-wal` by now, without waiting for anybody: whoever reads or writes goes on. */
export class Checkpoints implements Work {
  readonly name = "checkpoint";
  readonly isPatient = false;
  readonly #parts: CheckpointParts;
  /** Whether something is left in `-wal`: others read from it, or the disk was full. */
  #isLeft = true;
  /** When it was written back last, and how large it was then. */
  #at = -Infinity;
  #size = 0;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
  }

  step(): number {
    const { log, pulse, size, now } = this.#parts;
    this.#isLeft = pulse.look() || this.#isLeft;
    if (!this.#isLeft) return LOOK_EVERY;
    const bytes = size();
    const hasGrown = bytes > LARGE && bytes > this.#size;
    if (!hasGrown && now() - this.#at < AT_LEAST_EVERY) return LOOK_EVERY;
    this.#at = now();
    this.#size = bytes;
    const row = log.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
    this.#isLeft = row?.checkpointed !== row?.log;
    return LOOK_EVERY;
  }
}
