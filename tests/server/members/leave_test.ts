import { assertEquals } from "@std/assert";
import { LineReader, type Taker } from "../../../net/lines.ts";
import { LineLoop } from "../../../server/connection/line_loop.ts";
import { Hall } from "../../support/hall.ts";
import type { Session } from "../../../server/members.ts";
import { test } from "../../support/test.ts";

test("who quits is told goodbye, and the others hear the parting word in one clean line", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.tell({ type: "quit", word: "so\nlong \x1b[2J" + "x".repeat(300) });
  bob.say("too late");
  await hall.endTurn();
  assertEquals(bob.frames.at(-1)?.type, "bye");
  assertEquals(bob.sink.calls, ["end"]);
  const [left] = ada.all("left");
  assertEquals([left?.reason, left?.word], ["left", "so long " + "x".repeat(192)]);
  assertEquals(ada.heard, []);
});

test("a member that does not read is let go as too slow, and the others hear all", async () => {
  const hall = new Hall({ outboxBytes: 2_000 });
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.sink.mood = "stalls";
  for (let i = 0; i < 30; i++) {
    ada.say(`${i}`.padEnd(100, "."));
    await hall.endTurn();
  }
  await hall.endTurn();
  assertEquals(ada.heard.length, 30);
  assertEquals(ada.all("left").map(({ name, reason }) => [name, reason]), [["bob", "slow"]]);
  assertEquals(bob.sink.calls, ["close"]);
  assertEquals(bob.sink.writes.length, 2);
  assertEquals(hall.hub.rooms.find("lobby")?.names(), ["ada"]);
});

test("a member that is let go as too slow stays so when its connection ends at the same moment", async () => {
  const hall = new Hall({ outboxBytes: 700 });
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.sink.mood = "stalls";
  for (let i = 0; i < 3; i++) await hall.endTurn().then(() => ada.say("x".repeat(150)));
  hall.turn.end();
  assertEquals(bob.sink.calls, ["close"]);
  bob.disconnect();
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(ada.all("left").map(({ reason }) => reason), ["slow"]);
});

test("a program that is silent is pinged after a minute, and let go half a minute later", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const sweepAfter = async (ms: number): Promise<void> => {
    await hall.clock.advance(ms);
    hall.hub.sweep();
    await hall.endTurn();
  };
  await sweepAfter(59_999);
  assertEquals(ada.all("ping").length, 0);
  await sweepAfter(1);
  assertEquals(ada.all("ping").length, 1);
  await sweepAfter(29_999);
  assertEquals([ada.all("ping").length, ada.all("bye").length], [1, 0]);
  await sweepAfter(1);
  assertEquals(ada.all("bye").map(({ reason }) => reason), ["silent"]);
  assertEquals(hall.logged.at(-1), { event: "left", name: "ada", address: "192.0.2.1:9", reason: "silent" });
});

test("any line answers a ping, and the next ping comes a minute after it", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  for (let round = 1; round <= 3; round++) {
    await hall.clock.advance(60_000);
    hall.hub.sweep();
    await hall.clock.advance(29_000);
    ada.session.countLine(hall.clock.elapsed());
    hall.hub.sweep();
    await hall.clock.advance(59_000);
    hall.hub.sweep();
    await hall.endTurn();
    assertEquals([ada.all("ping").length, ada.session.phase], [round, "in"]);
    await hall.clock.advance(1_000);
    ada.session.countLine(hall.clock.elapsed());
  }
});

test("a person with nc is not pinged and may be silent for ever, unless the server says otherwise", async () => {
  for (const idle of [null, 600_000]) {
    const hall = new Hall({ idle });
    const ada = await hall.member("ada", "plain");
    await hall.clock.advance(599_999);
    hall.hub.sweep();
    assertEquals(ada.session.phase, "in");
    await hall.clock.advance(1);
    hall.hub.sweep();
    assertEquals(ada.session.phase, idle === null ? "in" : "gone");
    await hall.endTurn();
    assertEquals(ada.sink.text.includes("ping"), false);
  }
});

test("who gives no name in time is let go, however much they say, and nobody hears of it", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = hall.come();
  await hall.clock.advance(29_999);
  bob.session.countLine(hall.clock.elapsed());
  hall.hub.sweep();
  assertEquals(bob.session.phase, "naming");
  await hall.clock.advance(1);
  hall.hub.sweep();
  await hall.endTurn();
  assertEquals(bob.all("bye").map(({ reason }) => reason), ["silent"]);
  assertEquals(ada.frames.length, 1);
  assertEquals(hall.logged.at(-1), { event: "closed-unnamed", address: "192.0.2.1:9" });
});

test("who sends too fast is slowed, loses nothing, and is told so once", async () => {
  const hall = new Hall({ rate: { perSecond: 10, burst: 2 } });
  const ada = await hall.member("ada");
  const waits = Array.from({ length: 5 }, () => ada.session.countLine(hall.clock.elapsed()));
  assertEquals(waits, [0, 0, 100, 200, 300]);
  await hall.endTurn();
  assertEquals(ada.all("notice").map(({ code }) => code), ["slowed"]);
});

test("when the server closes, what was said is told first, then goodbye to everyone, also the unnamed", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = hall.come();
  ada.say("last words", "1");
  hall.hub.close();
  ada.say("too late");
  ada.disconnect();
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "ack", "message", "bye"]);
  assertEquals(bob.all("bye").map(({ reason }) => reason), ["closing"]);
  assertEquals([ada.sink.calls, bob.sink.calls], [["end"], ["end"]]);
});

test("a fault of ours while a line is heard leaves no member without a connection", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  const bytes = new TextEncoder().encode("boom\n");
  let isClosed = false;
  const source = {
    pull: (into: Uint8Array, taker: Taker): void => {
      into.set(bytes);
      taker.took(bytes.length);
    },
    read: () => Promise.resolve(null),
    close: () => void (isClosed = true),
  };
  const faults: unknown[] = [];
  const receive = (): void => {
    throw new RangeError("a fault");
  };
  const manner = {
    clock: hall.clock,
    lineBytes: 100,
    receive,
    later: () => {},
    disconnected: (session: Session) => hall.hub.disconnected(session),
    flooded: () => {},
    logFault: (fault: unknown) => void faults.push(fault),
  };
  new LineLoop({ session: bob.session, source, reader: new LineReader(source, 100), manner }).filled();
  assertEquals([faults.map(String), isClosed], [["RangeError: a fault"], true]);
  await hall.endTurn();
  assertEquals(ada.all("left").map(({ name }) => name), ["bob"]);
});
