/** Sentences of the page with what they are about. */

import { assert, assertEquals } from "@std/assert";
import { fill } from "../../../web/view/document_words.ts";
import { en } from "../../../words/en.ts";
import { it } from "../../../words/it.ts";

Deno.test("names in braces are filled in, each wherever it stands, and what is filled in is not filled in again", () => {
  assertEquals(fill("{a} and {b}, {a}", { a: "{b}", b: 2 }), "{b} and 2, {b}");
  assertEquals(fill("{unknown} $& {a}", { a: "$&" }), "{unknown} $& $&");
});

Deno.test("both languages leave the same things to be filled in", () => {
  const names = (text: string): readonly string[] =>
    [...text.matchAll(/\{(\w+)\}/g)].map(([name]) => name).sort();
  const italian = new Map<string, string>(Object.entries(it.page));
  let filled = 0;
  for (const [key, text] of Object.entries(en.page)) {
    assertEquals(names(italian.get(key) ?? ""), names(text), key);
    filled += names(text).length;
  }
  assert(filled > 20, `${filled}`);
});
