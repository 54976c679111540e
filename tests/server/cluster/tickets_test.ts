/** Invitations, links for the owner, and bots, across servers. */

import { assertEquals } from "@std/assert";
import { makeOwnerTicket, openBotTokens } from "../../../server/store/accounts.ts";
import { hashOfTicket, newTicketToken } from "../../../server/store/accounts.ts";
import type { TicketWish } from "../../../server/store/accounts.ts";
import { BotPosting } from "../../../server/core/bots.ts";
import { Origins } from "../../../net/origin.ts";
import { test } from "../../support/sanitized.ts";
import { TestCluster, type TestNode } from "../../support/test_cluster.ts";
import type { TestClient } from "../../support/test_core.ts";

const codes = (client: TestClient) => client.framesOf("error").map(({ code }) => code);

/** Makes a ticket at a server. */
async function ticket(
  cluster: TestCluster,
  { node }: TestNode,
  wish: Partial<TicketWish> = {},
): Promise<string> {
  const token = newTicketToken();
  const all = { kind: "entry", uses: 1, expires: cluster.clock.now() + 3_600_000, ...wish } as const;
  node.changes.make({ do: "ticket", hash: hashOfTicket(token), wish: all }, () => {});
  await cluster.settle();
  return token;
}

async function closed(): Promise<TestCluster> {
  const cluster = new TestCluster({}, { kind: "closed" });
  for (let count = 0; count < 3; count++) await cluster.add();
  return cluster;
}

function enter({ core }: TestNode, name: string, ticket: string): TestClient {
  const client = core.connect();
  client.sendFrames({ type: "hello", name, room: "lobby", ticket });
  return client;
}

test("a ticket with one use lets exactly one in of fifty who come at once to three servers, one with seven seven", async () => {
  for (const uses of [1, 7]) {
    const cluster = await closed();
    const [first] = cluster.servers;
    if (first === undefined) throw new Error("no server");
    const token = await ticket(cluster, first, { uses });
    const all = Array.from({ length: 50 }, (_, index) => {
      const server = cluster.servers[index % 3] ?? first;
      return enter(server, `guest${index}`, token);
    });
    for (let i = 0; i < 5; i++) await cluster.settle();
    assertEquals(all.filter((client) => client.framesOf("welcome").length > 0).length, uses);
    assertEquals(all.flatMap(codes), Array(50 - uses).fill("ticket-bad"));
    for (const { core } of cluster.servers) {
      assertEquals([...core.hub.context.members.nicknames.all].length, uses);
    }
    cluster.close();
  }
});

test("who came in by a ticket comes back at another server without one, also later, until it is revoked", async () => {
  const cluster = await closed();
  const [one, two] = cluster.servers;
  if (one === undefined || two === undefined) throw new Error("no servers");
  const ada = enter(one, "ada", await ticket(cluster, one));
  await cluster.settle();
  const resume = ada.resume(0);
  ada.sendFrames({ type: "quit" });
  await cluster.settle();
  const back = two.core.connect();
  back.hello("ada", resume);
  await cluster.settle();
  assertEquals(back.framesOf("welcome").length, 1);
  const stranger = two.core.connect();
  stranger.hello("eve");
  await cluster.settle();
  assertEquals(codes(stranger), ["closed"]);
  back.sendFrames({ type: "quit" });
  one.node.changes.make({ do: "revoke", ticket: 1 }, () => {});
  await cluster.settle();
  const late = one.core.connect();
  late.hello("ada", resume);
  await cluster.settle();
  assertEquals(codes(late), ["closed"]);
  cluster.close();
});

test("who goes while a use of their ticket is on its way gives it back", async () => {
  const cluster = await closed();
  const [one, two] = cluster.servers;
  if (one === undefined || two === undefined) throw new Error("no servers");
  const token = await ticket(cluster, one);
  const impatient = enter(one, "ada", token);
  impatient.disconnect();
  for (let i = 0; i < 3; i++) await cluster.settle();
  assertEquals(impatient.framesOf("welcome").length, 0);
  const again = enter(two, "ada", token);
  for (let i = 0; i < 3; i++) await cluster.settle();
  assertEquals([codes(again), again.framesOf("welcome").length], [[], 1]);
  cluster.close();
});

test("a name that is taken in the same instant gives the use back", async () => {
  const cluster = await closed();
  const [one, two] = cluster.servers;
  if (one === undefined || two === undefined) throw new Error("no servers");
  const token = await ticket(cluster, one, { uses: 2 });
  const both = [enter(one, "ada", token), enter(two, "ada", token)];
  for (let i = 0; i < 3; i++) await cluster.settle();
  assertEquals(both.flatMap(codes), ["name-taken"]);
  const other = enter(two, "eve", token);
  for (let i = 0; i < 3; i++) await cluster.settle();
  assertEquals(other.framesOf("welcome").length, 1);
  cluster.close();
});

test("the owner's link counts once in the cluster, and its holder is owner at every server", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const made = makeOwnerTicket(
    one.core.hub.context.tickets ?? { list: () => [] },
    one.node.changes,
    cluster.clock.now(),
  );
  const token = await cluster.during(made) ?? "";
  const open = async ({ core }: TestNode, name: string): Promise<TestClient> => {
    const client = core.connectFrom({ origin: new Origins().of("127.0.0.1") });
    client.sendFrames({ type: "hello", name, room: "lobby", ticket: token });
    for (let i = 0; i < 3; i++) await cluster.settle();
    return client;
  };
  const [ada, eve] = [await open(one, "ada"), await open(two, "eve")];
  assertEquals([ada.framesOf("welcome").map(({ role }) => role), codes(eve)], [["owner"], ["ticket-bad"]]);
  assertEquals(two.core.hub.find("ada")?.account?.role, "owner");
  cluster.close();
});

test("a bot whose token was made at one server posts at every one, once for each id, and at none when it is revoked", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = one.core.connect();
  ada.hello("ada");
  await cluster.settle();
  const hash = (token: string) => hashOfTicket(token);
  one.node.changes.make({ do: "token", hash: hash("secret"), name: "ci", key: "ci" }, () => {});
  await cluster.settle();
  const tokens = openBotTokens(two.path);
  const posting = new BotPosting({ ...two.core.hub.context, tokens });
  const key = posting.findToken("secret");
  if (key === undefined) throw new Error("no token");
  for (let times = 0; times < 2; times++) {
    const post = posting.say(key, { room: "lobby", text: "built", id: "1", action: undefined }, "192.0.2.1");
    const outcome = await cluster.during(post);
    assertEquals(outcome.kind === "stored" && [outcome.message.from, outcome.message.seq], ["ci", 1]);
  }
  assertEquals(ada.messageTexts, ["built"]);
  assertEquals([one.log.personOf("lobby", 1), two.log.personOf("lobby", 1)], [-1, -1]);
  two.node.changes.make({ do: "end-token", key: "ci" }, () => {});
  await cluster.settle();
  const elsewhere = openBotTokens(one.path);
  assertEquals([posting.findToken("secret"), elsewhere.find("secret")], [undefined, undefined]);
  tokens.close();
  elsewhere.close();
  cluster.close();
});

test("a token that was made at one server is good at once at another, which asks for all that is unheard once however many come", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const tokens = openBotTokens(two.path);
  const posting = new BotPosting({ ...two.core.hub.context, tokens });
  one.node.changes.make({ do: "token", hash: hashOfTicket("secret"), name: "ci", key: "ci" }, () => {});
  await one.core.endTurn();
  const before = cluster.stream.turns.length;
  const found = Array.from({ length: 20 }, async (_, n) => {
    const token = n % 2 === 0 ? "secret" : `wrong ${n}`;
    await posting.hearOf(token, "lobby");
    return posting.findToken(token)?.name;
  });
  assertEquals(posting.findToken("secret"), undefined, "it is not heard of yet");
  const names = await cluster.during(Promise.all(found));
  assertEquals(names, names.map((_, n) => n % 2 === 0 ? "ci" : undefined));
  assertEquals(cluster.stream.turns.length, before + 1);
  await posting.hearOf("secret", "lobby"); // It is known: nothing is asked.
  assertEquals(cluster.stream.turns.length, before + 1);
  two.end.isCut = true;
  await cluster.pass(15_000);
  await posting.hearOf("another", "lobby"); // Nobody can be asked.
  tokens.close();
  cluster.close();
});

test("who asks for all that is unheard while the server is taken for gone has it once that begins anew, and so have those who ask later", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const tokens = openBotTokens(two.path);
  const posting = new BotPosting({ ...two.core.hub.context, tokens });
  two.end.isCut = true;
  const asked = posting.hearOf("secret", "lobby");
  await cluster.pass(15_000);
  one.node.changes.make({ do: "token", hash: hashOfTicket("secret"), name: "ci", key: "ci" }, () => {});
  two.end.mend();
  await cluster.pass(2_000);
  await cluster.during(asked);
  one.node.changes.make({ do: "token", hash: hashOfTicket("later"), name: "bot", key: "bot" }, () => {});
  await one.core.endTurn();
  assertEquals(posting.findToken("later"), undefined, "it is not heard of yet");
  await cluster.during(posting.hearOf("later", "lobby"));
  assertEquals(["secret", "later"].map((token) => posting.findToken(token)?.name), ["ci", "bot"]);
  tokens.close();
  cluster.close();
});

test("however many guess, one after the other, what a server does not know, the cluster is asked some fifty times at once and then twenty a second", async () => {
  const cluster = new TestCluster();
  const [one] = [await cluster.add(), await cluster.add()];
  const posting = new BotPosting({ ...one.core.hub.context, tokens: undefined });
  const turns = async (count: number): Promise<number> => {
    const before = cluster.stream.turns.length;
    for (let n = 0; n < count; n++) {
      const heard = posting.hear();
      for (let round = 0; round < 3; round++) { // No time passes: it is asked, told and applied.
        await one.core.endTurn();
        cluster.stream.tell();
      }
      await one.core.endTurn();
      await heard;
    }
    return cluster.stream.turns.length - before;
  };
  assertEquals(await turns(80), 50);
  await cluster.clock.advance(1_000);
  assertEquals(await turns(80), 20);
  cluster.close();
});

test("what a bot is to post, and waits to be sent when its token is revoked at another server, is posted nowhere", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  for (const name of ["ci", "cd"]) {
    one.node.changes.make({ do: "token", hash: hashOfTicket(name), name, key: name }, () => {});
  }
  await cluster.settle();
  const tokens = openBotTokens(two.path);
  const posting = new BotPosting({ ...two.core.hub.context, tokens });
  const post = (name: string, text: string) => {
    const key = posting.findToken(name);
    if (key === undefined) throw new Error("no token");
    return posting.say(key, { room: "lobby", text, id: text, action: undefined }, "192.0.2.1");
  };
  two.end.isCut = true;
  const posts = [post("cd", "under way")];
  await cluster.settle();
  posts.push(post("ci", "late"), post("cd", "well"));
  one.node.changes.make({ do: "end-token", key: "ci" }, () => {});
  await cluster.settle();
  two.end.isCut = false;
  await cluster.settle(); // It hears of that before it sends anything.
  await cluster.pass(1000);
  const outcomes = await cluster.during(Promise.all(posts));
  assertEquals(outcomes.map(({ kind }) => kind), ["stored", "refused", "stored"]);
  assertEquals(one.log.read("lobby", { after: 0, limit: 9 }).map(({ text }) => text), ["under way", "well"]);
  tokens.close();
  cluster.close();
});

test("a bot whose server is taken for gone while it posts is told that nothing is stored, and posts it again with the same id", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  one.node.changes.make({ do: "token", hash: hashOfTicket("secret"), name: "ci", key: "ci" }, () => {});
  await cluster.settle();
  const tokens = openBotTokens(two.path);
  const posting = new BotPosting({ ...two.core.hub.context, tokens });
  const key = posting.findToken("secret");
  if (key === undefined) throw new Error("no token");
  const post = () =>
    posting.say(key, { room: "lobby", text: "built", id: "1", action: undefined }, "192.0.2.1");
  two.end.isCut = true;
  const lost = post();
  await cluster.pass(15_000);
  two.end.mend();
  await cluster.pass(2_000);
  assertEquals(await cluster.during(lost), { kind: "refused", problem: { code: "not-stored" } });
  assertEquals((await cluster.during(post())).kind, "stored");
  assertEquals(one.log.last("lobby"), 1);
  tokens.close();
  cluster.close();
});
