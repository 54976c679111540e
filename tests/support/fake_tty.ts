/**
 * A terminal in memory: keys in, screen out.
 *
 * @module
 */

import type { Size } from "../../client/terminal/screen.ts";
import type { Tty } from "../../client/terminal/tty.ts";
import { Condition } from "./condition.ts";
import { TerminalEmulator } from "./terminal_emulator.ts";

/** A terminal in memory whose keys a test presses. */
export class FakeTty implements Tty {
  readonly emulator: TerminalEmulator;
  /** Each change of the raw mode. */
  readonly modes: boolean[] = [];
  /** Everything written, and in how many writes. */
  written = "";
  writes = 0;
  readonly #changes = new Condition();
  #size: Size;
  #keys: Uint8Array[] = [];
  #wake = (): void => {};
  #onResize = (): void => {};
  /** What it answers to what it is asked, besides what the emulator does. */
  readonly #answers = new Map<string, string>();
  #isGone = false;
  #failure: Error | undefined;

  constructor(columns = 40, rows = 12) {
    this.#size = { columns, rows };
    this.emulator = new TerminalEmulator(columns, rows);
    this.emulator.onReply((keys) => {
      // What this terminal can do may be something else than what the emulator can.
      const isAbilities = keys.startsWith("\x1b[?") && keys.endsWith("c");
      if (!isAbilities || !this.#answers.has("\x1b[c")) this.press(keys);
    });
  }

  async read(into: Uint8Array): Promise<number | null> {
    while (!this.#isGone) {
      if (this.#failure !== undefined) throw this.#failure;
      const keys = this.#keys.shift();
      if (keys !== undefined) {
        into.set(keys.subarray(0, into.length));
        if (keys.length > into.length) this.#keys.unshift(keys.subarray(into.length));
        return Math.min(keys.length, into.length);
      }
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return null;
  }

  write(text: string): void {
    this.writes++;
    this.written += text;
    for (const [question, answer] of this.#answers) if (text.includes(question)) this.press(answer);
    void this.emulator.write(text).then(() => this.#changes.notify());
  }

  size(): Size {
    return this.#size;
  }

  setRaw(raw: boolean): void {
    this.modes.push(raw);
  }

  onResize(run: () => void): () => void {
    this.#onResize = run;
    return () => this.#onResize = (): void => {};
  }

  /** Presses keys, as a terminal sends them. */
  press(keys: string | Uint8Array): void {
    this.#keys.push(typeof keys === "string" ? new TextEncoder().encode(keys) : keys);
    this.#wake();
  }

  /** Has it answer a question, as some terminals do. */
  answersTo(question: string, answer: string): void {
    this.#answers.set(question, answer);
  }

  /** Pastes a text. */
  paste(text: string): void {
    this.press(`\x1b[200~${text}\x1b[201~`);
  }

  /** Makes every read fail from now on. */
  fail(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  /** Ends its input, as when the window is closed. */
  hangUp(): void {
    this.#isGone = true;
    this.#wake();
  }

  /** Changes the size of the window. */
  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
    this.emulator.resize(columns, rows);
    this.#onResize();
  }

  /** Waits until the last rows of the screen are those of a block, whose first and last lines are empty and whose margin is that of its first row. */
  async waitForScreen(block: string): Promise<void> {
    await this.waitForRows(...rowsOf(block));
  }

  /** Waits until the last rows of the screen are these. */
  async waitForRows(...rows: readonly string[]): Promise<void> {
    const wanted = rows.join("\n");
    const shown = (): string => this.emulator.rows.slice(-rows.length).join("\n");
    const all = (): string => this.emulator.rows.join("\n");
    await this.#changes.waitFor(wanted, () => shown() === wanted || undefined, all);
  }

  /** Waits until a text is on the screen. */
  async waitForText(text: string): Promise<void> {
    const all = (): string => this.emulator.rows.join("\n");
    await this.#changes.waitFor(text, () => all().includes(text) || undefined, all);
  }
}

/** Returns the rows of a block of text in a test. */
function rowsOf(block: string): readonly string[] {
  const rows = block.split("\n").slice(1, -1);
  const margin = /^ */.exec(rows[0] ?? "")?.[0].length ?? 0;
  return rows.map((row) => row.slice(margin).trimEnd());
}
