import { assertEquals } from "@std/assert";
import { TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

test("a name that another has in any form is refused with a free one, and can be tried again", async () => {
  const core = new TestCore();
  await core.member("Straße");
  const bob = core.connect();
  for (const name of ["Straße", "STRASSE", "ｓｔｒａｓｓｅ"]) bob.hello(name);
  bob.hello("bob");
  await core.endTurn();
  const [first, ...others] = bob.framesOf("error");
  assertEquals(first?.code === "name-taken" && [first.name, first.suggestion], ["Straße", "Straße2"]);
  assertEquals(others.map(({ code }) => code), ["name-taken", "name-taken"]);
  assertEquals(bob.framesOf("welcome").map(({ name }) => name), ["bob"]);
});

test("what is no name is refused with one that is, and nobody hears of it", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = core.connect();
  for (const name of ["two words", "", "x".repeat(25), "a/b", "\x1b[31mred"]) bob.hello(name);
  await core.endTurn();
  const suggestions = bob.framesOf("error").map((error) => error.code === "bad-name" && error.suggestion);
  assertEquals(suggestions, ["two_words", "guest", "x".repeat(24), "ab", "red"]);
  assertEquals(ada.frames.length, 1);
});

test("a name is free again when its owner has gone or has taken another", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  ada.sendFrames({ type: "nick", name: "eve" });
  bob.sendFrames({ type: "nick", name: "ADA" });
  bob.disconnect();
  const cy = await core.member("ada");
  assertEquals(cy.framesOf("welcome")[0]?.members, ["eve", "ada"]);
});

test("a new name is told to all, its owner included; an equal one is nothing, another case of one's own is", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  for (const name of ["ada", "Ada", "bob"]) ada.sendFrames({ type: "nick", name });
  ada.say("hi");
  await core.endTurn();
  for (const client of [ada, bob]) {
    assertEquals(client.framesOf("renamed").map(({ from, to }) => [from, to]), [["ada", "Ada"]]);
    assertEquals(client.framesOf("message")[0]?.from, "Ada");
  }
  assertEquals(ada.framesOf("error").map(({ code }) => code), ["name-taken"]);
  assertEquals(core.logged.filter(({ event }) => event === "renamed").length, 1);
});

test("before giving a name nothing can be said or asked, and nothing is heard", async () => {
  const core = new TestCore();
  const bob = core.connect();
  const ada = await core.member("ada");
  bob.say("hi", "1");
  bob.sendFrames({ type: "who", room: "lobby" }, { type: "nick", name: "x" }, { type: "ping" });
  ada.say("secret");
  await core.endTurn();
  assertEquals(bob.frames.map(({ type }) => type), ["error", "error", "error", "pong"]);
  assertEquals(bob.framesOf("error").map(({ code, id }) => [code, id]), [
    ["hello-first", "1"],
    ["hello-first", undefined],
    ["hello-first", undefined],
  ]);
});

test("letters of several alphabets that look alike cannot stand in one word, and that is said", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const eve = core.connect();
  eve.hello("\u0430da");
  eve.hello("eve");
  eve.sendFrames({ type: "join", room: "te\u0430" });
  await core.endTurn();
  const why =
    "has letters of several alphabets that look alike: write each word in Latin, Greek or Cyrillic only.";
  assertEquals(eve.framesOf("error"), [
    {
      type: "error",
      text: `"\u0430da" ${why} "da" is free.`,
      code: "bad-name",
      name: "\u0430da",
      suggestion: "da",
      mixed: true,
    },
    { type: "error", text: `"te\u0430" ${why}`, code: "bad-room", room: "te\u0430", mixed: true },
  ]);
  assertEquals(ada.framesOf("joined").map(({ name }) => name), ["eve"]);
});

test("a second hello, what is no room and another version are refused with the reason", async () => {
  const core = new TestCore();
  const ada = core.connect();
  ada.sendFrames({ type: "hello", name: "ada", room: "lobby", version: 99 });
  ada.sendFrames({ type: "hello", name: "ada", room: "the cellar" });
  ada.sendFrames({ type: "hello", name: "ada", room: "lobby", version: 1 });
  ada.hello("ada");
  ada.sendFrames({ type: "say", room: "cellar", text: "hi", id: 7 }, { type: "who", room: "cellar" });
  await core.endTurn();
  assertEquals(ada.framesOf("error").map(({ code, id }) => [code, id]), [
    ["bad-version", undefined],
    ["bad-room", undefined],
    ["already-in", undefined],
    ["no-room", 7],
    ["no-room", undefined],
  ]);
});

test("the welcome's number is that of the last message before the newcomer's first, also in mid-turn", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  ada.say("one");
  ada.say("two");
  const bob = core.connect();
  bob.hello("bob");
  ada.say("three");
  const cy = core.connect();
  cy.hello("cy");
  await core.endTurn();
  ada.say("four");
  await core.endTurn();
  assertEquals([bob.framesOf("welcome")[0]?.seq, cy.framesOf("welcome")[0]?.seq], [2, 3]);
  assertEquals([bob.messageTexts, cy.messageTexts], [["three", "four"], ["four"]]);
  assertEquals(bob.frames[0]?.type, "welcome");
});

test("the welcome tells who is here and what the server keeps to", async () => {
  const core = new TestCore({ rate: { perSecond: 5, burst: 7 }, idle: 9_000, messageChars: 100 });
  await core.member("ada");
  const bob = await core.member("bob");
  assertEquals(bob.frames, [{
    type: "welcome",
    version: 1,
    title: "chat",
    name: "bob",
    room: "lobby",
    members: ["ada", "bob"],
    count: 2,
    seq: 0,
    read: 0,
    at: core.clock.now(),
    token: "token-2",
    limits: {
      line: 16_384,
      message: 100,
      name: 24,
      rooms: 50,
      rate: 5,
      burst: 7,
      outbox: 1_048_576,
      pingAfter: 60_000,
      pongWithin: 30_000,
      idle: 9_000,
      grace: 0,
    },
  }]);
});
