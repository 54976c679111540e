/** What is changed in a source file, and what is left alone. */

import { assertEquals } from "@std/assert";
import { applyMutant, blank, mutantsOf } from "./mutants.ts";

/** The lines of a source that a change makes of it. */
function changed(source: string): readonly string[] {
  return mutantsOf(source).map((mutant) => applyMutant(source, mutant));
}

Deno.test("a comparison, a logical operator and a number one too large", () => {
  assertEquals(changed("const a = b === c;\n"), ["const a = b !== c;\n"]);
  assertEquals(changed("const a = b < c && d;\n"), ["const a = b <= c && d;\n", "const a = b < c || d;\n"]);
  assertEquals(changed("take(3);\n"), ["take(4);\n"]);
  assertEquals(changed("return [a - 1, 0];\n"), ["return [a + 1, 0];\n", "return [a - 1, 1];\n"]);
});

Deno.test("a condition is turned round, a call is left out", () => {
  assertEquals(changed("{\n  if (a) return;\n}\n"), ["{\n  if (!(a)) return;\n}\n"]);
  assertEquals(changed("{\n  this.#write(a, b);\n}\n"), ["{\n  ;\n}\n"]);
  assertEquals(changed("{\n  return write(a);\n  await write(b);\n}\n"), []);
});

Deno.test("comments, texts, templates, expressions and types stay", () => {
  assertEquals(changed("// a === b\n/* a && b */\n"), []);
  assertEquals(changed('const a = "b === c";\nconst d = `e && ${f("`")} && `;\nconst g = /h === "/;\n'), []);
  assertEquals(changed("export type A = 1 | 2;\nconst f = (a: Map<B, C>): D => e;\n"), []);
  assertEquals(blank('a("b") + `c${`d`}e`; // f\n'), "a(   ) +           ;     \n");
});
