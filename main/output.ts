/**
 * Standard output and standard error. Their readers may be slow or gone: neither may stop a room.
 *
 * @module
 */

import { type ByteSink, isReaderGone, writeAll } from "../net/output.ts";

/** How much may wait to be written before lines are dropped, in UTF-16 units of at most three bytes each. */
const MOST_WAITING = 1024 * 1024;

const encoder = new TextEncoder();

/**
 * Prints texts without ever making the printer wait: a reader that stalls loses what comes while 1 MiB waits already,
 * one that is gone loses everything. What is printed while a write is under way is the next write, all of it.
 */
export class Output {
  readonly #sink: ByteSink;
  #waiting = "";
  /** How much of what was printed is being written. */
  #leaving = 0;
  #writing: Promise<void> | undefined;
  #isOpen = true;
  #failure: Error | undefined;
  #dropped = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Whether anyone reads, as far as is known. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The first error of a write, such as a full disk; that the reader is gone is none. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** How many texts were dropped, as nobody read what waited before them. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Prints a text: it is written when its turn comes. */
  print(text: string): void {
    const waiting = this.#leaving + this.#waiting.length;
    if (waiting > 0 && waiting + text.length > MOST_WAITING) return void this.#dropped++;
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
        await writeAll(this.#sink, next);
      } catch (error) {
        // A room goes on without its reader (`chat server | head`); a command that answers looks at what became of it.
        if (isReaderGone(error)) this.#isOpen = false;
        else this.#failure ??= error instanceof Error ? error : new Error(String(error));
      }
      this.#leaving = 0;
    }
    this.#writing = undefined;
  }
}
