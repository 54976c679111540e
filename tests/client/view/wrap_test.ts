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

test("a link has rows of its own, and is broken by us: the terminal would go on at the margin", () => {
  const link = `https://example.org/${"a".repeat(40)}`;
  assertEquals(said(`look at ${link} now`), [
    "[21:04] <bob> look at",
    "          https://example.org/aaaaaaaaaa",
    "          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "          now",
  ]);
});

test("each row of a broken link can be clicked, and the space before it cannot", () => {
  const [open, close] = ["\x1b]8;;https://example.org/abcdefgh\x1b\\", "\x1b]8;;\x1b\\"];
  assertEquals(wrap({ text: `${open}https://example.org/abcdefgh${close} end`, indent: 4 }, 20), [
    `${open}https://example.org/${close}`,
    `    ${open}abcdefgh${close} end`,
  ]);
});

test("a tab reaches the next stop, and is spaces: the terminal's own would end in the next row", () => {
  assertEquals(wrap({ text: "ab\tcd\t\te", indent: 4 }, 40), ["ab      cd              e"]);
  assertEquals(wrap({ text: "abcdefghij\t\tk", indent: 4 }, 20), ["abcdefghij", "    k"]);
});

test("a cluster of letters that has no end is broken, too", () => {
  const rows = wrap({ text: "क्".repeat(30), indent: 4 }, 20);
  assertEquals(rows.join("").replaceAll(" ", ""), "क्".repeat(30));
  assert(rows.length > 1 && rows.slice(1).every((row) => row.startsWith("    ")));
});

test("a line that says nothing of an indent hangs as well", () => {
  assertEquals(wrap("--- the topic is long", 20), ["--- the topic is", "    long"]);
});

test("a word wider than the screen is broken, a wide character never", () => {
  assertEquals(wrap("漢".repeat(7), 5), ["漢漢", " 漢漢", " 漢漢", " 漢"]);
});

test("colours take no room and stay where they are", () => {
  const rows = wrap(`${inverse("one")} two ${inverse("three")}`, 8);
  assertEquals(rows.map(withoutCodes), ["one two", "  three"]);
  assertEquals(rows[1], `  ${inverse("three")}`);
});

test("in one line there are neither colours nor line ends", () => {
  assertEquals(inOneLine({ text: `${inverse("one")}\n\n  two`, indent: 9 }), "one / two");
});

const text = fc.array(
  fc.constantFrom("a", "bc", "漢", "👩‍👩‍👧", "e\u0301", " ", "  ", "\n", "long", "ש", "https://example.org/x "),
  { maxLength: 60 },
).map((parts) => parts.join(""));

test("whatever is wrapped: nothing is lost, no row is too wide, and all but the first are indented", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 60 }), fc.nat({ max: 20 }), (text, columns, indent) => {
      const rows = wrap({ text, indent }, columns);
      const most = Math.min(indent, Math.floor(columns / 4));
      assertEquals(rows.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
      for (const [i, row] of rows.entries()) {
        assert(shownWidth(row) <= columns, JSON.stringify(rows));
        if (i > 0 && row !== "") assert(row.startsWith(" ".repeat(most)), JSON.stringify(rows));
      }
    }),
  );
});

test("a link that is wider than the screen goes on below its beginning in a terminal, too", async () => {
  const emulator = new TerminalEmulator(20, 6);
  await emulator.write(
    wrap({ text: `https://example.org/${"a".repeat(20)} end`, indent: 4 }, 20).join("\r\n"),
  );
  assertEquals(emulator.rows, ["https://example.org/", "    " + "a".repeat(16), "    aaaa end"]);
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
