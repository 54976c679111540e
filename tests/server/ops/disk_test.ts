/** How full a disk is, as far as the system tells. */

import { assertEquals } from "@std/assert";
import { diskOf } from "../../../server/ops.ts";
import { test } from "../../support/sanitized.ts";

test("a disk of which the system does not tell how large it is is not taken for a full one", () => {
  if (Deno.build.os === "linux") assertEquals(diskOf("/proc"), undefined); // It says 0 of 0 bytes, like a disk in memory without a bound.
});

test("a disk with files on it is larger than nothing", () => {
  assertEquals((diskOf(".")?.size ?? 0) > 0, true);
});
