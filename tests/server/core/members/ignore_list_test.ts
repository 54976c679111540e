/** The people whom a person ignores: by their names and ids, over a rename, and how many. */

import { assertEquals } from "@std/assert";
import { nameKey } from "../../../../protocol/names.ts";
import { IgnoreList } from "../../../../server/core/members/ignore_list.ts";

Deno.test("a name is ignored in any spelling, until it is removed, and follows a rename", () => {
  const list = new IgnoreList();
  assertEquals([list.isEmpty, list.hides({ from: "Bob" })], [true, false]);
  list.add("Bob");
  assertEquals([list.isEmpty, list.hides({ from: "BOB" })], [false, true]);
  list.rename(nameKey("eve"), "Ada");
  list.rename(nameKey("bob"), "Rob");
  assertEquals(list.names, ["Rob"]);
  assertEquals([list.remove("bob"), list.remove("rob"), list.isEmpty], [false, true, true]);
});

Deno.test("a person is ignored whatever they are called, and can be shown again by the name that they have now", () => {
  const list = new IgnoreList();
  list.add("eve", "e1");
  assertEquals(list.hides({ from: "eva", person: "e1" }), true);
  assertEquals(list.hides({ from: "eva", person: "e2" }), false);
  assertEquals(
    list.hides({ from: "eve", person: "e2" }),
    true,
    "who comes back under the name is not let out",
  );
  assertEquals([list.remove("eva", "e1"), list.isEmpty, list.hides({ from: "eva", person: "e1" })], [
    true,
    true,
    false,
  ]);
});

Deno.test("who is ignored twice is there once", () => {
  const list = new IgnoreList();
  list.add("eve", "e1");
  list.add("eva", "e1");
  assertEquals(list.names, ["eva"]);
  list.remove("eva");
  assertEquals(list.hides({ from: "zoe", person: "e1" }), false);
});

Deno.test("of more than 200 names the oldest goes", () => {
  const list = new IgnoreList();
  for (let i = 0; i <= 200; i++) list.add(`n${i}`, `p${i}`);
  assertEquals([list.names.length, list.hides({ from: "n0", person: "p0" }), list.hides({ from: "n1" })], [
    200,
    false,
    true,
  ]);
});
