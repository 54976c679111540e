import { assert, assertEquals } from "@std/assert";
import { isMixedScript, isSafe, safePart } from "../../../server/names.ts";

for (
  const name of [
    "ada",
    "Müller",
    "Nicolò",
    "Nguyễn",
    "Đặng_Thị",
    "Иван_dev",
    "ada-Ж.β",
    "Καλλιόπη",
    "さくら",
    "サクラ",
    "さくらSakura",
    "田中カナko",
    "ーさん",
    "李da",
    "ㄅㄆ漢x",
    "김철수",
    "김철수kim",
    "김漢",
    "नमिता",
    "क्षितिज",
    "नमिता2",
    "علي",
    "علي2",
    "שָׁלוֹם",
    "ไพลิน",
    "မြွှေ့",
    "བརྒྱུད",
    "Հայկ",
    "ᏣᎳᎩ",
    "x\u0335\u0301",
    "i̇stanbul",
  ]
) {
  Deno.test(`a name of one script, or of several that are written together, may be given out: ${name}`, () => {
    assert(isSafe(name));
    assertEquals(safePart(name), name);
  });
}

const mixed = {
  "Armenian in Latin": ["b\u0585b", "bb"],
  "Latin in Hebrew": ["\u05d3\u05d5\u05d3u", "u"],
  "Hiragana beside Hangul": ["\u3042\uae40", ""],
  "Bopomofo beside Hiragana": ["\u3105\u3042", ""],
  "Cherokee in Latin": ["\u13a1da", "da"],
  "Latin in Devanagari": ["\u0928a", "a"],
  "Cyrillic beside Greek": ["\u0436\u03b2", ""],
  "Armenian in the second of two words": ["ada_b\u0585b", "ada_bb"],
} as const;

for (const [what, [name, rest]] of Object.entries(mixed)) {
  Deno.test(`a word of several scripts may not: ${what}`, () => {
    assert(isMixedScript(name));
    assert(!isSafe(name));
    assertEquals(safePart(name), rest);
  });
}

Deno.test("a letter has four marks at most, and none of them twice in a row", () => {
  const marks = "\u0323\u0304\u0301\u0306\u0302";
  assert(isSafe("z" + marks.slice(0, 4)));
  assert(!isSafe("z" + marks));
  assert(!isMixedScript("z" + marks));
  assert(!isSafe("z\u0335\u0335"));
  assertEquals(
    safePart("z" + marks + "z\u0335\u0335z"),
    ("z" + marks.slice(0, 4) + "z\u0335z").normalize("NFKC"),
  );
});

Deno.test("letters of a script that is younger than the tables are a word of their own, and mix with nothing", () => {
  const garay = "\u{10d4a}\u{10d4b}"; // Unicode 16
  assert(isSafe(garay));
});
