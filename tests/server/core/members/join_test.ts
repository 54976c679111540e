/** Entering rooms and leaving them, and receiving only what belongs to them. */

import { assertEquals } from "@std/assert";
import { forgetDelivered, isAbout, join, summaryOf } from "../../../support/room_summary.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("who enters is shown the room; the others hear of it, and those elsewhere do not", async () => {
  const core = new TestCore({ replay: 50 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  ada.sendFrames({ type: "say", room: "tea", text: "one" }, { type: "topic", room: "tea", text: "leaves" });
  await core.endTurn();
  forgetDelivered(ada, bob);
  await join(core, bob, "tea");
  const [entered] = bob.framesOf("entered");
  const { name: from, since: at } = ada.session.person;
  assertEquals(entered && [entered.room, entered.members, entered.count, entered.seq], [
    "tea",
    ["ada", "bob"],
    2,
    2,
  ]);
  assertEquals(entered?.topic, { text: "leaves", from, at });
  assertEquals(summaryOf(bob), ["entered #tea", "(#tea one)", "(#tea leaves)"]);
  assertEquals(summaryOf(ada), ["#tea bob joined"]);
});

test("entering a room that one is in shows it again, and says nothing twice", async () => {
  const core = new TestCore({ replay: 50 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  ada.say("one");
  await core.endTurn();
  forgetDelivered(ada, bob);
  await join(core, ada, "LOBBY");
  assertEquals([summaryOf(ada), summaryOf(bob)], [["entered #lobby"], []]);
  assertEquals(ada.framesOf("entered")[0]?.seq, 1);
});

test("who leaves a room gets all that was told before, then that they have left, and stays in the others", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  await join(core, bob, "tea");
  forgetDelivered(ada, bob);
  ada.sendFrames({ type: "say", room: "tea", text: "one" });
  bob.sendFrames({ type: "part", room: "#tea", word: "so\nlong" });
  ada.sendFrames({ type: "say", room: "tea", text: "two" });
  bob.sendFrames({ type: "say", room: "tea", text: "late", id: 3 });
  ada.say("here");
  await core.endTurn();
  assertEquals(summaryOf(bob).filter(isAbout("tea")), ["#tea one", "parted #tea"]);
  assertEquals(summaryOf(bob).filter((line) => !isAbout("tea")(line)), ["no-room", "#lobby here"]);
  assertEquals(ada.framesOf("left").map(({ room, reason, word }) => [room, reason, word]), [[
    "tea",
    "left",
    "so long",
  ]]);
  assertEquals(ada.messageTexts.toSorted(), ["here", "one", "two"]);
});

test("who leaves a room and enters it in the same moment hears both, in that order", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  await join(core, bob, "tea");
  forgetDelivered(ada, bob);
  bob.sendFrames({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  bob.sendFrames({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  ada.sendFrames({ type: "say", room: "tea", text: "one" });
  await core.endTurn();
  assertEquals(summaryOf(bob), ["parted #tea", "entered #tea", "parted #tea", "entered #tea", "#tea one"]);
  assertEquals(summaryOf(ada), [
    "#tea bob left",
    "#tea bob joined",
    "#tea bob left",
    "#tea bob joined",
    "#tea one",
  ]);
});

test("the only one in a room may leave it and enter it in the same moment", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  await join(core, ada, "tea");
  ada.sendFrames({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  ada.sendFrames({ type: "say", room: "tea", text: "still here" });
  await core.endTurn();
  assertEquals(ada.messageTexts, ["still here"]);
  const bob = await core.member("bob");
  await join(core, bob, "tea");
  assertEquals(bob.framesOf("entered")[0]?.members, ["ada", "bob"]);
});

test("one may be in no room at all, and still be written to", async () => {
  const core = new TestCore({ grace: 30_000 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  bob.sendFrames({ type: "part", room: "lobby" });
  await core.endTurn();
  bob.say("nobody hears");
  bob.sendFrames({ type: "nick", name: "robert" });
  ada.sendFrames({ type: "private", to: "robert", text: "psst" });
  await core.endTurn();
  assertEquals(summaryOf(bob).slice(1), ["parted #lobby", "no-room", "bob is robert", "private"]);
  assertEquals(ada.framesOf("renamed"), []);
  bob.disconnect();
  const again = core.connect();
  again.hello("x", bob.resume());
  await core.endTurn();
  const [welcome] = again.framesOf("welcome");
  assertEquals([welcome?.room, welcome?.members, welcome?.count, welcome?.name], ["", [], 0, "robert"]);
  again.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals([again.framesOf("bye").length, again.sink.calls], [1, ["end"]]);
});

test("who asks for no room is let in and is in none, or in those that they had", async () => {
  const core = new TestCore({ grace: 30_000 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  const { token } = bob;
  bob.sendFrames({ type: "quit" });
  await core.endTurn();
  forgetDelivered(ada);
  const again = core.connect();
  again.sendFrames({ type: "hello", name: "bob", room: "", resume: { token, after: {} } });
  await core.endTurn();
  assertEquals([summaryOf(again), again.framesOf("welcome")[0]?.members, summaryOf(ada)], [
    ["welcome #"],
    [],
    [],
  ]);
  again.sendFrames({ type: "quit" });
  await core.endTurn();
  const third = core.connect();
  third.sendFrames({ type: "hello", name: "bob", room: "", resume: { token, after: { tea: 0 } } });
  await core.endTurn();
  assertEquals([summaryOf(third), summaryOf(ada)], [["welcome #", "entered #tea"], ["#tea bob joined"]]);
});

test("who goes leaves all their rooms, and hears all that was told in them before goodbye", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea", "ale");
  await join(core, bob, "tea", "ale");
  forgetDelivered(ada, bob);
  for (const room of ["tea", "ale", "lobby"]) ada.sendFrames({ type: "say", room, text: room });
  bob.sendFrames({ type: "part", room: "ale" }, { type: "quit", word: "so long" });
  await core.endTurn();
  assertEquals(summaryOf(bob).toSorted(), ["#ale ale", "#lobby lobby", "#tea tea", "bye"]);
  assertEquals(bob.frames.at(-1)?.type, "bye");
  assertEquals(bob.sink.calls, ["end"]);
  assertEquals(ada.framesOf("left").map(({ room, word }) => `${room} ${word}`).toSorted(), [
    "ale undefined",
    "lobby so long",
    "tea so long",
  ]);
});
