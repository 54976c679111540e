import { assertEquals } from "@std/assert";
import { MEMBERS_PER_FRAME } from "../../../../protocol/limits.ts";
import type { Limits } from "../../../../protocol/limits.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** A room that is large, and the first who came. */
async function largeRoom(limits: Partial<Limits> = {}, others = 300) {
  const core = new TestCore({ rate: null, ...limits });
  const ada = await core.member("ada");
  const guests = Array.from({ length: others }, (_, i) => {
    const client = core.connect();
    client.hello(`n${i}`);
    return client;
  });
  await core.clock.advance(1_000);
  await core.endTurn();
  ada.sink.writes.length = 0;
  return { core, ada, guests };
}

test("in a large room those who come are welcomed at once, and the others hear of them together, soon after", async () => {
  const { core, ada } = await largeRoom();
  const bob = await core.member("bob");
  const cy = await core.member("cy");
  assertEquals([bob.framesOf("welcome").length, cy.framesOf("welcome")[0]?.count], [1, 303]);
  bob.disconnect();
  await core.endTurn();
  assertEquals(ada.frames, []);
  await core.clock.advance(40);
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["joined", "joined", "left"]);
  assertEquals(cy.frames.map(({ type }) => type), ["welcome", "left"]);
  assertEquals(ada.sink.writes.length, 1);
});

test("in a large room what is said is told at once, after those who came before it", async () => {
  const { core, ada } = await largeRoom();
  const bob = await core.member("bob");
  bob.say("hi");
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["joined", "message"]);
  assertEquals(bob.messageTexts, ["hi"]);
  bob.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals(bob.sink.calls, ["end"]);
  await core.clock.advance(1_000);
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["joined", "message", "left"]);
});

test("in a large room a burst of lost connections ends one turn, not one each", async () => {
  const { core, ada, guests } = await largeRoom();
  const asked = core.turnsRequested;
  for (const client of guests.slice(0, 50)) client.disconnect();
  assertEquals(core.turnsRequested, asked);
  await core.clock.advance(40);
  assertEquals(core.turnsRequested, asked + 1);
  await core.endTurn();
  assertEquals([ada.framesOf("left").length, ada.sink.writes.length], [50, 1]);
});

test("while many come one after the other, a large room is told twice a second, and of all of them in order", async () => {
  const { core, ada } = await largeRoom();
  const names = Array.from({ length: 100 }, (_, i) => `late${i}`);
  for (const name of names) {
    core.connect().hello(name);
    await core.clock.advance(10);
    await core.endTurn();
  }
  await core.clock.advance(500);
  await core.endTurn();
  assertEquals(ada.framesOf("joined").map(({ name }) => name), names);
  assertEquals(ada.sink.writes.length, 3);
});

test("those who come are not told so many at a time that it would fill the others' outboxes", async () => {
  const { core, ada } = await largeRoom({ outboxBytes: 40_000 });
  const come = (count: number): void => {
    for (let i = 0; i < count; i++) core.connect().hello(`late${i}of${count}`);
  };
  come(99);
  await core.endTurn();
  assertEquals(ada.frames, []);
  come(1);
  await core.endTurn();
  assertEquals([ada.framesOf("joined").length, ada.sink.writes.length], [100, 1]);
});

test("a server that closes tells of those who went from a large room, and lets them go", async () => {
  const { core, ada, guests } = await largeRoom();
  guests[0]?.disconnect();
  core.hub.close();
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["left", "bye"]);
  assertEquals(guests[0]?.sink.calls, ["end"]);
});

test("a list of very many comes in parts that fit into a line each; the welcome has the first names", async () => {
  const core = new TestCore({ rate: null });
  const names = Array.from({ length: 300 }, (_, i) => `n${i}`);
  for (const name of names) core.connect().hello(name);
  const ada = await core.member("ada");
  const welcome = ada.framesOf("welcome")[0];
  assertEquals([welcome?.members.length, welcome?.count], [MEMBERS_PER_FRAME, 301]);
  ada.sendFrames({ type: "who", room: "lobby" });
  await core.endTurn();
  const parts = ada.framesOf("members");
  assertEquals(parts.map(({ members, count, more }) => [members.length, count, more]), [
    [MEMBERS_PER_FRAME, 301, true],
    [MEMBERS_PER_FRAME, 301, true],
    [301 - 2 * MEMBERS_PER_FRAME, 301, undefined],
  ]);
  assertEquals(parts.flatMap(({ members }) => members), [...names, "ada"]);
});

test("one who comes to a very large room costs what is sent: a line for each who is there, and no list but their own", async () => {
  const { core, ada, guests } = await largeRoom();
  const before = guests.map(({ sink }) => sink.writes.length);
  const bob = await core.member("bob");
  await core.clock.advance(500);
  await core.endTurn();
  const { publicId: person, since: at } = bob.session.person;
  const line = `${JSON.stringify({ type: "joined", room: "lobby", name: "bob", person, at })}\n`;
  assertEquals(ada.sink.writes, [line]);
  for (const [index, { sink }] of guests.entries()) assertEquals(sink.writes.slice(before[index]), [line]);
  assertEquals([bob.sink.writes.length, bob.frames.length, bob.framesOf("welcome")[0]?.members.length], [
    1,
    1,
    MEMBERS_PER_FRAME,
  ]);
});

test("in a room of over a thousand, fifty a second are told by name, and of the others how many are there", async () => {
  const { core, ada, guests } = await largeRoom({ grace: 0 }, 1_010);
  const come = (name: string): TestClient => {
    const client = core.connect();
    client.hello(name);
    return client;
  };
  const names = Array.from({ length: 60 }, (_, i) => `late${i}`);
  const late = names.map(come);
  const last = come("last");
  ada.say("so many!");
  for (const guest of guests.slice(1, 21)) guest.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals(ada.framesOf("joined").map(({ name }) => name), names.slice(0, 50));
  assertEquals(ada.framesOf("left"), []);
  assertEquals(ada.frames.slice(-2).map(({ type }) => type), ["message", "crowd"]);
  const count = 1_011 + 60 - 20 + 1;
  assertEquals(ada.framesOf("crowd").map((frame) => [frame.room, frame.count]), [["lobby", count]]);
  assertEquals(late[5]?.framesOf("joined").length, 44);
  assertEquals(last.frames.map(({ type }) => type), ["welcome", "message", "crowd"]);
  assertEquals(last.framesOf("welcome")[0]?.count, count + 20); // Before those went.

  await core.clock.advance(1_000);
  ada.sink.writes.length = 0;
  last.sendFrames({ type: "quit" });
  await core.clock.advance(500);
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["left"]);
});

test("at the plain door a crowd is one sentence", async () => {
  const { core } = await largeRoom({}, 1_010);
  const bob = await core.member("bob", "plain");
  for (let i = 0; i < 70; i++) core.connect().hello(`late${i}`);
  await core.clock.advance(500);
  await core.endTurn();
  const lines = bob.sink.text.split("\n");
  assertEquals(lines.filter((line) => line.startsWith("--> ")).length, 49); // Bob was one of the fifty himself.
  assertEquals(lines.at(-2), "--- many came or went: 1082 people here now");
});

test("in a room of thirty the first of many who come is told at once, and the others together after a pause", async () => {
  const { core, ada } = await largeRoom({}, 29);
  for (const name of ["bob", "cy", "dan"]) {
    await core.member(name);
    await core.endTurn();
  }
  assertEquals(ada.framesOf("joined").map(({ name }) => name), ["bob"]);
  await core.clock.advance(90);
  await core.endTurn();
  assertEquals(ada.framesOf("joined").map(({ name }) => name), ["bob", "cy", "dan"]);
  assertEquals(ada.sink.writes.length, 2);
});

test("who leaves a room with a goodbye waits neither for that, nor for who came and went before", async () => {
  const { core, ada, guests } = await largeRoom({}, 40);
  await core.member("bob");
  await core.member("cy");
  const [first, second] = guests;
  first?.sendFrames({ type: "quit" });
  second?.sendFrames({ type: "part", room: "lobby" });
  await core.endTurn();
  assertEquals([first?.framesOf("bye").length, second?.framesOf("parted").length], [1, 1]);
  assertEquals(ada.framesOf("left"), []);
  await core.clock.advance(500);
  await core.endTurn();
  assertEquals(ada.framesOf("left").map(({ name }) => name), ["n0", "n1"]);
});

test("who leaves while a message waits still gets it", async () => {
  const { core, ada, guests } = await largeRoom({}, 40);
  await core.member("bob");
  ada.say("last orders");
  guests[0]?.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals(guests[0]?.messageTexts, ["last orders"]);
  assertEquals(guests[0]?.framesOf("bye").length, 1);
});
