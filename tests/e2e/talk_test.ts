/** People and programs who come and talk, over real sockets. */

import { assert, assertEquals } from "@std/assert";
import { openRoom } from "../support/room.ts";
import { test } from "../support/test.ts";

test("a person who says nothing is greeted after 300 ms and asked for a name", async () => {
  await using room = await openRoom({ title: "The Pub" });
  const ada = await room.plain();
  await room.arrived();
  await room.clock.advance(299);
  assertEquals(ada.text, "");
  await room.clock.advance(1);
  await ada.sees("Welcome to The Pub.\nWhat is your name?\n");
  await ada.enter("ada");
});

test("a newcomer is told how to leave and who is here, and the others hear of it", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bob = await room.plain("bob");
  await ada.sees("--> bob joined\n");
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
  await using room = await openRoom();
  const ada = await room.native();
  await ada.send('{"type":"hello","name":"ada"}\n{"type":"say","text":"ciao"}\n');
  const message = await ada.hears("ciao");
  assertEquals(message, {
    type: "message",
    room: "lobby",
    seq: 1,
    at: room.clock.now(),
    from: "ada",
    text: "ciao",
  });
});

test("everyone gets what is said, the sender included, whichever door they came by", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bot = await room.native("bot");
  await bot.say("beep", 7);
  await ada.sees("bot: beep [");
  await ada.say("hello, bot");
  await ada.sees("ada: hello, bot [");
  await bot.hears("hello, bot");
  assertEquals(await bot.hears("beep"), await bot.gets("message", ({ id }) => id === 7));
  const ack = await bot.gets("ack");
  assertEquals([ack.id, ack.seq], [7, 1]);
});

test("all get the same messages in the same order, however many talk at once", async () => {
  await using room = await openRoom({ limits: { rate: null } });
  const names = ["ada", "bob", "cy", "dan", "eve"];
  const bots = await Promise.all(names.map((name) => room.native(name)));
  const person = await room.plain("person");
  await Promise.all(bots.map(async (bot, index) => {
    for (let i = 0; i < 40; i++) await bot.say(`${index}.${i}`);
  }));
  const heard = await Promise.all(bots.map(async (bot) => {
    await bot.gets("message", ({ seq }) => seq === 200);
    return bot.all("message").map(({ seq, text }) => `${seq} ${text}`);
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
  await using room = await openRoom({ limits: { replay: 0 } });
  const ada = await room.native("ada");
  for (const text of ["one", "two", "three"]) await ada.say(text);
  await ada.sync();
  const bob = await room.native();
  const welcome = await bob.enter("bob");
  await ada.say("four");
  await bob.hears("four");
  assertEquals([welcome.seq, bob.all("message").map(({ seq }) => seq)], [3, [4]]);
});

test("a taken name is answered with a free one, in any case and form, and can be tried again", async () => {
  await using room = await openRoom();
  await room.plain("Ada");
  const other = await room.plain();
  await other.say("ADA");
  await other.sees('The name "ADA" is taken. "ADA2" is free.\n');
  await other.say("ａｄａ");
  await other.sees('The name "ada" is taken. "ada2" is free.\n');
  await other.enter("ada2");
  const bot = await room.native();
  await bot.tell({ type: "hello", name: "ada", room: "lobby" });
  const error = await bot.gets("error");
  assertEquals(error.code === "name-taken" && error.suggestion, "ada3");
  assertEquals((await bot.enter("ada3")).count, 3);
});

test("a bad name is answered with the reason and a good one, and can be tried again", async () => {
  await using room = await openRoom();
  const ada = await room.plain();
  await ada.say("ada lovelace");
  await ada.sees('"ada lovelace" cannot be a name');
  await ada.sees('"ada_lovelace" is free.\n');
  await ada.say("x".repeat(25));
  await ada.sees(`"${"x".repeat(24)}" cannot be a name`);
  await ada.enter("Ада");
});

test("two who ask for one name at the same moment get it once", async () => {
  await using room = await openRoom();
  const both = [await room.native(), await room.native()];
  await Promise.all(both.map((peer) => peer.tell({ type: "hello", name: "ada", room: "lobby" })));
  await Promise.all(both.map((peer) => peer.sync()));
  const outcomes = both.map((peer) => peer.all("welcome").length + peer.all("error").length * 10);
  assertEquals(outcomes.sort(), [1, 10]);
});

test("a new name is told to all, and the old one is free", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bot = await room.native("bot");
  await ada.say("/nick countess");
  await ada.sees("--- ada is now countess\n");
  const renamed = await bot.gets("renamed");
  assertEquals([renamed.from, renamed.to], ["ada", "countess"]);
  await bot.tell({ type: "nick", name: "Countess" });
  assertEquals((await bot.gets("error")).code, "name-taken");
  await bot.tell({ type: "nick", name: "ada" });
  await ada.sees("--- bot is now ada\n");
});

test("telnet's line ends and option bytes are understood, also before the name", async () => {
  await using room = await openRoom();
  const ada = await room.native("ada");
  const bob = await room.raw();
  await bob.send(Uint8Array.of(255, 253, 3, 255, 251, 31, 255, 250, 31, 0, 80, 0, 24, 255, 240));
  await bob.send("bob\r\nhello\r\n");
  await ada.hears("hello");
  assertEquals(ada.all("joined").map(({ name }) => name), ["bob"]);
});

test("a line may come in pieces, cut anywhere, also within a character", async () => {
  await using room = await openRoom();
  const ada = await room.native("ada");
  const bob = await room.native();
  const bytes = new TextEncoder().encode(
    '{"type":"hello","name":"bob"}\n{"type":"say","text":"perché 👩‍🚀"}\n',
  );
  for (const byte of bytes) await bob.send(Uint8Array.of(byte));
  assertEquals((await ada.hears("perché 👩‍🚀")).from, "bob");
});

test("the log tells who came, joined and left, and never what was said", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bot = await room.native("bot");
  await ada.say("secret one");
  await bot.say("secret two");
  await bot.hears("secret one");
  await ada.say("/nick eva");
  await ada.say("/quit secret three");
  await room.logs("left");
  assertEquals(room.logged, [
    { event: "connected", address: ada.address },
    { event: "joined", name: "ada", address: ada.address, door: "plain" },
    { event: "connected", address: bot.address },
    { event: "joined", name: "bot", address: bot.address, door: "native" },
    { event: "renamed", from: "ada", to: "eva" },
    { event: "left", name: "eva", address: ada.address, reason: "left" },
  ]);
  assert(!JSON.stringify(room.logged).includes("secret"));
});

test("who is here is told in the order of coming, on both doors", async () => {
  await using room = await openRoom();
  const ada = await room.plain("ada");
  const bot = await room.native("bot");
  await ada.say("/who");
  await ada.sees("Here now (2 people): ada, bot\n");
  await bot.tell({ type: "who", room: "lobby" });
  assertEquals(await bot.gets("members"), {
    type: "members",
    room: "lobby",
    members: ["ada", "bot"],
    count: 2,
  });
});
