/** Messages from their authors to the log and to everybody, turn by turn. */

import { assertEquals, assertThrows } from "@std/assert";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("a message comes to all, its sender included, and is acknowledged only once it is stored", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  ada.say("one", "id-1");
  assertEquals(core.history.batches.length, 0);
  await core.endTurn();
  const told = { room: "lobby", seq: 1, at: core.clock.now() };
  assertEquals(ada.framesOf("ack"), [{ type: "ack", id: "id-1", ...told }]);
  for (const client of [ada, bob]) {
    assertEquals(client.framesOf("message"), [{
      type: "message",
      ...told,
      from: "ada",
      person: "p1",
      text: "one",
      id: "id-1",
    }]);
  }
  assertEquals(bob.framesOf("ack"), []);
});

test("all that is said in one turn is stored in one go", async () => {
  const core = new TestCore();
  const guests = await Promise.all(["ada", "bob", "cy"].map((name) => core.member(name)));
  for (const text of ["one", "two"]) for (const client of guests) client.say(text);
  await core.endTurn();
  assertEquals(core.history.batches.map((batch) => batch.length), [6]);
  assertEquals(guests[0]?.framesOf("message").map(({ seq }) => seq), [1, 2, 3, 4, 5, 6]);
});

test("a turn of very many messages is stored in parts, all in order", async () => {
  const core = new TestCore({ rate: null, outboxBytes: 10_000_000 });
  const ada = await core.member("ada");
  for (let i = 1; i <= 1_300; i++) ada.say(`${i}`);
  await core.endTurn();
  assertEquals(core.history.batches.map((batch) => batch.length), [512, 512, 276]);
  assertEquals(ada.messageTexts, Array.from({ length: 1_300 }, (_, i) => `${i + 1}`));
});

test("what the log cannot keep nobody sees, each author is told, and the next message has the next number", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  const cy = await core.member("cy", "plain");
  ada.say("first");
  await core.endTurn();
  core.history.isFull = true;
  ada.say("lost 1", "a");
  bob.say("lost 2", "b");
  bob.say("lost 3");
  await core.endTurn();
  core.history.isFull = false;
  bob.say("second", "c");
  await core.endTurn();
  for (const client of [ada, bob]) {
    assertEquals(client.framesOf("message").map(({ seq, text }) => [seq, text]), [[1, "first"], [
      2,
      "second",
    ]]);
  }
  assertEquals(cy.sink.text.includes("lost"), false);
  assertEquals(ada.framesOf("error").map(({ code, id }) => [code, id]), [["not-stored", "a"]]);
  assertEquals(bob.framesOf("error").map(({ code, id }) => [code, id]), [["not-stored", "b"], [
    "not-stored",
    undefined,
  ]]);
  assertEquals(ada.framesOf("ack"), []);
  assertEquals(bob.framesOf("ack").map(({ id }) => id), ["c"]);
  assertEquals(core.logged.slice(-2), [
    { event: "failed", what: "storing", cause: "Error: disk full" },
    { event: "storing-again" },
  ]);
});

test("a logger that fails changes neither what authors learn of the log nor what is shown", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  core.loggerFault = new Error("no log");
  core.history.isFull = true;
  ada.say("lost", "a");
  assertThrows(() => core.hub.endTurn(), Error, "no log");
  core.history.isFull = false;
  ada.say("stored", "b");
  assertThrows(() => core.hub.endTurn(), Error, "no log");
  core.loggerFault = undefined;
  ada.say("too", "c");
  await core.endTurn();
  assertEquals(ada.framesOf("error").map(({ code, id }) => [code, id]), [["not-stored", "a"]]);
  assertEquals(ada.framesOf("ack").map(({ id, seq }) => [id, seq]), [["b", 1], ["c", 2]]);
  for (const client of [ada, bob]) {
    assertEquals(client.framesOf("message").map(({ seq, text }) => [seq, text]), [[1, "stored"], [2, "too"]]);
  }
});

test("others come and go while the log cannot keep anything", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  core.history.isFull = true;
  ada.say("lost");
  const bob = await core.member("bob");
  ada.say("lost, too");
  bob.disconnect();
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "error", "joined", "error", "left"]);
});
