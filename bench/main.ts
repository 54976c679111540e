/**
 * `deno task bench`: measures the server, prints the figures and writes them into RESULTS.md.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import type { DialectName } from "./generator/dialects.ts";
import { describeMachine } from "./machine.ts";
import type { Measured, Numbers } from "./measurement.ts";
import { accepted, end, endAll, freePort, output, start } from "./processes.ts";
import { progress, report, type Result } from "./report.ts";
import { type Row, rows } from "./rows.ts";
import { floor, ours, peers, type ServerKind } from "./servers.ts";
import { clientStart, serverStart } from "./startup.ts";

const USAGE =
  `Usage: deno task bench [--only NAME] [--quick] [--peers] [--binary PATH] [--window N] [-- FLAGS]

  --only NAME    only fanout, latency, memory, stalled, flood or startup
  --quick        about a minute in all; only large differences can be seen
  --peers        nats-server, ngircd, inspircd and ncat as well, those that are installed
  --binary PATH  the compiled program instead of the source
  --window N     messages of each talker in flight where there are many
  -- FLAGS       flags of our server, as in: -- --outbox 2MiB
`;

const MEASURE = new URL("./measure.ts", import.meta.url).pathname;
const RESULTS = new URL("./RESULTS.md", import.meta.url);

/** The most that one measurement may take, and a server's start, in ms. */
const MEASURE_WITHIN = 40_000;
const START_WITHIN = 5000;

/** What the command line asked for. */
interface Wishes {
  readonly only: string | undefined;
  readonly isQuick: boolean;
  readonly withPeers: boolean;
  readonly binary: string | undefined;
  readonly window: number | undefined;
  readonly serverFlags: readonly string[];
}

function readWishes(args: readonly string[]): Wishes | undefined {
  const split = args.indexOf("--");
  let isWrong = false;
  const given = parseArgs(split < 0 ? args : args.slice(0, split), {
    string: ["only", "binary", "window"],
    boolean: ["quick", "peers"],
    unknown: () => !(isWrong = true),
  });
  const text = (value: unknown): string | undefined => typeof value === "string" ? value : undefined;
  const window = text(given.window);
  if (isWrong || (window !== undefined && !/^[1-9]\d{0,4}$/.test(window))) return undefined;
  return {
    only: text(given.only),
    isQuick: given.quick === true,
    withPeers: given.peers === true,
    binary: text(given.binary),
    window: window === undefined ? undefined : Number(window),
    serverFlags: split < 0 ? [] : args.slice(split + 1),
  };
}

/** One measurement of one server, started for it and ended after it. */
async function measure(kind: ServerKind, dialect: DialectName, row: Row, folder: string): Promise<Measured> {
  const port = freePort();
  const child = start(kind.command, kind.args(port, folder), { silent: !kind.isOurs });
  try {
    await accepted(child, port, START_WITHIN);
    const args = [row.measurement, dialect, String(port), String(child.pid), JSON.stringify(row.settings)];
    return readMeasured(
      await output(Deno.execPath(), ["run", "--allow-all", MEASURE, ...args], MEASURE_WITHIN),
    );
  } catch (error) {
    return { figures: {}, faults: [error instanceof Error ? error.message : String(error)] };
  } finally {
    await end(child);
  }
}

function readMeasured(printed: string): Measured {
  const value: unknown = printed === "" ? null : JSON.parse(printed);
  if (typeof value !== "object" || value === null || !("figures" in value) || !("faults" in value)) {
    return { figures: {}, faults: ["the measurement took too long"] };
  }
  const { figures, faults } = value;
  const entries = typeof figures === "object" && figures !== null ? Object.entries(figures) : [];
  return {
    figures: Object.fromEntries(
      entries.map(([name, number]) => [name, number === null ? NaN : Number(number)]),
    ),
    faults: Array.isArray(faults) ? faults.map(String) : [],
  };
}

/** How long starting takes, ours only. */
async function measureStart(kind: ServerKind, wishes: Wishes, folder: string): Promise<readonly Result[]> {
  const row = (title: string): Row => ({
    measurement: "startup",
    title,
    settings: {},
    ofPeers: false,
    show: ({ ms = NaN }: Numbers) => `${ms.toFixed(0)} ms`,
  });
  const take = async (title: string, run: () => Promise<number>): Promise<Result> => {
    const measured = await run().then(
      (ms): Measured => ({ figures: { ms }, faults: [] }),
      (error): Measured => ({
        figures: {},
        faults: [error instanceof Error ? error.message : String(error)],
      }),
    );
    return { server: kind.name, row: row(title), measured };
  };
  const server = await take("from start to the first connection", () => serverStart(kind, folder));
  const client = await take("from the client's start to its first line", async () => {
    const port = freePort();
    const child = start(kind.command, kind.args(port, folder), { silent: false });
    try {
      await accepted(child, port, START_WITHIN);
      return await clientStart(wishes.binary, port);
    } finally {
      await end(child);
    }
  });
  return [server, client];
}

async function run(wishes: Wishes, folder: string): Promise<number> {
  const facts = await describeMachine();
  const results: Result[] = [];
  let hasFailed = false;
  const notes: string[] = [];
  // That another's server loses something, as ncat does, is a result and not a failure of ours.
  const tell = (result: Result, isPeer = false): void => {
    results.push(result);
    if (!isPeer && result.measured.faults.length > 0) hasFailed = true;
    say(progress(result));
  };
  const mine = ours(wishes.binary, wishes.serverFlags);
  const kinds = [mine, floor, ...(wishes.withPeers ? await installed(notes) : [])];
  for (const row of rows(wishes.isQuick, wishes.window)) {
    if (wishes.only !== undefined && row.measurement !== wishes.only) continue;
    for (const kind of kinds) {
      if (!kind.isOurs && !row.ofPeers || (row.settings.members ?? 0) > most(kind, row)) continue;
      for (const dialect of kind.dialects) {
        const server = kind.isOurs ? `${kind.name} ${dialect}` : kind.name;
        tell({ server, row, measured: await measure(kind, dialect, row, folder) }, peers.includes(kind));
      }
    }
  }
  if (wishes.only === undefined || wishes.only === "startup") {
    for (const result of await measureStart(mine, wishes, folder)) tell(result);
  }
  if (wishes.serverFlags.length > 0) notes.push(`flags of our server: ${wishes.serverFlags.join(" ")}`);
  if (wishes.isQuick) notes.push("a quick run: the figures are rough");
  const text = report(facts, results, notes);
  say(`\n${text}`);
  // A part of the figures must not take the place of all of them.
  if (wishes.only === undefined) {
    await Deno.writeTextFile(RESULTS, text);
    await start(Deno.execPath(), ["fmt", "--quiet", RESULTS.pathname], { silent: false }).status;
  }
  return hasFailed ? 1 : 0;
}

function most(kind: ServerKind, row: Row): number {
  return row.measurement === "memory" ? kind.mostIdle : kind.mostMembers;
}

/** The peers that are there; a note for each that is not. */
async function installed(notes: string[]): Promise<readonly ServerKind[]> {
  const found: ServerKind[] = [];
  for (const peer of peers) {
    try {
      await start(peer.command, ["--version"], { silent: true }).status;
      found.push(peer);
    } catch {
      notes.push(`${peer.name} is not installed: left out`);
      say(`${peer.name} is not installed: left out`);
    }
  }
  return found;
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

async function main(): Promise<number> {
  const wishes = readWishes(Deno.args);
  if (wishes === undefined) {
    say(USAGE);
    return 2;
  }
  const folder = Deno.makeTempDirSync({ prefix: "chat-bench-" });
  const tidy = (): void => {
    endAll();
    Deno.removeSync(folder, { recursive: true });
  };
  const stop = (): void => {
    tidy();
    Deno.exit(130);
  };
  Deno.addSignalListener("SIGINT", stop);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
  try {
    return await run(wishes, folder);
  } finally {
    tidy();
  }
}

if (import.meta.main) Deno.exit(await main());
