/** How people and programs go, over real sockets, and what the others hear of it. */

import { assertEquals } from "@std/assert";
import { openRoom } from "../support/room.ts";
import { test } from "../support/test.ts";

test("leaving is told with its reason and its word, and a connection that is lost is told as lost", async () => {
  await using room = await openRoom({ limits: { grace: 0 } });
  const ada = await room.plain("ada");
  const leavers: readonly (readonly [string, string])[] = [
    ["{quit}", "<-- p0 left\n"],
    ["!quit", "<-- p1 left\n"],
    ["{close} it is late", "<-- p2 left: it is late\n"],
    ["/quit see you", "<-- p3 left: see you\n"],
    ["/EXIT", "<-- p4 left\n"],
  ];
  for (const [index, [word, told]] of leavers.entries()) {
    const peer = await room.plain(`p${index}`);
    await peer.say(word);
    await ada.sees(told);
    assertEquals(await peer.ending(), "ended");
    assertEquals(peer.lines.at(-1), "Goodbye.");
  }
  const bot = await room.native("bot");
  await bot.tell({ type: "quit", word: "so long" });
  await ada.sees("<-- bot left: so long\n");
  assertEquals((await bot.gets("bye")).reason, "quit");
  assertEquals(await bot.ending(), "ended");
  const lost = await room.native("lost");
  await lost.close();
  await ada.sees("<-- lost left (connection lost)\n");
  const reasons = room.logged.flatMap((entry) => entry.event === "left" ? [entry.reason] : []);
  assertEquals(reasons, ["left", "left", "left", "left", "left", "left", "lost"]);
});

test("what was said before leaving reaches the one who leaves, and all others", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bob = await room.plain();
  await bob.send("bob\nlast words\n/quit\n");
  assertEquals(await bob.ending(), "ended");
  await bob.sees("bob: last words [");
  assertEquals(bob.lines.at(-1), "Goodbye.");
  await ada.sees("<-- bob left\n");
  assertEquals(ada.lines.slice(-3).map((line) => line.split(" [")[0]), [
    "--> bob joined",
    "bob: last words",
    "<-- bob left",
  ]);
});

test("what a program sends before it closes its side is said, with and without a last newline", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bob = await room.plain();
  await bob.send("bob\nfirst\nsecond");
  await bob.end();
  await ada.sees("bob: second [");
  await ada.sees("<-- bob left (connection lost)\n");
  assertEquals(await bob.ending(), "ended");
  await bob.sees("bob: second [");
});

for (const word of ["{quit}", "!quit", "{close}", "/quit", "/exit", "{quit} not today"]) {
  test(`${word} as the very first thing leaves, and nobody hears of it`, async () => {
    await using room = await openRoom();
    const ada = await room.plain("ada");
    const bob = await room.plain();
    await bob.say(word);
    assertEquals(await bob.ending(), "ended");
    assertEquals(bob.text, "Welcome to chat.\nWhat is your name?\nGoodbye.\n");
    await room.logs("closed-unnamed");
    await ada.sync();
    assertEquals(ada.text.includes("-->") || ada.text.includes("<--"), false);
  });
}

test("who goes without a name is announced to nobody, whichever door they came by", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const silent = await room.raw();
  await room.arrived();
  await silent.close();
  const greeted = await room.raw();
  await room.arrived();
  await room.clock.advance(300);
  await greeted.sees("name?");
  await greeted.close();
  const native = await room.native();
  await native.sync();
  await native.close();
  const leaver = await room.native();
  await leaver.tell({ type: "quit" });
  await leaver.ending();
  await room.logs("closed-unnamed", 4);
  await ada.sync();
  assertEquals(ada.text.includes("-->") || ada.text.includes("<--"), false);
  assertEquals(room.logged.filter(({ event }) => event === "closed-unnamed").length, 4);
});
