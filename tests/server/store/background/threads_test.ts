/** Real threads: begun with the server's rights, begun again, and never making a log where none is. */

import { assert, assertEquals } from "@std/assert";
import { Background } from "../../../../server/store/background.ts";
import { startKeeper } from "../../../../server/store/background/threads.ts";
import { fileIdentity, openLog } from "../../../../server/store/log.ts";
import type { LogEvent } from "../../../../server/machine/logger.ts";
import type { FileReply } from "../../../../server/store/search.ts";
import { testAlone } from "../../../support/alone.ts";
import { Condition } from "../../../support/condition.ts";
import { draft, store, storeNumbered } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

/** A log in a folder, and the background of it with real threads. */
function start(path: string) {
  const log = openLog(path, "process", { checkpointAt: 1_000_000 });
  const logged: LogEvent[] = [];
  const changes = new Condition();
  const background = new Background({
    setup: { log: path, logIdentity: fileIdentity(path), index: `${path}-index`, hasIndex: true },
    logger(event) {
      logged.push(event);
      changes.notify();
    },
    keeper(setup, onEnd) {
      const keeper = startKeeper(setup, onEnd);
      return {
        ...keeper,
        start: (onReport) =>
          keeper.start((report) => {
            onReport(report);
            changes.notify();
          }),
      };
    },
  });
  const until = (what: string, isSo: () => boolean): Promise<unknown> =>
    changes.waitFor(what, () => isSo() || undefined, () => JSON.stringify([background.state, logged]));
  const ask = (): Promise<FileReply> => {
    const query = { terms: [{ text: "tea", isPhrase: false }], rooms: [], from: [], context: 0 };
    const wanted = { query, rooms: ["lobby"], limit: 9 };
    return new Promise((done) => background.ask({ kind: "search", wanted }, 5_000, done));
  };
  return { log, background, logged, until, ask };
}

testAlone( // Elsewhere than on Linux a thread has no priority of its own.
  import.meta.url,
  "the kernel runs all others before this thread, and none else of the server is put back",
  async () => {
    using folder = new TempFolder();
    const { log, background, until } = start(folder.file("chat.db"));
    await until("the thread", () => background.state.isUp);
    const nice = threads().filter(([name]) => name.startsWith("worker-")).map(([, value]) => value);
    assertEquals(nice.filter((value) => value === 10).length, 1, JSON.stringify(threads()));
    assert(threads().every(([name, value]) => name.startsWith("worker-") || value !== 10));
    await background.close();
    log.close();
  },
);

/** The threads of this process: what each is called, and its nice value. */
function threads(): readonly (readonly [name: string, nice: number])[] {
  return Array.from(Deno.readDirSync("/proc/self/task"), ({ name }) => {
    const stat = Deno.readTextFileSync(`/proc/self/task/${name}/stat`);
    const [, called = ""] = /\((.*)\)/.exec(stat) ?? [];
    return [called, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16])];
  });
}

test("a real thread indexes, answers, and leaves one file of the index when it is closed", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const { log, background, logged, until, ask } = start(path);
  await until("the thread", () => background.state.isUp);
  await until("its index", () => fileIdentity(`${path}-index`) !== undefined);
  const { worked } = background.state;
  await until("a beat after the index was made", () => background.state.worked > worked);
  storeNumbered(log, 5_000);
  store(log, draft("Tea?", { id: 1 }));
  const indexed = background.state.worked + 20; // 5,001 messages take longer than a beat's own work, by far.
  await until("a beat after the indexing", () => background.state.worked > indexed);
  const found = await ask();
  assert(found.kind === "found");
  assertEquals(found.hits.map(({ message: { text }, marks }) => [text, marks]), [["Tea?", [[0, 3]]]]);
  await background.close();
  log.close();
  assertEquals(logged, []);
  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort();
  assertEquals(names, ["chat.db", "chat.db-index", "chat.db-lock"]);
});

test("where the log is not at its place no thread opens or makes another", async () => {
  if (Deno.build.os === "windows") return;
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  openLog(path, "process").close();
  const identity = fileIdentity(path);
  Deno.renameSync(path, folder.file("moved.db"));
  const logged: LogEvent[] = [];
  const changes = new Condition();
  const background = new Background({
    setup: { log: path, logIdentity: identity, index: `${path}-index`, hasIndex: true },
    logger(event) {
      logged.push(event);
      changes.notify();
    },
  });
  const seen = (): string => JSON.stringify(logged);
  await changes.waitFor("its end", () => logged.length > 0 || undefined, seen);
  assertEquals(logged.map(({ event }) => event), ["background-ended"]);
  assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name).includes("chat.db"), false);
  await background.close();
});

test("a thread that is put in the place of another is not taken for the one that ends", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const log = openLog(path, "process", { checkpointAt: 1_000_000 });
  const heard = new Condition();
  const ended: string[] = [];
  const setup = { log: path, logIdentity: fileIdentity(path), index: `${path}-index`, hasIndex: true };
  const keeper = startKeeper(setup, (why) => ended.push(why));
  for (let i = 0; i < 3; i++) {
    let isReady = false;
    const thread = keeper.start(({ kind }) => {
      isReady ||= kind === "ready";
      heard.notify();
    });
    await heard.waitFor("the thread", () => isReady || undefined, () => JSON.stringify(ended));
    thread.close();
  }
  const last = new Condition();
  let beats = 0;
  const thread = keeper.start(() => {
    beats++;
    last.notify();
  });
  await last.waitFor("two beats", () => beats > 2 || undefined, () => JSON.stringify(ended));
  assertEquals(ended, []);
  thread.close();
  keeper.close();
  log.close();
});
