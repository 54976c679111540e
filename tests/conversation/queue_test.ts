import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals } from "@std/assert";
import { PATIENCE, Patience } from "../../client/pipe/answer_timeout.ts";
import { Queue, type Unsent } from "../../conversation/queue.ts";
import { openQueue, type QueueFile, type Saved } from "../../client/saved/outbox_file.ts";
import { showNumbers, typedAs } from "../../client/view/pending.ts";
import { FakeClock } from "../support/clock.ts";
import { test } from "../support/test.ts";

const PLACE = { host: "127.0.0.1", port: 53000 };

const unsent = (id: string | number): Unsent => ({ say: { type: "say", room: "lobby", text: `${id}`, id } });
const ids = (queue: Queue): readonly unknown[] => queue.all.map(({ say }) => say.id);

/** All that may be sent now. */
function send(queue: Queue, most = Infinity): readonly unknown[] {
  const sent: unknown[] = [];
  for (let next; (next = queue.next(most)) !== undefined;) sent.push(next.say.id);
  return sent;
}

test("messages go out in order, once, and no more than may be under way", () => {
  const queue = new Queue();
  for (const id of ["a", "b", "c"]) queue.add(unsent(id));
  assertEquals([send(queue, 2), send(queue, 2)], [["a", "b"], []]);
  assertEquals(queue.settle("a")?.say.id, "a");
  assertEquals([send(queue, 2), ids(queue), queue.isAllUnderWay], [["c"], ["b", "c"], true]);
});

test("what was not stored goes out again before what is newer; after a loss, all of it", () => {
  const queue = new Queue();
  for (const id of ["a", "b", "c", "d"]) queue.add(unsent(id));
  send(queue, 3);
  queue.again("b");
  queue.again("b");
  assertEquals(send(queue), ["b", "d"]);
  queue.settle("a");
  queue.allAgain();
  assertEquals([send(queue), send(queue)], [["b", "c", "d"], []]);
});

test("an answer to something else changes nothing; 7 and '7' are two ids; the same id twice is two messages", () => {
  const queue = new Queue();
  for (const id of [7, "7", 7]) queue.add(unsent(id));
  send(queue);
  assertEquals([queue.settle("x"), queue.settle(undefined), queue.again("x")], [
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

async function opened(folder: string, name = "ada", place = PLACE): Promise<[QueueFile, Saved]> {
  const queue = await openQueue(folder, place, name);
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
    file.enter("secret");
    file.seen({ lobby: 3, den: 9 });
    file.seen({ lobby: 41 });
    for (const { say } of [unsent("a"), { say: action }, unsent("b")]) file.keep(say);
    file.drop("a");
    file.drop("zot");
    file.close(true);
    const [again, saved] = await opened(folder, "ADA");
    assertEquals(saved, { token: "secret", seen: { lobby: 41 }, unsent: [action, unsent("b").say] });
    assertEquals(again.trouble, undefined);
    again.close(false);
  }));

test("private words and topics are kept as what they are", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    const word = { type: "private", to: "bob", text: "psst", id: "p" } as const;
    const topic = { type: "topic", room: "tea", text: "", id: "t" } as const;
    for (const said of [word, topic]) file.keep(said);
    file.close(false);
    const [again, saved] = await opened(folder);
    assertEquals(saved.unsent, [word, topic]);
    again.close(false);
  }));

test("a file of the version before is read, and goes on as one of this version", () =>
  inFolder(async (folder) => {
    const [file] = await opened(folder);
    file.enter("secret");
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
      file.drop("a");
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
    assertEquals((await openQueue(folder, PLACE, "Ada")).kind, "busy");
    ada.keep(unsent("a").say);
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
      file.keep(unsent("lost").say);
      file.close(false);
      const [name = ""] = filesIn(folder).filter((name) => name.endsWith(".unsent"));
      damage(`${folder}/${name}`);
      const queue = await openQueue(folder, PLACE, "ada");
      assert(queue.kind === "open");
      assertEquals([queue.saved.unsent, queue.setAside], [[], `${folder}/${name}.damaged`]);
      assert(Deno.statSync(`${folder}/${name}.damaged`).isFile);
      queue.file.close(true);
    }
  }));

test("a folder that cannot be is told with the cause", async () => {
  const file = await Deno.makeTempFile();
  const queue = await openQueue(`${file}/state`, PLACE, "ada");
  assertEquals(queue.kind, "failed");
  await Deno.remove(file);
});

test("patience runs out when nothing gets any further, and only while something is waited for", async () => {
  const clock = new FakeClock();
  let times = 0;
  const patience = new Patience(clock, () => times++);
  await clock.advance(PATIENCE);
  patience.wait(true);
  await clock.advance(PATIENCE - 1);
  patience.wait(true);
  patience.renew();
  await clock.advance(PATIENCE - 1);
  patience.wait(false);
  await clock.advance(PATIENCE);
  assertEquals(times, 0);
  patience.wait(true);
  await clock.advance(PATIENCE);
  assertEquals([times, clock.pending], [1, 0]);
});

test("patience does not run while it is paused, and goes on where it was", async () => {
  const clock = new FakeClock();
  let times = 0;
  const patience = new Patience(clock, () => times++);
  patience.last(2 * PATIENCE);
  patience.wait(true);
  await clock.advance(PATIENCE);
  patience.pause();
  await clock.advance(5 * PATIENCE);
  patience.resume();
  await clock.advance(PATIENCE - 1);
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
      typedAs({ ...say, text: "a" }),
      typedAs({ ...say, text: "/a" }),
      typedAs({ ...say, text: "a", action: true }),
      typedAs({ ...say, text: "/a" }, say.room.toUpperCase()),
      typedAs({ ...say, text: "/a" }, "elsewhere"),
      typedAs({ ...say, text: "a", action: true }, ""),
      typedAs({ type: "private", to: "bob", text: "a", id: 1 }, "elsewhere"),
      typedAs({ type: "private", to: "bob", text: "a", id: 1, action: true }),
      typedAs({ type: "topic", room: "tea", text: "a", id: 1 }),
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
