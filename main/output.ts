/**
 * Standard output and standard error. Whoever reads them may be slow or gone: neither may stop a room.
 *
 * @module
 */

/** How much may wait to be written before lines are dropped, in UTF-16 units of at most three bytes each. */
const MOST_WAITING = 1024 * 1024;

/** A place that bytes can be written to. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
}

const encoder = new TextEncoder();

/**
 * Takes texts without ever making the writer wait: a reader that stalls loses what comes while 1 MiB waits already,
 * one that is gone loses everything. What is printed while a write is under way is the next one, all of it.
 */
export class Output {
  readonly #sink: ByteSink;
  #waiting = "";
  /** How much of what was printed is being written. */
  #leaving = 0;
  #writing: Promise<void> | undefined;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Writes a text when its turn comes. */
  print(text: string): void {
    const waiting = this.#leaving + this.#waiting.length;
    if (waiting > 0 && waiting + text.length > MOST_WAITING) return;
    this.#waiting += text;
    this.#writing ??= this.#drain();
  }

  /** Resolves when nothing waits any more. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#waiting !== "") {
      const next = encoder.encode(this.#waiting);
      this.#leaving = this.#waiting.length;
      this.#waiting = "";
      try {
        for (let at = 0; at < next.length;) at += await this.#sink.write(next.subarray(at));
      } catch {
        // The reader is gone (`chat server | head`): the room goes on without it.
      }
      this.#leaving = 0;
    }
    this.#writing = undefined;
  }
}
