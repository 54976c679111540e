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

/** The buffer of a connection that has not said much: small, as there are many of them. No read has less room. */
const FIRST = 512;

/**
 * The buffer of one that has said more than that at once, and is silent. Not as small again: reading what it says next
 * in more pieces ends more turns, and each turn is a write to everyone.
 */
const SMALL = 1024;

/** The most that one read takes. */
const LARGE = 64 * 1024;

const NEWLINE = 10;
const RETURN = 13;

/**
 * The lines of a byte source, as an async iterable: nothing is read before the next line is asked for. A loop may stop
 * and another one go on behind it; {@linkcode peek} shows what is there without taking it.
 */
export class LineReader implements AsyncIterableIterator<Line> {
  readonly #source: ByteSource;
  readonly #maxBytes: number;
  #buffer = new Uint8Array(FIRST);
  /** What is read and not yet given out lies between these two. */
  #start = 0;
  #end = 0;
  /** How much of that is known to have no newline in it. */
  #scanned = 0;
  /** How much was read over of a line that is too long; 0 in all others. */
  #skipped = 0;
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

  /** Tells whether the source has ended, or is not read any more. What it gave may still have lines in it. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /**
   * Gives what was read and not yet given out, first as it is and then after each further read, until the source ends.
   * Takes nothing out. What is given is good until the next is asked for.
   */
  async *peek(): AsyncGenerator<Uint8Array, void, undefined> {
    yield this.buffered;
    while (!this.#ended) {
      this.#makeRoom();
      this.#filled(await this.#source.read(this.#space()));
      if (!this.#ended) yield this.buffered;
    }
  }

  /** Gives the lines, the last one also when the source ends without a newline. Throws what the source throws. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * Gives the next line. Written out and not a generator, and without a function of its own that waits: an idle
   * connection keeps all functions that wait for its next line, and each costs more than half a kilobyte.
   */
  next(): Promise<IteratorResult<Line>> {
    const result = this.#result();
    if (result !== undefined) return Promise.resolve(result);
    this.#makeRoom();
    return this.#source.read(this.#space()).then((count) => {
      this.#filled(count);
      return this.#result() ?? this.#readOn();
    });
  }

  /** Reads on where one read was not enough. */
  async #readOn(): Promise<IteratorResult<Line>> {
    for (let result = this.#result();; result = this.#result()) {
      if (result !== undefined) return result;
      this.#makeRoom();
      this.#filled(await this.#source.read(this.#space()));
    }
  }

  /** The next line of what is there already, the last one also without a newline; `undefined` when more must be read. */
  #result(): IteratorResult<Line> | undefined {
    const line = this.#take() ?? (this.#ended ? this.#last() : undefined);
    if (line !== undefined) return { done: false, value: line };
    return this.#ended ? { done: true, value: undefined } : undefined;
  }

  /** Where the next read goes to. */
  #space(): Uint8Array {
    return this.#end === 0 ? this.#buffer : this.#buffer.subarray(this.#end);
  }

  #filled(count: number | null): void {
    if (count === null) this.#ended = true;
    else this.#end += count;
  }

  /** A line that is there whole, or what is to be said of one that is too long; `undefined` when more must be read. */
  #take(): Line | undefined {
    while (true) {
      const at = this.#newline();
      if (at < 0) return this.#tooMuch();
      const begin = this.#start;
      this.#start = at + 1;
      this.#scanned = 0;
      if (this.#skipped === 0) return this.#line(begin, at);
      this.#skipped = 0; // The end of a line that was read over.
    }
  }

  /** Where the next line ends; below 0 when that is not there yet. */
  #newline(): number {
    const from = this.#start + this.#scanned;
    return from === this.#end ? -1 : this.#buffer.subarray(0, this.#end).indexOf(NEWLINE, from);
  }

  /** Reads over what is there of a line that is too long already. */
  #tooMuch(): Line | undefined {
    const waiting = this.#end - this.#start;
    const isFirst = this.#skipped === 0;
    this.#scanned = waiting;
    if (waiting === 0 || (isFirst && waiting <= this.#maxBytes + 1)) return undefined;
    this.#skipped += waiting;
    this.#start = this.#end = this.#scanned = 0;
    if (this.#skipped > ENDLESS_BYTES) {
      this.#ended = true;
      return { kind: "endless" };
    }
    return isFirst ? { kind: "too-long" } : undefined;
  }

  /** What stands behind the last newline at the end of the source. */
  #last(): Line | undefined {
    const begin = this.#start;
    this.#start = this.#end;
    return begin === this.#end || this.#skipped > 0 ? undefined : this.#line(begin, this.#end);
  }

  #line(begin: number, end: number): Line {
    const last = end > begin && this.#buffer[end - 1] === RETURN ? end - 1 : end;
    if (last - begin > this.#maxBytes) return { kind: "too-long" };
    return { kind: "line", bytes: this.#buffer.subarray(begin, last) };
  }

  /** Grows the buffer while reads fill it, gives a large one back when nothing waits in it, else moves what waits to the front. */
  #makeRoom(): void {
    const waiting = this.#end - this.#start;
    const wasFull = this.#end === this.#buffer.length;
    let size = this.#buffer.length;
    if (wasFull && size < LARGE) size = Math.min(4 * size, LARGE);
    else if (waiting === 0 && this.#end < SMALL) size = Math.min(size, SMALL);
    while (size - waiting < FIRST) size *= 2;
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
