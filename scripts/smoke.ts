/**
 * Tries a `chat` once through: `deno task smoke FILE`, a command as in `deno task smoke qemu-aarch64 ./chat`, or without either the
 * source. Needs nothing but that and Deno. Says each thing that it tried; the first that is not so ends it with exit code 1.
 *
 * @module
 */

import config from "../deno.json" with { type: "json" };
import { type Ended, Runner, type Running, STEP_WITHIN } from "./smoke/program.ts";

/** What is said, one line with the line end of Windows: letters that a wrong code page would spoil. */
const SAID = ["first words", "caffè ☕"] as const;

/** How long what is stored may take to be found, in ms: the index follows within a second or two. */
const SEARCH_TRIES = 20;

/** What each step works with. */
interface Trial {
  readonly runner: Runner;
  /** A folder of its own, with the log in it. */
  readonly folder: string;
  readonly data: string;
  server: Running | undefined;
  port: string;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** @throws {Error} When something is not so. */
function expect(isSo: boolean, what: string, seen: unknown): void {
  if (!isSo) throw new Error(`${what}: ${typeof seen === "string" ? seen : JSON.stringify(seen)}`);
}

/** Expects an exit code and words on standard output. */
function expectEnd(ended: Ended, code: number, ...words: readonly string[]): void {
  expect(ended.code === code, `exit code ${ended.code} instead of ${code}`, ended);
  for (const word of words) expect(ended.stdout.includes(word), `"${word}" is missing`, ended);
}

async function startServer(
  trial: Pick<Trial, "runner" | "data">,
): Promise<{ readonly server: Running; readonly port: string }> {
  const server = trial.runner.start("server", "--port", "0", "--data", trial.data, "--no-qr");
  return { server, port: await server.printed(/ 127\.0\.0\.1:(\d+)/) };
}

async function get(trial: Trial, path: string): Promise<string> {
  const signal = AbortSignal.timeout(STEP_WITHIN);
  const response = await fetch(`http://127.0.0.1:${trial.port}${path}`, { signal });
  const text = await response.text();
  expect(response.status === 200, `${path} was answered with ${response.status}`, text);
  return text;
}

/** Opens the WebSocket of the page, and waits for its greeting after a hello. */
async function enterByWebSocket({ port }: Trial): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const late = setTimeout(() => reject(new Error("no welcome over the WebSocket")), STEP_WITHIN);
  socket.onopen = () => socket.send(JSON.stringify({ type: "hello", version: 1, name: "smoke-page" }));
  socket.onmessage = ({ data }) => resolve(String(data));
  socket.onerror = () => reject(new Error("the WebSocket could not be opened"));
  try {
    const first = await promise;
    expect(first.includes('"welcome"'), "no welcome over the WebSocket", first);
  } finally {
    clearTimeout(late);
    socket.close();
  }
}

/** Looks for a word until it is found: what is stored is indexed a little later, in a thread. */
async function search({ runner, port }: Trial): Promise<void> {
  const args = ["client", "--port", port, "--name", "smoke-search", "--no-outbox"];
  let ended: Ended | undefined;
  for (let left = SEARCH_TRIES; left > 0; left--) {
    ended = await runner.run(args, "/search caffè\n");
    expectEnd(ended, 0);
    if (ended.stdout.includes("☕")) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  expect(false, "what was said is not found", ended);
}

async function backUp({ runner, folder, data }: Trial): Promise<void> {
  const copy = `${folder}/copy.db`;
  expectEnd(await runner.run(["backup", copy, "--data", data]), 0);
  expectEnd(await runner.run(["backup", "--verify", copy]), 0);
  expectEnd(await runner.run(["verify", "--data", data]), 0);
}

/** Stops the server, opens it again, and looks for all that was said. A program of Windows gets no signal: it is killed. */
async function restart(trial: Trial): Promise<void> {
  const ended = await trial.server?.stop("SIGTERM");
  if (!trial.runner.isOfWindows && ended !== undefined) expectEnd(ended, 0);
  Object.assign(trial, await startServer(trial));
  const tail = await trial.runner.run(["tail", "--port", trial.port]);
  expectEnd(tail, 0, ...SAID, "from a script");
}

/** Says something inside TLS to the server that has the right key, and nothing to one that would have another. */
async function sayEncrypted({ runner, data, port }: Trial): Promise<void> {
  const identity = await runner.run(["identity", "--data", data]);
  expectEnd(identity, 0, "sha256//");
  const say = (key: string): Promise<Ended> =>
    runner.run(["send", "inside TLS", "--port", port, "--fingerprint", key]);
  expectEnd(await say(identity.stdout.trim()), 0);
  expectEnd(await say(`sha256//${"A".repeat(43)}=`), 4);
  const tail = await runner.run(["tail", "--port", port]);
  expect(tail.stdout.split("inside TLS").length === 2, "said once inside TLS", tail);
}

const STEPS: readonly (readonly [what: string, run: (trial: Trial) => Promise<void>])[] = [
  ["--version is that of deno.json", async ({ runner }) => {
    expectEnd(await runner.run(["--version"]), 0, `chat ${config.version}`);
  }],
  ["a server opens on a free port", async (trial) => void Object.assign(trial, await startServer(trial))],
  [
    "/healthz and /readyz",
    async (trial) => void await Promise.all(["/healthz", "/readyz"].map((path) => get(trial, path))),
  ],
  ["chat status asks it", async ({ runner, data, port }) => {
    expectEnd(await runner.run(["status", "--data", data]), 0, `:${port}`);
  }],
  ["the page and its script", async (trial) => {
    expect((await get(trial, "/")).includes("page_en.js"), "no page", "");
    expect((await get(trial, "/page_en.js")).length > 10_000, "no script", "");
  }],
  ["a pipe says two lines", async ({ runner, port }) => {
    const said = `${SAID[0]}\n${SAID[1]}\r\n`;
    expectEnd(await runner.run(["client", "--port", port, "--name", "smoke", "--no-outbox"], said), 0);
  }],
  ["a script says one", async ({ runner, port }) => {
    expectEnd(await runner.run(["send", "from a script", "--port", port]), 0);
  }],
  ["a script says one inside TLS", sayEncrypted],
  ["both are read back", async ({ runner, port }) => {
    expectEnd(await runner.run(["tail", "--port", port]), 0, ...SAID, "from a script");
  }],
  ["a WebSocket leads into the room", enterByWebSocket],
  ["what was said is found", search],
  [
    "a second server for the same log, or on the same port, is exit code 6",
    async ({ runner, data, port, folder }) => {
      expectEnd(await runner.run(["server", "--port", "0", "--data", data]), 6);
      expectEnd(await runner.run(["server", "--port", port, "--data", `${folder}/other.db`]), 6);
    },
  ],
  ["a backup is made and verified while it runs", backUp],
  ["it stops, opens again, and has all that was said", restart],
];

/** Runs all steps on a program. Resolves to whether all went well. */
async function smoke(command: readonly string[]): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "chat-smoke-" });
  const runner = new Runner(command, folder);
  const trial: Trial = { runner, folder, data: `${folder}/chat.db`, server: undefined, port: "" };
  try {
    for (const [what, run] of STEPS) {
      const began = performance.now();
      await run(trial).catch((error) => {
        const cause = error instanceof Error && error.cause instanceof Error
          ? ` (${error.cause.message})`
          : "";
        throw new Error(`${what}: ${error instanceof Error ? error.message : error}${cause}`);
      });
      print(`ok    ${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    }
    print(`All ${STEPS.length} steps are good: ${command.join(" ")}`);
    return true;
  } catch (error) {
    print(`WRONG ${error instanceof Error ? error.message : error}`);
    return false;
  } finally {
    await trial.server?.stop("SIGTERM"); // What a task started hears of it, too.
    await Deno.remove(folder, { recursive: true });
  }
}

/** The program from its source, with the flags of its task. */
const FROM_SOURCE = [Deno.execPath(), ...config.tasks.chat.command.split(" ").slice(1)];

if (import.meta.main) Deno.exit(await smoke(Deno.args.length === 0 ? FROM_SOURCE : Deno.args) ? 0 : 1);
