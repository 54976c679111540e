/**
 * `deno task mutants`: makes 36 changes of one token in the page's and the conversation's logic (`--server`: in the
 * server), each in a copy of the project, and runs the unit tests of the changed file. A change that no test notices is a
 * test that is missing. `--seed N` for others, `--count N` for more or fewer, `--only PATH` for a file or folder.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { SeededRandom } from "../support/seeded_random.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { applyMutant, describeMutant, type Mutant, mutantsOf } from "./mutants.ts";

const HOUSE = new URL("../../", import.meta.url).pathname;
const RESULTS = `${HOUSE}bench/MUTANTS.md`;

/** Two mutants are tried at a time: each test run keeps about one core busy. */
const JOBS = 2;

/** How long the tests of one mutant may take, in ms, those of one file and all: a mutant that makes them hang is caught. */
const TIME_LIMIT = { file: 60_000, area: 400_000 };

/** What can be changed: the sources, and what is the last resort when a file's own tests notice nothing. */
interface Area {
  readonly title: string;
  readonly folders: readonly string[];
  readonly tests: readonly (readonly string[])[];
  /** What no unit test can try: only a browser shows it. */
  readonly leftOut: RegExp;
}

const PAGE: Area = {
  title: "The page and the conversation",
  folders: ["conversation.ts", "conversation/", "typing/", "web/"],
  tests: [["tests/conversation/", "tests/typing/", "tests/web/"]],
  leftOut: /^web\/(?:app\.ts|page\w*\.ts|dist\/)/,
};
const SERVER: Area = {
  title: "The server",
  folders: ["server/"],
  tests: [["tests/server/"], ["tests/e2e/"]], // Over real sockets: what doors do is tested there.
  leftOut: /^$/,
};

/** A change in a file, and what became of it. */
interface Trial {
  readonly path: string;
  readonly source: string;
  readonly mutant: Mutant;
  /** The tests that noticed it, or that the time ran out; `undefined` when none did. */
  caughtBy?: string;
}

const flags = parseArgs(Deno.args, { string: ["seed", "count", "only"], boolean: ["server"] });
const seed = Number(flags.seed ?? 12);
const count = Number(flags.count ?? 36);
const area = flags.server === true ? SERVER : PAGE;
const trials = await choose();
/** Which tests pass when nothing is changed. */
const sound = new Map<string, Promise<boolean>>();
const copies = Array.from({ length: JOBS }, () => new TempFolder());
try {
  const waiting = [...trials];
  await Promise.all(copies.map(async ({ path }) => {
    await run("bash", [
      "-c",
      `(git ls-files -z; find web/dist -type f -print0) | xargs -0 cp --parents -t ${path}`,
    ], HOUSE);
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
      await attempt(trial, path);
      print(lineOf(trial));
    }
  }));
} finally {
  for (const copy of copies) copy[Symbol.dispose]();
}
const caught = trials.filter(({ caughtBy }) => caughtBy !== undefined).length;
print(`\n${caught} of ${trials.length} caught, seed ${seed}`);
if (flags.only === undefined) await writeResults();

/** Draws the changes: each line of the area's files at most once. */
async function choose(): Promise<Trial[]> {
  const listed = await run("git", ["ls-files", ...area.folders], HOUSE);
  const wanted = typeof flags.only === "string" ? flags.only : "";
  const paths = listed.text.split("\n").filter((path) =>
    path.endsWith(".ts") && !area.leftOut.test(path) && path.startsWith(wanted) &&
    // Of the view only what can be tested without a document.
    (!path.startsWith("web/view/") || exists(`tests/${path.replace(/\.ts$/, "_test.ts")}`))
  );
  const all = paths.flatMap((path): Trial[] => {
    const source = Deno.readTextFileSync(HOUSE + path);
    return mutantsOf(source).map((mutant) => ({ path, source, mutant }));
  });
  const random = new SeededRandom(seed);
  const chosen = new Map<string, Trial>();
  while (chosen.size < Math.min(count, new Set(all.map(placeOf)).size)) {
    const trial = random.pick(all);
    if (trial !== undefined && !chosen.has(placeOf(trial))) chosen.set(placeOf(trial), trial);
  }
  return [...chosen.values()].toSorted((one, other) => placeOf(one) < placeOf(other) ? -1 : 1);
}

/** Runs the tests of a file with the change in it: first those that mirror it, then the area's others. */
async function attempt(trial: Trial, copy: string): Promise<void> {
  const { path, source, mutant } = trial;
  await Deno.writeTextFile(`${copy}/${path}`, applyMutant(source, mutant));
  for (const tests of testsOf(path)) {
    const limit = area.tests.includes(tests) ? TIME_LIMIT.area : TIME_LIMIT.file;
    // Twice, as a test may fail now and then on a busy machine.
    const outcome = await outcomeOf(tests, copy, limit);
    if (outcome === "passed") continue;
    if (outcome === "failed" && await outcomeOf(tests, copy, limit) === "passed") continue;
    trial.caughtBy = tests.join(" ");
    break;
  }
  await Deno.writeTextFile(`${copy}/${path}`, source);
  if (trial.caughtBy === undefined) return;
  const tests = trial.caughtBy.split(" ");
  const known = sound.get(trial.caughtBy) ?? isSound(tests, copy);
  sound.set(trial.caughtBy, known);
  if (!await known) throw new Error(`${trial.caughtBy} fails without any change`);
}

/** Returns whether tests pass when nothing is changed. */
async function isSound(tests: readonly string[], copy: string): Promise<boolean> {
  for (let time = 0; time < 2; time++) {
    if (await outcomeOf(tests, copy, TIME_LIMIT.area) === "passed") return true;
  }
  return false;
}

async function outcomeOf(
  tests: readonly string[],
  copy: string,
  limit: number,
): Promise<"passed" | "failed" | "late"> {
  const args = [
    "test",
    "-A",
    "--import-map=tests/imports.json",
    "--lock=tests.lock",
    "--no-check",
    "--fail-fast",
    "--quiet",
    ...tests,
  ];
  const began = performance.now();
  if ((await run("deno", args, copy, limit)).success) return "passed";
  return performance.now() - began < limit ? "failed" : "late";
}

/** The tests that mirror a file, its folder's, and all of the area. */
function testsOf(path: string): readonly (readonly string[])[] {
  const steps: string[][] = [];
  for (
    let part = path.replace(/\.ts$/, "");
    part.includes("/");
    part = part.slice(0, part.lastIndexOf("/"))
  ) {
    const found = [`tests/${part}_test.ts`, `tests/${part}/`].filter(exists);
    if (found.length > 0) steps.push(found);
  }
  return [...steps, ...area.tests];
}

function exists(path: string): boolean {
  try {
    Deno.statSync(HOUSE + path);
    return true;
  } catch {
    return false;
  }
}

function placeOf({ path, mutant }: Trial): string {
  return `${path}:${String(mutant.line).padStart(4, "0")}`;
}

function lineOf({ path, source, mutant, caughtBy }: Trial): string {
  const what = describeMutant(source, mutant);
  return `${caughtBy === undefined ? "SURVIVED" : "caught"}  ${path}:${mutant.line}  ${what}`;
}

/** Replaces this area's part of the list of results. */
async function writeResults(): Promise<void> {
  const before = await Deno.readTextFile(RESULTS).catch(() => "");
  const others = before.split(/^(?=## )/m).slice(1).filter((part) => !part.startsWith(`## ${area.title}\n`));
  const lines = trials.map(({ path, source, mutant, caughtBy }) => {
    const what = describeMutant(source, mutant).replaceAll("|", "\\|");
    return `| ${caughtBy === undefined ? "**survived**" : "caught"} | ${path}:${mutant.line} | \`${what}\` |`;
  });
  const mine = [
    `## ${area.title}\n`,
    `${caught} of ${trials.length} caught, seed ${seed}, ${new Date().toISOString().slice(0, 10)}.\n`,
    "| | place | change |",
    "| --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
  const head =
    "# Mutants\n\nWritten by `deno task mutants` and `deno task mutants --server`: changes of one token, and whether a unit test noticed each.\n\n";
  await Deno.writeTextFile(RESULTS, head + [mine, ...others].toSorted().reverse().join("\n"));
  await run("deno", ["fmt", "--quiet", RESULTS], HOUSE);
}

/** Runs a program to its end; one that takes too long is killed, and has not succeeded. */
async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  limit = TIME_LIMIT.file,
): Promise<{ readonly success: boolean; readonly text: string }> {
  const child = new Deno.Command(command === "deno" ? Deno.execPath() : command, {
    args: [...args],
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  const { success, stdout } = await child.output();
  clearTimeout(timer);
  return { success, text: new TextDecoder().decode(stdout) };
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
