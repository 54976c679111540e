/** What commands on a server's machine want of its cluster, over the ends of commands and servers. */

import { assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { createTicket, type TableChange } from "../../../server/store/accounts.ts";
import { Wishes } from "../../../server/cluster/wishes.ts";
import { addBan, askCluster, CannotStore, liftBan, openLog } from "../../../server/store/log.ts";
import { TempFolder } from "../../support/temp_folder.ts";

const TABLE =
  "CREATE TABLE wishes (id INTEGER PRIMARY KEY AUTOINCREMENT, wish TEXT NOT NULL, answer TEXT) STRICT";

function wish(db: DatabaseSync, account: number): void {
  db.prepare("INSERT INTO wishes (wish) VALUES (?)").run(
    JSON.stringify({ change: { do: "reset", account } }),
  );
}

Deno.test("what a command wanted that was broken off, or of a server that was killed, is not done when one begins", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const log = openLog(path, "process");
  const db = new DatabaseSync(path);
  try {
    db.exec(TABLE);
    wish(db, 1);
    const made: TableChange[] = [];
    const wishes = new Wishes(log, () => {});
    const genie = {
      make: (change: TableChange) => void made.push(change),
      do() {},
      lift() {},
      erase() {},
      carryOut() {},
    };
    wishes.look(genie);
    assertEquals(made, []);
    wish(db, 2);
    for (let times = 0; times < 2; times++) wishes.look(genie);
    assertEquals(made, [{ do: "reset", account: 2 }]);
  } finally {
    db.close();
    log.close();
  }
});

Deno.test("a command whose server began anew says at once that no server answers", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  openLog(path, "process").close();
  const db = new DatabaseSync(path);
  db.exec(`CREATE TABLE IF NOT EXISTS facts (key TEXT); ${TABLE}`);
  db.exec("CREATE TRIGGER gone AFTER INSERT ON wishes BEGIN DELETE FROM wishes; END");
  db.close();
  assertThrows(() => askCluster(path, () => ({})), CannotStore, "began anew");
});

Deno.test("what is to be erased goes into the stream with its key and its spellings in the log, which all servers take as they are", () => {
  using folder = new TempFolder();
  const log = openLog(folder.file("chat.db"), "process");
  const db = new DatabaseSync(folder.file("chat.db"));
  try {
    db.exec(TABLE);
    const wishes = new Wishes(log, () => {});
    const erased: unknown[] = [];
    const erase = { name: "Ada", by: "root", key: "ada", names: ["ada", "ADA"] };
    db.prepare("INSERT INTO wishes (wish) VALUES (?)").run(JSON.stringify({ erase }));
    wishes.look({ make() {}, do() {}, lift() {}, erase: (wish) => void erased.push(wish), carryOut() {} });
    const spelled = { key: "ada", names: ["ada", "ADA"] };
    assertEquals(erased, [{ name: "Ada", by: "root", spelled }]);
  } finally {
    db.close();
    log.close();
  }
});

/** Has whatever a command wants of a log's cluster be answered so at once. */
function answering(path: string, answer: unknown): void {
  const db = new DatabaseSync(path);
  db.exec(`CREATE TABLE IF NOT EXISTS facts (key TEXT); ${TABLE}`);
  db.exec(
    `CREATE TRIGGER told AFTER INSERT ON wishes BEGIN UPDATE wishes SET answer = '${
      JSON.stringify(answer)
    }'; END`,
  );
  db.close();
}

Deno.test("a deed that the cluster could not do is answered as not done, and its command does not say that it is", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const log = openLog(path, "process");
  const db = new DatabaseSync(path);
  const ban = { effect: "ban", room: undefined, subject: "eve", marks: [], why: "", by: "ada" } as const;
  const given = { ...ban, byKey: "o", at: 1, until: undefined };
  let answer: unknown;
  try {
    const n = addBan(path, given); // No server has it open yet.
    db.exec(TABLE);
    const wishes = new Wishes(log, () => {});
    const deed = { do: "unban", by: "ada", why: "", persons: [], writes: [{ lifted: { n, at: 2 } }] };
    db.prepare("INSERT INTO wishes (wish) VALUES (?)").run(JSON.stringify({ deed }));
    wishes.look({
      make() {},
      do: (_, settle) => settle(undefined),
      lift() {},
      erase() {},
      carryOut() {},
    });
    answer = JSON.parse(String(db.prepare("SELECT answer FROM wishes").get()?.answer));
    db.exec("DROP TABLE wishes");
    answering(path, answer);
    assertThrows(() => liftBan(path, n, "ada", 3), CannotStore, "not done");
    assertThrows(() => addBan(path, { ...given, subject: "bob" }), CannotStore, "not done");
  } finally {
    db.close();
    log.close();
  }
});

Deno.test("a ticket that the cluster could not store is told as that, and not as one too many", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  openLog(path, "process").close();
  answering(path, { kind: "not-stored" });
  const make = () => createTicket(path, { kind: "entry", uses: 1, expires: 2 }, 1);
  assertThrows(make, CannotStore, "not stored");
});

Deno.test("a ticket that the cluster refused is one too many", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  openLog(path, "process").close();
  answering(path, { kind: "refused" });
  assertEquals(createTicket(path, { kind: "entry", uses: 1, expires: 2 }, 1), undefined);
});
