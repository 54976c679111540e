/**
 * Standard output and standard error. Whoever reads them may be slow or gone: neither may stop a room.
 *
 * @module
 */

/** How much may wait to be written before lines are dropped, in bytes. */
const WAITING_BYTES = 1024 * 1024;

/** A place that bytes can be written to. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
}

const encoder = new TextEncoder();

/**
 * Takes texts without ever making the writer wait: a reader that stalls loses what comes while 1 MiB waits already,
 * one that is gone loses everything.
 */
export class Output {
  readonly #sink: ByteSink;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #writing: Promise<void> | undefined;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Writes a text when its turn comes. */
  print(text: string): void {
    const bytes = encoder.encode(text);
    if (this.#bytes > 0 && this.#bytes + bytes.length > WAITING_BYTES) return;
    this.#bytes += bytes.length;
    this.#waiting.push(bytes);
    this.#writing ??= this.#drain();
  }

  /** Resolves when nothing waits any more. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    while (true) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      try {
        for (let at = 0; at < next.length;) at += await this.#sink.write(next.subarray(at));
      } catch {
        // The reader is gone (`chat server | head`): the room goes on without it.
      }
      this.#bytes -= next.length;
    }
    this.#writing = undefined;
  }
}
