import { assertEquals } from "@std/assert";
import { hasShell, parseProcesses } from "../../../client/terminal/suspend.ts";
import { test } from "../../support/sanitized.ts";

/** A terminal's shell with a job of two processes, one under the other, and a lone program in a window of tmux. */
const PROCESSES = parseProcesses(`
    1     0     1     1
   10     1    10    10
   20    10    20    10
   21    20    20    10
   30     1    30    30
   40    30    40    40
`);

test("a job that a shell began can be stopped, whichever of its processes asks", () => {
  assertEquals([20, 21].map((pid) => hasShell(pid, PROCESSES)), [true, true]);
});

test("a program that a terminal runs by itself cannot, nor one that nobody knows", () => {
  assertEquals([40, 99].map((pid) => hasShell(pid, PROCESSES)), [false, false]);
});

test("processes that are each other's parents end the search", () => {
  assertEquals(hasShell(1, parseProcesses("1 2 1 1\n2 1 1 1")), false);
});
