/** Coming back to all of one's rooms at once. */

import { assertEquals } from "@std/assert";
import { openLog } from "../../../../server/store/log/open.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const GRACE = { grace: 30_000 };

/** What reached somebody: rooms that they were shown, and messages, past ones in brackets. */
function story(client: TestClient): readonly string[] {
  return client.frames.flatMap((frame) => {
    if (frame.type === "welcome" || frame.type === "entered") {
      return [`${frame.type} ${frame.room} ${frame.seq}`];
    }
    if (frame.type !== "message") return frame.type === "joined" ? [] : [frame.type];
    return [frame.past ? `(${frame.room} ${frame.seq})` : `${frame.room} ${frame.seq}`];
  });
}

/** Ada and bob in the lobby, in tea and in ale, with a message in each. */
async function inThree(core: TestCore): Promise<readonly [TestClient, TestClient]> {
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  for (const room of ["tea", "ale"]) {
    ada.sendFrames({ type: "join", room });
    bob.sendFrames({ type: "join", room });
  }
  sayInAll(ada);
  await core.endTurn();
  return [ada, bob];
}

function sayInAll(client: TestClient): void {
  for (const room of ["lobby", "tea", "ale"]) client.sendFrames({ type: "say", room, text: "x" });
}

test("who comes back within the grace gets what was missed of each room, and nobody notices", async () => {
  const core = new TestCore(GRACE);
  const [ada, bob] = await inThree(core);
  bob.disconnect();
  sayInAll(ada);
  await core.endTurn();
  const again = core.connect();
  again.hello("x", { token: bob.token, after: { lobby: 1, ale: 0, "#TEA": 1 } });
  sayInAll(ada);
  await core.endTurn();
  assertEquals(story(again).slice(0, 7), [
    "welcome lobby 2",
    "(lobby 2)",
    "entered tea 2",
    "(tea 2)",
    "entered ale 2",
    "(ale 1)",
    "(ale 2)",
  ]);
  assertEquals(story(again).slice(7).toSorted(), ["ale 3", "lobby 3", "tea 3"]);
  assertEquals(ada.framesOf("left"), []);
  assertEquals(ada.framesOf("joined").map(({ room }) => room), ["lobby", "tea", "ale"]);
});

test("who comes back later is let into all rooms that they name, with what they missed", async () => {
  const core = new TestCore(GRACE);
  const [ada, bob] = await inThree(core);
  bob.disconnect();
  await core.clock.advance(30_000);
  core.hub.sweep();
  sayInAll(ada);
  await core.endTurn();
  assertEquals(ada.framesOf("left").map(({ room }) => room).toSorted(), ["ale", "lobby", "tea"]);
  const again = core.connect();
  again.sendFrames({
    type: "hello",
    name: "bob",
    room: "tea",
    resume: { token: bob.token, after: { ale: 1, tea: 1 } },
  });
  await core.endTurn();
  assertEquals(story(again), ["welcome tea 2", "(tea 2)", "entered ale 2", "(ale 2)"]);
  assertEquals(again.framesOf("welcome")[0]?.token, bob.token);
});

test("with a token that nobody knows the rooms are entered, and the numbers count for nothing", async () => {
  const core = new TestCore({ replay: 1 });
  const [ada] = await inThree(core);
  sayInAll(ada);
  await core.endTurn();
  const cy = core.connect();
  cy.hello("cy", { token: "no such", after: { tea: 0, "a b": 3, wine: 4 } });
  await core.endTurn();
  assertEquals(story(cy), ["welcome lobby 2", "(lobby 2)", "entered tea 2", "(tea 2)", "entered wine 0"]);
});

test("a room that was left while one had not read it all says nothing more", async () => {
  const core = new TestCore({ outboxBytes: 8_000, rate: null, replay: 500 });
  const [ada] = await inThree(core);
  for (let i = 0; i < 200; i++) {
    ada.sendFrames({ type: "say", room: "tea", text: "x".repeat(500) }, {
      type: "say",
      room: "ale",
      text: "y",
    });
    await core.endTurn();
  }
  const cy = await core.member("cy");
  cy.sendFrames({ type: "join", room: "tea" }, { type: "join", room: "ale" }, { type: "part", room: "tea" });
  for (let turn = 0; turn < 200; turn++) await core.endTurn();
  const rooms = cy.frames.flatMap((frame) =>
    frame.type === "message" || frame.type === "parted" ? [frame.room] : []
  );
  assertEquals(rooms.lastIndexOf("tea"), rooms.indexOf("ale") - 1);
  assertEquals(rooms.filter((room) => room === "ale").length, 201);
  assertEquals(rooms.filter((room) => room === "tea").length < 100, true);
  ada.sendFrames({ type: "say", room: "ale", text: "live" });
  await core.endTurn();
  assertEquals(cy.frames.at(-1)?.type === "message" && cy.messageTexts.at(-1), "live");
});

test("after a restart everyone is in all their rooms, and topics, rooms and marks are there", async () => {
  using folder = new TempFolder();
  const open = () => openLog(`${folder.path}/chat.db`, "process");
  const core = new TestCore(GRACE, { history: open() });
  const [ada, bob] = await inThree(core);
  ada.sendFrames({ type: "topic", room: "tea", text: "leaves" }, { type: "join", room: "empty" });
  bob.sendFrames({ type: "read", room: "tea", seq: 1 }, { type: "part", room: "lobby" });
  await core.endTurn();
  core.hub.close();
  core.history.noteAlive(core.clock.now());
  core.history.close();
  const { clock, tokens } = core;
  const next = new TestCore(GRACE, { history: open(), clock, tokens });
  next.hub.restore(60_000);
  assertEquals([...next.hub.context.rooms.all].map(({ name, size }) => [name, size]).toSorted(), [
    ["ale", 2],
    ["empty", 1],
    ["lobby", 1],
    ["tea", 2],
  ]);
  const again = next.connect();
  again.hello("x", { token: bob.token, after: { tea: 1, ale: 1 } });
  await next.endTurn();
  assertEquals(story(again), ["welcome tea 2", "(tea 2)", "entered ale 1"]);
  const [welcome] = again.framesOf("welcome");
  assertEquals([welcome?.resumed, welcome?.read, welcome?.topic?.text], [true, 1, "leaves"]);
  next.history.close();
});

test("what was read only moves forward, not beyond what there is, and is the person's on every connection", async () => {
  const core = new TestCore(GRACE);
  const [ada, bob] = await inThree(core);
  sayInAll(ada);
  await core.endTurn();
  for (const seq of [2, 1]) bob.sendFrames({ type: "read", room: "tea", seq });
  bob.sendFrames({ type: "read", room: "ale", seq: 99 }, { type: "read", room: "lobby", seq: 0 });
  core.hub.sweep();
  assertEquals(Object.fromEntries(core.history.readMarksOf(bob.session.person.id)), { tea: 2, ale: 2 });
  bob.sendFrames({ type: "quit" });
  await core.endTurn();
  sayInAll(ada);
  await core.endTurn();
  const again = core.connect();
  again.hello("bob", { token: bob.token, after: { tea: 3, ale: 3, lobby: 3 } });
  await core.endTurn();
  const read = [...again.framesOf("welcome"), ...again.framesOf("entered")].map((
    { room, read },
  ) => [room, read]);
  assertEquals(read, [["lobby", 3], ["tea", 2], ["ale", 2]]);
});

test("who names more rooms than one may be in gets as many as that, and is told once", async () => {
  const core = new TestCore({ roomsPerMember: 3, rate: null });
  const after = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`room${i}`, 0]));
  const ada = core.connect();
  ada.hello("ada", { token: "no such", after });
  await core.endTurn();
  assertEquals(story(ada), ["welcome lobby 0", "entered room0 0", "entered room1 0", "error"]);
});
