/** One person who is in at several servers of a cluster with their account: what each client gets, and that they are one. */

import { assertEquals } from "@std/assert";
import type { HelloRequest } from "../../../protocol.ts";
import { test } from "../../support/sanitized.ts";
import { TestCluster, type TestNode } from "../../support/test_cluster.ts";
import type { TestClient } from "../../support/test_core.ts";

const PASSWORD = "correct horse";

/** Lets passwords be hashed, too. */
async function settle(cluster: TestCluster): Promise<void> {
  for (let i = 0; i < 5; i++) {
    for (let k = 0; k < 20; k++) await Promise.resolve();
    await cluster.settle();
  }
}

function come({ core }: TestNode, name: string, more: Partial<HelloRequest> = {}): TestClient {
  const client = core.connect();
  client.sendFrames({ type: "hello", name, room: "lobby", ...more });
  return client;
}

/** Three servers, with bob at the third, and ada's name claimed by a password. */
async function claimed() {
  const cluster = new TestCluster();
  const [one, two, three] = [await cluster.add(), await cluster.add(), await cluster.add()];
  const [ada, bob] = [come(one, "ada"), come(three, "bob")];
  await settle(cluster);
  ada.sendFrames({ type: "claim", password: PASSWORD });
  await settle(cluster);
  return { cluster, one, two, three, ada, bob };
}

const LOGIN = { auth: { password: PASSWORD } };
const roomsTold = (client: TestClient): readonly string[] =>
  [...client.framesOf("welcome"), ...client.framesOf("entered")].map(({ room }) => room).sort();

test("of clients of one account that come in at several servers in one instant one person is made, in all rooms that they want, and each of them is told of all", async () => {
  const { cluster, one, two, ada, bob } = await claimed();
  for (const room of ["tea", "coffee"]) bob.sendFrames({ type: "join", room });
  ada.sendFrames({ type: "quit" });
  await settle(cluster);
  const [joined, left] = [bob.framesOf("joined").length, bob.framesOf("left").length];
  const clients = [
    come(one, "ada", LOGIN),
    come(two, "ada", { ...LOGIN, room: "tea" }),
    come(two, "Ada", { ...LOGIN, room: "coffee" }),
    come(one, "ada", { ...LOGIN, room: "tea" }),
  ];
  await settle(cluster);
  for (const client of clients) {
    assertEquals([client.framesOf("error"), client.framesOf("bye")], [[], []]);
    assertEquals(client.framesOf("welcome").map(({ name, account }) => [name, account]), [["ada", true]]);
    assertEquals(roomsTold(client), ["coffee", "lobby", "tea"]);
  }
  assertEquals(bob.framesOf("joined").slice(joined).map(({ name, room }) => `${name} ${room}`).sort(), [
    "ada coffee",
    "ada lobby",
    "ada tea",
  ]);
  assertEquals(cluster.servers.map(({ core }) => core.hub.find("ada")?.seats.length), [4, 4, 4]);
  clients.forEach((client, index) => client.say(`from ${index}`, "1"));
  await settle(cluster);
  assertEquals(bob.messageTexts.slice(-4).sort(), ["from 0", "from 1", "from 2", "from 3"]);
  assertEquals(clients.map((client) => client.framesOf("ack").length), [1, 1, 1, 1]);
  for (const client of clients.slice(1)) client.sendFrames({ type: "quit" });
  await settle(cluster);
  assertEquals(bob.framesOf("left").length, left);
  clients[0]?.sendFrames({ type: "quit" });
  await settle(cluster);
  assertEquals([bob.framesOf("left").length, one.core.hub.find("ada")], [left + 3, undefined]);
  cluster.close();
});

test("a room that somebody enters with a client at one server is shown to their clients at others, with what was said there", async () => {
  const { cluster, two, ada, bob } = await claimed();
  const page = come(two, "ada", LOGIN);
  bob.sendFrames({ type: "join", room: "tea" });
  await settle(cluster);
  bob.sendFrames({ type: "say", room: "tea", text: "before", id: "1" });
  await settle(cluster);
  two.core.history.isFull = true; // What is said right before cannot be stored there for now, and so is not to be read.
  bob.sendFrames({ type: "say", room: "tea", text: "just before", id: "2" });
  await settle(cluster);
  ada.sendFrames({ type: "join", room: "tea" });
  await settle(cluster);
  assertEquals([ada, page].map((client) => client.framesOf("entered").length), [1, 0]);
  two.core.history.isFull = false;
  await cluster.pass(2_000);
  bob.sendFrames({ type: "say", room: "tea", text: "after", id: "3" });
  await settle(cluster);
  for (const client of [ada, page]) {
    assertEquals(client.framesOf("entered").map(({ room }) => room), ["tea"]);
    assertEquals(client.messageTexts, ["before", "just before", "after"]);
  }
  page.sendFrames({ type: "part", room: "tea" });
  await settle(cluster);
  assertEquals([ada, page].map((client) => client.framesOf("parted").map(({ room }) => room)), [["tea"], [
    "tea",
  ]]);
  cluster.close();
});

test("where what was said right before somebody enters a room with a client elsewhere cannot be stored, they are shown the room once it is", async () => {
  const { cluster, two, three, ada, bob } = await claimed();
  const page = come(two, "ada", LOGIN);
  bob.sendFrames({ type: "join", room: "tea" });
  await settle(cluster);
  two.core.history.isFull = true;
  bob.sendFrames({ type: "say", room: "tea", text: "just before", id: "1" });
  await three.core.endTurn(); // It is in the stream, and nobody is told yet.
  ada.sendFrames({ type: "join", room: "tea" });
  await settle(cluster);
  assertEquals([ada, page].map((client) => client.framesOf("entered").length), [1, 0]);
  two.core.history.isFull = false;
  await cluster.pass(2_000);
  bob.sendFrames({ type: "say", room: "tea", text: "after", id: "2" });
  await settle(cluster);
  assertEquals(page.framesOf("entered").map(({ room }) => room), ["tea"]);
  assertEquals(page.messageTexts, ["just before", "after"]);
  cluster.close();
});

test("private words to and from somebody are shown once by each of their clients, whatever servers these are at, and acknowledged to the one that sent them", async () => {
  const { cluster, one, two, three, ada, bob } = await claimed();
  const page = come(two, "ada", LOGIN);
  const third = come(three, "ada", LOGIN);
  const cy = come(one, "cy");
  await settle(cluster);
  cy.sendFrames({ type: "private", to: "ada", text: "from here", id: "1" });
  bob.sendFrames({ type: "private", to: "ada", text: "from there", id: "1" });
  await settle(cluster);
  page.sendFrames({ type: "private", to: "bob", text: "an answer", id: "7", action: true });
  page.sendFrames({ type: "private", to: "cy", text: "another" });
  await settle(cluster);
  ada.sendFrames({ type: "private", to: "ada", text: "to me", id: "8" });
  await settle(cluster);
  const told = (client: TestClient) =>
    client.framesOf("private").map(({ from, to, text }) => `${from} ${to}: ${text}`);
  for (const client of [ada, page, third]) {
    assertEquals([...told(client)].sort(), [
      "ada ada: to me",
      "ada bob: an answer",
      "ada cy: another",
      "bob ada: from there",
      "cy ada: from here",
    ]);
  }
  const ids = (client: TestClient) =>
    client.framesOf("private").filter(({ to }) => to === "bob").map(({ id, action }) => [id, action]);
  assertEquals([ada, page, third].map(ids), [[[undefined, true]], [["7", true]], [[undefined, true]]]);
  assertEquals([cy, bob, page].map((client) => client.framesOf("delivered").map(({ id }) => id)), [["1"], [
    "1",
  ], ["7"]]);
  assertEquals([...told(bob)], ["bob ada: from there", "ada bob: an answer"]);
  cluster.close();
});

test("who says with a client at one server that they are away, and that they are back, is told so by their clients at others", async () => {
  const { cluster, two, ada } = await claimed();
  const page = come(two, "ada", LOGIN);
  await settle(cluster);
  ada.sendFrames({ type: "away", why: "lunch" });
  await settle(cluster);
  page.sendFrames({ type: "back" });
  await settle(cluster);
  for (const client of [ada, page]) {
    assertEquals(client.framesOf("away").map(({ why }) => why), ["lunch"]);
    assertEquals(client.framesOf("back").length, 1);
  }
  cluster.close();
});

test("who says that they are away and back again before any of it was told is told each once, and all servers have the last", async () => {
  const { cluster, one, two, three, ada } = await claimed();
  const page = come(two, "ada", LOGIN);
  await settle(cluster);
  ada.sendFrames({ type: "away", why: "lunch" }, { type: "back" }, { type: "away", why: "tea" });
  page.sendFrames({ type: "away", why: "a walk" });
  await settle(cluster);
  assertEquals(ada.framesOf("away").map(({ why }) => why).slice(0, 2), ["lunch", "tea"]);
  assertEquals(ada.framesOf("back").length, 1);
  const last = three.core.hub.find("ada")?.away;
  for (const [server, client] of [[one, ada], [two, page]] as const) {
    assertEquals([server.core.hub.find("ada")?.away, client.framesOf("away").at(-1)?.why], [last, last]);
  }
  cluster.close();
});
