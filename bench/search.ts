/**
 * `deno run -A bench/search.ts [LINES]`: measures what the index costs when messages are stored, and how long
 * searches take in a log of synthetic messages (ten million by default: about 2 GB in the temporary folder, some minutes).
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { parseQuery } from "../protocol/query.ts";
import { searchFile } from "../server/store/search/search_file.ts";
import { indexText } from "../server/store/search/words.ts";
import { openLog } from "../server/store/log/open.ts";
import { FtsIndex, openIndex, type SearchFiles } from "../server/store/search.ts";
import { MessageGenerator, wordOfRank } from "./synthetic_messages.ts";
import { percentile } from "./measurement.ts";
import { inThousands } from "./rows.ts";

const ROOMS = Array.from({ length: 20 }, (_, i) => `room${i}`);
const CYRILLIC = 0x430;
const TURN = 80;
const STORED = 100_000;
const TIMES = 15;

/** A search: its title, its query, and its rooms. */
type Case = readonly [string, string, readonly string[]];

function say(...columns: readonly (string | number)[]): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`| ${columns.join(" | ")} |\n`));
}

/** A log and the index beside it, each by a connection of its own. */
interface OpenFiles extends SearchFiles {
  readonly history: ReturnType<typeof openLog>;
  readonly building: FtsIndex;
  close(): void;
}

function open(path: string): OpenFiles {
  const history = openLog(path, "process");
  const log = new DatabaseSync(path);
  const { db: index } = openIndex(`${path}-index`, log);
  const close = (): void => [index, log, history].forEach((file) => file.close());
  return { history, log, index, building: new FtsIndex({ log, index }), close };
}

/** Returns the microseconds a message that storing takes, and that indexing takes later, on another thread. */
function cost(path: string, how: "nothing" | "at once" | "later"): readonly [number, number] {
  const made = new MessageGenerator(ROOMS.length);
  const turns = Array.from({ length: STORED / TURN }, () => Array.from({ length: TURN }, () => made.next()));
  const { history, building, close } = open(path);
  const other = new DatabaseSync(`${path}-fts`);
  other.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE VIRTUAL TABLE said USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii')",
  );
  const insert = other.prepare("INSERT INTO said (words) VALUES (?)");
  let [storing, indexing] = [0, 0];
  for (const drafts of turns) {
    let began = performance.now();
    history.commit({ drafts, members: [], readMarks: [] });
    if (how === "at once") {
      other.exec("BEGIN");
      for (const { from, text } of drafts) insert.run(indexText(from, text));
      other.exec("COMMIT");
    }
    storing += performance.now() - began;
    began = performance.now();
    building.refresh();
    if (how === "later" && building.unindexed > 1_000) { while (building.step()); }
    indexing += performance.now() - began;
  }
  close();
  other.close();
  return [storing * 1_000 / STORED, indexing * 1_000 / STORED];
}

function build(path: string, lines: number): readonly number[] {
  const made = new MessageGenerator(ROOMS.length);
  const { history, building, close } = open(path);
  const slices: number[] = [];
  for (let i = 0; i < lines; i += 1_000) {
    history.commit({ drafts: Array.from({ length: 1_000 }, () => made.next()), members: [], readMarks: [] });
    building.refresh();
    for (let isMore = true; isMore;) {
      const began = performance.now();
      isMore = building.step();
      slices.push(performance.now() - began);
    }
  }
  close();
  return slices;
}

function casesFor(first: number, last: number): readonly Case[] {
  const at = (share: number): string => new Date(first + (last - first) * share).toISOString().slice(0, 16);
  const [common, second, middle, other, rare] = [0, 1, 3_000, 9_000, 150_001].map((rank) => wordOfRank(rank));
  const han = String.fromCodePoint(0x4e00 + 30, 0x4e00 + 200);
  return [
    ["a rare word", `"${rare}"`, ROOMS],
    ["a word that nobody said", "zzzzzzq", ROOMS],
    ["the commonest word", `"${common}"`, ROOMS],
    ["the commonest word, smallest room", `"${common}"`, ROOMS.slice(-1)],
    ["the beginning of common words", wordOfRank(1).slice(0, 3), ROOMS],
    ["two common words", `"${common}" "${second}"`, ROOMS],
    ["two words of middling frequency", `${middle} ${other}`, ROOMS],
    ["a phrase", `"${common} ${second}"`, ROOMS],
    ["a Cyrillic word", wordOfRank(3_000, CYRILLIC), ROOMS],
    ["part of a Han text", han, ROOMS],
    ["part of a Han text, rare", `${han}${String.fromCodePoint(0x4e00 + 2_000)}`, ROOMS],
    ["part of a Thai text", String.fromCodePoint(0xe03, 0xe08, 0xe10), ROOMS],
    ["from: alone", "from:user250", ROOMS],
    ["from: and a word", `from:user250 "${common}"`, ROOMS],
    ["before: and the commonest word", `"${common}" before:${at(0.5)}`, ROOMS],
    ["after: and a word", `${middle} after:${at(0.99)}`, ROOMS],
    ["the commonest word with -C5", `"${common}" -C5`, ROOMS],
  ];
}

function times(path: string): void {
  const log = new DatabaseSync(path, { readOnly: true });
  const index = new DatabaseSync(`${path}-index`, { readOnly: true });
  const { first, last } =
    index.prepare("SELECT min(oldest) AS first, max(newest) AS last FROM volumes").get() ??
      {};
  const all: number[] = [];
  say("search", "hits", "first, ms", "p50, ms", "max, ms");
  say("---", "---", "---", "---", "---");
  for (const [title, text, rooms] of casesFor(Number(first), Number(last))) {
    const parsed = parseQuery(text, { now: Number(last), offset: () => 0 });
    if (!parsed.ok) throw new Error(`${title}: ${parsed.why}`);
    const took: number[] = [];
    let hits = "";
    for (let i = 0; i < TIMES; i++) {
      const began = performance.now();
      const found = searchFile({ log, index }, { query: parsed.query, rooms, limit: 20 }, () => false);
      took.push(performance.now() - began);
      if (found.kind === "found") hits = `${found.count}${found.more === undefined ? "" : "+"}`;
    }
    all.push(...took);
    const shown = [took[0] ?? NaN, percentile(took, 0.5), Math.max(...took)].map((ms) => ms.toFixed(1));
    say(title, hits, ...shown);
  }
  const shown = [percentile(all, 0.5), percentile(all, 0.99), Math.max(...all)].map((ms) => ms.toFixed(1));
  say(`all: p50 ${shown[0]}, p99 ${shown[1]}, max ${shown[2]}`, "", "", "", "");
  index.close();
  log.close();
}

const lines = Number(Deno.args[0] ?? 10_000_000);
const folder = Deno.makeTempDirSync({ prefix: "chat-bench-" });
try {
  say("index", "storing, µs a message", "later, µs a message");
  say("---", "---", "---");
  for (const how of ["nothing", "later", "at once"] as const) {
    const [storing, indexing] = cost(`${folder}/${how}.db`, how);
    say(how, storing.toFixed(1), indexing.toFixed(1));
  }
  const path = `${folder}/chat.db`;
  const slices = build(path, lines);
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(slices, share).toFixed(1));
  const size = inThousands(
    Math.round((Deno.statSync(path).size + Deno.statSync(`${path}-index`).size) / 1e6),
  );
  say(`${inThousands(lines)} lines: ${size} MB; slices p50 ${p50}, p99 ${p99} ms`);
  times(path);
} finally {
  Deno.removeSync(folder, { recursive: true });
}
