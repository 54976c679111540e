/**
 * A pseudo terminal (by `script`) whose output goes to a terminal emulator: a test presses keys and reads the screen.
 *
 * @module
 */

import { assert } from "@std/assert";
import { TerminalEmulator } from "./terminal_emulator.ts";
import { FROM_SOURCE, PATIENT } from "./program.ts";
import { Condition } from "./condition.ts";

/** Whether this machine can run a {@linkcode Pty}. */
export const HAS_PTY = Deno.build.os === "linux" && isThere("/usr/bin/script");

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A command line of `sh` on a pseudo terminal; `$CHAT` in it is the program. */
export class Pty implements AsyncDisposable {
  readonly emulator: TerminalEmulator;
  /** Everything written to the terminal, unprocessed. */
  written = "";
  readonly #folder = Deno.makeTempDirSync();
  readonly #child: Deno.ChildProcess;
  readonly #keys: WritableStreamDefaultWriter<Uint8Array>;
  readonly #read: Promise<void>;
  readonly #changes = new Condition();

  constructor(command: string, columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
    this.emulator = new TerminalEmulator(columns, rows);
    const patiently = command.replaceAll("$CHAT client", `$CHAT client ${PATIENT}`);
    const line = `stty cols ${columns} rows ${rows}; tty; ${patiently}`;
    this.#child = new Deno.Command("script", {
      args: ["-qfec", line, "/dev/null"],
      clearEnv: true,
      env: {
        HOME: Deno.env.get("HOME") ?? "",
        PATH: Deno.env.get("PATH") ?? "",
        SHELL: "/bin/sh",
        TERM: "xterm-256color",
        LANG: "en",
        CHAT: FROM_SOURCE.join(" "),
        XDG_CONFIG_HOME: this.#folder,
        XDG_DATA_HOME: this.#folder,
        XDG_STATE_HOME: this.#folder,
        ...env,
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#keys = this.#child.stdin.getWriter();
    this.emulator.onReply((keys) => void this.press(keys));
    this.#read = this.#follow();
  }

  /** Presses keys, as the terminal sends them. */
  async press(keys: string): Promise<void> {
    await this.#keys.write(new TextEncoder().encode(keys));
  }

  /** Waits until the last rows of the screen are these. */
  async waitForRows(...rows: readonly string[]): Promise<void> {
    const shown = (): string => this.emulator.rows.slice(-rows.length).join("\n");
    const all = (): string => this.emulator.rows.join("\n");
    await this.#changes.waitFor(rows.join("\n"), () => shown() === rows.join("\n") || undefined, all);
  }

  /** Waits until a text is on the screen or in the scrollback. */
  async waitForText(text: string): Promise<void> {
    const all = (): string => this.emulator.rows.join("\n");
    await this.#changes.waitFor(text, () => all().includes(text) || undefined, all);
  }

  /** Waits until a pattern matches what was written, and returns its first group. */
  async waitForMatch(pattern: RegExp): Promise<string> {
    return await this.#changes.waitFor(
      String(pattern),
      () => pattern.exec(this.written)?.[1],
      () => this.written,
    );
  }

  /** Changes the size of the window. */
  async resize(columns: number, rows: number): Promise<void> {
    const tty = await this.waitForMatch(/(\/dev\/pts\/\d+)/);
    this.emulator.resize(columns, rows);
    const { success } = await new Deno.Command("stty", {
      args: ["-F", tty, "cols", String(columns), "rows", String(rows)],
    }).output();
    assert(success, "stty could not change the size");
  }

  /** Waits until the command line has ended. */
  async waitForExit(): Promise<void> {
    await this.#child.status;
    await this.#read;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#child.status;
    await this.#read;
    await Deno.remove(this.#folder, { recursive: true });
    await this.#keys.close().catch(() => {}); // Its reader is gone with it.
  }

  async #follow(): Promise<void> {
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      this.written += text;
      await this.emulator.write(text);
      this.#changes.notify();
    }
  }
}
