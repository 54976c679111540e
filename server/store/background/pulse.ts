/**
 * Whether somebody talks, seen from beside: by how many messages the log has.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** What was said within this time counts as talk, in ms. */
const RECENTLY = 1_000;

/** More messages than this within that time are a rush, in which both cores are wanted for the room and its guests. */
const RUSH = 5_000;

/** A look at the log. */
interface Look {
  readonly at: number;
  readonly messages: number;
}

/** How busy the room is. */
export class Pulse {
  readonly #now: () => number;
  readonly #version: StatementSync;
  readonly #messages: StatementSync;
  #lastVersion: unknown;
  /** The looks of the last second, and the one before it. */
  #looks: Look[] = [];
  #talkedAt = -Infinity;

  /** @param now Returns a time that never jumps, in ms. */
  constructor(log: DatabaseSync, now: () => number) {
    this.#now = now;
    this.#version = log.prepare("PRAGMA data_version");
    this.#messages = log.prepare("SELECT total(last) AS messages FROM rooms");
  }

  /** Whether somebody said something within the last second, as far as was looked. */
  get isTalk(): boolean {
    return this.#now() - this.#talkedAt < RECENTLY;
  }

  /** Whether so much is said that what can wait has to. */
  get isRush(): boolean {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    return this.isTalk && first !== undefined && last !== undefined && last.messages - first.messages > RUSH;
  }

  /** Looks at the log, which takes some microseconds; `true` when it has changed. To be called several times a second. */
  look(): boolean {
    const version = this.#version.get()?.data_version;
    const hasChanged = version !== this.#lastVersion;
    this.#lastVersion = version;
    const [before, at] = [this.#looks.at(-1)?.messages, this.#now()];
    const messages = hasChanged || before === undefined ? Number(this.#messages.get()?.messages) : before;
    if (before !== undefined && messages > before) this.#talkedAt = at;
    this.#looks.push({ at, messages });
    while (this.#looks.length > 2 && at - (this.#looks[1]?.at ?? at) >= RECENTLY) this.#looks.shift();
    return hasChanged;
  }
}
