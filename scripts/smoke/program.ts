/**
 * The program under the smoke test as a process, with folders of its own, so that it finds nothing of the person who runs it.
 *
 * @module
 */

/** How long one step may take, in ms: a binary that is emulated is twenty times as slow, and from its source slower still (`SMOKE_PATIENCE=4`). */
export const STEP_WITHIN = 90_000 * Number(Deno.env.get("SMOKE_PATIENCE") ?? 1);

/** What a process that has ended leaves. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program that is tried. */
export class Runner {
  readonly #command: readonly string[];
  readonly #env: Readonly<Record<string, string>>;

  /**
   * @param command The file, or a command and its first arguments.
   * @param folder Where it keeps what it would keep in the home folder.
   */
  constructor(command: readonly string[], folder: string) {
    this.#command = command;
    const own = ["HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"];
    const deno = Deno.env.get("DENO_DIR") ?? denoFolder();
    this.#env = {
      ...Object.fromEntries(own.map((name) => [name, folder])),
      ...(deno !== undefined && { DENO_DIR: deno }), // The packages of a program that is run from its source.
      CHAT_LANG: "en",
    };
  }

  /** Whether it is a program of Windows, be it under an emulator. */
  get isOfWindows(): boolean {
    return Deno.build.os === "windows" || this.#command.some((word) => word.endsWith(".exe"));
  }

  /** Starts the program. */
  start(...args: readonly string[]): Running {
    const [file = "", ...first] = this.#command;
    const child = new Deno.Command(file, {
      args: [...first, ...args],
      env: this.#env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new Running(child);
  }

  /** Runs the program to its end, with all of its standard input given at once. */
  async run(args: readonly string[], input = ""): Promise<Ended> {
    const running = this.start(...args);
    await running.give(input);
    return await running.ended();
  }
}

/** A process that runs, and what it has printed. */
export class Running {
  readonly #child: Deno.ChildProcess;
  readonly #read: Promise<unknown>;
  readonly #texts = { stdout: "", stderr: "" };
  #onText = (): void => {};

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#read = Promise.all([this.#follow("stdout"), this.#follow("stderr")]);
  }

  /** Writes all of its standard input, and ends that. */
  async give(input: string): Promise<void> {
    const writer = this.#child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(input)).catch(() => {}); // It may have ended without reading.
    await writer.close().catch(() => {});
  }

  /** Waits for standard output to match, and returns the first group. @throws {Error} When it does not in time, or ends before. */
  async printed(pattern: RegExp): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const fail = (why: string): void => reject(new Error(`${why}: ${JSON.stringify(this.#texts)}`));
    const look = (): void => {
      const [, first] = pattern.exec(this.#texts.stdout) ?? [];
      if (first !== undefined) resolve(first);
    };
    const late = setTimeout(() => fail(`${pattern} was not printed in time`), STEP_WITHIN);
    this.#onText = look;
    this.#read.then(() => (look(), fail(`it ended before it printed ${pattern}`)));
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(late);
    }
  }

  /** Ends it by a signal. Resolves to what it leaves. */
  async stop(signal: Deno.Signal): Promise<Ended> {
    try {
      this.#child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // Else it has just ended.
    }
    return await this.ended();
  }

  /** Waits until it has ended. What takes too long is killed. */
  async ended(): Promise<Ended> {
    const late = setTimeout(() => this.#child.kill("SIGKILL"), STEP_WITHIN);
    const { code } = await this.#child.status;
    clearTimeout(late);
    await this.#read;
    return { code, ...this.#texts };
  }

  async #follow(where: "stdout" | "stderr"): Promise<void> {
    for await (const text of this.#child[where].pipeThrough(new TextDecoderStream())) {
      this.#texts[where] += text;
      this.#onText();
    }
  }
}

/** Finds where Deno keeps packages by default, as its home folder is taken from it here. */
function denoFolder(): string | undefined {
  const env = (name: string): string | undefined => Deno.env.get(name);
  const [base, below] = Deno.build.os === "windows"
    ? [env("LOCALAPPDATA"), "deno"]
    : Deno.build.os === "darwin"
    ? [env("HOME"), "Library/Caches/deno"]
    : [env("XDG_CACHE_HOME") ?? (env("HOME") && `${env("HOME")}/.cache`), "deno"];
  return base === undefined ? undefined : `${base}/${below}`;
}
