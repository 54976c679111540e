/** Which words a text has for a search, in several scripts, and where they stand. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { indexText, senderWord, wordsOf } from "../../../../server/store/search/words.ts";
import { marksOfName, Matcher } from "../../../../server/store/search/match.ts";
import { anyText } from "../../../support/arbitraries.ts";
import { test } from "../../../support/sanitized.ts";

function keys(text: string): string {
  return wordsOf(text).map(({ key }) => key).join(" ");
}

/** The parts of a text that words in quotes, or words, are found in; `undefined` when they are not. */
function found(text: string, term: string, isPhrase = false): readonly string[] | undefined {
  const matcher = new Matcher({ terms: [{ text: term, isPhrase }], rooms: [], from: [], context: 0 });
  const chars = Array.from(text);
  return matcher.marks({ from: "ada", at: 1, text })?.map(([from, to]) => chars.slice(from, to).join(""));
}

test("case and accents make no difference, in any script that has them", () => {
  assertEquals(keys("ÉCOLE Straße İstanbul Ærøskøbing Łódź"), "ecole strasse istanbul aeroskobing lodz");
  assertEquals(keys("ΆΓΙΟΣ άγιος Ёлка ЙОД"), "αγιοσ αγιοσ елка иод");
  assertEquals(keys("שָׁלוֹם العَرَبِيَّة أحمد"), "שלום العربية احمد");
  assertEquals(keys("e\u0301cole ﬁn Ａｂｃ１２ co\u00adop"), "ecole fin abc12 coop");
});

test("marks that are the body of a letter stay", () => {
  assertEquals(keys("क्षत्रिय हिन्दी"), "क्षत्रिय हिन्दी");
  assertEquals(keys("が か ガ ｶﾞ"), "が か ガ ガ");
  assertEquals(keys("ที่ ที"), "ท ี ่ ท ี");
  assertEquals(keys("안녕 안녕".normalize("NFD")), "안녕 안녕");
});

test("scripts without spaces are taken letter by letter, so that any part is found", () => {
  for (
    const [text = "", part = ""] of [
      ["我们明天去東京都看看", "東京"],
      ["これはテストです", "テスト"],
      ["ข้อความภาษาไทย", "ภาษา"],
      ["ຂໍ້ຄວາມພາສາລາວ", "ພາສາ"],
      ["នេះជាភាសាខ្មែរ", "ភាសា"],
      ["မြန်မာဘာသာစကား", "ဘာသာ"],
    ]
  ) assertEquals(found(text, part), [part]);
  assertEquals(found("東の京", "東京"), undefined);
  assertEquals(found("版本v2发布", "v2"), ["v2"]);
});

test("a word is found by its beginning from three letters on, a phrase by whole words only", () => {
  assertEquals(found("We deployed it, Deploy!", "deploy"), ["deployed", "Deploy"]);
  assertEquals(found("to too toot", "to"), ["to"]);
  assertEquals(found("we deployed it", "deploy", true), undefined);
  assertEquals(found("the  deploy, went well", "deploy went", true), ["deploy, went"]);
  assertEquals(found("user_id users.name", "user_i"), undefined);
  assertEquals(found("my user_identity", "user_ide"), ["user_identity"]);
});

test("marks count code points, are in order and apart", () => {
  const matcher = new Matcher({
    terms: [{ text: "京都", isPhrase: false }, { text: "東京", isPhrase: false }, {
      text: "ok",
      isPhrase: false,
    }],
    rooms: [],
    from: [],
    context: 0,
  });
  assertEquals(matcher.marks({ from: "a", at: 1, text: "😀 OK 東京都 👍🏽 ok" }), [[2, 4], [5, 8], [12, 14]]);
});

test("pictograms are words", () => {
  assertEquals(keys("done 🎉🚀 ❤️ now"), "done 🎉 🚀 ❤ now");
  assertEquals(found("go 🚀!", "🚀"), ["🚀"]);
});

test("a name is found as a word of its own, whatever characters it has", () => {
  assertEquals(marksOfName("Bob, bob.smith and bobby; BOB!", "bob"), [[0, 3], [26, 29]]);
  assertEquals(marksOfName("hey d.j-x_1!", "D.J-X_1"), [[4, 11]]);
});

test("the index is given what is looked for in it, and a sender is no word", () => {
  assertEquals(indexText("Bob", "Hello, WORLD"), `${senderWord("bob")} Hello, WORLD`);
  assertEquals(keys(senderWord("bob")), "bob"); // Without the letter before it, that no word can have.
  assertEquals(/^[\p{L}\p{N}]/u.test(senderWord("a b")), false);
});

test("a sign that is short for a letter in brackets is found by that letter", () => {
  assertEquals(keys("㈠"), "一");
});

test("every text is taken apart in order, its own words find it, and taking it apart again changes nothing", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let last = 0;
      for (const { key, from, to } of wordsOf(text)) {
        assertEquals(from >= last || to === last, true);
        assertEquals(keys(key), key);
        last = to;
      }
      if (wordsOf(text).length > 0) assertEquals(found(text, text, true)?.length, 1);
    }),
    { numRuns: 500 },
  );
});
