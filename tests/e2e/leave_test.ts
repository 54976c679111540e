/** How people and programs go, over real sockets, and what the others hear of it. */

import { assertEquals } from "@std/assert";
import { IS_ENCRYPTED } from "../support/encryption.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("leaving is told with its reason and its word, and a connection that is lost is told as lost", async () => {
  await using server = await startServer({ limits: { grace: 0 } });
  const ada = await server.plain("ada");
  const leavers: readonly (readonly [string, string])[] = [
    ["{quit}", "<-- p0 left\n"],
    ["!quit", "<-- p1 left\n"],
    ["{close} it is late", "<-- p2 left: it is late\n"],
    ["/quit see you", "<-- p3 left: see you\n"],
    ["/EXIT", "<-- p4 left\n"],
  ];
  for (const [index, [word, told]] of leavers.entries()) {
    const peer = await server.plain(`p${index}`);
    await peer.say(word);
    await ada.waitForText(told);
    assertEquals(await peer.waitForEnd(), "ended");
    assertEquals(peer.lines.at(-1), "Goodbye.");
  }
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "quit", word: "so long" });
  await ada.waitForText("<-- bot left: so long\n");
  assertEquals((await bot.waitForFrame("bye")).reason, "quit");
  assertEquals(await bot.waitForEnd(), "ended");
  const lost = await server.native("lost");
  await lost.close();
  await ada.waitForText("<-- lost left (connection lost)\n");
  const reasons = server.logged.flatMap((entry) => entry.event === "left" ? [entry.reason] : []);
  assertEquals(reasons, ["left", "left", "left", "left", "left", "left", "lost"]);
});

test("what was said before leaving reaches the one who leaves, and all others", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bob = await server.plain();
  await bob.send("bob\nlast words\n/quit\n");
  assertEquals(await bob.waitForEnd(), "ended");
  await bob.waitForText("bob: last words [");
  assertEquals(bob.lines.at(-1), "Goodbye.");
  await ada.waitForText("<-- bob left\n");
  assertEquals(ada.lines.slice(-3).map((line) => line.split(" [")[0]), [
    "--> bob joined",
    "bob: last words",
    "<-- bob left",
  ]);
});

test("what a program sends before it closes its side is said, with and without a last newline", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bob = await server.plain();
  await bob.send("bob\nfirst\nsecond");
  await bob.closeWrite();
  await ada.waitForText("bob: second [");
  await ada.waitForText("<-- bob left (connection lost)\n");
  assertEquals(await bob.waitForEnd(), "ended");
  await bob.waitForText("bob: second [");
});

for (const word of ["{quit}", "!quit", "{close}", "/quit", "/exit", "{quit} not today"]) {
  test(`${word} as the very first thing leaves, and nobody hears of it`, async () => {
    await using server = await startServer();
    const ada = await server.plain("ada");
    const bob = await server.plain();
    await bob.say(word);
    assertEquals(await bob.waitForEnd(), "ended");
    assertEquals(bob.text, "Welcome to chat.\nWhat is your name?\nGoodbye.\n");
    await server.waitForLog("closed-unnamed");
    await ada.sync();
    assertEquals(ada.text.includes("-->") || ada.text.includes("<--"), false);
  });
}

test("who goes without a name is announced to nobody, whichever door they came by", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const silent = await server.raw();
  await server.waitForArrivals();
  await silent.close();
  const greeted = await server.raw();
  await server.waitForArrivals();
  await server.clock.advance(300);
  await greeted.waitForText("name?");
  await greeted.close();
  const native = await server.native();
  await native.sync();
  await native.close();
  const leaver = await server.native();
  await leaver.sendFrames({ type: "quit" });
  await leaver.waitForEnd();
  // Who says nothing inside TLS and goes has only looked which key is shown.
  const told = IS_ENCRYPTED ? 3 : 4;
  await server.waitForLog("closed-unnamed", told);
  await ada.sync();
  assertEquals(ada.text.includes("-->") || ada.text.includes("<--"), false);
  assertEquals(server.logged.filter(({ event }) => event === "closed-unnamed").length, told);
});
