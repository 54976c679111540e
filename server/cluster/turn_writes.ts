/**
 * What a server of a cluster has applied and its file does not have yet: stored together, and then told to who waits for it.
 *
 * @module
 */

import {
  type AppendResult,
  type Erasure,
  type FactChanges,
  type PendingDeed,
  storingFailed,
} from "../store/log.ts";
import { type ChangeOutcome, SharedTables } from "../store/accounts.ts";
import type { Post } from "../core/rooms.ts";
import { prove } from "./apply.ts";
import type { ItemOf } from "./item.ts";
import type { ClusterSequencerParts } from "./sequencer_parts.ts";

/** How soon what could not be stored is tried again, in ms. */
export const RETRY_AFTER = 1000;

/** A change that is told and not stored yet, with the time of its turn. */
export interface WaitingChange {
  readonly item: ItemOf<"change">;
  readonly at: number;
  then(outcome: ChangeOutcome): void;
}

/** An erasure of which the name is still in the log. */
export interface WaitingErasure {
  finish(): Erasure;
  then(erasure: Erasure): void;
}

/** Learns of each message that is stored. */
export type Settle = (post: Post, result: AppendResult | undefined) => void;

/** What a store of turns works with. */
export type WritesParts = Pick<
  ClusterSequencerParts,
  | "store"
  | "changes"
  | "deeds"
  | "ledger"
  | "state"
  | "logger"
  | "after"
  | "wake"
  | "mirror"
  | "tables"
  | "deedsDone"
>;

/** What waits to be stored, in the order of the stream. */
export class TurnWrites {
  readonly #parts: WritesParts;
  readonly #tell: (tell: () => void) => void;
  #tables: SharedTables | undefined;
  #posts: Post[] = [];
  #changes: WaitingChange[] = [];
  #erasures: WaitingErasure[] = [];
  #deeds: PendingDeed[] = [];
  #isFailing = false;
  /** Learns of each message that is stored. */
  settle: Settle = () => {};

  /** @param tell Tells a session what it waits for. */
  constructor(parts: WritesParts, tell: (tell: () => void) => void) {
    this.#parts = parts;
    this.#tell = tell;
  }

  /** Whether anything waits. */
  get isWaiting(): boolean {
    return this.#posts.length > 0 || this.#deeds.length > 0 || this.#changes.length > 0 ||
      this.#erasures.length > 0 ||
      this.#parts.deeds.hasDeeds;
  }

  /** Whether the last time nothing could be stored: nothing is applied until it is. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** How many messages and changes wait: where the next one is among them. */
  get counts(): { readonly posts: number; readonly changes: number } {
    return { posts: this.#posts.length, changes: this.#changes.length };
  }

  /** Adds a message. */
  addPost(post: Post): void {
    this.#posts.push(post);
  }

  /** Adds a change of the tables. */
  addChange(change: WaitingChange): void {
    this.#changes.push(change);
  }

  /** Adds an erasure. */
  addErasure(erasure: WaitingErasure): void {
    this.#erasures.push(erasure);
  }

  /** Adds a deed. */
  addDeed(deed: PendingDeed): void {
    this.#deeds.push(deed);
  }

  /** Adds the deeds that follow from what came before. */
  addFollowing(): void {
    this.#deeds.push(...this.#parts.deeds.takeDeeds());
  }

  /** Stores what waits; `true` when nothing waits any more. */
  isClean(): boolean {
    if (this.isWaiting || this.#isFailing) this.store();
    return !this.#isFailing;
  }

  /** Stores all that waits in one transaction, and tells who waits for it. @returns Whether there was anything, and it is stored. */
  store(): boolean {
    const { changes, ledger, mirror, state, store, logger, after, wake } = this.#parts;
    if (ledger.isHalted) return false;
    if (!this.isWaiting && !changes.hasChanges && !ledger.hasChanges) return false;
    const posts = this.#posts;
    const changing = this.#changes;
    const erasing = this.#erasures;
    let outcomes: readonly ChangeOutcome[] = [];
    let erased: readonly (readonly [Erasure, (erasure: Erasure) => void])[] = [];
    this.addFollowing();
    const pending = this.#deeds;
    const writes = pending.map(({ write }) => write);
    const readMarks = changes.changedReadMarks;
    let results: readonly AppendResult[];
    try {
      results = store.commit({
        drafts: posts.map(({ draft }) => draft),
        members: changes.changedMembers,
        readMarks,
        ...(writes.length > 0 && { deeds: writes }),
        ...((changing.length > 0 || erasing.length > 0) && {
          beside: (db) => {
            erased = erasing.map(({ finish, then }) => [finish(), then]);
            const tables = this.#tables ??= new SharedTables(db);
            outcomes = changing.map(({ item, at }) => {
              const outcome = tables.apply(item.change, at);
              prove(state, item, outcome.kind === "made" ? outcome.credential : undefined);
              return outcome;
            });
          },
        }),
        facts: (results): FactChanges => ledger.facts(results, outcomes),
      });
    } catch (cause) {
      if (!this.#isFailing && !ledger.isHalted) logger(storingFailed(cause));
      this.#isFailing = true;
      if (!ledger.isHalted) after(RETRY_AFTER, wake);
      return false;
    }
    this.#posts = [];
    this.#deeds = [];
    this.#changes = [];
    this.#erasures = [];
    mirror.noteRead(readMarks);
    changes.clearChanges();
    ledger.stored();
    state.clearChanges();
    posts.forEach((post, index) => this.settle(post, results[index]));
    const hasRoles = writes.some(({ role }) => role !== undefined);
    if (hasRoles) this.#parts.tables.reread();
    for (const { settle } of pending) settle(true);
    if (hasRoles) this.#parts.tables.changed();
    this.#settleChanges(changing, outcomes);
    this.#settleErasures(erased);
    if (this.#isFailing) logger({ event: "storing-again" });
    this.#isFailing = false;
    return true;
  }

  #settleChanges(changing: readonly WaitingChange[], outcomes: readonly ChangeOutcome[]): void {
    if (changing.length === 0) return;
    const { tables, mirror, state } = this.#parts;
    tables.reread();
    changing.forEach(({ item: { by }, then }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) return;
      const record = by && state.persons.get(by.p);
      const credential = outcome.kind === "made" ? outcome.credential?.id : undefined;
      if (record !== undefined && credential !== undefined) mirror.showProof(record, credential, by?.t ?? 0);
      this.#tell(() => then(outcome));
    });
    tables.changed();
  }

  #settleErasures(erased: readonly (readonly [erasure: Erasure, then: (erasure: Erasure) => void])[]): void {
    for (const [erasure, then] of erased) {
      const topics = erasure.kind === "erased" ? erasure.topics : [];
      for (const room of topics) this.#parts.deedsDone.erased(room);
      this.#tell(() => then(erasure));
    }
  }
}
