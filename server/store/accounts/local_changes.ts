/**
 * Changes of accounts, tickets and bot tokens on a server that is alone.
 *
 * @module
 */

import {
  applyChange,
  type ChangedTables,
  type ChangeOutcome,
  type Changes,
  type TableChange,
} from "./changes.ts";

/** Makes each change at once. */
export class LocalChanges implements Changes {
  readonly #tables: ChangedTables;
  readonly #now: () => number;

  /** @param now Gives the time, in ms since 1970. */
  constructor(tables: ChangedTables, now: () => number) {
    this.#tables = tables;
    this.#now = now;
  }

  make(change: TableChange, then: (outcome: ChangeOutcome) => void): void {
    then(this.#attempt(change));
  }

  /** The disk is full, or somebody else was first: either way nothing has changed. */
  #attempt(change: TableChange): ChangeOutcome {
    try {
      return applyChange(this.#tables, change, this.#now());
    } catch {
      return { kind: "not-stored" };
    }
  }
}
