/** What somebody who comes in is told. */

import { assertEquals } from "@std/assert";
import { MemoryLog } from "../../../../server/store/log/memory.ts";
import { TestCore, TestLog } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

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
    person: "p2",
    room: "lobby",
    members: ["ada", "bob"],
    persons: ["p1", "p2"],
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

test("a first room that is to be there is entered if it is, and is not made", async () => {
  const history = new MemoryLog();
  const said = { type: "message", at: 1, from: "ada", text: "hi", personId: 0 } as const;
  for (const room of ["tea", "ale"]) {
    const draft = { ...said, room, id: undefined, action: undefined, topic: undefined };
    history.commit({ drafts: [draft], members: [], readMarks: [] });
  }
  const core = new TestCore({ maxRooms: 2 }, { history: new TestLog(history) }); // One of the two gave way.
  const ada = core.connect();
  const hello = (name: string, room: string) => ({ type: "hello", name, room, create: false }) as const;
  ada.sendFrames(hello("ada", "typo"));
  ada.sendFrames(hello("ada", "TEA"), { type: "rooms" });
  await core.endTurn();
  assertEquals(ada.framesOf("error").map((error) => error.code === "no-room" && error.room), ["typo"]);
  const [welcome] = ada.framesOf("welcome");
  assertEquals([welcome?.room, welcome?.created], ["tea", false]);
  assertEquals(ada.framesOf("rooms")[0]?.rooms.map(({ room }) => room), ["lobby", "tea"]);
  const bob = core.connect();
  bob.sendFrames({ type: "hello", name: "bob", room: "tea" });
  await core.endTurn();
  assertEquals(bob.framesOf("welcome").map((welcome) => "created" in welcome), [false]);
});
