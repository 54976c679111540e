/**
 * A NATS server with JetStream as a process, which is killed and comes back with what it has on disk.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { freePort } from "./free_port.ts";
import { TempFolder } from "./temp_folder.ts";

/** Where it may be besides the PATH: where `.ci/run` builds it. */
const BUILT = new URL("../../.cache/bin/nats-server", import.meta.url).pathname;

/** Finds the program; `undefined` where there is none. */
export function findNats(): string | undefined {
  for (const program of [BUILT, "nats-server"]) {
    try {
      const { success } = new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" })
        .outputSync();
      if (success) return program;
    } catch {
      // It is not there.
    }
  }
  return undefined;
}

/** The program, where tests may go without it. @throws In CI, where they may not. */
export function natsOrNothing(): string | undefined {
  const program = findNats();
  if (program === undefined && Deno.env.get("CI") === "true") throw new Error("There is no nats-server.");
  return program;
}

/** A running NATS server. */
export class NatsServer implements AsyncDisposable {
  /** Where it listens, each time that it is begun. */
  readonly port: number;
  readonly #program: string;
  readonly #folder = new TempFolder();
  #child: Deno.ChildProcess | undefined;

  constructor(program: string) {
    this.#program = program;
    this.port = freePort();
  }

  /** Begins it, with what was on its disk. @param space How much it may have there, as `300KB`; as much as there is by default. @param more Further lines of its configuration. */
  async start(space?: string, more = ""): Promise<void> {
    const most = space === undefined ? "" : `, max_file_store: ${space}`;
    const config = `listen: "127.0.0.1:${this.port}"\njetstream { store_dir: "${
      this.#folder.file("js")
    }"${most} }\n${more}\n`;
    Deno.writeTextFileSync(this.#folder.file("nats.conf"), config);
    const args = ["-c", this.#folder.file("nats.conf")];
    this.#child = new Deno.Command(this.#program, { args, stdin: "null", stdout: "null", stderr: "null" })
      .spawn();
    for (;;) {
      const conn = await Deno.connect({ port: this.port }).catch(() => undefined);
      conn?.close();
      if (conn !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Keeps what is on its disk now, for {@linkcode restore}. It must have been killed. */
  keep(): void {
    copyFolder(this.#folder.file("js"), this.#folder.file("kept"));
  }

  /** Puts back what was kept, or empties the disk where nothing was. It must have been killed. */
  restore(): void {
    Deno.removeSync(this.#folder.file("js"), { recursive: true });
    if (existsSync(this.#folder.file("kept"))) copyFolder(this.#folder.file("kept"), this.#folder.file("js"));
  }

  /** Kills it. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.status;
    this.#child = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    this.#folder[Symbol.dispose]();
  }
}

function copyFolder(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyFolder(`${from}/${name}`, `${to}/${name}`);
    else Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
  }
}
