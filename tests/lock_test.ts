/** What goes into the binary: a lock file of its own, as all that a lock file names is put in. */

import { assert, assertEquals } from "@std/assert";
import { isFields } from "../protocol/fields.ts";

/** The packages that a lock file names, with what must be in them. */
function packagesOf(file: string): ReadonlyMap<string, string> {
  const lock: unknown = JSON.parse(Deno.readTextFileSync(new URL(`../${file}`, import.meta.url)));
  assert(isFields(lock) && isFields(lock.npm));
  return new Map(Object.entries(lock.npm).map(([name, what]) => [name, JSON.stringify(what)]));
}

Deno.test("the binary's packages are those that are tested, and none that only tests need", () => {
  const tested = packagesOf("deno.lock");
  const packed = packagesOf("compile.lock");
  for (const [name, what] of packed) assertEquals(what, tested.get(name), name);
  const names = [...packed.keys()].map((name) => name.replace(/@[^@]*$/, ""));
  assert(names.includes("string-width") && names.includes("uqr"), names.join());
  for (const only of ["playwright-core", "axe-core", "fast-check", "@xterm/headless"]) {
    assert(!names.includes(only), `${only} is in compile.lock`);
  }
});

Deno.test("the binary's lock file has all that main.ts needs", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--lock=compile.lock", "--frozen", "main.ts"],
    cwd: new URL("../", import.meta.url),
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
});
