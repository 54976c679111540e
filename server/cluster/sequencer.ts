/**
 * The order of messages and claims on a server of a cluster: that of the stream.
 *
 * @module
 */

import type { Draft, Erasure } from "../store/log.ts";
import type { ChangeOutcome, Changes, Prover, TableChange } from "../store/accounts.ts";
import { causeOf } from "../machine/logger.ts";
import type { Author, Claim, Decided, Room, Sequencer } from "../core/rooms.ts";
import type { DeedRecord, Deeds, DoneDeed } from "../core/moderation.ts";
import type { Wanted } from "./flight.ts";
import type { Item, ItemOf, Owned } from "./item.ts";
import { deedItem, itemOf, postItem, sayItem } from "./items.ts";
import { type PersonRecord, placeOf } from "./person_record.ts";
import type { ClusterSequencerParts } from "./sequencer_parts.ts";
import { ToldTurns } from "./told_turns.ts";
import { type Settle, TurnWrites } from "./turn_writes.ts";

/** The most that may wait to be sent: while there is no stream, more is refused. */
const MOST_WAITING = 50_000;

/** Proposes what is wanted here, and applies what all are told, in its order. */
export class ClusterSequencer implements Sequencer, Changes, Deeds {
  readonly #parts: ClusterSequencerParts;
  readonly #writes: TurnWrites;
  readonly #told: ToldTurns;
  #isApplying = false;

  constructor(parts: ClusterSequencerParts) {
    this.#parts = parts;
    const tell = (tell: () => void): void => this.#tell(tell);
    this.#writes = new TurnWrites(parts, tell);
    this.#told = new ToldTurns({ parts, writes: this.#writes, tell, propose: (item) => this.propose(item) });
  }

  get isWaiting(): boolean {
    return this.#writes.isWaiting;
  }

  /** Whether the last turn could not be stored: nothing is applied until it is. */
  get isFailing(): boolean {
    return this.#writes.isFailing;
  }

  say(author: Author, room: Room, draft: Draft): void {
    const { mirror, state, flight } = this.#parts;
    const record = draft.person === undefined
      ? undefined
      : state.persons.get(mirror.refOf(draft.person) ?? 0);
    const item = draft.personId < 0 ? postItem(draft) : record && sayItem(record, draft, this.#place);
    if (item === undefined || flight.waiting >= MOST_WAITING) {
      return author.refused({ code: "not-stored" }, draft.id);
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
    const isDeed = owned !== undefined && change.do === "ticket";
    const item: Item = {
      k: "change",
      change,
      ...(owned !== undefined && { by: owned }),
      ...(isDeed && { s: this.#place }),
    };
    this.#want({ item, asker: { kind: "change", then } });
  }

  /** Tells whether a room that somebody enters just now begins with them. */
  isMade(room: string): boolean {
    return this.#told.isMade(room);
  }

  do(record: DeedRecord, settle: (done: DoneDeed | undefined) => void, by: Prover | undefined): void {
    if (this.#parts.flight.waiting >= MOST_WAITING) return settle(undefined);
    const owned = by && this.#ownedBy(by);
    if (by !== undefined && owned === undefined) return settle(undefined);
    const { mirror } = this.#parts;
    const on = record.persons.flatMap((id) => mirror.refOf(id) ?? []);
    const item = deedItem(record, on, owned && { by: owned, s: this.#place });
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
    return this.isFailing ? placeOf(ledger.standing.applied, 0) : ledger.place;
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

  /** Tells all that somebody here is away, or back. */
  setAway(person: PersonRecord, why: string | undefined): void {
    this.#parts.mirror.noteWanted(person);
    const item: Item = { k: "away", p: person.ref, ...(why !== undefined && { why }) };
    this.#want({ item, asker: { kind: "away", person } });
  }

  /** Proposes something that nobody here waits for. */
  propose(item: Item): void {
    this.#want({ item, asker: { kind: "nobody" } });
  }

  commit(settle: Settle): boolean {
    this.#writes.settle = settle;
    if (this.#isApplying) return this.#writes.store();
    this.#isApplying = true;
    try {
      this.#told.apply();
    } finally {
      this.#isApplying = false;
      this.#parts.clock.setTold(undefined);
    }
    const hadAny = this.#writes.store();
    this.#parts.flight.send();
    this.#parts.progressed();
    return hadAny;
  }

  /** Tells who asked for it that the stream has not taken it. */
  refuse(wanted: readonly Wanted[]): void {
    for (const { item, asker } of wanted) {
      this.#tell(() => {
        if (asker.kind === "say") {
          asker.author.refused({ code: "not-stored" }, "id" in item ? item.id : undefined);
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

  /** Has what somebody said be out of every file. @param then Called with nothing for somebody who is in. */
  erase(
    wish: Pick<ItemOf<"erase">, "name" | "by" | "spelled">,
    then: (erasure: Erasure | undefined) => void,
  ): void {
    this.#want({ item: { k: "erase", ...wish }, asker: { kind: "erasing", then } });
  }

  /** Tells a session what it waits for: a fault there must not stop the others. */
  #tell(tell: () => void): void {
    try {
      tell();
    } catch (fault) {
      this.#parts.logger({ event: "failed", what: "unexpected", cause: causeOf(fault) });
    }
  }
}
