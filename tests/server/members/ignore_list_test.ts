/** The names that a person ignores: as they are written, over a rename, and how many. */

import { assertEquals } from "@std/assert";
import { nameKey } from "../../../protocol/names.ts";
import { IgnoreList } from "../../../server/members/ignore_list.ts";

Deno.test("a name is ignored in any spelling, until it is removed, and follows a rename", () => {
  const list = new IgnoreList();
  assertEquals(list.names, undefined);
  list.add("Bob");
  assertEquals(list.names?.get(nameKey("BOB")), "Bob");
  list.rename(nameKey("eve"), "Ada");
  list.rename(nameKey("bob"), "Rob");
  assertEquals([...list.names ?? []], [[nameKey("rob"), "Rob"]]);
  assertEquals([list.remove("bob"), list.remove("rob"), list.names], [false, true, undefined]);
});

Deno.test("of more than 200 names the oldest goes", () => {
  const list = new IgnoreList();
  for (let i = 0; i <= 200; i++) list.add(`n${i}`);
  assertEquals([list.names?.size, list.names?.has("n0"), list.names?.has("n1")], [200, false, true]);
});
