import { assertEquals } from "@std/assert";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("who quits is told goodbye, and the others hear the parting word in one clean line", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.sendFrames({ type: "quit", word: "so\nlong \x1b[2J" + "x".repeat(300) });
  bob.say("too late");
  await core.endTurn();
  assertEquals(bob.frames.at(-1)?.type, "bye");
  assertEquals(bob.sink.calls, ["end"]);
  const [left] = ada.framesOf("left");
  assertEquals([left?.reason, left?.word], ["left", "so long " + "x".repeat(192)]);
  assertEquals(ada.messageTexts, []);
});

test("a member that does not read is let go as too slow, and the others hear all", async () => {
  const core = new TestCore({ outboxBytes: 2_000 });
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.sink.state = "stalls";
  for (let i = 0; i < 30; i++) {
    ada.say(`${i}`.padEnd(100, "."));
    await core.endTurn();
  }
  await core.endTurn();
  assertEquals(ada.messageTexts.length, 30);
  assertEquals(ada.framesOf("left").map(({ name, reason }) => [name, reason]), [["bob", "slow"]]);
  assertEquals(bob.sink.calls, ["close"]);
  assertEquals(bob.sink.writes.length, 2);
  assertEquals(core.hub.context.rooms.find("lobby")?.names(), ["ada"]);
});

test("a member that is let go as too slow stays so when its connection ends at the same moment", async () => {
  const core = new TestCore({ outboxBytes: 700 });
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.sink.state = "stalls";
  for (let i = 0; i < 3; i++) await core.endTurn().then(() => ada.say("x".repeat(150)));
  core.turn.end();
  assertEquals(bob.sink.calls, ["close"]);
  bob.disconnect();
  await core.endTurn();
  await core.endTurn();
  assertEquals(ada.framesOf("left").map(({ reason }) => reason), ["slow"]);
});

test("when the server closes, what was said is told first, then goodbye to everyone, also the unnamed", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = core.connect();
  ada.say("last words", "1");
  core.hub.close();
  ada.say("too late");
  ada.disconnect();
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "ack", "message", "bye"]);
  assertEquals(bob.framesOf("bye").map(({ reason }) => reason), ["closing"]);
  assertEquals([ada.sink.calls, bob.sink.calls], [["end"], ["end"]]);
});

test("who says something in one room and quits in the same breath reads that it is stored, also from a large room", async () => {
  const core = new TestCore();
  for (let i = 0; i < 25; i++) await core.member(`member${i}`);
  const bob = await core.member("bob");
  bob.sendFrames({ type: "join", room: "tea" });
  await core.clock.advance(1_000);
  await core.endTurn();
  await core.member("late"); // The room has just told who came, and waits until it tells who goes.
  bob.sendFrames({ type: "say", room: "tea", text: "last words", id: "1" }, { type: "quit" });
  await core.endTurn();
  assertEquals(bob.framesOf("ack").map(({ id }) => id), ["1"]);
  assertEquals(bob.frames.at(-1)?.type, "bye");
});
