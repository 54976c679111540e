/**
 * The keys of a Windows console, in UTF-8. `Deno.stdin` gives them in the console's code page, in which most letters of the
 * world are a question mark (denoland/deno#18240); Node's standard input reads the console in Unicode.
 *
 * @module
 */

/** As much of Node's `process.stdin` as is used here. */
export interface ConsoleInput {
  setRawMode(raw: boolean): unknown;
  on(event: "data", run: (bytes: Uint8Array) => void): unknown;
  on(event: "end" | "error", run: () => void): unknown;
}

/** Reads keys as they come, one read at a time. */
export class ConsoleKeys {
  readonly #input: () => ConsoleInput;
  #opened: ConsoleInput | undefined;
  #waiting: Uint8Array[] = [];
  #isOver = false;
  #wake = (): void => {};

  /** @param input Opens the input when it is used first: having it open takes it away from others. */
  constructor(input: () => ConsoleInput) {
    this.#input = input;
  }

  /** Sets whether keys come one by one, without being shown. */
  setRaw(raw: boolean): void {
    this.#open().setRawMode(raw);
  }

  /** Reads what was typed, and waits for it; `null` at the end. */
  async read(into: Uint8Array): Promise<number | null> {
    this.#open();
    while (this.#waiting.length === 0) {
      if (this.#isOver) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const [first = new Uint8Array(), ...others] = this.#waiting;
    const some = first.subarray(0, into.length);
    into.set(some);
    this.#waiting = some.length < first.length ? [first.subarray(some.length), ...others] : others;
    return some.length;
  }

  #open(): ConsoleInput {
    if (this.#opened !== undefined) return this.#opened;
    const input = this.#opened = this.#input();
    const end = (): void => {
      this.#isOver = true;
      this.#wake();
    };
    input.on("data", (bytes) => {
      if (bytes.length > 0) this.#waiting.push(bytes);
      this.#wake();
    });
    input.on("end", end);
    input.on("error", end);
    return input;
  }
}
