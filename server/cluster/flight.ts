/**
 * What this server wants, on its way into the stream: one turn at a time, tried again until it is known to be there, unless
 * the stream refuses it at once.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { ChangeOutcome } from "../store/accounts.ts";
import type { Erasure } from "../store/log.ts";
import type { DoneDeed } from "../core/moderation.ts";
import type { Author, Claim, Decided, Room } from "../core/rooms.ts";
import { hashTurn } from "./digest.ts";
import { encodeTurn, MOST_BYTES, MOST_ITEMS, TURN_VERSION } from "./entry.ts";
import type { Item, ItemOf } from "./item.ts";
import type { Pace } from "./pace.ts";
import type { PersonRecord } from "./person_record.ts";
import type { TurnStream } from "./stream.ts";

/** How long nothing is tried after an attempt that was refused, or of which nobody knows what has come, in ms. */
const RETRY_AFTER = 100;

/** Who can be told that it is not stored; what others ask for waits until it is. */
const TOLD: readonly Asker["kind"][] = ["say", "change", "deed"];

/** Who is told what comes of an item of this server. */
export type Asker =
  | { readonly kind: "claim"; readonly claim: Claim; readonly decided: Decided }
  | { readonly kind: "say"; readonly author: Author; readonly room: Room }
  | { readonly kind: "change"; readonly then: (outcome: ChangeOutcome) => void }
  | { readonly kind: "deed"; readonly settle: (done: DoneDeed | undefined) => void }
  | { readonly kind: "erasing"; readonly then: (erasure: Erasure | undefined) => void }
  | { readonly kind: "catching-up"; readonly then: () => void }
  /** Somebody here is away, or back, and was told so. */
  | { readonly kind: "away"; readonly person: PersonRecord }
  | { readonly kind: "nobody" };

/** An item, and who is told of it. */
export interface Wanted {
  readonly item: Item;
  readonly asker: Asker;
}

/** Something that changes nothing. */
const PROBE: Wanted = { item: { k: "read", m: [] }, asker: { kind: "nobody" } };

/** In the place of what somebody was told that it is not stored. */
const SETTLED: Wanted = { ...PROBE };

/** A turn that was refused: its number, and who is told of its items if it is there all the same. */
interface RefusedTurn {
  readonly n: number;
  readonly wanted: readonly Wanted[];
}

/** What a flight works with. */
export interface FlightParts {
  readonly stream: TurnStream;
  readonly clock: Pick<Clock, "after" | "elapsed">;
  /** Whether a turn is begun now; else {@linkcode Flight.send} is called when one is. */
  readonly pace: Pick<Pace, "maySend">;
  /** How far this server has come, with the digest of all up to there. */
  standing(): { readonly applied: number; readonly digest: string };
  /** Learns that a turn is in the stream at a number. */
  stored(seq: number, n: number): void;
  /** Learns what the stream has surely not taken: who asked for it is to be told. */
  refused(wanted: readonly Wanted[]): void;
}

/** The queue of one server, and the turn that is under way. */
export class Flight {
  readonly #parts: FlightParts;
  #epoch = 0;
  #turn = 0;
  #queue: Wanted[] = [];
  readonly #sent = new Map<number, readonly Wanted[]>();
  #inFlight: number | undefined;
  /** Since when something is tried without anything being taken. */
  #since: number | undefined;
  /** The turns that were refused and whose number no other that was told has, by their hashes. */
  readonly #refused = new Map<string, RefusedTurn>();
  #isPausing = false;
  #isClosed = false;

  constructor(parts: FlightParts) {
    this.#parts = parts;
  }

  /** The epoch of this server; 0 while it has none. */
  get epoch(): number {
    return this.#epoch;
  }

  /** How much waits to be sent. */
  get queued(): number {
    return this.#queue.length;
  }

  /** How much waits, with what is under way. */
  get waiting(): number {
    let count = this.#queue.length;
    for (const items of this.#sent.values()) count += items.length;
    return count;
  }

  /** For how long something has been tried and nothing was taken, in ms; 0 while nothing is. */
  get triedFor(): number {
    return this.#since === undefined ? 0 : this.#parts.clock.elapsed() - this.#since;
  }

  /** Begins an epoch: what waits is sent in it. */
  begin(epoch: number): void {
    this.#epoch = epoch;
  }

  /**
   * Ends the epoch: what was wanted in it is dropped, as nobody was told that it had arrived. Only who waits to have heard all
   * waits on: what asks for that is nobody's, and as good in the next epoch. @returns What is dropped.
   */
  end(): readonly Wanted[] {
    const wanted = [...this.#sent.values(), this.#queue].flat();
    const isCatchingUp = ({ asker }: Wanted): boolean => asker.kind === "catching-up";
    const dropped = wanted.filter((one) => !isCatchingUp(one));
    this.#epoch = 0;
    this.#turn = 0;
    this.#queue = wanted.filter(isCatchingUp);
    this.#sent.clear();
    this.#inFlight = this.#since = undefined;
    this.#refused.clear();
    return dropped;
  }

  /** Adds something that this server wants. */
  add(wanted: Wanted): void {
    this.#queue.push(wanted);
  }

  /** Lists what was not sent yet. */
  list(isMeant: (item: Item) => boolean): readonly Wanted[] {
    return this.#queue.filter(({ item }) => isMeant(item));
  }

  /** Takes back what was not sent yet. */
  withdraw(isMeant: (item: Item) => boolean): readonly Wanted[] {
    const meant = this.list(isMeant);
    if (meant.length > 0) this.#queue = this.#queue.filter(({ item }) => !isMeant(item));
    return meant;
  }

  /** Sends what waits, unless something is under way. */
  send(): void {
    if (this.#epoch === 0 || this.#inFlight !== undefined || this.#queue.length === 0 || this.#isClosed) {
      return;
    }
    if (this.#isPausing || !this.#parts.pace.maySend(this.#queue.length)) return;
    const n = ++this.#turn;
    const wanted = this.#take();
    this.#sent.set(n, wanted);
    this.#inFlight = n;
    this.#since ??= this.#parts.clock.elapsed();
    const { applied: s, digest: d } = this.#parts.standing();
    const bytes = encodeTurn({ v: TURN_VERSION, e: this.#epoch, n, s, d, i: wanted.map(({ item }) => item) });
    if (this.#refused.size > 0) this.#refused.delete(hashTurn(bytes)); // The same once more: whichever attempt is told, it is this.
    void this.#publish(bytes, this.#epoch, n);
  }

  /** Whether a turn of this epoch is sent that was not told yet. */
  awaits(n: number): boolean {
    return this.#sent.has(n);
  }

  /** Notes that a turn of this epoch was told, and gives who asked for its items. @param hash What it is like. */
  told(n: number, hash: string): readonly Wanted[] | undefined {
    const wanted = this.#sent.get(n);
    this.#sent.delete(n);
    if (this.#inFlight === n) this.#inFlight = undefined;
    this.#since = undefined;
    const there = this.#refused.get(hash)?.wanted;
    for (const [known, one] of this.#refused) if (one.n <= n) this.#refused.delete(known);
    if (there === undefined) return wanted;
    // It was refused and is there all the same: what has its number now counts nowhere, and is sent anew, but for what both have.
    this.#turn = Math.max(this.#turn, n);
    this.#queue = [...wanted ?? [], ...this.#queue].filter((one) => !there.includes(one));
    return there;
  }

  /** Sends nothing any more. */
  close(): void {
    this.#isClosed = true;
  }

  #take(): readonly Wanted[] {
    let bytes = 0;
    let count = 0;
    for (const { item } of this.#queue) {
      bytes += JSON.stringify(item).length * 3; // At most three bytes a sign.
      if (count > 0 && (count >= MOST_ITEMS || bytes > MOST_BYTES)) break;
      count++;
    }
    return this.#queue.splice(0, this.#wholeUpTo(count));
  }

  /** Gives up to where a turn goes: a deed that is several items goes as a whole, unless no turn has the space, and then its entry in the audit with what is before it. */
  #wholeUpTo(most: number): number {
    const isCutBy = (belongs: typeof isOneDeed, count: number): boolean =>
      belongs(this.#queue[count - 1]?.item, this.#queue[count]?.item);
    for (let count = most; count > 0; count--) if (!isCutBy(isOneDeed, count)) return count;
    return most > 1 && isCutBy(isEntryOf, most) ? most - 1 : most;
  }

  async #publish(bytes: Uint8Array, epoch: number, n: number): Promise<void> {
    const isWanted = (): boolean => this.#inFlight === n && this.#epoch === epoch && !this.#isClosed;
    for (let isFirst = true; isWanted(); isFirst = false) {
      const outcome = await this.#parts.stream.publish(bytes, `${epoch}.${n}`);
      if (!isWanted()) return;
      if (outcome.kind === "stored") {
        // It may be what was refused that is there: then this is to be sent anew, before anything that comes after it.
        if (outcome.isRepeat && this.#refused.values().some((one) => one.n === n)) return;
        this.#inFlight = this.#since = undefined;
        if (!outcome.isRepeat) this.#parts.stored(outcome.seq, n);
        return this.send();
      }
      if (outcome.kind === "refused" && isFirst) return this.#takeBack(bytes, n);
      // Nobody may say that it is not stored: an attempt before may have been. So it is tried until it is.
      await new Promise<void>((resolve) => void this.#parts.clock.after(RETRY_AFTER, resolve));
    }
  }

  /** Has a turn not be sent that the stream has not taken: its number is the next one's, as there may be no hole. */
  #takeBack(bytes: Uint8Array, n: number): void {
    const wanted = this.#sent.get(n) ?? [];
    this.#sent.delete(n);
    this.#inFlight = undefined;
    this.#turn = n - 1;
    const isTold = ({ asker }: Wanted): boolean => TOLD.includes(asker.kind);
    this.#refused.set(hashTurn(bytes), { n, wanted: wanted.map((one) => isTold(one) ? SETTLED : one) });
    this.#queue.unshift(...wanted.filter((one) => !isTold(one)));
    if (this.#queue.length === 0) this.#queue.push(PROBE); // Else nobody would learn when there is room again.
    this.#isPausing = true;
    this.#parts.clock.after(RETRY_AFTER, () => {
      this.#isPausing = false;
      this.send();
    });
    this.#parts.refused(wanted.filter(isTold));
  }
}

/** Tells whether two items are one deed: what changes messages, its entry in the audit, and more of what changes them. */
function isOneDeed(item: Item | undefined, next: Item | undefined): boolean {
  if (item === undefined || next === undefined) return false;
  if (isEntryOf(item, next)) return true;
  if (!isChanging(next)) return false;
  return item.k === "deed" ? item.by?.p === next.p : isChanging(item) && item.p === next.p;
}

/** Tells whether an item is the entry in the audit of what changes messages, which is right before it. */
function isEntryOf(item: Item | undefined, entry: Item | undefined): boolean {
  return item !== undefined && isChanging(item) && entry?.k === "deed" && entry.by?.p === item.p;
}

function isChanging(item: Item): item is ItemOf<"say"> {
  return item.k === "say" && (item.del ?? item.back) !== undefined;
}
