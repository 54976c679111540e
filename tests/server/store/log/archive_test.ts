/** What can be done with a log from outside, while a server has it open and while none has. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { backUp, exportMessages, verifyLog } from "../../../../server/store/log/archive.ts";
import { CannotStore } from "../../../../server/store/log/errors.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { draft, seqs, store, storeNumbered, trimAll } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";

/** Changes a log behind everybody's back. */
function tamper(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

test("all messages are given, room after room, in the order of their numbers, while a server writes", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const history = openLog(path, "process");
  storeNumbered(history, 3);
  store(history, draft("tea", { room: "tea", at: 2_500, id: 1, action: true }));
  const given: string[] = [];
  for (const { room, seq, text, id, action } of exportMessages(path, {})) {
    given.push([room, seq, text, id, action].join(" ").trim());
    store(history, draft("later"));
  }
  assertEquals(given, ["lobby 1 1", "lobby 2 2", "lobby 3 3", "tea 1 tea 1 true"]);
  assertEquals(seqs([...exportMessages(path, { room: "tea" })]), [1]);
  assertEquals(seqs([...exportMessages(path, { room: "none" })]), []);
  assertEquals(seqs([...exportMessages(path, { since: 2_000 })]), [2, 3, 1]);
  history.close();
  assertEquals([...exportMessages(path, { room: "lobby" })].length, 7);
});

test("what cannot be read says why", () => {
  using folder = new TempFolder();
  Deno.writeTextFileSync(folder.file("letter"), "Dear Ada, ".repeat(999));
  const kindOf = (name: string) =>
    assertThrows(() => [...exportMessages(folder.file(name), {})], CannotStore).kind;
  assertEquals([kindOf("letter"), kindOf("none/chat.db")], ["not-ours", "read-only"]);
});

test("a backup that is made while a server writes is whole, and has all that was acknowledged before it", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const history = openLog(path, "process");
  storeNumbered(history, 2_000);
  const copying = backUp(path, folder.file("copy.db"));
  for (let i = 0; i < 100; i++) store(history, draft("meanwhile"));
  await copying;
  store(history, draft("after"));
  const { rooms, messages } = verifyLog(folder.file("copy.db"));
  assertEquals(rooms, 1);
  assert(messages >= 2_000 && messages <= 2_100, `${messages}`);
  history.close();
  assertEquals(verifyLog(path).messages, 2_101);
  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name).filter((name) =>
    name.startsWith("copy")
  );
  assertEquals(names, ["copy.db"]);
});

test("a backup is a log to go on with", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const history = openLog(path, "process");
  storeNumbered(history, 5);
  await backUp(path, folder.file("copy.db"));
  storeNumbered(history, 5);
  history.close();
  const restored = openLog(folder.file("copy.db"), "process");
  assertEquals(store(restored, draft("on"))[0]?.message.seq, 6);
  restored.close();
});

test("a backup of what is no log, or into what is no place, says why", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  openLog(path, "process").close();
  const into = await assertRejects(() => backUp(path, folder.file("none/copy.db")), CannotStore);
  assertEquals([into.kind, into.path], ["read-only", folder.file("none/copy.db")]);
  Deno.writeTextFileSync(folder.file("letter"), "Dear Ada, ".repeat(999));
  assertEquals(
    (await assertRejects(() => backUp(folder.file("letter"), folder.file("x")), CannotStore)).kind,
    "not-ours",
  );
});

test("a log of which messages are missing is not whole, wherever they are missing", () => {
  using folder = new TempFolder();
  const whole = folder.file("chat.db");
  const history = openLog(whole, "process");
  storeNumbered(history, 20);
  store(history, draft("tea", { room: "tea" }));
  history.close();
  assertEquals(verifyLog(whole), { rooms: 2, messages: 21 });
  const base = 2 ** 40;
  for (
    const [what, sql] of [
      ["in the middle", `DELETE FROM messages WHERE n = ${base} + 10`],
      ["at the end", `DELETE FROM messages WHERE n = ${base} + 20`],
      ["in another room", `UPDATE rooms SET last = 2 WHERE name = 'tea'`],
    ]
  ) {
    const path = folder.file(`${what}.db`);
    Deno.copyFileSync(whole, path);
    tamper(path, sql ?? "");
    const error = assertThrows(() => verifyLog(path), CannotStore);
    assertEquals([error.kind, error.message], ["incomplete", what === "in another room" ? "tea" : "lobby"]);
  }
  const trimmed = folder.file("trimmed.db");
  Deno.copyFileSync(whole, trimmed);
  const kept = openLog(trimmed, "process");
  trimAll(kept, { kind: "count", count: 5 }, 0);
  kept.close();
  assertEquals(verifyLog(trimmed), { rooms: 2, messages: 6 });
});

test("a log with a damaged page is not whole, wherever it is damaged", () => {
  using folder = new TempFolder();
  const whole = folder.file("chat.db");
  const history = openLog(whole, "process");
  store(history, ...Array.from({ length: 300 }, (_, id) => draft("x".repeat(300), { id })));
  history.close();
  const { size } = Deno.statSync(whole);
  for (let page = 0; page < size / 4096; page++) {
    const path = folder.file(`${page}.db`);
    Deno.copyFileSync(whole, path);
    const file = Deno.openSync(path, { write: true });
    file.seekSync(page * 4096, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(4096));
    file.close();
    const { kind } = assertThrows(() => verifyLog(path), CannotStore);
    assertEquals(kind, page === 0 ? "not-ours" : "damaged", `page ${page}`);
  }
});
