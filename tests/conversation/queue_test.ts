import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals } from "@std/assert";
import { ANSWER_TIMEOUT, AnswerTimeout } from "../../client/pipe/answer_timeout.ts";
import { Queue, type QueuedMessage } from "../../conversation/queue.ts";
import { openOutboxFile, type OutboxFile, type SavedContent } from "../../client/saved/outbox_file.ts";
import { asTyped, showNumbers } from "../../client/view/pending.ts";
import { FakeClock } from "../support/clock.ts";
import { test } from "../support/sanitized.ts";

const PLACE = { host: "127.0.0.1", port: 53000 };

const unsent = (id: string | number): QueuedMessage => ({
  frame: { type: "say", room: "lobby", text: `${id}`, id },
});
const ids = (queue: Queue): readonly unknown[] => queue.all.map(({ frame }) => frame.id);

/** All that may be sent now. */
function send(queue: Queue, most = Infinity): readonly unknown[] {
  const sent: unknown[] = [];
  for (let next; (next = queue.next(most)) !== undefined;) sent.push(next.frame.id);
  return sent;
}

test("messages go out in order, once, and no more than may be under way", () => {
  const queue = new Queue();
  for (const id of ["a", "b", "c"]) queue.add(unsent(id));
  assertEquals([send(queue, 2), send(queue, 2)], [["a", "b"], []]);
  assertEquals(queue.settle("a")?.frame.id, "a");
  assertEquals([send(queue, 2), ids(queue), queue.isAllInFlight], [["c"], ["b", "c"], true]);
});

test("what was not stored goes out again before what is newer; after a loss, all of it", () => {
  const queue = new Queue();
  for (const id of ["a", "b", "c", "d"]) queue.add(unsent(id));
  send(queue, 3);
  queue.requeue("b");
  queue.requeue("b");
  assertEquals(send(queue), ["b", "d"]);
  queue.settle("a");
  queue.requeueAll();
  assertEquals([send(queue), send(queue)], [["b", "c", "d"], []]);
});

test("an answer to something else changes nothing; 7 and '7' are two ids; the same id twice is two messages", () => {
  const queue = new Queue();
  for (const id of [7, "7", 7]) queue.add(unsent(id));
  send(queue);
  assertEquals([queue.settle("x"), queue.settle(undefined), queue.requeue("x")], [
    undefined,
    undefined,
    undefined,
  ]);
  queue.settle(7);
  assertEquals(ids(queue), ["7", 7]);
});

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(`${folder}/made`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function opened(folder: string, name = "ada", place = PLACE): Promise<[OutboxFile, SavedContent]> {
  const queue = await openOutboxFile(folder, place, name);
  if (queue.kind !== "open") throw new Error(JSON.stringify(queue));
  return [queue.file, queue.saved];
}

const filesIn = (folder: string): readonly string[] =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name);

test("the file keeps who we are, what was seen, and what is unsent in its order", () =>
  inFolder(async (folder) => {
    const [file, before] = await opened(folder);
    assertEquals(before, { token: undefined, seen: {}, unsent: [] });
    const action = { type: "say", room: "lobby", text: "wäves\n☕", id: 7, action: true } as const;
    file.saveToken("secret");
    file.saveCursor({ lobby: 3, den: 9 });
    file.saveCursor({ lobby: 41 });
    for (const { frame } of [unsent("a"), { frame: action }, unsent("b")]) file.add(frame);
    file.remove("a");
    file.remove("zot");
    file.close(true);
    const [again, saved] = await opened(folder, "ADA");
    assertEquals(saved, { token: "secret", seen: { lobby: 41 }, unsent: [action, unsent("b").frame] });
    assertEquals(again.failure, undefined);
    again.close(false);
  }));

test("private words and topics are kept as what they are", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    const word = { type: "private", to: "bob", text: "psst", id: "p" } as const;
    const topic = { type: "topic", room: "tea", text: "", id: "t" } as const;
    for (const said of [word, topic]) file.add(said);
    file.close(false);
    const [again, saved] = await opened(folder);
    assertEquals(saved.unsent, [word, topic]);
    again.close(false);
  }));

test("a file of the version before is read, and goes on as one of this version", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    file.saveToken("secret");
    file.close(false);
    const path = `${folder}/${filesIn(folder).find((name) => name.endsWith(".unsent")) ?? ""}`;
    const db = new DatabaseSync(path);
    db.exec(`
      DROP TABLE unsent;
      CREATE TABLE unsent (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, room TEXT, text TEXT, action INTEGER);
      INSERT INTO unsent (id, room, text, action) VALUES ('"a"', 'lobby', 'say "a"', 0), ('7', 'den', 'waves', 1);
      PRAGMA user_version = 1;`);
    db.close();
    const old = [
      { type: "say", room: "lobby", text: 'say "a"', id: "a" },
      { type: "say", room: "den", text: "waves", id: 7, action: true },
    ] as const;
    for (const expected of [old, old.slice(1)]) {
      const [file, saved] = await opened(folder);
      assertEquals(saved, { token: "secret", seen: {}, unsent: expected });
      file.remove("a");
      file.close(false);
    }
  }));

test("only its owner may read it", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    for (const name of Deno.build.os === "windows" ? [] : filesIn(folder)) {
      assertEquals((Deno.statSync(`${folder}/${name}`).mode ?? 0) & 0o777, 0o600);
    }
    file.close(true);
  }));

test("it is removed when somebody has left and nothing is unsent, and stays otherwise", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    file.close(false);
    assertEquals(filesIn(folder).filter((name) => name.endsWith(".unsent")).length, 1);
    const [again] = await opened(folder);
    again.close(true);
    assertEquals(filesIn(folder), []);
  }));

test("each server and name has its own; a second client of the same gets none", () =>
  inFolder(async (folder) => {
    const [ada] = await opened(folder);
    const others = [
      (await opened(folder, "bob"))[0],
      (await opened(folder, "a/../../d☕a"))[0],
      (await opened(folder, "ada", { host: "::1", port: 53000 }))[0],
      (await opened(folder, "ada", { host: "127.0.0.1", port: 53001 }))[0],
    ];
    assertEquals((await openOutboxFile(folder, PLACE, "Ada")).kind, "busy");
    ada.add(unsent("a").frame);
    for (const file of [ada, ...others]) file.close(false);
    assertEquals(filesIn(folder).filter((name) => name.endsWith(".unsent")).length, 5);
  }));

test("a file that is damaged in any way is set aside, and a new one begins", () =>
  inFolder(async (folder) => {
    const damages: readonly ((path: string) => void)[] = [
      (path) => Deno.writeTextFileSync(path, "garbage ".repeat(1000)),
      (path) => Deno.truncateSync(path, 5000),
      (path) => {
        const bytes = Deno.readFileSync(path);
        Deno.writeFileSync(path, bytes.fill(0xff, 4096));
      },
    ];
    for (const damage of damages) {
      const [file] = await opened(folder);
      file.add(unsent("lost").frame);
      file.close(false);
      const [name = ""] = filesIn(folder).filter((name) => name.endsWith(".unsent"));
      damage(`${folder}/${name}`);
      const queue = await openOutboxFile(folder, PLACE, "ada");
      assert(queue.kind === "open");
      assertEquals([queue.saved.unsent, queue.setAside], [[], `${folder}/${name}.damaged`]);
      assert(Deno.statSync(`${folder}/${name}.damaged`).isFile);
      queue.file.close(true);
    }
  }));

test("a folder that cannot be is told with the cause", async () => {
  const file = await Deno.makeTempFile();
  const queue = await openOutboxFile(`${file}/state`, PLACE, "ada");
  assertEquals(queue.kind, "failed");
  await Deno.remove(file);
});

test("patience runs out when nothing gets any further, and only while something is waited for", async () => {
  const clock = new FakeClock();
  let times = 0;
  const patience = new AnswerTimeout(clock, () => times++);
  await clock.advance(ANSWER_TIMEOUT);
  patience.setWaiting(true);
  await clock.advance(ANSWER_TIMEOUT - 1);
  patience.setWaiting(true);
  patience.renew();
  await clock.advance(ANSWER_TIMEOUT - 1);
  patience.setWaiting(false);
  await clock.advance(ANSWER_TIMEOUT);
  assertEquals(times, 0);
  patience.setWaiting(true);
  await clock.advance(ANSWER_TIMEOUT);
  assertEquals([times, clock.pending], [1, 0]);
});

test("patience does not run while it is paused, and goes on where it was", async () => {
  const clock = new FakeClock();
  let times = 0;
  const patience = new AnswerTimeout(clock, () => times++);
  patience.setDuration(2 * ANSWER_TIMEOUT);
  patience.setWaiting(true);
  await clock.advance(ANSWER_TIMEOUT);
  patience.pause();
  await clock.advance(5 * ANSWER_TIMEOUT);
  patience.resume();
  await clock.advance(ANSWER_TIMEOUT - 1);
  assertEquals(times, 0);
  await clock.advance(1);
  assertEquals(times, 1);
});

test("numbers are written as people write them", () => {
  assertEquals(
    [[], [3], [1, 2, 3, 5, 7, 8]].map(showNumbers),
    ["", "3", "1-3, 5, 7-8"],
  );
});

test("a message is written as it would be typed, and with its room where another one is in view", () => {
  const say = { type: "say", room: "lobby", id: 1 } as const;
  assertEquals(
    [
      asTyped({ ...say, text: "a" }),
      asTyped({ ...say, text: "/a" }),
      asTyped({ ...say, text: "a", action: true }),
      asTyped({ ...say, text: "/a" }, say.room.toUpperCase()),
      asTyped({ ...say, text: "/a" }, "elsewhere"),
      asTyped({ ...say, text: "a", action: true }, ""),
      asTyped({ type: "private", to: "bob", text: "a", id: 1 }, "elsewhere"),
      asTyped({ type: "private", to: "bob", text: "a", id: 1, action: true }),
      asTyped({ type: "topic", room: "tea", text: "a", id: 1 }),
    ],
    [
      "a",
      "//a",
      "/me a",
      "//a",
      "/msg #lobby /a",
      "/msg #lobby /me a",
      "/msg bob a",
      "/msg bob /me a",
      "/topic a",
    ],
  );
});
