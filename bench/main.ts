/**
 * `deno task bench`: measures the server, prints the figures and writes them into RESULTS.md.
 *
 * @module
 */

import type { DialectName } from "./generator/dialects.ts";
import { describeMachine } from "./machine.ts";
import { writeSyntheticLog } from "./synthetic_log.ts";
import { extraTime, type MeasurementResult } from "./measurement.ts";
import { freePort, killAll, killAndWait, runForOutput, start, waitForAccept } from "./processes.ts";
import { progress, report, type Result } from "./report.ts";
import { inThousands, logRows, type Row, rows, soakRow } from "./rows.ts";
import { chatServer, floorServer, launch, peerServers, type ServerKind } from "./servers.ts";
import { measureStart } from "./startup.ts";
import { type BenchOptions, parseBenchOptions, USAGE } from "./options.ts";

const MEASURE = new URL("./generator.ts", import.meta.url).pathname;
const RESULTS = new URL("./RESULTS.md", import.meta.url);

/** The most that one measurement may take, and a server's start, in ms. */
const MEASURE_WITHIN = 40_000;
const START_WITHIN = 5000;

/** A log that is small and otherwise like the large one: what differs from the large one is the size, what does not is its rooms. */
const FEW = 10_000;

/** One measurement of one server, started for it and ended after it. */
async function measure(
  kind: ServerKind,
  dialect: DialectName,
  row: Row,
  folder: string,
): Promise<MeasurementResult> {
  const port = freePort();
  const child = launch(kind, port, folder);
  try {
    await waitForAccept(child, port, START_WITHIN);
    const args = [row.measurement, dialect, String(port), String(child.pid), JSON.stringify(row.settings)];
    const within = MEASURE_WITHIN + extraTime(row.settings);
    return readMeasured(
      await runForOutput(Deno.execPath(), ["run", "--allow-all", MEASURE, ...args], within),
    );
  } catch (error) {
    return { figures: {}, faults: [error instanceof Error ? error.message : String(error)] };
  } finally {
    await killAndWait(child);
  }
}

function readMeasured(printed: string): MeasurementResult {
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

async function run(wishes: BenchOptions, folder: string): Promise<number> {
  const facts = await describeMachine();
  const results: Result[] = [];
  let hasFailed = false;
  const notes: string[] = [];
  // That another's server loses something, as ncat does, is a result and not a failure of ours.
  const tell: Tell = (result, isPeer = false) => {
    results.push(result);
    if (!isPeer && result.measured.faults.length > 0) hasFailed = true;
    say(progress(result));
  };
  const kinds = await kindsFor(wishes, folder, notes);
  // First of all, as logs grow by what is said in them.
  await measureStarts(wishes, kinds, folder, tell);
  await measureRows(rowsFor(wishes), kinds, folder, tell);
  if (wishes.serverFlags.length > 0) notes.push(`flags of our server: ${wishes.serverFlags.join(" ")}`);
  if (wishes.isQuick) notes.push("a quick run: the figures are rough");
  const text = report(facts, results, notes);
  say(`\n${text}`);
  // A part of the figures must not take the place of all of them.
  if (wishes.only === undefined && wishes.log === undefined) {
    await Deno.writeTextFile(RESULTS, text);
    await start(Deno.execPath(), ["fmt", "--quiet", RESULTS.pathname], { silent: false }).status;
  }
  return hasFailed ? 1 : 0;
}

/** Takes a result; of a peer's it matters less what went wrong. */
type Tell = (result: Result, isPeer?: boolean) => void;

async function measureStarts(
  { only, log, binary }: BenchOptions,
  kinds: readonly ServerKind[],
  folder: string,
  tell: Tell,
): Promise<void> {
  if (only !== undefined && only !== "startup") return;
  const client = log === undefined ? { binary } : undefined;
  for (const kind of kinds.filter(({ isOurs }) => isOurs)) {
    for (const result of await measureStart(kind, folder, client)) tell(result);
  }
}

async function measureRows(
  all: readonly Row[],
  kinds: readonly ServerKind[],
  folder: string,
  tell: Tell,
): Promise<void> {
  for (const row of all) {
    for (const kind of kinds) {
      if (!kind.isOurs && !row.ofPeers || (row.settings.members ?? 0) > most(kind, row)) continue;
      for (const dialect of kind.dialects) {
        if (row.by !== undefined && row.by !== dialect) continue;
        const server = kind.isOurs ? `${kind.name} ${dialect}` : kind.name;
        tell(
          { server, row, measured: await measure(kind, dialect, row, folder) },
          peerServers.includes(kind),
        );
      }
    }
  }
}

/** What is measured, in its order. */
function rowsFor({ only, isQuick, window, log, minutes }: BenchOptions): readonly Row[] {
  if (only === "soak") return [soakRow(minutes)];
  return (log === undefined ? rows(isQuick, window) : logRows(isQuick, window))
    .filter(({ measurement }) => only === undefined || measurement === only);
}

/** The servers that are measured: ours, the floor and others, or ours with logs that differ. */
async function kindsFor(
  wishes: BenchOptions,
  folder: string,
  notes: string[],
): Promise<readonly ServerKind[]> {
  const { binary, serverFlags, log } = wishes;
  const mine = chatServer(binary, serverFlags);
  if (log === undefined) return [mine, floorServer, ...(wishes.withPeers ? await installed(notes) : [])];
  // An index of the old log would be made during the runs, and nothing of the kind beside them.
  const flags = [...serverFlags, "--no-search"];
  const kinds: ServerKind[] = [{ ...mine, name: "chat, empty log", args: chatServer(binary, flags).args }];
  for (const messages of new Set([Math.min(FEW, log), log])) {
    const path = `${folder}/${messages}.db`;
    const began = performance.now();
    const kept = await writeSyntheticLog(path, messages);
    const [size, seconds] = [Deno.statSync(path).size / 1e6, (performance.now() - began) / 1000];
    notes.push(
      `a log of ${inThousands(messages)} messages: ${
        inThousands(kept)
      } of them in the room that is measured, ` +
        `${inThousands(Math.round(size))} MB, made in ${seconds.toFixed(0)} s`,
    );
    say(notes.at(-1) ?? "");
    kinds.push(chatServer(binary, flags, { name: `chat, log of ${inThousands(messages)}`, path, kept }));
  }
  notes.push("no index for searching in any run");
  return kinds;
}

function most(kind: ServerKind, row: Row): number {
  return row.measurement === "memory" ? kind.mostIdle : kind.mostMembers;
}

/** The peers that are there; a note for each that is not. */
async function installed(notes: string[]): Promise<readonly ServerKind[]> {
  const found: ServerKind[] = [];
  for (const peer of peerServers) {
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
  const wishes = parseBenchOptions(Deno.args);
  if (wishes === undefined) {
    say(USAGE);
    return 2;
  }
  const folder = Deno.makeTempDirSync({ prefix: "chat-bench-" });
  const tidy = (): void => {
    killAll();
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
