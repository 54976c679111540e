/** What is fetched with the program, and goes into the binary: all that its lock file names, so tests have a lock file of their own. */

import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import map from "./imports.json" with { type: "json" };
import { isFields } from "../protocol/fields.ts";

/** The packages that a lock file names, with what must be in them. */
function packagesOf(file: string): ReadonlyMap<string, string> {
  const lock: unknown = JSON.parse(Deno.readTextFileSync(new URL(`../${file}`, import.meta.url)));
  assert(isFields(lock) && isFields(lock.npm));
  return new Map(Object.entries(lock.npm).map(([name, what]) => [name, JSON.stringify(what)]));
}

Deno.test("the program's packages are those that are tested, and none that only tests need", () => {
  const tested = packagesOf("tests.lock");
  const packed = packagesOf("deno.lock");
  for (const [name, what] of packed) assertEquals(what, tested.get(name), name);
  const names = [...packed.keys()].map((name) => name.replace(/@[^@]*$/, ""));
  assert(names.includes("string-width") && names.includes("uqr"), names.join());
  for (const only of ["playwright-core", "axe-core", "fast-check", "@xterm/headless", "ws"]) {
    assert(!names.includes(only), `${only} is in deno.lock`);
  }
});

Deno.test("the program's lock file has all that main.ts needs", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--frozen", "main.ts"],
    cwd: new URL("../", import.meta.url),
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
});

Deno.test("what tests import besides, they import by a map of their own, which has the program's imports, too", () => {
  for (const [name, from] of Object.entries(config.imports)) {
    assertEquals(Reflect.get(map.imports, name), from);
  }
});
