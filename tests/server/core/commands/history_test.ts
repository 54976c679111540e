/** What was said earlier: shown to those who come, and to those who ask. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { draft, store, storeNumbered } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";
import { PlainClient } from "../../../support/plain_client.ts";

/** A room in which `1` to `count` were said, a second apart, and one of its members. */
async function withPast(count: number): Promise<{ readonly core: TestCore; readonly ada: TestClient }> {
  const core = new TestCore();
  storeNumbered(core.history, count);
  return { core, ada: await core.member("ada") };
}

interface Asked {
  readonly before?: number;
  readonly after?: number;
  readonly since?: number;
  readonly limit?: number;
}

/** What comes of a request: the numbers of the messages, their count, and whether there are more. */
async function ask({ core, ada }: { core: TestCore; ada: TestClient }, asked: Asked) {
  const before = ada.frames.length;
  ada.sendFrames({ type: "history", room: "lobby", ...asked });
  for (let turn = 0; turn < 20; turn++) await core.endTurn();
  const frames = ada.frames.slice(before);
  const seqs = frames.flatMap((frame) => frame.type === "message" && frame.past ? [frame.seq] : []);
  const end = frames.at(-1);
  assertEquals(frames.length, seqs.length + 1);
  return end?.type === "history" ? { seqs, count: end.count, more: end.more } : end;
}

const range = (from: number, to: number) => Array.from({ length: to + 1 - from }, (_, i) => from + i);

test("who comes is shown the last messages, marked as past, and then what is said", async () => {
  const core = new TestCore({ replay: 3 });
  storeNumbered(core.history, 5);
  const ada = await core.member("ada");
  ada.say("now");
  await core.endTurn();
  assertEquals(ada.framesOf("message").map(({ seq, past }) => [seq, past]), [
    [3, true],
    [4, true],
    [5, true],
    [6, undefined],
  ]);
  assertEquals(ada.frames[0]?.type, "welcome");
  assertEquals(ada.framesOf("welcome")[0]?.seq, 5);
});

test("who comes is shown less when there is less, and nothing when there is nothing", async () => {
  for (const [said, replay, shown] of [[0, 50, 0], [2, 50, 2], [2, 0, 0]] as const) {
    const core = new TestCore({ replay });
    storeNumbered(core.history, said);
    assertEquals((await core.member("ada")).messageTexts.length, shown);
  }
});

test("history gives the last messages, or those before a number, oldest first", async () => {
  const room = await withPast(120);
  assertEquals(await ask(room, {}), { seqs: range(71, 120), count: 50, more: true });
  assertEquals(await ask(room, { limit: 2 }), { seqs: [119, 120], count: 2, more: true });
  assertEquals(await ask(room, { before: 4, limit: 2 }), { seqs: [2, 3], count: 2, more: true });
  assertEquals(await ask(room, { before: 4 }), { seqs: [1, 2, 3], count: 3, more: false });
  assertEquals(await ask(room, { before: 1 }), { seqs: [], count: 0, more: false });
  assertEquals(await ask(room, { before: 0 }), { seqs: [], count: 0, more: false });
  assertEquals(await ask(room, { before: 9_999, limit: 1 }), { seqs: [120], count: 1, more: true });
});

test("history gives the first messages after a number, oldest first", async () => {
  const room = await withPast(120);
  assertEquals(await ask(room, { after: 0, limit: 2 }), { seqs: [1, 2], count: 2, more: true });
  assertEquals(await ask(room, { after: 60 }), { seqs: range(61, 110), count: 50, more: true });
  assertEquals(await ask(room, { after: 118 }), { seqs: [119, 120], count: 2, more: false });
  assertEquals(await ask(room, { after: 120 }), { seqs: [], count: 0, more: false });
  assertEquals(await ask(room, { after: 9_999 }), { seqs: [], count: 0, more: false });
});

test("history since a moment gives what is not older, the last of it when it is very much", async () => {
  const room = await withPast(700);
  assertEquals(await ask(room, { since: 698_000 }), { seqs: [698, 699, 700], count: 3, more: false });
  assertEquals(await ask(room, { since: 697_001 }), { seqs: [698, 699, 700], count: 3, more: false });
  assertEquals(await ask(room, { since: 698_000, limit: 2 }), { seqs: [699, 700], count: 2, more: true });
  assertEquals(await ask(room, { since: 698_000, before: 700 }), { seqs: [698, 699], count: 2, more: false });
  assertEquals(await ask(room, { since: 0 }), { seqs: range(201, 700), count: 500, more: true });
  assertEquals(await ask(room, { since: 9_999_999 }), { seqs: [], count: 0, more: false });
});

test("history never gives more than 500 at once, and none when none are wanted", async () => {
  const room = await withPast(700);
  assertEquals(await ask(room, { limit: 9_999 }), { seqs: range(201, 700), count: 500, more: true });
  assertEquals(await ask(room, { after: 0, limit: 9_999 }), { seqs: range(1, 500), count: 500, more: true });
  assertEquals(await ask(room, { limit: 0 }), { seqs: [], count: 0, more: true });
  assertEquals(await ask(room, { after: 0, limit: 0 }), { seqs: [], count: 0, more: true });
});

test("history of what is no longer kept begins with what is", async () => {
  const room = await withPast(100);
  room.core.history.trim({ kind: "count", count: 10 }, 0);
  assertEquals(await ask(room, {}), { seqs: range(91, 100), count: 10, more: false });
  assertEquals(await ask(room, { after: 0, limit: 3 }), { seqs: [91, 92, 93], count: 3, more: true });
  assertEquals(await ask(room, { before: 50 }), { seqs: [], count: 0, more: false });
});

test("history of another room, or before one is in, is refused", async () => {
  const { core, ada } = await withPast(3);
  const bob = core.connect();
  ada.sendFrames({ type: "history", room: "cellar" });
  bob.sendFrames({ type: "history", room: "lobby" });
  await core.endTurn();
  assertEquals([ada, bob].map((client) => client.framesOf("error").map(({ code }) => code)), [["no-room"], [
    "hello-first",
  ]]);
});

test("history has what was said a moment before it was asked for", async () => {
  const { core, ada } = await withPast(0);
  ada.say("one");
  ada.sendFrames({ type: "history", room: "lobby" });
  await core.endTurn();
  assertEquals(ada.framesOf("history").map(({ count }) => count), [1]);
});

test("going back page by page comes to the beginning, whatever the size of the pages, and leaves nothing out", async () => {
  const sizes = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(fc.nat(120), sizes, fc.boolean(), async (count, limit, isForward) => {
      const room = await withPast(count);
      const seen: number[] = [];
      for (let more = true, rounds = 0; more && rounds < 200; rounds++) {
        const [first, last] = [seen[0] ?? count + 1, seen.at(-1) ?? 0];
        const page = await ask(room, isForward ? { after: last, limit } : { before: first, limit });
        if (page === undefined || !("seqs" in page)) throw new Error("no answer");
        if (isForward) seen.push(...page.seqs);
        else seen.unshift(...page.seqs);
        more = page.more;
      }
      assertEquals(seen, range(1, count));
    }),
    { numRuns: 40 },
  );
});

/** When the days of the tests below are: at noon, wherever the test runs. */
const NOON = new Date(2026, 0, 2, 12).getTime();
const DAY = 86_400_000;

/** A person with nc in a room with three messages on two days; `type` gives what they are told in answer. */
async function atTheDoor(replay: number) {
  const core = new TestCore({ replay });
  const times = [NOON - DAY, NOON, NOON + 1_000];
  store(core.history, ...times.map((at, i) => draft(`${i + 1}`, { at })));
  core.clock.jump(NOON + 60_000 - core.clock.now());
  const client = await core.member("bob", "plain");
  const typist = new PlainClient(core, client);
  await typist.readNew();
  return { guest: client, type: (line: string) => typist.sendLine(line), core };
}

const ALL = `--- earlier ---
--- 01/01/2026 ---
ada: 1 [01/01/2026 12:00:00]
--- 02/01/2026 ---
ada: 2 [02/01/2026 12:00:00]
ada: 3 [02/01/2026 12:00:01]
--- now ---
`;

test("a person with nc is shown the last messages between earlier and now, with the days", async () => {
  const { guest } = await atTheDoor(50);
  assertEquals(guest.sink.text.split("Here now (1 person): bob\n")[1], ALL);
  assertEquals((await atTheDoor(0)).guest.sink.text.includes("---"), false);
});

test("/history shows so many messages, or those of a time, between the same lines", async () => {
  const { type } = await atTheDoor(0);
  assertEquals(await type("/history"), ALL);
  assertEquals(await type("/HISTORY 50"), ALL);
  assertEquals(await type("/history 2d"), ALL);
  const last = ALL.replace("--- 01/01/2026 ---\nada: 1 [01/01/2026 12:00:00]\n", "");
  assertEquals(await type("/history 2"), last);
  for (const time of ["60s", "1m", "1h"]) assertEquals(await type(`/history ${time}`), last);
  assertEquals(await type("/history 30s"), "Nothing was said earlier.\n");
  assertEquals(await type("/history 0"), "Nothing was said earlier.\n");
  for (const wrong of ["x", "-1", "1y", "1 2"]) {
    assertEquals(await type(`/history ${wrong}`), "Write it like this: /history [NUMBER|1h|#ROOM@NUMBER]\n");
  }
});

test("a day is written once, also when a page ends within it", async () => {
  const core = new TestCore({ replay: 500 });
  store(core.history, ...Array.from({ length: 300 }, (_, i) => draft(`${i}`, { at: NOON + i })));
  const client = await core.member("bob", "plain");
  for (let turn = 0; turn < 10; turn++) await core.endTurn();
  assertEquals(client.sink.text.split("--- 02/01/2026 ---\n").length, 2);
  assertEquals(client.sink.text.split("\n").filter((line) => line.startsWith("ada: ")).length, 300);
});
