/** Code and links in what people write. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isEmoji, textParts } from "../../../web/view/text_parts.ts";

/** Writes parts in one line: `kind:text`. */
function written(text: string): readonly string[] {
  return textParts(text).map(({ kind, text }) => `${kind}:${text}`);
}

Deno.test("links, code in a line and blocks of code stand out, and links end where their sentence does", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["", []],
    ["ciao", ["plain:ciao"]],
    ["see https://x.example/a(b).", ["plain:see ", "link:https://x.example/a(b)", "plain:."]],
    ["(http://x.example)", ["plain:(", "link:http://x.example", "plain:)"]],
    ["`ls` and `rm`", ["code:ls", "plain: and ", "code:rm"]],
    ["```\na\nb\n``` then", ["block:a\nb", "plain: then"]],
    ["`https://x.example`", ["code:https://x.example"]],
    ["a`b\nc`", ["plain:a`b\nc`"]],
    ["http://a.example http://b.example", ["link:http://a.example", "plain: ", "link:http://b.example"]],
    ["https://x.example`code`", ["link:https://x.example", "code:code"]],
  ];
  for (const [text, parts] of cases) assertEquals(written(text), parts, text);
});

Deno.test("nothing of a text is lost but backticks around code", () => {
  const texts = fc.array(fc.constantFrom("`", "```", "\n", " ", "a", "https://x.y/", ".", ")", "é")).map((
    all,
  ) => all.join(""));
  fc.assert(fc.property(texts, (text) => {
    const said = textParts(text).map((part) => part.text).join("");
    const without = (all: string): string => all.replace(/[`\n]/g, "");
    assertEquals(without(said), without(text));
    const plain = textParts(text).every(({ kind }) => kind !== "code" && kind !== "block");
    if (plain) assertEquals(said, text);
  }));
});

Deno.test("a few emoji are large, and nothing with a letter or a number is", () => {
  for (const text of ["👍", "👍🏽 ❤️", "👩‍👩‍👧", "🇮🇹"]) assertEquals(isEmoji(text), true, text);
  for (const text of ["", "a", "👍 a", "7", "👍".repeat(17)]) assertEquals(isEmoji(text), false, text);
});
