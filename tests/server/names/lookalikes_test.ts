import { assertEquals } from "@std/assert";
import { Lookalikes } from "../../../server/names.ts";

Deno.test("an owner is found under all that looks like their name, until they are removed", () => {
  const names = new Lookalikes<string>();
  names.add("Ian", "ian");
  assertEquals(["lan", "IAN", "ian", "lam"].map((name) => names.find(name)), [
    "ian",
    "ian",
    "ian",
    undefined,
  ]);
  assertEquals(names.find("lan", "ian"), undefined, "nobody is in their own way");
  names.remove("Ian", "ian");
  assertEquals(names.find("lan"), undefined);
});

Deno.test("of old names that look like each other each is found, also when another one goes", () => {
  const names = new Lookalikes<string>();
  const old = ["bob", "b\u0585b", "b0b"];
  for (const name of old) names.add(name, name);
  for (const name of old) {
    assertEquals(names.find("BOB") !== undefined, true);
    assertEquals(names.find("bob", name) === undefined, name === old.at(-1));
    names.remove(name, name);
  }
  assertEquals(names.find("bob"), undefined);
});
