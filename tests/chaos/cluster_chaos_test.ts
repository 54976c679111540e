/** A short storm over a cluster; `deno task chaos:cluster` makes long ones. Without `nats-server` it is left out; not in CI. */

import { assert, assertEquals } from "@std/assert";
import { natsOrNothing } from "../support/nats.ts";
import { runClusterStorm } from "./cluster_storm.ts";

/** Its length in ms. */
const SHORT = Deno.env.get("CI") === "true" ? 30_000 : 20_000;

const nats = natsOrNothing();

Deno.test({
  name:
    "whatever is killed, paused and cut off in a cluster, nothing that was acknowledged is lost, and all have the same",
  ignore: nats === undefined,
  fn: async () => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
    const after = await runClusterStorm({
      seed,
      ms: SHORT,
      isEnough: ({ kills, nats, seen, visits }) => kills > 1 && nats > 0 && seen > 800 && visits > 6,
      servers: 3,
      talkers: 4,
      listeners: 4,
      nats: nats ?? "",
      replicas: 1,
      killEvery: 4_000,
      natsEvery: 7_000,
      pauseEvery: 15_000,
      cutEvery: 15_000,
    });
    assertEquals(after.faults, [], `seed ${seed}`);
    assert(
      after.done.kills > 1 && after.done.nats > 0 && after.messages > 50 && after.decided > 0,
      JSON.stringify(after),
    );
  },
});
