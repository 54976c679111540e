/** Code and links in what people write. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isEmoji, type TextPart, textParts } from "../../../web/view/text_parts.ts";

/** Writes parts in one line each: `kind:text`. */
function written(text: string): readonly string[] {
  return textParts(text).map((part) => `${part.kind}:${said(part)}`);
}

/** Gives what a part says, items of a list with a bar between them. */
function said(part: TextPart): string {
  switch (part.kind) {
    case "list":
      return `${part.start ?? ""}${part.items.map((item) => item.map(said).join("")).join("|")}`;
    case "block":
      return part.lang === "" ? part.text : `${part.lang}>${part.text}`;
    case "plain":
    case "link":
    case "code":
      return part.text;
    default:
      return part.parts.map(said).join("");
  }
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

Deno.test("emphasis, quotes, lists and the language of code stand out, and nothing within a word or a name", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["*not* Friday", ["italic:not", "plain: Friday"]],
    ["**Thursday**, _not_ ~~Friday~~", [
      "bold:Thursday",
      "plain:, ",
      "italic:not",
      "plain: ",
      "strike:Friday",
    ]],
    ["2 * 3 * 4 and a_b_c, __init__", ["plain:2 * 3 * 4 and a_b_c, ", "bold:init"]],
    ["**a *b* c**", ["bold:a b c"]],
    ["*a\nb*", ["plain:*a\nb*"]],
    ["`*a*`", ["code:*a*"]],
    ["> a\n> b\nc", ["quote:a\nb", "plain:c"]],
    ["- a\n- *b*\nc", ["list:a|b", "plain:c"]],
    ["3. a\n4. b", ["list:3a|b"]],
    ["-1 degrees, 1.5 m", ["plain:-1 degrees, 1.5 m"]],
    ["so:\n```js\nlet a\n```\nok", ["plain:so:", "block:js>let a", "plain:ok"]],
    ["https://x.example/_a_b", ["link:https://x.example/_a_b"]],
  ];
  for (const [text, parts] of cases) assertEquals(written(text), parts, text);
});

Deno.test("nothing of a text is lost but backticks around code", () => {
  const texts = fc.array(fc.constantFrom("`", "```", "\n", " ", "a", "https://x.y/", ".", ")", "é")).map((
    all,
  ) => all.join(""));
  fc.assert(fc.property(texts, (text) => {
    const all = textParts(text).map(said).join("");
    const without = (some: string): string => some.replace(/[`\n>]/g, "");
    assertEquals(without(all), without(text));
    const plain = textParts(text).every(({ kind }) => kind !== "code" && kind !== "block");
    if (plain) assertEquals(all, text);
  }));
});

Deno.test("a few emoji are large, and nothing with a letter or a number is", () => {
  for (const text of ["👍", "👍🏽 ❤️", "👩‍👩‍👧", "🇮🇹"]) assertEquals(isEmoji(text), true, text);
  for (const text of ["", "a", "👍 a", "7", "👍".repeat(17)]) assertEquals(isEmoji(text), false, text);
});
