/**
 * A real terminal emulator without a window: what a client writes goes in, what a person sees comes out.
 *
 * @module
 */

import xterm from "@xterm/headless";

/** A screen of some size, and what scrolled off it. */
export class TerminalEmulator {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  }

  /** Calls back with what the terminal answers, as when it is asked where its cursor is. */
  onReply(run: (keys: string) => void): void {
    this.#terminal.onData(run);
  }

  /** Shows what was written. */
  write(text: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(text, resolve));
  }

  /** Changes the size, as a person does by pulling at the window's corner. */
  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** Every row from the beginning of the scrollback, up to the last that is not empty, without spaces at their ends. */
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
