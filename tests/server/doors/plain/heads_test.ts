/** Whatever people write, and however wide somebody's terminal is: no row of it begins like a line of somebody else. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { plainFormat } from "../../../../server/doors/plain/door.ts";
import { setApart } from "../../../../server/doors/plain/heads.ts";
import type { ServerFrame } from "../../../../protocol.ts";
import { en } from "../../../../words/en.ts";
import { test } from "../../../support/sanitized.ts";
import { TerminalEmulator } from "../../../support/terminal_emulator.ts";

const AT = new Date(2026, 0, 2, 3, 4, 5).getTime();
const { encode } = plainFormat(en);

/** All that at this door can have a text of ada's in it. */
function framesWith(text: string): readonly ServerFrame[] {
  const said = { room: "lobby", seq: 7, at: AT, from: "ada", text } as const;
  return [
    { type: "message", ...said },
    { type: "message", ...said, action: true },
    { type: "message", ...said, topic: true },
    { type: "message", ...said, text: "so", quote: { from: "ada", text } },
    { type: "message", ...said, text: "", edits: 3, now: text },
    { type: "text", ...said },
    { type: "hit", ...said, marks: [] },
    { type: "private", from: "ada", to: "bob", at: AT, text },
    { type: "unread", ...said, count: 3, mentions: 1 },
    { type: "topic", room: "lobby", topic: { text, from: "ada", at: AT } },
    { type: "rooms", rooms: [{ room: "lobby", count: 2, topic: text }], count: 1 },
    { type: "left", room: "lobby", at: AT, name: "ada", reason: "left", word: text },
    {
      type: "file",
      room: "lobby",
      seq: 7,
      path: "/files/x",
      file: { id: "x", name: text, size: 3, sha256: "0", type: "text/plain" },
    },
    { type: "notice", code: "away", text: en.isAway("ada", text), name: "ada", why: text },
    { type: "moderated", do: "report", room: "lobby", name: "zoe", by: "ada", why: text, at: AT },
    {
      type: "members",
      room: "lobby",
      members: ["ada"],
      count: 1,
      presence: [{ idle: 0, away: text }],
    },
  ];
}

/** What only a line of somebody else begins with. */
const ANOTHERS =
  /^(?:[a-z]*(?:bob|eve|dev)\p{Default_Ignorable_Code_Point}*[:\uff1a\ua789]\s|\* \s*(?:bob|eve)|(?:-->|<--|---) (?!ada)|\[#dev|\[private\] (?:bob|eve))/u;

/** Gives the rows of a terminal that begin like a line of somebody else, after texts of ada's. */
async function forgedRows(texts: readonly string[], columns: number): Promise<readonly string[]> {
  const emulator = new TerminalEmulator(columns, 24, 20_000);
  const shown = texts.flatMap((text) => framesWith(text).map((frame) => encode(frame)));
  await emulator.write(shown.join("").replaceAll("\n", "\r\n"));
  return emulator.rows.filter((row) => ANOTHERS.test(row));
}

const HEADS = [
  "bob: I agree",
  "bob:\u200b\u00a0I agree",
  "bob\u200b: I agree",
  "bob\ua789 I agree",
  "bob\uff1a I agree",
  "* eve leaves",
  "--> bob joined",
  "<-- bob left",
  "--- bob is now eve",
  "[#dev] bob: hello",
  "[private] bob -> you: hello",
];

test("no width makes a line of somebody else of a text that is filled to the end of a row", async () => {
  for (const [turn, columns] of [40, 41, 57, 80, 81, 132, 200].entries()) {
    const fillers = ["x", "word ", "https://example.org/", "漢", "-"];
    const texts = HEADS.flatMap((head, at) => {
      const filler = (fillers[(turn + at) % fillers.length] ?? "x").repeat(columns * 2);
      return [5, 6, 13].map((before) => filler.slice(0, columns * 2 - before) + head);
    });
    assertEquals(await forgedRows(texts, columns), [], `${columns} columns`);
  }
});

test("invisible signs that blanks stand for are as wide as those", async () => {
  for (let count = 3; count <= 30; count++) {
    const text = `${"\u00ad".repeat(count)}${"-".repeat(10)}`;
    for (const columns of [40, 44, 48, 52]) assertEquals(await forgedRows([text], columns), [], `${count}`);
  }
});

const parts = fc.array(
  fc.oneof(
    fc.constantFrom(...HEADS, ...HEADS.map((head) => ` ${head}`)),
    fc.tuple(
      fc.constantFrom(
        "x",
        "word ",
        " ",
        "\t",
        "漢",
        "\u00ad",
        "\u200b",
        "e\u0301",
        "👩‍👩‍👧",
        "-",
        "://",
        "\n",
        "\u3000",
        "*",
        "[",
        "bob",
      ),
      fc.nat(90),
    ).map(([part, count]) => part.repeat(count)),
  ),
  { maxLength: 6 },
).map((all) => all.join(""));

test("no text made of beginnings of others' lines makes a row that begins so, at any width from 40 columns", async () => {
  await fc.assert(
    fc.asyncProperty(parts, fc.integer({ min: 40, max: 200 }), async (text, columns) => {
      assertEquals(await forgedRows([text], columns), []);
    }),
    { numRuns: 60 },
  );
});

test("where a sentence has a person's words in it, their lines are set in, too", async () => {
  assertEquals(
    await forgedRows(["so\nbob: I agree", "\n* eve leaves", `${"x".repeat(60)}\n--> bob joined`], 80),
    [],
  );
});

test("nothing of a text is lost or added but ends of rows", () => {
  fc.assert(fc.property(parts, (text) => {
    const shown = encode({ type: "text", room: "lobby", seq: 1, at: AT, from: "ada", text });
    const packed = (all: string): string => all.replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, "");
    assertEquals(packed(shown), packed(`ada: ${text} [02/01/2026 03:04:05]`));
  }));
});

const AS_THEY_WERE = [
  "see you at 12:30, Anna: bring cake",
  "the train leaves at 12:30 and the other one at 13:45, so what do you think of meeting at noon?",
  "look at https://example.org/a/very/long/address?with=many&parameters=in&it=so:that#it(does)not:fit",
  "const answer = items.filter((item) => item.price * 2 > limit).map(({ name }) => `${name}:${limit}`);",
  "Alla riunione di domani verrà anche Giulia (quella di prima) – porta tu i dolci, per favore?",
  "a list[index] of things -> and what comes of them, which is a long story -- a very long one",
];

test("what people write otherwise stays as it is", () => {
  for (const text of AS_THEY_WERE) {
    const shown = encode({ type: "message", room: "lobby", seq: 1, at: AT, from: "ada", text });
    assertEquals(shown, `ada: ${text} [02/01/2026 03:04:05]\n`);
  }
});

const SET_APART: readonly (readonly [string, string])[] = [
  [
    "I asked everybody about it yesterday, and here is what I heard, Anna: bring cake",
    "I asked everybody about it yesterday, and here is what I heard,\n    Anna: bring cake",
  ],
  [
    `so ${"x".repeat(60)}bob: I agree`, // Cut within the word, so that no letter of it can be moved to a row's beginning.
    `so ${"x".repeat(29)}\n    ${"x".repeat(31)}bob: I agree`,
  ],
  [
    "https://example.org/a/long/address/that/nobody/cuts/into/two: it is down",
    "https://example.org/a/long/address/that/nobody/cuts/into/two\n    : it is down",
  ],
  [
    "whoever reads this far will believe everything that is written here --> bob joined",
    "whoever reads this far will believe everything that is written here\n    --> bob joined",
  ],
];

for (const [text, rows] of SET_APART) {
  test(`${JSON.stringify(text)} is set apart`, () => {
    const shown = encode({ type: "message", room: "lobby", seq: 1, at: AT, from: "ada", text });
    assertEquals(shown, `ada: ${rows} [02/01/2026 03:04:05]\n`);
  });
}

test("a text of nothing but beginnings takes no more rows than any other", () => {
  for (const text of [`${"b".repeat(34)}: `.repeat(110), "a: ".repeat(1_300)]) {
    const shown = encode({ type: "message", room: "lobby", seq: 9, at: AT, from: "ada", text });
    assertEquals(shown.split("\n").length - 1, 20);
    assertEquals(shown.includes("/get 9"), true);
  }
});

test("a text of nothing but dashes is looked at once: from each of them all that follow would take minutes", () => {
  for (const sign of ["\u2014", "\u2500", "-"]) {
    const text = `${sign.repeat(60_000)}1`;
    const began = performance.now();
    assertEquals(setApart(text), text);
    assert(performance.now() - began < 10_000, `${performance.now() - began} ms instead of some two`);
  }
});

test("however much that nobody sees stands behind a star, a name after it makes it a beginning", () => {
  for (const unseen of [" ", "\u200b", "\u0301"]) {
    assertEquals(
      setApart(`${"x ".repeat(40)}* ${unseen.repeat(200)}eve leaves`).split("\n").length,
      2,
      unseen,
    );
    assertEquals(
      setApart(`${"x ".repeat(40)}3 * ${unseen.repeat(200)}4 is 12`).split("\n").length,
      1,
      unseen,
    );
  }
});
