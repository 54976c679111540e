/**
 * The ends of a pipe: where lines come from, where data goes, and where everything else goes.
 *
 * @module
 */

import type { ByteSource } from "../../net/lines.ts";
import { isReaderGone, writeAll } from "../../net/output.ts";
import type { Entered } from "./send_file.ts";
import { type DisplayLine, inOneLine, wrap } from "../view.ts";

/** How far an input has been read, by the numbers of its lines, from 1. */
export interface InputPosition {
  /** The lines that what was read last is made of: one, or those of a block. */
  readonly first: number;
  readonly last: number;
  /** Whether more lines come after; `undefined` when that is not known. */
  readonly hasMore: boolean | undefined;
}

/** What a pipe has for ends; {@linkcode systemStdio} are this process's. */
export interface Stdio {
  readonly input: ByteSource;
  /** Where a script is in the input that its frames are made of; without, each line of `input` is one. */
  readonly position?: () => InputPosition;
  /** Told where one is in, once one is. */
  readonly entered?: (at: Entered) => void;
  /** Whether a person types the input, who can be asked. */
  readonly isPerson: boolean;
  /** How many columns a row has where a person reads the output; `undefined` for a file or a program. */
  columns?(): number | undefined;
  /** Writes all of it. Throws when nobody reads any more, or it cannot be written: {@linkcode GuardedOutput} tells which. */
  writeOutput(text: string): Promise<void>;
  /** Writes something for people. Never throws. */
  writeError(text: string): void;
}

/** Makes the standard input, output and error of this process. */
export function systemStdio(): Stdio {
  const encoder = new TextEncoder();
  return {
    input: Deno.stdin,
    isPerson: Deno.stdin.isTerminal(),
    columns: () => Deno.stdout.isTerminal() ? consoleColumns() : undefined,
    writeOutput: (text) => writeAll(Deno.stdout, encoder.encode(text)),
    writeError: (text) => {
      try {
        const columns = Deno.stderr.isTerminal() ? consoleColumns() : undefined;
        Deno.stderr.writeSync(encoder.encode(wrappedText(text, columns)));
      } catch {
        // Nobody reads what is wrong: there is nobody left to tell.
      }
    },
  };
}

function consoleColumns(): number | undefined {
  try {
    return Deno.consoleSize().columns || undefined; // Some serial lines say 0: they do not know.
  } catch {
    return undefined;
  }
}

/** Breaks sentences between words where a person reads them. @param columns Of their screen; `undefined` for a file or a program. */
export function wrappedText(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text.split("\n").map((line) => wrap(line, columns).join("\n")).join("\n");
}

/**
 * Makes what is printed of a line: one line, unless a person reads it. Their terminal would break it and go on at the margin,
 * where each message begins with a name.
 */
export function printedRows(line: DisplayLine, stdio: Pick<Stdio, "columns">): readonly string[] {
  const columns = stdio.columns?.();
  return columns === undefined ? [inOneLine(line)] : wrap(inOneLine(line), columns);
}

/** An output that may come to its end: a reader that is gone, or a disk that is full. */
export class GuardedOutput {
  readonly #stdio: Pick<Stdio, "writeOutput">;
  readonly #onClosed: () => void;
  #isOpen = true;
  #failure: string | undefined;

  /** @param onClosed Called once, when nothing can be written any more. */
  constructor(stdio: Pick<Stdio, "writeOutput">, onClosed: () => void) {
    this.#stdio = stdio;
    this.#onClosed = onClosed;
  }

  /** Whether it can be written, as far as is known. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Why it cannot be written; `undefined` while it can, and when only the reader is gone: that is how `head` ends. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Writes a text, unless that is not possible any more. Never throws. */
  async write(text: string): Promise<void> {
    if (!this.#isOpen) return;
    try {
      await this.#stdio.writeOutput(text);
    } catch (error) {
      if (!this.#isOpen) return;
      this.#isOpen = false;
      if (!isReaderGone(error)) this.#failure = error instanceof Error ? error.message : String(error);
      this.#onClosed();
    }
  }
}
