/**
 * How far this server has come in the stream, and the digest of all that it has applied: both are written with what they
 * are about, so that each turn is applied once, whatever is killed when.
 *
 * @module
 */

import type { ChangeOutcome } from "../store/accounts.ts";
import type { AppendResult, FactChanges } from "../store/log.ts";
import type { HaltReason } from "../machine/options.ts";
import { admit, noteTurn } from "./apply.ts";
import type { Effect } from "./effect.ts";
import { addOutcome, hashAfter, hashTurn } from "./digest.ts";
import { decodeTurn } from "./entry.ts";
import type { Item } from "./item.ts";
import type { Flight, Wanted } from "./flight.ts";
import { placeOf } from "./person_record.ts";
import { type ClusterState, type Position, withPosition } from "./state.ts";
import type { ToldTurn } from "./stream.ts";

/** A turn that is being applied. */
export interface OpenTurn {
  readonly seq: number;
  readonly at: number;
  readonly epoch: number;
  /** Which one of its epoch it is. */
  readonly n: number;
  /** Whether it counts: of one that does not nothing is applied. */
  readonly counts: boolean;
  /** The place in the stream up to which its author had come, at least. */
  readonly stood: number;
  readonly version: number;
  readonly items: readonly Item[];
  /** Who asked for the items, if this server did. */
  readonly askers: readonly Wanted[] | undefined;
  /** The next item to apply, see {@linkcode Ledger.take}. */
  readonly next: number;
}

/** A clock that went back by more than this, in ms, was set, and is believed. */
const CLOCK_WAS_SET = 60_000;

/** For this many turns it is known what they were like, so that another server's word can be checked. */
const DIGESTS_KEPT = 10_000;

/** What was applied, or which turn ended, since the last time that all was stored. */
type Note =
  | { readonly kind: "post" | "change"; readonly index: number }
  | { readonly kind: "outcome"; readonly value: number }
  | { readonly kind: "end"; readonly seq: number; readonly tail: string };

/** What another server said of itself. */
interface Claimed {
  readonly seq: number;
  readonly digest: string;
}

/** Where a server begins that has never been in a cluster. */
export function firstPosition(stream: string, lastSeat: number): Position {
  return { applied: 0, done: 0, digest: "", partial: 0, tail: "", at: 0, lastRef: 0, lastSeat, stream };
}

/** The turns that were told and are not applied, and what is known of those that are. */
export class Ledger {
  readonly #state: ClusterState;
  readonly #flight: Pick<Flight, "epoch" | "told">;
  readonly #halt: (reason: HaltReason) => void;
  readonly #digests = new Map<number, string>();
  #stored: Position;
  #next: Position | undefined;
  #told: ToldTurn[] = [];
  #open: { -readonly [Key in keyof OpenTurn]: OpenTurn[Key] } | undefined;
  #tail: string;
  #applied: number;
  #at: number;
  #done: number;
  #notes: Note[] = [];
  #claims: Claimed[] = [];
  #found: readonly (readonly [number, string])[] = [];
  #isHalted = false;

  /** @param halt Called once when this server must stop. */
  constructor(
    state: ClusterState,
    position: Position,
    flight: Pick<Flight, "epoch" | "told">,
    halt: (reason: HaltReason) => void,
  ) {
    this.#state = state;
    this.#stored = position;
    this.#flight = flight;
    this.#halt = halt;
    this.#applied = position.applied;
    this.#tail = position.tail;
    this.#at = position.at;
    this.#done = position.done;
    this.#digests.set(position.applied, position.digest);
  }

  /** How far all is stored, and its digest. */
  get standing(): { readonly applied: number; readonly digest: string; readonly tail: string } {
    return this.#stored;
  }

  /** How far all is applied. */
  get applied(): number {
    return this.#applied;
  }

  /** The last turn that was told, applied or not. */
  get told(): number {
    return this.#told.at(-1)?.seq ?? this.reached;
  }

  /** The turn that is being applied, or the last one that is. */
  get reached(): number {
    return this.#open?.seq ?? this.#applied;
  }

  /** The place of the last item that is applied. */
  get place(): number {
    return this.#open === undefined
      ? placeOf(this.#applied + 1, 0)
      : placeOf(this.#open.seq, this.#open.next);
  }

  /** How many turns were told and are not applied. */
  get waiting(): number {
    return this.#told.length + (this.#open === undefined ? 0 : 1);
  }

  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** Whether anything is applied that is not stored. */
  get hasChanges(): boolean {
    return !this.#isHalted && this.#notes.length > 0;
  }

  /** Takes a turn from the stream, to be applied in the next turn of the loop. */
  tell(turn: ToldTurn): void {
    this.#told.push(turn);
  }

  /** Notes what another server says of how it stands. */
  compare(seq: number, digest: string): void {
    const known = this.#digests.get(seq);
    if (known !== undefined && known !== digest) this.stop("forked");
  }

  /** Stops for good. */
  stop(reason: HaltReason): void {
    if (this.#isHalted) return;
    this.#isHalted = true;
    this.#halt(reason);
  }

  /** Gives the turn that is to be applied next, or further. */
  current(): OpenTurn | undefined {
    if (this.#isHalted) return undefined;
    if (this.#open !== undefined) return this.#open;
    const told = this.#told.shift();
    return told === undefined ? undefined : this.#begin(told);
  }

  /**
   * Counts the next item of the turn as done, and with the first of them the turn: what is stored before that is without
   * either, so that a server that is killed in between applies the turn.
   */
  take(): void {
    const turn = this.#open;
    if (turn === undefined) return;
    if (turn.next === 0) noteTurn(this.#state, turn);
    turn.next++;
  }

  /**
   * Notes what has come of an item. @param waiting How many messages and changes wait to be stored: where one is among them.
   */
  note(effect: Effect, waiting: { readonly posts: number; readonly changes: number }): void {
    this.#notes.push(noteOf(effect, waiting));
  }

  /** Notes that all of a turn is applied. */
  end(): void {
    const turn = this.#open;
    if (turn === undefined) return;
    if (turn.counts && turn.items.length === 0) noteTurn(this.#state, turn);
    this.#open = undefined;
    this.#applied = turn.seq;
    this.#notes.push({ kind: "end", seq: turn.seq, tail: this.#tail });
  }

  /** Makes what is kept with all that has been applied. @throws When another server has something else: nothing may be stored. */
  facts(results: readonly AppendResult[], changed: readonly ChangeOutcome[]): FactChanges {
    let { applied, digest, partial, tail } = this.#stored;
    const found: (readonly [number, string])[] = [];
    for (const note of this.#notes) {
      if (note.kind === "end") {
        digest = hashAfter(digest, note.seq, note.tail, partial);
        partial = 0;
        applied = note.seq;
        tail = note.tail;
        found.push([applied, digest]);
        continue;
      }
      partial = addOutcome(partial, valueOf(note, results, changed));
    }
    const digests = new Map(found);
    for (const claimed of this.#claims) {
      const known = digests.get(claimed.seq) ?? this.#digests.get(claimed.seq);
      if (known === undefined || known === claimed.digest) continue;
      this.stop("forked");
      throw new Error(`At ${claimed.seq} another server of the cluster has something else.`);
    }
    const { lastRef, lastSeat, lastBan, lastReport } = this.#state;
    const done = this.#open?.next ?? 0;
    this.#next = {
      ...this.#stored,
      applied,
      done,
      digest,
      partial,
      tail,
      at: this.#at,
      lastRef,
      lastSeat,
      lastBan,
      lastReport,
    };
    this.#found = found;
    return withPosition(this.#state.changes(), this.#next);
  }

  /** Notes that it is stored. */
  stored(): void {
    this.#stored = this.#next ?? this.#stored;
    this.#next = undefined;
    this.#notes = [];
    this.#claims = [];
    for (const [seq, digest] of this.#found) this.#digests.set(seq, digest);
    this.#found = [];
    for (const seq of this.#digests.keys()) {
      if (this.#digests.size <= DIGESTS_KEPT) break;
      this.#digests.delete(seq);
    }
  }

  #begin({ seq, at, bytes }: ToldTurn): OpenTurn | undefined {
    if (seq !== this.#applied + 1) return this.stop("went-back"), undefined;
    const turn = decodeTurn(bytes);
    if (turn === undefined || turn === "newer") return this.stop(turn ?? "unreadable"), undefined;
    const skipped = this.#done;
    this.#done = 0;
    const verdict = skipped > 0 ? "counts" : admit(this.#state, turn);
    if (verdict === "hole") return this.stop("unreadable"), undefined;
    if (turn.s > 0 && verdict === "counts") this.#claims.push({ seq: turn.s, digest: turn.d });
    this.#tail = hashTurn(bytes);
    this.#at = at < this.#at - CLOCK_WAS_SET ? at : Math.max(this.#at, at);
    return this.#open = {
      seq,
      at: this.#at,
      epoch: turn.e,
      n: turn.n,
      counts: verdict === "counts",
      stood: placeOf(turn.s + 1, 0),
      version: turn.v,
      items: verdict === "counts" ? turn.i : [],
      askers: turn.e > 0 && turn.e === this.#flight.epoch ? this.#flight.told(turn.n, this.#tail) : undefined,
      next: skipped,
    };
  }
}

const OUTCOMES: readonly Effect["kind"][] = [
  "void",
  "taken",
  "said",
  "entered",
  "resumed",
  "renamed",
  "joined",
  "parted",
  "left",
  "away",
  "read",
  "up",
  "gone",
  "attached",
  "dropped",
  "proved",
  "numbered",
  "changed",
  "posted",
  "done",
  "lifted",
  "erased",
];

function noteOf(effect: Effect, waiting: { readonly posts: number; readonly changes: number }): Note {
  switch (effect.kind) {
    case "said":
    case "posted":
      return { kind: "post", index: waiting.posts };
    case "changed":
      return { kind: "change", index: waiting.changes };
    default:
      return { kind: "outcome", value: OUTCOMES.indexOf(effect.kind) + OUTCOMES.length * refOf(effect) };
  }
}

function valueOf(
  note: Exclude<Note, { readonly kind: "end" }>,
  results: readonly AppendResult[],
  changed: readonly ChangeOutcome[],
): number {
  switch (note.kind) {
    case "post":
      return numberOf(results[note.index]);
    case "change":
      return numberOfChange(changed[note.index]);
    case "outcome":
      return note.value;
  }
}

/** Gives what has come of a change as a part of the digest: the number of what it made. */
function numberOfChange(outcome: ChangeOutcome | undefined): number {
  if (outcome?.kind !== "made") return 0;
  return 1 + 2 * (outcome.credential?.id ?? 0) + 2 * (outcome.ticket?.id ?? 0);
}

function refOf(effect: Effect): number {
  if (effect.kind === "done") return effect.ban + effect.report;
  return "person" in effect ? effect.person.ref : "source" in effect ? effect.source.epoch : 0;
}

/** Gives the number of a message as a part of the digest; a repeat is another outcome than a new one. */
function numberOf(result: AppendResult | undefined): number {
  return result === undefined ? 0 : result.message.seq * 2 + Number(result.isRepeat);
}
