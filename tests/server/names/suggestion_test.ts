import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { NAME_CHARS } from "../../../protocol/limits.ts";
import { nameKey, parseName } from "../../../protocol/names.ts";
import { isSafe, looksLike, suggestName } from "../../../server/names.ts";
import { anyText } from "../../support/arbitraries.ts";

const nobody = () => false;

Deno.test("a suggestion is near to what was asked for", () => {
  const suggest = (wanted: string) => suggestName(wanted, "guest", nobody);
  assertEquals(suggest("ada"), "ada");
  assertEquals(suggest("ada lovelace!"), "ada_lovelace");
  assertEquals(suggest("\x1b[31mada\x1b[0m"), "ada");
  assertEquals(suggest("a\u3164d\u200ba"), "ada");
  assertEquals(suggest("a".repeat(99)), "a".repeat(NAME_CHARS));
  assertEquals(suggest("😀!"), "guest");
  assertEquals(suggest(""), "guest");
  assertEquals(suggest("\u0301\u0301ada"), "ada");
  assertEquals(suggest("\u0430\u0301da"), "da");
  assertEquals(suggest("\u03b1\u0430"), "guest");
});

Deno.test("a suggestion for a name that is taken has the next number that is free", () => {
  const taken = new Set(["ada", "ada2", "ada3"]);
  assertEquals(suggestName("Ada", "guest", (name) => taken.has(nameKey(name))), "Ada4");
  const long = "a".repeat(NAME_CHARS);
  assertEquals(suggestName(long, "guest", (name) => name === long), "a".repeat(NAME_CHARS - 1) + "2");
});

Deno.test("a suggestion is a name, free and found, whatever was asked for and however many are here", () => {
  const run = fc.property(anyText, fc.nat(120), fc.boolean(), (wanted, count, near) => {
    const taken = new Set<string>();
    for (let i = 0; i < count; i++) {
      taken.add(nameKey(suggestName(near ? wanted : "x", "guest", (name) => taken.has(nameKey(name)))));
    }
    const name = suggestName(wanted, "guest", (name) => taken.has(nameKey(name)));
    assertEquals(parseName(name), name);
    assert(!taken.has(nameKey(name)));
    assertEquals(taken.size, count);
  });
  fc.assert(run, { numRuns: 200 });
});

Deno.test("a suggestion may be given out itself: one script, few marks", () => {
  const suggest = (wanted: string) => suggestName(wanted, "guest", nobody);
  assertEquals(suggest("b\u0585b"), "bb");
  assertEquals(suggest("\u3042\uae40"), "guest");
  assertEquals(suggest("Zo" + "\u0323\u0304\u0301\u0306\u0302" + "e"), "Zọ̄́̆e".normalize("NFKC"));
});

Deno.test("a suggestion never looks like a name that is in use, whatever was asked for", () => {
  const letters = fc.constantFrom(
    "l",
    "1",
    "I",
    "0",
    "o",
    "O",
    "m",
    "rn",
    "i",
    "ı",
    "\u0585",
    "а",
    "ɑ",
    "a",
    "_",
  );
  const name = fc.array(letters, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(fc.property(name, fc.array(name, { maxLength: 20 }), (wanted, others) => {
    const inUse = [...others, wanted].flatMap((other) => parseName(other) ?? []);
    const found = suggestName(wanted, "guest", (one) => inUse.some((other) => looksLike(one, other)));
    assertEquals(parseName(found), found);
    assert(isSafe(found));
    assert(!inUse.some((other) => looksLike(found, other)));
  }));
});

Deno.test("however many are called guest, a free name is found without asking for each of them", () => {
  const taken = new Set<string>();
  let asked = 0;
  let most = 0;
  for (let i = 0; i < 5_000; i++) {
    asked = 0;
    const name = suggestName("guest", "guest", (name) => (asked++, taken.has(name)));
    most = Math.max(most, asked);
    taken.add(name);
  }
  assertEquals(taken.size, 5_000);
  assertEquals([...taken].slice(0, 3), ["guest", "guest2", "guest3"]);
  assert(most < 100, `${most}`);
});
