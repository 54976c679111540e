/** Where a log ends from which a stream is made anew. */

import { assert, assertEquals } from "@std/assert";
import { firstPosition } from "../../../server/cluster/ledger.ts";
import { endOf } from "../../../server/cluster/renewal.ts";
import { test } from "../../support/sanitized.ts";

test("a log ends after the last turn that it has whole, and after the one of which it has a part: nothing of that is applied again", () => {
  const whole = { ...firstPosition("s", 0), applied: 7, digest: "d", tail: "t" };
  assertEquals(endOf(whole), whole);
  const part = { ...whole, done: 2, partial: 5 };
  const end = endOf(part);
  assertEquals([end.applied, end.done, end.partial], [8, 0, 0]);
  assert(end.digest !== "d");
  assert(endOf({ ...part, partial: 6 }).digest !== end.digest); // Whoever has something else notices.
});
