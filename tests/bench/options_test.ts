/** The arguments of `deno task bench`. */

import { assertEquals } from "@std/assert";
import { parseBenchOptions } from "../../bench/options.ts";

Deno.test("everything has a default, and flags of the server stand behind two dashes", () => {
  const options = parseBenchOptions(["--quick", "--", "--ephemeral", "--outbox", "2MiB"]);
  assertEquals([options?.isQuick, options?.times, options?.against], [true, 1, undefined]);
  assertEquals(options?.serverFlags, ["--ephemeral", "--outbox", "2MiB"]);
});

Deno.test("another checkout is measured beside this one, as often as is asked for", () => {
  const options = parseBenchOptions([
    "--against",
    "../before",
    "--times",
    "5",
    "--only",
    "memory",
    "--idle",
    "9000",
  ]);
  assertEquals([options?.against, options?.times, options?.only, options?.idle], [
    "../before",
    5,
    ["memory"],
    9000,
  ]);
});

Deno.test("what is not understood is refused", () => {
  for (
    const args of [["--fast"], ["--times", "0"], ["--times", "many"], ["--only", "logins"], [
      "--idle",
      "123456",
    ]]
  ) {
    assertEquals(parseBenchOptions(args), undefined, args.join(" "));
  }
});

Deno.test("several measurements are taken that are named with commas between them, and written down if that is asked for", () => {
  const options = parseBenchOptions(["--only", "latency,beside", "--write"]);
  assertEquals([options?.only, options?.isWritten], [["latency", "beside"], true]);
  assertEquals(parseBenchOptions([])?.isWritten, false);
});
