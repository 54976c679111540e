import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { NAME_CHARS, ROOM_CHARS } from "../../protocol/limits.ts";
import { nameKey, parseName, parseRoom } from "../../protocol/names.ts";
import { countChars } from "../../protocol/text.ts";
import { anyText } from "../support/arbitraries.ts";

for (
  const name of [
    "ada",
    "Ada_Lovelace-1815.x",
    "7",
    "_",
    "...",
    "José",
    "Жанна",
    "李小龍",
    "علي",
    "דוד",
    "नमिता",
    "ไพลิน",
    "김철수",
    "Καλλιόπη",
    "Иван_dev",
    "ada-Ж.β",
    "李da",
  ]
) {
  Deno.test(`a name in any script is one: ${name}`, () =>
    assertEquals(parseName(name), name.normalize("NFKC")));
}

Deno.test("what is around a name is not part of it", () => assertEquals(parseName(" \tada\r\n"), "ada"));

const bad = {
  "nothing": "",
  "spaces only": "  ",
  "two words": "ada lovelace",
  "a sign": "ada!",
  "a slash": "/nick",
  "a leaving word": "{quit}",
  "an emoji": "😀",
  "an escape sequence": "\x1b[31mada",
  "a NUL": "a\0b",
  "a half of a surrogate pair": "a\ud800",
  "a Hangul filler, which is a letter that nobody sees": "\u3164",
  "a filler within": "a\u3164b",
  "a half-width filler": "\uffa0",
  "a Hangul jamo filler": "a\u115f",
  "a zero-width space": "ad\u200ba",
  "a zero-width joiner": "ad\u200da",
  "a soft hyphen": "ad\u00ada",
  "a word joiner": "ada\u2060",
  "a variation selector": "ada\ufe0f",
  "a combining grapheme joiner": "a\u034fda",
  "a bidirectional override": "ada\u202e",
  "a mark with nothing under it": "\u0301ada",
  "a mark only": "\u0301",
  "no-break space within": "a\u00a0b",
  "an ellipsis that NFKC makes dots of, within two words": "a… b",
  "a ligature of words": "ﷺ",
  "a Cyrillic letter among Latin ones": "\u0430da",
  "a Greek letter among Latin ones": "b\u03bfb",
  "a Latin letter among Cyrillic ones": "Ива\u0048",
  "a Greek letter among Cyrillic ones": "Ж\u03b1нна",
  "such a letter behind a digit": "a1\u0430",
};

for (const [what, text] of Object.entries(bad)) {
  Deno.test(`it is not a name: ${what}`, () => assertEquals(parseName(text), undefined));
}

Deno.test("a name is at most 24 characters long, in any script", () => {
  for (const letter of ["a", "é", "李", "𠀀"]) {
    assertEquals(parseName(letter.repeat(NAME_CHARS)), letter.repeat(NAME_CHARS));
    assertEquals(parseName(letter.repeat(NAME_CHARS + 1)), undefined);
  }
  assertEquals(parseName("ﬃ".repeat(9)), undefined, "counted after NFKC, which makes three letters of one");
});

Deno.test("a letter and its marks are one character of a name, as long as it is short in bytes", () => {
  const ksha = "\u0915\u093f"; // Devanagari: a letter and a vowel sign, 6 bytes.
  assertEquals(parseName(ksha.repeat(16)), ksha.repeat(16), "32 code points, 96 bytes");
  assertEquals(parseName(ksha.repeat(17)), undefined, "102 bytes");
  const marked = "x\u0335"; // 3 bytes, and no letter for both.
  assertEquals(parseName(marked.repeat(NAME_CHARS)), marked.repeat(NAME_CHARS));
  assertEquals(parseName(marked.repeat(NAME_CHARS + 1)), undefined);
  assertEquals(parseRoom(marked.repeat(ROOM_CHARS)), marked.repeat(ROOM_CHARS));
});

Deno.test("all the ways to write the same letters are one name", () => {
  assertEquals(parseName("Ａｄａ１"), "Ada1");
  assertEquals(parseName("ｶﾞ"), "ガ");
  assertEquals(parseName("ﬁona"), "fiona");
  assertEquals(parseName("Jose\u0301"), "José");
  assertEquals(parseName("x\u0335\u0301"), "x\u0335\u0301", "marks that no letter has in it stay");
});

const same: readonly (readonly string[])[] = [
  ["ada", "ADA", "Ada", "ａｄａ", "𝒶𝒹𝒶"],
  ["straße", "STRASSE", "strasse", "STRAẞE", "straẞe"],
  ["Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"],
  ["José", "Jose\u0301", "JOSÉ"],
  ["ﬁona", "Fiona"],
  ["k", "K", "\u212a"],
  ["å", "Å", "\u212b", "a\u030a"],
  ["ᏣᎳᎩ", "ꮳꮃꭹ"],
];

for (const names of same) {
  Deno.test(`these would be taken for each other: ${names.join(" ")}`, () => {
    assertEquals(new Set(names.map(nameKey)).size, 1);
  });
}

Deno.test("different names have different keys", () => {
  const names = ["ada", "adа\u0301", "ad", "ada1", "ada_", "adá", "bob", "σ", "s"];
  assertEquals(new Set(names.map(nameKey)).size, names.length);
});

Deno.test("no letter of any script gives two names by its case or its form", () => {
  const letters = /[\p{L}\p{M}\p{N}]/u;
  for (let code = 0; code <= 0x10ffff; code++) {
    const letter = String.fromCodePoint(code);
    if (!letters.test(letter)) continue;
    const key = nameKey(letter);
    const forms = [
      key,
      letter.toUpperCase(),
      letter.toLowerCase(),
      letter.normalize("NFD"),
      letter.normalize("NFKD"),
    ];
    for (const form of forms) {
      // Not by assertEquals: it would be asked 700,000 times.
      if (nameKey(form) !== key) assertEquals(nameKey(form), key, `U+${code.toString(16)} written ${form}`);
    }
  }
});

Deno.test("a name that is read again is the same name, and one to look at", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const name = parseName(text);
      if (name === undefined) return;
      assertEquals(parseName(name), name);
      assertEquals(nameKey(name), nameKey(text.trim()));
      assert(countChars(name) >= 1 && new TextEncoder().encode(name).length <= 4 * NAME_CHARS);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("names of plain letters are the same names as those that are written otherwise and mean the same", () => {
  const plain = fc.stringMatching(/^[\w.-]{1,30}$/);
  const wide = (text: string): string =>
    text.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  fc.assert(fc.property(plain, (name) => {
    assertEquals(parseName(name), name.length <= NAME_CHARS ? name : undefined);
    assertEquals(parseName(wide(name)), parseName(name));
    assertEquals(nameKey(name), nameKey(wide(name)));
    assertEquals(nameKey(name), nameKey(name.toUpperCase()));
  }));
});
