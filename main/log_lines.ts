/**
 * Where a server's log lines go: above what the operator types while a console is open at the same terminal, else to
 * standard error.
 *
 * @module
 */

import type { Console } from "../client.ts";
import type { Output } from "./output.ts";

/** The way of log lines. */
export class LogLines {
  /** The open console, if there is one at the terminal that standard error is. */
  console: Pick<Console, "show"> | undefined;
  readonly #stderr: Pick<Output, "print">;

  constructor(stderr: Pick<Output, "print">) {
    this.#stderr = stderr;
  }

  /** Shows a line, which ends with a newline. */
  print(line: string): void {
    if (this.console?.show(line.trimEnd()) !== true) this.#stderr.print(line);
  }
}
