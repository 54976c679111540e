/** Several rooms: entering, leaving, and hearing only of those that one is in. */

import { assertEquals } from "@std/assert";
import { MemoryLog } from "../../server/log/memory.ts";
import { TestClient, TestCore } from "../support/test_core.ts";
import { test } from "../support/sanitized.ts";

/** What reached somebody, room by room: `#tea bob: ciao`, past messages in brackets. */
export function told(client: TestClient): readonly string[] {
  return client.frames.map((frame) => {
    switch (frame.type) {
      case "message":
        return frame.past ? `(#${frame.room} ${frame.text})` : `#${frame.room} ${frame.text}`;
      case "joined":
      case "left":
        return `#${frame.room} ${frame.name} ${frame.type}`;
      case "welcome":
      case "entered":
      case "parted":
        return `${frame.type} #${frame.room}`;
      case "renamed":
        return `${frame.from} is ${frame.to}`;
      case "error":
        return frame.code;
      default:
        return frame.type;
    }
  });
}

/** What is of one room: rooms tell in no promised order, only what is of one has its order. */
function isIn(room: string): (line: string) => boolean {
  return (line) => line.includes(`#${room}`);
}

/** Enters a room, with the turn of it behind. */
async function join(core: TestCore, client: TestClient, ...rooms: readonly string[]): Promise<void> {
  for (const room of rooms) client.sendFrames({ type: "join", room });
  await core.endTurn();
}

/** Forgets what reached these people until now. */
function afresh(...guests: readonly TestClient[]): void {
  for (const client of guests) client.sink.writes.length = 0;
}

test("a room is made by who enters it first, and what is said there is for those in it", async () => {
  const core = new TestCore();
  const [ada, bob, cy] = [await core.member("ada"), await core.member("bob"), await core.member("cy")];
  await join(core, ada, "#Tea");
  await join(core, bob, "tea");
  afresh(ada, bob, cy);
  ada.sendFrames({ type: "say", room: "Tea", text: "milk?", id: 1 });
  cy.say("hi");
  bob.sendFrames({ type: "say", room: "TEA", text: "yes" });
  await core.endTurn();
  assertEquals(told(ada).filter(isIn("Tea")), ["#Tea milk?", "#Tea yes"]);
  assertEquals(ada.framesOf("message").filter(({ room }) => room === "Tea").map(({ seq }) => seq), [1, 2]);
  assertEquals(told(bob).toSorted(), ["#Tea milk?", "#Tea yes", "#lobby hi"]);
  assertEquals(cy.messageTexts, ["hi"]);
  assertEquals(ada.framesOf("ack").map(({ room, seq }) => [room, seq]), [["Tea", 1]]);
});

test("who enters is shown the room; the others hear of it, and those elsewhere do not", async () => {
  const core = new TestCore({ replay: 50 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  ada.sendFrames({ type: "say", room: "tea", text: "one" }, { type: "topic", room: "tea", text: "leaves" });
  await core.endTurn();
  afresh(ada, bob);
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
  assertEquals(told(bob), ["entered #tea", "(#tea one)", "(#tea leaves)"]);
  assertEquals(told(ada), ["#tea bob joined"]);
});

test("entering a room that one is in shows it again, and says nothing twice", async () => {
  const core = new TestCore({ replay: 50 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  ada.say("one");
  await core.endTurn();
  afresh(ada, bob);
  await join(core, ada, "LOBBY");
  assertEquals([told(ada), told(bob)], [["entered #lobby"], []]);
  assertEquals(ada.framesOf("entered")[0]?.seq, 1);
});

test("who leaves a room gets all that was told before, then that they have left, and stays in the others", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  await join(core, bob, "tea");
  afresh(ada, bob);
  ada.sendFrames({ type: "say", room: "tea", text: "one" });
  bob.sendFrames({ type: "part", room: "#tea", word: "so\nlong" });
  ada.sendFrames({ type: "say", room: "tea", text: "two" });
  bob.sendFrames({ type: "say", room: "tea", text: "late", id: 3 });
  ada.say("here");
  await core.endTurn();
  assertEquals(told(bob).filter(isIn("tea")), ["#tea one", "parted #tea"]);
  assertEquals(told(bob).filter((line) => !isIn("tea")(line)), ["no-room", "#lobby here"]);
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
  afresh(ada, bob);
  bob.sendFrames({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  bob.sendFrames({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  ada.sendFrames({ type: "say", room: "tea", text: "one" });
  await core.endTurn();
  assertEquals(told(bob), ["parted #tea", "entered #tea", "parted #tea", "entered #tea", "#tea one"]);
  assertEquals(told(ada), [
    "#tea bob left",
    "#tea bob joined",
    "#tea bob left",
    "#tea bob joined",
    "#tea one",
  ]);
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
  assertEquals(told(bob).slice(1), ["parted #lobby", "no-room", "bob is robert", "private"]);
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
  afresh(ada);
  const again = core.connect();
  again.sendFrames({ type: "hello", name: "bob", room: "", resume: { token, after: {} } });
  await core.endTurn();
  assertEquals([told(again), again.framesOf("welcome")[0]?.members, told(ada)], [["welcome #"], [], []]);
  again.sendFrames({ type: "quit" });
  await core.endTurn();
  const third = core.connect();
  third.sendFrames({ type: "hello", name: "bob", room: "", resume: { token, after: { tea: 0 } } });
  await core.endTurn();
  assertEquals([told(third), told(ada)], [["welcome #", "entered #tea"], ["#tea bob joined"]]);
});

test("who goes leaves all their rooms, and hears all that was told in them before goodbye", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea", "ale");
  await join(core, bob, "tea", "ale");
  afresh(ada, bob);
  for (const room of ["tea", "ale", "lobby"]) ada.sendFrames({ type: "say", room, text: room });
  bob.sendFrames({ type: "part", room: "ale" }, { type: "quit", word: "so long" });
  await core.endTurn();
  assertEquals(told(bob).toSorted(), ["#ale ale", "#lobby lobby", "#tea tea", "bye"]);
  assertEquals(bob.frames.at(-1)?.type, "bye");
  assertEquals(bob.sink.calls, ["end"]);
  assertEquals(ada.framesOf("left").map(({ room, word }) => `${room} ${word}`).toSorted(), [
    "ale undefined",
    "lobby so long",
    "tea so long",
  ]);
});

test("a new name is told once to everyone who shares a room, after what was said under the old one", async () => {
  const core = new TestCore();
  const [ada, bob, cy] = [await core.member("ada"), await core.member("bob"), await core.member("cy")];
  const pat = await core.member("pat", "plain");
  await join(core, ada, "tea", "ale");
  await join(core, bob, "tea", "ale");
  cy.sendFrames({ type: "part", room: "lobby" }, { type: "join", room: "cellar" });
  await core.endTurn();
  afresh(ada, bob, cy, pat);
  bob.sendFrames({ type: "say", room: "tea", text: "one" }, { type: "nick", name: "robert" });
  bob.sendFrames({ type: "say", room: "tea", text: "two" });
  await core.endTurn();
  assertEquals(told(ada), ["#tea one", "bob is robert", "#tea two"]);
  assertEquals(told(bob), ["#tea one", "bob is robert", "#tea two"]);
  assertEquals(ada.framesOf("message").map(({ from }) => from), ["bob", "robert"]);
  assertEquals([cy.sink.text, pat.sink.text], ["", "--- bob is now robert\n"]);
});

test("in a large room a new name is not told before its owner's coming", async () => {
  const core = new TestCore({ rate: null });
  const ada = await core.member("ada");
  for (let i = 0; i < 300; i++) core.connect().hello(`n${i}`);
  await core.clock.advance(1_000);
  await core.endTurn();
  afresh(ada);
  const bob = await core.member("bob");
  bob.sendFrames({ type: "nick", name: "robert" });
  await core.endTurn();
  assertEquals(told(ada), ["#lobby bob joined", "bob is robert"]);
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
  assertEquals(told(cy), ["too-many-rooms", "welcome #ale"]);
});

test("from one address only so many rooms are begun in an hour, whoever asks; those that there are may be entered", async () => {
  const core = new TestCore({ newRoomsPerHour: 2 });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const cy = new TestClient(
    core.hub,
    (sink) => ({ ...core.peer(sink), address: "[2001:db8::1]:9" }),
    core.clock,
  );
  cy.hello("cy");
  await join(core, ada, "tea");
  await core.clock.advance(1_800_000);
  await join(core, bob, "ale", "#TEA", "wine");
  assertEquals(bob.framesOf("error"), [{
    type: "error",
    text:
      "From your address 2 rooms have been made within an hour, which is the most: /rooms lists those that there are.",
    code: "new-rooms",
    limit: 2,
  }]);
  await join(core, cy, "wine");
  await join(core, ada, "wine");
  const dan = core.connect();
  dan.sendFrames({ type: "hello", name: "dan", room: "cellar" });
  await core.endTurn();
  assertEquals([ada.framesOf("error"), cy.framesOf("error"), told(dan)], [[], [], ["new-rooms"]]);
  await core.clock.advance(1_800_000); // An hour after the first, but not after the second.
  await join(core, ada, "rum", "gin");
  assertEquals(ada.framesOf("error").map(({ code }) => code), ["new-rooms"]);
  assertEquals(ada.session.person.memberships.map(({ room }) => room.name), ["lobby", "tea", "wine", "rum"]);
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

test("what is no room's name is answered so, and a room that one is not in gives nothing away", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await join(core, ada, "tea");
  for (const room of ["", "#", "a b", "x".repeat(33)]) bob.sendFrames({ type: "join", room });
  bob.sendFrames({ type: "say", room: "tea", text: "x", id: 1 }, { type: "history", room: "tea" });
  bob.sendFrames({ type: "topic", room: "tea", text: "x" }, { type: "part", room: "tea" });
  bob.sendFrames({ type: "read", room: "tea", seq: 1 }, { type: "who", room: "cellar" });
  await core.endTurn();
  assertEquals(told(bob).slice(1), [
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
  assertEquals(told(ada).slice(1), ["not-stored"]);
  assertEquals(core.hub.context.rooms.find("lobby")?.topic, undefined);
});

test("a list of very many rooms comes in parts, as fast as it is read", async () => {
  const core = new TestCore({
    rate: null,
    maxRooms: 1_000,
    newRoomsPerHour: 1_000,
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
