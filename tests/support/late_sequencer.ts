/**
 * A sequencer that decides later, as that of a server in a cluster does.
 *
 * @module
 */

import type { AppendResult, Draft } from "../../server/store/log.ts";
import type { Author, Claim, Post, Room, Ruling, Sequencer } from "../../server/core/rooms.ts";

/** Decides nothing in the turn in which it is asked; what it was told of by {@linkcode tell} in the next one. */
export class LateSequencer implements Sequencer {
  readonly #local: Sequencer;
  #asked: (() => void)[] = [];
  #told: (() => void)[] = [];
  #isApplying = false;

  constructor(local: Sequencer) {
    this.#local = local;
  }

  get isWaiting(): boolean {
    return this.#local.isWaiting;
  }

  /** How much was asked for, and is not told yet. */
  get open(): number {
    return this.#asked.length;
  }

  say(author: Author, room: Room, draft: Draft): void {
    this.#asked.push(() => this.#local.say(author, room, draft));
  }

  claim(claim: Claim, decided: (ruling: Ruling) => void): void {
    this.#asked.push(() => this.#local.claim(claim, decided));
  }

  commit(settle: (post: Post, result: AppendResult | undefined) => void): boolean {
    if (!this.#isApplying) {
      this.#isApplying = true;
      for (let next = this.#told.shift(); next !== undefined; next = this.#told.shift()) next();
      this.#isApplying = false;
    }
    return this.#local.commit(settle);
  }

  /** Has all that was asked for until now decided in the next turn. */
  tell(): void {
    this.#told.push(...this.#asked);
    this.#asked = [];
  }
}
