/** Words for one person alone, and who is there to read them. */

import { assertEquals } from "@std/assert";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** A core with ada, bob and cy in it. */
async function three(limits: ConstructorParameters<typeof TestCore>[0] = {}) {
  const core = new TestCore(limits);
  const [ada, bob, cy] = [await core.member("ada"), await core.member("bob"), await core.member("cy")];
  for (const client of [ada, bob, cy]) client.sink.writes.length = 0;
  return { core, ada, bob, cy };
}

/** Says something to one person alone. */
function whisper(from: TestClient, to: string, text: string, id?: string | number): void {
  from.sendFrames({ type: "private", to, text, ...(id !== undefined && { id }) });
}

test("what is said to one person alone reaches both, is acknowledged, and is in no log", async () => {
  const { core, ada, bob, cy } = await three();
  whisper(ada, "BOB", "psst \x1b[2J", 1);
  await core.endTurn();
  await core.endTurn();
  const at = core.clock.now();
  const [from, to] = [{ from: "ada", person: "p1" }, { to: "bob", toPerson: "p2" }];
  const frame = { type: "private", ...from, ...to, at, text: "psst", id: 1 } as const;
  assertEquals(bob.frames, [frame]);
  assertEquals(ada.frames, [frame, { type: "delivered", id: 1, to: "bob", person: "p2", at }]);
  assertEquals([cy.sink.text, core.hub.context.pages.last("lobby"), core.history.batches], ["", 0, []]);
});

test("it is acknowledged when the other's connection has it, and not before", async () => {
  const { core, ada, bob } = await three();
  bob.sink.state = "stalls";
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "two", 2);
  await core.endTurn();
  await core.endTurn();
  assertEquals(ada.framesOf("delivered"), []);
  bob.session.outbox.abort();
  await core.endTurn();
  assertEquals(ada.framesOf("error").map(({ code, id }) => [code, id]), [["not-here", 1], ["not-here", 2]]);
  assertEquals(ada.framesOf("delivered"), []);
});

test("what is written in parts is acknowledged after its last byte", async () => {
  const { core, ada, bob } = await three();
  bob.sink.maxBytesPerWrite = 10;
  whisper(ada, "bob", "x".repeat(1_000), 1);
  core.turn.end();
  bob.sink.state = "stalls"; // From the second part on.
  await core.endTurn();
  assertEquals([bob.sink.writes.length, ada.framesOf("delivered").length], [2, 0]);
});

test("nobody of that name, and one who has left, are not here", async () => {
  const { core, ada, bob } = await three();
  whisper(ada, "zoe", "hi", 1);
  whisper(ada, "no body", "hi", 2);
  bob.disconnect();
  whisper(ada, "bob", "hi", 3);
  whisper(ada, "cy", "  ", 4);
  whisper(ada, "cy", "x".repeat(4_001), 5);
  await core.endTurn();
  assertEquals(ada.framesOf("error").map(({ code, id }) => [code, id]), [
    ["not-here", 1],
    ["not-here", 2],
    ["not-here", 3],
    ["empty", 4],
    ["too-long", 5],
  ]);
  assertEquals(ada.framesOf("private"), []);
});

test("an id that came before is acknowledged again and told to nobody", async () => {
  const { core, ada, bob } = await three({ grace: 30_000 });
  whisper(ada, "bob", "one", 1);
  whisper(ada, "bob", "one", 1);
  await core.endTurn();
  await core.endTurn();
  ada.disconnect();
  const again = core.connect();
  again.hello("ada", { token: "token-1", after: {} });
  await core.endTurn();
  whisper(again, "bob", "one", 1);
  whisper(again, "bob", "two", "1");
  await core.endTurn();
  await core.endTurn();
  assertEquals(bob.framesOf("private").map(({ text }) => text), ["one", "two"]);
  assertEquals(ada.framesOf("delivered").map(({ id }) => id), [1]);
  assertEquals(again.framesOf("delivered").map(({ id }) => id), [1, "1"]);
});

test("what did not arrive may be sent again under its id", async () => {
  const { core, ada, bob } = await three();
  bob.disconnect();
  whisper(ada, "bob", "one", 1);
  await core.endTurn();
  const again = await core.member("bob");
  whisper(ada, "bob", "one", 1);
  await core.endTurn();
  await core.endTurn();
  assertEquals(again.framesOf("private").map(({ text }) => text), ["one"]);
  assertEquals(ada.frames.map(({ type }) => type).filter((type) => type !== "left" && type !== "joined"), [
    "error",
    "private",
    "delivered",
  ]);
});

test("only the last 64 ids are known again", async () => {
  const { core, ada, bob } = await three({ rate: null });
  for (let id = 0; id <= 64; id++) whisper(ada, "bob", "x", id);
  await core.endTurn();
  whisper(ada, "bob", "again", 1);
  whisper(ada, "bob", "again", 0);
  await core.endTurn();
  assertEquals(bob.framesOf("private").filter(({ text }) => text === "again").map(({ id }) => id), [0]);
});

test("to oneself there is one copy", async () => {
  const { core, ada } = await three();
  whisper(ada, "ada", "note", 1);
  await core.endTurn();
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["private", "delivered"]);
});

test("who writes to somebody who is away hears so, each time, and nobody else does", async () => {
  const { core, ada, bob, cy } = await three();
  bob.sendFrames({ type: "away", why: "out for\ntea" });
  whisper(ada, "bob", "one");
  bob.sendFrames({ type: "back" });
  whisper(ada, "bob", "two");
  await core.endTurn();
  assertEquals(ada.framesOf("notice"), [
    { type: "notice", code: "away", text: "bob is away: out for tea", name: "bob", why: "out for tea" },
  ]);
  assertEquals(bob.frames.map(({ type }) => type), ["away", "private", "back", "private"]);
  assertEquals(cy.frames, []);
});

test("who is away and for how long silent is told to who asks, and kept over a new connection", async () => {
  const { core, ada, bob } = await three({ grace: 30_000, rate: null });
  const came = core.clock.now();
  bob.sendFrames({ type: "away", why: "tea" }, { type: "join", room: "tea" });
  await core.clock.advance(5_000);
  bob.sendFrames({ type: "ping" }, { type: "pong" }, { type: "read", room: "lobby", seq: 0 });
  bob.disconnect();
  await core.endTurn();
  const again = core.connect();
  again.hello("bob", { token: "token-2", after: {} });
  await core.endTurn();
  ada.sendFrames({ type: "who", room: "lobby", detail: true }, { type: "whois", name: "Bob" });
  ada.sendFrames({ type: "who", room: "#tea" }, { type: "whois", name: "zoe" });
  await core.endTurn();
  assertEquals(ada.framesOf("members").map(({ members, presence }) => ({ members, presence })), [
    {
      members: ["ada", "bob", "cy"],
      presence: [{ idle: 5_000 }, { idle: 5_000, away: "tea" }, { idle: 5_000 }],
    },
    { members: ["bob"], presence: undefined },
  ]);
  assertEquals(ada.framesOf("whois"), [
    {
      type: "whois",
      name: "bob",
      person: "p2",
      rooms: ["lobby", "tea"],
      since: came,
      idle: 5_000,
      away: "tea",
    },
  ]);
  assertEquals(ada.framesOf("error").map(({ code }) => code), ["not-here"]);
});

test("a long list in detail comes in parts that each fit into a line, as fast as it is read", async () => {
  const core = new TestCore({ rate: null, outboxBytes: 64 * 1024 });
  for (let i = 0; i < 300; i++) {
    const client = core.connect();
    client.hello(`${i}`.padEnd(24, "è"));
    client.sendFrames({ type: "away", why: "😀".repeat(100) });
  }
  await core.clock.advance(1_000);
  const ada = await core.member("ada");
  ada.sink.writes.length = 0;
  ada.sendFrames({ type: "who", room: "lobby", detail: true });
  for (let turn = 0; turn < 30; turn++) await core.endTurn();
  const parts = ada.framesOf("members");
  assertEquals(parts.flatMap(({ members }) => members).length, 301);
  assertEquals(parts.map(({ more }) => more === true), [...Array<boolean>(12).fill(true), false]);
  const longest = Math.max(...ada.sink.text.split("\n").map((line) => new TextEncoder().encode(line).length));
  assertEquals(longest <= 16 * 1024, true);
});
