/** People and programs who come and talk, over real sockets. */

import { assert, assertEquals } from "@std/assert";
import { IS_ENCRYPTED } from "../support/encryption.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("a person who says nothing is greeted after 300 ms and asked for a name", async () => {
  await using server = await startServer({ title: "The Pub" });
  const ada = await server.plain();
  await server.waitForArrivals();
  await server.clock.advance(299);
  assertEquals(ada.text, "");
  await server.clock.advance(1);
  await ada.waitForText("Welcome to The Pub.\nWhat is your name?\n");
  await ada.enter("ada");
});

test("a newcomer is told how to leave and who is here, and the others hear of it", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bob = await server.plain("bob");
  await ada.waitForText("--> bob joined\n");
  assertEquals(bob.lines, [
    "Welcome to chat.",
    "What is your name?",
    "Hello bob! Write and press Enter to talk to everyone.",
    "To leave write {quit} (or /quit). For the commands write /help.",
    "Here now (2 people): ada, bob",
  ]);
  assertEquals(ada.text.includes("ada joined"), false);
});

test("the smallest hello and the smallest message are enough", async () => {
  await using server = await startServer();
  const ada = await server.native();
  await ada.send('{"type":"hello","name":"ada"}\n{"type":"say","text":"ciao"}\n');
  const message = await ada.waitForMessage("ciao");
  assertEquals(message, {
    type: "message",
    room: "lobby",
    seq: 1,
    at: server.clock.now(),
    from: "ada",
    person: (await ada.waitForFrame("welcome")).person,
    text: "ciao",
  });
});

test("everyone gets what is said, the sender included, whichever door they came by", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  await bot.say("beep", 7);
  await ada.waitForText("bot: beep [");
  await ada.say("hello, bot");
  await ada.waitForText("ada: hello, bot [");
  await bot.waitForMessage("hello, bot");
  assertEquals(await bot.waitForMessage("beep"), await bot.waitForFrame("message", ({ id }) => id === 7));
  const ack = await bot.waitForFrame("ack");
  assertEquals([ack.id, ack.seq], [7, 1]);
});

test("all get the same messages in the same order, however many talk at once", async () => {
  await using server = await startServer({ limits: { rate: null } });
  const names = ["ada", "bob", "cy", "dan", "eve"];
  const bots = await Promise.all(names.map((name) => server.native(name)));
  const person = await server.plain("person");
  await Promise.all(bots.map(async (bot, index) => {
    for (let i = 0; i < 40; i++) await bot.say(`${index}.${i}`);
  }));
  const heard = await Promise.all(bots.map(async (bot) => {
    await bot.waitForFrame("message", ({ seq }) => seq === 200);
    return bot.framesOf("message").map(({ seq, text }) => `${seq} ${text}`);
  }));
  const [first = []] = heard;
  assertEquals(first.length, 200);
  assertEquals(first.map((line) => parseInt(line)), Array.from({ length: 200 }, (_, i) => i + 1));
  for (const other of heard) assertEquals(other, first);
  for (let sender = 0; sender < 5; sender++) {
    const mine = first.map((line) => line.split(" ")[1] ?? "").filter((text) =>
      text.startsWith(`${sender}.`)
    );
    assertEquals(mine, Array.from({ length: 40 }, (_, i) => `${sender}.${i}`));
  }
  await person.sync();
  const read = person.lines.flatMap((line) => /: (\d+\.\d+) \[/.exec(line)?.[1] ?? []);
  assertEquals(read, first.map((line) => line.split(" ")[1]));
});

test("who comes later to a server that shows nothing of before does not get it, and goes on where the welcome says", async () => {
  await using server = await startServer({ limits: { replay: 0 } });
  const ada = await server.native("ada");
  for (const text of ["one", "two", "three"]) await ada.say(text);
  await ada.sync();
  const bob = await server.native();
  const welcome = await bob.enter("bob");
  await ada.say("four");
  await bob.waitForMessage("four");
  assertEquals([welcome.seq, bob.framesOf("message").map(({ seq }) => seq)], [3, [4]]);
});

test("a taken name is answered with a free one, in any case and form, and can be tried again", async () => {
  await using server = await startServer();
  await server.plain("Ada");
  const other = await server.plain();
  await other.say("ADA");
  await other.waitForText('The name "ADA" is taken. "ADA2" is free.\n');
  await other.say("ａｄａ");
  await other.waitForText('The name "ada" is taken. "ada2" is free.\n');
  await other.enter("ada2");
  const bot = await server.native();
  await bot.sendFrames({ type: "hello", name: "ada", room: "lobby" });
  const error = await bot.waitForFrame("error");
  assertEquals(error.code === "name-taken" && error.suggestion, "ada3");
  assertEquals((await bot.enter("ada3")).count, 3);
});

test("a bad name is answered with the reason and a good one, and can be tried again", async () => {
  await using server = await startServer();
  const ada = await server.plain();
  await ada.say("ada lovelace");
  await ada.waitForText('"ada lovelace" cannot be a name');
  await ada.waitForText('"ada_lovelace" is free.\n');
  await ada.say("x".repeat(25));
  await ada.waitForText(`"${"x".repeat(24)}" cannot be a name`);
  await ada.enter("Ада");
});

test("two who ask for one name at the same moment get it once", async () => {
  await using server = await startServer();
  const both = [await server.native(), await server.native()];
  await Promise.all(both.map((peer) => peer.sendFrames({ type: "hello", name: "ada", room: "lobby" })));
  await Promise.all(both.map((peer) => peer.sync()));
  const outcomes = both.map((peer) => peer.framesOf("welcome").length + peer.framesOf("error").length * 10);
  assertEquals(outcomes.sort(), [1, 10]);
});

test("a new name is told to all, and the old one is free", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  await ada.say("/nick countess");
  await ada.waitForText("--- ada is now countess\n");
  const renamed = await bot.waitForFrame("renamed");
  assertEquals([renamed.from, renamed.to], ["ada", "countess"]);
  await bot.sendFrames({ type: "nick", name: "Countess" });
  assertEquals((await bot.waitForFrame("error")).code, "name-taken");
  await bot.sendFrames({ type: "nick", name: "ada" });
  await ada.waitForText("--- bot is now ada\n");
});

test("telnet's line ends and option bytes are understood, also before the name", async () => {
  await using server = await startServer();
  const ada = await server.native("ada");
  const bob = await server.raw();
  await bob.send(Uint8Array.of(255, 253, 3, 255, 251, 31, 255, 250, 31, 0, 80, 0, 24, 255, 240));
  await bob.send("bob\r\nhello\r\n");
  await ada.waitForMessage("hello");
  assertEquals(ada.framesOf("joined").map(({ name }) => name), ["bob"]);
});

test("a line may come in pieces, cut anywhere, also within a character", async () => {
  await using server = await startServer();
  const ada = await server.native("ada");
  const bob = await server.native();
  const bytes = new TextEncoder().encode(
    '{"type":"hello","name":"bob"}\n{"type":"say","text":"perché 👩‍🚀"}\n',
  );
  for (const byte of bytes) await bob.send(Uint8Array.of(byte));
  assertEquals((await ada.waitForMessage("perché 👩‍🚀")).from, "bob");
});

test("the log tells who came, joined and left, and never what was said", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  await ada.say("secret one");
  await bot.say("secret two");
  await bot.waitForMessage("secret one");
  await ada.say("/nick eva");
  await ada.say("/quit secret three");
  await server.waitForLog("left");
  const encrypted = IS_ENCRYPTED ? { tls: "1.3" as const } : {};
  assertEquals(server.logged, [
    { event: "connected", address: ada.address, ...encrypted },
    { event: "joined", name: "ada", address: ada.address, door: "plain" },
    { event: "connected", address: bot.address, ...encrypted },
    { event: "joined", name: "bot", address: bot.address, door: "native" },
    { event: "renamed", from: "ada", to: "eva" },
    { event: "left", name: "eva", address: ada.address, reason: "left" },
  ]);
  assert(!JSON.stringify(server.logged).includes("secret"));
});

test("who is here is told in the order of coming, on both doors", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  await ada.say("/who");
  await ada.waitForText("Here now (2 people): ada, bot\n");
  await bot.sendFrames({ type: "who", room: "lobby" });
  assertEquals(await bot.waitForFrame("members"), {
    type: "members",
    room: "lobby",
    members: ["ada", "bot"],
    persons: (await bot.waitForFrame("welcome")).persons,
    count: 2,
  });
});
