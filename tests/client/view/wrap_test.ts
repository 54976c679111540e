import { assert, assertEquals } from "@std/assert";
import { inverse } from "@std/fmt/colors";
import fc from "fast-check";
import { inOneLine, shownWidth, withoutCodes, wrap } from "../../../client/view/wrap.ts";
import { TerminalEmulator } from "../../support/terminal_emulator.ts";
import { test } from "../../support/sanitized.ts";

const said = (text: string): readonly string[] => wrap({ text: `[21:04] <bob> ${text}`, indent: 14 }, 40);

test("a long message wraps at words, under the beginning of its text", () => {
  assertEquals(said("a message that is quite a bit longer than a row is wide"), [
    "[21:04] <bob> a message that is quite a",
    "          bit longer than a row is wide",
  ]);
});

test("on a wide screen the indent is all of the head, on a narrow one a part of the screen", () => {
  const line = { text: "[21:04] <bob> one two three four five six", indent: 14 };
  assertEquals(wrap(line, 20), ["[21:04] <bob> one", "     two three four", "     five six"]);
  assertEquals(wrap({ text: "[21:04] <bob> one\ntwo", indent: 14 }, 80), [
    "[21:04] <bob> one",
    "              two",
  ]);
});

test("a link is left whole, and what follows it goes on behind it", () => {
  const link = `https://example.org/${"a".repeat(40)}`;
  assertEquals(said(`look at ${link} now`), [
    "[21:04] <bob> look at",
    `          ${link} now`,
  ]);
});

test("a word wider than the screen is broken, a wide character never", () => {
  assertEquals(wrap("漢".repeat(7), 5), ["漢漢", "漢漢", "漢漢", "漢"]);
});

test("colours take no room and stay where they are", () => {
  const rows = wrap(`${inverse("one")} two ${inverse("three")}`, 8);
  assertEquals(rows.map(withoutCodes), ["one two", "three"]);
  assertEquals(rows[1], inverse("three"));
});

test("in one line there are neither colours nor line ends", () => {
  assertEquals(inOneLine({ text: `${inverse("one")}\n\n  two`, indent: 9 }), "one / two");
});

const text = fc.array(
  fc.constantFrom("a", "bc", "漢", "👩‍👩‍👧", "e\u0301", " ", "  ", "\n", "long", "ש", "https://example.org/x "),
  { maxLength: 60 },
).map((parts) => parts.join(""));

test("whatever is wrapped: nothing is lost, no row but one with a link is too wide, and all but the first are indented", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 60 }), fc.nat({ max: 20 }), (text, columns, indent) => {
      const rows = wrap({ text, indent }, columns);
      const most = Math.min(indent, Math.floor(columns / 4));
      assertEquals(rows.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
      for (const [i, row] of rows.entries()) {
        assert(row.includes("https:") || shownWidth(row) <= columns, JSON.stringify(rows));
        if (i > 0 && row !== "") assert(row.startsWith(" ".repeat(most)), JSON.stringify(rows));
      }
    }),
  );
});

test("a link that is wider than the screen is one to the terminal, too", async () => {
  const emulator = new TerminalEmulator(20, 6);
  await emulator.write(
    wrap({ text: `https://example.org/${"a".repeat(20)} end`, indent: 4 }, 20).join("\r\n"),
  );
  assertEquals(emulator.rows, ["https://example.org/", "a".repeat(20), "    end"]);
});

test("a second column goes on under its beginning, or is below the first where that takes too much", () => {
  const help = {
    text: "  /topic [TEXT]   show what the room is about, or say it",
    indent: 18,
    isColumn: true,
  } as const;
  assertEquals(wrap(help, 40), [
    "  /topic [TEXT]   show what the room is",
    "                  about, or say it",
  ]);
  assertEquals(wrap(help, 36), [
    "  /topic [TEXT]   show what the room",
    "                  is about, or say",
    "                  it",
  ]);
  assertEquals(wrap(help, 30), ["  /topic [TEXT]", "      show what the room is", "      about, or say it"]);
});
