import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { mentions, rangesOfName } from "../../protocol/mentions.ts";
import { nameKey, parseName } from "../../protocol/names.ts";
import { anyText } from "../support/arbitraries.ts";

/** The parts of a text that name somebody. */
const named = (text: string, name: string): readonly string[] =>
  rangesOfName(text, name).map(([from, to]) => text.slice(from, to));

Deno.test("a name stands in a text as a whole one, in any case", () => {
  assertEquals(rangesOfName("Bob, bobby and BOB!", "bob"), [[0, 3], [15, 18]]);
  assertEquals(named("bob_ _bob bob2 2bob ebob bobé", "bob"), []);
  assertEquals(named("hey d.j-x_1!", "D.J-X_1"), ["d.j-x_1"]);
  assertEquals(named("(bob)/bob@bob:", "bob"), ["bob", "bob", "bob"]);
  assertEquals(named("😀bob😀", "bob"), ["bob"]);
  assertEquals(rangesOfName("bob", ""), []);
});

Deno.test("a name within a longer name is not meant", () => {
  for (const text of ["ci-bot: yes", "ci.example", "my-ci", "my.ci done", "a-ci-b"]) {
    assertEquals(named(text, "ci"), [], text);
  }
  for (
    const text of [
      "ci: yes",
      "ask ci.",
      "ci...ok",
      "ok...ci",
      "ci -- ok",
      "ci--ok",
      "- ci",
      "--ci",
      "ci-",
      ".ci",
    ]
  ) {
    assertEquals(named(text, "ci"), ["ci"], text);
  }
  assertEquals(named("ci-bot: yes", "ci-bot"), ["ci-bot"]);
  assertEquals(named("x.ci- done", "ci-"), []);
});

Deno.test("every Unicode form of a name is that name", () => {
  assertEquals(named("ciao Jose\u0301!", "José"), ["Jose\u0301"]);
  assertEquals(named("ciao José!", "Jose\u0301"), ["José"]);
  assertEquals(named("ciao Jose\u0301!", "Jose"), []);
  assertEquals(named("ＡＤＡ", "ada"), ["ＡＤＡ"]);
  assertEquals(named("STRASSE und Straße", "straße"), ["STRASSE", "Straße"]);
  assertEquals(named("ßa sa", "sa"), ["sa"]);
  assertEquals(named("ΑΣ ας", "ας"), ["ΑΣ", "ας"]);
  assertEquals(named("안녕 \u1100\u1161 씨", "가"), ["\u1100\u1161"]);
});

Deno.test("a name between spaces or signs is found, whatever it is and whatever stands around it", () => {
  const name = fc.oneof(
    fc.constantFrom("ada", "José", "a-b.c", "가나", "ада", "ΑΣ", "-x-", "李雷"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => parseName(text) === text),
  );
  const forms = fc.constantFrom("NFC", "NFD", "NFKC", "NFKD");
  fc.assert(
    fc.property(
      name,
      forms,
      anyText,
      anyText,
      fc.constantFrom(" ", ", ", ": ", "!", "\n"),
      (name, form, before, after, sign) => {
        const written = name.normalize(form);
        assert(mentions(`${before}${sign}${written}${sign}${after}`, name));
        assert(mentions(written, name));
      },
    ),
  );
});

Deno.test("what is found is in order, apart, within the text, and the name", () => {
  fc.assert(fc.property(anyText, fc.constantFrom("a", "ß", "é", "-", ".", "_", "i"), (text, name) => {
    let last = 0;
    for (const [from, to] of rangesOfName(text, name)) {
      assert(from >= last && to > from && to <= text.length);
      assertEquals(nameKey(text.slice(from, to)), nameKey(name));
      last = to;
    }
  }));
});

Deno.test("only so many marks at a time are brought into their order, whatever is repeated", () => {
  const longest: number[] = [];
  const normalize = String.prototype.normalize;
  String.prototype.normalize = function (form) {
    longest.push(...Array.from(this.matchAll(/\p{M}+/gu), ([marks]) => marks.length));
    return normalize.call(this, form);
  };
  try {
    const part = fc.constantFrom(
      "\u0301\u0323",
      "\u0301",
      "a",
      "\u1100",
      "क्",
      "-",
      ".",
      "ada",
      "é",
      "\u{1e8d0}",
    );
    const run = fc.tuple(part, fc.nat(600)).map(([part, times]) => part.repeat(times));
    fc.assert(fc.property(fc.array(run, { maxLength: 5 }).map((runs) => runs.join("")), (text) => {
      rangesOfName(text, "adá");
      assert(longest.every((length) => length <= 128));
      longest.length = 0;
    }));
  } finally {
    String.prototype.normalize = normalize;
  }
  assertEquals(rangesOfName(`x${"\u0301\u0323".repeat(900)} ada a${"\u0301".repeat(900)}da`, "ada"), [[
    1802,
    1805,
  ]]);
});
