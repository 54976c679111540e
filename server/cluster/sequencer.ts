/**
 * The order of messages and claims on a server of a cluster: that of the stream.
 *
 * @module
 */

import {
  type AppendResult,
  type Draft,
  type Erasure,
  type FactChanges,
  type PendingDeed,
  storingFailed,
} from "../log.ts";
import {
  type ChangeOutcome,
  type Changes,
  type Prover,
  SharedTables,
  type TableChange,
} from "../accounts.ts";
import { causeOf } from "../logger.ts";
import type { Author, Claim, Decided, Post, Room, Sequencer } from "../rooms.ts";
import { type DeedRecord, type Deeds, type DoneDeed, doneDeed } from "../moderation.ts";
import { apply, prove } from "./apply.ts";
import { type Effect, madeBy, numberGiven, roomsOf } from "./effect.ts";
import type { Item, ItemOf, Owned } from "./item.ts";
import type { Asker, Wanted } from "./flight.ts";
import { hushOf, itemOf, postItem, sayItem } from "./items.ts";
import { placeOf } from "./person_record.ts";
import type { ClusterSequencerParts } from "./sequencer_parts.ts";
import { ToldMessages } from "./told_messages.ts";
import type { OpenTurn } from "./ledger.ts";

/** The most items that one turn of the loop applies: others are to have their turn. */
const MOST_AT_ONCE = 2000;

/** The most that may wait to be sent: while there is no stream, more is refused. */
const MOST_WAITING = 50_000;

/** How soon what could not be stored is tried again, in ms. */
const RETRY_AFTER = 1000;

const NOBODY = (): void => {};

/** A change that is told and not stored yet, with the time of its turn. */
interface WaitingChange {
  readonly item: ItemOf<"change">;
  readonly at: number;
  then(outcome: ChangeOutcome): void;
}

/** An erasure of which the name is still in the log. */
interface WaitingErasure {
  finish(): Erasure;
  then(erasure: Erasure): void;
}

type Settle = (post: Post, result: AppendResult | undefined) => void;

/** Proposes what is wanted here, and applies what all are told, in its order. */
export class ClusterSequencer implements Sequencer, Changes, Deeds {
  readonly #parts: ClusterSequencerParts;
  readonly #messages: ToldMessages;
  #tables: SharedTables | undefined;
  #posts: Post[] = [];
  #changes: WaitingChange[] = [];
  #erasures: WaitingErasure[] = [];
  #deeds: PendingDeed[] = [];
  /** The room that begins with what is shown now. */
  #made: string | undefined;
  #isApplying = false;
  #isFailing = false;
  #settle: Settle = () => {};

  constructor(parts: ClusterSequencerParts) {
    this.#parts = parts;
    this.#messages = new ToldMessages(parts);
  }

  get isWaiting(): boolean {
    return this.#posts.length > 0 || this.#deeds.length > 0 || this.#changes.length > 0 ||
      this.#erasures.length > 0 ||
      this.#parts.deeds.hasDeeds;
  }

  /** Whether the last turn could not be stored: nothing is applied until it is. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  say(author: Author, room: Room, draft: Draft): void {
    const { mirror, state, flight } = this.#parts;
    const record = draft.person === undefined
      ? undefined
      : state.persons.get(mirror.refOf(draft.person) ?? 0);
    const item = draft.personId < 0 ? postItem(draft) : record && sayItem(record, draft, this.#place);
    if (item === undefined || flight.waiting >= MOST_WAITING) {
      return author.problem({ code: "not-stored" }, draft.id);
    }
    this.#want({ item, asker: { kind: "say", author, room } });
  }

  claim(claim: Claim, decided: Decided): void {
    const { mirror, state } = this.#parts;
    const item = itemOf(claim, mirror.recordOf(claim.by, state));
    if (item === undefined) return decided("void");
    this.#want({ item, asker: { kind: "claim", claim, decided } });
  }

  make(change: TableChange, then: (outcome: ChangeOutcome) => void, by?: Prover): void {
    if (this.#parts.flight.waiting >= MOST_WAITING) return then({ kind: "not-stored" });
    const owned = by && this.#ownedBy(by);
    const item: Item = { k: "change", change, ...(owned !== undefined && { by: owned }) };
    this.#want({ item, asker: { kind: "change", then } });
  }

  /** Tells whether a room that somebody enters just now begins with them. */
  isMade(room: string): boolean {
    return this.#made === room;
  }

  do(record: DeedRecord, settle: (done: DoneDeed | undefined) => void, by: Prover | undefined): void {
    if (this.#parts.flight.waiting >= MOST_WAITING) return settle(undefined);
    const owned = by && this.#ownedBy(by);
    if (by !== undefined && owned === undefined) return settle(undefined);
    const { mirror } = this.#parts;
    const on = record.persons.flatMap((id) => mirror.refOf(id) ?? []);
    const doer = owned !== undefined && { by: owned, s: this.#place };
    const hush = hushOf(record);
    const item: Item = {
      k: "deed",
      deed: record,
      ...doer,
      ...(on.length > 0 && { on }),
      ...(hush !== undefined && { hush }),
    };
    this.#want({ item, asker: { kind: "deed", settle } });
  }

  /** Has a deed be in force here that nobody here did. */
  carryOut(done: DoneDeed): void {
    this.#parts.deedsDone.carryOut(done);
  }

  lift(n: number): void {
    this.propose({ k: "lift", n });
  }

  /** Up to where in the stream it is in force here what people may. */
  get #place(): number {
    const { ledger } = this.#parts;
    return this.#isFailing ? placeOf(ledger.standing.applied, 0) : ledger.place;
  }

  #ownedBy({ publicId, seat }: Prover): Owned | undefined {
    const { mirror, state } = this.#parts;
    const record = state.persons.get(mirror.refOf(publicId) ?? 0);
    return record && { p: record.ref, t: seat, y: record.stayOf(seat) };
  }

  /** Calls back when all is applied that was in the stream before this. */
  catchUp(then: () => void): void {
    this.#want({ item: { k: "read", m: [] }, asker: { kind: "catching-up", then } });
  }

  /** Proposes something that nobody here waits for. */
  propose(item: Item): void {
    this.#want({ item, asker: { kind: "nobody" } });
  }

  commit(settle: Settle): boolean {
    this.#settle = settle;
    if (this.#isApplying) return this.#store();
    this.#isApplying = true;
    try {
      this.#applyTold();
    } finally {
      this.#isApplying = false;
      this.#parts.clock.setTold(undefined);
    }
    const hadAny = this.#store();
    this.#parts.flight.send();
    this.#parts.progressed();
    return hadAny;
  }

  /** Tells who asked for it that the stream has not taken it. */
  refuse(wanted: readonly Wanted[]): void {
    for (const { item, asker } of wanted) {
      this.#tell(() => {
        if (asker.kind === "say") {
          asker.author.problem({ code: "not-stored" }, "id" in item ? item.id : undefined);
        }
        if (asker.kind === "change") asker.then({ kind: "not-stored" });
        if (asker.kind === "deed") asker.settle(undefined);
      });
    }
  }

  #want(wanted: Wanted): void {
    this.#parts.flight.add(wanted);
    this.#parts.wake();
  }

  #applyTold(): void {
    const { ledger, flight, wake, pace } = this.#parts;
    if (this.#isFailing && !this.#isClean()) return;
    if (!pace.mayApply) return;
    let [count, own] = [0, 0];
    for (let turn = ledger.current(); turn !== undefined; turn = ledger.current()) {
      this.#parts.clock.setTold(turn.at);
      if (turn.next === 0) own += turn.askers?.length ?? 0;
      while (turn.next < turn.items.length) {
        if (count++ >= MOST_AT_ONCE) return wake();
        if (!this.#applyNext(turn)) return;
      }
      ledger.end();
    }
    if (count > 0) pace.applied({ items: count, own, waiting: flight.queued, last: ledger.applied });
  }

  /** Has what somebody said be out of every file. @param then Called with nothing for somebody who is in. */
  erase(
    wish: Pick<ItemOf<"erase">, "name" | "by" | "spelled">,
    then: (erasure: Erasure | undefined) => void,
  ): void {
    this.#want({ item: { k: "erase", ...wish }, asker: { kind: "erasing", then } });
  }

  /** Applies the next item of a turn; `false` when what came before it cannot be stored. */
  #applyNext(turn: OpenTurn): boolean {
    const { state, ledger } = this.#parts;
    const item = turn.items[turn.next];
    const asker = turn.askers?.[turn.next]?.asker;
    if (item === undefined) return true;
    const isAsked = asker?.kind === "claim" || asker?.kind === "catching-up";
    if (isAsked && !this.#isClean()) return false; // Its welcome is read from the log.
    if (item.k === "erase" && !this.#beginErasure(item, turn.at, asker)) return false;
    ledger.take(); // From here on it counts as done, whatever part of it is written first.
    const effect = apply(state, item, turn, ledger.place);
    ledger.note(effect, { posts: this.#posts.length, changes: this.#changes.length });
    if (item.k === "change") {
      const then = asker?.kind === "change" ? asker.then : NOBODY;
      this.#changes.push({ item, at: turn.at, then });
      return this.#isClean(); // What comes after it may look at the tables.
    }
    if (item.k === "erase") return this.#isClean();
    if (item.k === "deed" || item.k === "lift") {
      this.#putDeed(item, effect, turn.at, asker);
      return this.#isClean(); // It is in force before anything comes after it.
    }
    this.#carryOut(item, effect, asker ?? { kind: "nobody" });
    return true;
  }

  #carryOut(item: Item, effect: Effect, asker: Asker): void {
    this.#made = madeBy(effect);
    try {
      this.#show(item, effect, asker);
    } finally {
      this.#made = undefined;
    }
  }

  #show(item: Item, effect: Effect, asker: Asker): void {
    if (item.k === "say" || item.k === "post") {
      const post = this.#messages.post(item, effect, asker);
      if (post !== undefined) this.#posts.push(post);
      return;
    }
    if (effect.kind === "up" || effect.kind === "gone") return this.#parts.sourcesChanged(effect);
    const { mirror } = this.#parts;
    if (asker.kind === "catching-up") return this.#tell(asker.then);
    if (asker.kind !== "claim") return mirror.show(item, effect);
    const { claim, decided } = asker;
    for (const room of roomsOf(effect)) mirror.room(room); // Under the name that it has everywhere.
    const ruling = effect.kind === "void" || effect.kind === "taken" ? effect.kind : "granted";
    if (effect.kind === "entered") mirror.expect(claim.by, effect.person); // What they go on to do is theirs.
    this.#tell(() => decided(ruling, numberGiven(effect)));
    if (ruling === "granted") { for (const more of mirror.settled(claim, item, effect)) this.propose(more); }
  }

  /**
   * Takes the words out; what takes out the name is stored with where this server has come to, so that it is done once.
   * `false` when that cannot be stored: it is tried again.
   */
  #beginErasure({ name, by, spelled }: ItemOf<"erase">, at: number, asker: Asker | undefined): boolean {
    const { store, logger, after, wake } = this.#parts;
    const then = asker?.kind === "erasing" ? asker.then : NOBODY;
    if (!this.#isClean()) return false;
    try {
      const finish = store.erase({ name, by, at, spelled });
      if (finish === undefined) return this.#tell(() => then(undefined)), true;
      this.#erasures.push({ finish, then });
      return true;
    } catch (cause) {
      logger(storingFailed(cause));
      after(RETRY_AFTER, wake);
      return false;
    }
  }

  #settleErasures(erased: readonly (readonly [erasure: Erasure, then: (erasure: Erasure) => void])[]): void {
    for (const [erasure, then] of erased) {
      const topics = erasure.kind === "erased" ? erasure.topics : [];
      for (const room of topics) this.#parts.deedsDone.erased(room);
      this.#tell(() => then(erasure));
    }
  }

  /** Has a deed be stored next, and then carried out. */
  #putDeed(item: ItemOf<"deed" | "lift">, effect: Effect, at: number, asker: Asker | undefined): void {
    const { deedsDone, deeds } = this.#parts;
    this.#deeds.push(...deeds.takeDeeds()); // What follows from what came before it is stored before it.
    if (item.k === "lift") {
      const write = { lifted: { n: item.n, at } };
      this.#deeds.push({ write, settle: (isStored) => isStored && deedsDone.lifted(item.n) });
      return;
    }
    const settle = asker?.kind === "deed" ? asker.settle : undefined;
    if (effect.kind !== "done") return settle?.(undefined);
    const done = doneDeed(item.deed, { at, ban: effect.ban, report: effect.report });
    const carryOut = (): void => {
      this.#tell(() => settle === undefined ? deedsDone.carryOut(done) : settle(done));
      this.#messages.withdrawMuted(item);
    };
    const last = done.writes.length - 1;
    done.writes.forEach((write, index) =>
      void this.#deeds.push({ write, settle: (isStored) => index === last && isStored && carryOut() })
    );
  }

  /** Tells a session what it waits for: a fault there must not stop the others. */
  #tell(tell: () => void): void {
    try {
      tell();
    } catch (fault) {
      this.#parts.logger({ event: "failed", what: "unexpected", cause: causeOf(fault) });
    }
  }

  /** Stores what waits; `true` when nothing waits any more. */
  #isClean(): boolean {
    if (this.isWaiting || this.#isFailing) this.#store();
    return !this.#isFailing;
  }

  #store(): boolean {
    const { changes, deeds, ledger, state, store, logger, after, wake } = this.#parts;
    if (ledger.isHalted) return false;
    if (!this.isWaiting && !changes.hasChanges && !ledger.hasChanges) return false;
    const posts = this.#posts;
    const changing = this.#changes;
    const erasing = this.#erasures;
    let outcomes: readonly ChangeOutcome[] = [];
    let erased: readonly (readonly [Erasure, (erasure: Erasure) => void])[] = [];
    this.#deeds.push(...deeds.takeDeeds());
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
    this.#parts.mirror.noteRead(readMarks);
    changes.clearChanges();
    ledger.stored();
    state.clearChanges();
    posts.forEach((post, index) => this.#settle(post, results[index]));
    for (const { settle } of pending) settle(true);
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
}
