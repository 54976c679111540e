/** Searching and catching up, as those who ask are answered. */

import { assert, assertEquals } from "@std/assert";
import { type Guest, Hall } from "../../support/hall.ts";
import { test } from "../../support/test.ts";
import { Typist } from "../../support/typist.ts";

/** A hall in which ada and bob are in the lobby and in tea, and cy only in the lobby; some things are said. */
async function talkative(): Promise<readonly [Hall, Guest, Guest, Guest]> {
  const hall = new Hall();
  const [ada, bob, cy] = [await hall.member("ada"), await hall.member("bob"), await hall.member("cy")];
  for (const guest of [ada, bob]) guest.tell({ type: "join", room: "Tea" });
  for (const text of ["green leaves", "black leaves", "ask ada", "GREEN è bello"]) {
    bob.tell({ type: "say", room: "Tea", text });
    await hall.endTurn();
  }
  bob.say("leaves fall");
  await hall.endTurn();
  for (const guest of [ada, bob, cy]) guest.sink.writes.length = 0;
  return [hall, ada, bob, cy];
}

/** Lets finding take its time. */
async function settle(hall: Hall): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await hall.endTurn();
    await hall.clock.advance(1);
  }
}

/** The numbers of what was found, near ones in brackets. */
function found(guest: Guest): readonly string[] {
  return guest.all("hit").map(({ room, seq, near }) => near ? `(${room} ${seq})` : `${room} ${seq}`);
}

test("a search finds in the rooms that one is in, and in no others", async () => {
  const [hall, ada, _bob, cy] = await talkative();
  ada.tell({ type: "search", query: "leaves", id: "s" });
  cy.tell({ type: "search", query: "leaves" });
  await settle(hall);
  assertEquals(found(ada).toSorted(), ["Tea 1", "Tea 2", "lobby 1"]);
  assertEquals(found(cy), ["lobby 1"]);
  assertEquals(ada.all("found"), [{ type: "found", count: 3, id: "s" }]);
  assertEquals(new Set(ada.all("hit").map(({ id }) => id)), new Set(["s"]));
  const [green] = ada.all("hit").filter(({ room, seq }) => room === "Tea" && seq === 1);
  assertEquals([green?.text, green?.marks, green?.from], ["green leaves", [[6, 12]], "bob"]);
});

test("a search narrows to a room in any spelling, pages, and shows what stands near", async () => {
  const [hall, ada] = await talkative();
  ada.tell({ type: "search", query: "green in:#TEA", limit: 1 });
  await settle(hall);
  const [first] = ada.all("found");
  assertEquals([found(ada), typeof first?.more], [["Tea 4"], "string"]);
  ada.sink.writes.length = 0;
  ada.tell({ type: "search", query: "green in:#TEA", limit: 1, cursor: first?.more ?? "" });
  await settle(hall);
  assertEquals(found(ada), ["Tea 1"]);
  ada.sink.writes.length = 0;
  ada.tell({ type: "search", query: "black -C1" });
  await settle(hall);
  assertEquals(found(ada), ["(Tea 1)", "Tea 2", "(Tea 3)"]);
});

test("what is no query, no room of one's own or no cursor gets a sentence", async () => {
  const [hall, _ada, _bob, cy] = await talkative();
  const queries = ["", '"open', "x after:soon", "x in:#tea", "x -C99", "y".repeat(301)];
  for (const [id, query] of queries.entries()) cy.tell({ type: "search", query, id });
  cy.tell({ type: "search", query: "x", cursor: "no such", id: 9 });
  await settle(hall);
  assertEquals(
    cy.all("error").map((error) => [error.id, error.code === "bad-query" ? error.why : error.code]),
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
  assertEquals(cy.all("error")[3]?.text, "You are not in #tea: only rooms that you are in can be searched.");
});

test("nothing of a room is found any more by who has left it meanwhile", async () => {
  const [hall, ada] = await talkative();
  ada.tell({ type: "search", query: "leaves" }, { type: "part", room: "tea" });
  await settle(hall);
  assertEquals(found(ada), ["lobby 1"]);
});

test("who catches up is told first what names them, then how much of each room is unread", async () => {
  const [hall, ada, bob] = await talkative();
  ada.tell({ type: "read", room: "Tea", seq: 1 }, { type: "catchup" });
  await settle(hall);
  assertEquals(ada.frames.map(({ type }) => type), ["hit", "unread", "unread", "caught-up"]);
  assertEquals(found(ada), ["Tea 3"]);
  assertEquals(
    ada.all("unread").map(({ room, count, mentions, seq, from }) => [room, count, mentions, seq, from])
      .toSorted(),
    [["Tea", 3, 1, 4, "bob"], ["lobby", 1, 0, 1, "bob"]],
  );
  assertEquals(ada.all("caught-up"), [{ type: "caught-up", rooms: 2, mentions: 1 }]);
  ada.sink.writes.length = 0;
  for (const [room, seq] of [["Tea", 4], ["lobby", 1]] as const) ada.tell({ type: "read", room, seq });
  ada.tell({ type: "catchup" });
  await settle(hall);
  assertEquals(ada.all("caught-up"), [{ type: "caught-up", rooms: 0, mentions: 0 }]);
  bob.tell({ type: "say", room: "Tea", text: "x".repeat(4_000) });
  ada.tell({ type: "catchup" });
  await settle(hall);
  assertEquals(ada.all("unread")[0]?.text, "x".repeat(100));
});

test("nothing unread is told of a room by who has left it meanwhile", async () => {
  const [hall, ada, bob] = await talkative();
  for (const room of ["Tea", "lobby"]) ada.tell({ type: "read", room, seq: 0 });
  bob.say("again");
  ada.tell({ type: "catchup" }, { type: "part", room: "Tea" });
  await hall.endTurn();
  bob.tell({ type: "say", room: "Tea", text: "now that ada is gone" });
  await settle(hall);
  assertEquals(ada.all("unread").map(({ room }) => room), ["lobby"]);
  assertEquals(ada.all("caught-up"), [{ type: "caught-up", rooms: 1, mentions: 0 }]);
});

test("a hit with its marks is no longer than the lines that clients are ready for", async () => {
  const [hall, ada, bob] = await talkative();
  for (const text of ["a ".repeat(2_000), "日 ".repeat(2_000)]) bob.say(text.trimEnd());
  await hall.endTurn();
  ada.sink.writes.length = 0;
  ada.tell({ type: "search", query: "a" }, { type: "search", query: "日" });
  await settle(hall);
  assertEquals(ada.all("hit").map(({ marks }) => marks.length), [200]);
  const lines = ada.sink.text.split("\n").map((line) => new TextEncoder().encode(line).length);
  assert(Math.max(...lines) <= 20_480, `${Math.max(...lines)} bytes`);
});

test("at the plain door hits are marked, have a number to look around, and typing a line is having read", async () => {
  const [hall, _ada, bob] = await talkative();
  const pat = new Typist(hall, hall.come("plain"));
  const type = async (line: string): Promise<string> => {
    const before = await pat.type(line);
    await settle(hall);
    return (before + await pat.read()).replaceAll(/ \[[^\]#]*\]/g, "");
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
  bob.tell({ type: "say", room: "tea", text: "pat, look\nhere" });
  await hall.endTurn();
  await pat.read();
  assertEquals(
    await type("/catchup"),
    "#Tea@5 bob: »pat«, look\n    here\n#Tea: 1 not read, 1 with your name; the last: bob: pat, look\n    here\n",
  );
  await type("thank you");
  assertEquals(await type("/catchup"), "You have read everything.\n");
  bob.tell({ type: "say", room: "tea", text: "patience" });
  await hall.endTurn();
  await pat.read();
  assertEquals(await type("/mentions"), "#Tea@5 bob: »pat«, look\n    here\n--- 1 found ---\n");
});
