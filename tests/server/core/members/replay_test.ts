/** What those who come are told of the past, also when many come one after the other. */

import { assertEquals } from "@std/assert";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** A core in whose lobby somebody has said these things. */
async function hallWith(...texts: readonly string[]): Promise<{ core: TestCore; talker: TestClient }> {
  const core = new TestCore({ replay: 3, rate: null });
  const talker = await core.member("talker");
  for (const text of texts) talker.say(text);
  await core.endTurn();
  core.history.pages.length = 0;
  return { core, talker };
}

test("many who come one after the other are told the same of the past, which is read once", async () => {
  const { core } = await hallWith("one", "two", "three", "four");
  const guests = await Promise.all(["a", "b", "c"].map((name) => core.member(name)));
  for (const client of guests) {
    assertEquals(client.messageTexts, ["two", "three", "four"]);
    assertEquals(client.framesOf("message").every(({ past }) => past), true);
    assertEquals(client.frames[0]?.type, "welcome");
  }
  const past = async (name: string): Promise<string> => {
    const { text } = (await core.member(name, "plain")).sink;
    return text.slice(text.indexOf("talker: two"));
  };
  const first = await past("d");
  assertEquals(first.split("\n").length, 5);
  assertEquals(await past("e"), first);
  assertEquals(core.history.pages.filter((count) => count > 1), [3]);
});

test("what is said between two who come is told to both, once each", async () => {
  const { core, talker } = await hallWith("one", "two", "three");
  const a = await core.member("a");
  talker.say("four");
  const b = await core.member("b");
  talker.say("five");
  await core.endTurn();
  assertEquals(a.messageTexts, ["one", "two", "three", "four", "five"]);
  assertEquals(b.messageTexts, ["two", "three", "four", "five"]);
  assertEquals(b.framesOf("message").map(({ past }) => past), [true, true, true, undefined]);
});

test("rooms do not get mixed up", async () => {
  const { core, talker } = await hallWith("in the lobby");
  talker.sendFrames({ type: "join", room: "tea" }, { type: "say", room: "tea", text: "in tea" });
  await core.endTurn();
  const a = await core.member("a");
  a.sendFrames({ type: "join", room: "tea" });
  const b = await core.member("b");
  b.sendFrames({ type: "join", room: "tea" });
  await core.endTurn();
  for (const client of [a, b]) {
    assertEquals(client.framesOf("message").map(({ room, text }) => [room, text]), [
      ["lobby", "in the lobby"],
      [
        "tea",
        "in tea",
      ],
    ]);
  }
});

test("who hides somebody is not shown what they said, in a room that others came to a moment ago either", async () => {
  const { core, talker } = await hallWith();
  talker.sendFrames({ type: "join", room: "tea" }, { type: "say", room: "tea", text: "psst" });
  const a = await core.member("a");
  const b = await core.member("b");
  b.session.person.ignore("talker", talker.session.person.publicId);
  for (const client of [a, b]) client.sendFrames({ type: "join", room: "tea" });
  await core.endTurn();
  assertEquals([a.messageTexts, b.messageTexts], [["psst"], []]);
});

test("what is let go is told for a second more at most", async () => {
  const { core } = await hallWith("one", "two", "three");
  await core.member("a");
  for (let i = 0; i < 3; i++) core.history.trim({ kind: "count", count: 1 }, core.clock.now());
  await core.clock.advance(1_000);
  const b = await core.member("b");
  assertEquals(b.messageTexts.at(-1), "three");
  assertEquals(b.messageTexts.length, core.history.last("lobby") + 1 - core.history.first("lobby"));
});

test("who reads slowly gets a long past as they read it", async () => {
  const core = new TestCore({ replay: 50, rate: null, outboxBytes: 64 * 1024 });
  const talker = await core.member("talker");
  for (let i = 0; i < 20; i++) {
    talker.say("x".repeat(1000) + i);
    await core.endTurn();
  }
  const client = core.connect();
  client.sink.state = "stalls";
  client.hello("a");
  await core.endTurn();
  assertEquals(client.session.outbox.waitingBytes < 24 * 1024, true);
  assertEquals(client.session.phase, "in");
});
