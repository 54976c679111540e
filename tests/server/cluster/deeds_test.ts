/** What people in charge do at one server is in force at all, at once, and in every file. */

import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { ClientFrame, HelloRequest, ModRequest, RoomMode } from "../../../protocol.ts";
import type { Role } from "../../../protocol/standing.ts";
import { decodeTurn } from "../../../server/cluster/entry.ts";
import { Origins } from "../../../net/origin.ts";
import { mod } from "../../support/people.ts";
import type { StreamFault } from "../../support/memory_stream.ts";
import { test } from "../../support/sanitized.ts";
import { TestCluster, type TestNode } from "../../support/test_cluster.ts";
import type { TestClient } from "../../support/test_core.ts";

const codes = (client: TestClient) => client.framesOf("error").map(({ code }) => code);

/** All that a server's file has of what was done. */
function rowsOf({ path, log }: TestNode): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = ["bans", "grants", "modes", "reports", "audit", "accounts", "messages"];
    return [tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all()), [...log.facts()]];
  } finally {
    db.close();
  }
}

function never(): never {
  throw new Error("not here");
}

class Scene {
  readonly cluster = new TestCluster();

  static async open(): Promise<Scene> {
    const scene = new Scene();
    for (let count = 0; count < 3; count++) await scene.cluster.add();
    return scene;
  }

  server(index: number): TestNode {
    const server = this.cluster.servers[index];
    if (server === undefined) throw new Error("no server");
    return server;
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 3; i++) await this.cluster.settle();
  }

  /** Has somebody come in at a server. */
  async enter(
    at: number,
    name: string,
    more: Partial<HelloRequest> & { readonly host?: string } = {},
  ): Promise<TestClient> {
    const { host = "192.0.2.1", ...hello } = more;
    const { core } = this.server(at);
    const client = core.connectFrom({ origin: new Origins().of(host), address: `${host}:9` });
    client.sendFrames({ type: "hello", name, room: "lobby", ...hello });
    await this.settle();
    return client;
  }

  /** Has somebody with an account of a rank come in at a server. */
  async inCharge(at: number, name: string, role: Role): Promise<TestClient> {
    const { node, core } = this.server(at);
    const proof = { kind: "session", value: core.tokens.hash(`session of ${name}`), label: "" } as const;
    node.changes.make({ do: "claim", name, key: name, role, home: 0, proof }, () => {});
    return await this.enter(at, name, { auth: { session: `session of ${name}` } });
  }

  async send(client: TestClient, ...frames: readonly ClientFrame[]): Promise<void> {
    client.sendFrames(...frames);
    await this.settle();
  }

  /** Checks that every file has the same, and ends everything. */
  close(): void {
    const [first, ...others] = this.cluster.servers.map(rowsOf);
    for (const other of others) assertEquals(other, first);
    assertEquals(this.cluster.servers.flatMap(({ halts }) => halts), []);
    this.cluster.close();
  }
}

test("who is banned at one server is out at another, is told why, and comes in at none", async () => {
  const scene = await Scene.open();
  const [owner, eve, bob] = [
    await scene.inCharge(0, "ada", "owner"),
    await scene.enter(1, "eve"),
    await scene.enter(2, "bob"),
  ];
  await scene.send(owner, mod("ban", { name: "eve", why: "noise" }));
  assertEquals(owner.framesOf("done").map(({ do: deed, n }) => [deed, n]), [["ban", 1]]);
  assertEquals(eve.framesOf("bye").map(({ reason, why }) => [reason, why]), [["removed", "noise"]]);
  assertEquals(codes(eve), ["banned"]);
  assertEquals(bob.framesOf("left").map(({ name, reason, by }) => [name, reason, by]), [[
    "eve",
    "removed",
    "ada",
  ]]);
  for (const at of [0, 1, 2]) {
    const again = await scene.enter(at, "eve", { resume: eve.resume(0) });
    assertEquals([codes(again), again.framesOf("welcome").length], [["banned"], 0], `${at}`);
  }
  await scene.send(owner, mod("unban", { n: 1 }));
  assertEquals((await scene.enter(2, "eve")).framesOf("welcome").length, 1);
  scene.close();
});

test("a deed that rests on a rank which was changed while it was on its way is not done, and its author is told so", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  const [eve, bob] = [await scene.enter(1, "eve"), await scene.enter(2, "bob")];
  await scene.send(bob, { type: "say", room: "lobby", text: "hm", id: "1" });
  const makes = (deed: "op" | "deop", name: string): ClientFrame => mod(deed, { name, room: "lobby" });
  const mutes = mod("mute", { name: "bob", room: "lobby" });
  const muted = () => bob.framesOf("moderated").filter(({ do: deed }) => deed === "mute").length;

  await scene.send(ada, makes("op", "eve"));
  ada.sendFrames(makes("deop", "eve"));
  await scene.send(eve, mutes); // Her server has not heard of it.
  assertEquals([codes(eve), codes(bob), muted()], [["not-allowed"], [], 0], "she is none any more");

  await scene.send(ada, makes("op", "eve"));
  ada.sendFrames(makes("deop", "eve"));
  await scene.send(eve, mod("delete", { room: "lobby", seq: 1 }));
  assertEquals(codes(eve), ["not-allowed", "not-allowed"], "once more, though it is a message and an entry");
  assertEquals(bob.framesOf("message").map(({ seq }) => seq), [1], "nor over words");
  const before = codes(eve).length;

  await scene.send(ada, makes("op", "eve"));
  ada.sendFrames(makes("op", "bob"));
  await scene.send(eve, mutes);
  assertEquals([codes(eve).length, codes(bob), muted()], [before + 1, [], 0], "he is more by now");

  await scene.send(ada, makes("deop", "bob"), mod("voice", { name: "bob", room: "lobby" }));
  await scene.send(eve, mutes);
  assertEquals([codes(ada), codes(eve).length, muted()], [[], before + 1, 1], "what follows it is done");
  scene.close();
});

test("each kind of deed is void at every server where its author is demoted, kicked or banned at another in the same instant, and they are told", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  const bob = await scene.enter(2, "bob");
  await scene.send(
    bob,
    ...[1, 2].map((n) => ({ type: "say", room: "lobby", text: `word ${n}`, id: n } as const)),
  );
  const inLobby = (what: ModRequest["do"], more: Partial<ModRequest> = {}): ClientFrame =>
    mod(what, { room: "lobby", ...more });
  const deeds: Readonly<Record<string, ClientFrame>> = {
    kick: inLobby("kick", { name: "bob" }),
    mute: inLobby("mute", { name: "bob" }),
    ban: inLobby("ban", { name: "bob" }),
    "ban of a pattern": inLobby("ban", { name: "b*" }),
    op: inLobby("op", { name: "bob" }),
    voice: inLobby("voice", { name: "bob" }),
    lock: inLobby("lock"),
    slow: inLobby("slow", { value: 5000 }),
    delete: inLobby("delete", { seq: 1 }),
    clear: inLobby("clear", { name: "bob", for: 60_000 }),
    topic: { type: "topic", room: "lobby", text: "mine", id: "t" },
  };
  const state = () =>
    scene.cluster.servers.map(({ core: { hub: { context: { members, moderation, pages } } } }) => ({
      bans: [...moderation.bans.all].filter(({ by }) => by !== "ada").length,
      grants: moderation.grant(members.nicknames.find("bob") ?? never(), "lobby"),
      mode: moderation.mode("lobby"),
      texts: pages.read("lobby", { after: 0, limit: 100 }).map(({ text }) => text),
      audit: moderation.store.audit(0, 500).filter(({ by }) => by !== "ada").length,
    }));
  const ends = { demoted: "deop", kicked: "kick", banned: "ban" } as const;
  await scene.send(ada, inLobby("topics", { value: true }));
  for (const [end, deed] of Object.entries(ends)) {
    for (const [index, [what, frame]] of Object.entries(deeds).entries()) {
      const name = `${end}${index}`;
      const eve = await scene.enter(1, name);
      await scene.send(ada, inLobby("op", { name }));
      const before = state();
      ada.sendFrames(inLobby(deed, { name }));
      await scene.send(eve, frame);
      assertEquals(state(), before, `${what}, ${end}`);
      assertEquals(codes(eve).length > 0, true, `${what}, ${end}: told`);
      assertEquals(eve.framesOf("done").length, 0, `${what}, ${end}`);
      await scene.send(eve, { type: "quit" });
    }
  }
  scene.close();
});

test("what a moderator of the server does is void everywhere where the owner takes the rank from them in the same instant", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  await scene.enter(2, "bob");
  await scene.send(ada, mod("approve", { value: true }));
  const eve = await scene.enter(2, "eve", { host: "198.51.100.7" });
  await scene.cluster.pass(1000);
  const deeds: readonly ClientFrame[] = [
    mod("ban", { name: "bob" }),
    mod("ban", { net: "203.0.113.0/24" }),
    mod("guests", { value: false }),
    mod("approve", { value: false }),
    mod("admit", { name: "eve" }),
    mod("admit", { name: "eve", value: false }),
    { type: "invite", room: "lobby" },
  ];
  const state = () =>
    scene.cluster.servers.map(({ path, core: { hub: { context: { moderation } } } }) => {
      const db = new DatabaseSync(path, { readOnly: true });
      const tickets = db.prepare("SELECT count(*) AS n FROM tickets").get()?.n;
      db.close();
      return [moderation.bans.size, moderation.settings(""), tickets];
    });
  for (const [index, frame] of deeds.entries()) {
    const name = `mod${index}`;
    const mia = await scene.inCharge(1, name, "moderator");
    const before = state();
    ada.sendFrames(mod("deop", { name }));
    await scene.send(mia, frame);
    assertEquals(state(), before, JSON.stringify(frame));
    const answers = [...mia.framesOf("done"), ...mia.framesOf("invitation")];
    assertEquals([answers, codes(mia).length > 0], [[], true], JSON.stringify(frame));
    assertEquals([codes(eve), eve.framesOf("welcome").length], [[], 0], "who waits goes on to wait");
  }
  const lines = scene.server(0).core.hub.context.moderation.store.audit(0, 100);
  assertEquals(lines.filter(({ by }) => by !== "ada"), []);
  scene.close();
});

test("a deed on somebody who proves to be more in the same instant, or comes back meanwhile, is judged by what they are then", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  const mia = await scene.inCharge(1, "mia", "moderator");
  const eve = await scene.inCharge(2, "eve", "member");
  await scene.send(ada, mod("op", { room: "lobby", name: "eve" }));
  eve.sendFrames({ type: "quit" });
  scene.server(2).core.hub.endTurn();
  const back = await scene.enter(2, "eve", { auth: { session: "session of eve" } });
  await scene.enter(0, "bob");
  ada.sendFrames(mod("op", { name: "eve" }));
  await scene.send(mia, mod("ban", { name: "eve" }));
  assertEquals([codes(mia), codes(back)], [["not-stored"], []], "she is a moderator by then");
  scene.close();
});

test("what two in charge set of one room in one instant is the first one's; the other is told, and takes nothing of it back", async () => {
  const scene = await Scene.open();
  const [ada, bea] = [await scene.inCharge(0, "ada", "owner"), await scene.inCharge(1, "bea", "moderator")];
  ada.sendFrames(mod("lock", { room: "lobby" }));
  await scene.send(bea, mod("slow", { room: "lobby", value: 5000 }));
  const modes = () => scene.cluster.servers.map(({ core }) => core.hub.context.moderation.mode("lobby"));
  assertEquals([codes(bea), modes()], [["not-stored"], [1, 2, 3].map(() => ({ lock: true }))]);
  await scene.send(bea, mod("slow", { room: "lobby", value: 5000 }));
  assertEquals(modes(), [1, 2, 3].map(() => ({ slow: 5000, lock: true })));
  ada.sendFrames(mod("topics", { room: "lobby", value: true }));
  const eve = await scene.enter(2, "eve");
  assertEquals(eve.framesOf("welcome").length, 0, "locked");
  scene.close();
});

test("that somebody is made a moderator, and its entry in the audit, are one thing in the stream and in every file", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  const eve = await scene.inCharge(1, "eve", "member");
  const before = scene.cluster.stream.turns.length;
  await scene.send(ada, mod("op", { name: "eve" }));
  const items = scene.cluster.stream.turns.slice(before).flatMap(({ bytes }) => {
    const turn = decodeTurn(bytes);
    return turn === undefined || turn === "newer" ? [] : turn.i.map(({ k }) => k);
  });
  assertEquals(items.filter((kind) => kind === "change" || kind === "deed"), ["deed"]);
  await scene.send(eve, mod("ban", { name: "tom" }));
  assertEquals(eve.framesOf("done").length, 1, "she may act at once");
  for (const { core } of scene.cluster.servers) {
    assertEquals(core.accounts.named("eve")?.role, "moderator");
    assertEquals(core.hub.context.moderation.store.audit(0, 9).length, 2);
  }
  scene.close();
});

test("what somebody says while they are kicked at another server is said nowhere, whether it has left their server or not", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  const [eve, bob] = [await scene.enter(1, "eve"), await scene.enter(2, "bob")];
  ada.sendFrames(mod("kick", { room: "lobby", name: "eve" }));
  eve.sendFrames({ type: "say", room: "lobby", text: "late", id: "1" });
  await scene.settle();
  assertEquals([bob.framesOf("message"), eve.framesOf("ack"), codes(eve).length > 0], [[], [], true]);
  scene.close();
});

test("what somebody says while a mute of them is on its way is said nowhere, whether it has left their server or not, and they are told so", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const [eve, bob] = [await scene.enter(1, "eve"), await scene.enter(2, "bob")];
  for (const client of [eve, bob]) await scene.send(client, { type: "join", room: "constructor" });
  const say = (text: string, room = "lobby"): ClientFrame => ({ type: "say", room, text, id: text });
  const told = () => eve.framesOf("error").map(({ code, id }) => `${code} ${id}`);

  owner.sendFrames(mod("mute", { name: "eve", room: "lobby" }));
  await scene.send(eve, say("late"), say("elsewhere", "constructor")); // Her server has not heard of it.
  assertEquals([bob.messageTexts, told()], [["elsewhere"], ["muted undefined", "muted late"]]);
  await scene.send(eve, say("later"));
  assertEquals(told().at(-1), "muted later");
  await scene.send(owner, mod("unmute", { name: "eve", room: "lobby" }));
  await scene.send(eve, say("again"));
  assertEquals(bob.messageTexts, ["elsewhere", "again"]);

  const { end } = scene.server(1);
  end.isCut = true;
  await scene.send(eve, say("under way"));
  await scene.send(eve, say("waiting"), say("waiting too", "constructor"));
  await scene.send(owner, mod("mute", { name: "eve" }));
  end.isCut = false;
  await scene.settle(); // Her server hears of the mute before it sends anything.
  await scene.cluster.pass(1000);
  assertEquals(bob.messageTexts, ["elsewhere", "again"]);
  assertEquals(told().slice(-3).toSorted(), ["muted under way", "muted waiting", "muted waiting too"]);
  scene.close();
});

test("who comes in, back, or into a room while a ban of them is on its way is not there when it has come", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const host = "198.51.100.7";
  const here = (name: string) => scene.server(2).core.hub.find(name);

  owner.sendFrames(mod("ban", { net: "198.51.100.0/24" }));
  const eve = await scene.enter(1, "eve", { host });
  assertEquals([codes(eve), here("eve")], [["banned"], undefined], "in");
  await scene.send(owner, mod("unban", { n: 1 }));

  const bob = await scene.enter(1, "bob");
  await scene.send(owner, { type: "join", room: "tea" });
  owner.sendFrames(mod("ban", { name: "bob", room: "tea" }));
  await scene.send(bob, { type: "join", room: "tea" });
  assertEquals([codes(bob), here("bob")?.memberships.map(({ room }) => room.name)], [["banned"], ["lobby"]]);

  const cy = await scene.enter(1, "cy", { host });
  const resume = cy.resume(0);
  cy.disconnect();
  await scene.settle();
  owner.sendFrames(mod("ban", { net: "198.51.100.0/24" }));
  const back = await scene.enter(2, "cy", { host, resume });
  assertEquals([codes(back), here("cy")], [["banned"], undefined], "back");
  scene.close();
});

test("a kick from a room ends it at the server where they are, and they stay in their others", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const eve = await scene.enter(1, "eve");
  await scene.send(eve, { type: "join", room: "tea" });
  await scene.send(owner, mod("kick", { name: "eve", room: "lobby" }));
  assertEquals([codes(eve), eve.framesOf("bye").length], [["kicked"], 0]);
  assertEquals(scene.server(2).core.hub.find("eve")?.memberships.map(({ room }) => room.name), ["tea"]);
  await scene.send(eve, { type: "join", room: "lobby" });
  assertEquals(codes(eve), ["kicked", "kicked"]);
  scene.close();
});

test("a ban by address hits whoever is here from there, at whichever server", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const [eve, bob] = [await scene.enter(1, "eve", { host: "198.51.100.7" }), await scene.enter(2, "bob")];
  await scene.send(owner, mod("ban", { net: "198.51.100.0/24" }));
  assertEquals([eve.framesOf("bye").length, bob.framesOf("bye").length], [1, 0]);
  assertEquals(scene.server(2).core.hub.addressProblem("198.51.100.9")?.code, "banned");
  scene.close();
});

test("what waits to be sent of who is hit by a ban of an address, which only their server knows, is said nowhere", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const eve = await scene.enter(1, "eve", { host: "198.51.100.7" });
  const tom = await scene.enter(1, "tom");
  const bob = await scene.enter(2, "bob");
  const say = (text: string): ClientFrame => ({ type: "say", room: "lobby", text, id: text });
  const { end } = scene.server(1);
  end.isCut = true;
  await scene.send(tom, say("under way"));
  await scene.send(eve, say("hers"));
  await scene.send(tom, say("his"));
  await scene.send(owner, mod("ban", { net: "198.51.100.0/24" }));
  end.isCut = false;
  await scene.settle(); // Her server hears of the ban before it sends anything.
  await scene.cluster.pass(1000);
  assertEquals([bob.messageTexts, eve.framesOf("bye").length], [["under way", "his"], 1]);
  scene.close();
});

test("who is muted at one server is not heard from another, and is told so; until the mute is lifted, or has lasted", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const [eve, bob] = [await scene.enter(1, "eve"), await scene.enter(2, "bob")];
  await scene.send(owner, mod("mute", { name: "eve", room: "lobby" }));
  await scene.send(eve, { type: "say", room: "lobby", text: "hm", id: "1" });
  assertEquals([codes(eve), bob.messageTexts], [["muted", "muted"], []]);
  assertEquals(bob.framesOf("moderated").map(({ do: deed, name }) => [deed, name]), [["mute", "eve"]]);
  await scene.send(owner, mod("unmute", { name: "eve", room: "lobby" }));
  await scene.send(eve, { type: "say", room: "lobby", text: "hm", id: "2" });
  assertEquals(bob.messageTexts, ["hm"]);
  await scene.send(owner, mod("mute", { name: "eve", room: "lobby", for: 5_000 }));
  await scene.cluster.pass(6_000);
  await scene.send(eve, { type: "say", room: "lobby", text: "again", id: "3" });
  assertEquals(bob.messageTexts, ["hm", "again"]);
  scene.close();
});

test("what a room is set to at one server counts at all; who makes one is its operator everywhere, and may make others so", async () => {
  const scene = await Scene.open();
  const [eve, bob, cy] = [
    await scene.enter(0, "eve"),
    await scene.enter(1, "bob"),
    await scene.enter(2, "cy"),
  ];
  await scene.send(eve, { type: "join", room: "tea" });
  await scene.send(bob, { type: "join", room: "tea" });
  await scene.send(eve, mod("readonly", { room: "tea", value: true }));
  assertEquals(bob.framesOf("mode").map(({ mode }) => mode), [{ readonly: true }]);
  await scene.send(bob, { type: "say", room: "tea", text: "hm", id: "1" });
  assertEquals(codes(bob), ["read-only"]);
  await scene.send(bob, mod("lock", { room: "tea" }));
  assertEquals(codes(bob).at(-1), "not-allowed");
  await scene.send(eve, mod("op", { name: "bob", room: "tea" }));
  await scene.send(bob, mod("lock", { room: "tea" }));
  await scene.send(cy, { type: "join", room: "tea" });
  assertEquals(codes(cy), ["locked"]);
  await scene.send(bob, mod("invite", { name: "cy", room: "tea" }));
  assertEquals(cy.framesOf("moderated").map(({ do: deed }) => deed), ["invite"]);
  await scene.send(cy, { type: "join", room: "tea" });
  assertEquals(cy.framesOf("entered").map(({ room }) => room), ["tea"]);
  scene.close();
});

test("what one sets a room to right after something else takes nothing of that back", async () => {
  const scene = await Scene.open();
  const [eve, bob] = [await scene.enter(0, "eve"), await scene.enter(1, "bob")];
  for (const peer of [eve, bob]) await scene.send(peer, { type: "join", room: "tea" });
  eve.sendFrames(
    mod("readonly", { room: "tea", value: true }),
    mod("readonly", { room: "tea", value: false }),
    mod("limit", { room: "tea", value: 7 }),
    mod("secret", { room: "tea", value: true }),
  );
  await scene.settle();
  const told: readonly RoomMode[] = [{ readonly: true }, {}, { limit: 7 }, { limit: 7, secret: true }];
  for (const peer of [eve, bob]) {
    assertEquals<readonly RoomMode[]>(peer.framesOf("mode").map(({ mode }) => mode), told);
  }
  scene.close();
});

test("a room that is empty and was never spoken in begins anew with who enters it next, at every server alike", async () => {
  const scene = await Scene.open();
  const [eve, bob] = [await scene.enter(0, "eve"), await scene.enter(1, "bob")];
  await scene.send(eve, { type: "join", room: "tea" });
  eve.sendFrames({ type: "part", room: "tea" });
  bob.sendFrames({ type: "join", room: "tea" });
  await scene.settle();
  for (const { core } of scene.cluster.servers) {
    const person = core.hub.find("bob");
    assertEquals(person && core.hub.context.moderation.rank(person, "tea"), "operator");
  }
  scene.close();
});

test("a text that is deleted at one server is out of every file, and what it was about of every view; what was cleared comes back everywhere", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const [eve, bob] = [await scene.enter(1, "eve"), await scene.enter(2, "bob")];
  await scene.send(eve, { type: "topic", room: "lobby", text: "rude", id: "t" });
  await scene.send(eve, { type: "say", room: "lobby", text: "one", id: "1" });
  await scene.send(owner, mod("delete", { room: "lobby", seq: 1 }));
  assertEquals(
    scene.cluster.servers.map((
      { log },
    ) => [log.topic("lobby"), log.read("lobby", { after: 0, limit: 1 })[0]?.text]),
    [
      [undefined, "(deleted)"],
      [undefined, "(deleted)"],
      [undefined, "(deleted)"],
    ],
  );
  assertEquals(bob.framesOf("message").map(({ redacts }) => redacts), [undefined, undefined, [1]]);
  await scene.send(owner, mod("clear", { room: "lobby", name: "eve", for: 60_000 }));
  const texts = () =>
    scene.cluster.servers.map(({ log }) => log.read("lobby", { after: 1, limit: 1 })[0]?.text);
  assertEquals(texts(), ["(deleted)", "(deleted)", "(deleted)"]);
  await scene.send(owner, mod("undo", { room: "lobby" }));
  assertEquals(texts(), ["one", "one", "one"]);
  scene.close();
});

test("a report reaches the moderators at other servers; who is made one may act at once, and everything is in every audit", async () => {
  const scene = await Scene.open();
  const [owner, mia] = [await scene.inCharge(0, "ada", "owner"), await scene.inCharge(1, "mia", "member")];
  const [eve, bob] = [await scene.enter(2, "eve"), await scene.enter(2, "bob")];
  await scene.send(owner, mod("op", { name: "mia" }));
  assertEquals(scene.server(2).core.hub.find("mia")?.account?.role, "moderator");
  await scene.send(bob, mod("report", { name: "eve", room: "lobby", why: "rude" }));
  assertEquals(
    mia.framesOf("moderated").filter(({ do: deed }) => deed === "report").map(({ name }) => name),
    ["eve"],
  );
  await scene.send(mia, mod("ban", { name: "eve" }));
  assertEquals(eve.framesOf("bye").length, 1);
  await scene.send(owner, mod("audit"));
  assertEquals(
    owner.framesOf("modlist").flatMap(({ lines }) => lines.map(({ do: deed, by }) => `${by} ${deed}`)),
    [
      "ada op",
      "bob report",
      "mia ban",
    ],
  );
  scene.close();
});

test("deeds of the same instant at several servers have numbers of their own, the same in each file; so have those of a server that is killed in one", async () => {
  const scene = await Scene.open();
  const owners = [
    await scene.inCharge(0, "ada", "owner"),
    await scene.inCharge(1, "bea", "moderator"),
    await scene.inCharge(2, "cat", "moderator"),
  ];
  owners.forEach((owner, index) =>
    owner.sendFrames(mod("ban", { name: `x${index}` }), mod("ban", { name: `y${index}` }))
  );
  await scene.settle();
  const numbers = owners.flatMap((owner) => owner.framesOf("done").map(({ n }) => n));
  assertEquals(numbers.sort(), [1, 2, 3, 4, 5, 6]);
  const [, , last] = scene.cluster.servers;
  if (last === undefined) throw new Error("no server");
  last.core.history.isFull = true;
  owners[0]?.sendFrames(mod("ban", { name: "z" }));
  owners[0]?.sendFrames(mod("slow", { room: "lobby", value: 1000 }));
  await scene.settle();
  await scene.cluster.crash(last);
  await scene.settle();
  const back = scene.server(2).core.hub.context.moderation;
  assertEquals([back.bans.size, back.mode("lobby")], [7, { slow: 1000 }]);
  scene.close();
});

const waiting = async (scene: Scene, client: TestClient): Promise<readonly string[]> => {
  await scene.send(client, mod("waiting"));
  return client.framesOf("modlist").at(-1)?.lines.map(({ n, subject }) => `${n} ${subject}`) ?? [];
};

const moderated = (client: TestClient) =>
  client.framesOf("moderated").map(({ do: deed, name, by }) => `${deed} ${name} ${by}`);

test("who waits at the door of one server is seen at all, once, and is let in or turned away from any", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(1, "ada", "owner");
  const mia = await scene.inCharge(2, "mia", "moderator");
  await scene.send(owner, mod("approve", { value: true }));
  const [eve, bob, tom] = [
    await scene.enter(0, "eve"),
    await scene.enter(0, "bob"),
    await scene.enter(1, "tom"),
  ];
  await scene.cluster.pass(1000);
  assertEquals(eve.framesOf("notice").map(({ code }) => code), ["approval"]);
  assertEquals(await waiting(scene, owner), ["1 tom", "2 eve", "3 bob"]);
  assertEquals(await waiting(scene, mia), ["1 eve", "2 bob", "3 tom"]);
  assertEquals(moderated(mia), ["waiting eve native", "waiting bob native", "waiting tom native"]);
  await scene.send(owner, mod("admit", { n: 2 }));
  assertEquals([eve, bob, tom].map((one) => one.framesOf("welcome").length), [1, 0, 0]);
  assertEquals(owner.framesOf("done").at(-1)?.also, 1);
  await scene.send(mia, mod("admit", { name: "bob", value: false }));
  assertEquals([codes(bob), bob.framesOf("welcome").length], [["not-admitted"], 0]);
  await scene.cluster.pass(1000);
  assertEquals([await waiting(scene, owner), await waiting(scene, mia)], [["1 tom"], ["3 tom"]]);
  assertEquals(moderated(owner).length, moderated(mia).length, "each is told once who waits no longer");
  await scene.send(mia, mod("approve", { value: false }));
  assertEquals(tom.framesOf("welcome").length, 1, "whoever waits comes in when nobody is to wait any more");
  await scene.send(owner, mod("audit"));
  assertEquals(
    owner.framesOf("modlist").at(-1)?.lines.map(({ do: deed, subject, by }) => `${by} ${deed} ${subject}`),
    ["ada approve on", "ada admit eve", "mia admit - bob", "mia approve off"],
  );
  scene.close();
});

test("whoever comes to the door between the order to let all in and its place in the stream waits on, wherever they are", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(1, "ada", "owner");
  await scene.send(owner, mod("approve", { value: true }));
  const [eve, bob] = [await scene.enter(0, "eve"), await scene.enter(1, "bob")];
  await scene.cluster.pass(1000);
  const { core } = scene.server(1);
  for (const [value, first] of [[undefined, [eve, bob]], [false, []]] as const) {
    const waited = (await waiting(scene, owner)).length;
    owner.sendFrames(mod("admit", { name: "*", ...(value !== undefined && { value }) }));
    const late = core.connectFrom({ origin: new Origins().of("192.0.2.1"), address: "192.0.2.1:9" });
    late.sendFrames({ type: "hello", name: `late${waited}`, room: "lobby" });
    await scene.settle();
    assertEquals(first.map((one) => one.framesOf("welcome").length), first.map(() => 1));
    assertEquals([codes(late), late.framesOf("welcome").length], [[], 0]);
    assertEquals([owner.framesOf("done").at(-1)?.also, (await waiting(scene, owner)).length], [waited, 1]);
  }
  scene.close();
});

test("whom a kick had wait, and who was let in at one server, waits at no other one for it", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  await scene.inCharge(1, "eve", "member");
  await scene.send(owner, mod("approve", { value: true }));
  await scene.send(owner, mod("kick", { name: "eve" }));
  await scene.cluster.pass(61_000);
  const remembered = () =>
    scene.cluster.servers.map(({ core }) => core.hub.context.moderation.sentOut.kicks.length);
  assertEquals(remembered(), [1, 1, 1]);
  const back = await scene.enter(1, "eve", { auth: { session: "session of eve" } });
  assertEquals(back.framesOf("welcome").length, 0, "she waits like somebody new");
  await scene.cluster.pass(1000);
  await scene.send(owner, mod("admit", { name: "eve" }));
  assertEquals([back.framesOf("welcome").length, remembered()], [1, [0, 0, 0]]);
  back.sendFrames({ type: "quit" });
  await scene.settle();
  const again = await scene.enter(2, "eve", { auth: { session: "session of eve" } });
  assertEquals(again.framesOf("welcome").length, 1);
  scene.close();
});

test("who waits at a server that goes waits no longer at the others", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(1, "ada", "owner");
  await scene.send(owner, mod("approve", { value: true }));
  await scene.enter(0, "eve");
  await scene.cluster.pass(1000);
  assertEquals(await waiting(scene, owner), ["1 eve"]);
  scene.cluster.kill(scene.server(0));
  owner.sendFrames(mod("admit", { n: 1 }));
  await scene.cluster.pass(12_000);
  assertEquals([codes(owner), await waiting(scene, owner)], [["nobody-waits"], []]);
  const late = { s: 0, d: "", w: [{ n: 1, name: "eve", door: "native", at: 1 }] };
  for (const e of [0, 1]) scene.cluster.stream.beat(JSON.stringify({ e, ...late })); // It was stopped for long, and goes on.
  assertEquals(await waiting(scene, owner), []);
  scene.close();
});

test("what somebody did at one server they take back at another within the half minute, once, and the last of it first", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  const phone = await scene.enter(2, "ada", { auth: { session: "session of ada" } });
  const eve = await scene.enter(1, "eve", { host: "198.51.100.7" });
  await scene.enter(1, "zoey");
  const long = "x".repeat(4000);
  for (let n = 0; n < 60; n++) {
    eve.sendFrames({ type: "say", room: "lobby", text: `${n} ${long}`.slice(0, 4000), id: n });
  }
  await scene.settle();
  const texts = () =>
    scene.cluster.servers.map(({ log }) =>
      log.read("lobby", { after: 0, limit: 100 }).filter(({ from, text }) =>
        from === "eve" && text !== "(deleted)"
      ).length
    );
  assertEquals(texts(), [60, 60, 60]);
  await scene.send(owner, mod("ban", { name: "z*y" }));
  await scene.send(owner, mod("clear", { room: "lobby", name: "eve", for: 60_000 }));
  assertEquals(texts(), [0, 0, 0]);
  await scene.send(phone, mod("undo", { room: "lobby" }));
  assertEquals([texts(), codes(phone)], [[60, 60, 60], []]);
  await scene.send(phone, mod("undo", { room: "lobby" }));
  await scene.send(owner, mod("undo", { room: "lobby" }));
  assertEquals([codes(phone), codes(owner)], [["nothing-to-undo"], ["nothing-to-undo"]]);
  await scene.send(owner, mod("ban", { name: "z*y" }));
  await scene.cluster.pass(31_000);
  await scene.send(phone, mod("undo", { room: "lobby" }));
  assertEquals(codes(phone), ["nothing-to-undo", "nothing-to-undo"]);
  await scene.send(owner, mod("ban", { name: "z*y" }));
  const before = scene.server(1).core.hub.context.moderation.bans.size;
  await scene.send(phone, mod("undo", { room: "lobby" }));
  assertEquals(scene.server(1).core.hub.context.moderation.bans.size, before - 1);
  scene.close();
});

test("what is not taken back, as its author's rank is taken in the same instant, they can take back later, also from another server", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  const eve = await scene.inCharge(1, "eve", "member");
  const phone = await scene.enter(2, "eve", { auth: { session: "session of eve" } });
  const bob = await scene.enter(2, "bob");
  const makes = (what: "op" | "deop"): ClientFrame => mod(what, { name: "eve", room: "lobby" });
  const undo = mod("undo", { room: "lobby" });
  const text = () =>
    scene.cluster.servers.map(({ log }) => log.read("lobby", { after: 0, limit: 1 })[0]?.text);
  await scene.send(bob, { type: "say", room: "lobby", text: "hm", id: "1" });
  for (const one of [eve, phone]) {
    await scene.send(ada, makes("op"));
    await scene.send(eve, mod("clear", { room: "lobby", name: "bob", for: 60_000 }));
    ada.sendFrames(makes("deop"));
    await scene.send(one, undo); // Void: her server has not heard of it.
    await scene.send(one, undo); // It has, and refuses it.
    assertEquals([codes(one).slice(-2), text()[0]], [["not-allowed", "not-allowed"], "(deleted)"]);
    await scene.send(ada, makes("op"));
    await scene.send(one, undo);
    assertEquals(text(), ["hm", "hm", "hm"]);
    await scene.send(one, undo);
    assertEquals(codes(one).at(-1), "nothing-to-undo");
  }
  const bans = () => scene.server(2).core.hub.context.moderation.bans.size;
  await scene.send(ada, mod("op", { name: "eve" }));
  await scene.send(eve, mod("ban", { name: "z*y" }));
  ada.sendFrames(mod("deop", { name: "eve" }));
  await scene.send(phone, mod("undo", { wide: true }));
  await scene.send(ada, mod("op", { name: "eve" }));
  assertEquals(bans(), 1);
  await scene.send(phone, mod("undo", { wide: true }));
  assertEquals(bans(), 0);
  await scene.send(eve, mod("ban", { name: "z*y" }));
  ada.sendFrames(mod("deop", { name: "eve" }));
  await scene.send(phone, mod("undo", { wide: true }));
  await scene.send(ada, mod("op", { name: "eve" }));
  await scene.cluster.pass(31_000);
  await scene.send(phone, mod("undo", { wide: true }));
  assertEquals([codes(phone).at(-1), bans()], ["nothing-to-undo", 1], "no longer than before");
  scene.close();
});

test("what is taken back in several turns stands in the audit where any of it is, and the rest can be taken back once more", async () => {
  const scene = await Scene.open();
  const ada = await scene.inCharge(0, "ada", "owner");
  const eve = await scene.enter(1, "eve");
  const bob = await scene.enter(2, "bob");
  for (let n = 0; n < 60; n++) {
    bob.sendFrames({ type: "say", room: "lobby", text: `${n} ${"x".repeat(4000)}`.slice(0, 4000), id: n });
  }
  await scene.send(ada, mod("op", { name: "eve", room: "lobby" }));
  await scene.send(eve, mod("clear", { room: "lobby", name: "bob", for: 60_000 }));
  const back = () =>
    scene.cluster.servers.map(({ log }) =>
      log.read("lobby", { after: 0, limit: 60 }).filter(({ text }) => text !== "(deleted)").length
    );
  const entries = () =>
    scene.server(2).core.hub.context.moderation.store.audit(0, 9).filter(({ do: what }) => what === "undo")
      .length;
  ada.sendFrames(mod("deop", { name: "eve", room: "lobby" }));
  await scene.send(eve, mod("undo", { room: "lobby" }));
  assertEquals(
    [back(), entries(), codes(eve)],
    [[0, 0, 0], 0, ["not-allowed"]],
    "void from its first turn on",
  );
  await scene.send(ada, mod("op", { name: "eve", room: "lobby" }));
  eve.sendFrames(mod("undo", { room: "lobby" }));
  const { stream } = scene.cluster;
  const faults: StreamFault[] = ["none", "lost"]; // The first turn is there, the second one is tried again.
  stream.fault = () => faults.shift() ?? "none";
  while (faults.length > 0) await scene.server(1).core.endTurn();
  ada.sendFrames(mod("deop", { name: "eve", room: "lobby" })); // It comes between the two turns.
  await scene.settle();
  await scene.cluster.pass(500);
  const [some = 0] = back();
  assertEquals([some > 0 && some < 60, back(), entries()], [true, [some, some, some], 1]);
  assertEquals(codes(eve), ["not-allowed", "not-allowed"], "she is told once");
  await scene.send(ada, mod("op", { name: "eve", room: "lobby" }));
  await scene.send(bob, { type: "edit", room: "lobby", seq: 1, text: "another" });
  await scene.send(eve, mod("undo", { room: "lobby" }));
  assertEquals([back(), entries()], [[60, 60, 60], 2]);
  assertEquals(
    scene.server(0).log.read("lobby", { after: 0, limit: 1 })[0]?.text,
    "another",
    "only the rest",
  );
  scene.close();
});

test("whoever does a deed while the others cannot be reached is told so at once, and reads on", async () => {
  const scene = await Scene.open();
  const owner = await scene.inCharge(0, "ada", "owner");
  await scene.enter(0, "eve");
  scene.server(0).end.isCut = true;
  await scene.cluster.pass(3_000);
  owner.sendFrames(mod("kick", { name: "eve" }), mod("bans"), { type: "history", room: "lobby" });
  await scene.cluster.pass(500);
  assertEquals(codes(owner), ["cut-off"]);
  assertEquals([owner.framesOf("modlist").length, owner.framesOf("history").length], [1, 1]);
  scene.server(0).end.mend();
  await scene.cluster.pass(3_000);
  await scene.send(owner, mod("kick", { name: "eve" }));
  assertEquals(owner.framesOf("done").map(({ do: deed }) => deed), ["kick"]);
  scene.close();
});

test("two in charge who do opposite or the same things in one instant at two servers both get a sensible answer, and every file has the same", async () => {
  const scene = await Scene.open();
  const [ada, bea] = [await scene.inCharge(0, "ada", "owner"), await scene.inCharge(1, "bea", "moderator")];
  const eve = await scene.enter(2, "eve");
  await scene.enter(2, "bob");
  await scene.send(eve, { type: "say", room: "lobby", text: "rude", id: "1" });
  const answers = async (one: ClientFrame, other: ClientFrame): Promise<readonly string[]> => {
    const before = [ada, bea].map(({ frames }) => frames.length);
    ada.sendFrames(one);
    bea.sendFrames(other);
    await scene.settle();
    return [ada, bea].map(({ frames }, index) =>
      frames.slice(before[index]).flatMap((frame) =>
        frame.type === "done" ? ["done"] : frame.type === "error" ? [frame.code] : []
      ).join()
    );
  };
  // The same twice.
  assertEquals(
    await answers(mod("kick", { room: "lobby", name: "bob" }), mod("kick", { room: "lobby", name: "bob" })),
    ["done", "done"],
  );
  assertEquals(
    await answers(mod("delete", { room: "lobby", seq: 1 }), mod("delete", { room: "lobby", seq: 1 })),
    ["done", "done"],
  );
  assertEquals(
    await answers(mod("op", { room: "lobby", name: "eve" }), mod("op", { room: "lobby", name: "eve" })),
    ["done", "not-stored"], // It rests on what she was.
  );
  // And what undoes it.
  assertEquals(
    await answers(mod("deop", { room: "lobby", name: "eve" }), mod("op", { room: "lobby", name: "eve" })),
    ["done", "done"],
  );
  const grants = scene.cluster.servers.map(({ core }) => {
    const { members, moderation } = core.hub.context;
    const person = members.nicknames.find("eve");
    return person && moderation.grant(person, "lobby");
  });
  assertEquals(new Set(grants).size, 1, "the same in force at all");
  await scene.send(bea, mod("ban", { name: "zed" }));
  const n = bea.framesOf("done").at(-1)?.n ?? 0;
  assertEquals(await answers(mod("unban", { n }), mod("unban", { n })), ["done", "done"]);
  assertEquals(await answers(mod("unban", { n }), mod("ban", { name: "zed" })), ["no-ban", "done"]);
  await scene.send(eve, { type: "say", room: "lobby", text: "wrnog", id: "2" });
  const last = Math.max(...eve.framesOf("message").map(({ seq }) => seq));
  ada.sendFrames(mod("delete", { room: "lobby", seq: last }));
  eve.sendFrames({ type: "edit", room: "lobby", seq: last, text: "wrong", id: "3" });
  await scene.settle();
  const texts = scene.cluster.servers.map(({ log }) =>
    log.read("lobby", { after: last - 1, limit: 1 })[0]?.text
  );
  assertEquals(
    texts,
    ["(deleted)", "(deleted)", "(deleted)"],
    "what is deleted stays so, whatever it was to become",
  );
  scene.close();
});
