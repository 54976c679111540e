/**
 * The order of messages and claims on a server that is alone: claims are decided at once, messages stored together at
 * the end of the turn.
 *
 * @module
 */

import {
  type AppendResult,
  type DeedSource,
  type Draft,
  type PendingDeed,
  storingFailed,
  type TurnStore,
} from "../../store/log.ts";
import type { Logger } from "../../machine/logger.ts";
import type { Room } from "./room.ts";
import type { Author, Claim, Decided, Post, Ruling, Sequencer } from "./sequencer.ts";
import type { TurnChanges } from "../../store/accounts.ts";

/** What became of a turn. */
type Outcome =
  | { readonly isStored: true; readonly results: readonly AppendResult[] }
  | { readonly isStored: false; readonly cause: unknown };

const NO_DEEDS: DeedSource = { hasDeeds: false, takeDeeds: () => [] };

/** Collects a turn's messages, and writes them with the changes of members and read marks in one transaction. */
export class LocalSequencer implements Sequencer {
  readonly #log: TurnStore;
  readonly #changes: TurnChanges;
  readonly #judge: (claim: Claim) => Ruling;
  readonly #logger: Logger;
  readonly #deeds: DeedSource;
  #posts: Post[] = [];
  #isFailing = false;

  /** @param changes What else the turn writes: members and read marks. @param deeds And what people in charge did. */
  constructor(
    log: TurnStore,
    changes: TurnChanges,
    judge: (claim: Claim) => Ruling,
    logger: Logger,
    deeds: DeedSource = NO_DEEDS,
  ) {
    this.#deeds = deeds;
    this.#log = log;
    this.#changes = changes;
    this.#judge = judge;
    this.#logger = logger;
  }

  get isWaiting(): boolean {
    return this.#posts.length > 0 || this.#deeds.hasDeeds;
  }

  say(author: Author, room: Room, draft: Draft): void {
    this.#posts.push({ author, room, place: room.reserve(), draft });
  }

  claim(claim: Claim, decided: Decided): void {
    decided(this.#judge(claim));
  }

  commit(settle: (post: Post, result: AppendResult | undefined) => void): boolean {
    if (!this.isWaiting && !this.#changes.hasChanges) return false;
    const posts = this.#posts;
    this.#posts = [];
    const deeds = this.#deeds.takeDeeds();
    const outcome = this.#store(posts.map(({ draft }) => draft), deeds);
    const wasFailing = this.#isFailing;
    this.#isFailing = !outcome.isStored;
    posts.forEach((post, index) => settle(post, outcome.isStored ? outcome.results[index] : undefined));
    for (const { settle } of deeds) settle(outcome.isStored); // After the messages: what was said before a ban is shown.
    // Last: a logger that fails must not change what authors learn of what is stored.
    if (wasFailing && outcome.isStored) this.#logger({ event: "storing-again" });
    if (!wasFailing && !outcome.isStored) this.#logger(storingFailed(outcome.cause));
    return true;
  }

  #store(drafts: readonly Draft[], pending: readonly PendingDeed[]): Outcome {
    const { changedMembers: members, changedReadMarks: readMarks } = this.#changes;
    let results: readonly AppendResult[];
    try {
      const deeds = pending.map(({ write }) => write);
      results = this.#log.commit({ drafts, members, readMarks, ...(deeds.length > 0 && { deeds }) });
    } catch (cause) {
      return { isStored: false, cause };
    }
    this.#changes.clearChanges();
    return { isStored: true, results };
  }
}
