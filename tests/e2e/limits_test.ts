/** How many may come, how fast one is read, and what becomes of those who do not read. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { startServer } from "../support/test_server.ts";
import { test, testInClear } from "../support/sanitized.ts";

test("when the room is full the next is told so in the grammar of their door, and let in once there is room", async () => {
  await using server = await startServer({ limits: { maxClients: 2 } });
  const ada = await server.plain("ada");
  const bob = await server.plain("bob");
  const sentence = en.problem({ code: "full", limit: 2 });
  const person = await server.plain();
  await person.say("cy");
  assertEquals(await person.waitForEnd(), "ended");
  assertEquals(person.text, `${sentence}\n`);
  const bot = await server.native();
  await bot.sendFrames({ type: "hello", name: "cy", room: "lobby" });
  assertEquals(await bot.waitForEnd(), "ended");
  assertEquals(bot.frames, [
    { type: "error", code: "full", limit: 2, text: sentence },
    { type: "bye", reason: "refused", text: en.bye("refused") },
  ]);
  const irc = await server.raw();
  await irc.send("NICK cy\r\n");
  await irc.waitForEnd();
  assertEquals(irc.text, `ERROR :${sentence}\r\n`);
  const response = await server.fetch("/");
  assertEquals([response.status, await response.text()], [503, `${sentence}\n`]);
  await bob.say("/quit");
  await bob.waitForEnd();
  await server.clock.advance(200);
  const cy = await server.plain("cy");
  await ada.waitForText("--> cy joined\n");
  assertEquals(cy.lines.at(-1), "Here now (2 people): ada, cy");
});

testInClear("one who is turned away and says nothing is told why after 300 ms", async () => {
  await using server = await startServer({ limits: { maxClients: 1 } });
  await server.plain("ada");
  const silent = await server.raw();
  await server.waitForLog("refused");
  await server.clock.advance(300);
  await silent.waitForText(en.problem({ code: "full", limit: 1 }));
  assertEquals(await silent.waitForEnd(), "ended");
});

test("from one address come only so many, and those who were turned away do not count", async () => {
  await using server = await startServer({ limits: { maxPerAddress: 2 } });
  await server.plain("ada");
  const bob = await server.plain("bob");
  for (let i = 0; i < 5; i++) {
    const person = await server.plain();
    await person.say("cy");
    await person.waitForText(en.problem({ code: "address-full", limit: 2 }));
    await person.waitForEnd();
  }
  await bob.close();
  await server.waitForLog("left");
  await server.clock.advance(200);
  await server.plain("cy");
  const reasons = server.logged.flatMap((entry) => entry.event === "refused" ? [entry.why] : []);
  assertEquals(reasons, Array.from({ length: 5 }, () => "address-full"));
});

testInClear(
  "a crowd at a full door is turned away, some of it without a word, and those inside talk on",
  async () => {
    await using server = await startServer({ limits: { maxClients: 2 } });
    const ada = await server.native("ada");
    await server.native("bob");
    const crowd = await Promise.all(Array.from({ length: 200 }, () => server.raw()));
    await server.waitForLog("refused", 200);
    await ada.say("what a crowd");
    await ada.waitForMessage("what a crowd");
    await server.clock.advance(300);
    for (const peer of crowd) await peer.waitForEnd();
    const told = crowd.filter(({ text }) => text !== "");
    assertEquals(told.length, 64);
  },
);

test("over the burst nothing is lost, it only takes longer, and that is told once", async () => {
  await using server = await startServer({ limits: { rate: { perSecond: 10, burst: 5 } } });
  const ada = await server.native("ada");
  const bot = await server.native("bot");
  const texts = Array.from({ length: 30 }, (_, i) => `line ${i}`);
  await bot.send(texts.map((text) => `{"type":"say","text":"${text}"}\n`).join(""));
  await bot.waitForFrame("notice");
  await ada.waitForMessage("line 4");
  await ada.say("I am not slowed");
  await bot.waitForMessage("I am not slowed");
  assert(ada.framesOf("message").length < 10, `${ada.framesOf("message").length} lines came at once`);
  const begun = server.clock.elapsed();
  while (ada.framesOf("message").length < 31) {
    await server.clock.advance(100);
    await ada.waitFor(
      "the next line",
      () => ada.framesOf("message").length > 6 + (server.clock.elapsed() - begun) / 100 - 2 || undefined,
    );
  }
  const took = server.clock.elapsed() - begun;
  assert(took >= 2_300 && took <= 2_700, `it took ${took} ms`);
  assertEquals(ada.framesOf("message").filter(({ from }) => from === "bot").map(({ text }) => text), texts);
  assertEquals(bot.framesOf("notice").length, 1);
});

test("a person is told in a sentence that they are slowed", async () => {
  await using server = await startServer({ limits: { rate: { perSecond: 10, burst: 2 } } });
  const ada = await server.plain();
  await ada.send("ada\none\ntwo\nthree\n");
  await ada.waitForText(`${en.slowed}\n`);
  await ada.waitForText("ada: one [");
});

test("a member that does not read is let go as too slow; the others get everything and are told", async () => {
  await using server = await startServer({ realTime: true, limits: { outboxBytes: 256 * 1024, rate: null } });
  const ada = await server.native("ada");
  const bob = await server.native("bob");
  const stalled = await server.raw({ reads: false });
  await stalled.send('{"type":"hello","name":"stalled"}\n');
  await ada.waitForFrame("joined", ({ name }) => name === "stalled");
  const text = "漢".repeat(4_000);
  let sent = 0;
  for (; ada.framesOf("left").length === 0 && sent < 3_000; sent += 8) { // The kernel takes about 4 MB before the outbox grows.
    for (let i = 0; i < 8; i++) await ada.say(text);
    await ada.sync();
    await bob.sync();
  }
  assertEquals(ada.framesOf("left").map(({ name, reason }) => [name, reason]), [["stalled", "slow"]]);
  assertEquals((await bob.waitForFrame("left")).reason, "slow");
  for (const peer of [ada, bob]) {
    await peer.waitForFrame("message", ({ seq }) => seq === sent);
    assertEquals(peer.framesOf("message").length, sent);
  }
  await ada.sendFrames({ type: "who", room: "lobby" });
  assertEquals((await ada.waitForFrame("members")).members, ["ada", "bob"]);
  assertEquals(server.logged.at(-1), {
    event: "left",
    name: "stalled",
    address: stalled.address,
    reason: "slow",
  });
});
