/**
 * The order of messages and claims on a server that is alone: claims are decided at once, messages stored together at
 * the end of the turn.
 *
 * @module
 */

import type { AppendResult, Draft, TurnStore } from "../log.ts";
import type { Logger } from "../logger.ts";
import type { Room } from "./room.ts";
import type { Author, Claim, Post, Ruling, Sequencer } from "./sequencer.ts";
import type { TurnChanges } from "../accounts.ts";

/** Collects a turn's messages, and writes them with the changes of members and read marks in one transaction. */
export class LocalSequencer implements Sequencer {
  readonly #store: TurnStore;
  readonly #changes: TurnChanges;
  readonly #judge: (claim: Claim) => Ruling;
  readonly #logger: Logger;
  #posts: Post[] = [];
  #isFailing = false;

  /** @param changes What else the turn writes: members and read marks. */
  constructor(store: TurnStore, changes: TurnChanges, judge: (claim: Claim) => Ruling, logger: Logger) {
    this.#store = store;
    this.#changes = changes;
    this.#judge = judge;
    this.#logger = logger;
  }

  get isWaiting(): boolean {
    return this.#posts.length > 0;
  }

  get isFailing(): boolean {
    return this.#isFailing;
  }

  say(author: Author, room: Room, draft: Draft): void {
    this.#posts.push({ author, room, place: room.reserve(), draft });
  }

  claim(claim: Claim, decided: (ruling: Ruling) => void): void {
    decided(this.#judge(claim));
  }

  commit(settle: (post: Post, result: AppendResult | undefined) => void): void {
    if (this.#posts.length === 0 && !this.#changes.hasChanges) return;
    const posts = this.#posts;
    this.#posts = [];
    const results = this.#append(posts.map(({ draft }) => draft));
    posts.forEach((post, index) => settle(post, results?.[index]));
  }

  #append(drafts: readonly Draft[]): readonly AppendResult[] | undefined {
    try {
      const results = this.#store.commit({
        drafts,
        members: this.#changes.changedMembers,
        readMarks: this.#changes.changedReadMarks,
      });
      this.#changes.clearChanges();
      if (this.#isFailing) this.#logger({ event: "storing-again" });
      this.#isFailing = false;
      return results;
    } catch (cause) {
      if (!this.#isFailing) this.#logger({ event: "failed", what: "storing", cause: String(cause) });
      this.#isFailing = true;
      return undefined;
    }
  }
}
