/** Coming back to all of one's rooms at once. */

import { assertEquals } from "@std/assert";
import { openLog } from "../../../server/log/open.ts";
import { Folder } from "../../support/folder.ts";
import { FakeSink, type Guest, Hall } from "../../support/hall.ts";
import { test } from "../../support/test.ts";

const GRACE = { grace: 30_000 };

/** What reached somebody: rooms that they were shown, and messages, past ones in brackets. */
function story(guest: Guest): readonly string[] {
  return guest.frames.flatMap((frame) => {
    if (frame.type === "welcome" || frame.type === "entered") {
      return [`${frame.type} ${frame.room} ${frame.seq}`];
    }
    if (frame.type !== "message") return frame.type === "joined" ? [] : [frame.type];
    return [frame.past ? `(${frame.room} ${frame.seq})` : `${frame.room} ${frame.seq}`];
  });
}

/** Ada and bob in the lobby, in tea and in ale, with a message in each. */
async function inThree(hall: Hall): Promise<readonly [Guest, Guest]> {
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  for (const room of ["tea", "ale"]) {
    ada.tell({ type: "join", room });
    bob.tell({ type: "join", room });
  }
  sayInAll(ada);
  await hall.endTurn();
  return [ada, bob];
}

function sayInAll(guest: Guest): void {
  for (const room of ["lobby", "tea", "ale"]) guest.tell({ type: "say", room, text: "x" });
}

test("who comes back within the grace gets what was missed of each room, and nobody notices", async () => {
  const hall = new Hall(GRACE);
  const [ada, bob] = await inThree(hall);
  bob.disconnect();
  sayInAll(ada);
  await hall.endTurn();
  const again = hall.come();
  again.hello("x", { token: bob.token, after: { lobby: 1, ale: 0, "#TEA": 1 } });
  sayInAll(ada);
  await hall.endTurn();
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
  assertEquals(ada.all("left"), []);
  assertEquals(ada.all("joined").map(({ room }) => room), ["lobby", "tea", "ale"]);
});

test("who comes back later is let into all rooms that they name, with what they missed", async () => {
  const hall = new Hall(GRACE);
  const [ada, bob] = await inThree(hall);
  bob.disconnect();
  await hall.clock.advance(30_000);
  hall.hub.sweep();
  sayInAll(ada);
  await hall.endTurn();
  assertEquals(ada.all("left").map(({ room }) => room).toSorted(), ["ale", "lobby", "tea"]);
  const again = hall.come();
  again.tell({
    type: "hello",
    name: "bob",
    room: "tea",
    resume: { token: bob.token, after: { ale: 1, tea: 1 } },
  });
  await hall.endTurn();
  assertEquals(story(again), ["welcome tea 2", "(tea 2)", "entered ale 2", "(ale 2)"]);
  assertEquals(again.all("welcome")[0]?.token, bob.token);
});

test("with a token that nobody knows the rooms are entered, and the numbers count for nothing", async () => {
  const hall = new Hall({ replay: 1 });
  const [ada] = await inThree(hall);
  sayInAll(ada);
  await hall.endTurn();
  const cy = hall.come();
  cy.hello("cy", { token: "no such", after: { tea: 0, "a b": 3, wine: 4 } });
  await hall.endTurn();
  assertEquals(story(cy), ["welcome lobby 2", "(lobby 2)", "entered tea 2", "(tea 2)", "entered wine 0"]);
});

test("a room that was left while one had not read it all says nothing more", async () => {
  const hall = new Hall({ outboxBytes: 8_000, rate: null, replay: 500 });
  const [ada] = await inThree(hall);
  for (let i = 0; i < 200; i++) {
    ada.tell({ type: "say", room: "tea", text: "x".repeat(500) }, { type: "say", room: "ale", text: "y" });
    await hall.endTurn();
  }
  const cy = await hall.member("cy");
  cy.tell({ type: "join", room: "tea" }, { type: "join", room: "ale" }, { type: "part", room: "tea" });
  for (let turn = 0; turn < 200; turn++) await hall.endTurn();
  const rooms = cy.frames.flatMap((frame) =>
    frame.type === "message" || frame.type === "parted" ? [frame.room] : []
  );
  assertEquals(rooms.lastIndexOf("tea"), rooms.indexOf("ale") - 1);
  assertEquals(rooms.filter((room) => room === "ale").length, 201);
  assertEquals(rooms.filter((room) => room === "tea").length < 100, true);
  ada.tell({ type: "say", room: "ale", text: "live" });
  await hall.endTurn();
  assertEquals(cy.frames.at(-1)?.type === "message" && cy.heard.at(-1), "live");
});

test("after a restart everyone is in all their rooms, and topics, rooms and marks are there", async () => {
  using folder = new Folder();
  const open = () => openLog(`${folder.path}/chat.db`, "process");
  const hall = new Hall(GRACE, { history: open() });
  const [ada, bob] = await inThree(hall);
  ada.tell({ type: "topic", room: "tea", text: "leaves" }, { type: "join", room: "empty" });
  bob.tell({ type: "read", room: "tea", seq: 1 }, { type: "part", room: "lobby" });
  await hall.endTurn();
  hall.hub.close();
  hall.history.noteAlive(hall.clock.now());
  hall.history.close();
  const { clock, tokens } = hall;
  const next = new Hall(GRACE, { history: open(), clock, tokens });
  next.hub.restore(next.peer(new FakeSink()), 60_000);
  assertEquals([...next.hub.rooms.all].map(({ name, size }) => [name, size]).toSorted(), [
    ["ale", 2],
    ["empty", 1],
    ["lobby", 1],
    ["tea", 2],
  ]);
  const again = next.come();
  again.hello("x", { token: bob.token, after: { tea: 1, ale: 1 } });
  await next.endTurn();
  assertEquals(story(again), ["welcome tea 2", "(tea 2)", "entered ale 1"]);
  const [welcome] = again.all("welcome");
  assertEquals([welcome?.resumed, welcome?.read, welcome?.topic?.text], [true, 1, "leaves"]);
  next.history.close();
});

test("what was read only moves forward, not beyond what there is, and is the person's on every connection", async () => {
  const hall = new Hall(GRACE);
  const [ada, bob] = await inThree(hall);
  sayInAll(ada);
  await hall.endTurn();
  for (const seq of [2, 1]) bob.tell({ type: "read", room: "tea", seq });
  bob.tell({ type: "read", room: "ale", seq: 99 }, { type: "read", room: "lobby", seq: 0 });
  hall.hub.sweep();
  assertEquals(Object.fromEntries(hall.history.readMarksOf(bob.session.person)), { tea: 2, ale: 2 });
  bob.tell({ type: "quit" });
  await hall.endTurn();
  sayInAll(ada);
  await hall.endTurn();
  const again = hall.come();
  again.hello("bob", { token: bob.token, after: { tea: 3, ale: 3, lobby: 3 } });
  await hall.endTurn();
  const read = [...again.all("welcome"), ...again.all("entered")].map(({ room, read }) => [room, read]);
  assertEquals(read, [["lobby", 3], ["tea", 2], ["ale", 2]]);
});

test("who names more rooms than one may be in gets as many as that, and is told once", async () => {
  const hall = new Hall({ roomsPerMember: 3, rate: null });
  const after = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`room${i}`, 0]));
  const ada = hall.come();
  ada.hello("ada", { token: "no such", after });
  await hall.endTurn();
  assertEquals(story(ada), ["welcome lobby 0", "entered room0 0", "entered room1 0", "error"]);
});
