/**
 * Who follows what becomes of persons, whichever rooms they are in: doors whose clients are told of it.
 *
 * @module
 */

import type { RoomEvent } from "../../protocol.ts";
import type { Person } from "./person.ts";

/** Follows what becomes of persons. Called at once, so it must neither fail nor call back. */
export interface PresenceWatcher {
  /** Somebody is in. */
  entered(person: Person): void;
  /** Somebody has left, and is in no room any more. @param events What their rooms are told of it. */
  left(person: Person, events: readonly (RoomEvent | undefined)[]): void;
  /** Somebody has another name. @param from Their name until now. */
  renamed(person: Person, from: string): void;
  /** Somebody has gone away, or is back. */
  awayChanged(person: Person): void;
}

/** All who follow. */
export class PresenceWatchers implements PresenceWatcher {
  readonly #all: PresenceWatcher[] = [];

  /** Adds one, for as long as the server runs. */
  add(watcher: PresenceWatcher): void {
    this.#all.push(watcher);
  }

  entered(person: Person): void {
    for (const watcher of this.#all) watcher.entered(person);
  }

  left(person: Person, events: readonly (RoomEvent | undefined)[]): void {
    for (const watcher of this.#all) watcher.left(person, events);
  }

  renamed(person: Person, from: string): void {
    for (const watcher of this.#all) watcher.renamed(person, from);
  }

  awayChanged(person: Person): void {
    for (const watcher of this.#all) watcher.awayChanged(person);
  }
}
