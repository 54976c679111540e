/** What was probably meant. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { nearestOf } from "../../protocol/nearest_word.ts";

Deno.test("a letter too many, too few, wrong or swapped is a mistake; more than a third of them is another word", () => {
  const words = ["nick", "quit", "names", "history", "who", "port", "no-reconnect"] as const;
  const cases: readonly [string, string | undefined][] = [
    ["nik", "nick"],
    ["ick", "nick"],
    ["inck", "nick"],
    ["NICKK", "nick"],
    ["kick", undefined],
    ["nack", "nick"],
    ["quti", "quit"],
    ["wha", "who"],
    ["prt", "port"],
    ["histroy", "history"],
    ["hsitroy", "history"],
    ["no-recnnct", "no-reconnect"],
    ["bogus", undefined],
    ["", undefined],
    ["x", undefined],
    ["x".repeat(10_000), undefined],
  ];
  for (const [written, word] of cases) assertEquals(nearestOf(written, words), word, written);
});

Deno.test("a word that is there is its own nearest, and the first of several that are as near", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), fc.string({ minLength: 1 }), (others, word) => {
      const found = nearestOf(word, [...others, word]);
      assert(found?.toLowerCase() === word.toLowerCase());
    }),
  );
  assertEquals(nearestOf("joi", ["join", "joy"]), "join");
});
