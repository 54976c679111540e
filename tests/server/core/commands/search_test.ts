/** Searching and catching up, as those who ask are answered. */

import { assert, assertEquals } from "@std/assert";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";
import { PlainClient } from "../../../support/plain_client.ts";

/** A core in which ada and bob are in the lobby and in tea, and cy only in the lobby; some things are said. */
async function talkative(): Promise<readonly [TestCore, TestClient, TestClient, TestClient]> {
  const core = new TestCore();
  const [ada, bob, cy] = [await core.member("ada"), await core.member("bob"), await core.member("cy")];
  for (const client of [ada, bob]) client.sendFrames({ type: "join", room: "Tea" });
  for (const text of ["green leaves", "black leaves", "ask ada", "GREEN è bello"]) {
    bob.sendFrames({ type: "say", room: "Tea", text });
    await core.endTurn();
  }
  bob.say("leaves fall");
  await core.endTurn();
  for (const guest of [ada, bob, cy]) guest.sink.writes.length = 0;
  return [core, ada, bob, cy];
}

/** Lets finding take its time. */
async function settle(core: TestCore): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await core.endTurn();
    await core.clock.advance(1);
  }
}

/** The numbers of what was found, near ones in brackets. */
function found(client: TestClient): readonly string[] {
  return client.framesOf("hit").map(({ room, seq, near }) => near ? `(${room} ${seq})` : `${room} ${seq}`);
}

test("a search finds in the rooms that one is in, and in no others", async () => {
  const [core, ada, _bob, cy] = await talkative();
  ada.sendFrames({ type: "search", query: "leaves", id: "s" });
  cy.sendFrames({ type: "search", query: "leaves" });
  await settle(core);
  assertEquals(found(ada).toSorted(), ["Tea 1", "Tea 2", "lobby 1"]);
  assertEquals(found(cy), ["lobby 1"]);
  assertEquals(ada.framesOf("found"), [{ type: "found", count: 3, id: "s" }]);
  assertEquals(new Set(ada.framesOf("hit").map(({ id }) => id)), new Set(["s"]));
  const [green] = ada.framesOf("hit").filter(({ room, seq }) => room === "Tea" && seq === 1);
  assertEquals([green?.text, green?.marks, green?.from], ["green leaves", [[6, 12]], "bob"]);
});

test("a search narrows to a room in any spelling, pages, and shows what stands near", async () => {
  const [core, ada] = await talkative();
  ada.sendFrames({ type: "search", query: "green in:#TEA", limit: 1 });
  await settle(core);
  const [first] = ada.framesOf("found");
  assertEquals([found(ada), typeof first?.more], [["Tea 4"], "string"]);
  ada.sink.writes.length = 0;
  ada.sendFrames({ type: "search", query: "green in:#TEA", limit: 1, cursor: first?.more ?? "" });
  await settle(core);
  assertEquals(found(ada), ["Tea 1"]);
  ada.sink.writes.length = 0;
  ada.sendFrames({ type: "search", query: "black -C1" });
  await settle(core);
  assertEquals(found(ada), ["(Tea 1)", "Tea 2", "(Tea 3)"]);
});

test("a search for no hits has none", async () => {
  const [core, ada] = await talkative();
  ada.sendFrames({ type: "search", query: "green", limit: 0, id: "s" });
  await settle(core);
  assertEquals([found(ada), ada.framesOf("found")], [[], [{ type: "found", count: 0, id: "s" }]]);
});

test("whoever asks about somebody who is not here is told no more than that", async () => {
  const [core, ada] = await talkative();
  ada.sendFrames({ type: "whois", name: "nobody" }, { type: "private", to: "nobody", text: "hi", id: 1 });
  await settle(core);
  const errors = ada.framesOf("error").map((error) => error.code === "not-here" && [error.text, error.asked]);
  assertEquals(errors, [
    ["nobody is not here: /who shows who is.", true],
    ["nobody is not here, so nothing was sent: /who shows who is.", undefined],
  ]);
});

test("what is no query, no room of one's own or no cursor gets a sentence", async () => {
  const [core, _ada, _bob, cy] = await talkative();
  const queries = ["", '"open', "x after:soon", "x in:#tea", "x -C99", "y".repeat(301)];
  for (const [id, query] of queries.entries()) cy.sendFrames({ type: "search", query, id });
  cy.sendFrames({ type: "search", query: "x", cursor: "no such", id: 9 });
  await settle(core);
  assertEquals(
    cy.framesOf("error").map((error) => [error.id, error.code === "bad-query" ? error.why : error.code]),
    [
      [0, "empty"],
      [1, "quote"],
      [2, "date"],
      [3, "room"],
      [4, "context"],
      [5, "long"],
      [9, "bad-field"],
    ],
  );
  assertEquals(
    cy.framesOf("error")[3]?.text,
    "You are not in #tea: only rooms that you are in can be searched.",
  );
});

test("nothing of a room is found any more by who has left it meanwhile", async () => {
  const [core, ada] = await talkative();
  ada.sendFrames({ type: "search", query: "leaves" }, { type: "part", room: "tea" });
  await settle(core);
  assertEquals(found(ada), ["lobby 1"]);
});

test("who catches up is told first what names them, then how much of each room is unread", async () => {
  const [core, ada, bob] = await talkative();
  ada.sendFrames({ type: "read", room: "Tea", seq: 1 }, { type: "catchup" });
  await settle(core);
  assertEquals(ada.frames.map(({ type }) => type), ["hit", "unread", "unread", "caught-up"]);
  assertEquals(found(ada), ["Tea 3"]);
  assertEquals(
    ada.framesOf("unread").map(({ room, count, mentions, seq, from }) => [room, count, mentions, seq, from])
      .toSorted(),
    [["Tea", 3, 1, 4, "bob"], ["lobby", 1, 0, 1, "bob"]],
  );
  assertEquals(ada.framesOf("caught-up"), [{ type: "caught-up", rooms: 2, mentions: 1 }]);
  ada.sink.writes.length = 0;
  for (const [room, seq] of [["Tea", 4], ["lobby", 1]] as const) ada.sendFrames({ type: "read", room, seq });
  ada.sendFrames({ type: "catchup" });
  await settle(core);
  assertEquals(ada.framesOf("caught-up"), [{ type: "caught-up", rooms: 0, mentions: 0 }]);
  bob.sendFrames({ type: "say", room: "Tea", text: "x".repeat(4_000) });
  ada.sendFrames({ type: "catchup" });
  await settle(core);
  assertEquals(ada.framesOf("unread")[0]?.text, "x".repeat(100));
});

test("nothing unread is told of a room by who has left it meanwhile", async () => {
  const [core, ada, bob] = await talkative();
  for (const room of ["Tea", "lobby"]) ada.sendFrames({ type: "read", room, seq: 0 });
  bob.say("again");
  ada.sendFrames({ type: "catchup" }, { type: "part", room: "Tea" });
  await core.endTurn();
  bob.sendFrames({ type: "say", room: "Tea", text: "now that ada is gone" });
  await settle(core);
  assertEquals(ada.framesOf("unread").map(({ room }) => room), ["lobby"]);
  assertEquals(ada.framesOf("caught-up"), [{ type: "caught-up", rooms: 1, mentions: 0 }]);
});

test("a hit with its marks is no longer than the lines that clients are ready for", async () => {
  const [core, ada, bob] = await talkative();
  for (const text of ["a ".repeat(2_000), "日 ".repeat(2_000)]) bob.say(text.trimEnd());
  await core.endTurn();
  ada.sink.writes.length = 0;
  ada.sendFrames({ type: "search", query: "a" }, { type: "search", query: "日" });
  await settle(core);
  assertEquals(ada.framesOf("hit").map(({ marks }) => marks.length), [200]);
  const lines = ada.sink.text.split("\n").map((line) => new TextEncoder().encode(line).length);
  assert(Math.max(...lines) <= 20_480, `${Math.max(...lines)} bytes`);
});

test("at the plain door hits are marked, have a number to look around, and typing a line is having read", async () => {
  const [core, _ada, bob] = await talkative();
  const pat = new PlainClient(core, core.connect("plain"));
  const type = async (line: string): Promise<string> => {
    const before = await pat.sendLine(line);
    await settle(core);
    return (before + await pat.readNew()).replaceAll(/ \[[^\]#]*\]/g, "");
  };
  await type("pat");
  await type("/join tea");
  assertEquals(
    await type("/search green LEAVES -C1"),
    "#Tea@1 bob: »green« »leaves«\n  #Tea@2 bob: black leaves\n--- 1 found ---\n",
  );
  assertEquals(await type("/search nothing of it"), "Nothing was found.\n");
  assertEquals((await type("/history #tea@2")).match(/black leaves|green leaves/g), [
    "green leaves",
    "black leaves",
  ]);
  assertEquals(await type("/catchup"), "You have read everything.\n");
  bob.sendFrames({ type: "say", room: "tea", text: "pat, look\nhere" });
  await core.endTurn();
  await pat.readNew();
  assertEquals(
    await type("/catchup"),
    "#Tea@5 bob: »pat«, look\n    here\n#Tea: 1 not read, 1 with your name; the last: bob: pat, look\n    here\n",
  );
  await type("thank you");
  assertEquals(await type("/catchup"), "You have read everything.\n");
  bob.sendFrames({ type: "say", room: "tea", text: "patience" });
  await core.endTurn();
  await pat.readNew();
  assertEquals(await type("/mentions"), "#Tea@5 bob: »pat«, look\n    here\n--- 1 found ---\n");
});
