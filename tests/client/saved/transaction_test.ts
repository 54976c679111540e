import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  inTransaction,
  RollbackFailed,
  type TransactionDatabase,
} from "../../../client/saved/transaction.ts";
import { test } from "../../support/sanitized.ts";

/** A database in memory of which some statements fail. */
function failing(db: DatabaseSync, ...statements: readonly string[]): TransactionDatabase {
  return {
    get isTransaction() {
      return db.isTransaction;
    },
    exec: (sql) => {
      if (statements.includes(sql)) throw new Error(`${sql} failed`);
      db.exec(sql);
    },
  };
}

function open(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  db.exec("CREATE TABLE t (n INTEGER)");
  return db;
}
const rows = (db: DatabaseSync): unknown => db.prepare("SELECT n FROM t").all().map(({ n }) => n);

test("what is done in a transaction counts all, or not at all when it fails", () => {
  const db = open();
  assertEquals(inTransaction(db, () => (db.exec("INSERT INTO t VALUES (1)"), "done")), "done");
  assertThrows(
    () =>
      inTransaction(db, () => {
        db.exec("INSERT INTO t VALUES (2)");
        throw new Error("no");
      }),
    Error,
    "no",
  );
  assertEquals([rows(db), db.isTransaction], [[1], false]);
  db.close();
});

test("a commit that fails is rolled back and told", () => {
  const db = open();
  const work = (): void => db.exec("INSERT INTO t VALUES (1)");
  assertThrows(() => inTransaction(failing(db, "COMMIT"), work), Error, "COMMIT failed");
  assertEquals([rows(db), db.isTransaction], [[], false]);
  db.close();
});

test("a rollback that fails is told with what came before it, and what it left open is never committed", () => {
  const db = open();
  const first = new Error("first");
  let told: unknown;
  try {
    inTransaction(failing(db, "ROLLBACK"), () => {
      db.exec("INSERT INTO t VALUES (1)");
      throw first;
    });
  } catch (error) {
    told = error;
  }
  assert(told instanceof RollbackFailed);
  assertEquals([told.cause, told.message], [first, "first; and rolling back: ROLLBACK failed"]);
  inTransaction(db, () => db.exec("INSERT INTO t VALUES (2)"));
  assertEquals(rows(db), [2]);
  db.close();
});
