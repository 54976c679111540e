/** Which logs come into a cluster, and what has a server go out of one that it does not understand any more. */

import { assertEquals } from "@std/assert";
import { CannotJoin } from "../../../server/cluster/beginning.ts";
import { TURN_VERSION } from "../../../server/cluster/entry.ts";
import { openLog } from "../../../server/store/log.ts";
import { storeNumbered } from "../../support/log_fixtures.ts";
import { test } from "../../support/sanitized.ts";
import { TestCluster } from "../../support/test_cluster.ts";

/** Why a log does not come in; `undefined` when it does. */
async function problemOf(cluster: TestCluster, file: string): Promise<string | undefined> {
  try {
    await cluster.add(file);
    return undefined;
  } catch (error) {
    if (error instanceof CannotJoin) return error.kind;
    throw error;
  }
}

test("a log that is not empty comes into no cluster that did not begin from it", async () => {
  const cluster = new TestCluster();
  const one = await cluster.add("one.db");
  const other = openLog(one.path.replace(/one\.db$/, "other.db"), "process");
  storeNumbered(other, 1);
  other.close();
  assertEquals(await problemOf(cluster, "other.db"), "other-base");
  cluster.close();
});

test("a log of one cluster comes into no other", async () => {
  const cluster = new TestCluster();
  const one = await cluster.add("one.db");
  cluster.kill(one);
  const { status } = cluster.stream;
  cluster.stream.status = status && { ...status, id: "another" };
  assertEquals(await problemOf(cluster, "one.db"), "other-stream");
  cluster.stream.status = status;
  assertEquals(await problemOf(cluster, "one.db"), undefined);
  cluster.close();
});

test("a server that was away for longer than the stream keeps does not come in with what it has", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add("one.db"), await cluster.add("two.db")];
  await cluster.settle();
  cluster.kill(one);
  const ada = two.core.connect();
  ada.hello("ada");
  await cluster.settle();
  ada.say("while it was away", "1");
  await cluster.settle();
  const { status, turns } = cluster.stream;
  cluster.stream.status = status && { ...status, first: turns.length };
  assertEquals(await problemOf(cluster, "one.db"), "behind");
  cluster.stream.status = status;
  assertEquals(await problemOf(cluster, "one.db"), undefined);
  cluster.close();
});

test("a server that is told a turn of a later version, or none at all, stops and says which", async () => {
  for (const [turn, reason] of [[{ v: TURN_VERSION + 1 }, "newer"], ["nothing", "unreadable"]] as const) {
    const cluster = new TestCluster();
    const one = await cluster.add();
    cluster.stream.write(new TextEncoder().encode(JSON.stringify(turn)), "strange");
    await cluster.settle();
    assertEquals(one.halts, [reason]);
    cluster.close();
  }
});
