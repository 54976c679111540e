/** A short storm; `deno task chaos` makes long ones. */

import { assert, assertEquals } from "@std/assert";
import { runStorm } from "./storm.ts";

/** Its length in ms: a dozen kills and over a hundred cuts; it goes on where the machine is so busy that it did next to nothing. */
const SHORT = 10_000;

Deno.test("whatever is killed and cut, nothing that was acknowledged is lost, and nothing comes twice", async () => {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  const after = await runStorm({
    seed,
    ms: SHORT,
    isEnough: ({ kills, cuts, seen }) => kills > 0 && cuts > 5 && seen > 700,
    talkers: 4,
    listeners: 3,
  });
  assertEquals(after.faults, [], `seed ${seed}`);
  assert(after.kills > 0 && after.cuts > 5 && after.messages > 50, JSON.stringify(after));
});
