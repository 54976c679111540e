import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { greeting } from "../../../../server/doors/plain/door.ts";
import { plainFormat } from "../../../../server/doors/plain/sentences.ts";
import { withoutErased, withoutTelnet } from "../../../../server/doors/plain/telnet.ts";
import type { MessageFrame, ServerFrame } from "../../../../protocol.ts";
import { en, type Words } from "../../../../words/en.ts";
import { it } from "../../../../words/it.ts";
import { anyText } from "../../../support/arbitraries.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";
import { PlainClient } from "../../../support/plain_client.ts";
import { commandsFor } from "../../../../protocol/commands.ts";
import { cleanText } from "../../../../protocol/text.ts";

const AT = new Date(2026, 0, 2, 3, 4, 5).getTime();
const SAID: MessageFrame = { type: "message", room: "lobby", seq: 1, at: AT, from: "ada", text: "ciao" };
const LIMITS = {
  line: 1,
  message: 1,
  name: 1,
  rooms: 1,
  rate: null,
  burst: null,
  outbox: 1,
  pingAfter: 1,
  pongWithin: 1,
  idle: null,
  grace: 1,
};
const WELCOME: ServerFrame = {
  type: "welcome",
  version: 1,
  title: "chat",
  name: "bob",
  room: "lobby",
  members: ["ada", "bob"],
  count: 2,
  seq: 0,
  read: 0,
  at: AT,
  token: "",
  limits: LIMITS,
};

/** Each frame, and how it reads in English and in Italian. */
const SENTENCES: readonly (readonly [ServerFrame, string, string])[] = [
  [SAID, "ada: ciao [02/01/2026 03:04:05]\n", "ada: ciao [02/01/2026 03:04:05]\n"],
  [
    { ...SAID, text: "waves", action: true },
    "* ada waves [02/01/2026 03:04:05]\n",
    "* ada waves [02/01/2026 03:04:05]\n",
  ],
  [{ type: "joined", room: "lobby", name: "ada", at: AT }, `${en.joined("ada")}\n`, `${it.joined("ada")}\n`],
  [
    { type: "left", room: "lobby", name: "ada", reason: "left", word: "so long", at: AT },
    `${en.left("ada", "left", "so long")}\n`,
    `${it.left("ada", "left", "so long")}\n`,
  ],
  [
    { type: "left", room: "lobby", name: "ada", reason: "slow", at: AT },
    `${en.left("ada", "slow", undefined)}\n`,
    `${it.left("ada", "slow", undefined)}\n`,
  ],
  [
    { type: "renamed", from: "ada", to: "eva", at: AT },
    `${en.renamed("ada", "eva")}\n`,
    `${it.renamed("ada", "eva")}\n`,
  ],
  [
    WELCOME,
    `${en.plain.welcome("bob")}\n${en.plain.howToLeave}\n${en.here(["ada", "bob"], 2, 0)}\n`,
    `${it.plain.welcome("bob")}\n${it.plain.howToLeave}\n${it.here(["ada", "bob"], 2, 0)}\n`,
  ],
  [
    { type: "members", room: "lobby", members: ["ada"], count: 1 },
    `${en.here(["ada"], 1, 0)}\n`,
    `${it.here(["ada"], 1, 0)}\n`,
  ],
  [{ type: "bye", reason: "quit", text: "Goodbye." }, "Goodbye.\n", "Goodbye.\n"],
  [{ type: "error", code: "empty", text: "Nothing." }, "Nothing.\n", "Nothing.\n"],
  [{ type: "notice", code: "slowed", text: "Slowly." }, "Slowly.\n", "Slowly.\n"],
  [{ type: "ack", id: 1, room: "lobby", seq: 1, at: AT }, "", ""],
  [{ type: "ping" }, "", ""],
  [{ type: "pong" }, "", ""],
];

for (const [frame, inEnglish, inItalian] of SENTENCES) {
  test(`a ${frame.type} reads ${JSON.stringify(inEnglish)}`, () => {
    assertEquals(plainFormat(en).encode(frame), inEnglish);
    assertEquals(plainFormat(it).encode(frame), inItalian);
  });
}

test("the greeting asks for a name, in the server's language", () => {
  assertEquals(greeting(en, "chat"), "Welcome to chat.\nWhat is your name?\n");
  assertEquals(greeting(it, "chat"), `${it.plain.greet("chat")}\n${it.plain.askName}\n`);
});

test("the time is that of each message, also when the second changes", () => {
  const { encode } = plainFormat(en);
  const stamps = [0, 999, 1_000, 86_400_000, 0].map((ms) => encode({ ...SAID, at: AT + ms }).slice(-22, -2));
  assertEquals(stamps.map((stamp) => stamp.slice(1)), [
    "02/01/2026 03:04:05",
    "02/01/2026 03:04:05",
    "02/01/2026 03:04:06",
    "03/01/2026 03:04:05",
    "02/01/2026 03:04:05",
  ]);
});

test("the lines of a message after its first are set in, so that they cannot pass for another's", () => {
  const text = "hi\nbob: I owe you money [02/01/2026 03:04:05]\n--> eve joined";
  assertEquals(
    plainFormat(en).encode({ ...SAID, text }),
    "ada: hi\n    bob: I owe you money [02/01/2026 03:04:05]\n    --> eve joined [02/01/2026 03:04:05]\n",
  );
});

test("what is blank in a line does not move the rest to where a line of another person would begin; tables and code stay as they are", () => {
  const { encode } = plainFormat(en);
  const widthOf = (line: string): number => line.replaceAll("\t", " ".repeat(8)).length;
  for (
    const blank of [" ", "\t", "\u00a0", "\u2800", "\u3164", " \u200b", " \u034f", " \ufe0f", "\u2003", "\n "]
  ) {
    const text = `so${blank.repeat(70)}bob: I agree`;
    const encoded = [
      encode({ ...SAID, text }),
      encode({ ...SAID, text, topic: true }),
      encode({ type: "private", from: "ada", to: "bob", at: AT, text }),
      encode({ type: "text", room: "lobby", seq: 1, at: AT, from: "ada", text }),
      plainFormat(en).encodeHistory?.([{ ...SAID, text }], undefined) ?? "",
    ];
    for (const all of encoded) {
      assert(all.includes("so") && all.split("\n").every((line) => widthOf(line) < 100), all);
    }
  }
  const wide = encode({ ...SAID, text: `so${"\u3000".repeat(20)}and so on` }); // Each is two columns wide.
  assertEquals(wide, `ada: so${" ".repeat(28)}and so on [02/01/2026 03:04:05]\n`);
  for (
    const text of [
      "name      age\nada        36",
      "if (so) {\n\t\t\treturn;\n                    }",
      "1\t\t2\t3",
    ]
  ) {
    assertEquals(
      encode({ ...SAID, text }).replaceAll("\n    ", "\n"),
      `ada: ${text} [02/01/2026 03:04:05]\n`,
    );
  }
});

test("no text at all can begin a line that is not its author's or set in", () => {
  fc.assert(fc.property(anyText, fc.boolean(), (text, isAction) => {
    const clean = cleanText(text);
    const lines = plainFormat(en).encode({ ...SAID, text: clean, ...(isAction && { action: true }) })
      .split(/\r\n|[\n\v\f\r\x85\u2028\u2029]/);
    assertEquals(lines.pop(), "");
    const [first = "", ...others] = lines;
    assertEquals(first.startsWith(isAction ? "* ada " : "ada: "), true);
    assertEquals(others.every((line) => line.startsWith("    ")), true);
  }));
});

test("telnet's commands are taken out, wherever they are", () => {
  const cases: readonly (readonly [readonly number[], string])[] = [
    [[97, 98], "ab"],
    [[255, 253, 1, 97, 255, 251, 31, 98], "ab"],
    [[97, 255, 241, 98], "ab"],
    [[255, 250, 31, 0, 80, 0, 24, 255, 240, 97, 98], "ab"],
    [[255, 250, 24, 0, 255, 255, 97, 255, 240, 97, 98], "ab"],
    [[97, 98, 255], "ab"],
    [[97, 98, 255, 253], "ab"],
    [[97, 98, 255, 250, 1, 2], "ab"],
    [[255, 244, 255, 253, 6, 97, 98], "ab"],
    [[97, 120, 255, 247, 98], "ax\x7fb"],
    [[120, 121, 255, 248, 97, 98], "ab"],
  ];
  for (const [bytes, text] of cases) {
    assertEquals(new TextDecoder().decode(withoutTelnet(Uint8Array.from(bytes))), text, bytes.join(" "));
  }
});

test("Backspace and Delete rub out a character each, and nothing where there is none", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["ab", "ab"],
    ["ax\x08b", "ab"],
    ["ax\x7fb", "ab"],
    ["axy\x08\x7fb", "ab"],
    ["\x08\x08ab", "ab"],
    ["aé\x08b", "ab"],
    ["a漢😀\x7f\x7fb", "ab"],
    ["x\x08", ""],
  ];
  for (const [typed, text] of cases) {
    const bytes = withoutErased(new TextEncoder().encode(typed));
    assertEquals(new TextDecoder().decode(bytes), text, JSON.stringify(typed));
  }
});

test("what is typed and then rubbed out is as if it had never been typed", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, wrong) => {
    const [kept, typed] = [text, wrong].map((one) => one.replaceAll("\x08", "").replaceAll("\x7f", ""));
    const keys = "\x7f".repeat([...typed ?? ""].length);
    const bytes = withoutErased(new TextEncoder().encode(`${kept}${typed}${keys}`));
    assertEquals(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), kept);
  }));
});

test("no bytes keep telnet's byte, and what has none stays as it is", () => {
  const bytes = fc.array(fc.oneof(fc.constantFrom(255, 250, 240, 251, 253), fc.nat(255)))
    .map((list) => Uint8Array.from(list));
  fc.assert(fc.property(bytes, (bytes) => {
    const kept = withoutTelnet(bytes);
    assertEquals(kept.includes(255), false);
    if (!bytes.includes(255)) assertEquals(kept, bytes);
  }));
});

/** A person at the plain door of a core; `type` gives what they are told in answer. */
async function atTheDoor(name?: string, words: Words = en) {
  const core = new TestCore({}, { words });
  const client: TestClient = core.connect("plain");
  const typist = new PlainClient(core, client);
  const type = (line: string): Promise<string> => typist.sendLine(line);
  if (name !== undefined) await type(name);
  return { core, guest: client, type };
}

test("the first line is a name, the next ones are said", async () => {
  const { type, guest } = await atTheDoor();
  assertEquals((await type("ada")).split("\n")[0], "Hello ada! Write and press Enter to talk to everyone.");
  assertEquals((await type("ciao")).startsWith("ada: ciao ["), true);
  assertEquals(guest.session.phase, "in");
});

test("empty lines mean nothing, before and after the name", async () => {
  const { type } = await atTheDoor();
  assertEquals([await type(""), await type("  ")], ["", ""]);
  await type("ada");
  assertEquals(await type(" \t"), "");
});

test("a name that looks like a command is no name, and says what to do", async () => {
  const { type, guest } = await atTheDoor();
  assertEquals(
    await type("/who"),
    '"/who" cannot be a name: use 1 to 24 letters, digits, _, - or . without spaces. "who" is free.\n',
  );
  assertEquals(guest.session.phase, "naming");
});

for (const word of ["{quit}", "!quit", "{close}", "/quit", "/exit", "{QUIT}", " /Quit  "]) {
  test(`${JSON.stringify(word)} leaves, also instead of a name`, async () => {
    const unnamed = await atTheDoor();
    assertEquals(await unnamed.type(word), "Goodbye.\n");
    assertEquals(unnamed.guest.sink.calls, ["end"]);
    const named = await atTheDoor("ada");
    assertEquals(await named.type(word), "Goodbye.\n");
    assertEquals(named.core.logged.at(-1)?.event, "left");
  });
}

test("slash commands do what they say", async () => {
  const { type, core } = await atTheDoor("ada");
  assertEquals(await type("/who"), "Here now (1 person): ada\n");
  assertEquals(await type("/names"), "Here now (1 person): ada\n");
  assertEquals((await type("/me waves")).startsWith("* ada waves ["), true);
  assertEquals(await type("/NICK eva"), "--- ada is now eva\n");
  assertEquals((await type("//who")).startsWith("eva: /who ["), true);
  const bob = await core.member("bob");
  assertEquals(await type("/quit see you"), "--> bob joined\nGoodbye.\n");
  assertEquals(bob.framesOf("left").map(({ word }) => word), ["see you"]);
});

test("a wrong command is answered with the nearest, an incomplete one with its usage, and neither is said", async () => {
  const { type, core } = await atTheDoor("ada");
  assertEquals(
    await type("/whoo"),
    "There is no command /whoo: did you mean /who? (To say it, begin with two slashes.)\n",
  );
  assertEquals(await type("/nick"), "Write it like this: /nick NAME\n");
  assertEquals(await type("/me"), "Write it like this: /me TEXT\n");
  assertEquals((await type("/clear")).startsWith("There is no command /clear"), true);
  assertEquals(core.history.batches, []);
});

test("help shows every command of this door for a screen of 80 columns, or the one asked for", async () => {
  const { type } = await atTheDoor("ada");
  const lines = (await type("/help")).split("\n").slice(0, -1);
  assertEquals(lines[0], "What you can write:");
  const names = commandsFor("plain", { role: "guest" }).map(({ name }) => name);
  assert(!names.includes("ban") && names.includes("report"), "only what one may do is shown");
  assertEquals(lines.flatMap((line) => /^ {2}\/([\w-]+)/.exec(line)?.[1] ?? []), names);
  const columns = new Set(lines.slice(1).map((line) => /^ +(\S+( \S+)* {2,})?(?=\S)/.exec(line)?.[0].length));
  assertEquals(columns.size, 1, "also where a line goes on in the next");
  assert(
    lines.every(({ length }) => length <= 80),
    "nothing is known of the screen but that it has 80 columns",
  );
  for (const about of ["nick", "/nick", "NICK"]) {
    assertEquals(await type(`/help ${about}`), "What you can write:\n  /nick NAME  change your name\n");
  }
  assertEquals((await type("/help nonsense")).split("\n"), [...lines, ""]);
});
