/** What the log in a file does besides: what it survives, and what it says when it cannot be had. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { SqliteLog } from "../../../../server/store/log/sqlite.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { APPLICATION_ID, migrate } from "../../../../server/store/log/schema.ts";
import { CannotStore } from "../../../../server/store/log/errors.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import {
  draft,
  openLogWithDatabase,
  seqs,
  store,
  storedMember,
  storeNumbered,
  trimAll,
} from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";

/** Why a log cannot be opened or written. */
function trouble(run: () => unknown): string {
  return assertThrows(run, CannotStore).kind;
}

/** Writes into a file from a place on, or its end if it is shorter. */
function scribble(path: string, at: number, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true });
  file.seekSync(at, Deno.SeekMode.Start);
  file.writeSync(bytes);
}

test("a turn that cannot be stored leaves nothing, numbers go on, and the next one is stored", () => {
  using folder = new TempFolder();
  const { db, history } = openLogWithDatabase(folder);
  storeNumbered(history, 2);
  db.exec(
    "CREATE TRIGGER trap BEFORE INSERT ON messages WHEN NEW.text = 'trap' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  const turn = {
    drafts: [draft("a", { id: 1 }), draft("b", { room: "new" }), draft("trap")],
    members: [storedMember(5)],
    readMarks: [],
  };
  assertThrows(() => history.commit(turn), CannotStore);
  assertEquals([history.last("lobby"), history.last("new"), history.memberByToken("hash 5")], [
    2,
    0,
    undefined,
  ]);
  assertEquals(seqs(history.read("lobby", { after: 0, limit: 9 })), [1, 2]);
  const stored = history.commit({ drafts: turn.drafts.slice(0, 2), members: turn.members, readMarks: [] });
  assertEquals(stored.map(({ message: { seq }, isRepeat }) => [seq, isRepeat]), [[3, false], [1, false]]);
  assertEquals(history.memberByToken("hash 5"), storedMember(5));
  history.close();
});

test("a seat that cannot be stored takes the messages of its turn with it", () => {
  using folder = new TempFolder();
  const { history } = openLogWithDatabase(folder);
  history.commit({ drafts: [], members: [storedMember(1)], readMarks: [] });
  const twice = storedMember(2, { tokenHash: "hash 1" });
  assertThrows(() => history.commit({ drafts: [draft("a")], members: [twice], readMarks: [] }), CannotStore);
  assertEquals(history.last("lobby"), 0);
  assertEquals(store(history, draft("b"))[0]?.message.seq, 1);
  history.close();
});

test("a file that may not grow refuses as a full disk does, and takes messages again when there is space", () => {
  using folder = new TempFolder();
  const { db, history } = openLogWithDatabase(folder);
  const large = draft("x".repeat(4_000));
  store(history, large);
  const pages = Number(db.prepare("PRAGMA page_count").get()?.page_count);
  db.exec(`PRAGMA max_page_count = ${pages + 3}`);
  let kept = 1;
  const kind = trouble(() => {
    for (; kept < 99; kept++) store(history, large);
  });
  assertEquals(kind, "full");
  assertEquals(trouble(() => store(history, large, large)), "full");
  assertEquals([history.last("lobby"), seqs(history.read("lobby", { before: 999, limit: 1 }))[0]], [
    kept,
    kept,
  ]);
  db.exec(`PRAGMA max_page_count = ${pages + 99}`);
  assertEquals(store(history, large)[0]?.message.seq, kept + 1);
  history.close();
});

test("those who were in are known after the end, unless it was long ago", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  let history = openLog(path, "process");
  history.commit({
    drafts: [],
    members: [storedMember(2), storedMember(1), storedMember(3, { isHere: false })],
    readMarks: [],
  });
  history.noteAlive(100_000);
  history.close();
  history = openLog(path, "process");
  assertEquals(history.presentMembers(160_000, 60_000), [storedMember(1), storedMember(2)]);
  assertEquals(history.presentMembers(100_000, 60_000).length, 2);
  history.close();
  history = openLog(path, "process");
  assertEquals(history.presentMembers(160_001, 60_000), []);
  history.close();
});

test("those who did not come back after a long time do not appear after the next restart either", () => {
  using folder = new TempFolder();
  const { history } = openLogWithDatabase(folder);
  history.commit({ drafts: [], members: [storedMember(1)], readMarks: [] });
  history.noteAlive(1_000);
  history.presentMembers(999_000, 60_000);
  history.noteAlive(999_000);
  assertEquals(history.presentMembers(999_000, 60_000), []);
  assertEquals(history.memberByToken("hash 1"), storedMember(1, { isHere: false }));
  history.close();
});

test("a clock that was set back by any time makes nobody leave", () => {
  using folder = new TempFolder();
  const { history } = openLogWithDatabase(folder);
  history.commit({ drafts: [], members: [storedMember(1)], readMarks: [] });
  history.noteAlive(9_000_000);
  assertEquals(history.presentMembers(1_000, 60_000), [storedMember(1)]);
  history.close();
});

test("a second server on the same file is told that another has it, under any of its names", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const history = openLog(path, "process");
  Deno.symlinkSync(path, folder.file("other name.db"));
  for (const name of ["chat.db", "other name.db", "./chat.db"]) {
    const error = assertThrows(() => openLog(folder.file(name), "process"), CannotStore);
    assertEquals(error.kind, "in-use", name);
  }
  store(history, draft("still mine"));
  history.close();
  openLog(path, "process").close();
});

test("what is not ours is left as it is", () => {
  using folder = new TempFolder();
  const text = folder.file("letter.txt");
  Deno.writeTextFileSync(text, "Dear Ada, ".repeat(1_000));
  const other = folder.file("photos.db");
  const db = new DatabaseSync(other);
  db.exec("CREATE TABLE photos (name TEXT); INSERT INTO photos VALUES ('sunset')");
  db.close();
  const before = [text, other].map((path) => [Deno.readFileSync(path), Deno.statSync(path).mode]);
  for (const path of [text, other]) {
    const error = assertThrows(() => openLog(path, "process"), CannotStore);
    assertEquals([error.kind, error.path === path || error.path === ""], ["not-ours", true]);
  }
  assertEquals([text, other].map((path) => [Deno.readFileSync(path), Deno.statSync(path).mode]), before);
  assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort(), [
    "letter.txt",
    "photos.db",
  ]);
});

test("a file of a newer chat is left as it is, too", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 99; CREATE TABLE better (x)`);
  db.close();
  const before = Deno.readFileSync(path);
  assertEquals(trouble(() => openLog(path, "process")), "newer");
  assertEquals(Deno.readFileSync(path), before);
});

test("a damaged page is found when the log is opened, wherever it is", () => {
  using folder = new TempFolder();
  const whole = folder.file("chat.db");
  const history = openLog(whole, "process");
  for (let i = 0; i < 50; i++) {
    store(
      history,
      ...Array.from({ length: 20 }, () => draft("x".repeat(300), { id: `${i}` })),
    );
  }
  store(history, ...Array.from({ length: 900 }, (_, i) => draft("x".repeat(300), { id: `id-${i}` })));
  history.close();
  const pages = Deno.statSync(whole).size / 4096;
  assert(pages > 50);
  for (let page = 0; page < pages; page++) {
    const path = folder.file(`damaged${page}.db`);
    Deno.copyFileSync(whole, path);
    scribble(path, page * 4096, new Uint8Array(4096).fill(0xa5));
    const kind = trouble(() => openLog(path, "process"));
    assertEquals(kind, page === 0 ? "not-ours" : "damaged", `page ${page}`);
  }
});

test("a file that was cut off is damaged", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const history = openLog(path, "process");
  storeNumbered(history, 2_000);
  history.close();
  Deno.truncateSync(path, Math.floor(Deno.statSync(path).size / 8192) * 4096);
  assertEquals(trouble(() => openLog(path, "process")), "damaged");
});

test("a folder that is not there cannot be written, and a folder is no file of ours", () => {
  using folder = new TempFolder();
  assertEquals(trouble(() => openLog(folder.file("none/chat.db"), "process")), "read-only");
  assertEquals(trouble(() => openLog(folder.path, "process")), "not-ours");
});

const isRoot = Deno.build.os !== "windows" && Deno.uid() === 0;

Deno.test({
  name: `a folder that is not ours to write cannot be written${
    isRoot ? " (skipped: root may write anywhere)" : ""
  }`,
  ignore: isRoot,
  fn: () => {
    using folder = new TempFolder();
    Deno.chmodSync(folder.path, 0o555);
    try {
      assertEquals(trouble(() => openLog(folder.file("chat.db"), "process")), "read-only");
    } finally {
      Deno.chmodSync(folder.path, 0o755);
    }
  },
});

test("what was said is for its owner alone to read", () => {
  using folder = new TempFolder();
  const history = openLog(folder.file("chat.db"), "process");
  store(history, draft("secret"));
  const modes = ["chat.db", "chat.db-wal"].map((name) =>
    (Deno.statSync(folder.file(name)).mode ?? 0) & 0o777
  );
  history.close();
  assertEquals(modes, Deno.build.os === "windows" ? modes : [0o600, 0o600]);
});

test("against a power cut each commit waits for the disk; else only the file's own safety is kept", () => {
  for (const [durability, synchronous] of [["power", 2], ["process", 1]] as const) {
    using folder = new TempFolder();
    const asked: string[] = [];
    const { exec } = DatabaseSync.prototype;
    DatabaseSync.prototype.exec = function (sql: string): void {
      asked.push(sql);
      exec.call(this, sql);
    };
    try {
      openLog(folder.file("chat.db"), durability).close();
    } finally {
      DatabaseSync.prototype.exec = exec;
    }
    const pragma = asked.find((sql) => sql.includes("synchronous")) ?? "";
    const db = new DatabaseSync(":memory:");
    db.exec(pragma);
    assertEquals(db.prepare("PRAGMA synchronous").get()?.synchronous, synchronous);
    db.close();
  }
});

test("every question to the log is answered by a key or an index, however much there is", () => {
  using folder = new TempFolder();
  const db = new DatabaseSync(folder.file("chat.db"));
  migrate(db, "chat.db");
  const asked = new Set<string>();
  const prepare = db.prepare.bind(db);
  db.prepare = (sql: string) => {
    asked.add(sql);
    return prepare(sql);
  };
  const exec = db.exec.bind(db);
  db.exec = (sql: string) => {
    if (/^(SELECT|UPDATE|DELETE|INSERT)/.test(sql)) asked.add(sql);
    exec(sql);
  };
  const history = new SqliteLog(db, { beside: new DatabaseSync(":memory:") });
  const turn = [draft("a", { id: 1 }), draft("a", { id: 1 }), draft("about tea", { topic: true })];
  history.commit({
    drafts: turn,
    members: [storedMember(1)],
    readMarks: [{ personId: 1, room: "lobby", seq: 1 }],
  });
  history.readMarksOf(1);
  history.memberByToken("hash 1");
  history.presentMembers(9e9, 1);
  trimAll(history, { kind: "count", count: 1 }, 0);
  trimAll(history, { kind: "age", ms: 1 }, 0);
  assert(asked.size >= 12, `${asked.size}`);
  const slow = [...asked].flatMap((sql) => {
    const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array(sql.split("?").length - 1).fill(1));
    return plan.map((row) => `${row.detail} <- ${sql}`).filter((line) => /^(SCAN|USE TEMP)/.test(line));
  });
  // All rooms and volumes are read once, on opening, and the inner rows of a subquery, or of values, as they come.
  assertEquals(
    slow.filter((line) =>
      !/^SCAN (rooms|volumes <-|\d+-ROW VALUES CLAUSE|\(subquery.*\)|people USING.* INDEX present|bans USING INDEX in_force) /
        .test(line)
    ),
    [],
  );
  history.close();
});

test("old messages are let go in slices: 50 messages or 25 rooms at a time, until every room was looked at", () => {
  const { db, history } = openLogWithDatabase();
  storeNumbered(history, 120);
  store(history, ...Array.from({ length: 60 }, (_, i) => draft("a", { room: `room${i}` })));
  const left = (): number => Number(db.prepare("SELECT count(*) AS count FROM messages").get()?.count);
  const counts: number[] = [];
  while (history.trim({ kind: "count", count: 1 }, 0)) counts.push(left());
  assertEquals(counts, [130, 80, 61, 61, 61]);
  const notes = db.prepare("SELECT low - ? AS low, high - ? AS high FROM forgotten").all(2 ** 40, 2 ** 40);
  assertEquals(notes.map(({ low, high }) => [low, high]), [[1, 50], [51, 100], [101, 119]]);
  history.close();
});

test("no id that a client can choose stands in the way of what later tells of a change", () => {
  using folder = new TempFolder();
  const { history } = openLogWithDatabase(folder);
  const key = (seq: number): string => `${2 ** 40 + seq}`;
  store(history, draft("1", { id: key(5) }), draft("2", { id: `${key(6)} 2` }), draft("3"), draft("4"));
  store(history, draft("edits", { edits: 1, now: "one", action: true }));
  store(history, draft("deletes", { redacts: [2], action: true }));
  store(history, draft("reacts", { reacts: 1, emoji: "👍", action: true }));
  const read = history.read("lobby", { after: 0, limit: 9 });
  assertEquals(read.map(({ seq, edits, redacts, emoji }) => [seq, edits ?? redacts ?? emoji]), [
    [1, undefined],
    [2, undefined],
    [3, undefined],
    [4, undefined],
    [5, 1],
    [6, [2]],
    [7, "👍"],
  ]);
  assertEquals(read.slice(0, 2).map(({ text }) => text), ["one", "(deleted)"]);
  history.close();
});

test("what an earlier version wrote of a deletion and a reaction, without a mark before the key, is read alike", () => {
  using folder = new TempFolder();
  const { db, history } = openLogWithDatabase(folder);
  store(history, draft("1"), draft("2"));
  store(history, draft("deletes", { redacts: [1, 2], action: true }));
  store(history, draft("reacts", { reacts: 1, emoji: "👍", off: true, action: true }));
  db.exec(`UPDATE messages SET id = replace(id, '"', '') WHERE action >= 3`);
  const [, , deletes, reacts] = history.read("lobby", { after: 0, limit: 9 });
  assertEquals([deletes?.redacts, reacts?.emoji, reacts?.off], [[1, 2], "👍", true]);
  history.close();
});

test("a deletion is stored also where the file beside the log cannot be emptied, which is tried again", () => {
  using folder = new TempFolder();
  const { db, history } = openLogWithDatabase(folder);
  db.exec("PRAGMA journal_mode = WAL");
  store(history, draft("secret"), draft("2"));
  const reading = db.prepare("SELECT n FROM messages").iterate();
  reading.next(); // While the connection reads, it cannot empty that file.
  const [deleted] = store(history, draft("deletes", { redacts: [1], action: true }));
  assertEquals([deleted?.message.seq, history.canStore()], [3, true]);
  assert(Deno.statSync(folder.file("chat.db-wal")).size > 0);
  reading.return?.();
  history.noteAlive(1_000);
  assertEquals(Deno.statSync(folder.file("chat.db-wal")).size, 0);
  history.close();
});

test("what a changed text was before leaves the file beside the log with the next pulse, and not at once", () => {
  using folder = new TempFolder();
  const { db, history } = openLogWithDatabase(folder);
  db.exec("PRAGMA journal_mode = WAL");
  store(history, draft("old words"));
  store(history, draft("edits", { edits: 1, now: "new words", action: true }));
  assert(Deno.statSync(folder.file("chat.db-wal")).size > 0);
  history.noteAlive(1_000);
  assertEquals(Deno.statSync(folder.file("chat.db-wal")).size, 0);
  history.close();
});
