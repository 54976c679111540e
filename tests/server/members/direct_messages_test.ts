/** Words for one person alone, and who is there to read them. */

import { assertEquals } from "@std/assert";
import { type Guest, Hall } from "../../support/hall.ts";
import { test } from "../../support/test.ts";

/** A hall with ada, bob and cy in it. */
async function three(limits: ConstructorParameters<typeof Hall>[0] = {}) {
  const hall = new Hall(limits);
  const [ada, bob, cy] = [await hall.member("ada"), await hall.member("bob"), await hall.member("cy")];
  for (const guest of [ada, bob, cy]) guest.sink.writes.length = 0;
  return { hall, ada, bob, cy };
}

/** Says something to one person alone. */
function whisper(from: Guest, to: string, text: string, id?: string | number): void {
  from.tell({ type: "private", to, text, ...(id !== undefined && { id }) });
}

test("what is said to one person alone reaches both, is acknowledged, and is in no log", async () => {
  const { hall, ada, bob, cy } = await three();
  whisper(ada, "BOB", "psst \x1b[2J", 1);
  await hall.endTurn();
  await hall.endTurn();
  const at = hall.clock.now();
  const frame = { type: "private", from: "ada", to: "bob", at, text: "psst", id: 1 } as const;
  assertEquals(bob.frames, [frame]);
  assertEquals(ada.frames, [frame, { type: "delivered", id: 1, to: "bob", at }]);
  assertEquals([cy.sink.text, hall.hub.last("lobby"), hall.history.batches], ["", 0, []]);
});

test("it is acknowledged when the other's connection has it, and not before", async () => {
  const { hall, ada, bob } = await three();
  bob.sink.mood = "stalls";
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "two", 2);
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(ada.all("delivered"), []);
  bob.session.outbox.abort();
  await hall.endTurn();
  assertEquals(ada.all("error").map(({ code, id }) => [code, id]), [["not-here", 1], ["not-here", 2]]);
  assertEquals(ada.all("delivered"), []);
});

test("what is written in parts is acknowledged after its last byte", async () => {
  const { hall, ada, bob } = await three();
  bob.sink.atMost = 10;
  whisper(ada, "bob", "x".repeat(1_000), 1);
  hall.turn.end();
  bob.sink.mood = "stalls"; // From the second part on.
  await hall.endTurn();
  assertEquals([bob.sink.writes.length, ada.all("delivered").length], [2, 0]);
});

test("nobody of that name, and one who has left, are not here", async () => {
  const { hall, ada, bob } = await three();
  whisper(ada, "zoe", "hi", 1);
  whisper(ada, "no body", "hi", 2);
  bob.disconnect();
  whisper(ada, "bob", "hi", 3);
  whisper(ada, "cy", "  ", 4);
  whisper(ada, "cy", "x".repeat(4_001), 5);
  await hall.endTurn();
  assertEquals(ada.all("error").map(({ code, id }) => [code, id]), [
    ["not-here", 1],
    ["not-here", 2],
    ["not-here", 3],
    ["empty", 4],
    ["too-long", 5],
  ]);
  assertEquals(ada.all("private"), []);
});

test("an id that came before is acknowledged again and told to nobody", async () => {
  const { hall, ada, bob } = await three({ grace: 30_000 });
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "one", 1);
  await hall.endTurn();
  await hall.endTurn();
  ada.disconnect();
  const again = hall.come();
  again.hello("ada", { token: "token-1", after: {} });
  await hall.endTurn();
  whisper(again, "bob", "one", 1);
  whisper(again, "bob", "two", "1");
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(bob.all("private").map(({ text }) => text), ["one", "two"]);
  assertEquals(ada.all("delivered").map(({ id }) => id), [1]);
  assertEquals(again.all("delivered").map(({ id }) => id), [1, "1"]);
});

test("what did not arrive may be sent again under its id", async () => {
  const { hall, ada, bob } = await three();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  await hall.endTurn();
  const again = await hall.member("bob");
  whisper(ada, "bob", "one", 1);
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(again.all("private").map(({ text }) => text), ["one"]);
  assertEquals(ada.frames.map(({ type }) => type).filter((type) => type !== "left" && type !== "joined"), [
    "error",
    "private",
    "delivered",
  ]);
});

test("only the last 64 ids are known again", async () => {
  const { hall, ada, bob } = await three({ rate: null });
  for (let id = 0; id <= 64; id++) whisper(ada, "bob", "x", id);
  await hall.endTurn();
  whisper(ada, "bob", "again", 1);
  whisper(ada, "bob", "again", 0);
  await hall.endTurn();
  assertEquals(bob.all("private").filter(({ text }) => text === "again").map(({ id }) => id), [0]);
});

test("to oneself there is one copy", async () => {
  const { hall, ada } = await three();
  whisper(ada, "ada", "note", 1);
  await hall.endTurn();
  await hall.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["private", "delivered"]);
});

test("who writes to somebody who is away hears so, each time, and nobody else does", async () => {
  const { hall, ada, bob, cy } = await three();
  bob.tell({ type: "away", why: "out for\ntea" });
  whisper(ada, "bob", "one");
  bob.tell({ type: "back" });
  whisper(ada, "bob", "two");
  await hall.endTurn();
  assertEquals(ada.all("notice"), [
    { type: "notice", code: "away", text: "bob is away: out for tea", name: "bob", why: "out for tea" },
  ]);
  assertEquals(bob.frames.map(({ type }) => type), ["away", "private", "back", "private"]);
  assertEquals(cy.frames, []);
});

test("who is away and for how long silent is told to who asks, and kept over a new connection", async () => {
  const { hall, ada, bob } = await three({ grace: 30_000, rate: null });
  const came = hall.clock.now();
  bob.tell({ type: "away", why: "tea" }, { type: "join", room: "tea" });
  await hall.clock.advance(5_000);
  bob.tell({ type: "ping" }, { type: "pong" }, { type: "read", room: "lobby", seq: 0 });
  bob.disconnect();
  await hall.endTurn();
  const again = hall.come();
  again.hello("bob", { token: "token-2", after: {} });
  await hall.endTurn();
  ada.tell({ type: "who", room: "lobby", detail: true }, { type: "whois", name: "Bob" });
  ada.tell({ type: "who", room: "#tea" }, { type: "whois", name: "zoe" });
  await hall.endTurn();
  assertEquals(ada.all("members").map(({ members, presence }) => ({ members, presence })), [
    { members: ["ada", "cy", "bob"], presence: [{ idle: 0 }, { idle: 5_000 }, { idle: 5_000, away: "tea" }] },
    { members: ["bob"], presence: undefined },
  ]);
  assertEquals(ada.all("whois"), [
    { type: "whois", name: "bob", rooms: ["lobby", "tea"], since: came, idle: 5_000, away: "tea" },
  ]);
  assertEquals(ada.all("error").map(({ code }) => code), ["not-here"]);
});

test("a long list in detail comes in parts that each fit into a line, as fast as it is read", async () => {
  const hall = new Hall({ rate: null, outboxBytes: 64 * 1024 });
  for (let i = 0; i < 300; i++) {
    const guest = hall.come();
    guest.hello(`${i}`.padEnd(24, "è"));
    guest.tell({ type: "away", why: "😀".repeat(100) });
  }
  await hall.clock.advance(1_000);
  const ada = await hall.member("ada");
  ada.sink.writes.length = 0;
  ada.tell({ type: "who", room: "lobby", detail: true });
  for (let turn = 0; turn < 30; turn++) await hall.endTurn();
  const parts = ada.all("members");
  assertEquals(parts.flatMap(({ members }) => members).length, 301);
  assertEquals(parts.map(({ more }) => more === true), [...Array<boolean>(12).fill(true), false]);
  const longest = Math.max(...ada.sink.text.split("\n").map((line) => new TextEncoder().encode(line).length));
  assertEquals(longest <= 16 * 1024, true);
});
