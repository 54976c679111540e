/** That the index has what the log has, and no more: whenever the server ends, whatever is let go, however old the file is. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { Query } from "../../../../protocol/query.ts";
import { exportMessages, verifyLog } from "../../../../server/store/log/archive.ts";
import { countUnread, searchFile } from "../../../../server/store/search/search_file.ts";
import { ForgottenTable, lastForgotten } from "../../../../server/store/log/forgotten.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { Redactions } from "../../../../server/store/log/redactions.ts";
import { inTransaction } from "../../../../server/store/log/transaction.ts";
import { FtsIndex, type SearchFiles } from "../../../../server/store/search.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import {
  draft,
  openIndexedLog,
  openLogWithDatabase,
  openTestIndex,
  seqs,
  store,
  storeNumbered,
  type TestIndex,
  trimAll,
} from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";

const ROOMS = ["lobby", "tea", "room0", "room1", "room2"];

function queryFor(text: string): Query {
  return { terms: [{ text, isPhrase: true }], rooms: [], from: [], context: 0 };
}

/** The numbers of all messages that a search for a word finds, page by page. */
function found(files: SearchFiles, text: string, rooms = ROOMS): readonly string[] {
  const all: string[] = [];
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const result = searchFile(
      files,
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
function inIndex({ index }: TestIndex["files"], word: string): number {
  return tables(index).reduce((sum, table) => {
    const row = index.prepare(`SELECT count(*) AS count FROM ${table} WHERE ${table} MATCH ?`).get(
      `"${word}"`,
    );
    return sum + Number(row?.count);
  }, 0);
}

function tables(db: DatabaseSync): readonly string[] {
  return db.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'").all().map(({ name }) =>
    String(name)
  );
}

/** Takes everything into the index; tells in how many slices. */
function indexAll(index: TestIndex): number {
  let slices = 1;
  while (index.step()) slices++;
  return slices;
}

test("the index follows what is stored, in small slices, and then has all of it", () => {
  const { history, index } = openLogWithDatabase();
  const { files } = index;
  storeNumbered(history, 1_000);
  assertEquals([index.unindexed, inIndex(files, "7")], [1_000, 0]);
  assert(indexAll(index) > 5);
  assertEquals([index.unindexed, inIndex(files, "7"), inIndex(files, "ada")], [0, 1, 0]);
  store(history, draft("7"), draft("7", { id: "x" }), draft("7", { id: "x" }));
  assertEquals(index.unindexed, 2);
  assertEquals(found(files, "7"), ["lobby 1002", "lobby 1001", "lobby 7"]);
  indexAll(index);
  assertEquals([index.unindexed, inIndex(files, "7")], [0, 3]);
  history.close();
});

test("what is let go leaves the index, too, and a volume with nothing in it goes", () => {
  const { db, history, index } = openLogWithDatabase();
  const { files } = index;
  storeNumbered(history, 600);
  store(history, draft("tea", { room: "tea" }));
  indexAll(index);
  store(history, draft("fresh"));
  trimAll(history, { kind: "count", count: 200 }, 0);
  assertEquals([found(files, "300"), found(files, "402")], [[], ["lobby 402"]]);
  indexAll(index);
  assertEquals([inIndex(files, "300"), inIndex(files, "600")], [0, 1]);
  assertEquals(files.index.prepare("SELECT min(low) - ? AS first FROM volumes").get(2 ** 40)?.first, 402);
  assertEquals(index.forgotten, lastForgotten(db));
  trimAll(history, { kind: "age", ms: 1 }, 1e12);
  indexAll(index);
  assertEquals([inIndex(files, "600"), inIndex(files, "tea")], [0, 0]);
  assertEquals([found(files, "600"), tables(files.index), index.unindexed], [[], [], 0]);
  storeNumbered(history, 3);
  indexAll(index);
  assertEquals(found(files, "3"), ["lobby 604"]);
  history.close();
});

test("the notes about what was forgotten go once the index has, some at a time", () => {
  const { db, history, index } = openLogWithDatabase();
  for (let i = 1; i <= 150; i++) new ForgottenTable(db).add(i, i);
  const left = () => db.prepare("SELECT count(*) AS count FROM forgotten").get()?.count;
  assertEquals([history.settleForgotten(index.forgotten), left()], [false, 150]);
  indexAll(index);
  assertEquals([history.settleForgotten(index.forgotten), left()], [true, 50]);
  assertEquals([history.settleForgotten(index.forgotten), left()], [false, 0]);
  new ForgottenTable(db).add(1, 1);
  assert(lastForgotten(db) === 151, "a number is never given out twice");
  history.close();
});

test("a message that is forgotten in the middle is found no more, and its words are not in the file", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const { log, index } = openIndexedLog(path);
  storeNumbered(log, 700);
  store(log, draft("an xylophonesecret"), draft("after"));
  indexAll(index);
  assertEquals(found(index.files, "xylophonesecret"), ["lobby 701"]);
  const hasWord = () => {
    const bytes = ["", "-wal"].map((end) => Deno.readFileSync(`${path}-index${end}`));
    return bytes.some((file) => new TextDecoder("latin1").decode(file).includes("xylophone"));
  };
  index.files.index.exec("PRAGMA wal_checkpoint(FULL)");
  assert(hasWord());
  const db = new DatabaseSync(path);
  inTransaction(db, "write", () => {
    assert(new Redactions(db).redact(2 ** 40 + 701));
  });
  db.close();
  indexAll(index);
  assertEquals([found(index.files, "xylophonesecret"), hasWord()], [[], false]);
  assertEquals([found(index.files, "after"), found(index.files, "7")], [["lobby 702"], ["lobby 7"]]);
  index.close();
  log.close();
});

test("a message whose deletion is undone is found again, also by its index", () => {
  const { db, history, index } = openLogWithDatabase();
  storeNumbered(history, 700);
  store(history, draft("strudel"), draft("after"));
  indexAll(index);
  const n = 2 ** 40 + 701;
  const redactions = new Redactions(db);
  inTransaction(db, "write", () => assert(redactions.redact(n)));
  indexAll(index);
  assertEquals([found(index.files, "strudel"), inIndex(index.files, "strudel")], [[], 0]);
  inTransaction(db, "write", () => redactions.restore(n, "strudel"));
  indexAll(index);
  assertEquals([found(index.files, "strudel"), inIndex(index.files, "strudel")], [["lobby 701"], 1]);
  inTransaction(db, "write", () => assert(redactions.redact(n)));
  inTransaction(db, "write", () => redactions.restore(n, "strudel"));
  indexAll(index);
  assertEquals([found(index.files, "strudel"), inIndex(index.files, "strudel")], [["lobby 701"], 1]);
  history.close();
});

test("a range of a million messages is forgotten in steps, and goes on where it was after a restart", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const { log, index } = openIndexedLog(path);
  storeNumbered(log, 2_000);
  indexAll(index);
  const db = new DatabaseSync(path);
  db.exec(`DELETE FROM messages WHERE n <= ${2 ** 40 + 1_500}`);
  new ForgottenTable(db).add(2 ** 40 + 1, 2 ** 40 + 1_500);
  index.step();
  const between = inIndex(index.files, "1400");
  index.close();
  const again = openTestIndex(db, `${path}-index`, () => db.close());
  assertEquals([again.rebuilt, between, again.forgotten], [undefined, 1, 0]);
  indexAll(again);
  assertEquals(["1", "1400", "1500", "1501"].map((word) => inIndex(again.files, word)), [0, 0, 0, 1]);
  assertEquals(again.forgotten, 1);
  again.close();
  log.close();
});

test("a turn that is not stored is not waited for", () => {
  const { db, history, index } = openLogWithDatabase();
  db.exec(
    "CREATE TRIGGER trap BEFORE INSERT ON messages WHEN NEW.text = 'trap' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  assertThrows(() => store(history, draft("a", { room: "tea" }), draft("trap")), Error);
  indexAll(index);
  assertEquals([index.unindexed, index.step()], [0, false]);
  store(history, draft("b", { room: "tea" }));
  indexAll(index);
  assertEquals([found(index.files, "a"), found(index.files, "b")], [[], ["tea 1"]]);
  history.close();
});

test("a slice that cannot be written leaves the index as it was, and is written when there is space", () => {
  const { history, index } = openLogWithDatabase();
  const { files } = index;
  storeNumbered(history, 400);
  index.step();
  const pages = Number(files.index.prepare("PRAGMA page_count").get()?.page_count);
  files.index.exec(`PRAGMA max_page_count = ${pages}`);
  assertThrows(() => indexAll(index), Error);
  const [before, waiting] = [inIndex(files, "150"), index.unindexed];
  files.index.exec(`PRAGMA max_page_count = ${pages + 999}`);
  indexAll(index);
  assertEquals([before, waiting > 0, index.unindexed], [1, true, 0]);
  for (const word of ["1", "150", "151", "400"]) assertEquals(found(files, word), [`lobby ${word}`]);
  history.close();
});

test("a log that never had an index gets one, from its newest messages on", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const before = openLog(path, "process");
  storeNumbered(before, 500);
  store(before, draft("tea", { room: "tea" }));
  before.close();
  const { log: history, index } = openIndexedLog(path);
  assertEquals([index.rebuilt, index.unindexed], ["missing", 501]);
  assertEquals(found(index.files, "7"), ["lobby 7"]);
  index.step();
  index.step();
  assertEquals([inIndex(index.files, "500"), inIndex(index.files, "7")], [1, 0]);
  assertEquals(found(index.files, "7"), ["lobby 7"]);
  indexAll(index);
  assertEquals([inIndex(index.files, "7"), inIndex(index.files, "tea"), found(index.files, "7")], [1, 1, [
    "lobby 7",
  ]]);
  index.close();
  history.close();
});

test("a room that begins after the index was opened is indexed from its first message", () => {
  const { history, index } = openLogWithDatabase();
  indexAll(index);
  for (let i = 1; i <= 3; i++) {
    store(history, draft(`word${i}`, { room: "tea" }));
    indexAll(index);
  }
  assertEquals(["word1", "word2", "word3"].map((word) => inIndex(index.files, word)), [1, 1, 1]);
  history.close();
});

test("when there is too much to read beside the index, a search says so", () => {
  const { history, index: { files } } = openLogWithDatabase();
  storeNumbered(history, 51_000);
  const result = searchFile(files, { query: queryFor("7"), rooms: ["lobby"], limit: 9 }, () => false);
  assert(result.kind === "found");
  assertEquals([result.isPartial, result.hits], [true, []]);
  const recent = searchFile(files, { query: queryFor("50999"), rooms: ["lobby"], limit: 1 }, () => false);
  assertEquals(recent.kind === "found" && [recent.isPartial, recent.count], [false, 1]);
  history.close();
});

test("a search that is late is given up", () => {
  const { history, index: { files } } = openLogWithDatabase();
  storeNumbered(history, 10);
  const wanted = { query: queryFor("7"), rooms: ["lobby"], limit: 9 };
  assertEquals(searchFile(files, wanted, () => true), { kind: "slow" });
  assertEquals(searchFile(files, wanted, () => false).kind, "found");
  history.close();
});

for (const keep of ["0", "60"]) {
  test(`after kill -9 in the middle the index has what the log has (${keep === "0" ? "all" : keep} kept)`, async () => {
    using folder = new TempFolder();
    const path = folder.file("chat.db");
    const script = new URL("../../../support/log_process.ts", import.meta.url).pathname;
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
      const kept = [...exportMessages(path, {})];
      const whole = kept.map(({ room, seq }) => `${room} ${seq}`).sort();
      const { log: history, index } = openIndexedLog(path);
      assertEquals(index.rebuilt, undefined, "what was indexed is not thrown away");
      assertEquals([...found(index.files, "all")].sort(), whole);
      indexAll(index);
      assertEquals([...found(index.files, "all")].sort(), whole);
      assertEquals(inIndex(index.files, "all"), kept.length);
      assertEquals(seqs(kept).length, new Set(whole).size);
      index.close();
      history.close();
    }
  });
}

test("what one said oneself is not unread, however one's name was written then", () => {
  const { history, index } = openLogWithDatabase();
  const names = ["José", "JOSÉ", "Jose\u0301", "jose\u0301", "josé", "jo"];
  store(history, ...names.map((from) => draft("tea", { from })));
  const rooms = [{ room: "lobby", after: 0 }];
  const unread = countUnread(index.files, { name: "josé", rooms }, () => false);
  assert(unread.kind === "unread");
  assertEquals(unread.rooms.map(({ count, last }) => [count, last.from]), [[1, "jo"]]);
});

test("every question of a search is answered by a key or an index, however much there is", () => {
  const { db, history, index } = openLogWithDatabase();
  const { files } = index;
  store(
    history,
    ...Array.from({ length: 300 }, (_, i) => draft("tea bob", { room: i % 2 ? "tea" : "lobby", at: i })),
  );
  indexAll(index);
  store(history, draft("tea bob", { at: 999 }));
  const [inLog, ofIndex] = [askedOf(db), askedOf(files.index)];
  const query = { ...queryFor("tea"), context: 2, before: 200, after: 20 };
  for (const rooms of [["lobby"], ["lobby", "tea"]]) {
    searchFile(files, { query, rooms, limit: 9 }, () => false);
  }
  countUnread(files, { name: "bob", rooms: [{ room: "lobby", after: 3 }] }, () => false);
  trimAll(history, { kind: "count", count: 5 }, 0);
  new FtsIndex(files).step();
  assert(inLog.sql.size + ofIndex.sql.size >= 9, `${inLog.sql.size} ${ofIndex.sql.size}`);
  const slow = [...inLog.slow(), ...ofIndex.slow()];
  // What FTS5 does with its index is not said; that it has words or numbers to look for is: `M` and `<`, `>`. Rooms are few,
  // and so are volumes where they are counted.
  const mayScan =
    /^(SCAN words_\d+ VIRTUAL TABLE INDEX \d+:[rM<>=\d]+ |SCAN (rooms|ends|volumes|about|untidy)\b|USE TEMP B-TREE FOR GROUP BY)/;
  assertEquals(slow.filter((line) => !mayScan.test(line)), []);
  history.close();
});

/** Notes which statements a database is asked from now on. */
function askedOf(db: DatabaseSync): { readonly sql: Set<string>; slow(): readonly string[] } {
  const sql = new Set<string>();
  const prepare = db.prepare.bind(db);
  db.prepare = (one: string) => {
    sql.add(one);
    return prepare(one);
  };
  const slow = () =>
    [...sql].flatMap((one) => {
      const plan = prepare(`EXPLAIN QUERY PLAN ${one}`).all(...Array(one.split("?").length - 1).fill("1"));
      return plan.map((row) => `${row.detail} <- ${one}`).filter((line) => /^(SCAN|USE TEMP)/.test(line));
    });
  return { sql, slow };
}
