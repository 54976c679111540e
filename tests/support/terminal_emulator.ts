/**
 * A terminal emulator without a window (xterm.js): a client's output goes in, the rows of the screen come out.
 *
 * @module
 */

import xterm from "@xterm/headless";

/** A screen and its scrollback. */
export class TerminalEmulator {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number, scrollback = 1000) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback });
  }

  /** Calls `run` with each reply of the terminal, as to a query for the cursor's position. */
  onReply(run: (keys: string) => void): void {
    this.#terminal.onData(run);
  }

  /** Processes output; resolves when the screen shows it. */
  write(text: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(text, resolve));
  }

  /** Changes the size of the screen. */
  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** All rows from the beginning of the scrollback to the last that is not empty, without trailing spaces. */
  get rows(): readonly string[] {
    const { active } = this.#terminal.buffer;
    const rows = Array.from(
      { length: active.length },
      (_, at) => active.getLine(at)?.translateToString(true).trimEnd() ?? "",
    );
    return rows.slice(0, rows.findLastIndex((row) => row !== "") + 1);
  }

  /** The cursor's row, counted as {@linkcode rows} are, and its column. */
  get cursor(): readonly [row: number, column: number] {
    const { active } = this.#terminal.buffer;
    return [active.baseY + active.cursorY, active.cursorX];
  }
}
