/** Erasing beside a server that runs: what that writes meanwhile is not lost. */

import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { eraseFrom } from "../../../../server/store/log/erasure.ts";
import { LogErasure, spellingsIn } from "../../../../server/store/log/log_erasure.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { draft, store, storedMember } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

test("where it is told how a name is spelled that is taken out, and not what this engine takes for the same", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const log = openLog(path, "process");
  const said = ["ada", "ADA", "ａｄａ", "eve"];
  store(log, ...said.map((from, index) => draft(`by ${from}`, { from, personId: index + 1 })));
  const finish = log.erase({
    name: "ada",
    by: "root",
    at: 9_000,
    spelled: { key: "ada", names: ["ADA", "eve"] },
  });
  assertEquals(finish?.().kind, "erased");
  assertEquals(log.read("lobby", { after: 0, limit: 9 }).map(({ from }) => from), [
    "(erased)",
    "(erased)",
    "ａｄａ",
    "(erased)",
  ]);
  const db = new DatabaseSync(path);
  assertEquals(spellingsIn(db, "Ada"), { key: "ada", names: ["ａｄａ"] });
  db.close();
  log.close();
});

test("a reaction that somebody adds while one person's are taken away stays, and theirs beside it goes", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const server = openLog(path, "process");
  server.commit({
    drafts: [],
    members: [storedMember(1, { name: "ada", isHere: false }), storedMember(2, { name: "bob" })],
    readMarks: [],
  });
  const bob = { from: "bob", personId: 2 };
  store(server, draft("one", bob), draft("two", bob));
  const react = (reacts: number) => draft("reacts", { reacts, emoji: "👍", action: true });
  store(server, react(1), react(2));
  const db = new DatabaseSync(path);
  db.exec(`CREATE TRIGGER meanwhile AFTER UPDATE OF reactions ON messages
    WHEN NEW.text = 'one' AND NEW.reactions IS NULL BEGIN
      UPDATE messages SET reactions = '[["👍",[[1,"ada"],[2,"bob"]]]]' WHERE text = 'two';
    END`);
  db.close();
  const erasure = eraseFrom(path, { name: "ada", by: "root", at: 9_000, isTrial: false });
  assertEquals([erasure.kind, erasure.kind === "erased" && erasure.isRunning], ["erased", true]);
  const read = server.read("lobby", { after: 0, limit: 9 });
  assertEquals(read.slice(0, 2).map(({ reactions }) => reactions), [
    undefined,
    [{ emoji: "👍", count: 1, from: ["bob"] }],
  ]);
  assertEquals(read.slice(2).map(({ from }) => from), ["(erased)", "(erased)"]);
  server.close();
});

test("between two parts of an erasure the log is anybody's, and a part is no more than fifty messages", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const server = openLog(path, "process");
  const texts = Array.from({ length: 120 }, (_, n) => draft(`text ${n}`, { from: "ada", personId: 1 }));
  store(server, ...texts);
  using db = new DatabaseSync(path);
  using other = new DatabaseSync(path);
  const left: unknown[] = [];
  const between = (): void => {
    other.exec("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; COMMIT"); // Throws where it would have to wait.
    left.push(other.prepare("SELECT count(*) AS left FROM messages WHERE sender = 'ada'").get()?.left);
  };
  new LogErasure(db, { name: "ada", by: "root", at: 9_000, isTrial: false }, true, between).begin();
  assertEquals(left, [70, 20, 0]);
  server.close();
});
