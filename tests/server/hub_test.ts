import { assertEquals } from "@std/assert";
import { Hall } from "../support/hall.ts";
import { test } from "../support/test.ts";

test("a name that another has in any form is refused with a free one, and can be tried again", async () => {
  const hall = new Hall();
  await hall.member("Straße");
  const bob = hall.come();
  for (const name of ["Straße", "STRASSE", "ｓｔｒａｓｓｅ"]) bob.hello(name);
  bob.hello("bob");
  await hall.endTurn();
  const [first, ...others] = bob.all("error");
  assertEquals(first?.code === "name-taken" && [first.name, first.suggestion], ["Straße", "Straße2"]);
  assertEquals(others.map(({ code }) => code), ["name-taken", "name-taken"]);
  assertEquals(bob.all("welcome").map(({ name }) => name), ["bob"]);
});

test("what is no name is refused with one that is, and nobody hears of it", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = hall.come();
  for (const name of ["two words", "", "x".repeat(25), "a/b", "\x1b[31mred"]) bob.hello(name);
  await hall.endTurn();
  const suggestions = bob.all("error").map((error) => error.code === "bad-name" && error.suggestion);
  assertEquals(suggestions, ["two_words", "guest", "x".repeat(24), "ab", "red"]);
  assertEquals(ada.frames.length, 1);
});

test("a name is free again when its owner has gone or has taken another", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  ada.tell({ type: "nick", name: "eve" });
  bob.tell({ type: "nick", name: "ADA" });
  bob.session.lost();
  const cy = await hall.member("ada");
  assertEquals(cy.all("welcome")[0]?.members, ["eve", "ada"]);
});

test("a new name is told to all, its owner included; an equal one is nothing, another case of one's own is", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  for (const name of ["ada", "Ada", "bob"]) ada.tell({ type: "nick", name });
  ada.say("hi");
  await hall.endTurn();
  for (const guest of [ada, bob]) {
    assertEquals(guest.all("renamed").map(({ from, to }) => [from, to]), [["ada", "Ada"]]);
    assertEquals(guest.all("message")[0]?.from, "Ada");
  }
  assertEquals(ada.all("error").map(({ code }) => code), ["name-taken"]);
  assertEquals(hall.logged.filter(({ event }) => event === "renamed").length, 1);
});

test("before giving a name nothing can be said or asked, and nothing is heard", async () => {
  const hall = new Hall();
  const bob = hall.come();
  const ada = await hall.member("ada");
  bob.say("hi", "1");
  bob.tell({ type: "who", room: "lobby" }, { type: "nick", name: "x" }, { type: "ping" });
  ada.say("secret");
  await hall.endTurn();
  assertEquals(bob.frames.map(({ type }) => type), ["error", "error", "error", "pong"]);
  assertEquals(bob.all("error").map(({ code, id }) => [code, id]), [
    ["hello-first", "1"],
    ["hello-first", undefined],
    ["hello-first", undefined],
  ]);
});

test("a second hello, another room and another version are refused with the reason", async () => {
  const hall = new Hall();
  const ada = hall.come();
  ada.tell({ type: "hello", name: "ada", room: "lobby", version: 99 });
  ada.tell({ type: "hello", name: "ada", room: "cellar" });
  ada.tell({ type: "hello", name: "ada", room: "lobby", version: 1 });
  ada.hello("ada");
  ada.tell({ type: "say", room: "cellar", text: "hi", id: 7 }, { type: "who", room: "cellar" });
  await hall.endTurn();
  assertEquals(ada.all("error").map(({ code, id }) => [code, id]), [
    ["bad-version", undefined],
    ["no-room", undefined],
    ["already-in", undefined],
    ["no-room", 7],
    ["no-room", undefined],
  ]);
});

test("a message comes to all, its sender included, and is acknowledged only once it is stored", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  ada.say("one", "id-1");
  assertEquals(hall.history.batches.length, 0);
  await hall.endTurn();
  const told = { room: "lobby", seq: 1, at: hall.clock.now() };
  assertEquals(ada.all("ack"), [{ type: "ack", id: "id-1", ...told }]);
  for (const guest of [ada, bob]) {
    assertEquals(guest.all("message"), [{ type: "message", ...told, from: "ada", text: "one", id: "id-1" }]);
  }
  assertEquals(bob.all("ack"), []);
});

test("all that is said in one turn is stored in one go", async () => {
  const hall = new Hall();
  const guests = await Promise.all(["ada", "bob", "cy"].map((name) => hall.member(name)));
  for (const text of ["one", "two"]) { for (const guest of guests) guest.say(text); }
  await hall.endTurn();
  assertEquals(hall.history.batches.map((batch) => batch.length), [6]);
  assertEquals(guests[0]?.all("message").map(({ seq }) => seq), [1, 2, 3, 4, 5, 6]);
});

test("a turn of very many messages is stored in parts, all in order", async () => {
  const hall = new Hall({ rate: null, outboxBytes: 10_000_000 });
  const ada = await hall.member("ada");
  for (let i = 1; i <= 1_300; i++) ada.say(`${i}`);
  await hall.endTurn();
  assertEquals(hall.history.batches.map((batch) => batch.length), [512, 512, 276]);
  assertEquals(ada.heard, Array.from({ length: 1_300 }, (_, i) => `${i + 1}`));
});

test("what the log cannot keep nobody sees, each author is told, and the next message has the next number", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  const cy = await hall.member("cy", "plain");
  ada.say("first");
  await hall.endTurn();
  hall.history.isFull = true;
  ada.say("lost 1", "a");
  bob.say("lost 2", "b");
  bob.say("lost 3");
  await hall.endTurn();
  hall.history.isFull = false;
  bob.say("second", "c");
  await hall.endTurn();
  for (const guest of [ada, bob]) {
    assertEquals(guest.all("message").map(({ seq, text }) => [seq, text]), [[1, "first"], [2, "second"]]);
  }
  assertEquals(cy.sink.text.includes("lost"), false);
  assertEquals(ada.all("error").map(({ code, id }) => [code, id]), [["not-stored", "a"]]);
  assertEquals(bob.all("error").map(({ code, id }) => [code, id]), [["not-stored", "b"], [
    "not-stored",
    undefined,
  ]]);
  assertEquals(ada.all("ack"), []);
  assertEquals(bob.all("ack").map(({ id }) => id), ["c"]);
  assertEquals(hall.logged.at(-1), { event: "failed", what: "storing", cause: "Error: disk full" });
});

test("others come and go while the log cannot keep anything", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  hall.history.isFull = true;
  ada.say("lost");
  const bob = await hall.member("bob");
  ada.say("lost, too");
  bob.session.lost();
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "error", "joined", "error", "left"]);
});

test("a clock that is set back never makes time go back in the room", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  ada.say("one");
  await hall.endTurn();
  hall.clock.jump(-3_600_000);
  ada.say("two");
  const bob = await hall.member("bob");
  await hall.clock.advance(1_000);
  bob.session.lost();
  await hall.endTurn();
  const times = ada.frames.flatMap((frame) => "at" in frame ? [frame.at] : []);
  assertEquals(times, [...times].sort((a, b) => a - b));
  assertEquals(times.length, 5);
});

test("the welcome's number is that of the last message before the newcomer's first, also in mid-turn", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  ada.say("one");
  ada.say("two");
  const bob = hall.come();
  bob.hello("bob");
  ada.say("three");
  const cy = hall.come();
  cy.hello("cy");
  await hall.endTurn();
  ada.say("four");
  await hall.endTurn();
  assertEquals([bob.all("welcome")[0]?.seq, cy.all("welcome")[0]?.seq], [2, 3]);
  assertEquals([bob.heard, cy.heard], [["three", "four"], ["four"]]);
  assertEquals(bob.frames[0]?.type, "welcome");
});

test("the welcome tells who is here and what the server keeps to", async () => {
  const hall = new Hall({ rate: { perSecond: 5, burst: 7 }, idle: 9_000, messageChars: 100 });
  await hall.member("ada");
  const bob = await hall.member("bob");
  assertEquals(bob.frames, [{
    type: "welcome",
    version: 1,
    title: "chat",
    name: "bob",
    room: "lobby",
    members: ["ada", "bob"],
    count: 2,
    seq: 0,
    at: hall.clock.now(),
    limits: {
      line: 16_384,
      message: 100,
      name: 24,
      rate: 5,
      burst: 7,
      outbox: 1_048_576,
      pingAfter: 60_000,
      pongWithin: 30_000,
      idle: 9_000,
    },
  }]);
});

test("a message is cleaned; an empty one and one that is too long are refused with their id", async () => {
  const hall = new Hall({ messageChars: 5 });
  const ada = await hall.member("ada");
  ada.say("\x1b[31mhi\x07\u202e \n", "1");
  ada.say(" \t\n", "2");
  ada.say("👩👩👩👩👩", "3");
  ada.say("123456", "4");
  await hall.endTurn();
  assertEquals(ada.heard, ["hi", "👩👩👩👩👩"]);
  const errors = ada.all("error");
  assertEquals(errors.map(({ code, id }) => [code, id]), [["empty", "2"], ["too-long", "4"]]);
  const long = errors[1];
  assertEquals(long?.code === "too-long" && [long.limit, long.length], [5, 6]);
});

test("what is done is told as such", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  ada.tell({ type: "say", room: "lobby", text: "waves", action: true });
  ada.say("said");
  await hall.endTurn();
  assertEquals(ada.all("message").map(({ action }) => action), [true, undefined]);
});

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
  assertEquals(hall.hub.room("lobby")?.names(), ["ada"]);
});

test("a member that is let go as too slow stays so when its connection ends at the same moment", async () => {
  const hall = new Hall({ outboxBytes: 700 });
  const ada = await hall.member("ada");
  const bob = await hall.member("bob");
  bob.sink.mood = "stalls";
  for (let i = 0; i < 3; i++) await hall.endTurn().then(() => ada.say("x".repeat(150)));
  hall.turn.end();
  assertEquals(bob.sink.calls, ["close"]);
  bob.session.lost();
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
    ada.session.admit(hall.clock.elapsed());
    hall.hub.sweep();
    await hall.clock.advance(59_000);
    hall.hub.sweep();
    await hall.endTurn();
    assertEquals([ada.all("ping").length, ada.session.phase], [round, "in"]);
    await hall.clock.advance(1_000);
    ada.session.admit(hall.clock.elapsed());
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
  bob.session.admit(hall.clock.elapsed());
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
  const waits = Array.from({ length: 5 }, () => ada.session.admit(hall.clock.elapsed()));
  assertEquals(waits, [0, 0, 100, 200, 300]);
  await hall.endTurn();
  assertEquals(ada.all("notice").map(({ code }) => code), ["slowed"]);
});

/** A room that is large, and the first who came. */
async function largeRoom() {
  const hall = new Hall({ rate: null });
  const ada = await hall.member("ada");
  const guests = Array.from({ length: 300 }, (_, i) => {
    const guest = hall.come();
    guest.hello(`n${i}`);
    return guest;
  });
  await hall.clock.advance(1_000);
  await hall.endTurn();
  ada.sink.writes.length = 0;
  return { hall, ada, guests };
}

test("in a large room those who come are welcomed at once, and the others hear of them together, soon after", async () => {
  const { hall, ada } = await largeRoom();
  const bob = await hall.member("bob");
  const cy = await hall.member("cy");
  assertEquals([bob.all("welcome").length, cy.all("welcome")[0]?.count], [1, 303]);
  bob.session.lost();
  await hall.endTurn();
  assertEquals(ada.frames, []);
  await hall.clock.advance(20);
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["joined", "joined", "left"]);
  assertEquals(cy.frames.map(({ type }) => type), ["welcome", "left"]);
  assertEquals(ada.sink.writes.length, 1);
});

test("in a large room what is said is told at once, after those who came before it", async () => {
  const { hall, ada } = await largeRoom();
  const bob = await hall.member("bob");
  bob.say("hi");
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["joined", "message"]);
  assertEquals(bob.heard, ["hi"]);
  bob.tell({ type: "quit" });
  await hall.endTurn();
  assertEquals(bob.sink.calls, ["end"]);
  await hall.clock.advance(1_000);
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["joined", "message", "left"]);
});

test("in a large room a burst of lost connections ends one turn, not one each", async () => {
  const { hall, ada, guests } = await largeRoom();
  const asked = hall.asked;
  for (const guest of guests.slice(0, 50)) guest.session.lost();
  assertEquals(hall.asked, asked);
  await hall.clock.advance(20);
  assertEquals(hall.asked, asked + 1);
  await hall.endTurn();
  assertEquals([ada.all("left").length, ada.sink.writes.length], [50, 1]);
});

test("a server that closes tells of those who went from a large room, and lets them go", async () => {
  const { hall, ada, guests } = await largeRoom();
  guests[0]?.session.lost();
  hall.hub.close();
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["left", "bye"]);
  assertEquals(guests[0]?.sink.calls, ["end"]);
});

test("a list of very many comes in parts that fit into a line each; the welcome has the first names", async () => {
  const hall = new Hall({ rate: null });
  const names = Array.from({ length: 300 }, (_, i) => `n${i}`);
  for (const name of names) hall.come().hello(name);
  const ada = await hall.member("ada");
  const welcome = ada.all("welcome")[0];
  assertEquals([welcome?.members.length, welcome?.count], [128, 301]);
  ada.tell({ type: "who", room: "lobby" });
  await hall.endTurn();
  const parts = ada.all("members");
  assertEquals(parts.map(({ members, count, more }) => [members.length, count, more]), [
    [128, 301, true],
    [128, 301, true],
    [45, 301, undefined],
  ]);
  assertEquals(parts.flatMap(({ members }) => members), [...names, "ada"]);
});

test("when the server closes, what was said is told first, then goodbye to everyone, also the unnamed", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  const bob = hall.come();
  ada.say("last words", "1");
  hall.hub.close();
  ada.say("too late");
  ada.session.lost();
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "ack", "message", "bye"]);
  assertEquals(bob.all("bye").map(({ reason }) => reason), ["closing"]);
  assertEquals([ada.sink.calls, bob.sink.calls], [["end"], ["end"]]);
});

test("what is wrong with a line is told with its code, its sentence and the id of what it is about", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  ada.session.receive({ ok: false, problem: { code: "bad-field", field: "text" }, id: "x" });
  await hall.endTurn();
  const text = hall.hub.words.problem({ code: "bad-field", field: "text" });
  assertEquals(ada.all("error"), [{ type: "error", text, id: "x", code: "bad-field", field: "text" }]);
});
