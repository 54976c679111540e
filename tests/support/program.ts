/**
 * The program as a process: from its source with the permissions of its task, or compiled.
 *
 * @module
 */

import { assert } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { LONGEST_WAIT } from "./condition.ts";

const HOUSE = new URL("../../", import.meta.url);

/** The command line of the task `chat`, run by this Deno. */
export const FROM_SOURCE: readonly string[] = [
  Deno.execPath(),
  ...config.tasks.chat.command.split(" ").slice(1),
];

/** The same of the task `cluster`, which also has what a server of a cluster needs. */
export const CLUSTER_FROM_SOURCE: readonly string[] = [
  Deno.execPath(),
  ...config.tasks.cluster.command.split(" ").slice(1),
];

/** What has a client wait for a server that a busy machine keeps from answering; by itself it gives up after some seconds. */
export const PATIENT = `--timeout ${LONGEST_WAIT / 1000}s`;

/** The commands that take it. */
const WAITS: ReadonlySet<string> = new Set(["client", "send", "tail", "status", "reload"]);

/** Has the program wait, unless a test says how long it does: no test is about how fast a machine is. */
function patiently(command: readonly string[]): readonly string[] {
  const at = Math.max(0, command.findIndex((word) => word.endsWith("main.ts"))) + 1;
  if (!WAITS.has(command[at] ?? "") || command.includes("--timeout")) return command;
  return [...command.slice(0, at + 1), ...PATIENT.split(" "), ...command.slice(at + 1)];
}

/** The exit code and output of a process that has ended. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running process whose output a test can wait for. */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #texts = { stdout: "", stderr: "" };
  /** Its data and state folder, so that it never uses the developer's own. */
  readonly #home = Deno.makeTempDirSync({ prefix: "chat-test-" });
  readonly #read: Promise<unknown>;
  #onText: () => void = () => {};
  #hasEnded = false;

  /** @param env Replaces the whole environment, so that the language is known. */
  constructor(command: readonly string[], env: Readonly<Record<string, string>> = { LANG: "en" }) {
    const [file = "", ...args] = patiently(command);
    this.#child = new Deno.Command(file, {
      args,
      cwd: HOUSE,
      clearEnv: true,
      env: {
        HOME: Deno.env.get("HOME") ?? "",
        PATH: Deno.env.get("PATH") ?? "",
        XDG_DATA_HOME: this.#home,
        XDG_STATE_HOME: this.#home,
        XDG_CONFIG_HOME: this.#home,
        APPDATA: this.#home,
        LOCALAPPDATA: this.#home,
        ...env,
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdin = this.#child.stdin.getWriter();
    this.#child.status.then(() => this.#hasEnded = true);
    this.#read = Promise.all([this.#follow("stdout"), this.#follow("stderr")]);
  }

  /** Its number in the system. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Waits until the output matches, and returns the first group or else the whole match. */
  async waitForOutput(pattern: RegExp, where: "stdout" | "stderr" = "stdout"): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = (): void => {
      const match = pattern.exec(this.#texts[where]);
      if (match !== null) resolve(match[1] ?? match[0]);
    };
    const stuck = setTimeout(
      () => reject(new Error(`${pattern} never came in ${where}: ${this.#shown()}`)),
      LONGEST_WAIT,
    );
    this.#onText = look;
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(stuck);
      this.#onText = () => {};
    }
  }

  /** Writes to its standard input. */
  async write(text: string): Promise<void> {
    await this.#stdin.write(new TextEncoder().encode(text));
  }

  /** Ends its standard input. */
  async closeInput(): Promise<void> {
    await this.#stdin.close();
  }

  /** Sends it a signal, unless it has ended. */
  signal(signal: Deno.Signal): void {
    if (this.#hasEnded) return;
    try {
      this.#child.kill(signal);
    } catch (error) {
      const isGone = error instanceof TypeError || error instanceof Deno.errors.NotFound;
      if (!isGone) throw error; // Else it has just ended.
    }
  }

  /** Waits until it has ended, and returns its exit code and output; kills it and fails after {@linkcode LONGEST_WAIT}. */
  async waitForExit(): Promise<ProgramResult> {
    const stuck = setTimeout(() => this.signal("SIGKILL"), LONGEST_WAIT);
    const { code, signal } = await this.#child.status;
    clearTimeout(stuck);
    await this.#read;
    assert(signal !== "SIGKILL", `it did not end: ${this.#shown()}`);
    return { code, ...this.#texts };
  }

  /** Kills it, and resolves when it has ended. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.#child.status;
    await this.#read;
  }

  /** Kills it and removes its files. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#stdin.close().catch(() => {}); // It may have ended.
    await Deno.remove(this.#home, { recursive: true });
  }

  async #follow(where: "stdout" | "stderr"): Promise<void> {
    for await (const text of this.#child[where].pipeThrough(new TextDecoderStream())) {
      this.#texts[where] += text;
      this.#onText();
    }
  }

  #shown(): string {
    return JSON.stringify(this.#texts);
  }
}

/** Runs a program to its end, with all of its standard input given at once. */
export async function runProgram(
  command: readonly string[],
  { input = "", env }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ProgramResult> {
  await using program = new Program(command, env);
  await program.write(input).catch(() => {}); // It may have ended without reading.
  await program.closeInput().catch(() => {});
  return await program.waitForExit();
}
