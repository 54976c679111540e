/** What is offered while something is typed. */

import { assert, assertEquals } from "@std/assert";
import { askedFor, choicesFor } from "../../../web/writing/choices.ts";
import { EMOJI_NAMES } from "../../../web/writing/emoji_names.ts";

const VOCABULARY = {
  names: ["fatima", "Fabio", "zed"],
  rooms: ["#tea", "#team"],
  standing: { role: "guest" },
} as const;

function offered(text: string): readonly string[] {
  const asked = askedFor(text, text.length);
  return asked === undefined ? [] : choicesFor(asked, VOCABULARY, EMOJI_NAMES).map(({ label }) => label);
}

Deno.test("a sign at the beginning of a word asks for names, rooms, commands or emoji", () => {
  assertEquals(offered("hi @fa"), ["@fatima", "@Fabio"]);
  assertEquals(offered("see #te"), ["#tea", "#team"]);
  assertEquals(offered("/whoi"), ["/whois"]);
  assertEquals(offered("/stan"), ["/stanze"]);
  assertEquals(offered("so :thumbsu"), ["👍 :thumbsup:"]);
});

Deno.test("what only looks like it asks for nothing", () => {
  for (
    const text of ["ada@fa", "a/whoi", "one: t", "it is 10:30", ":", ":a", "and /whoi", "https://x", "#tea "]
  ) {
    assertEquals(offered(text), [], text);
  }
});

Deno.test("an emoji is put in as itself, and each has a name of its own", () => {
  const asked = askedFor(":tada", 5);
  assert(asked !== undefined);
  assertEquals(choicesFor(asked, VOCABULARY, EMOJI_NAMES)[0]?.text, "🎉 ");
  const names = EMOJI_NAMES.map(([name]) => name);
  assertEquals(new Set(names).size, names.length);
  assert(EMOJI_NAMES.every(([name, emoji]) => name !== "" && emoji !== ""));
});
