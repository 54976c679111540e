/** What runs beside the room's thread: with the rights of a server that has given up its own, and whenever it is killed. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { exportMessages, openLog, verifyLog } from "../../server/store/log.ts";
import { draft, openIndexedLog, store } from "../support/log_fixtures.ts";
import { enter, HOUR_LATER, tellHourLater } from "../support/hour_later_story.ts";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** The command of the program, of which another script than its own is run, with all its rights and no more. */
const COMMAND = FROM_SOURCE.slice(0, -1);

const SERVER = new URL("../support/server_with_log.ts", import.meta.url).pathname;

Deno.test("an hour after its start, without the right to write, a server indexes, makes a lost index anew, and is backed up", async () => {
  await tellHourLater([...COMMAND, HOUR_LATER], FROM_SOURCE);
});

/** How many volumes and ends the index beside a log has written by now, as a number that grows with each slice. */
function indexedIn(path: string): number {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(`${path}-index`, { readOnly: true });
    return Number(db.prepare("SELECT total(high - low) AS indexed FROM ends").get()?.indexed);
  } catch {
    return 0; // There is none yet.
  } finally {
    db?.close();
  }
}

/** Whether the thread has begun to index. */
function isAtWork(path: string, startedWith: number): boolean {
  return indexedIn(path) > startedWith;
}

/** Words that stand in every message, and one that stands in each alone. */
function said(count: number): string {
  return `all of them and m${count}`;
}

Deno.test("killed in the middle of indexing and checkpoints, again and again, a server loses nothing and its index heals", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const log = openLog(path, "process");
  for (let i = 0; i < 10; i++) {
    const drafts = Array.from(
      { length: 2_000 },
      (_, one) => draft(said(i * 2_000 + one), { room: `room${i % 3}`, at: i * 2_000 + one }),
    );
    store(log, ...drafts);
  }
  log.close();
  let acknowledged = 0;
  for (const ms of [30, 120, 260, 400]) {
    const server = new Program([Deno.execPath(), "run", "-A", "--no-check", SERVER, path]);
    const port = await server.waitForOutput(/port (\d+)\n/);
    const ada = await enter(port, `ada${ms}`);
    const startedWith = indexedIn(path);
    let until = Infinity;
    while (performance.now() < until) {
      await ada.say(`all kept k${acknowledged}`, `k${acknowledged}`);
      await ada.sync();
      acknowledged++;
      if (until === Infinity && isAtWork(path, startedWith)) until = performance.now() + ms;
    }
    await server.kill();
    await ada.close();
    await server[Symbol.asyncDispose]();
  }
  const messages = [...exportMessages(path, {})];
  const kept = messages.filter(({ text }) => text.startsWith("all kept")).length;
  assert(kept >= acknowledged && acknowledged > 0, `${kept} of ${acknowledged}`);
  assertEquals(verifyLog(path).messages, messages.length);
  const { log: again, index } = openIndexedLog(path);
  while (index.step());
  let inIndex = 0;
  for (
    const { name } of index.files.index.prepare("SELECT DISTINCT 'words_' || volume AS name FROM volumes")
      .all()
  ) {
    const row = index.files.index.prepare(`SELECT count(*) AS count FROM ${name} WHERE ${name} MATCH 'all'`)
      .get();
    inIndex += Number(row?.count);
  }
  assertEquals([inIndex, index.rebuilt], [messages.length, undefined]);
  index.close();
  again.close();
});

Deno.test("a log of an older version that is killed while it moves over moves over at the next start, with all that it had", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const packed = await Deno.open(
    new URL("../server/store/log/files/version3_ec10bd6.db.gz", import.meta.url),
  );
  const old = new Uint8Array(
    await new Response(packed.readable.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  );
  Deno.writeFileSync(path, old);
  const before = [...exportMessages(path, {})];
  for (const ms of [0, 20, 60, 100, 150, 250]) {
    Deno.writeFileSync(path, old);
    for (const end of ["-wal", "-shm"]) {
      try {
        Deno.removeSync(`${path}${end}`);
      } catch {
        // It was closed before.
      }
    }
    const server = new Program([Deno.execPath(), "run", "-A", "--no-check", SERVER, path]);
    await server.waitForOutput(/opening\n/);
    await new Promise((resolve) => setTimeout(resolve, ms)); // At some moment of opening: which one is the point.
    await server.kill();
    await server[Symbol.asyncDispose]();
    const { log, index } = openIndexedLog(path);
    while (index.step());
    index.close();
    log.close();
    const comparable = (messages: readonly object[]): readonly string[] =>
      messages.map((message) => JSON.stringify({ ...message, person: undefined }));
    assertEquals(comparable([...exportMessages(path, {})]), comparable(before));
    assertEquals(verifyLog(path).messages, before.length);
  }
});
