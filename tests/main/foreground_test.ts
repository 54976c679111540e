/** Whether somebody sits at the terminal; with a real one in `tests/terminal/console_test.ts`. */

import { assertEquals } from "@std/assert";
import { isForeground } from "../../main/foreground.ts";

Deno.test("a process whose job its terminal runs is in the foreground, and no other is", () => {
  assertEquals(isForeground(" 4711  4711\n"), true);
  assertEquals(isForeground(" 4711  4700\n"), false, "in the background");
  assertEquals(isForeground(" 4711    -1\n"), false, "without a terminal");
  assertEquals(isForeground(""), false, "ps knows nothing of it");
  assertEquals(isForeground(" 4711\n"), false);
});
