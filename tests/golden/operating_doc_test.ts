/**
 * `docs/operating.md`: every command in it is run, in its order, on one server with its own folder; and every one that stands
 * in its text is a command that there is. A block that is neither commands nor a known configuration fails.
 */

import { assert, assertEquals } from "@std/assert";
import { parseCommandLine } from "../../main/arguments.ts";
import { en } from "../../words/en.ts";
import { lookUntil } from "../support/condition.ts";
import { FROM_SOURCE } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const HOUSE = new URL("../../", import.meta.url).pathname;
const PAGE = Deno.readTextFileSync(new URL("../../docs/operating.md", import.meta.url));

/** What is in blocks and is no command of ours: configurations of other programs, and what only an administrator's machine has. */
const CONFIGURATIONS = ["yaml", "json"];
const OTHERS = [/^location \//, /^systemctl /, /^sysctl /];

/** The exit codes that the page says other than 0. */
const CODES = new Map([["chat erase ada", 2]]);

/** The commands of the blocks, without what is explained behind them. */
function commandsIn(page: string): readonly string[] {
  const blocks = page.matchAll(/^```(\w*)\n([^]*?)^```$/gm);
  return [...blocks].flatMap(([, language = "", text = ""]) => {
    if (CONFIGURATIONS.includes(language) || /^location \//.test(text)) return [];
    return text.trimEnd().split("\n").map((line) => line.replace(/\s+# .*$/, ""))
      .filter((line) => !OTHERS.some((other) => other.test(line)));
  });
}

/** A machine for the operator of the page: a home, a port, and `chat` on the path. */
class Machine implements AsyncDisposable {
  readonly #folder = new TempFolder();
  readonly #port: number;
  #server: Deno.ChildProcess | undefined;
  #serverLine = "";

  constructor() {
    using free = Deno.listen({ port: 0 });
    this.#port = free.addr.port;
    const [deno = "", run = "", ...args] = FROM_SOURCE;
    const command = [deno, run, "--config", `${HOUSE}deno.json`, ...args.slice(0, -1), `${HOUSE}main.ts`];
    Deno.writeTextFileSync(this.#folder.file("chat"), `#!/bin/sh\nexec ${command.join(" ")} "$@"\n`, {
      mode: 0o700,
    });
    for (const place of ["backups", "tmp", "etc/systemd/system"]) {
      Deno.mkdirSync(this.#folder.file(place), { recursive: true });
    }
  }

  /** Does what a line says. */
  async run(line: string): Promise<void> {
    if (line.startsWith("chat server")) return await this.#start(line);
    if (line.startsWith("chat restore")) await this.#stop(); // As the page says: while the server is stopped.
    const { code, stderr } = await this.output(line);
    assertEquals(code, CODES.get(line) ?? 0, `${line}\n${stderr}`);
    if (line.startsWith("chat restore")) await this.#start(this.#serverLine);
  }

  /** Runs a line of shell to its end. */
  async output(
    line: string,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const { code, stdout, stderr } = await this.#shell(line).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  }

  /** Writes a file into the home folder. */
  write(name: string, text: string): void {
    Deno.writeTextFileSync(this.#folder.file(name), text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    this.#folder[Symbol.dispose]();
  }

  async #start(line: string): Promise<void> {
    await this.#stop();
    this.#serverLine = line;
    this.write("banner", "");
    this.#server = this.#shell(`exec ${line} >banner`, "null").spawn();
    await lookUntil(`what ${line} opens`, () => {
      const banner = Deno.readTextFileSync(this.#folder.file("banner"));
      return banner.includes(en.server.close) || undefined; // The last that it says when all is ready.
    });
  }

  async #stop(): Promise<void> {
    this.#server?.kill("SIGTERM");
    const status = await this.#server?.status;
    if (status !== undefined) assertEquals(status.code, 0, "the server ended well");
    this.#server = undefined;
  }

  #shell(line: string, output: "piped" | "null" = "piped"): Deno.Command {
    const { path } = this.#folder;
    const here = line
      .replaceAll(/(?<=\s)\/(backups|tmp|etc)\//g, `${path}/$1/`)
      .replaceAll("127.0.0.1:53000", `127.0.0.1:${this.#port}`);
    return new Deno.Command("/bin/sh", {
      args: ["-c", here],
      cwd: path,
      clearEnv: true,
      env: {
        PATH: `${path}:${Deno.env.get("PATH") ?? ""}`,
        HOME: path,
        DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME") ?? ""}/.cache/deno`,
        CHAT_LANG: "en",
        CHAT_PORT: String(this.#port),
      },
      stdin: "null",
      stdout: output,
      stderr: output,
    });
  }
}

const hasShell = Deno.build.os !== "windows";

Deno.test("every command of docs/operating.md does what it is there for, one after the other", {
  ignore: !hasShell,
}, async () => {
  const commands = commandsIn(PAGE);
  assert(commands.length > 20, "the page has blocks of commands");
  await using machine = new Machine();
  let isSaid = false;
  for (const line of commands) {
    const [, cron] = /^(?:\S+ ){5}(.*)$/.exec(line.startsWith("*") ? line : "") ?? [];
    if (cron !== undefined) {
      const token = (await machine.output("chat token new cron")).stdout;
      machine.write(".chat-token", /\b[\w-]{20,}\b/.exec(token)?.[0] ?? "");
    }
    assert(
      cron !== undefined || line.startsWith("chat "),
      `neither a command of ours nor known to be another's: ${line}`,
    );
    await machine.run(cron ?? line);
    if (!line.startsWith("chat server") || isSaid) continue;
    isSaid = true;
    await machine.run("chat send --as ada hello"); // Who is exported and forgotten later on.
  }
});

Deno.test("every place to which docs/operating.md leads within itself is there", () => {
  const headings = [...PAGE.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading.toLowerCase().replaceAll(/[^\p{L}\p{N} -]/gu, "").replaceAll(" ", "-")
  );
  const wanted = [...PAGE.matchAll(/\]\(#([^)]*)\)/g)].map(([, place = ""]) => place);
  assert(wanted.length > 10);
  assertEquals(wanted.filter((place) => !headings.includes(place)), []);
});

Deno.test("every chat that docs/operating.md names in its text is one that there is, with its flags", () => {
  const named = [...PAGE.matchAll(/`chat ([a-z][^`]*)`/g)].map(([, rest = ""]) => rest);
  assert(named.length > 10);
  for (const rest of named) {
    const args = rest.split(" ").map((word) => word.replaceAll("'", ""));
    assertEquals(parseCommandLine(args, () => undefined, en).kind, "run", rest);
  }
});
