/**
 * What a member of another server costs one of a cluster: prints the bytes of heap as JSON. Run with `--v8-flags=--expose-gc`.
 *
 * @module
 */

import { encodeTurn, TURN_VERSION } from "../server/cluster/entry.ts";
import type { Item } from "../server/cluster/item.ts";
import { TestCluster } from "../tests/support/test_cluster.ts";

/** How many there are, and how many come in one turn. */
const MEMBERS = 20_000;
const AT_ONCE = 500;

/** Somebody who came in at another server, in one room, with a token. */
function enter(n: number): Item {
  return {
    k: "enter",
    name: [`member-${n}`, `member-${n}`],
    pub: "",
    home: 0,
    seat: {
      hash: String(n).padStart(43, "hash of a token "),
      access: { isSecure: false, net: "203.0.113.7" },
    },
    room: ["lobby", "lobby"],
  };
}

function heapUsed(): number {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect !== "function") throw new Error("run it with --v8-flags=--expose-gc");
  for (let times = 0; times < 3; times++) collect();
  return Deno.memoryUsage().heapUsed;
}

const cluster = new TestCluster();
await cluster.add();
const { stream } = cluster;
const epoch = stream.turns.length + 1;
const write = (e: number, n: number, i: readonly Item[]): void =>
  void stream.write(encodeTurn({ v: TURN_VERSION, e, n, s: 0, d: "", i }), `${e}.${n}`);
write(0, 0, [{ k: "up", run: "another", version: String(TURN_VERSION), addresses: [] }]);
await cluster.settle();
const before = heapUsed();
for (let turn = 1; turn <= MEMBERS / AT_ONCE; turn++) {
  write(epoch, turn, Array.from({ length: AT_ONCE }, (_, index) => enter(turn * AT_ONCE + index)));
}
const kept = stream.turns.length;
for (let times = 0; times < 20; times++) await cluster.settle(); // Some turns of the loop, each of which applies a part.
stream.turns.splice(0, kept);
const perMember = (heapUsed() - before) / MEMBERS;
cluster.close();
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify({ perMember })));
