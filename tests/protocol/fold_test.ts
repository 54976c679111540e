/** Long texts are shown short. */

import { assert, assertEquals } from "@std/assert";
import { foldText, MOST_ROWS } from "../../protocol/fold.ts";

/** How many rows a text takes, were it broken at the edge. */
function rows(text: string, columns: number): number {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
}

Deno.test("what fits into twenty rows stays as it is", () => {
  assertEquals(foldText("ciao", 80), undefined);
  assertEquals(foldText(Array(20).fill("x").join("\n"), 80), undefined);
  assertEquals(foldText("x".repeat(20 * 80), 80), undefined);
});

Deno.test("many lines, empty ones, and one that has no end are cut to twenty rows with the note, and counted", () => {
  assertEquals(foldText(Array(30).fill("x").join("\n"), 80), {
    text: Array(19).fill("x").join("\n"),
    more: 11,
  });
  assertEquals(foldText(`a${"\n".repeat(3_990)}b`, 80), { text: "a", more: 3_991 - 19 });
  for (const text of ["x".repeat(4_000), "words and words ".repeat(250), "字".repeat(2_000)]) {
    for (const columns of [20, 80, 200]) {
      const folded = foldText(text, columns);
      if (folded === undefined) assert(text.length <= columns * MOST_ROWS, `${columns}`);
      else assert(rows(folded.text, columns) < MOST_ROWS && text.startsWith(folded.text), `${columns}`);
    }
  }
});

Deno.test("a line that is cut ends with a whole word", () => {
  const folded = foldText(`${"word ".repeat(800)}`, 78);
  assert(folded?.text.endsWith("word") === true, folded?.text.slice(-10));
});
