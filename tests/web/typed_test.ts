/** What a typed text means on the page: the same as the one table of commands says for every door. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type CommandRow,
  COMMANDS,
  type Intent,
  type TypingContext,
  usageOf,
} from "../../protocol/commands.ts";
import { interpret as interpretAnywhere, QUIT_WORDS } from "../../protocol/typed.ts";
import { pageWords } from "../../server/doors/web/page_words.ts";
import { en } from "../../words/en.ts";

/** The page's modules: loaded by their addresses, as their types are those of a browser. */
const WEB = new URL("../../web/", import.meta.url);
const typed: { interpret(typed: string, words: unknown, light: TypingContext): Intent } = await import(
  new URL("typed.js", WEB).href
);
const completing: {
  complete(
    text: string,
    cursor: number,
    vocabulary: { readonly names: readonly string[]; readonly rooms: readonly string[] },
    words: unknown,
  ): { readonly from: number; readonly insert: string; readonly choices: readonly string[] };
} = await import(new URL("complete.js", WEB).href);

const words: unknown = JSON.parse(pageWords(en));

const LIGHTS: readonly TypingContext[] = [
  { target: { kind: "room", room: "tea" }, room: "tea", now: 1_000_000, zone: 60, id: "a-1" },
  { target: { kind: "person", name: "bob" }, room: "tea", now: 1_000_000, correspondent: "bob", id: "a-2" },
  { target: { kind: "nowhere" }, room: "", now: 1_000_000, id: "a-3" },
];

/** Both readings of a line, as far as they must agree: which command an unknown one is near to is not part of it. */
function readings(line: string, light: TypingContext): readonly unknown[] {
  return [typed.interpret(line, words, light), interpretAnywhere(line, "page", light)].map((intent) =>
    intent.kind === "problem" ? { ...intent.problem, nearest: "" } : intent
  );
}

const lines: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(
    fc.constantFrom(...COMMANDS.flatMap((row: CommandRow) => [row.name, ...row.aliases])),
    fc.constantFrom(
      "",
      " ",
      "x",
      " bob",
      " bob: ciao",
      "  #tea bye",
      " #tea /ME waves",
      " bob /me",
      " # x",
      " #tea@17",
      " #tea@2",
      " 5",
      " 2H",
      " a  b ",
      " <b>",
    ),
    fc.constantFrom("/", "//", " /", "/ ", ""),
  ).map(([name, rest, slash]) => slash + name + rest),
  fc.constantFrom(...QUIT_WORDS).chain((word) => fc.constantFrom(word, `${word} ciao`, `${word}x`)),
  fc.string(),
);

Deno.test("the page reads what is typed as every other door does", () => {
  fc.assert(fc.property(lines, fc.constantFrom(...LIGHTS), (line, light) => {
    const [page, others] = readings(line, light);
    assertEquals(page, others);
  }));
});

Deno.test("the page has a meaning for each of its commands", () => {
  for (const row of COMMANDS.filter((row: CommandRow) => row.frontends.includes("page"))) {
    for (const rest of ["", " bob", " bob ciao", " #tea"]) {
      for (const light of LIGHTS) {
        const [page, others] = readings(`/${row.name}${rest}`, light);
        assertEquals(page, others, usageOf(row));
      }
    }
  }
});

Deno.test("Tab completes commands, what they take, rooms, and names", () => {
  const vocabulary = { names: ["bob", "Bo2", "Carla"], rooms: ["#tea", "#team", "#Work"] };
  const tab = (text: string): string => {
    const { from, insert } = completing.complete(text, text.length, vocabulary, words);
    return text.slice(0, from) + insert;
  };
  const cases: readonly (readonly [string, string])[] = [
    ["/wh", "/who"],
    ["/cat", "/catchup "],
    ["/help cat", "/help catchup"],
    ["c", "Carla: "],
    ["ciao c", "ciao Carla "],
    ["/msg c", "/msg Carla "],
    ["b", "Bo"],
    ["/join #w", "/join #Work "],
    ["see #te", "see #tea"],
    ["nobody", "nobody"],
    ["", ""],
  ];
  for (const [typed, completed] of cases) assertEquals(tab(typed), completed);
});
