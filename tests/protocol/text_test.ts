import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  cleanLine,
  cleanText,
  countChars,
  firstChars,
  isVisible,
  joinLines,
  withoutLastNewlines,
} from "../../protocol/text.ts";
import { anyText } from "../support/arbitraries.ts";

/** What may never reach a terminal: controls but tab and newline, bidirectional overrides, half characters. */
const FORBIDDEN = /(?![\t\n])\p{Cc}|\p{Cs}|[\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/u;

const ESC = "\x1b";
const BEL = "\x07";
const CSI = "\x9b";
const ST = "\x9c";

Deno.test("nothing that moves or fools a terminal is left of any text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert(!FORBIDDEN.test(cleanText(text)));
      assert(!/[\t\n]/.test(cleanLine(text)));
      assertEquals(cleanLine(text), cleanLine(text).trim());
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("what is clean stays as it is, however often it is cleaned", () => {
  fc.assert(fc.property(anyText, (text) => {
    assertEquals(cleanText(cleanText(text)), cleanText(text));
    assertEquals(cleanLine(cleanLine(text)), cleanLine(text));
  }));
});

const sequences: readonly (readonly [string, string])[] = [
  ["a colour", `${ESC}[1;31m`],
  ["a colour of millions", `${ESC}[38:2::255:0:0m`],
  ["clearing the screen", `${ESC}[2J`],
  ["moving the cursor", `${ESC}[10;20H`],
  ["a private mode", `${ESC}[?1049h`],
  ["the shape of the cursor", `${ESC}[3 q`],
  ["a colour begun with one byte", `${CSI}31m`],
  ["a title that ends with a bell", `${ESC}]0;owned${BEL}`],
  ["a title that ends as the standard says", `${ESC}]0;owned${ESC}\\`],
  ["a title begun and ended with one byte", `\x9d0;owned${ST}`],
  ["writing to the clipboard", `${ESC}]52;c;b3duZWQ=${BEL}`],
  ["the opening of a link", `${ESC}]8;;https://example.org/${ESC}\\`],
  ["device control", `${ESC}P1$r0m${ESC}\\`],
  ["device control begun with one byte", `\x90q#0;2;0;0;0${ST}`],
  ["a privacy message", `${ESC}^secret${ESC}\\`],
  ["an application's command", `${ESC}_Gf=100;AAAA${ESC}\\`],
  ["a start of string", `${ESC}Xhidden${ESC}\\`],
  ["a full reset", `${ESC}c`],
  ["another character set", `${ESC}(0`],
  ["lines of double height", `${ESC}#3`],
  ["saving the cursor", `${ESC}7`],
];

for (const [what, sequence] of sequences) {
  Deno.test(`an escape sequence goes as a whole: ${what}`, () => {
    assertEquals(cleanText(`before${sequence}after`), "beforeafter");
    assertEquals(cleanText(sequence.repeat(3)), "");
  });
}

Deno.test("the text of a link stays when the link goes", () => {
  assertEquals(cleanText(`${ESC}]8;;https://example.org/${ESC}\\click${ESC}]8;;${ESC}\\ me`), "click me");
});

Deno.test("half a sequence, or one within another, leaves no control behind", () => {
  const said = [
    `${ESC}`,
    `${ESC}[`,
    `${ESC}[1;`,
    `${ESC}]0;open`,
    `${ESC}${ESC}[31m[31m`,
    `${ESC}[${ESC}[31m31m`,
    `${CSI}`,
  ];
  for (const text of said) assert(!FORBIDDEN.test(cleanText(`a${text}`)), JSON.stringify(text));
  assertEquals(cleanText(`${ESC}]0;never closed\nthe next line`), "0;never closed\nthe next line");
});

Deno.test("every control goes but tab and newline, the C1 ones of one byte as well", () => {
  for (let code = 0; code < 0xa0; code++) {
    if (code >= 0x20 && code < 0x7f) continue;
    const kept: Record<number, string> = { 9: "\t", 10: "\n", 13: "\n" };
    assertEquals(
      cleanText(`a${String.fromCharCode(code)}`),
      `a${kept[code] ?? ""}`,
      `U+${code.toString(16)}`,
    );
  }
});

Deno.test("bidirectional embeddings, overrides and isolates go, and so do byte order and annotation marks", () => {
  const marks = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb";
  for (const mark of marks) {
    assertEquals(cleanText(`exe${mark}txt`), "exetxt", `U+${mark.charCodeAt(0).toString(16)}`);
  }
});

Deno.test("line ends of every kind become newlines", () => {
  assertEquals(cleanText("a\r\nb\rc\u2028d\u2029e\nf\x85g"), "a\nb\nc\nd\ne\nfg");
});

Deno.test("half of a surrogate pair becomes the sign for a broken character", () => {
  assertEquals(cleanText("a\ud800b\udc00"), "a\ufffdb\ufffd");
});

const kept = {
  "emoji with joiners": "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 ❤️",
  "flags, of regions as well": "🇮🇹 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
  "accents, combined or not": "perché perche\u0301 Z̷a̷l̷g̷o̷",
  "Arabic with vowels": "مَرْحَبًا",
  "Persian with its non-joiner": "می\u200cخواهم",
  "Hebrew with points, and a mark of direction": "שָׁלוֹם\u200f!",
  "Devanagari with joiners": "क्\u200dष नमस्ते",
  "Korean, Japanese, Chinese": "안녕 こんにちは 你好",
  "spaces and signs": '  a \u00a0 <b> & "c" \\ ` $HOME %s ~',
  "what looks like the rest of a sequence": "[31m ]0;x",
  "an empty text": "",
};

for (const [what, text] of Object.entries(kept)) {
  Deno.test(`what people write stays as it is: ${what}`, () => {
    assertEquals(cleanText(text), text);
    assertEquals(cleanText(`${text}\x07`), text);
  });
}

Deno.test("a line is one: newlines and tabs become spaces and the ends are trimmed", () => {
  assertEquals(cleanLine("  a\r\n\r\n\tb\tc \n"), "a b c");
  assertEquals(cleanLine("\u3000\ufeff\n"), "");
});

Deno.test("characters are counted and cut as code points", () => {
  assertEquals([countChars(""), countChars("abc"), countChars("é😀"), countChars("\udc00\udc00\ud800")], [
    0,
    3,
    2,
    3,
  ]);
  assertEquals(firstChars("a😀😀", 2), "a😀");
  fc.assert(fc.property(anyText, fc.nat(50), (text, limit) => {
    const chars = Array.from(text);
    assertEquals(countChars(text), chars.length);
    assertEquals(firstChars(text, limit), chars.slice(0, limit).join(""));
  }));
});

const INVISIBLE: Readonly<Record<string, string>> = {
  "a zero-width space": "\u200b",
  "a zero-width joiner": "\u200d",
  "a word joiner": "\u2060",
  "a soft hyphen": "\u00ad",
  "a Hangul filler": "\u3164",
  "a half-width Hangul filler": "\uffa0",
  "fillers of a Korean syllable": "\u115f\u1160",
  "an empty Braille cell": "\u2800",
  "tags": "\u{e0068}\u{e0069}",
  "variation selectors": "\ufe0f\u{e0100}",
  "a combining grapheme joiner": "\u034f",
  "a Mongolian vowel separator": "\u180e",
  "Khmer inherent vowels": "\u17b4\u17b5",
  "invisible plus and times": "\u2064\u2062",
  "a null note head": "\u{1d159}",
  "an Egyptian blank": "\u{13441}",
  "an ideographic space": "\u3000",
  "a no-break space": "\u00a0",
  "marks without a letter": "\u0301\u0302",
  "the place of an object": "\ufffc",
  "a mark of direction": "\u200e\u061c",
};

Deno.test("what cannot be seen is told from what can", () => {
  for (const [what, text] of Object.entries(INVISIBLE)) {
    assert(!isVisible(text), what);
    assert(!isVisible(` ${text}\n\t${text} `.repeat(50)), what);
    assert(isVisible(`${text}.`), what);
  }
  for (
    const seen of [
      "a",
      "é",
      "e\u0301",
      "क्",
      "ﷺ",
      "👩‍👩‍👧",
      "❤️",
      "🏴\u{e0067}\u{e007f}",
      "1️⃣",
      "漢",
      "ㅤa",
      "⠁",
      "-",
      "𓂀",
      "\ue000",
    ]
  ) {
    assert(isVisible(seen), seen);
  }
});

/** Texts of which the patterns that were used before take quadratic time: runs of the same sign, and what breaks them off. */
const RUNS = [" ", "\t", "\n", " \n", "\u3000"].flatMap((run) =>
  ["", "x"].map((end) => `a${run.repeat(300_000)}${end}`)
);

Deno.test("lines are joined as one pattern would, in any text, and long runs of the same sign are no work", () => {
  const text = fc.string({ unit: fc.constantFrom("a", " ", "\n", "\t", "\u3000", "\ufeff"), maxLength: 30 });
  fc.assert(fc.property(text, (written) => {
    assertEquals(joinLines(written, " / "), written.replace(/\s*\n\s*/g, " / "));
    assertEquals(withoutLastNewlines(written), written.replace(/\n+$/, ""));
  }));
  for (const run of RUNS) {
    assert(!joinLines(run, " / ").includes("\n"));
    assert(!withoutLastNewlines(run).endsWith("\n"));
  }
});
