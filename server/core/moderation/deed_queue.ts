/**
 * Deeds on their way into the log: each is written with the turn in which it is done, and counts once it is stored.
 *
 * @module
 */

import type { DeedSource, DeedWrite, PendingDeed } from "../../store/log.ts";

/** The deeds that the next turn writes. */
export class DeedQueue implements DeedSource {
  #pending: PendingDeed[] = [];

  get hasDeeds(): boolean {
    return this.#pending.length > 0;
  }

  /** Adds a deed. @param settle Called once, when it is stored or cannot be. */
  add(write: DeedWrite, settle: (isStored: boolean) => void = () => {}): void {
    this.#pending.push({ write, settle });
  }

  takeDeeds(): readonly PendingDeed[] {
    const taken = this.#pending;
    this.#pending = [];
    return taken;
  }
}
