/**
 * The console of a server in this process: a session of its operator at the terminal, with the server's own lines among
 * what happens in the room.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { cleanLine } from "../../protocol/text.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { Terminal } from "./display.ts";
import type { Extras } from "./own_commands.ts";
import { TerminalFrontend } from "./run.ts";
import type { Tty } from "./tty.ts";

/** An operator at the terminal that their server was started from. */
export class Console {
  /** How it ended; the terminal is given back by then. Rejects with a fault of ours. */
  readonly ended: Promise<ChatEnd>;
  readonly #terminal: Terminal;
  readonly #frontend: TerminalFrontend;
  #isOpen = true;

  /** Takes the terminal over and goes in. */
  constructor(options: ChatOptions, clock: Clock, tty: Tty, extras: Extras) {
    this.#terminal = new Terminal(tty, clock);
    this.#frontend = new TerminalFrontend(options, clock, this.#terminal, extras);
    this.ended = this.#run();
  }

  /** Shows a line above what is being typed; `false` when the terminal is given back. */
  show(line: string): boolean {
    if (this.#isOpen) this.#terminal.show([cleanLine(line)]);
    return this.#isOpen;
  }

  /** Gives the terminal back at once; the session ends with it. */
  close(): void {
    this.#isOpen = false;
    this.#frontend.leave();
    this.#terminal.close();
  }

  async #run(): Promise<ChatEnd> {
    try {
      return await this.#frontend.start();
    } finally {
      this.#isOpen = false;
      this.#terminal.close();
    }
  }
}
