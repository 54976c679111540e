/** The one key of a cluster: how a new server comes to have it, and who does not. */

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { CannotJoin } from "../../../server/cluster/beginning.ts";
import { pack } from "../../../server/cluster/parcel.ts";
import { makeReader, seal } from "../../../server/cluster/sealing.ts";
import { ANY_SERVER } from "../../../server/cluster/stream.ts";
import type { LogEvent } from "../../../server.ts";
import { OwnKey } from "../../../server/machine/identity.ts";
import { test } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { TestCluster } from "../../support/test_cluster.ts";

/** A cluster whose servers have keys in a folder, and what these servers log. */
class KeyedCluster extends TestCluster {
  readonly logged: LogEvent[] = [];
  readonly folder = new TempFolder();

  key(n: number): OwnKey {
    return new OwnKey(this.folder.file(`${n}.pem`), (event) => void this.logged.push(event));
  }

  start(n: number) {
    return this.add(`${n}.db`, { key: this.key(n), logger: (event) => void this.logged.push(event) });
  }

  /** Tells what was logged of keys. */
  get told(): readonly string[] {
    return this.logged.map((event) => event.event === "cluster" ? event.what : event.event)
      .filter((what) => what !== "up");
  }

  /** Settles until something is done; keys are made beside the loop, so it has its turn each time. */
  override async during<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const done = work.finally(() => void (isDone = true));
    done.catch(() => {});
    while (!isDone) {
      await this.settle();
      await this.clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return await done;
  }

  override close(): void {
    super.close();
    this.folder[Symbol.dispose]();
  }
}

test("who makes the stream makes the key, and every server that comes later has it from one that is up", async () => {
  const cluster = new KeyedCluster();
  await cluster.start(1);
  await cluster.start(2);
  await cluster.start(3);
  const fingerprint = await cluster.key(1).fingerprint();
  assertEquals(cluster.stream.status?.key, fingerprint);
  assertEquals([await cluster.key(2).fingerprint(), await cluster.key(3).fingerprint()], [
    fingerprint,
    fingerprint,
  ]);
  assertEquals(cluster.told.slice(0, 3), ["identity-made", "key-given", "identity-taken"]);
  const [made] = cluster.stream.turns;
  const secret = cluster.key(1).read().split("\n")[1] ?? "";
  const all = cluster.stream.turns.map(({ bytes }) => new TextDecoder().decode(bytes)).join();
  assert(made !== undefined && secret.length > 20 && !all.includes(secret));
  cluster.close();
});

test("a server without the key waits, and says so once, until one that has it is up", async () => {
  const cluster = new KeyedCluster();
  const one = await cluster.start(1);
  cluster.kill(one);
  const second = cluster.start(2);
  while (cluster.clock.elapsed() < 5_000) await new Promise((resolve) => setTimeout(resolve));
  assertEquals(await cluster.key(2).fingerprint(), undefined);
  await cluster.start(1);
  await second;
  assertEquals(await cluster.key(2).fingerprint(), await cluster.key(1).fingerprint());
  assertEquals(cluster.told.filter((what) => what === "identity-awaited").length, 1);
  cluster.close();
});

test("a server with a key of its own comes into no cluster that has another, and keeps it", async () => {
  const cluster = new KeyedCluster();
  await cluster.start(1);
  const own = await cluster.key(2).make();
  const problem = await cluster.start(2).then(() => undefined, (error) => error);
  assert(problem instanceof CannotJoin);
  assertEquals([problem.kind, problem.message], ["other-key", cluster.key(2).path]);
  assertEquals(await cluster.key(2).fingerprint(), own);
  cluster.close();
});

test("of two servers that would begin a cluster at once, the slower has the key of the other", async () => {
  const cluster = new KeyedCluster();
  const [one, two] = [cluster.start(1), cluster.start(2)];
  await Promise.all([one, two]);
  const fingerprint = cluster.stream.status?.key;
  assertEquals([await cluster.key(1).fingerprint(), await cluster.key(2).fingerprint()], [
    fingerprint,
    fingerprint,
  ]);
  cluster.close();
});

test("who does not know the cluster's secret is given nothing, and a key that is not the cluster's is not taken", async () => {
  const cluster = new KeyedCluster();
  const one = await cluster.start(1);
  const reader = await makeReader();
  const fields = { key: Buffer.from(reader.publicKey).toString("hex") };
  const asked = (secret: Uint8Array, about: typeof fields | { readonly key: string } = fields) =>
    cluster.during(one.end.pass(ANY_SERVER, pack(secret, ANY_SERVER, about)));
  assertEquals((await asked(new Uint8Array(32)))?.length, 0);
  assertEquals((await asked(one.log.personSecret, { key: "no key" }))?.length, 0);
  const given = await asked(one.log.personSecret);
  assert(given !== undefined && given.length > 0);
  assert(!new TextDecoder("latin1").decode(given).includes("PRIVATE KEY"));
  const other = cluster.key(9);
  await other.make();
  assertEquals(await cluster.key(2).take(other.read(), await cluster.key(1).make()), false);
  assertEquals(await cluster.key(2).fingerprint(), undefined);
  cluster.close();
});

test("what is sealed is read by the one whom it is for, as it was, and by nobody else", async () => {
  const [reader, other] = [await makeReader(), await makeReader()];
  const sealed = await seal(reader.publicKey, "a key");
  assert(sealed !== undefined);
  assertEquals(await reader.open(sealed), "a key");
  assertEquals(await other.open(sealed), undefined);
  const changed = new Uint8Array(sealed.bytes);
  changed[0] = (changed[0] ?? 0) ^ 1;
  assertEquals(await reader.open({ by: sealed.by, bytes: changed }), undefined);
  assertEquals(await reader.open({ by: new Uint8Array(65), bytes: sealed.bytes }), undefined);
  assertEquals(await seal(new Uint8Array(3), "a key"), undefined);
});
