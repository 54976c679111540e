import { assertEquals } from "@std/assert";
import { Hall } from "../support/hall.ts";
import { test } from "../support/test.ts";

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
  for (const text of ["one", "two"]) for (const guest of guests) guest.say(text);
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
  assertEquals(hall.logged.slice(-2), [
    { event: "failed", what: "storing", cause: "Error: disk full" },
    { event: "storing-again" },
  ]);
});

test("others come and go while the log cannot keep anything", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  hall.history.isFull = true;
  ada.say("lost");
  const bob = await hall.member("bob");
  ada.say("lost, too");
  bob.disconnect();
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "error", "joined", "error", "left"]);
});

test("a clock that is set back by an hour is believed", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  ada.say("one");
  await hall.endTurn();
  hall.clock.jump(-3_600_000);
  ada.say("two");
  await hall.endTurn();
  const [one, two] = ada.all("message");
  assertEquals([two?.seq, (one?.at ?? 0) - (two?.at ?? 0)], [2, 3_600_000]);
});

test("a clock that is put right by a little never makes time go back in the room", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  ada.say("one");
  await hall.endTurn();
  hall.clock.jump(-60_000);
  ada.say("two");
  const bob = await hall.member("bob");
  await hall.clock.advance(1_000);
  bob.disconnect();
  await hall.endTurn();
  const times = ada.frames.flatMap((frame) => "at" in frame ? [frame.at] : []);
  assertEquals(times, [...times].sort((a, b) => a - b));
  assertEquals(times.length, 5);
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

test("what is wrong with a line is told with its code, its sentence and the id of what it is about", async () => {
  const hall = new Hall();
  const ada = await hall.member("ada");
  hall.hub.receive(ada.session, { ok: false, problem: { code: "bad-field", field: "text" }, id: "x" });
  await hall.endTurn();
  const text = hall.hub.words.problem({ code: "bad-field", field: "text" });
  assertEquals(ada.all("error"), [{ type: "error", text, id: "x", code: "bad-field", field: "text" }]);
});
