/**
 * Changes of modes that a command of one IRC client has made: they are told together, in its answer, and not again. Pure.
 *
 * @module
 */

import type { ToldChanges } from "./deed_lines.ts";

/** The changes of one client. */
export class NotedChanges {
  /** Events that are not published yet, and that the client was told of when it asked for what they are. */
  #told: Set<object> | undefined;
  #changes: ToldChanges | undefined;

  /** Whether one of them is published next. */
  get areWaiting(): boolean {
    return (this.#told?.size ?? 0) > 0;
  }

  /** Tells whether the client knows of an event already. */
  has(event: object): boolean {
    return this.#told?.has(event) === true;
  }

  /** Tells whether the client knows of an event already, and forgets that. */
  take(event: object): boolean {
    return this.#told?.delete(event) === true;
  }

  /**
   * Notes changes, and gives those before them that are told first, as they do not go into the same line.
   *
   * @param event The event that the room is told them by.
   */
  add(told: ToldChanges, event: object | undefined): ToldChanges | undefined {
    if (event !== undefined) (this.#told ??= new Set()).add(event);
    const before = this.#changes;
    const isOther = before !== undefined && (before.room !== told.room || told.changes.length === 0);
    const same = isOther ? [] : before?.changes ?? [];
    this.#changes = { ...told, changes: [...same, ...told.changes] };
    return isOther ? before : undefined;
  }

  /** Gives what was noted and not told, and forgets it. */
  takeAll(): ToldChanges | undefined {
    const told = this.#changes;
    this.#changes = undefined;
    return told;
  }
}
