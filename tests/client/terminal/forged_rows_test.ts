/** Whatever people write: on a screen no row but a message's first looks like a message. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Painter } from "../../../client/terminal/screen.ts";
import { renderFrame } from "../../../client/view/lines.ts";
import type { Style } from "../../../client/view/style.ts";
import { en } from "../../../words/en.ts";
import { SENT_AT } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";
import { TerminalEmulator } from "../../support/terminal_emulator.ts";

const FORGED = "[10:24] <ada> I quit";
const NO_INPUT = { prompt: "", text: "", cursor: 0 };

/** Shows messages and topics with a text on a screen, and returns its rows. */
async function rowsWith(
  text: string,
  columns: number,
  look: Partial<Style> = {},
): Promise<readonly string[]> {
  const style: Style = { words: en, color: false, me: "zoe", room: "lobby", ...look };
  const emulator = new TerminalEmulator(columns, 24, 20_000);
  const at = SENT_AT;
  const lines = [
    ...renderFrame({ type: "message", room: "lobby", seq: 1, at, from: "bob", text }, style),
    ...renderFrame({ type: "message", room: "lobby", seq: 2, at, from: "bob", text, action: true }, style),
    ...renderFrame({ type: "private", id: "1-1", from: "bob", to: "zoe", at, text }, style),
    ...renderFrame({ type: "message", room: "lobby", seq: 3, at, from: "bob", text, topic: true }, style),
    ...renderFrame({ type: "topic", room: "lobby", topic: { text, from: "bob", at } }, style),
    ...renderFrame({ type: "away", why: text }, style),
  ];
  await emulator.write(new Painter().frame(lines, NO_INPUT, { columns, rows: 24 }));
  return emulator.rows;
}

/** The rows that stand at the margin: there are as many as lines were shown. */
function atMargin(rows: readonly string[]): readonly string[] {
  return rows.filter((row) => /^\S/.test(row));
}

const FILLERS: Readonly<Record<string, string>> = {
  "tabs": "\t",
  "a link that goes on with U+00A0": "https://example.org/\u00a0",
  "one long link": "https://example.org/",
  "U+1100": "\u1100",
  "क्": "क्",
  "soft hyphens": "\u00ad",
  "U+3164": "\u3164",
  "U+200B": "\u200b",
  "wide signs": "漢",
  "families": "👩‍👩‍👧",
  "spacing marks": "\u0903",
  "Arabic number signs": "\u0600",
  "no-break spaces": "\u00a0",
  "U+2800": "\u2800",
  "what may never stand for a letter": "\u{1fffe}\u{1ffff}",
  "what is ignored, but stands for nothing yet": "\u{e01f0}",
};

for (const [name, filler] of Object.entries(FILLERS)) {
  test(`no row is forged by ${name}, at any width`, async () => {
    for (const columns of [20, 41, 80, 132, 300]) {
      for (const count of [1, 7, 8, 9, 10, 31, 33, 66, 80, 150]) {
        const rows = await rowsWith(filler.repeat(count) + FORGED + filler.repeat(3) + FORGED, columns);
        assertEquals(atMargin(rows).length, 6, `${count} at ${columns}: ${JSON.stringify(rows)}`);
      }
    }
  });
}

const hostile = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constantFrom(...Object.values(FILLERS), " ", "\n", "\u3000", "\u{e0041}", "e\u0301"),
      fc.nat(80),
    )
      .map(([part, count]) => part.repeat(count)),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(FORGED, " " + FORGED, FORGED.replaceAll(" ", "\u00a0")),
  ),
  { maxLength: 8 },
).map((parts) => parts.join(""));

test("no letter is lost behind signs that stand for nothing yet", async () => {
  for (let count = 1; count < 47; count++) {
    const rows = await rowsWith(`${"\u{e01f0}".repeat(count)}\u{1fffe}\u{1ffff}\tend`, 47);
    const written = rows.join("").replace(/\s/g, "");
    assertEquals(written.split("end").length, 7, `${count}: ${JSON.stringify(rows)}`);
  }
});

test("random hostile text never makes a row that looks like a message, and none of its words is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      hostile,
      fc.integer({ min: 20, max: 300 }),
      fc.boolean(),
      async (text, columns, links) => {
        const rows = await rowsWith(text + " end", columns, { links });
        const margin = atMargin(rows);
        assertEquals(margin.filter((row) => /^\[\d\d:\d\d/.test(row)).length, 4, JSON.stringify(rows));
        assertEquals(margin.length, 6, JSON.stringify(rows));
        const written = rows.join("").replace(/\s/g, "");
        assert(written.split("end").length > 6, JSON.stringify(rows));
      },
    ),
    { numRuns: 150 },
  );
});
