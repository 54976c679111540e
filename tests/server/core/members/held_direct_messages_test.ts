/** Words for somebody whose connection is broken: they wait, and arrive when that person is back. */

import { assertEquals } from "@std/assert";
import { openLog } from "../../../../server/store/log/open.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { it } from "../../../../words/it.ts";
import { test } from "../../../support/sanitized.ts";

const GRACE = { grace: 30_000, rate: null };

/** A core with ada and bob in it, and nothing told yet. */
async function two(before: ConstructorParameters<typeof TestCore>[1] = {}) {
  const core = new TestCore(GRACE, before);
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const resume = bob.resume(0);
  ada.sink.writes.length = 0;
  return { core, ada, bob, resume };
}

function whisper(from: TestClient, to: string, text: string, id?: string | number): void {
  from.sendFrames({ type: "private", to, text, ...(id !== undefined && { id }) });
}

/** Somebody comes back with what they had. */
async function comeBack(
  core: TestCore,
  name: string,
  resume: ReturnType<TestClient["resume"]>,
): Promise<TestClient> {
  const again = core.connect();
  again.hello(name, resume);
  await core.endTurn();
  await core.endTurn();
  return again;
}

/** Lets time go by, with the hub looking after those who are away. */
async function pass(core: TestCore, ms: number): Promise<void> {
  await core.clock.advance(ms);
  core.hub.sweep();
  await core.endTurn();
}

/** What became of private words, in the order in which it was told. */
function fates(client: TestClient): readonly unknown[] {
  return client.frames.flatMap((frame): readonly unknown[] => {
    if (frame.type === "private") return [`${frame.from}: ${frame.text}`];
    if (frame.type === "delivered") return [["delivered", frame.id, frame.waited]];
    if (frame.type === "notice" && frame.code === "waiting") return [["waiting", frame.id, frame.name]];
    return frame.type === "error" && frame.code === "not-here" ? [["not-here", frame.id, frame.waited]] : [];
  });
}

test("what is said to somebody whose connection is broken waits, and arrives after their welcome", async () => {
  const { core, ada, bob, resume } = await two();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "two");
  await pass(core, 29_000);
  assertEquals(fates(ada), ["ada: one", ["waiting", 1, "bob"], "ada: two", ["waiting", undefined, "bob"]]);
  const again = await comeBack(core, "bob", resume);
  assertEquals(again.frames.map(({ type }) => type), ["welcome", "private", "private"]);
  assertEquals(fates(again), ["ada: one", "ada: two"]);
  assertEquals(fates(ada).slice(4), [["delivered", 1, true], ["delivered", undefined, true]]);
  assertEquals(core.history.batches, []);
});

test("when their grace is over the sender is told that it did not arrive, and may send it again", async () => {
  const { core, ada, bob, resume } = await two();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "two");
  await pass(core, 30_000);
  assertEquals(fates(ada).slice(4), [["not-here", 1, true], ["not-here", undefined, true]]);
  const again = await comeBack(core, "bob", resume);
  assertEquals(fates(again), []);
  whisper(ada, "bob", "one", 1);
  await core.endTurn();
  await core.endTurn();
  assertEquals(fates(again), ["ada: one"]);
  assertEquals(fates(ada).slice(6), ["ada: one", ["delivered", 1, undefined]]);
});

test("after a restart what is sent again a moment before its recipient is back arrives, once", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const { core: before, resume } = await two({ history: openLog(path, "process") });
  before.history.noteAlive(before.clock.now());
  before.history.close(); // As a server that is killed.
  const { tokens, clock } = before;
  const core = new TestCore(GRACE, { history: openLog(path, "process"), tokens, clock });
  core.hub.restore(60_000);
  const again = await comeBack(core, "ada", { token: "token-1", after: {} });
  whisper(again, "bob", "are you there?", "a-1");
  await core.endTurn();
  again.disconnect();
  const third = await comeBack(core, "ada", { token: "token-1", after: {} });
  whisper(third, "bob", "are you there?", "a-1"); // Without an answer it is sent again.
  const bob = await comeBack(core, "bob", resume);
  assertEquals(fates(bob), ["ada: are you there?"]);
  assertEquals(fates(third), [["delivered", "a-1", true]]);
  core.history.close();
});

test("what was on its way when a connection broke waits as well", async () => {
  const { core, ada, bob, resume } = await two();
  bob.sink.state = "gone";
  whisper(ada, "bob", "one", 1);
  await core.endTurn();
  await core.endTurn();
  assertEquals(fates(ada), ["ada: one", ["waiting", 1, "bob"]]);
  bob.disconnect();
  const again = await comeBack(core, "bob", resume);
  assertEquals([fates(again), fates(ada).slice(2)], [["ada: one"], [["delivered", 1, true]]]);
});

test("what an old connection did not take goes to the new one, which came before that was noticed", async () => {
  const { core, ada, bob, resume } = await two();
  bob.sink.state = "stalls";
  whisper(ada, "bob", "one", 1);
  await core.endTurn();
  const again = await comeBack(core, "bob", resume);
  await core.clock.advance(2_000); // So long the old connection may still take what is for it.
  await core.endTurn();
  await core.endTurn();
  assertEquals([fates(again), fates(ada)], [["ada: one"], ["ada: one", ["delivered", 1, undefined]]]);
});

test("what waited is from its sender as they are called by then", async () => {
  const { core, ada, bob, resume } = await two();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  ada.sendFrames({ type: "nick", name: "countess" });
  const again = await comeBack(core, "bob", resume);
  assertEquals(fates(again), ["countess: one"]);
});

test("who leaves takes along what waits under an id, as it may be sent again; the rest arrives", async () => {
  const { core, ada, bob, resume } = await two();
  const nc = await core.member("nc", "plain");
  bob.disconnect();
  whisper(ada, "bob", "with an id", 1);
  whisper(nc, "bob", "without one");
  ada.sendFrames({ type: "quit" });
  nc.sendFrames({ type: "quit" });
  await core.endTurn();
  const again = await comeBack(core, "bob", resume);
  assertEquals(fates(again), ["nc: without one"]);
});

test("64 words wait for one person and 1000 for all together; a further one is refused as not here", async () => {
  const { core, ada, bob, resume } = await two();
  const others: TestClient[] = [];
  for (let i = 0; i < 16; i++) others.push(await core.member(`p${i}`));
  for (const other of [bob, ...others]) other.disconnect();
  for (let i = 0; i <= 64; i++) whisper(ada, "bob", `${i}`, i);
  await core.endTurn();
  assertEquals(fates(ada).slice(-2), [["waiting", 63, "bob"], ["not-here", 64, undefined]]);
  for (const { session: { person: { name } } } of others) {
    for (let i = 0; i < 64; i++) whisper(ada, name, "x");
  }
  await core.endTurn();
  assertEquals(ada.framesOf("notice").length, 1_000);
  const again = await comeBack(core, "bob", resume);
  assertEquals(fates(again).length, 64);
  whisper(ada, "p15", "x", "a-last"); // As bob has his, there is room for others.
  await core.endTurn();
  assertEquals(fates(ada).at(-1), ["waiting", "a-last", "p15"]);
});

test("without a grace nothing waits, nor for people with nc, who cannot come back", async () => {
  const core = new TestCore({ grace: 0 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  bob.sink.state = "gone";
  whisper(ada, "bob", "one", 1);
  await core.endTurn();
  await core.endTurn();
  assertEquals(fates(ada), ["ada: one", ["not-here", 1, undefined]]);

  const { core: other, ada: eve } = await two();
  const nc = await other.member("nc", "plain");
  nc.sink.state = "gone";
  whisper(eve, "nc", "one", 1);
  await other.endTurn();
  await other.endTurn();
  assertEquals(fates(eve), ["ada: one", ["not-here", 1, undefined]]);
});

test("a person with nc is told in sentences that it waits, and what became of it", async () => {
  const { core, bob, resume } = await two();
  const nc = await core.member("nc", "plain");
  bob.disconnect();
  whisper(nc, "bob", "one");
  await core.endTurn();
  const again = await comeBack(core, "bob", resume);
  again.disconnect();
  whisper(nc, "bob", "two");
  await pass(core, 30_000);
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
  const { core, ada, bob, resume } = await two({ words: it });
  bob.disconnect();
  whisper(ada, "bob", "uno", 1);
  await core.endTurn();
  await comeBack(core, "bob", resume);
  assertEquals(ada.framesOf("notice").map(({ text }) => text), [it.waitsFor("bob")]);
});
