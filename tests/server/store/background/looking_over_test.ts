/** That a large log is looked over while the room goes on: what is missing is found, what is let go is not taken for it. */

import { assertEquals, assertThrows } from "@std/assert";
import { LookingOver } from "../../../../server/store/background/looking_over.ts";
import { CannotStore } from "../../../../server/store/log.ts";
import { draft, openLogWithDatabase, store, storeNumbered, trimAll } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";

/** Does all steps; returns how many they were. */
function lookOver(work: LookingOver): number {
  for (let steps = 1;; steps++) if (work.step() === Infinity) return steps;
}

test("every room is read in small steps, once", () => {
  const { db, history } = openLogWithDatabase();
  storeNumbered(history, 1_000);
  store(history, draft("tea", { room: "tea" }));
  const work = new LookingOver(db, "chat.db");
  assertEquals(lookOver(work), 8);
  assertEquals(work.step(), Infinity);
  history.close();
});

test("a message that is missing in the middle is told with its room, and that ends it", () => {
  const { db, history } = openLogWithDatabase();
  storeNumbered(history, 700);
  db.exec(`DELETE FROM messages WHERE n = ${2 ** 40 + 500}`);
  const work = new LookingOver(db, "chat.db");
  const error = assertThrows(() => lookOver(work), CannotStore);
  assertEquals([error.kind, error.message, work.failed()], [
    "incomplete",
    "a message before 501 of lobby",
    Infinity,
  ]);
  history.close();
});

test("what is let go meanwhile is not missing, and neither is what was before", () => {
  const { db, history } = openLogWithDatabase();
  storeNumbered(history, 2_000);
  trimAll(history, { kind: "count", count: 1_900 }, 0);
  const work = new LookingOver(db, "chat.db");
  work.step();
  trimAll(history, { kind: "count", count: 1_000 }, 0);
  lookOver(work);
  trimAll(history, { kind: "age", ms: 1 }, 1e12);
  history.close();
});
