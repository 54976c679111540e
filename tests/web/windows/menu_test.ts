/** Where keys lead in a menu. */

import { assertEquals } from "@std/assert";
import { nextItem } from "../../../web/windows/menu.ts";

Deno.test("arrows go round, Home and End to the ends, a letter to the next item that begins with it", () => {
  const labels = ["Mention", "Hide", "mute", "Ban"];
  const from = (key: string, at: number): number | undefined => nextItem(key, labels, at);
  assertEquals([from("ArrowDown", 0), from("ArrowDown", 3), from("ArrowUp", 0)], [1, 0, 3]);
  assertEquals([from("Home", 2), from("End", 0)], [0, 3]);
  assertEquals([from("m", 0), from("M", 2), from("b", 0), from("x", 0)], [2, 0, 3, undefined]);
  assertEquals([from("Enter", 0), from(" ", 0), from("Escape", 0)], [undefined, undefined, undefined]);
});
