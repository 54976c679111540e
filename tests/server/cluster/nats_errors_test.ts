/** What NATS says of a turn, as a server of a cluster takes it. */

import { assertEquals } from "@std/assert";
import { isNotStored } from "../../../server/cluster/nats_errors.ts";

Deno.test("what one disk of several does not take may be on the others: nobody is told that it is not stored", () => {
  const codes = [10_023, 10_047, 10_054, 10_077, 10_158];
  assertEquals([1, 3].map((replicas) => codes.map((code) => isNotStored(code, replicas))), [
    [true, true, true, true, false],
    [true, true, true, false, false],
  ]);
});
