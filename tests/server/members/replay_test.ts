/** What those who come are told of the past, also when many come one after the other. */

import { assertEquals } from "@std/assert";
import { type Guest, Hall } from "../../support/hall.ts";
import { test } from "../../support/test.ts";

/** A hall in whose lobby somebody has said these things. */
async function hallWith(...texts: readonly string[]): Promise<{ hall: Hall; talker: Guest }> {
  const hall = new Hall({ replay: 3, rate: null });
  const talker = await hall.member("talker");
  for (const text of texts) talker.say(text);
  await hall.endTurn();
  hall.history.pages.length = 0;
  return { hall, talker };
}

test("many who come one after the other are told the same of the past, which is read once", async () => {
  const { hall } = await hallWith("one", "two", "three", "four");
  const guests = await Promise.all(["a", "b", "c"].map((name) => hall.member(name)));
  for (const guest of guests) {
    assertEquals(guest.heard, ["two", "three", "four"]);
    assertEquals(guest.all("message").every(({ past }) => past), true);
    assertEquals(guest.frames[0]?.type, "welcome");
  }
  const past = async (name: string): Promise<string> => {
    const { text } = (await hall.member(name, "plain")).sink;
    return text.slice(text.indexOf("talker: two"));
  };
  const first = await past("d");
  assertEquals(first.split("\n").length, 5);
  assertEquals(await past("e"), first);
  assertEquals(hall.history.pages.filter((count) => count > 1), [3]);
});

test("what is said between two who come is told to both, once each", async () => {
  const { hall, talker } = await hallWith("one", "two", "three");
  const a = await hall.member("a");
  talker.say("four");
  const b = await hall.member("b");
  talker.say("five");
  await hall.endTurn();
  assertEquals(a.heard, ["one", "two", "three", "four", "five"]);
  assertEquals(b.heard, ["two", "three", "four", "five"]);
  assertEquals(b.all("message").map(({ past }) => past), [true, true, true, undefined]);
});

test("rooms do not get mixed up", async () => {
  const { hall, talker } = await hallWith("in the lobby");
  talker.tell({ type: "join", room: "tea" }, { type: "say", room: "tea", text: "in tea" });
  await hall.endTurn();
  const a = await hall.member("a");
  a.tell({ type: "join", room: "tea" });
  const b = await hall.member("b");
  b.tell({ type: "join", room: "tea" });
  await hall.endTurn();
  for (const guest of [a, b]) {
    assertEquals(guest.all("message").map(({ room, text }) => [room, text]), [["lobby", "in the lobby"], [
      "tea",
      "in tea",
    ]]);
  }
});

test("who hides somebody is not shown what they said, in a room that others came to a moment ago either", async () => {
  const { hall, talker } = await hallWith();
  talker.tell({ type: "join", room: "tea" }, { type: "say", room: "tea", text: "psst" });
  const a = await hall.member("a");
  const b = await hall.member("b");
  b.session.ignore("talker");
  for (const guest of [a, b]) guest.tell({ type: "join", room: "tea" });
  await hall.endTurn();
  assertEquals([a.heard, b.heard], [["psst"], []]);
});

test("what is let go is told for a second more at most", async () => {
  const { hall } = await hallWith("one", "two", "three");
  await hall.member("a");
  for (let i = 0; i < 3; i++) hall.history.trim({ kind: "count", count: 1 }, hall.clock.now());
  await hall.clock.advance(1_000);
  const b = await hall.member("b");
  assertEquals(b.heard.at(-1), "three");
  assertEquals(b.heard.length, hall.history.last("lobby") + 1 - hall.history.first("lobby"));
});

test("who reads slowly gets a long past as they read it", async () => {
  const hall = new Hall({ replay: 50, rate: null, outboxBytes: 64 * 1024 });
  const talker = await hall.member("talker");
  for (let i = 0; i < 20; i++) {
    talker.say("x".repeat(1000) + i);
    await hall.endTurn();
  }
  const guest = hall.come();
  guest.sink.mood = "stalls";
  guest.hello("a");
  await hall.endTurn();
  assertEquals(guest.session.outbox.waitingBytes < 24 * 1024, true);
  assertEquals(guest.session.phase, "in");
});
