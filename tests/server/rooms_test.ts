/** Several rooms: entering, leaving, and hearing only of those that one is in. */

import { assertEquals } from "@std/assert";
import { MemoryLog } from "../../server/log/memory.ts";
import { Guest, Hall } from "../support/hall.ts";
import { test } from "../support/test.ts";

/** What reached somebody, room by room: `#tea bob: ciao`, past messages in brackets. */
export function told(guest: Guest): readonly string[] {
  return guest.frames.map((frame) => {
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
async function join(hall: Hall, guest: Guest, ...rooms: readonly string[]): Promise<void> {
  for (const room of rooms) guest.tell({ type: "join", room });
  await hall.endTurn();
}

/** Forgets what reached these people until now. */
function afresh(...guests: readonly Guest[]): void {
  for (const guest of guests) guest.sink.writes.length = 0;
}

test("a room is made by who enters it first, and what is said there is for those in it", async () => {
  const hall = new Hall();
  const [ada, bob, cy] = [await hall.member("ada"), await hall.member("bob"), await hall.member("cy")];
  await join(hall, ada, "#Tea");
  await join(hall, bob, "tea");
  afresh(ada, bob, cy);
  ada.tell({ type: "say", room: "Tea", text: "milk?", id: 1 });
  cy.say("hi");
  bob.tell({ type: "say", room: "TEA", text: "yes" });
  await hall.endTurn();
  assertEquals(told(ada).filter(isIn("Tea")), ["#Tea milk?", "#Tea yes"]);
  assertEquals(ada.all("message").filter(({ room }) => room === "Tea").map(({ seq }) => seq), [1, 2]);
  assertEquals(told(bob).toSorted(), ["#Tea milk?", "#Tea yes", "#lobby hi"]);
  assertEquals(cy.heard, ["hi"]);
  assertEquals(ada.all("ack").map(({ room, seq }) => [room, seq]), [["Tea", 1]]);
});

test("who enters is shown the room; the others hear of it, and those elsewhere do not", async () => {
  const hall = new Hall({ replay: 50 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea");
  ada.tell({ type: "say", room: "tea", text: "one" }, { type: "topic", room: "tea", text: "leaves" });
  await hall.endTurn();
  afresh(ada, bob);
  await join(hall, bob, "tea");
  const [entered] = bob.all("entered");
  const { name: from, since: at } = ada.session;
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
  const hall = new Hall({ replay: 50 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  ada.say("one");
  await hall.endTurn();
  afresh(ada, bob);
  await join(hall, ada, "LOBBY");
  assertEquals([told(ada), told(bob)], [["entered #lobby"], []]);
  assertEquals(ada.all("entered")[0]?.seq, 1);
});

test("who leaves a room gets all that was told before, then that they have left, and stays in the others", async () => {
  const hall = new Hall();
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea");
  await join(hall, bob, "tea");
  afresh(ada, bob);
  ada.tell({ type: "say", room: "tea", text: "one" });
  bob.tell({ type: "part", room: "#tea", word: "so\nlong" });
  ada.tell({ type: "say", room: "tea", text: "two" });
  bob.tell({ type: "say", room: "tea", text: "late", id: 3 });
  ada.say("here");
  await hall.endTurn();
  assertEquals(told(bob).filter(isIn("tea")), ["#tea one", "parted #tea"]);
  assertEquals(told(bob).filter((line) => !isIn("tea")(line)), ["no-room", "#lobby here"]);
  assertEquals(ada.all("left").map(({ room, reason, word }) => [room, reason, word]), [[
    "tea",
    "left",
    "so long",
  ]]);
  assertEquals(ada.heard.toSorted(), ["here", "one", "two"]);
});

test("who leaves a room and enters it in the same moment hears both, in that order", async () => {
  const hall = new Hall();
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea");
  await join(hall, bob, "tea");
  afresh(ada, bob);
  bob.tell({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  bob.tell({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  ada.tell({ type: "say", room: "tea", text: "one" });
  await hall.endTurn();
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
  const hall = new Hall();
  const ada = await hall.member("ada");
  await join(hall, ada, "tea", "ale");
  ada.tell({ type: "say", room: "ale", text: "cheers" });
  for (const room of ["tea", "ale", "lobby"]) ada.tell({ type: "part", room });
  await hall.endTurn();
  assertEquals([...hall.hub.rooms.all].map(({ name }) => name), ["lobby", "ale"]);
  assertEquals(ada.all("parted").map(({ room }) => room).toSorted(), ["ale", "lobby", "tea"]);
  await join(hall, ada, "TEA");
  assertEquals(ada.all("entered").at(-1)?.room, "TEA");
});

test("the only one in a room may leave it and enter it in the same moment", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  await join(hall, ada, "tea");
  ada.tell({ type: "part", room: "tea" }, { type: "join", room: "tea" });
  ada.tell({ type: "say", room: "tea", text: "still here" });
  await hall.endTurn();
  assertEquals(ada.heard, ["still here"]);
  const bob = await hall.member("bob");
  await join(hall, bob, "tea");
  assertEquals(bob.all("entered")[0]?.members, ["ada", "bob"]);
});

test("one may be in no room at all, and still be written to", async () => {
  const hall = new Hall({ grace: 30_000 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  bob.tell({ type: "part", room: "lobby" });
  await hall.endTurn();
  bob.say("nobody hears");
  bob.tell({ type: "nick", name: "robert" });
  ada.tell({ type: "private", to: "robert", text: "psst" });
  await hall.endTurn();
  assertEquals(told(bob).slice(1), ["parted #lobby", "no-room", "bob is robert", "private"]);
  assertEquals(ada.all("renamed"), []);
  bob.disconnect();
  const again = hall.come();
  again.hello("x", bob.resume());
  await hall.endTurn();
  const [welcome] = again.all("welcome");
  assertEquals([welcome?.room, welcome?.members, welcome?.count, welcome?.name], ["", [], 0, "robert"]);
  again.tell({ type: "quit" });
  await hall.endTurn();
  assertEquals([again.all("bye").length, again.sink.calls], [1, ["end"]]);
});

test("who asks for no room is let in and is in none, or in those that they had", async () => {
  const hall = new Hall({ grace: 30_000 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea");
  const { token } = bob;
  bob.tell({ type: "quit" });
  await hall.endTurn();
  afresh(ada);
  const again = hall.come();
  again.tell({ type: "hello", name: "bob", room: "", resume: { token, after: {} } });
  await hall.endTurn();
  assertEquals([told(again), again.all("welcome")[0]?.members, told(ada)], [["welcome #"], [], []]);
  again.tell({ type: "quit" });
  await hall.endTurn();
  const third = hall.come();
  third.tell({ type: "hello", name: "bob", room: "", resume: { token, after: { tea: 0 } } });
  await hall.endTurn();
  assertEquals([told(third), told(ada)], [["welcome #", "entered #tea"], ["#tea bob joined"]]);
});

test("who goes leaves all their rooms, and hears all that was told in them before goodbye", async () => {
  const hall = new Hall();
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea", "ale");
  await join(hall, bob, "tea", "ale");
  afresh(ada, bob);
  for (const room of ["tea", "ale", "lobby"]) ada.tell({ type: "say", room, text: room });
  bob.tell({ type: "part", room: "ale" }, { type: "quit", word: "so long" });
  await hall.endTurn();
  assertEquals(told(bob).toSorted(), ["#ale ale", "#lobby lobby", "#tea tea", "bye"]);
  assertEquals(bob.frames.at(-1)?.type, "bye");
  assertEquals(bob.sink.calls, ["end"]);
  assertEquals(ada.all("left").map(({ room, word }) => `${room} ${word}`).toSorted(), [
    "ale undefined",
    "lobby so long",
    "tea so long",
  ]);
});

test("a new name is told once to everyone who shares a room, after what was said under the old one", async () => {
  const hall = new Hall();
  const [ada, bob, cy] = [await hall.member("ada"), await hall.member("bob"), await hall.member("cy")];
  const pat = await hall.member("pat", "plain");
  await join(hall, ada, "tea", "ale");
  await join(hall, bob, "tea", "ale");
  cy.tell({ type: "part", room: "lobby" }, { type: "join", room: "cellar" });
  await hall.endTurn();
  afresh(ada, bob, cy, pat);
  bob.tell({ type: "say", room: "tea", text: "one" }, { type: "nick", name: "robert" });
  bob.tell({ type: "say", room: "tea", text: "two" });
  await hall.endTurn();
  assertEquals(told(ada), ["#tea one", "bob is robert", "#tea two"]);
  assertEquals(told(bob), ["#tea one", "bob is robert", "#tea two"]);
  assertEquals(ada.all("message").map(({ from }) => from), ["bob", "robert"]);
  assertEquals([cy.sink.text, pat.sink.text], ["", "--- bob is now robert\n"]);
});

test("in a large room a new name is not told before its owner's coming", async () => {
  const hall = new Hall({ rate: null });
  const ada = await hall.member("ada");
  for (let i = 0; i < 300; i++) hall.come().hello(`n${i}`);
  await hall.clock.advance(1_000);
  await hall.endTurn();
  afresh(ada);
  const bob = await hall.member("bob");
  bob.tell({ type: "nick", name: "robert" });
  await hall.endTurn();
  assertEquals(told(ada), ["#lobby bob joined", "bob is robert"]);
});

test("there are only so many rooms, and one person may be in only so many", async () => {
  const hall = new Hall({ maxRooms: 3, roomsPerMember: 2 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea", "ale");
  assertEquals(ada.all("error").map(({ text }) => text), [
    "You are in 2 rooms, which is the most: leave one with /part #room first.",
  ]);
  await join(hall, bob, "ale");
  bob.tell({ type: "part", room: "lobby" });
  await join(hall, bob, "wine", "tea");
  assertEquals(bob.all("error").map(({ text }) => text), [
    "There are 3 rooms already, and no more can be made: /rooms lists them.",
  ]);
  assertEquals(bob.session.memberships.map(({ room }) => room.name), ["ale", "tea"]);
  const cy = hall.come();
  cy.tell({ type: "hello", name: "cy", room: "wine" });
  cy.tell({ type: "hello", name: "cy", room: "ale" });
  await hall.endTurn();
  assertEquals(told(cy), ["too-many-rooms", "welcome #ale"]);
});

test("from one address only so many rooms are begun in an hour, whoever asks; those that there are may be entered", async () => {
  const hall = new Hall({ newRoomsPerHour: 2 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  const cy = new Guest(
    hall.hub,
    (sink) => ({ ...hall.peer(sink), address: "[2001:db8::1]:9" }),
    hall.clock,
  );
  cy.hello("cy");
  await join(hall, ada, "tea");
  await hall.clock.advance(1_800_000);
  await join(hall, bob, "ale", "#TEA", "wine");
  assertEquals(bob.all("error"), [{
    type: "error",
    text:
      "From your address 2 rooms have been made within an hour, which is the most: /rooms lists those that there are.",
    code: "new-rooms",
    limit: 2,
  }]);
  await join(hall, cy, "wine");
  await join(hall, ada, "wine");
  const dan = hall.come();
  dan.tell({ type: "hello", name: "dan", room: "cellar" });
  await hall.endTurn();
  assertEquals([ada.all("error"), cy.all("error"), told(dan)], [[], [], ["new-rooms"]]);
  await hall.clock.advance(1_800_000); // An hour after the first, but not after the second.
  await join(hall, ada, "rum", "gin");
  assertEquals(ada.all("error").map(({ code }) => code), ["new-rooms"]);
  assertEquals(ada.session.memberships.map(({ room }) => room.name), ["lobby", "tea", "wine", "rum"]);
});

test("a room that nobody is in gives way to a new one where there are too many, and is there again as it was", async () => {
  const hall = new Hall({ maxRooms: 4, replay: 50 });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  const begin = async (name: string) => {
    await join(hall, ada, name);
    ada.tell({ type: "topic", room: name, text: `about ${name}` });
    await hall.endTurn();
  };
  const leave = async (...names: readonly string[]) => {
    for (const room of names) ada.tell({ type: "part", room });
    await hall.endTurn();
  };
  const names = () => [...hall.hub.rooms.all].map(({ name }) => name);
  for (const name of ["Tea", "ale", "wine"]) await begin(name);
  await join(hall, bob, "rum");
  assertEquals(bob.all("error").map(({ code }) => code), ["too-many-rooms"]); // As there is somebody in each.
  await leave("ale", "wine", "Tea");
  await join(hall, ada, "ale");
  await leave("ale");
  await join(hall, bob, "rum");
  assertEquals(names(), ["lobby", "Tea", "ale", "rum"]); // Of #wine, #tea and #ale the first was left longest ago.
  await join(hall, bob, "gin", "#TEA");
  assertEquals(names(), ["lobby", "rum", "gin", "Tea"]);
  assertEquals(hall.hub.rooms.find("tea")?.topic?.text, "about Tea");
  assertEquals(bob.all("message").at(-1)?.text, "about Tea");
  bob.tell({ type: "say", room: "tea", text: "more" });
  await hall.endTurn();
  assertEquals(bob.all("message").at(-1)?.seq, 2);
});

test("after a restart there are no more rooms than may be, but for those that somebody is in", () => {
  const history = new MemoryLog();
  const draft = { type: "message", at: 1, from: "ada", text: "x", personId: 0 } as const;
  const rest = { id: undefined, action: undefined, topic: undefined };
  const drafts = ["tea", "ale", "wine"].map((room) => ({ ...draft, ...rest, room }));
  history.commit({ drafts, members: [], readMarks: [] });
  const { rooms } = new Hall({ maxRooms: 3 }, { history }).hub;
  assertEquals([...rooms.all].map(({ name }) => name), ["lobby", "ale", "wine"]);
});

test("what is no room's name is answered so, and a room that one is not in gives nothing away", async () => {
  const hall = new Hall();
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea");
  for (const room of ["", "#", "a b", "x".repeat(33)]) bob.tell({ type: "join", room });
  bob.tell({ type: "say", room: "tea", text: "x", id: 1 }, { type: "history", room: "tea" });
  bob.tell({ type: "topic", room: "tea", text: "x" }, { type: "part", room: "tea" });
  bob.tell({ type: "read", room: "tea", seq: 1 }, { type: "who", room: "cellar" });
  await hall.endTurn();
  assertEquals(told(bob).slice(1), [
    ...["bad-room", "bad-room", "bad-room", "bad-room"],
    ...["no-room", "no-room", "no-room", "no-room", "no-room", "no-room"],
  ]);
  assertEquals(bob.all("error")[4]?.id, 1);
});

test("a topic is a message that everyone sees, is asked for, and can be taken away", async () => {
  const hall = new Hall();
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  await join(hall, ada, "tea");
  ada.tell({ type: "topic", room: "lobby", text: " all\nkinds  of\ttea ", id: "t" });
  bob.tell({ type: "topic", room: "tea" });
  await hall.endTurn();
  const [said] = bob.all("message");
  assertEquals([said?.text, said?.topic, said?.seq, said?.from], ["all kinds  of tea", true, 1, "ada"]);
  assertEquals(ada.all("ack").map(({ id, seq }) => [id, seq]), [["t", 1]]);
  assertEquals(bob.all("topic").map(({ topic }) => topic), [undefined]);
  bob.tell({ type: "topic", room: "lobby" }, { type: "rooms" });
  const at = hall.clock.now();
  assertEquals(bob.session.membershipIn("lobby")?.room.topic, { text: "all kinds  of tea", from: "ada", at });
  await hall.endTurn();
  assertEquals(bob.all("topic").at(-1)?.topic?.text, "all kinds  of tea");
  assertEquals(bob.all("rooms")[0]?.rooms, [
    { room: "lobby", count: 2, topic: "all kinds  of tea" },
    { room: "tea", count: 1 },
  ]);
  ada.tell({ type: "topic", room: "lobby", text: "" });
  ada.tell({ type: "topic", room: "lobby", text: "x".repeat(301), id: 9 });
  await hall.endTurn();
  assertEquals(hall.hub.rooms.find("lobby")?.topic, undefined);
  assertEquals(ada.all("error").map(({ code, id }) => [code, id]), [["too-long", 9]]);
});

test("a topic that cannot be kept is nobody's", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  hall.history.isFull = true;
  ada.tell({ type: "topic", room: "lobby", text: "tea", id: 1 });
  await hall.endTurn();
  assertEquals(told(ada).slice(1), ["not-stored"]);
  assertEquals(hall.hub.rooms.find("lobby")?.topic, undefined);
});

test("a list of very many rooms comes in parts, as fast as it is read", async () => {
  const hall = new Hall({
    rate: null,
    maxRooms: 1_000,
    newRoomsPerHour: 1_000,
    roomsPerMember: 1_000,
    outboxBytes: 64 * 1024,
  });
  const ada = await hall.member("ada");
  for (let i = 0; i < 999; i++) {
    ada.tell({ type: "join", room: `room${i}` }, { type: "topic", room: `room${i}`, text: "x".repeat(300) });
    await hall.endTurn();
  }
  const bob = await hall.member("bob");
  bob.tell({ type: "rooms" });
  for (let turn = 0; turn < 200; turn++) await hall.endTurn();
  const parts = bob.all("rooms");
  assertEquals(bob.session.phase, "in");
  assertEquals([parts.length, parts.at(-1)?.more, parts[0]?.more], [125, undefined, true]);
  assertEquals(parts.flatMap(({ rooms }) => rooms).length, 1_000);
});
