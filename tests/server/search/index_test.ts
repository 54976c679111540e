/** That the index has what the log has, and no more: whenever the server ends, whatever is let go, however old the file is. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { Query } from "../../../protocol/query.ts";
import { exportMessages, verifyLog } from "../../../server/log/archive.ts";
import { countUnread, searchFile } from "../../../server/search/search_file.ts";
import { openLog } from "../../../server/log/open.ts";
import { openIndexedLog, type SearchIndex } from "../../../server/search.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { draft, openLogWithDatabase, seqs, store, storeNumbered } from "../../support/log_fixtures.ts";
import { test } from "../../support/sanitized.ts";

const ROOMS = ["lobby", "tea", "room0", "room1", "room2"];

function queryFor(text: string): Query {
  return { terms: [{ text, isPhrase: true }], rooms: [], from: [], context: 0 };
}

/** The numbers of all messages that a search for a word finds, page by page. */
function found(db: DatabaseSync, text: string, rooms = ROOMS): readonly string[] {
  const all: string[] = [];
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const result = searchFile(
      db,
      { query: queryFor(text), rooms, limit: 100, ...(cursor !== undefined && { cursor }) },
      () => false,
    );
    assert(result.kind === "found");
    all.push(...result.hits.map(({ message: { room, seq } }) => `${room} ${seq}`));
    cursor = result.more;
  }
  return all;
}

/** In how many messages the index itself has a word, whether they are there or not. */
function inIndex(db: DatabaseSync, word: string): number {
  return tables(db).reduce((sum, table) => {
    const row = db.prepare(`SELECT count(*) AS count FROM ${table} WHERE ${table} MATCH ?`).get(`"${word}"`);
    return sum + Number(row?.count);
  }, 0);
}

function tables(db: DatabaseSync): readonly string[] {
  return db.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'").all().map(({ name }) =>
    String(name)
  );
}

/** Takes everything into the index; tells in how many slices. */
function indexAll(index: SearchIndex): number {
  let slices = 1;
  while (index.step()) slices++;
  return slices;
}

test("the index follows what is stored, in small slices, and then has all of it", () => {
  const { db, history, index } = openLogWithDatabase();
  storeNumbered(history, 1_000);
  assertEquals([index.unindexed, inIndex(db, "7")], [1_000, 0]);
  assert(indexAll(index) > 5);
  assertEquals([index.unindexed, inIndex(db, "7"), inIndex(db, "ada")], [0, 1, 0]);
  store(history, draft("7"), draft("7", { id: "x" }), draft("7", { id: "x" }));
  assertEquals(index.unindexed, 2);
  assertEquals(found(db, "7"), ["lobby 1002", "lobby 1001", "lobby 7"]);
  indexAll(index);
  assertEquals([index.unindexed, inIndex(db, "7")], [0, 3]);
  history.close();
});

test("what is let go leaves the index, too, and a volume with nothing in it goes", () => {
  const { db, history, index } = openLogWithDatabase();
  storeNumbered(history, 600);
  store(history, draft("tea", { room: "tea" }));
  indexAll(index);
  store(history, draft("fresh"));
  history.trim({ kind: "count", count: 200 }, 0);
  assertEquals(inIndex(db, "300"), 0);
  assertEquals([inIndex(db, "600"), found(db, "300"), found(db, "402")], [1, [], ["lobby 402"]]);
  assertEquals(db.prepare("SELECT min(low) - ? AS first FROM volumes").get(2 ** 40)?.first, 402);
  history.trim({ kind: "age", ms: 1 }, 1e12);
  assertEquals([inIndex(db, "600"), inIndex(db, "tea")], [0, 0]);
  indexAll(index);
  assertEquals([found(db, "600"), tables(db), index.unindexed], [[], [], 0]);
  storeNumbered(history, 3);
  indexAll(index);
  assertEquals(found(db, "3"), ["lobby 604"]);
  history.close();
});

test("a turn that is not stored is not waited for", () => {
  const { db, history, index } = openLogWithDatabase();
  db.exec(
    "CREATE TRIGGER trap BEFORE INSERT ON messages WHEN NEW.text = 'trap' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  assertThrows(() => store(history, draft("a", { room: "tea" }), draft("trap")), Error);
  assertEquals([index.unindexed, index.step()], [0, false]);
  store(history, draft("b", { room: "tea" }));
  indexAll(index);
  assertEquals([found(db, "a"), found(db, "b")], [[], ["tea 1"]]);
  history.close();
});

test("a slice that cannot be written leaves the index as it was, and is written when there is space", () => {
  using folder = new TempFolder();
  const { db, history, index } = openLogWithDatabase(folder);
  storeNumbered(history, 400);
  index.step();
  const pages = Number(db.prepare("PRAGMA page_count").get()?.page_count);
  db.exec(`PRAGMA max_page_count = ${pages}`);
  assertThrows(() => indexAll(index), Error);
  const [before, waiting] = [inIndex(db, "150"), index.unindexed];
  db.exec(`PRAGMA max_page_count = ${pages + 999}`);
  indexAll(index);
  assertEquals([before, waiting > 0, index.unindexed], [1, true, 0]);
  for (const word of ["1", "150", "151", "400"]) assertEquals(found(db, word), [`lobby ${word}`]);
  history.close();
});

test("without an index nothing is left of one, and with one again everything is found", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const open = (hasIndex: boolean) => openIndexedLog(path, "process", hasIndex);
  let { log: history, index } = open(true);
  storeNumbered(history, 300);
  indexAll(index);
  history.close();
  ({ log: history, index } = open(false));
  store(history, draft("later"));
  indexAll(index);
  assertEquals([index.unindexed, index.step()], [0, false]);
  history.close();
  const db = new DatabaseSync(path);
  assertEquals(tables(db), []);
  ({ log: history, index } = open(true));
  assertEquals(index.unindexed, 0);
  store(history, draft("latest"));
  indexAll(index);
  assertEquals([found(db, "7"), found(db, "later"), found(db, "latest")], [["lobby 7"], ["lobby 301"], [
    "lobby 302",
  ]]);
  db.close();
  history.close();
});

test("a log that never had an index gets one, from its newest messages on", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const before = openLog(path, "process");
  storeNumbered(before, 500);
  store(before, draft("tea", { room: "tea" }));
  before.close();
  const { log: history, index } = openIndexedLog(path, "process");
  const db = new DatabaseSync(path);
  assertEquals(found(db, "7"), ["lobby 7"]);
  index.step();
  index.step();
  assertEquals([inIndex(db, "500"), inIndex(db, "7")], [1, 0]);
  assertEquals(found(db, "7"), ["lobby 7"]);
  indexAll(index);
  assertEquals([inIndex(db, "7"), inIndex(db, "tea"), found(db, "7")], [1, 1, ["lobby 7"]]);
  db.close();
  history.close();
});

test("when there is too much to read beside the index, a search says so", () => {
  const { db, history } = openLogWithDatabase(undefined, false);
  storeNumbered(history, 51_000);
  const result = searchFile(db, { query: queryFor("7"), rooms: ["lobby"], limit: 9 }, () => false);
  assert(result.kind === "found");
  assertEquals([result.isPartial, result.hits], [true, []]);
  const recent = searchFile(db, { query: queryFor("50999"), rooms: ["lobby"], limit: 1 }, () => false);
  assertEquals(recent.kind === "found" && [recent.isPartial, recent.count], [false, 1]);
  history.close();
});

test("a search that is late is given up", () => {
  const { db, history } = openLogWithDatabase();
  storeNumbered(history, 10);
  const wanted = { query: queryFor("7"), rooms: ["lobby"], limit: 9 };
  assertEquals(searchFile(db, wanted, () => true), { kind: "slow" });
  assertEquals(searchFile(db, wanted, () => false).kind, "found");
  history.close();
});

for (const keep of ["0", "60"]) {
  test(`after kill -9 in the middle the index has what the log has (${keep === "0" ? "all" : keep} kept)`, async () => {
    using folder = new TempFolder();
    const path = folder.file("chat.db");
    const script = new URL("../../support/log_process.ts", import.meta.url).pathname;
    for (let life = 0; life < 3; life++) {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", script, path, keep],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      let turns = 0;
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        const before = turns;
        turns += text.split("\n").length - 1;
        const last = 12 + life * 7;
        if (before < last && turns >= last) child.kill("SIGKILL");
      }
      await child.status;
      verifyLog(path);
      const db = new DatabaseSync(path);
      const kept = [...exportMessages(path, {})];
      const whole = kept.map(({ room, seq }) => `${room} ${seq}`).sort();
      assertEquals([...found(db, "all")].sort(), whole);
      const { log: history, index } = openIndexedLog(path, "process");
      indexAll(index);
      assertEquals([...found(db, "all")].sort(), whole);
      assertEquals(inIndex(db, "all"), kept.length);
      assertEquals(seqs(kept).length, new Set(whole).size);
      history.close();
      db.close();
    }
  });
}

test("every question of a search is answered by a key or an index, however much there is", () => {
  const { db, history, index } = openLogWithDatabase();
  store(
    history,
    ...Array.from({ length: 300 }, (_, i) => draft("tea bob", { room: i % 2 ? "tea" : "lobby", at: i })),
  );
  indexAll(index);
  store(history, draft("tea bob", { at: 999 }));
  const asked = new Set<string>();
  const prepare = db.prepare.bind(db);
  db.prepare = (sql: string) => {
    asked.add(sql);
    return prepare(sql);
  };
  const query = { ...queryFor("tea"), context: 2, before: 200, after: 20 };
  for (const rooms of [["lobby"], ["lobby", "tea"]]) searchFile(db, { query, rooms, limit: 9 }, () => false);
  countUnread(db, { name: "bob", rooms: [{ room: "lobby", after: 3 }] }, () => false);
  history.trim({ kind: "count", count: 5 }, 0);
  assert(asked.size >= 9, `${asked.size}`);
  const slow = [...asked].flatMap((sql) => {
    const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(
      ...Array(sql.split("?").length - 1).fill("1"),
    );
    return plan.map((row) => `${row.detail} <- ${sql}`).filter((line) => /^(SCAN|USE TEMP)/.test(line));
  });
  // What FTS5 does with its index is not said; that it has words or numbers to look for is: `M` and `<`, `>`.
  assertEquals(slow.filter((line) => !/^SCAN words_\d+ VIRTUAL TABLE INDEX \d+:[rM<>=\d]+ /.test(line)), []);
  history.close();
});
