import { assertEquals } from "@std/assert";
import { TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

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

test("a program that is silent is pinged after a minute, and let go half a minute later", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const sweepAfter = async (ms: number): Promise<void> => {
    await core.clock.advance(ms);
    core.hub.sweep();
    await core.endTurn();
  };
  await sweepAfter(59_999);
  assertEquals(ada.framesOf("ping").length, 0);
  await sweepAfter(1);
  assertEquals(ada.framesOf("ping").length, 1);
  await sweepAfter(29_999);
  assertEquals([ada.framesOf("ping").length, ada.framesOf("bye").length], [1, 0]);
  await sweepAfter(1);
  assertEquals(ada.framesOf("bye").map(({ reason }) => reason), ["silent"]);
  assertEquals(core.logged.at(-1), { event: "left", name: "ada", address: "192.0.2.1:9", reason: "silent" });
});

test("any line answers a ping, and the next ping comes a minute after it", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  for (let round = 1; round <= 3; round++) {
    await core.clock.advance(60_000);
    core.hub.sweep();
    await core.clock.advance(29_000);
    ada.session.countLine(core.clock.elapsed());
    core.hub.sweep();
    await core.clock.advance(59_000);
    core.hub.sweep();
    await core.endTurn();
    assertEquals([ada.framesOf("ping").length, ada.session.phase], [round, "in"]);
    await core.clock.advance(1_000);
    ada.session.countLine(core.clock.elapsed());
  }
});

test("a person with nc is not pinged and may be silent for ever, unless the server says otherwise", async () => {
  for (const idle of [null, 600_000]) {
    const core = new TestCore({ idle });
    const ada = await core.member("ada", "plain");
    await core.clock.advance(599_999);
    core.hub.sweep();
    assertEquals(ada.session.phase, "in");
    await core.clock.advance(1);
    core.hub.sweep();
    assertEquals(ada.session.phase, idle === null ? "in" : "gone");
    await core.endTurn();
    assertEquals(ada.sink.text.includes("ping"), false);
  }
});

test("who gives no name in time is let go, however much they say, and nobody hears of it", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = core.connect();
  await core.clock.advance(29_999);
  bob.session.countLine(core.clock.elapsed());
  core.hub.sweep();
  assertEquals(bob.session.phase, "naming");
  await core.clock.advance(1);
  core.hub.sweep();
  await core.endTurn();
  assertEquals(bob.framesOf("bye").map(({ reason }) => reason), ["silent"]);
  assertEquals(ada.frames.length, 1);
  assertEquals(core.logged.at(-1), { event: "closed-unnamed", address: "192.0.2.1:9" });
});

test("who sends too fast is slowed, loses nothing, and is told so once", async () => {
  const core = new TestCore({ rate: { perSecond: 10, burst: 2 } });
  const ada = await core.member("ada");
  const waits = Array.from({ length: 5 }, () => ada.session.countLine(core.clock.elapsed()));
  assertEquals(waits, [0, 0, 100, 200, 300]);
  await core.endTurn();
  assertEquals(ada.framesOf("notice").map(({ code }) => code), ["slowed"]);
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
