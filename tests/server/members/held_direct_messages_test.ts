/** Words for somebody whose connection is broken: they wait, and arrive when that person is back. */

import { assertEquals } from "@std/assert";
import { openLog } from "../../../server/log/open.ts";
import { Folder } from "../../support/folder.ts";
import { FakeSink, type Guest, Hall } from "../../support/hall.ts";
import { it } from "../../../words/it.ts";
import { test } from "../../support/test.ts";

const GRACE = { grace: 30_000, rate: null };

/** A hall with ada and bob in it, and nothing told yet. */
async function two(before: ConstructorParameters<typeof Hall>[1] = {}) {
  const hall = new Hall(GRACE, before);
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  const resume = bob.resume(0);
  ada.sink.writes.length = 0;
  return { hall, ada, bob, resume };
}

function whisper(from: Guest, to: string, text: string, id?: string | number): void {
  from.tell({ type: "private", to, text, ...(id !== undefined && { id }) });
}

/** Somebody comes back with what they had. */
async function comeBack(hall: Hall, name: string, resume: ReturnType<Guest["resume"]>): Promise<Guest> {
  const again = hall.come();
  again.hello(name, resume);
  await hall.endTurn();
  await hall.endTurn();
  return again;
}

/** Lets time go by, with the hub looking after those who are away. */
async function pass(hall: Hall, ms: number): Promise<void> {
  await hall.clock.advance(ms);
  hall.hub.sweep();
  await hall.endTurn();
}

/** What became of private words, in the order in which it was told. */
function fates(guest: Guest): readonly unknown[] {
  return guest.frames.flatMap((frame): readonly unknown[] => {
    if (frame.type === "private") return [`${frame.from}: ${frame.text}`];
    if (frame.type === "delivered") return [["delivered", frame.id, frame.waited]];
    if (frame.type === "notice" && frame.code === "waiting") return [["waiting", frame.id, frame.name]];
    return frame.type === "error" && frame.code === "not-here" ? [["not-here", frame.id, frame.waited]] : [];
  });
}

test("what is said to somebody whose connection is broken waits, and arrives after their welcome", async () => {
  const { hall, ada, bob, resume } = await two();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "two");
  await pass(hall, 29_000);
  assertEquals(fates(ada), ["ada: one", ["waiting", 1, "bob"], "ada: two", ["waiting", undefined, "bob"]]);
  const again = await comeBack(hall, "bob", resume);
  assertEquals(again.frames.map(({ type }) => type), ["welcome", "private", "private"]);
  assertEquals(fates(again), ["ada: one", "ada: two"]);
  assertEquals(fates(ada).slice(4), [["delivered", 1, true], ["delivered", undefined, true]]);
  assertEquals(hall.history.batches, []);
});

test("when their grace is over the sender is told that it did not arrive, and may send it again", async () => {
  const { hall, ada, bob, resume } = await two();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "two");
  await pass(hall, 30_000);
  assertEquals(fates(ada).slice(4), [["not-here", 1, true], ["not-here", undefined, true]]);
  const again = await comeBack(hall, "bob", resume);
  assertEquals(fates(again), []);
  whisper(ada, "bob", "one", 1);
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(fates(again), ["ada: one"]);
  assertEquals(fates(ada).slice(6), ["ada: one", ["delivered", 1, undefined]]);
});

test("after a restart what is sent again a moment before its recipient is back arrives, once", async () => {
  using folder = new Folder();
  const path = folder.file("chat.db");
  const { hall: before, resume } = await two({ history: openLog(path, "process") });
  before.history.noteAlive(before.clock.now());
  before.history.close(); // As a server that is killed.
  const { tokens, clock } = before;
  const hall = new Hall(GRACE, { history: openLog(path, "process"), tokens, clock });
  hall.hub.restore(hall.peer(new FakeSink()), 60_000);
  const again = await comeBack(hall, "ada", { token: "token-1", after: {} });
  whisper(again, "bob", "are you there?", "a-1");
  await hall.endTurn();
  again.disconnect();
  const third = await comeBack(hall, "ada", { token: "token-1", after: {} });
  whisper(third, "bob", "are you there?", "a-1"); // Without an answer it is sent again.
  const bob = await comeBack(hall, "bob", resume);
  assertEquals(fates(bob), ["ada: are you there?"]);
  assertEquals(fates(third), [["delivered", "a-1", true]]);
  hall.history.close();
});

test("what was on its way when a connection broke waits as well", async () => {
  const { hall, ada, bob, resume } = await two();
  bob.sink.mood = "gone";
  whisper(ada, "bob", "one", 1);
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(fates(ada), ["ada: one", ["waiting", 1, "bob"]]);
  bob.disconnect();
  const again = await comeBack(hall, "bob", resume);
  assertEquals([fates(again), fates(ada).slice(2)], [["ada: one"], [["delivered", 1, true]]]);
});

test("what an old connection did not take goes to the new one, which came before that was noticed", async () => {
  const { hall, ada, bob, resume } = await two();
  bob.sink.mood = "stalls";
  whisper(ada, "bob", "one", 1);
  await hall.endTurn();
  const again = await comeBack(hall, "bob", resume);
  await hall.clock.advance(2_000); // So long the old connection may still take what is for it.
  await hall.endTurn();
  await hall.endTurn();
  assertEquals([fates(again), fates(ada)], [["ada: one"], ["ada: one", ["delivered", 1, undefined]]]);
});

test("what waited is from its sender as they are called by then", async () => {
  const { hall, ada, bob, resume } = await two();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  ada.tell({ type: "nick", name: "countess" });
  const again = await comeBack(hall, "bob", resume);
  assertEquals(fates(again), ["countess: one"]);
});

test("who leaves takes along what waits under an id, as it may be sent again; the rest arrives", async () => {
  const { hall, ada, bob, resume } = await two();
  const nc = await hall.member("nc", "plain");
  bob.disconnect();
  whisper(ada, "bob", "with an id", 1);
  whisper(nc, "bob", "without one");
  ada.tell({ type: "quit" });
  nc.tell({ type: "quit" });
  await hall.endTurn();
  const again = await comeBack(hall, "bob", resume);
  assertEquals(fates(again), ["nc: without one"]);
});

test("64 words wait for one person and 1000 for all together; a further one is refused as not here", async () => {
  const { hall, ada, bob, resume } = await two();
  const others: Guest[] = [];
  for (let i = 0; i < 16; i++) others.push(await hall.member(`p${i}`));
  for (const other of [bob, ...others]) other.disconnect();
  for (let i = 0; i <= 64; i++) whisper(ada, "bob", `${i}`, i);
  await hall.endTurn();
  assertEquals(fates(ada).slice(-2), [["waiting", 63, "bob"], ["not-here", 64, undefined]]);
  for (const { session: { name } } of others) for (let i = 0; i < 64; i++) whisper(ada, name, "x");
  await hall.endTurn();
  assertEquals(ada.all("notice").length, 1_000);
  const again = await comeBack(hall, "bob", resume);
  assertEquals(fates(again).length, 64);
  whisper(ada, "p15", "x", "a-last"); // As bob has his, there is room for others.
  await hall.endTurn();
  assertEquals(fates(ada).at(-1), ["waiting", "a-last", "p15"]);
});

test("without a grace nothing waits, nor for people with nc, who cannot come back", async () => {
  const hall = new Hall({ grace: 0 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  bob.sink.mood = "gone";
  whisper(ada, "bob", "one", 1);
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(fates(ada), ["ada: one", ["not-here", 1, undefined]]);

  const { hall: other, ada: eve } = await two();
  const nc = await other.member("nc", "plain");
  nc.sink.mood = "gone";
  whisper(eve, "nc", "one", 1);
  await other.endTurn();
  await other.endTurn();
  assertEquals(fates(eve), ["ada: one", ["not-here", 1, undefined]]);
});

test("a person with nc is told in sentences that it waits, and what became of it", async () => {
  const { hall, bob, resume } = await two();
  const nc = await hall.member("nc", "plain");
  bob.disconnect();
  whisper(nc, "bob", "one");
  await hall.endTurn();
  const again = await comeBack(hall, "bob", resume);
  again.disconnect();
  whisper(nc, "bob", "two");
  await pass(hall, 30_000);
  assertEquals(
    nc.sink.text.split("\n").filter((line) => line.startsWith("bob ") || line.includes("private")).map((
      line,
    ) => line.replace(/ \[\d.*\]$/, "")),
    [
      "[private] you -> bob: one",
      "bob has lost the connection: what you wrote waits, and arrives if they are back soon.",
      "bob is back and has what you wrote.",
      "[private] you -> bob: two",
      "bob has lost the connection: what you wrote waits, and arrives if they are back soon.",
      "bob has not come back, so what you wrote did not arrive.",
    ],
  );
});

test("in Italian as well", async () => {
  const { hall, ada, bob, resume } = await two({ words: it });
  bob.disconnect();
  whisper(ada, "bob", "uno", 1);
  await hall.endTurn();
  await comeBack(hall, "bob", resume);
  assertEquals(ada.all("notice").map(({ text }) => text), [it.waitsFor("bob")]);
});
