/** What one person writes is safe in another person's terminal, whichever doors they use. */

import { assert, assertEquals } from "@std/assert";
import type { PlainPeer } from "../support/peers.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** Hostile text, and what may come of it. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ["\x1b[31mred\x1b[0m", "red"],
  ["\x1b]0;your title\x07gone", "gone"],
  ["\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\", "click"],
  ["\x9b2Jclear", "clear"],
  ["bell\x07 back\x08\x08 del\x7f", "bell back del"],
  ["overwrite\rme", "overwrite\nme"],
  ["\u202eevil\u202c \u2066x\u2069", "evil x"],
  ["\ufeffmark \u2028line", "mark \nline"],
  ["next\x85line", "nextline"],
  ["half \ud83d pair", "half \ufffd pair"],
];

/** What stays as it is. */
const GOOD = [
  "👩‍👩‍👧‍👦 family",
  "perché é",
  "e\u0301 accent",
  "שלום עולם",
  "مرحبا",
  "नमस्ते",
  "ภาษาไทย",
  "a\tb",
  "𝒳",
];

function assertSafe(peer: PlainPeer): void {
  // deno-fmt-ignore
  const bad = /(?![\n\t])\p{Cc}|[\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u.exec(peer.text);
  assert(bad === null, `a terminal was sent ${JSON.stringify(bad?.[0])} in ${JSON.stringify(peer.text)}`);
}

test("control characters, escapes and overrides in what is said reach nobody, by either door", async () => {
  await using server = await startServer({ limits: { rate: null } });
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  const witness = await server.native("witness");
  for (const [index, [hostile, clean]] of HOSTILE.entries()) {
    await bot.send(`${JSON.stringify({ type: "say", text: `${index} ${hostile}` })}\n`);
    await witness.waitForMessage(`${index} ${clean}`);
  }
  for (const [index, [hostile, clean]] of HOSTILE.entries()) {
    await ada.say(`p${index} ${hostile}`);
    // The plain door takes Backspace and Delete for the keys.
    await witness.waitForMessage(`p${index} ${clean.replace("back del", "ba de")}`);
  }
  await ada.sync();
  assertSafe(ada);
});

test("emoji with joiners, accents and other scripts stay as they are, by either door", async () => {
  await using server = await startServer({ limits: { rate: null } });
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  for (const text of GOOD) {
    await bot.say(text);
    await ada.waitForText(`bot: ${text} [`);
    await ada.say(`${text} too`);
    await bot.waitForMessage(`${text} too`);
  }
});

test("parting words and what one does are cleaned to one line", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const witness = await server.native("witness");
  const bot = await server.native("bot");
  await bot.sendFrames({ type: "quit", word: "\x1b[2Jbye\nada: I lie\u202e" });
  await ada.waitForText("<-- bot left: bye ada: I lie\n");
  const bob = await server.plain("bob");
  await bob.say("/me \x1b[5mwaves\x07");
  await ada.waitForText("* bob waves [");
  await bob.say("/quit \x1b[5mciao\x07");
  await ada.waitForText("<-- bob left: ciao\n");
  assertEquals(witness.framesOf("left").map(({ word }) => word), ["bye ada: I lie", "ciao"]);
  assertSafe(ada);
});

test("names with controls, escapes, overrides or what cannot be seen are no names, and what is offered is clean", async () => {
  await using server = await startServer({ limits: { rate: null } });
  const ada = await server.plain("ada");
  const bot = await server.native();
  const names = [
    "\x1b[31mbot",
    "bo\u202et",
    "b\u200bot",
    "bo\x07t",
    "b\not",
    "bo\ufefft",
    "bot\u3164",
    "\u0301bot",
  ];
  for (const [index, name] of names.entries()) {
    await bot.sendFrames({ type: "hello", name, room: "lobby" });
    const error = await bot.waitFor(`answer ${index}`, () => bot.framesOf("error")[index]);
    assert(error.code === "bad-name", `${JSON.stringify(name)} is ${error.code}`);
    assert(/^[\p{L}\p{N}\p{M}_.-]+$/u.test(error.suggestion), JSON.stringify(error.suggestion));
    assert(!/\p{Cc}|\u202e/u.test(error.name + error.text), JSON.stringify(error.name));
  }
  const bob = await server.plain("bob");
  await bob.say("/nick \x1b[2Jevil name");
  await bob.waitForText("cannot be a name");
  await ada.sync();
  assertSafe(ada);
  assertSafe(bob);
});

test("a message of several lines cannot pass for what another person says", async () => {
  await using server = await startServer();
  const ada = await server.plain("ada");
  const bot = await server.native("bot");
  for (const end of ["\n", "\r", "\r\n", "\u2028", "\u2029"]) await bot.say(`hi${end}ada: I owe bot 100`);
  await bot.sync();
  await ada.sync();
  assertEquals(ada.lines.filter((line) => line.startsWith("ada: ")), []);
  assertEquals(ada.lines.filter((line) => line.startsWith("    ada: I owe bot 100 [")).length, 5);
});

test("the server's title is cleaned, too", async () => {
  await using server = await startServer({ title: "\x1b[31mThe\nPub\u202e" });
  const ada = await server.plain("ada");
  assertEquals(ada.lines[0], "Welcome to The Pub.");
  const bot = await server.native();
  assertEquals((await bot.enter("bot")).title, "The Pub");
});
