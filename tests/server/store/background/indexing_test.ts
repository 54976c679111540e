/** The index's own file: whatever is lost, damaged, or does not belong to the log is made anew, and never costs a message. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Indexing } from "../../../../server/store/background/indexing.ts";
import { Pulse } from "../../../../server/store/background/pulse.ts";
import { backUp } from "../../../../server/store/log/archive.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { searchFile } from "../../../../server/store/search.ts";
import { draft, store, storeNumbered, trimAll } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

/** A log with its index, as the background thread works at it. */
class Room {
  readonly path: string;
  readonly rebuilt: string[] = [];
  history: ReturnType<typeof openLog>;
  log: DatabaseSync;
  indexing: Indexing;
  time = 0;

  constructor(path: string, hasIndex = true) {
    this.path = path;
    this.history = openLog(path, "process");
    this.log = new DatabaseSync(path);
    this.indexing = this.#start(hasIndex);
  }

  /** Does all that there is to do; a second passes each time. */
  work(): void {
    for (let wait = 0; wait === 0;) {
      try {
        wait = this.indexing.step();
      } catch (error) {
        wait = this.indexing.failed(error);
      }
    }
    this.time += 1_000;
  }

  find(word: string): readonly number[] {
    const query = { terms: [{ text: word, isPhrase: true }], rooms: [], from: [], context: 0 };
    const files = { log: this.log, index: this.indexing.db };
    const found = searchFile(files, { query, rooms: ["lobby"], limit: 9 }, () => false);
    assert(found.kind === "found");
    return found.hits.map(({ message }) => message.seq);
  }

  /** Whether the index itself has a word. */
  has(word: string): boolean {
    const table = "words_1048576";
    const sql = `SELECT count(*) AS count FROM ${table} WHERE ${table} MATCH ?`;
    return Number(this.indexing.db?.prepare(sql).get(`"${word}"`)?.count) > 0;
  }

  close(): void {
    this.indexing.close();
    this.log.close();
    this.history.close();
  }

  #start(hasIndex: boolean): Indexing {
    const { log, path } = this;
    return new Indexing({
      setup: { log: path, logIdentity: undefined, index: `${path}-index`, hasIndex },
      log,
      pulse: new Pulse(log, () => this.time),
      now: () => this.time,
      onRebuild: (why) => void this.rebuilt.push(why),
    });
  }
}

/** Makes a log of 2,000 messages with its index, and closes it. */
function prepared(folder: TempFolder): string {
  const path = folder.file("chat.db");
  const room = new Room(path);
  storeNumbered(room.history, 2_000);
  room.work();
  assertEquals(room.rebuilt, ["missing"]);
  room.close();
  return path;
}

test("an index that is there is used as it is, and is in one file once it is closed", () => {
  using folder = new TempFolder();
  const path = prepared(folder);
  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort();
  assertEquals(names, ["chat.db", "chat.db-index", "chat.db-lock"]);
  if (Deno.build.os !== "windows") assertEquals((Deno.statSync(`${path}-index`).mode ?? 0) & 0o777, 0o600);
  const room = new Room(path);
  room.work();
  assertEquals([room.rebuilt, room.find("7"), room.has("7")], [[], [7], true]);
  room.close();
});

const DAMAGES: Readonly<Record<string, (path: string) => void>> = {
  "was removed": (path) => Deno.removeSync(path),
  "is empty": (path) => Deno.writeFileSync(path, new Uint8Array()),
  "is something else": (path) => Deno.writeTextFileSync(path, "Dear Ada, ".repeat(999)),
  "has zeros in its middle": (path) => {
    const bytes = Deno.readFileSync(path);
    bytes.fill(0, 4_096 * 3, 4_096 * 12);
    Deno.writeFileSync(path, bytes);
  },
  "is cut off": (path) => Deno.truncateSync(path, 10_000),
  "is of another version": (path) => {
    const db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 99");
    db.close();
  },
};

for (const [what, damage] of Object.entries(DAMAGES)) {
  test(`an index that ${what} is made anew, and everything is found`, () => {
    using folder = new TempFolder();
    const path = prepared(folder);
    damage(`${path}-index`);
    const room = new Room(path);
    assertEquals(room.find("7"), [7], "without the index, too");
    room.work();
    assertEquals([room.rebuilt.length, room.find("7"), room.has("7"), room.has("2000")], [
      1,
      [7],
      true,
      true,
    ]);
    room.close();
  });
}

test("an index that is removed or damaged while it is used is made anew within a second", () => {
  using folder = new TempFolder();
  const room = new Room(prepared(folder));
  room.work();
  Deno.removeSync(`${room.path}-index`);
  room.work();
  assertEquals([room.rebuilt, room.has("7")], [["missing"], true]);
  const other = new DatabaseSync(`${room.path}-index`);
  other.exec("DROP TABLE ends");
  other.close();
  store(room.history, draft("fresh"));
  room.work();
  assertEquals([room.rebuilt, room.has("fresh"), room.has("7")], [["missing", "damaged"], true, true]);
  room.close();
});

test("an index that another connection never lets go of, as one of a thread that was ended, is replaced", () => {
  using folder = new TempFolder();
  const path = prepared(folder);
  const ended = new DatabaseSync(`${path}-index`);
  ended.exec("BEGIN IMMEDIATE");
  const room = new Room(path);
  room.work();
  store(room.history, draft("fresh"));
  room.work();
  assertEquals([room.rebuilt, room.has("fresh"), room.has("7")], [["damaged"], true, true]);
  room.close();
  ended.close();
});

test("after a backup is restored the index knows nothing of what was said since, also where as much is said again", async () => {
  using folder = new TempFolder();
  const path = prepared(folder);
  await backUp(path, folder.file("backup.db"));
  const room = new Room(path);
  store(room.history, draft("lost one", { at: 5e6 }), draft("lost two", { at: 6e6 }));
  room.work();
  room.close();
  Deno.copyFileSync(folder.file("backup.db"), path);
  const restored = new Room(path);
  restored.work();
  assertEquals([restored.rebuilt, restored.find("lost"), restored.has("lost")], [["other-log"], [], false]);
  restored.close();

  Deno.copyFileSync(folder.file("backup.db"), path);
  const indexed = new Room(path);
  store(indexed.history, draft("later one", { at: 7e6 }), draft("later two", { at: 8e6 }));
  indexed.work();
  indexed.close();
  Deno.copyFileSync(folder.file("backup.db"), path);
  const without = openLog(path, "process");
  store(without, draft("again one", { at: 9e6 }), draft("again two", { at: 10e6 }));
  without.close();
  const last = new Room(path);
  last.work();
  assertEquals([last.rebuilt, last.has("later"), last.has("again")], [["other-log"], false, true]);
  last.close();
});

test("while a lost index is made anew it is told how many messages it has not, without those that were let go", () => {
  using folder = new TempFolder();
  const path = prepared(folder);
  Deno.removeSync(`${path}-index`);
  const room = new Room(path);
  trimAll(room.history, { kind: "count", count: 1_000 }, 0);
  store(room.history, draft("fresh"));
  const told = [room.indexing.unindexed];
  while (room.indexing.step() === 0) told.push(room.indexing.unindexed);
  assertEquals(told, [...told].sort((one, other) => other - one), "it becomes less");
  assertEquals([told[0], told.at(-1)], [1_001, 0]);
  room.close();
  assertEquals(
    new Room(path, false).indexing.unindexed,
    0,
    "nothing is missing where there is to be no index",
  );
});

test("an index of another log is not used", () => {
  using folder = new TempFolder();
  const path = prepared(folder);
  const other = folder.file("other.db");
  Deno.copyFileSync(`${path}-index`, `${other}-index`);
  const room = new Room(other);
  storeNumbered(room.history, 2_000);
  room.work();
  assertEquals([room.rebuilt, room.find("7")], [["other-log"], [7]]);
  room.close();
});

test("without an index nothing is left of one, the log's notes count as carried out, and with one again all is found", () => {
  using folder = new TempFolder();
  const path = prepared(folder);
  const without = new Room(path, false);
  without.history.trim({ kind: "count", count: 1_900 }, 0);
  without.work();
  assertEquals([without.indexing.forgotten, without.indexing.db], [1, undefined]);
  without.close();
  assert(!Array.from(Deno.readDirSync(folder.path)).some(({ name }) => name.includes("index")));
  const again = new Room(path);
  again.work();
  assertEquals([again.find("2000"), again.has("7"), again.has("2000")], [[2000], false, true]);
  again.close();
});

test("in a rush the index waits, and checkpoints do not", () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const history = openLog(path, "process");
  const log = new DatabaseSync(path);
  let time = 0;
  const pulse = new Pulse(log, () => time);
  const say = (count: number): void => {
    storeNumbered(history, count);
    time += 250;
    pulse.look();
  };
  pulse.look();
  assertEquals([pulse.isTalk, pulse.isRush], [false, false]);
  for (let i = 0; i < 8; i++) say(100);
  assertEquals([pulse.isTalk, pulse.isRush], [true, false]);
  for (let i = 0; i < 4; i++) say(1_500);
  assertEquals([pulse.isTalk, pulse.isRush], [true, true]);
  for (let i = 0; i < 5; i++) {
    time += 250;
    pulse.look();
  }
  assertEquals([pulse.isTalk, pulse.isRush], [false, false]);
  log.close();
  history.close();
});
