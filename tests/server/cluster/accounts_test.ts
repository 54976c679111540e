/** Claimed names across servers: what one server is told is so at all, in every file. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { ChangeOutcome, TableChange } from "../../../server/store/accounts.ts";
import type { HelloRequest } from "../../../protocol.ts";
import { TestKey } from "../../support/accounts.ts";
import { test } from "../../support/sanitized.ts";
import { TestCluster, type TestNode } from "../../support/test_cluster.ts";
import type { TestClient } from "../../support/test_core.ts";

const PASSWORD = "correct horse";
const codes = (client: TestClient) => client.framesOf("error").map(({ code }) => code);

/** Lets passwords be hashed, too. */
async function settle(cluster: TestCluster): Promise<void> {
  for (let i = 0; i < 5; i++) {
    for (let k = 0; k < 20; k++) await Promise.resolve();
    await cluster.settle();
  }
}

async function enter(
  cluster: TestCluster,
  { core }: TestNode,
  name: string,
  more: Partial<HelloRequest> = {},
): Promise<TestClient> {
  const client = core.connect();
  client.sendFrames({ type: "hello", name, room: "lobby", ...more });
  await settle(cluster);
  return client;
}

/** Answers the last challenge of a client by a key. */
async function prove(cluster: TestCluster, client: TestClient, key: TestKey, name: string): Promise<void> {
  const nonce = client.framesOf("challenge").at(-1)?.nonce;
  assert(nonce !== undefined, "no challenge");
  client.sendFrames({ type: "prove", sig: key.sign(nonce, name) });
  await settle(cluster);
}

/** All that a server's file has of accounts. */
function rowsOf({ path }: TestNode): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = ["accounts", "credentials", "tickets", "keys", "invited"];
    return tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all());
  } finally {
    db.close();
  }
}

function assertSame(cluster: TestCluster): void {
  const [first, ...others] = cluster.servers.map(rowsOf);
  for (const other of others) assertEquals(other, first);
  assertEquals(cluster.servers.flatMap(({ halts }) => halts), []);
}

async function three(limits = {}): Promise<[TestCluster, TestNode, TestNode, TestNode]> {
  const cluster = new TestCluster(limits);
  return [cluster, await cluster.add(), await cluster.add(), await cluster.add()];
}

test("a name that is claimed by a key at one server is that key's at all, and its holder one person with two clients who both speak", async () => {
  const [cluster, one, two, three_] = await three();
  const [bob, ada, key] = [
    await enter(cluster, three_, "bob"),
    await enter(cluster, one, "ada"),
    new TestKey(),
  ];
  ada.sendFrames({ type: "claim", key: key.id });
  await settle(cluster);
  await prove(cluster, ada, key, "ada");
  assertEquals(ada.framesOf("claimed").map(({ name }) => name), ["ada"]);
  const stranger = await enter(cluster, two, "Ada");
  assertEquals(codes(stranger), ["name-claimed"]);
  const again = await enter(cluster, two, "ada", { key: key.id });
  await prove(cluster, again, key, "ada");
  assertEquals(again.framesOf("welcome").map(({ name, account }) => [name, account]), [["ada", true]]);
  ada.say("from one", "1");
  again.say("from two", "1");
  await settle(cluster);
  assertEquals([...bob.messageTexts].sort(), ["from one", "from two"]);
  assertEquals([ada, again].map((client) => client.framesOf("ack").length), [1, 1]);
  assertEquals(new Set(bob.framesOf("message").map(({ person }) => person)).size, 1);
  bob.sendFrames({ type: "private", to: "ada", text: "psst", id: "2" });
  await settle(cluster);
  assertEquals([ada, again].map((client) => client.framesOf("private").length), [1, 1]);
  ada.sendFrames({ type: "quit" });
  await settle(cluster);
  assertEquals([bob.framesOf("left").length, one.core.hub.find("ada")?.isHere], [0, true]);
  again.sendFrames({ type: "quit" });
  await settle(cluster);
  assertEquals([bob.framesOf("left").length, one.core.hub.find("ada")], [1, undefined]);
  assertSame(cluster);
  cluster.close();
});

test("of two claims by one key, and of two of one name, the first in the stream counts, and no half of the other", async () => {
  const [cluster, one, two] = await three();
  const claim = (name: string, value: string): TableChange => ({
    do: "claim",
    name,
    key: name,
    role: "member",
    home: 0,
    proof: { kind: "key", value, label: "" },
  });
  const told: ChangeOutcome["kind"][] = [];
  const make = ({ node }: TestNode, change: TableChange): void =>
    node.changes.make(change, ({ kind }) => void told.push(kind));
  make(one, claim("ada", "k1"));
  make(two, claim("ada", "k2"));
  make(two, claim("eve", "k1"));
  make(one, claim("bob", "k3"));
  await settle(cluster);
  assertEquals([...told].sort(), ["made", "made", "refused", "refused"]);
  assertEquals(two.core.accounts.count, 2);
  assertSame(cluster);
  cluster.close();
});

test("a password that was set at one server counts at once at another, with a hello and before it", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = await enter(cluster, one, "ada");
  ada.sendFrames({ type: "claim", password: PASSWORD });
  for (let i = 0; i < 40; i++) await one.core.endTurn(); // It is hashed, and in the stream; the other is not told yet.
  assertEquals([two.core.hub.context.accounts.named("ada"), codes(ada)], [undefined, []]);
  const [irc, page] = [two.core.connect(), two.core.connect()];
  let isIn = false;
  two.core.hub.authenticate(irc.session, { name: "ada", password: PASSWORD }, () => isIn = true);
  page.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  await settle(cluster);
  assertEquals([isIn, codes(irc), codes(page)], [true, [], []]);
  assertEquals(page.framesOf("welcome").map(({ name }) => name), ["ada"]);
  cluster.close();
});

test("a new password and a device that is forgotten end the connections at other servers that came by the old proof", async () => {
  const [cluster, one, two] = await three();
  const [ada, key] = [await enter(cluster, one, "ada"), new TestKey()];
  ada.sendFrames({ type: "claim", password: PASSWORD });
  await settle(cluster);
  const old = await enter(cluster, two, "ada", { auth: { password: PASSWORD } });
  assertEquals(old.framesOf("welcome").map(({ account }) => account), [true]);
  ada.sendFrames({ type: "claim", key: key.id });
  await settle(cluster);
  await prove(cluster, ada, key, "ada");
  ada.sendFrames({ type: "account", do: "password", password: "another horse", old: PASSWORD });
  await settle(cluster);
  assertEquals(ada.framesOf("account").map(({ done }) => done), ["password"]);
  assertEquals(old.framesOf("bye").map(({ reason }) => reason), ["removed"]);
  assertEquals(codes(await enter(cluster, two, "ada", { auth: { password: PASSWORD } })), ["auth-failed"]);
  const byKey = await enter(cluster, two, "ada", { key: key.id });
  await prove(cluster, byKey, key, "ada");
  const n = one.core.accounts.credential("key", key.id)?.id ?? 0;
  ada.sendFrames({ type: "account", do: "forget", n });
  await settle(cluster);
  assertEquals(byKey.framesOf("bye").map(({ reason }) => reason), ["removed"]);
  assertEquals([one.core.hub.find("ada")?.isHere, ada.framesOf("bye").length], [true, 0]);
  assertSame(cluster);
  cluster.close();
});

test("a browser that stays logged in is known at every server; who gives the name up is a guest everywhere", async () => {
  const [cluster, one, two] = await three();
  const ada = await enter(cluster, one, "ada");
  ada.sendFrames({ type: "claim", password: PASSWORD });
  await settle(cluster);
  const page = await enter(cluster, two, "ada", { auth: { password: PASSWORD }, remember: true });
  const session = page.framesOf("welcome").at(-1)?.session ?? "";
  page.sendFrames({ type: "quit" });
  await settle(cluster);
  const back = await enter(cluster, one, "", { auth: { session } });
  assertEquals(back.framesOf("welcome").map(({ name }) => name), ["ada"]);
  back.sendFrames({ type: "account", do: "unclaim" });
  await settle(cluster);
  await cluster.pass(1_000);
  assertEquals([one, two].map(({ core }) => core.hub.find("ada")?.account), [undefined, undefined]);
  assertEquals([one, two].map(({ core }) => core.accounts.count), [0, 0]);
  assertSame(cluster);
  cluster.close();
});

test("the seats of a person at a killed server end after the grace, while they go on at another; and the person with the last", async () => {
  const [cluster, one, two, three_] = await three({ grace: 5_000 });
  const [bob, ada] = [await enter(cluster, three_, "bob"), await enter(cluster, one, "ada")];
  ada.sendFrames({ type: "claim", password: PASSWORD });
  await settle(cluster);
  const again = await enter(cluster, two, "ada", { auth: { password: PASSWORD } });
  const seats = () => three_.core.hub.find("ada")?.seats.length;
  assertEquals(seats(), 2);
  cluster.kill(one);
  const pong = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += 1_000) {
      again.sendFrames({ type: "pong" });
      bob.sendFrames({ type: "pong" });
      await cluster.pass(1_000);
    }
  };
  await pong(18_000);
  assertEquals([seats(), bob.framesOf("left").length], [1, 0]);
  again.disconnect();
  await pong(7_000);
  assertEquals([seats(), bob.framesOf("left").length], [undefined, 1]);
  cluster.close();
});

test("a claim that a killed server has not stored yet is there when it is back; accounts, and who is in with one, survive every server's end", async () => {
  const [cluster, one, two, three_] = await three();
  const ada = await enter(cluster, one, "ada");
  two.core.history.isFull = true;
  ada.sendFrames({ type: "claim", password: PASSWORD });
  await settle(cluster);
  assertEquals([one, two].map(({ core }) => core.accounts.count), [1, 0]);
  await cluster.crash(two);
  await settle(cluster);
  await cluster.crash(three_);
  await settle(cluster);
  assertEquals(cluster.servers.map(({ core }) => core.accounts.count), [1, 1, 1]);
  assertEquals(cluster.servers.map(({ core }) => core.hub.find("ada")?.account?.role), [
    "member",
    "member",
    "member",
  ]);
  const again = await enter(cluster, cluster.servers[2] ?? one, "ada", { auth: { password: PASSWORD } });
  assertEquals(again.framesOf("welcome").map(({ name, account }) => [name, account]), [["ada", true]]);
  assertSame(cluster);
  cluster.close();
});

test("who has no token to come back with, as with nc, and claims their name stays in, at every server", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const cy = one.core.connectFrom({ isProgram: false });
  cy.sendFrames({ type: "hello", name: "cy", room: "lobby" });
  const [bob, key] = [await enter(cluster, two, "bob"), new TestKey()];
  cy.sendFrames({ type: "claim", key: key.id });
  await settle(cluster);
  await prove(cluster, cy, key, "cy");
  assertEquals(cy.framesOf("claimed").map(({ name }) => name), ["cy"]);
  cy.say("still here", "1");
  await cluster.pass(35_000);
  assertEquals(bob.framesOf("message").map(({ from, text }) => `${from}: ${text}`), ["cy: still here"]);
  assertEquals(bob.framesOf("left"), []);
  assertEquals([cy.framesOf("bye"), codes(cy)], [[], []]);
  assertSame(cluster);
  cluster.close();
});

test("what is read at a server is known at all: by who has come back there from another, and by who was without a number before they claimed their name", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const readAt = ({ core }: TestNode, name: string) => core.hub.find(name)?.membershipIn("lobby")?.read;
  const [ada, bob] = [await enter(cluster, one, "ada"), await enter(cluster, one, "bob")];
  const cy = one.core.connectFrom({ isProgram: false });
  cy.sendFrames({ type: "hello", name: "cy", room: "lobby" });
  await settle(cluster);
  for (const id of ["1", "2", "3"]) ada.say("hi", id);
  await settle(cluster);
  const token = bob.framesOf("welcome")[0]?.token ?? "";
  const again = await enter(cluster, two, "bob", { resume: { token, after: { lobby: 3 } } });
  again.sendFrames({ type: "read", room: "lobby", seq: 2 });
  await cluster.pass(5_000);
  assertEquals([readAt(one, "bob"), readAt(two, "bob")], [2, 2]);
  const key = new TestKey();
  cy.sendFrames({ type: "claim", key: key.id });
  await settle(cluster);
  await prove(cluster, cy, key, "cy");
  cy.sendFrames({ type: "read", room: "lobby", seq: 3 });
  await cluster.pass(5_000);
  assertEquals([readAt(one, "cy"), readAt(two, "cy")], [3, 3]);
  cluster.close();
});
