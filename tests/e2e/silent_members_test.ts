/** Those who say nothing, or half of something, or vanish: each is let go in time, and the room goes on. */

import { assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { startServer } from "../support/test_server.ts";
import { test, testInClear } from "../support/sanitized.ts";

test("half a line and silence is no name: half a minute after coming the door is closed", async () => {
  await using server = await startServer();
  const halves = ["", "ad", '{"type":"hel', "GET", "{", "\x16", " "];
  const peers = await Promise.all(halves.map(async (half) => {
    const peer = await server.raw();
    await peer.send(half);
    return peer;
  }));
  await server.waitForArrivals();
  await server.clock.advance(300);
  for (const [index, peer] of peers.entries()) {
    if (halves[index] !== '{"type":"hel') await peer.waitForText("name?");
  }
  await server.clock.advance(28_700);
  assertEquals(peers.map(({ state }) => state), halves.map(() => "open"));
  await server.clock.advance(2_000);
  for (const peer of peers) assertEquals(await peer.waitForEnd(), "ended");
  for (const peer of peers) await peer.waitForText(en.bye("silent"));
  assertEquals(server.logged.filter(({ event }) => event === "closed-unnamed").length, halves.length);
  await server.checkStillServes();
});

test("half a line and silence inside is pinged after a minute and let go half a minute later", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  await bot.send('{"type":"say","te');
  await server.clock.advance(61_000);
  await bot.waitForFrame("ping");
  await server.clock.advance(31_000);
  assertEquals((await bot.waitForFrame("bye")).reason, "silent");
  await ada.waitForText("<-- bot left (silent too long)\n");
  assertEquals(ada.state, "open");
});

test("a program that answers its pings stays, however little it has to say", async () => {
  await using server = await startServer();
  const bot = await server.native("bot");
  for (let minute = 1; minute <= 5; minute++) {
    await server.clock.advance(61_000);
    await bot.waitFor("a ping", () => bot.framesOf("ping").length === minute || undefined);
    await bot.sendFrames({ type: "pong" });
    await bot.sync();
  }
  assertEquals(bot.state, "open");
});

test("silent people are let go when the server is told so, and the others hear why", async () => {
  await using server = await startServer({ limits: { idle: 600_000 } });
  const ada = await server.plain("ada");
  await server.plain("bob");
  await server.clock.advance(599_000);
  await ada.sync();
  await server.clock.advance(2_000);
  await ada.waitForText("<-- bob left (silent too long)\n");
});

testInClear(
  "a thousand connections that say nothing keep nobody from talking, and are gone after half a minute",
  async () => {
    await using server = await startServer({
      limits: { maxClients: 1_001, maxPerAddress: 1_001, nameTimeout: 30_000 },
    });
    const ada = await server.native("ada");
    const silent = await Promise.all(Array.from({ length: 1_000 }, () => server.raw()));
    await server.waitForArrivals();
    await ada.say("hello?");
    await ada.waitForMessage("hello?");
    await server.clock.advance(300);
    const late = silent.pop();
    await late?.send('{"type":"hello","name":"late"}\n');
    await late?.waitForText('"type":"welcome"');
    assertEquals(late?.text.includes("name?"), false, "in a crowd nobody is taken for a person at once");
    await server.clock.advance(2700);
    for (const peer of silent) await peer.waitForText("name?");
    await server.clock.advance(31_000);
    for (const peer of silent) await peer.waitForEnd();
    await server.clock.advance(200);
    await server.checkStillServes();
    await ada.waitForMessage("still here");
    assertEquals(ada.framesOf("joined").length, 2);
  },
);

test("a peer that resets is lost to the room like any other", async () => {
  await using server = await startServer();
  const ada = await server.native("ada");
  const rude = await server.raw({ reads: false });
  await rude.send("rude\n");
  await ada.waitForFrame("joined");
  await ada.say("unread bytes make closing a reset");
  await ada.sync();
  await rude.close();
  assertEquals((await ada.waitForFrame("left")).reason, "lost");
  for (let i = 0; i < 20; i++) {
    const unnamed = await server.raw({ reads: false });
    await server.waitForArrivals();
    await server.clock.advance(300);
    await unnamed.close();
  }
  await server.waitForLog("closed-unnamed", 20);
  await server.checkStillServes();
});
