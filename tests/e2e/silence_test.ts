/** Those who say nothing, or half of something, or vanish: each is let go in time, and the room goes on. */

import { assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { openRoom } from "../support/room.ts";
import { test } from "../support/test.ts";

test("half a line and silence is no name: half a minute after coming the door is closed", async () => {
  await using room = await openRoom();
  const halves = ["", "ad", '{"type":"hel', "GET", "{", "\x16", " "];
  const peers = await Promise.all(halves.map(async (half) => {
    const peer = await room.raw();
    await peer.send(half);
    return peer;
  }));
  await room.arrived();
  await room.clock.advance(300);
  for (const [index, peer] of peers.entries()) if (halves[index] !== '{"type":"hel') await peer.sees("name?");
  await room.clock.advance(28_700);
  assertEquals(peers.map(({ standing }) => standing), halves.map(() => "open"));
  await room.clock.advance(2_000);
  for (const peer of peers) assertEquals(await peer.ending(), "ended");
  for (const peer of peers) await peer.sees(en.bye("silent"));
  assertEquals(room.logged.filter(({ event }) => event === "closed-unnamed").length, halves.length);
  await room.goesOn();
});

test("half a line and silence inside is pinged after a minute and let go half a minute later", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bot = await room.native("bot");
  await bot.send('{"type":"say","te');
  await room.clock.advance(61_000);
  await bot.gets("ping");
  await room.clock.advance(31_000);
  assertEquals((await bot.gets("bye")).reason, "silent");
  await ada.sees("<-- bot left (silent too long)\n");
  assertEquals(ada.standing, "open");
});

test("a program that answers its pings stays, however little it has to say", async () => {
  await using room = await openRoom();
  const bot = await room.native("bot");
  for (let minute = 1; minute <= 5; minute++) {
    await room.clock.advance(61_000);
    await bot.until("a ping", () => bot.all("ping").length === minute || undefined);
    await bot.tell({ type: "pong" });
    await bot.sync();
  }
  assertEquals(bot.standing, "open");
});

test("silent people are let go when the server is told so, and the others hear why", async () => {
  await using room = await openRoom({ limits: { idle: 600_000 } });
  const ada = await room.plain("ada");
  await room.plain("bob");
  await room.clock.advance(599_000);
  await ada.sync();
  await room.clock.advance(2_000);
  await ada.sees("<-- bob left (silent too long)\n");
});

test("a thousand connections that say nothing keep nobody from talking, and are gone after half a minute", async () => {
  await using room = await openRoom({
    limits: { maxClients: 1_001, maxPerAddress: 1_001, nameTimeout: 30_000 },
  });
  const ada = await room.native("ada");
  const silent = await Promise.all(Array.from({ length: 1_000 }, () => room.raw()));
  await room.arrived();
  await ada.say("hello?");
  await ada.hears("hello?");
  await room.clock.advance(300);
  const late = silent.pop();
  await late?.send('{"type":"hello","name":"late"}\n');
  await late?.sees('"type":"welcome"');
  assertEquals(late?.text.includes("name?"), false, "in a crowd nobody is taken for a person at once");
  await room.clock.advance(2700);
  for (const peer of silent) await peer.sees("name?");
  await room.clock.advance(31_000);
  for (const peer of silent) await peer.ending();
  await room.clock.advance(200);
  await room.goesOn();
  await ada.hears("still here");
  assertEquals(ada.all("joined").length, 2);
});

test("a peer that resets is lost to the room like any other", async () => {
  await using room = await openRoom();
  const ada = await room.native("ada");
  const rude = await room.raw({ reads: false });
  await rude.send("rude\n");
  await ada.gets("joined");
  await ada.say("unread bytes make closing a reset");
  await ada.sync();
  await rude.close();
  assertEquals((await ada.gets("left")).reason, "lost");
  for (let i = 0; i < 20; i++) {
    const unnamed = await room.raw({ reads: false });
    await room.arrived();
    await room.clock.advance(300);
    await unnamed.close();
  }
  await room.logs("closed-unnamed", 20);
  await room.goesOn();
});
