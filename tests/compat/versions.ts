/**
 * Two versions of the program side by side: this checkout, and an earlier commit in a folder of its own.
 *
 * @module
 */

import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Which of the two. */
export type Version = "old" | "new";

/** The commit that `new` is compared with: the last one before the house was rebuilt, unless `COMPAT_COMMIT` names another. */
export const COMMIT: string = Deno.env.get("COMPAT_COMMIT") ?? "ec10bd6";

const HOUSE = new URL("../../", import.meta.url).pathname;

let checkout: TempFolder | undefined;

/** The commands of both versions; checks the earlier one out when it is first asked for. */
export async function commandOf(version: Version): Promise<readonly string[]> {
  if (version === "new") return FROM_SOURCE.map((part) => part === "main.ts" ? `${HOUSE}main.ts` : part);
  checkout ??= await checkOut();
  const { path } = checkout;
  const config: unknown = JSON.parse(await Deno.readTextFile(`${path}/deno.json`));
  const [, subcommand = "run", ...args] = chatTaskOf(config).split(" ");
  return [
    Deno.execPath(),
    subcommand,
    "--config",
    `${path}/deno.json`,
    ...args.map((part) => part === "main.ts" ? `${path}/main.ts` : part),
  ];
}

/** Unpacks the commit into a folder that is removed when the tests have ended. */
async function checkOut(): Promise<TempFolder> {
  const folder = new TempFolder();
  globalThis.addEventListener("unload", () => folder[Symbol.dispose]());
  const script = `git archive ${COMMIT} | tar -x -C ${folder.path}`;
  const { success, stderr } = await new Deno.Command("bash", {
    args: ["-o", "pipefail", "-c", script],
    cwd: HOUSE,
  }).output();
  if (!success) throw new Error(`no checkout of ${COMMIT}: ${new TextDecoder().decode(stderr)}`);
  return folder;
}

/** The command line of the task `chat`. */
function chatTaskOf(config: unknown): string {
  for (const key of ["tasks", "chat", "command"]) {
    config = typeof config === "object" && config !== null ? Reflect.get(config, key) : undefined;
  }
  if (typeof config !== "string") throw new Error(`${COMMIT} has no task chat`);
  return config;
}

/** A server of one version that keeps its rooms in a file. */
export interface VersionedServer {
  readonly program: Program;
  readonly port: number;
}

/** Starts a server, on a free port unless one is given: that of a server that it takes the place of. */
export async function startVersion(version: Version, data: string, port = 0): Promise<VersionedServer> {
  const flags = ["--port", String(port), "--data", data, "--rate", "off", "--quiet"];
  const program = new Program([...await commandOf(version), "server", ...flags]);
  const opened = Number(await program.waitForOutput(/ is open on 127\.0\.0\.1:(\d+)\./));
  return { program, port: opened };
}

/** Starts a client that prints frames as JSON lines, and waits until it is in. */
export async function enterPipe(
  version: Version,
  port: number,
  name: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const flags = ["--port", String(port), "--name", name, "--json"];
  const program = new Program([...await commandOf(version), "client", ...flags], { LANG: "en", ...env });
  await program.waitForOutput(/"type":"welcome"/);
  return program;
}

/** Writes one JSON line. */
export async function writeFrame(program: Program, frame: Readonly<Record<string, unknown>>): Promise<void> {
  await program.write(`${JSON.stringify(frame)}\n`);
}

/** Runs a command of one version to its end, and fails unless it exits with 0. */
export async function runVersion(version: Version, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram([...await commandOf(version), ...args]);
  if (code !== 0) throw new Error(`${version} ${args.join(" ")} ended with ${code}: ${stderr}`);
  return stdout;
}

/** The texts of all messages in a server's file, in the order of their rooms, read by the program of one version. */
export async function storedTexts(version: Version, data: string): Promise<readonly string[]> {
  const lines = await runVersion(version, "export", "--data", data, "--format", "jsonl");
  return lines.split("\n").slice(0, -1).map((line) => {
    const message: unknown = JSON.parse(line);
    return typeof message === "object" && message !== null ? String(Reflect.get(message, "text")) : line;
  });
}
