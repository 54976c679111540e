/**
 * Bytes to lines, with a cap: a peer cannot make us hold more than one line of the longest kind.
 *
 * @module
 */

/** Where bytes come from: a connection, a file, standard input. `null` is the end. */
export interface ByteSource {
  read(into: Uint8Array): Promise<number | null>;
}

/**
 * What a source gave. The bytes of a `line` are without its `\n` (and without a `\r` before it) and are only good
 * until the next one is asked for; `too-long` stands for a line over the cap, `endless` for one that went on
 * {@linkcode ENDLESS_BYTES} further, after which nothing more is read.
 */
export type Line =
  | { readonly kind: "line"; readonly bytes: Uint8Array }
  | { readonly kind: "too-long" }
  | { readonly kind: "endless" };

/** How much of a line that is too long is read over before its sender is given up, in bytes. */
export const ENDLESS_BYTES = 1024 * 1024;

/** An idle connection's buffer: small, as there are many of them. */
const SMALL = 1024;

/** The most that one read takes. */
const LARGE = 64 * 1024;

const NEWLINE = 10;
const RETURN = 13;

/** The lines of a byte source, as an async iterable that may be looked into before it is read. */
export class LineReader implements AsyncIterable<Line> {
  readonly #source: ByteSource;
  readonly #maxBytes: number;
  #buffer = new Uint8Array(SMALL);
  /** What is read and not yet given out lies between these two. */
  #start = 0;
  #end = 0;
  #ended = false;

  /** @param maxBytes The longest line, its end not counted. */
  constructor(source: ByteSource, maxBytes: number) {
    this.#source = source;
    this.#maxBytes = maxBytes;
  }

  /** What was read and not yet given out; good until the next read. */
  get buffered(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Gives out what was read and not yet given out, and keeps nothing: for whoever reads on in another way. */
  release(): Uint8Array {
    const rest = this.buffered.slice();
    this.#buffer = new Uint8Array(1);
    this.#start = this.#end = 0;
    return rest;
  }

  /** Reads once more, behind what is there already. `false` at the end of the source. */
  async fill(): Promise<boolean> {
    if (this.#ended) return false;
    this.#makeRoom();
    const count = await this.#source.read(this.#buffer.subarray(this.#end));
    if (count === null) this.#ended = true;
    else this.#end += count;
    return !this.#ended;
  }

  /** Gives the lines, the last one also when the source ends without a newline. Throws what the source throws. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Line> {
    let scanned = 0;
    let skipped: number | undefined;
    while (true) {
      const at = this.#buffer.subarray(0, this.#end).indexOf(NEWLINE, this.#start + scanned);
      if (at >= 0) {
        const begin = this.#start;
        this.#start = at + 1;
        scanned = 0;
        const size = at - begin;
        if (skipped !== undefined) skipped = undefined;
        else if (size > this.#maxBytes + 1) yield { kind: "too-long" };
        else yield* this.#line(begin, at);
        continue;
      }
      if (skipped !== undefined || this.#end - this.#start > this.#maxBytes + 1) {
        if (skipped === undefined) yield { kind: "too-long" };
        skipped = (skipped ?? 0) + this.#end - this.#start;
        this.#start = this.#end = 0;
        if (skipped > ENDLESS_BYTES) return yield { kind: "endless" };
      }
      scanned = this.#end - this.#start;
      if (await this.fill()) continue;
      if (scanned > 0) yield* this.#line(this.#start, this.#end);
      return;
    }
  }

  *#line(begin: number, end: number): Generator<Line> {
    const last = end > begin && this.#buffer[end - 1] === RETURN ? end - 1 : end;
    if (last - begin > this.#maxBytes) yield { kind: "too-long" };
    else yield { kind: "line", bytes: this.#buffer.subarray(begin, last) };
  }

  /** Grows the buffer while reads fill it, gives a large one back when nothing waits in it, else moves what waits to the front. */
  #makeRoom(): void {
    const waiting = this.#end - this.#start;
    const wasFull = this.#end === this.#buffer.length;
    let size = this.#buffer.length;
    if (wasFull && size < LARGE) size *= 4;
    else if (waiting === 0 && this.#end < SMALL) size = SMALL;
    while (size - waiting < SMALL) size *= 2;
    if (size !== this.#buffer.length) {
      const grown = new Uint8Array(size);
      grown.set(this.buffered);
      this.#buffer = grown;
    } else if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
    }
    this.#start = 0;
    this.#end = waiting;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined; // The only thing that a fatal decoder throws for; the caller answers it.
  }
}
