/**
 * Bytes to lines, with a cap: a peer cannot make us hold more than one line of the longest allowed length.
 *
 * @module
 */

/** A source of bytes: a connection, a file, standard input. `null` is the end. */
export interface ByteSource {
  /** Reads what has come, and waits for it; `null` at the end. */
  read(into: Uint8Array): Promise<number | null>;
}

/**
 * A line. The bytes of a `line` are without its `\n` (and without a `\r` before it) and are only valid until the next
 * line is asked for; `too-long` stands for a line over the cap, `endless` for one that went on for
 * {@linkcode ENDLESS_BYTES} more, or as much as the reader was given instead, after which nothing is read.
 */
export type Line =
  | { readonly kind: "line"; readonly bytes: Uint8Array }
  | { readonly kind: "too-long" }
  | { readonly kind: "endless" };

/** How much of a line that is too long is dropped before reading stops, in bytes. */
export const ENDLESS_BYTES = 1024 * 1024;

/** The buffer of a connection that has sent little, in bytes: small, as there are many of them. No read has less room. */
const FIRST = 512;

/**
 * The buffer of a connection that has sent more than that at once and is silent, in bytes. It does not shrink to the
 * first size again: reading what comes next in more pieces ends more turns, and each turn is a write to every member.
 */
const SMALL = 1024;

/** The most that one read takes, in bytes. */
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
  readonly #endlessBytes: number;
  #buffer = new Uint8Array(FIRST);
  /** What was read and not yet taken lies between these two. */
  #start = 0;
  #end = 0;
  /** How much of that is known to have no newline in it. */
  #scanned = 0;
  /** How much was dropped of a line that is too long; 0 in all others. */
  #skipped = 0;
  #ended = false;
  #endsAtReturnNul = false;
  /** Whether what was dropped last ended with a return. */
  #droppedReturn = false;

  /**
   * @param maxBytes The longest line in bytes, its end not counted.
   * @param endlessBytes How much of a longer line is dropped before reading stops; `Infinity` for a source that is ours.
   */
  constructor(source: ByteSource, maxBytes: number, endlessBytes = ENDLESS_BYTES) {
    this.#source = source;
    this.#maxBytes = maxBytes;
    this.#endlessBytes = endlessBytes;
  }

  /** What was read and not yet taken; valid until the next read. */
  get buffered(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Takes out what was read and not yet taken, and keeps no buffer: for a caller that reads on in another way. */
  release(): Uint8Array {
    const rest = this.buffered.slice();
    this.#buffer = new Uint8Array(1);
    this.#start = this.#end = this.#scanned = 0;
    return rest;
  }

  /** Drops the first bytes of what was read and not yet taken. */
  skip(count: number): void {
    this.#start = Math.min(this.#start + count, this.#end);
    this.#scanned = 0;
  }

  /** Ends lines at CR NUL as well, from what was read and not yet taken on: what telnet sends for Enter (RFC 854). */
  endLinesAtReturnNul(): void {
    this.#endsAtReturnNul = true;
    this.#scanned = 0;
    this.#turnNulsToNewlines(this.#start);
  }

  /** Tells whether the source has ended, or is not read any more. What it gave may still have lines in it. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /**
   * Yields what was read and not yet taken, first as it is and then after each further read, until the source ends.
   * Takes nothing out. Each value is valid until the next is asked for.
   */
  async *peek(): AsyncGenerator<Uint8Array, void, undefined> {
    yield this.buffered;
    while (!this.#ended) {
      this.#makeRoom();
      this.#filled(await this.#source.read(this.#space()));
      if (!this.#ended) yield this.buffered;
    }
  }

  /** Yields the lines, the last one also when the source ends without a newline. Throws what the source throws. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * Resolves with the next line. Written out, not a generator, and not an async function: an idle connection keeps all
   * async functions that wait for its next line, and each costs more than half a kilobyte.
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

  /** Reads until there is a line, where one read was not enough. */
  async #readOn(): Promise<IteratorResult<Line>> {
    for (let result = this.#result();; result = this.#result()) {
      if (result !== undefined) return result;
      this.#makeRoom();
      this.#filled(await this.#source.read(this.#space()));
    }
  }

  /** Takes the next line of what was read, the last one also without a newline; `undefined` when more must be read. */
  #result(): IteratorResult<Line> | undefined {
    const line = this.#take() ?? (this.#ended ? this.#last() : undefined);
    if (line !== undefined) return { done: false, value: line };
    return this.#ended ? { done: true, value: undefined } : undefined;
  }

  /** The part of the buffer that the next read fills. */
  #space(): Uint8Array {
    return this.#end === 0 ? this.#buffer : this.#buffer.subarray(this.#end);
  }

  #filled(count: number | null): void {
    if (count === null) {
      this.#ended = true;
      return;
    }
    const from = this.#end;
    this.#end += count;
    if (this.#endsAtReturnNul) this.#turnNulsToNewlines(from);
    this.#droppedReturn = false;
  }

  /** Makes CR LF of each CR NUL whose NUL stands at `from` or after it. */
  #turnNulsToNewlines(from: number): void {
    const read = this.#buffer.subarray(0, this.#end);
    for (let at = read.indexOf(0, from); at >= 0; at = read.indexOf(0, at + 1)) {
      if (at > this.#start ? read[at - 1] === RETURN : this.#droppedReturn) read[at] = NEWLINE;
    }
  }

  /** Takes a line that is there whole, or reports one that is too long; `undefined` when more must be read. */
  #take(): Line | undefined {
    while (true) {
      const at = this.#newline();
      if (at < 0) return this.#tooMuch();
      const begin = this.#start;
      this.#start = at + 1;
      this.#scanned = 0;
      if (this.#skipped === 0) return this.#line(begin, at);
      this.#skipped = 0; // The end of a line that was dropped.
    }
  }

  /** Finds where the next line ends; below 0 when that has not been read. */
  #newline(): number {
    const from = this.#start + this.#scanned;
    return from === this.#end ? -1 : this.#buffer.subarray(0, this.#end).indexOf(NEWLINE, from);
  }

  /** Drops what is there of a line that is too long already. */
  #tooMuch(): Line | undefined {
    const waiting = this.#end - this.#start;
    const isFirst = this.#skipped === 0;
    this.#scanned = waiting;
    if (waiting === 0 || (isFirst && waiting <= this.#maxBytes + 1)) return undefined;
    this.#skipped += waiting;
    this.#droppedReturn = this.#buffer[this.#end - 1] === RETURN;
    this.#start = this.#end = this.#scanned = 0;
    if (this.#skipped > this.#endlessBytes) {
      this.#ended = true;
      return { kind: "endless" };
    }
    return isFirst ? { kind: "too-long" } : undefined;
  }

  /** Takes what stands behind the last newline at the end of the source. */
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

  /** Makes room for a read: grows the buffer while reads fill it, shrinks a large one when it is empty, else moves what waits to the front. */
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

/** Decodes UTF-8; `undefined` when bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined; // The only thing that a fatal decoder throws for; the caller answers it.
  }
}
