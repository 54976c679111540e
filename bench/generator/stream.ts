/**
 * The bytes that all members of the room must receive. The first member to read a byte appends it; all others compare.
 * So every delivery is checked at the price of a memcmp, and each message is decoded only once.
 *
 * @module
 */

import { Buffer } from "node:buffer";

/** The most that one member may be behind another, in bytes. */
const CAPACITY = 64 * 1024 * 1024;

/** Enough for one read, where nothing is compared. */
const SMALL_CAPACITY = 1024 * 1024;

/** How many messages are kept for members that reach them later. */
const RECORDS = 2 ** 20;

const MOST_FAULTS = 20;

/** A message of the generator in any dialect: talker, its own count, and when it was sent in µs. */
const MESSAGE = /~(\d+) (\d+) (\d+)~/;
const SEQ = /"seq":(\d+)/;

/** Returns the text of a message, of exactly `bytes` bytes. */
export function messageText(talker: number, count: number, bytes: number): string {
  return `~${talker} ${count} ${Math.round(performance.now() * 1000)}~`.padEnd(bytes, "x");
}

/** Parses a text of {@linkcode messageText}: the talker, its own count, and when it was sent in ms. */
export function readMessage(
  text: string,
): { readonly talker: number; readonly count: number; readonly sentAt: number } | undefined {
  const found = MESSAGE.exec(text);
  if (found === null) return undefined;
  return { talker: Number(found[1]), count: Number(found[2]), sentAt: Number(found[3]) / 1000 };
}

/** The stream of bytes of a room, from when all members have entered. */
export class Stream {
  /** The faults, in the order in which they were found. */
  readonly faults: string[];
  /** Bytes of each talker's own messages, for servers that do not send them back. */
  readonly ownBytes: number[] = [];
  /** Called with every line that is not a message of the generator. */
  onOtherLine: (line: string) => void = () => {};
  readonly #numbered: boolean;
  readonly #ring: Uint8Array;
  readonly #decoder = new TextDecoder();
  readonly #ends = new Float64Array(RECORDS);
  readonly #talkers = new Uint8Array(RECORDS);
  readonly #sentAt = new Float64Array(RECORDS);
  readonly #counts: number[] = [];
  #end = 0;
  #rest = "";
  #messages = 0;
  #seq: number | undefined;

  /**
   * @param numbered Whether messages carry a `seq`, which is then checked.
   * @param isShared Whether more than one member reads this stream.
   * @param faults Where faults are noted.
   */
  constructor(numbered: boolean, isShared: boolean, faults: string[]) {
    this.#numbered = numbered;
    this.#ring = new Uint8Array(isShared ? CAPACITY : SMALL_CAPACITY);
    this.faults = faults;
  }

  /** How many bytes the furthest has read. */
  get end(): number {
    return this.#end;
  }

  /** How many messages the furthest has read. */
  get messages(): number {
    return this.#messages;
  }

  /** Where message `index` ends. */
  endOf(index: number): number {
    return this.#ends[index % RECORDS] ?? 0;
  }

  /** Who sent message `index`. */
  talkerOf(index: number): number {
    return this.#talkers[index % RECORDS] ?? 0;
  }

  /** When message `index` was sent, in ms of this process's `performance.now()`. */
  sentAt(index: number): number {
    return this.#sentAt[index % RECORDS] ?? 0;
  }

  /** Notes a fault, up to {@linkcode MOST_FAULTS}. */
  fault(what: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(what);
  }

  /** Checks what a member read that had read `position` bytes before; `who` is for the fault. */
  check(position: number, bytes: Uint8Array, who: number): void {
    const known = Math.min(bytes.length, this.#end - position);
    if (this.#end - position > this.#ring.length) this.fault(`member ${who} is too far behind to be checked`);
    else if (!this.#isSame(position, bytes.subarray(0, known))) {
      this.fault(`member ${who} read something else than the others behind byte ${position}`);
    }
    if (known < bytes.length) this.#append(bytes.subarray(known));
  }

  #isSame(position: number, bytes: Uint8Array): boolean {
    const at = position % this.#ring.length;
    const first = Math.min(bytes.length, this.#ring.length - at);
    return Buffer.compare(bytes.subarray(0, first), this.#ring.subarray(at, at + first)) === 0 &&
      (first === bytes.length ||
        Buffer.compare(bytes.subarray(first), this.#ring.subarray(0, bytes.length - first)) === 0);
  }

  #append(bytes: Uint8Array): void {
    const at = this.#end % this.#ring.length;
    const first = Math.min(bytes.length, this.#ring.length - at);
    this.#ring.set(bytes.subarray(0, first), at);
    this.#ring.set(bytes.subarray(first), 0);
    const text = this.#rest + this.#decoder.decode(bytes);
    const base = this.#end - this.#rest.length;
    this.#end += bytes.length;
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      this.#line(text.slice(from, to), base + to + 1, to + 1 - from);
      from = to + 1;
    }
    this.#rest = text.slice(from);
  }

  #line(line: string, end: number, size: number): void {
    const found = MESSAGE.exec(line);
    if (found === null) return this.onOtherLine(line);
    const talker = Number(found[1]);
    const count = Number(found[2]);
    const expected = this.#counts[talker] ?? 0;
    if (count !== expected) {
      this.fault(`message ${count} of talker ${talker} came where ${expected} was due`);
    }
    this.#counts[talker] = count + 1;
    this.ownBytes[talker] = (this.ownBytes[talker] ?? 0) + size;
    if (this.#numbered) this.#checkSeq(Number(SEQ.exec(line)?.[1]));
    const slot = this.#messages++ % RECORDS;
    this.#ends[slot] = end;
    this.#talkers[slot] = talker;
    this.#sentAt[slot] = Number(found[3]) / 1000;
  }

  #checkSeq(seq: number): void {
    const expected = this.#seq === undefined ? seq : this.#seq + 1;
    if (!(seq === expected)) this.fault(`seq ${seq} came where ${expected} was due`);
    this.#seq = seq;
  }
}
