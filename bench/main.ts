/**
 * `deno task bench`: measures the server, prints the figures and writes them into RESULTS.md.
 *
 * @module
 */

import { type DialectName, DIALECTS } from "./generator/dialects.ts";
import { TRUSTS_US } from "./generator/encryption.ts";
import { recordRun } from "./last_runs.ts";
import { measureTrials } from "./cluster_trials.ts";
import { describeMachine } from "./machine.ts";
import { type CompanyPlace, extraTime, isByTurns, type MeasurementResult, medianOf } from "./measurement.ts";
import { freePort, killAll, killAndWait, runForOutput, start, waitForAccept } from "./processes.ts";
import { progress, report, type Result } from "./report.ts";
import type { Row } from "./rows.ts";
import { rowsFor, serversFor } from "./selection.ts";
import { launch, launchOthers, peerServers, type ServerKind } from "./servers.ts";
import { measureStart } from "./startup.ts";
import { markAllGone, writeSyntheticLog } from "./synthetic_log.ts";
import { type BenchOptions, parseBenchOptions, USAGE } from "./options.ts";

const MEASURE = new URL("./generator.ts", import.meta.url).pathname;
const RESULTS = new URL("./RESULTS.md", import.meta.url);

/** Time limits of a measurement and of a server's start, in ms. */
const MEASURE_WITHIN = 40_000;
const START_WITHIN = 5000;

/** Takes one measurement of a server that is started for it and killed after it. */
async function measure(
  kind: ServerKind,
  dialect: DialectName,
  row: Row,
  folder: string,
): Promise<MeasurementResult> {
  const port = freePort();
  const log = await logFor(row, kind, folder);
  const trust = DIALECTS[dialect].isEncrypted && kind.isOurs ? TRUSTS_US : [];
  const flags = [...row.flags ?? [], ...trust];
  const child = launch(kind, port, folder, log, flags);
  const others = launchOthers(kind, folder, log, flags);
  const elsewhere = await launchElsewhere(row, kind, folder, flags);
  try {
    await waitForAccept(child, port, START_WITHIN);
    if (elsewhere !== undefined) await waitForAccept(elsewhere.child, elsewhere.port, START_WITHIN);
    for (const other of others) await waitForAccept(other.child, other.port, START_WITHIN);
    const spread = [{ child, port }, ...kind.others?.isSpread === true ? others : []];
    const settings = JSON.stringify(row.settings);
    const args = [
      row.measurement,
      dialect,
      spread.map(({ port }) => port).join(),
      spread.map(({ child }) => child.pid).join(),
      settings,
      log,
      ...(elsewhere === undefined ? [] : [String(elsewhere.port), elsewhere.log]),
    ];
    const within = MEASURE_WITHIN + extraTime(row.settings);
    return readMeasured(
      await runForOutput(Deno.execPath(), ["run", "--allow-all", MEASURE, ...args], within),
    );
  } catch (error) {
    return { figures: {}, faults: [error instanceof Error ? error.message : String(error)] };
  } finally {
    await Promise.all([child, ...others.map(({ child }) => child)].map(killAndWait));
    if (elsewhere !== undefined) await killAndWait(elsewhere.child);
    if (row.messagesBefore !== undefined) {
      for (const large of [log, elsewhere?.log ?? log]) await Deno.remove(large).catch(() => {});
    }
  }
}

/** Starts the server at which a row's company is by turns; none for a cluster, which it would be of. */
async function launchElsewhere(
  row: Row,
  kind: ServerKind,
  folder: string,
  flags: readonly string[],
): Promise<CompanyPlace & { readonly child: Deno.ChildProcess } | undefined> {
  if (!isByTurns(row.settings) || !kind.isOurs || kind.isClustered === true) return undefined;
  const [port, log] = [freePort(), await logFor(row, kind, folder)];
  return { port, log, child: launch(kind, port, folder, log, flags) };
}

/** Returns the path of the log for a measurement: a new one, or a copy of one with as many messages as the row wants. */
async function logFor({ messagesBefore }: Row, { isOurs }: ServerKind, folder: string): Promise<string> {
  const path = `${folder}/${crypto.randomUUID()}.db`;
  if (messagesBefore === undefined || !isOurs) return path;
  const made = `${folder}/made-${messagesBefore}.db`;
  const isThere = await Deno.stat(made).then(() => true, () => false);
  if (!isThere) {
    await writeSyntheticLog(made, messagesBefore);
    markAllGone(made);
  }
  await Deno.copyFile(made, path);
  return path;
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

async function run(options: BenchOptions, folder: string): Promise<number> {
  const facts = await describeMachine();
  const results: Result[] = [];
  let hasFailed = false;
  const notes: string[] = [];
  // A loss in another program, as in ncat, is a result and not our failure.
  const add: AddResult = (result, isPeer = false) => {
    results.push(result);
    if (!isPeer && result.measured.faults.length > 0) hasFailed = true;
    print(progress(result));
  };
  const kinds = await serversFor(options, folder, (note) => {
    notes.push(note);
    print(note);
  });
  // First, as the runs make the logs grow.
  if (!options.isClustered) await measureStarts(options, kinds, folder, add);
  await measureRows(options, kinds, folder, add);
  if (options.isClustered && options.only?.includes("trials") !== false) {
    for (const result of await measureTrials(folder, options.serverFlags)) add(result);
  }
  if (options.serverFlags.length > 0) notes.push(`flags of our server: ${options.serverFlags.join(" ")}`);
  if (options.isQuick) notes.push("a quick run: the figures are rough");
  if (options.times > 1) notes.push(`medians of ${options.times} runs, the servers by turns`);
  const text = report(facts, results, notes);
  print(`\n${text}`);
  // Only a full run replaces the results, unless more is asked for.
  const isFull = (options.only ?? options.title) === undefined || options.isWritten;
  const isOther = options.log !== undefined || options.against !== undefined || options.isClustered;
  if (isFull && !isOther) {
    await Deno.writeTextFile(RESULTS, text);
    await start(Deno.execPath(), ["fmt", "--quiet", RESULTS.pathname], { silent: false }).status;
  }
  const [soak] = options.only?.includes("soak") ? results : [];
  if (soak !== undefined) await recordRun("soak", progress(soak));
  return hasFailed ? 1 : 0;
}

/** Takes a result; faults of a peer do not fail the run. */
type AddResult = (result: Result, isPeer?: boolean) => void;

async function measureStarts(
  { only, title, log, binary, against }: BenchOptions,
  kinds: readonly ServerKind[],
  folder: string,
  add: AddResult,
): Promise<void> {
  if (only?.includes("startup") === false || title !== undefined) return;
  for (const kind of kinds.filter(({ isOurs }) => isOurs)) {
    const checkout = kind.checkout === undefined ? {} : { checkout: kind.checkout };
    const client = log === undefined || against !== undefined ? { binary, ...checkout } : undefined;
    for (const result of await measureStart(kind, folder, client)) add(result);
  }
}

/** Takes each row of all servers by turns, `times` times. */
async function measureRows(
  options: BenchOptions,
  kinds: readonly ServerKind[],
  folder: string,
  add: AddResult,
): Promise<void> {
  for (const row of rowsFor(options)) {
    const targets = kinds.flatMap((kind) =>
      doorsFor(row, kind, options).map((dialect) => ({ kind, dialect }))
    );
    const runs = targets.map((): MeasurementResult[] => []);
    for (let time = 0; time < options.times; time++) {
      for (const [index, { kind, dialect }] of targets.entries()) {
        runs[index]?.push(await measure(kind, dialect, row, folder));
      }
    }
    for (const [index, { kind, dialect }] of targets.entries()) {
      const server = kind.isOurs ? `${kind.name} ${dialect}` : kind.name;
      add({ server, row, measured: medianOf(runs[index] ?? []) }, peerServers.includes(kind));
    }
  }
}

/** Returns the doors by which a row is taken of a server; none if it cannot have that many members. */
function doorsFor(row: Row, kind: ServerKind, { isNativeOnly }: BenchOptions): readonly DialectName[] {
  if (!kind.isOurs && !row.ofPeers || (row.settings.members ?? 0) > most(kind, row)) return [];
  const only = row.by ?? (isNativeOnly && kind.isOurs ? "native" : undefined);
  return kind.dialects.filter((dialect) => {
    if (only !== undefined) return dialect === only;
    if (dialect === "irc-echo") return row.measurement === "fanout";
    return dialect !== "tls" || row.isEncryptedToo === true;
  });
}

function most(kind: ServerKind, row: Row): number {
  return row.measurement === "memory" ? kind.mostIdle : kind.mostMembers;
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

async function main(): Promise<number> {
  const options = parseBenchOptions(Deno.args);
  if (options === undefined) {
    print(USAGE);
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
    return await run(options, folder);
  } finally {
    tidy();
  }
}

if (import.meta.main) Deno.exit(await main());
