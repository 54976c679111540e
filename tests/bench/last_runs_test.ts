/** The table of the last long runs. */

import { assertEquals } from "@std/assert";
import { withRow } from "../../bench/last_runs.ts";

const rowsOf = (text: string): readonly string[] => text.split("\n").filter((line) => line.startsWith("| `"));

Deno.test("a task has one row, its last, and the rows are in the order of their tasks", () => {
  const first = withRow("", "| `soak` | 2026-01-01 | a | ok |");
  const second = withRow(first, "| `chaos` | 2026-01-02 | b | ok |");
  const third = withRow(second, "| `soak` | 2026-01-03 | c | FAILED |");
  assertEquals(rowsOf(third), ["| `chaos` | 2026-01-02 | b | ok |", "| `soak` | 2026-01-03 | c | FAILED |"]);
  assertEquals(third.split("\n")[0], "# Last runs");
});
