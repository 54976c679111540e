/** What people type after `/search`, and what it means. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { offsetIn } from "../../protocol/dates.ts";
import { type ParsedQuery, parseQuery, type Query } from "../../protocol/query.ts";
import { anyText } from "../support/arbitraries.ts";
import { test } from "../support/sanitized.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

/** Reads a query an hour east of Greenwich. */
function read(written: string): ParsedQuery {
  return parseQuery(written, { now: NOW, offset: () => 60 });
}

function queryOf(written: string): Partial<Query> {
  const result = read(written);
  return result.ok ? result.query : {};
}

function faultOf(written: string): string {
  const result = read(written);
  return result.ok ? "none" : `${result.why} ${result.given}`.trim();
}

test("words stand for themselves, and what is quoted is a phrase", () => {
  const words = (written: string) => queryOf(written).terms?.map(({ text, isPhrase }) => [text, isPhrase]);
  assertEquals(words("  deploy   now "), [["deploy", false], ["now", false]]);
  assertEquals(words('one "two words" three'), [["one", false], ["two words", true], ["three", false]]);
  assertEquals(words("“typed on a phone” x"), [["typed on a phone", true], ["x", false]]);
  assertEquals(words(String.raw`"a \" b" c`), [['a " b', true], ["c", false]]);
  assertEquals(words("http://x.org:80/z?q=1 foo:bar"), [["http://x.org:80/z?q=1", false], [
    "foo:bar",
    false,
  ]]);
  assertEquals(words("東京 ок"), [["東京", false], ["ок", false]]);
  assertEquals(words("a - b ..."), [["a", false], ["b", false]]);
});

test("filters say where, who and when, in both languages, several of them and in any case", () => {
  assertEquals(queryOf("x in:#Dev IN:ops da:@Zoë from:BOB -C2"), {
    terms: [{ text: "x", isPhrase: false }],
    rooms: ["Dev", "ops"],
    from: ["zoë", "bob"],
    context: 2,
  });
  assertEquals(queryOf('from:"bob"').from, ["bob"]);
  assertEquals(queryOf("x -c 3").context, 3);
  assertEquals(queryOf("x prima:2h dopo:3d"), {
    terms: [{ text: "x", isPhrase: false }],
    rooms: [],
    from: [],
    before: NOW - 2 * HOUR,
    after: NOW - 72 * HOUR,
    context: 0,
  });
});

test("times are ago, or a day or minute on the searcher's own clock; the narrowest counts", () => {
  const before = (value: string) => queryOf(`x before:${value}`).before;
  assertEquals([before("30m"), before("1w")], [NOW - HOUR / 2, NOW - 168 * HOUR]);
  assertEquals(before("2026-11-01"), Date.UTC(2026, 9, 31, 23));
  assertEquals(before("2026-11-01T10:30"), Date.UTC(2026, 10, 1, 9, 30));
  assertEquals(before("2024-02-29"), Date.UTC(2024, 1, 28, 23));
  const both = queryOf("x before:1d before:2d after:9d after:8d");
  assertEquals([both.before, both.after], [NOW - 48 * HOUR, NOW - 192 * HOUR]);
});

test("a time without a unit is in seconds, and a year is none", () => {
  const before = (value: string) => queryOf(`x before:${value}`).before;
  assertEquals([before("30"), before("90s"), before("3600")], [NOW - 30_000, NOW - 90_000, NOW - HOUR]);
  assertEquals(faultOf("x before:2025"), "date before:2025");
});

test("a date is a day on the searcher's clock as it is set on that day", () => {
  const rome = offsetIn("Europe/Rome");
  assert(rome !== undefined);
  const after = (value: string): number | undefined => {
    const result = parseQuery(`x after:${value}`, { now: NOW, offset: rome });
    return result.ok ? result.query.after : undefined;
  };
  assertEquals(after("2026-11-01"), Date.UTC(2026, 9, 31, 23), "in winter, as now");
  assertEquals(after("2026-08-01"), Date.UTC(2026, 6, 31, 22), "in summer");
  assertEquals(after("2026-10-25"), Date.UTC(2026, 9, 24, 22), "the day of the change begins in summer");
  assertEquals(after("2026-10-26"), Date.UTC(2026, 9, 25, 23), "and is 25 hours long");
});

test("what cannot be read is named, with the part that is wrong", () => {
  assertEquals(faultOf(""), "empty");
  assertEquals(faultOf(" !!! ... "), "empty !!! ...");
  assertEquals(faultOf("in:dev before:2d"), "empty in:dev before:2d");
  assertEquals(faultOf("from: x"), "empty from:");
  assertEquals(faultOf('a "b c'), 'quote "b c');
  assertEquals(faultOf('from:"bob'), 'quote from:"bob');
  assertEquals(faultOf("x in:"), "room in:");
  assertEquals(faultOf("x in:#a/b"), "room in:#a/b");
  for (
    const date of [
      "",
      "soon",
      "2026-13-01",
      "2026-06-31",
      "2026-11-01T25:00",
      "2026-02-31",
      "2026-11-01T24:00",
      "2y",
      "-2d",
    ]
  ) {
    assertEquals(faultOf(`x before:${date}`), `date before:${date}`);
  }
  assertEquals([faultOf("x -C11"), faultOf("x -C"), faultOf("x -C 99")], [
    "context -C11",
    "context -C",
    "context -C",
  ]);
  assertEquals([faultOf("x".repeat(301)), faultOf("é".repeat(300))], ["long", "none"]);
});

test("any text whatever is a query or has a fault, quickly, and says the same each time", () => {
  const pieces = fc.constantFrom(
    '"',
    "\\",
    "in:",
    "from:",
    "before:",
    "after:",
    "-C",
    "“",
    " ",
    "#",
    ":",
    "1d",
    "a",
  );
  const texts = fc.oneof(anyText, fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")));
  fc.assert(
    fc.property(texts, (text) => {
      const result = read(text);
      assertEquals(read(text), result);
      if (!result.ok) return;
      const { terms, from, context } = result.query;
      assert(terms.length + from.length > 0 && context <= 10);
      for (const { text } of terms) assert(/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text));
    }),
    { numRuns: 1_000 },
  );
});
