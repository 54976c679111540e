/** How many may come, how fast one is read, and what becomes of those who do not read. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { openRoom } from "../support/room.ts";
import { test } from "../support/test.ts";

test("when the room is full the next is told so in the grammar of their door, and let in once there is room", async () => {
  await using room = await openRoom({ limits: { maxClients: 2 } });
  const ada = await room.plain("ada");
  const bob = await room.plain("bob");
  const sentence = en.problem({ code: "full", limit: 2 });
  const person = await room.plain();
  await person.say("cy");
  assertEquals(await person.ending(), "ended");
  assertEquals(person.text, `${sentence}\n`);
  const bot = await room.native();
  await bot.tell({ type: "hello", name: "cy", room: "lobby" });
  assertEquals(await bot.ending(), "ended");
  assertEquals(bot.frames, [
    { type: "error", code: "full", limit: 2, text: sentence },
    { type: "bye", reason: "refused", text: en.bye("refused") },
  ]);
  const irc = await room.raw();
  await irc.send("NICK cy\r\n");
  await irc.ending();
  assertEquals(irc.text, `ERROR :${sentence}\r\n`);
  const response = await fetch(`http://127.0.0.1:${room.server.port}/`);
  assertEquals([response.status, await response.text()], [503, `${sentence}\n`]);
  await bob.say("/quit");
  await bob.ending();
  await room.clock.advance(200);
  const cy = await room.plain("cy");
  await ada.sees("--> cy joined\n");
  assertEquals(cy.lines.at(-1), "Here now (2 people): ada, cy");
});

test("one who is turned away and says nothing is told why after 300 ms", async () => {
  await using room = await openRoom({ limits: { maxClients: 1 } });
  await room.plain("ada");
  const silent = await room.raw();
  await room.logs("refused");
  await room.clock.advance(300);
  await silent.sees(en.problem({ code: "full", limit: 1 }));
  assertEquals(await silent.ending(), "ended");
});

test("from one address come only so many, and those who were turned away do not count", async () => {
  await using room = await openRoom({ limits: { maxPerAddress: 2 } });
  await room.plain("ada");
  const bob = await room.plain("bob");
  for (let i = 0; i < 5; i++) {
    const person = await room.plain();
    await person.say("cy");
    await person.sees(en.problem({ code: "address-full", limit: 2 }));
    await person.ending();
  }
  await bob.close();
  await room.logs("left");
  await room.clock.advance(200);
  await room.plain("cy");
  const reasons = room.logged.flatMap((entry) => entry.event === "refused" ? [entry.why] : []);
  assertEquals(reasons, Array.from({ length: 5 }, () => "address-full"));
});

test("a crowd at a full door is turned away, some of it without a word, and those inside talk on", async () => {
  await using room = await openRoom({ limits: { maxClients: 2 } });
  const ada = await room.native("ada");
  await room.native("bob");
  const crowd = await Promise.all(Array.from({ length: 200 }, () => room.raw()));
  await room.logs("refused", 200);
  await ada.say("what a crowd");
  await ada.hears("what a crowd");
  await room.clock.advance(300);
  for (const peer of crowd) await peer.ending();
  const told = crowd.filter(({ text }) => text !== "");
  assertEquals(told.length, 64);
});

test("over the burst nothing is lost, it only takes longer, and that is told once", async () => {
  await using room = await openRoom({ limits: { rate: { perSecond: 10, burst: 5 } } });
  const ada = await room.native("ada");
  const bot = await room.native("bot");
  const texts = Array.from({ length: 30 }, (_, i) => `line ${i}`);
  await bot.send(texts.map((text) => `{"type":"say","text":"${text}"}\n`).join(""));
  await bot.gets("notice");
  await ada.hears("line 4");
  await ada.say("I am not slowed");
  await bot.hears("I am not slowed");
  assert(ada.all("message").length < 10, `${ada.all("message").length} lines came at once`);
  const begun = room.clock.elapsed();
  while (ada.all("message").length < 31) {
    await room.clock.advance(100);
    await ada.until(
      "the next line",
      () => ada.all("message").length > 6 + (room.clock.elapsed() - begun) / 100 - 2 || undefined,
    );
  }
  const took = room.clock.elapsed() - begun;
  assert(took >= 2_300 && took <= 2_700, `it took ${took} ms`);
  assertEquals(ada.all("message").filter(({ from }) => from === "bot").map(({ text }) => text), texts);
  assertEquals(bot.all("notice").length, 1);
});

test("a person is told in a sentence that they are slowed", async () => {
  await using room = await openRoom({ limits: { rate: { perSecond: 10, burst: 2 } } });
  const ada = await room.plain();
  await ada.send("ada\none\ntwo\nthree\n");
  await ada.sees(`${en.slowed}\n`);
  await ada.sees("ada: one [");
});

test("a member that does not read is let go as too slow; the others get everything and are told", async () => {
  await using room = await openRoom({ realTime: true, limits: { outboxBytes: 256 * 1024, rate: null } });
  const ada = await room.native("ada");
  const bob = await room.native("bob");
  const stalled = await room.raw({ reads: false });
  await stalled.send('{"type":"hello","name":"stalled"}\n');
  await ada.gets("joined", ({ name }) => name === "stalled");
  const text = "漢".repeat(4_000);
  let sent = 0;
  for (; ada.all("left").length === 0 && sent < 3_000; sent += 8) { // The kernel takes about 4 MB before the outbox grows.
    for (let i = 0; i < 8; i++) await ada.say(text);
    await ada.sync();
    await bob.sync();
  }
  assertEquals(ada.all("left").map(({ name, reason }) => [name, reason]), [["stalled", "slow"]]);
  assertEquals((await bob.gets("left")).reason, "slow");
  for (const peer of [ada, bob]) {
    await peer.gets("message", ({ seq }) => seq === sent);
    assertEquals(peer.all("message").length, sent);
  }
  await ada.tell({ type: "who", room: "lobby" });
  assertEquals((await ada.gets("members")).members, ["ada", "bob"]);
  assertEquals(room.logged.at(-1), {
    event: "left",
    name: "stalled",
    address: stalled.address,
    reason: "slow",
  });
});
