/** Messages, topics and lists, as they are asked for. */

import { assertEquals } from "@std/assert";
import { join, summaryOf } from "../../../support/room_summary.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("a message is cleaned; an empty one and one that is too long are refused with their id", async () => {
  const core = new TestCore({ messageChars: 5 });
  const ada = await core.member("ada");
  ada.say("\x1b[31mhi\x07\u202e \n", "1");
  ada.say(" \t\n", "2");
  ada.say("👩👩👩👩👩", "3");
  ada.say("123456", "4");
  await core.endTurn();
  assertEquals(ada.messageTexts, ["hi", "👩👩👩👩👩"]);
  const errors = ada.framesOf("error");
  assertEquals(errors.map(({ code, id }) => [code, id]), [["empty", "2"], ["too-long", "4"]]);
  const long = errors[1];
  assertEquals(long?.code === "too-long" && [long.limit, long.length], [5, 6]);
});

/** The kinds of things that nobody can see; `isVisible` has all of them. */
const UNSEEN = ["\u200b", "\u3164", "\u2800", "\u{e0041}\u{e007f}", "\u00ad\u00ad", "\u0301", "\n\u2060 "];

test("a message or topic in which there is nothing to see is refused as empty", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  for (const text of UNSEEN) {
    ada.say(text, "1");
    ada.sendFrames({ type: "say", room: "lobby", text, action: true, id: "2" });
    ada.sendFrames({ type: "topic", room: "lobby", text: `x${text}` });
    ada.sendFrames({ type: "topic", room: "lobby", text, id: "4" });
    ada.sendFrames({ type: "private", to: "bob", text, id: "5" });
    ada.say(`${text}seen`);
  }
  await core.endTurn();
  assertEquals(
    ada.framesOf("error").map(({ code, id }) => [code, id]),
    UNSEEN.flatMap(() => [["empty", "1"], ["empty", "2"], ["empty", "4"], ["empty", "5"]]),
  );
  assertEquals(bob.framesOf("private"), []);
  assertEquals(bob.framesOf("message").length, 2 * UNSEEN.length, "a topic and a message of each");
});

test("a reason or a farewell in which there is nothing to see is none", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  ada.sendFrames({ type: "away", why: "\u3164\u2800" }, { type: "quit", word: "\u200b" });
  await core.endTurn();
  assertEquals(ada.framesOf("away").map(({ why }) => why), [""]);
  assertEquals(bob.framesOf("left").map(({ word }) => word), [undefined]);
});

test("what is done is told as such", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  ada.sendFrames({ type: "say", room: "lobby", text: "waves", action: true });
  ada.say("said");
  await core.endTurn();
  assertEquals(ada.framesOf("message").map(({ action }) => action), [true, undefined]);
});

test("what is no room's name is answered so, and a room that one is not in gives nothing away", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  for (const room of ["", "#", "a b", "x".repeat(33)]) bob.sendFrames({ type: "join", room });
  bob.sendFrames({ type: "say", room: "tea", text: "x", id: 1 }, { type: "history", room: "tea" });
  bob.sendFrames({ type: "topic", room: "tea", text: "x" }, { type: "part", room: "tea" });
  bob.sendFrames({ type: "read", room: "tea", seq: 1 }, { type: "who", room: "cellar" });
  await core.endTurn();
  assertEquals(summaryOf(bob).slice(1), [
    ...["bad-room", "bad-room", "bad-room", "bad-room"],
    ...["no-room", "no-room", "no-room", "no-room", "no-room", "no-room"],
  ]);
  assertEquals(bob.framesOf("error")[4]?.id, 1);
});

test("a topic is a message that everyone sees, is asked for, and can be taken away", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  ada.sendFrames({ type: "topic", room: "lobby", text: " all\nkinds  of\ttea ", id: "t" });
  bob.sendFrames({ type: "topic", room: "tea" });
  await core.endTurn();
  const [said] = bob.framesOf("message");
  assertEquals([said?.text, said?.topic, said?.seq, said?.from], ["all kinds  of tea", true, 1, "ada"]);
  assertEquals(ada.framesOf("ack").map(({ id, seq }) => [id, seq]), [["t", 1]]);
  assertEquals(bob.framesOf("topic").map(({ topic }) => topic), [undefined]);
  bob.sendFrames({ type: "topic", room: "lobby" }, { type: "rooms" });
  const at = core.clock.now();
  assertEquals(bob.session.person.membershipIn("lobby")?.room.topic, {
    text: "all kinds  of tea",
    from: "ada",
    at,
  });
  await core.endTurn();
  assertEquals(bob.framesOf("topic").at(-1)?.topic?.text, "all kinds  of tea");
  assertEquals(bob.framesOf("rooms")[0]?.rooms, [
    { room: "lobby", count: 2, topic: "all kinds  of tea" },
    { room: "tea", count: 1 },
  ]);
  ada.sendFrames({ type: "topic", room: "lobby", text: "" });
  ada.sendFrames({ type: "topic", room: "lobby", text: "x".repeat(301), id: 9 });
  await core.endTurn();
  assertEquals(core.hub.context.rooms.find("lobby")?.topic, undefined);
  assertEquals(ada.framesOf("error").map(({ code, id }) => [code, id]), [["too-long", 9]]);
});

test("a topic that cannot be kept is nobody's", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  core.history.isFull = true;
  ada.sendFrames({ type: "topic", room: "lobby", text: "tea", id: 1 });
  await core.endTurn();
  assertEquals(summaryOf(ada).slice(1), ["not-stored"]);
  assertEquals(core.hub.context.rooms.find("lobby")?.topic, undefined);
});

test("a list of very many rooms comes in parts, as fast as it is read", async () => {
  const core = new TestCore({
    rate: null,
    maxRooms: 1_000,
    newRoomsPerHour: 4_000, // A guest makes a quarter of them.
    roomsPerMember: 1_000,
    outboxBytes: 64 * 1024,
  });
  const ada = await core.member("ada");
  for (let i = 0; i < 999; i++) {
    ada.sendFrames({ type: "join", room: `room${i}` }, {
      type: "topic",
      room: `room${i}`,
      text: "x".repeat(300),
    });
    await core.endTurn();
  }
  const bob = await core.member("bob");
  bob.sendFrames({ type: "rooms" });
  for (let turn = 0; turn < 200; turn++) await core.endTurn();
  const parts = bob.framesOf("rooms");
  assertEquals(bob.session.phase, "in");
  assertEquals([parts.length, parts.at(-1)?.more, parts[0]?.more], [125, undefined, true]);
  assertEquals(parts.flatMap(({ rooms }) => rooms).length, 1_000);
});
