/** Transactions: all or nothing, and what is said when not even nothing can be had. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { CannotStore, RollbackFailed, storageProblemOf } from "../../../../server/store/log/errors.ts";
import { closeAfter, inTransaction } from "../../../../server/store/log/transaction.ts";
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

/** A database with a table of numbers. */
function numbers(): { readonly db: DatabaseSync; read(): readonly unknown[] } {
  const db = new DatabaseSync(":memory:");
  db.exec("CREATE TABLE t (n INTEGER)");
  return { db, read: () => db.prepare("SELECT n FROM t ORDER BY n").all().map(({ n }) => n) };
}

/** Has the next `ROLLBACK` of a database fail, and leave its transaction open. */
function breakRollback(db: DatabaseSync, error: Error): void {
  const exec = db.exec.bind(db);
  db.exec = (sql: string) => {
    if (sql !== "ROLLBACK") return exec(sql);
    db.exec = exec;
    throw error;
  };
}

test("what fails is rolled back, and its cause is thrown as it is", () => {
  const { db, read } = numbers();
  const cause = new Error("no");
  const thrown = assertThrows(() =>
    inTransaction(db, "write", () => {
      db.exec("INSERT INTO t VALUES (1)");
      throw cause;
    }), Error);
  assert(thrown === cause);
  assertEquals([read(), db.isTransaction], [[], false]);
  assertEquals(inTransaction(db, "write", () => db.exec("INSERT INTO t VALUES (2)")), undefined);
  assertEquals(inTransaction(db, "read", read), [2]);
  db.close();
});

test("a rollback that fails is told together with what failed first, and its half is never committed", () => {
  const { db, read } = numbers();
  const [cause, rollback] = [new Error("database or disk is full"), new Error("disk I/O error")];
  breakRollback(db, rollback);
  const thrown = assertThrows(() =>
    inTransaction(db, "write", () => {
      db.exec("INSERT INTO t VALUES (1)");
      throw cause;
    }), RollbackFailed);
  assertEquals([thrown.cause, thrown.rollback], [cause, rollback]);
  assertEquals(thrown.message, "database or disk is full; and it could not be rolled back: disk I/O error");
  assertEquals(storageProblemOf(thrown), "full");
  assert(db.isTransaction);
  inTransaction(db, "write", () => db.exec("INSERT INTO t VALUES (2)"));
  assertEquals(read(), [2]);
  db.close();
});

test("a turn whose rollback fails, too, says both, and leaves nothing when the next one is stored", () => {
  const { db, history } = openLogWithDatabase();
  storeNumbered(history, 2);
  db.exec(
    "CREATE TRIGGER trap BEFORE INSERT ON messages WHEN NEW.text = 'trap' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  breakRollback(db, new Error("disk I/O error"));
  const turn = {
    drafts: [draft("a"), draft("b", { room: "new" }), draft("trap")],
    members: [storedMember(5)],
    readMarks: [{ personId: 5, room: "lobby", seq: 2 }],
  };
  const thrown = assertThrows(() => history.commit(turn), CannotStore);
  assertEquals([thrown.message, thrown.kind], [
    "no; and it could not be rolled back: disk I/O error",
    "other",
  ]);
  assert(thrown.cause instanceof RollbackFailed);
  const [stored] = store(history, draft("c"));
  assertEquals(stored?.message.seq, 3);
  assertEquals(seqs(history.read("lobby", { after: 0, limit: 9 })), [1, 2, 3]);
  assertEquals([history.last("new"), history.memberByToken("hash 5"), history.readMarksOf(5).size], [
    0,
    undefined,
    0,
  ]);
  history.close();
});

test("a trim and a step of the index whose rollbacks fail say both, and are done the next time", () => {
  const { db, history, index } = openLogWithDatabase();
  storeNumbered(history, 300);
  db.exec("CREATE TRIGGER keep BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'kept'); END");
  breakRollback(db, new Error("disk I/O error"));
  const refused = assertThrows(
    () => trimAll(history, { kind: "count", count: 10 }, 0),
    CannotStore,
    "kept; and it could",
  );
  assert(refused.cause instanceof RollbackFailed);
  db.exec("ROLLBACK; DROP TRIGGER keep");
  const { index: file } = index.files;
  file.exec("CREATE TRIGGER out BEFORE INSERT ON volumes BEGIN SELECT RAISE(ABORT, 'out'); END");
  breakRollback(file, new Error("disk I/O error"));
  assertThrows(() => index.step(), RollbackFailed, "out; and it could");
  assertEquals(assertThrows(() => index.step(), Error).message, "out");
  assert(!file.isTransaction);
  file.exec("DROP TRIGGER out");
  while (index.step());
  trimAll(history, { kind: "count", count: 10 }, 0);
  while (index.step());
  const [row] = file.prepare("SELECT sum(high - low + 1) AS indexed FROM volumes").all();
  assertEquals([row?.indexed, history.first("lobby")], [10, 291]);
  history.close();
});

for (
  const [part, trap] of [
    ["message", "BEFORE INSERT ON messages WHEN NEW.text = 'last'"],
    ["member", "BEFORE INSERT ON people WHEN NEW.id = 6"],
    ["room of a member", "BEFORE INSERT ON stays WHEN NEW.room = 'den'"],
    ["read mark", "BEFORE INSERT ON stays WHEN NEW.read > 0"],
    ["room", "BEFORE UPDATE ON rooms WHEN NEW.topic IS NOT NULL"],
  ]
) {
  test(`a turn of which one ${part} cannot be stored leaves nothing of the others`, () => {
    const { db, history, index } = openLogWithDatabase();
    storeNumbered(history, 2);
    while (index.step());
    db.exec(`CREATE TRIGGER trap ${trap} BEGIN SELECT RAISE(ABORT, 'no'); END`);
    const tables = ["rooms", "messages", "people", "stays"];
    const stored = (): unknown => [
      tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all()),
      history.rooms(),
      index.unindexed,
    ];
    const before = stored();
    const turn = {
      drafts: [
        draft("about it", { room: "tea", topic: true }),
        ...Array.from({ length: 20 }, (_, i) => draft(`${i}`, { id: i })),
        draft("last"),
      ],
      members: [storedMember(5), storedMember(6, { rooms: ["lobby", "den"] })],
      readMarks: [{ personId: 5, room: "lobby", seq: 2 }],
    };
    assertThrows(() => history.commit(turn), CannotStore, "no");
    assertEquals([stored(), db.isTransaction], [before, false]);
    db.exec("DROP TRIGGER trap");
    const results = history.commit(turn);
    assertEquals(results.map(({ message: { room, seq } }) => `${room} ${seq}`).slice(0, 2), [
      "tea 1",
      "lobby 3",
    ]);
    assertEquals(results.every(({ isRepeat }) => !isRepeat), true);
    assertEquals([
      history.memberByToken("hash 6")?.rooms,
      history.readMarksOf(5).get("lobby"),
      index.unindexed,
    ], [
      ["lobby", "den"],
      2,
      22,
    ]);
    history.close();
  });
}

test("files that cannot be closed after a failure are told together with it", () => {
  const files = Array.from({ length: 3 }, () => new DatabaseSync(":memory:"));
  const cause = new CannotStore("newer", "chat.db", "version 9");
  assert(closeAfter(cause, []) === cause);
  const [first] = files;
  assert(first !== undefined);
  const close = first.close.bind(first);
  first.close = () => {
    close();
    throw new Error("disk I/O error");
  };
  const error = closeAfter(cause, files);
  assert(error instanceof RollbackFailed);
  assertEquals([error.cause, storageProblemOf(error)], [cause, "newer"]);
  assertEquals(error.message, "version 9; and it could not be rolled back: disk I/O error");
  for (const file of files) assertThrows(() => file.exec("SELECT 1"), Error);
});
