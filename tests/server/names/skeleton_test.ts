import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { nameKey } from "../../../protocol/names.ts";
import { looksLike, skeletonsOf } from "../../../server/names.ts";
import { CONFUSABLES, UNICODE_VERSION } from "../../../server/names/confusables.ts";

/** Names that a reader takes for the other one of the pair. */
const alike: readonly (readonly [string, string])[] = [
  ["b\u0585b", "bob"], // Armenian
  ["di\u0307no", "dino"], // a dot on a letter that has one
  ["d\u0131no", "dino"], // Turkish
  ["d\u0131\u0307no", "dino"],
  ["\u1d0ft\u1d0f", "oto"], // small capitals
  ["\u02511", "a1"], // phonetic
  ["\u0430\u0501\u0430", "ada"], // Cyrillic
  ["\u0412\u041e\u0412", "bob"], // Cyrillic capitals, and names are the same in any case
  ["\u0422\u041e\u041c", "tom"],
  ["\u039f\u03a4\u039f", "oto"], // Greek capitals
  ["\u03bf", "o"],
  ["\u2c9f", "o"], // Coptic
  ["\u10ff", "o"], // Georgian
  ["\ua4d1", "P"], // Lisu
  ["\u13a1\u13aa", "RA"], // Cherokee
  ["modern", "modem"],
  ["Ian", "lan"],
  ["a1", "al"],
  ["BOB", "B0B"],
  ["b0b", "bob"],
  ["\u0261ian", "gian"],
  ["ada\u07fa", "ada_"],
  ["\u4e8c", "\u30cb"], // Han and Katakana
  ["jose\u0301", "jos\u00e9"],
  ["\u00f8re", "o\u0338re"],
];

for (const [name, other] of alike) {
  Deno.test(`this name is taken for the other: ${name} ${other}`, () => {
    assert(looksLike(name, other));
    assert(looksLike(other, name));
  });
}

const different: readonly (readonly [string, string])[] = [
  ["ian", "lan"],
  ["ali", "all"],
  ["jose", "jos\u00e9"],
  ["ada", "ada_"],
  ["ada2", "ada3"],
  ["\u738b\u82b3", "\u738b\u65b9"],
  ["\u30cf\u30ca", "\u30d0\u30ca"],
  ["m\u00fcller", "muller"],
  ["\u0438\u0440\u0430", "upa"],
];

for (const [name, other] of different) {
  Deno.test(`nobody takes this name for the other: ${name} ${other}`, () => assert(!looksLike(name, other)));
}

Deno.test("the tables are Unicode's, whole, and of the version that they say", () => {
  const rows = CONFUSABLES.trim().split(/\s+/);
  assertEquals(UNICODE_VERSION, "15.0.0");
  assertEquals([rows.length, rows.join(",").split(",").length], [1281, 2026]);
  assert(rows.some((row) => /^72\+6E=(?:\w+,)*6D\b/.test(row)));
});

Deno.test("names with one key have one look, and a name of plain letters is compared as fast as others are", () => {
  const name = fc.stringMatching(/^[\w.-]{1,24}$/);
  fc.assert(fc.property(name, (name) => {
    assert(looksLike(name, name.toUpperCase()));
    assertEquals(skeletonsOf(nameKey(name)).length >= 1, true);
    const slow = Array.from(name.toLowerCase(), (char) => ({ "0": "O", "1": "l", "m": "rn" })[char] ?? char)
      .join("");
    assertEquals(skeletonsOf(name)[0], slow);
  }));
});
