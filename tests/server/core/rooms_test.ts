/** Several rooms: entering, leaving, and hearing only of those that one is in. */

import { RoomCreationLimit, type RoomCreator } from "../../../server/core/rooms/creation_limit.ts";
import { assertEquals } from "@std/assert";
import { Origins } from "../../../net/origin.ts";
import { MemoryLog } from "../../../server/store/log/memory.ts";
import { forgetDelivered, isAbout, join, summaryOf } from "../../support/room_summary.ts";
import { TestClient, TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

test("a room is made by who enters it first, and what is said there is for those in it", async () => {
  const core = new TestCore();
  const [ada, bob, cy] = [await core.member("ada"), await core.member("bob"), await core.member("cy")];
  await join(core, ada, "#Tea");
  await join(core, bob, "tea");
  forgetDelivered(ada, bob, cy);
  ada.sendFrames({ type: "say", room: "Tea", text: "milk?", id: 1 });
  cy.say("hi");
  bob.sendFrames({ type: "say", room: "TEA", text: "yes" });
  await core.endTurn();
  assertEquals(summaryOf(ada).filter(isAbout("Tea")), ["#Tea milk?", "#Tea yes"]);
  assertEquals(ada.framesOf("message").filter(({ room }) => room === "Tea").map(({ seq }) => seq), [1, 2]);
  assertEquals(summaryOf(bob).toSorted(), ["#Tea milk?", "#Tea yes", "#lobby hi"]);
  assertEquals(cy.messageTexts, ["hi"]);
  assertEquals(ada.framesOf("ack").map(({ room, seq }) => [room, seq]), [["Tea", 1]]);
});

test("a room that nobody is in is gone if nothing was said there; the lobby stays", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  await join(core, ada, "tea", "ale");
  ada.sendFrames({ type: "say", room: "ale", text: "cheers" });
  for (const room of ["tea", "ale", "lobby"]) ada.sendFrames({ type: "part", room });
  await core.endTurn();
  assertEquals([...core.hub.context.rooms.all].map(({ name }) => name), ["lobby", "ale"]);
  assertEquals(ada.framesOf("parted").map(({ room }) => room).toSorted(), ["ale", "lobby", "tea"]);
  await join(core, ada, "TEA");
  assertEquals(ada.framesOf("entered").at(-1)?.room, "TEA");
});

test("there are only so many rooms, and one person may be in only so many", async () => {
  const core = new TestCore({ maxRooms: 3, roomsPerMember: 2 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea", "ale");
  assertEquals(ada.framesOf("error").map(({ text }) => text), [
    "You are in 2 rooms, which is the most: leave one with /part #room first.",
  ]);
  await join(core, bob, "ale");
  bob.sendFrames({ type: "part", room: "lobby" });
  await join(core, bob, "wine", "tea");
  assertEquals(bob.framesOf("error").map(({ text }) => text), [
    "There are 3 rooms already, and no more can be made: /rooms lists them.",
  ]);
  assertEquals(bob.session.person.memberships.map(({ room }) => room.name), ["ale", "tea"]);
  const cy = core.connect();
  cy.sendFrames({ type: "hello", name: "cy", room: "wine" });
  cy.sendFrames({ type: "hello", name: "cy", room: "ale" });
  await core.endTurn();
  assertEquals(summaryOf(cy), ["too-many-rooms", "welcome #ale"]);
});

test("from one address only so many rooms are begun in an hour, whoever asks; those that there are may be entered", async () => {
  const core = new TestCore({ newRoomsPerHour: 2 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const cy = new TestClient(
    core.hub,
    (sink) => ({ ...core.peer(sink), origin: new Origins().of("2001:db8::1") }),
    core.clock,
  );
  cy.hello("cy");
  await join(core, ada, "tea");
  await core.clock.advance(1_800_000);
  await join(core, bob, "ale", "#TEA", "wine");
  assertEquals(bob.framesOf("error"), [{
    type: "error",
    text: "From your address no more than 2 rooms can be made within an hour: /rooms lists those there are.",
    code: "new-rooms",
    limit: 2,
  }]);
  await join(core, cy, "wine");
  await join(core, ada, "wine");
  const dan = core.connect();
  dan.sendFrames({ type: "hello", name: "dan", room: "cellar" });
  await core.endTurn();
  assertEquals([ada.framesOf("error"), cy.framesOf("error"), summaryOf(dan)], [[], [], ["new-rooms"]]);
  await core.clock.advance(1_800_000); // An hour after the first, but not after the second.
  await join(core, ada, "rum", "gin");
  assertEquals(ada.framesOf("error").map(({ code }) => code), ["new-rooms"]);
  assertEquals(ada.session.person.memberships.map(({ room }) => room.name), ["lobby", "tea", "wine", "rum"]);
});

test("a guest makes no more than a quarter of their address's rooms, so that others behind it can make some, too", async () => {
  const core = new TestCore({ newRoomsPerHour: 8 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea", "ale", "rum");
  await join(core, bob, "gin");
  assertEquals(ada.framesOf("error").map(({ code }) => code), ["new-rooms"]);
  assertEquals(bob.framesOf("error"), []);
  await core.clock.advance(3_600_000);
  await join(core, ada, "wine");
  assertEquals(ada.framesOf("error").length, 1, "after an hour it is forgotten");
});

test("who has an account makes rooms on their own account, whatever others behind their address have made", () => {
  const limit = new RoomCreationLimit(2);
  const guest = (person: string): RoomCreator => ({ address: "192.0.2.7", account: undefined, person });
  const holder = (account: number): RoomCreator => ({ address: "192.0.2.7", account, person: "p" });
  assertEquals(["a", "b", "c"].map((person) => limit.count(guest(person), 0)), [true, true, false]);
  assertEquals([1, 1, 1, 2].map((account) => limit.count(holder(account), 0)), [true, true, false, true]);
});

test("a room that nobody is in gives way to a new one where there are too many, and is there again as it was", async () => {
  const core = new TestCore({ maxRooms: 4, replay: 50 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const begin = async (name: string) => {
    await join(core, ada, name);
    ada.sendFrames({ type: "topic", room: name, text: `about ${name}` });
    await core.endTurn();
  };
  const leave = async (...names: readonly string[]) => {
    for (const room of names) ada.sendFrames({ type: "part", room });
    await core.endTurn();
  };
  const names = () => [...core.hub.context.rooms.all].map(({ name }) => name);
  for (const name of ["Tea", "ale", "wine"]) await begin(name);
  await join(core, bob, "rum");
  assertEquals(bob.framesOf("error").map(({ code }) => code), ["too-many-rooms"]); // As there is somebody in each.
  await leave("ale", "wine", "Tea");
  await join(core, ada, "ale");
  await leave("ale");
  await join(core, bob, "rum");
  assertEquals(names(), ["lobby", "Tea", "ale", "rum"]); // Of #wine, #tea and #ale the first was left longest ago.
  await join(core, bob, "gin", "#TEA");
  assertEquals(names(), ["lobby", "rum", "gin", "Tea"]);
  assertEquals(core.hub.context.rooms.find("tea")?.topic?.text, "about Tea");
  assertEquals(bob.framesOf("message").at(-1)?.text, "about Tea");
  bob.sendFrames({ type: "say", room: "tea", text: "more" });
  await core.endTurn();
  assertEquals(bob.framesOf("message").at(-1)?.seq, 2);
});

test("after a restart there are no more rooms than may be, but for those that somebody is in", () => {
  const history = new MemoryLog();
  const draft = { type: "message", at: 1, from: "ada", text: "x", personId: 0 } as const;
  const rest = { id: undefined, action: undefined, topic: undefined };
  const drafts = ["tea", "ale", "wine"].map((room) => ({ ...draft, ...rest, room }));
  history.commit({ drafts, members: [], readMarks: [] });
  const { rooms } = new TestCore({ maxRooms: 3 }, { history }).hub.context;
  assertEquals([...rooms.all].map(({ name }) => name), ["lobby", "ale", "wine"]);
});
