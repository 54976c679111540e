/** The page's modules as one file. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { bundle } from "../../../../server/doors/web/bundle.ts";

/** Joins modules that are given as texts. */
function join(modules: Readonly<Record<string, string>>): Promise<string> {
  return bundle("main", (name) => Promise.resolve(modules[name] ?? ""));
}

/** Runs a script, and gives what it puts into `result`. */
function resultOf(script: string): unknown {
  const result: unknown[] = [];
  new Function("result", `"use strict";\n${script}`)(result);
  return result;
}

Deno.test("modules run once each, those that are needed first, and see only what they import", async () => {
  const script = await join({
    "main":
      'import { twice } from "./math.js";\nimport {\n  greet as hello,\n  Person,\n} from "./people.js";\nconst secret = 1;\nresult.push(hello(new Person("ada")), twice(secret));\n',
    "people":
      'import { twice } from "./math.js";\n/**\n * A person.\n */\nexport class Person {\n  constructor(name) {\n    this.name = name;\n  }\n}\nconst secret = 2;\nexport const greet = ({ name }) => `ciao ${name} ${twice(secret)}`;\n',
    "math": 'result.push("math");\nconst secret = 3;\nexport function twice(n) {\n  return n * 2;\n}\n',
  });
  assertEquals(resultOf(script), ["math", "ciao ada 4", 2]);
  assert(!script.includes("A person."));
});

Deno.test("what cannot be joined is a fault that is told, and not a page that breaks", async () => {
  const wrong = [
    'import all from "./x.js";\n',
    'export { a } from "./x.js";\n',
    "export default 1;\n",
    'import "./x.js";\n',
  ];
  for (const main of wrong) await assertRejects(() => join({ main }), Error, "not understood");
  await assertRejects(
    () => join({ main: 'import { a } from "./b.js";\n', b: 'import { c } from "./main.js";\n' }),
    Error,
    "main -> b -> main",
  );
});
