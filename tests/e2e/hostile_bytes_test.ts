/** Bytes that nobody should send: each gets a clear answer or a closed door, and the room goes on. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { en } from "../../words/en.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("a line that is too long is refused at both doors, and the next one is heard", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  await ada.say("x".repeat(16 * 1024 + 1));
  await ada.waitForText(en.problem({ code: "line-too-long", limit: 16_384 }));
  await ada.say("short");
  await bot.waitForMessage("short");
  await bot.send(`{"type":"say","text":"${"x".repeat(20_000)}"}\n`);
  await bot.waitForFrame("error", (error) => error.code === "line-too-long" && error.limit === 16_384);
  await bot.say("short, too");
  await ada.waitForText("bot: short, too");
  assertEquals(bot.framesOf("message").length, 2);
});

test("a line without end is given up, the room is told that its sender was removed", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  const flood = bot.send(new Uint8Array(3 * 1024 * 1024).fill(120));
  assertEquals((await bot.waitForFrame("bye")).reason, "flood");
  await ada.waitForText("<-- bot left (removed)\n");
  await server.clock.advance(200);
  await bot.waitForEnd();
  await flood;
  await server.checkStillServes();
});

test("what comes after goodbye is read over, so that nothing on its way destroys the goodbye", async () => {
  await using server = await startServer();
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "quit" });
  const rest = `${"x".repeat(1023)}\n`.repeat(12 * 1024); // 12 MB: more than the kernel takes.
  const sending = bot.send(rest);
  await bot.waitFor("all to be taken", () => bot.bytesAccepted > rest.length || undefined);
  await sending;
  assertEquals(await bot.waitForEnd(), "ended");
  assertEquals(bot.frames.map(({ type }) => type), ["welcome", "bye"]);
});

test("a line without end before a name ends the connection, and nobody hears of it", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const flood = await server.raw();
  const sending = flood.send(new Uint8Array(3 * 1024 * 1024).fill(120));
  await flood.waitForText(en.bye("flood"));
  await server.clock.advance(200);
  await flood.waitForEnd();
  await sending;
  await ada.sync();
  assert(!ada.text.includes("left"));
});

test("a message of too many characters is refused with both numbers, and one of exactly so many is heard", async () => {
  await using server = await startServer();
  const bot = await server.native("bot");
  await bot.say("è".repeat(4_001), "long");
  const error = await bot.waitForFrame("error");
  assertEquals(error.id, "long");
  assertEquals(error.code === "too-long" && [error.limit, error.length], [4_000, 4_001]);
  await bot.say("👩".repeat(4_000).slice(0, 8_000 - 2), "emoji");
  assertEquals((await bot.waitForFrame("ack")).id, "emoji");
  const ada = await server.plain("ada");
  await ada.say("y".repeat(4_001));
  await ada.waitForText("That message has 4001 characters and was not sent: 4000 is the most.\n");
});

test("bytes that are not UTF-8 are refused at both doors, and the next line is heard", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  await ada.send(Uint8Array.of(0xc3, 0x28, 10));
  await ada.waitForText(en.problem({ code: "not-utf8" }));
  await bot.send(Uint8Array.of(0x7b, 0xc3, 0x7d, 10));
  assertEquals((await bot.waitForFrame("error")).code, "not-utf8");
  await ada.say("fine");
  assertEquals((await bot.waitForMessage("fine")).seq, 1);
});

test("NUL bytes reach nobody: they are taken out of what is said, and nobody begins with one", async () => {
  await using server = await startServer();
  const bot = await server.native("bot");
  const nul = await server.plain();
  await nul.send("\0\0\0\n");
  await nul.waitForText(en.plain.noPerson);
  assertEquals(await nul.waitForEnd(), "ended");
  await (await server.plain("nul")).say("a\0b\0");
  await bot.waitForMessage("ab");
  await bot.send("\0\n");
  assertEquals((await bot.waitForFrame("error")).code, "bad-json");
  await bot.send('{"type":"say","text":"c\\u0000d"}\n');
  await bot.waitForMessage("cd");
});

const NO_FRAMES: readonly (readonly [string, string])[] = [
  ["[1,2]", "bad-json"],
  ['"hello"', "bad-json"],
  ["null", "bad-json"],
  ["{", "bad-json"],
  ["{}", "bad-field"],
  ["[".repeat(16_000), "bad-json"],
  ['{"a":'.repeat(3_000), "bad-json"],
  [`{"type":"say","text":"deep","x":${"[".repeat(7_000)}${"]".repeat(7_000)}}`, "hello-first"],
  ['{"type":"fly"}', "unknown-type"],
  ['{"type":7}', "bad-field"],
  ['{"type":"hello"}', "bad-field"],
  ['{"type":"hello","name":7}', "bad-field"],
  ['{"type":"hello","name":"x","version":2}', "bad-version"],
  ['{"type":"hello","name":"x","room":"the cellar"}', "bad-room"],
  ['{"type":"say","text":"hi","id":"bad\\u0000id"}', "bad-field"],
  ['{"__proto__":{"type":"hello","name":"x"}}', "bad-field"],
];

test("what is no frame is answered with its code, also before the name, and the connection goes on", async () => {
  await using server = await startServer();
  const bot = await server.native();
  await bot.send('{"type":"ping"}\n');
  for (const [index, [line, code]] of NO_FRAMES.entries()) {
    await bot.send(`${line}\n`);
    const error = await bot.waitFor(`error ${index}`, () => bot.framesOf("error")[index]);
    assertEquals(error.code, code, line.slice(0, 60));
  }
  await bot.enter("bot");
  assertEquals(bot.framesOf("error").length, NO_FRAMES.length);
});

test("a million nested brackets are a line that is too long, and then the program may go on", async () => {
  await using server = await startServer();
  const bot = await server.native("bot");
  await bot.send(`{"a":${"[".repeat(1_000_000)}\n`);
  assertEquals((await bot.waitForFrame("error")).code, "line-too-long");
  await bot.say("sorry");
  await bot.waitForMessage("sorry");
});

test("no bytes from anyone break the room or get a word to the others that they did not say", async () => {
  await using server = await startServer({ limits: { maxClients: 5_000, maxPerAddress: 5_000, rate: null } });
  const witness = await server.native("witness");
  const start = fc.constantFrom(
    "",
    '{"',
    '{"type":"hello","name":"',
    "GET / HTTP/1.1\r\n",
    "NICK x\r\n",
    "\x16\x03\x01",
  );
  const bytes = fc.tuple(start, fc.uint8Array({ maxLength: 300, size: "max" }));
  await fc.assert(
    fc.asyncProperty(bytes, async ([start, bytes]) => {
      const peer = await server.raw();
      await peer.send(start);
      await peer.send(bytes);
      await peer.close();
    }),
    { numRuns: 100 },
  );
  await witness.say("all well");
  await witness.waitForMessage("all well");
  await server.checkStillServes();
});
