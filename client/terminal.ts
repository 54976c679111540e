/**
 * The terminal: raw while we are here, given back as it was whatever happens. Gathers what is to be shown in one turn
 * of the event loop into one write.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { type Key, KeyReader } from "./keys.ts";
import { type Input, Painter, type Size } from "./screen.ts";

/** What a terminal must be able to do; {@linkcode systemTty} is this process's. */
export interface Tty {
  /** Bytes of keys. `null` is the end. */
  read(into: Uint8Array): Promise<number | null>;
  /** Writes all of it. Throws when the terminal is gone. */
  write(text: string): void;
  size(): Size;
  setRaw(raw: boolean): void;
  /** Calls back when the size has changed; the returned function ends that. */
  onResize(run: () => void): () => void;
}

const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";

/** One person's screen and keys. */
export class Terminal {
  readonly #tty: Tty;
  readonly #clock: Clock;
  readonly #painter = new Painter();
  readonly #quiet: () => void;
  #lines: string[] = [];
  #input: Input = { prompt: "", text: "", cursor: 0 };
  #wantsClear = false;
  #cancelFrame: (() => void) | undefined;
  #isOpen = true;

  /** Takes the terminal over. */
  constructor(tty: Tty, clock: Clock) {
    this.#tty = tty;
    this.#clock = clock;
    tty.setRaw(true);
    this.#quiet = tty.onResize(() => this.#soon());
    // An error that nobody caught, or an exit from elsewhere, must not leave a raw terminal behind.
    globalThis.addEventListener("unload", this.#restore);
    globalThis.addEventListener("error", this.#restore);
    globalThis.addEventListener("unhandledrejection", this.#restore);
    this.#write(PASTE_ON);
  }

  /** Shows lines above the input. */
  show(lines: readonly string[]): void {
    for (const line of lines) this.#lines.push(line);
    this.#soon();
  }

  /** Shows what is being typed. */
  type(input: Input): void {
    this.#input = input;
    this.#soon();
  }

  /** Begins an empty screen. */
  clear(): void {
    this.#wantsClear = true;
    this.#lines = [];
    this.#soon();
  }

  /** The keys that are pressed, until there are no more. Throws what the terminal throws. */
  async *keys(): AsyncGenerator<Key, void, undefined> {
    const reader = new KeyReader();
    const buffer = new Uint8Array(4096);
    while (this.#isOpen) {
      const count = await this.#tty.read(buffer);
      if (count === null) return;
      yield* reader.push(buffer.subarray(0, count));
    }
  }

  /** Shows what still waits, takes the input away, and gives the terminal back. */
  close(): void {
    if (!this.#isOpen) return;
    this.#cancelFrame?.();
    this.#write(this.#painter.finish(this.#lines, this.#size()));
    this.#lines = [];
    this.#restore();
  }

  #soon(): void {
    this.#cancelFrame ??= this.#clock.after(0, () => this.#frame());
  }

  #frame(): void {
    this.#cancelFrame = undefined;
    if (!this.#isOpen) return;
    const size = this.#size();
    const cleared = this.#wantsClear ? this.#painter.clear(this.#input, size) : "";
    const lines = this.#lines;
    this.#wantsClear = false;
    this.#lines = [];
    this.#write(cleared + this.#painter.frame(lines, this.#input, size));
  }

  #size(): Size {
    try {
      const { columns, rows } = this.#tty.size();
      return { columns: Math.max(1, columns || 80), rows: Math.max(1, rows || 24) };
    } catch {
      return { columns: 80, rows: 24 }; // A terminal that does not know its size is taken for the usual one.
    }
  }

  #write(text: string): void {
    try {
      this.#tty.write(text);
    } catch {
      // The terminal is gone. Reading from it tells so too, and that ends the conversation.
    }
  }

  readonly #restore = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#quiet();
    globalThis.removeEventListener("unload", this.#restore);
    globalThis.removeEventListener("error", this.#restore);
    globalThis.removeEventListener("unhandledrejection", this.#restore);
    this.#write(PASTE_OFF);
    try {
      this.#tty.setRaw(false);
    } catch {
      // The terminal is gone, and its mode with it.
    }
  };
}

/** This process's terminal. */
export function systemTty(): Tty {
  const encoder = new TextEncoder();
  return {
    read: (into) => Deno.stdin.read(into),
    write: (text) => {
      let bytes = encoder.encode(text);
      while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
    },
    size: () => Deno.consoleSize(),
    setRaw: (raw) => Deno.stdin.setRaw(raw),
    onResize: (run) => {
      if (Deno.build.os === "windows") return () => {}; // No such signal; each frame asks for the size anyway.
      Deno.addSignalListener("SIGWINCH", run);
      return () => Deno.removeSignalListener("SIGWINCH", run);
    },
  };
}
