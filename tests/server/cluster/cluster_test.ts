/** What members of several servers see of one another. */

import { assertEquals } from "@std/assert";
import { parseBeat } from "../../../server/cluster/beat.ts";
import { test } from "../../support/sanitized.ts";
import { TestCluster } from "../../support/test_cluster.ts";

test("members of three servers read the same, with the same numbers, in the same order", async () => {
  const cluster = new TestCluster();
  const servers = [await cluster.add(), await cluster.add(), await cluster.add()];
  const clients = servers.map(({ core }) => core.connect());
  clients.forEach((client, index) => client.hello(["ada", "bob", "cy"][index] ?? ""));
  await cluster.settle();
  clients.forEach((client, index) => client.say(`hello ${index}`, `m${index}`));
  await cluster.settle();
  const seen = clients.map((client) =>
    client.framesOf("message").map(({ seq, from, text, at }) => [seq, from, text, at])
  );
  assertEquals(seen[0]?.length, 3);
  assertEquals([seen[1], seen[2]], [seen[0], seen[0]]);
  assertEquals(clients.map((client) => client.framesOf("ack").length), [1, 1, 1]);
  assertEquals(clients[0]?.framesOf("joined").map(({ name }) => name), ["bob", "cy"]);
  cluster.close();
});

test("who is on an errand at one server is seen at another by what they say, and by nothing else", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, ci] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  await cluster.settle();
  ci.sendFrames({ type: "hello", name: "ci", room: "lobby", create: false, errand: true });
  await cluster.settle();
  ci.say("built", "1");
  await cluster.settle();
  ci.sendFrames({ type: "quit" });
  await cluster.settle();
  assertEquals(ci.framesOf("ack").map(({ id }) => id), ["1"]);
  assertEquals(ada.messageTexts, ["built"]);
  assertEquals(ada.framesOf("left").length + ada.framesOf("joined").length, 0);
  cluster.close();
});

test("of two who want one name on two servers the first in the stream has it, and the other is told which one is free", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, other] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  other.hello("ADA");
  await cluster.settle();
  const welcomes = [ada, other].flatMap((client) => client.framesOf("welcome"));
  const errors = [ada, other].flatMap((client) => client.framesOf("error"));
  assertEquals([welcomes.length, errors.map(({ code }) => code)], [1, ["name-taken"]]);
  cluster.close();
});

test("who loses the connection to a killed server goes on at another, and nobody else notices", async () => {
  const cluster = new TestCluster({ grace: 5_000 });
  const [one, two, three] = [await cluster.add(), await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), three.core.connect()];
  ada.hello("ada");
  await cluster.settle();
  bob.hello("bob");
  await cluster.settle();
  ada.say("before", "1");
  await cluster.settle();
  cluster.kill(one);
  const again = two.core.connect();
  again.hello("ada", ada.resume(1));
  again.say("after", "2");
  await cluster.settle();
  assertEquals(again.framesOf("welcome").map(({ resumed, name }) => [resumed, name]), [[true, "ada"]]);
  await cluster.pass(20_000);
  assertEquals(bob.messageTexts, ["before", "after"]);
  assertEquals(bob.framesOf("left").length + bob.framesOf("joined").length, 0);
  cluster.close();
});

test("a server's lines tell of those who come to it and leave it, and not of those at others", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const bob = one.core.connect("plain");
  bob.hello("bob");
  await cluster.settle();
  bob.sendFrames({ type: "quit" });
  await cluster.settle();
  const told = [one, two].map(({ core }) => core.logged.map(({ event }) => event));
  assertEquals(told, [["joined", "left"], []]);
  cluster.close();
});

test("who was at a killed server makes room in time, though the others are killed and begun anew again and again", async () => {
  const cluster = new TestCluster({ grace: 30_000 });
  const [one] = [await cluster.add(), await cluster.add(), await cluster.add()];
  one.core.connect().hello("ada");
  one.core.connect("plain").hello("bob");
  await cluster.settle();
  cluster.kill(one);
  const isIn = (name: string) => cluster.servers.map(({ core }) => core.hub.find(name)?.isHere === true);
  for (let passed = 0; passed < 48_000; passed += 8_000) {
    await cluster.pass(8_000);
    if (passed === 16_000) assertEquals([isIn("ada"), isIn("bob")], [[true, true], [false, false]]);
    const [eldest] = cluster.servers;
    if (eldest !== undefined) await cluster.crash(eldest);
  }
  assertEquals(isIn("ada"), [false, false]);
  cluster.close();
});

test("people of a killed server who do not come back have left after the silence and the grace, everywhere once", async () => {
  const cluster = new TestCluster({ grace: 5_000 });
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = one.core.connect();
  const bob = two.core.connect("plain");
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  assertEquals(two.core.hub.find("ada")?.isHere, true);
  cluster.kill(one);
  await cluster.pass(10_000);
  assertEquals(two.core.hub.find("ada")?.isHere, true);
  await cluster.pass(8_000);
  assertEquals([two.core.hub.find("ada"), two.core.hub.find("bob")?.name], [undefined, "bob"]);
  cluster.close();
});

test("servers tell each other of who is without a server, and of nobody any more once nobody is", async () => {
  const cluster = new TestCluster({ grace: 5_000 });
  const [one] = [await cluster.add(), await cluster.add(), await cluster.add()];
  const told: unknown[] = [];
  cluster.stream.connect().onBeat((text) => told.push(...parseBeat(text)?.g ?? []));
  one.core.connect().hello("ada");
  await cluster.settle();
  cluster.kill(one);
  await cluster.pass(20_000);
  assertEquals(told.length > 0, true);
  told.length = 0;
  await cluster.pass(5_000);
  assertEquals(told, []);
  cluster.close();
});

test("a server that is begun again has all that was said without it, and the same people", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  cluster.kill(two);
  for (const id of ["1", "2", "3"]) ada.say(`number ${id}`, id);
  ada.sendFrames({ type: "join", room: "Tea" }, { type: "nick", name: "eve" });
  await cluster.settle();
  const back = await cluster.add("1.db");
  assertEquals(back.core.hub.find("eve")?.memberships.map(({ room }) => room.name), ["lobby", "Tea"]);
  assertEquals(back.log.last("lobby"), 3);
  const again = back.core.connect();
  again.hello("bob", bob.resume(0));
  await cluster.settle();
  assertEquals(again.framesOf("welcome").map(({ resumed }) => resumed), [true]);
  assertEquals(again.messageTexts, ["number 1", "number 2", "number 3"]);
  cluster.close();
});

test("a room is spelled alike everywhere, however those spell it who make it at the same time", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  ada.sendFrames({ type: "join", room: "Tea" });
  bob.sendFrames({ type: "join", room: "tea" });
  await cluster.settle();
  const [name] = ada.framesOf("entered").map(({ room }) => room);
  assertEquals(bob.framesOf("entered").map(({ room }) => room), [name]);
  ada.sendFrames({ type: "say", room: "TEA", text: "hot", id: "1" });
  await cluster.settle();
  assertEquals(bob.framesOf("message").map(({ room, text }) => [room, text]), [[name, "hot"]]);
  cluster.close();
});

test("a server that was cut off is taken for gone, ends its connections, and begins anew, ready for all; what it said late counts nowhere", async () => {
  const cluster = new TestCluster({ grace: 60_000 });
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  one.end.isCut = true;
  ada.say("late", "1");
  await cluster.pass(12_000);
  const again = two.core.connect();
  again.hello("ada", ada.resume(0));
  again.say("late", "1");
  await cluster.settle();
  assertEquals(one.core.hub.canStore, false);
  one.end.mend();
  await cluster.pass(2_000);
  assertEquals(ada.framesOf("bye").length, 1);
  assertEquals(bob.messageTexts, ["late"]);
  const third = one.core.connect();
  third.hello("cy");
  await cluster.settle();
  assertEquals([third.framesOf("welcome").length, one.core.hub.canStore], [1, true]);
  // What is for the epoch that has ended is answered no more.
  assertEquals([cluster.stream.takers.length, cluster.stream.answers.size], [2, 2]);
  assertEquals([one.log.last("lobby"), two.log.last("lobby")], [1, 1]);
  cluster.close();
});

test("a stream that has lost its end stops the servers that have it", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = one.core.connect();
  ada.hello("ada");
  await cluster.settle();
  ada.say("kept", "1");
  await cluster.settle();
  cluster.stream.turns.splice(-2);
  one.end.mend();
  two.end.mend();
  await cluster.settle();
  assertEquals([one.halts, two.halts], [["went-back"], ["went-back"]]);
  cluster.close();
});

test("a server that hears of another which has something else at the same turn stops, rather than go on with two truths", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  await cluster.settle();
  const { applied } = JSON.parse(one.log.facts().get("position") ?? "{}");
  one.end.hear(JSON.stringify({ e: 99, s: applied, d: "something else", a: "" }));
  await cluster.settle();
  assertEquals([one.halts, two.halts], [["forked"], []]);
  cluster.close();
});

test("who is away, and what is read, is known at every server", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  ada.say("hi", "1");
  ada.sendFrames({ type: "away", why: "tea" });
  await cluster.settle();
  bob.sendFrames({ type: "whois", name: "ada" }, { type: "read", room: "lobby", seq: 1 });
  await cluster.settle();
  assertEquals(bob.framesOf("whois").map(({ away }) => away), ["tea"]);
  await cluster.pass(5_000);
  assertEquals(one.core.hub.find("bob")?.membershipIn("lobby")?.read, 1);
  ada.sendFrames({ type: "back" });
  await cluster.settle();
  assertEquals(two.core.hub.find("ada")?.away, undefined);
  cluster.close();
});

test("a server that is cut off lets nobody in", async () => {
  const cluster = new TestCluster();
  const one = await cluster.add();
  one.end.isCut = true;
  await cluster.pass(3_000);
  assertEquals(one.core.hub.canStore, false);
  const ada = one.core.connect();
  ada.hello("ada");
  await cluster.settle();
  assertEquals(ada.framesOf("error").map(({ code }) => code), ["cut-off"]);
  one.end.mend();
  await cluster.pass(1_000);
  ada.hello("ada");
  await cluster.settle();
  assertEquals(ada.framesOf("welcome").length, 1);
  cluster.close();
});

test("a server that gets nothing into the stream, though it hears the others, is not ready, and says so until it does", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const ada = one.core.connect();
  ada.hello("ada");
  await cluster.settle();
  cluster.stream.fault = () => "refused";
  assertEquals(one.core.hub.canStore, true);
  ada.say("waits", "1");
  await cluster.pass(3_000);
  assertEquals([one.core.hub.canStore, ada.framesOf("ack").length, one.halts], [false, 0, []]);
  assertEquals(ada.framesOf("error").map(({ code, id }) => [code, id]), [["not-stored", "1"]]);
  cluster.stream.fault = () => "none";
  await cluster.pass(1_000); // Nobody says anything: it finds out by itself.
  assertEquals([one.core.hub.canStore, two.core.hub.canStore], [true, true]);
  ada.say("waits", "1");
  await cluster.settle();
  assertEquals([one.core.hub.canStore, two.core.hub.canStore, ada.framesOf("ack").length], [true, true, 1]);
  assertEquals(ada.framesOf("notice").map(({ code }) => code), ["cut-off", "joined-again"]);
  cluster.close();
});

test("whoever comes in while the stream refuses comes in once it does not, under the name that they want, once", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  await cluster.settle();
  cluster.stream.fault = () => "refused";
  const ada = one.core.connect();
  ada.hello("ada");
  await cluster.pass(1_000);
  cluster.stream.fault = () => "none";
  await cluster.pass(1_000);
  assertEquals([ada.framesOf("error"), ada.framesOf("welcome").map(({ name }) => name)], [[], ["ada"]]);
  const bob = two.core.connect();
  bob.hello("bob");
  await cluster.settle();
  const all = ({ core }: typeof one): readonly string[] =>
    [...core.hub.context.members.nicknames.all].map(({ name }) => name);
  assertEquals([all(one), all(two)], [["ada", "bob"], ["ada", "bob"]]);
  cluster.close();
});

test("a server that comes back when the stream does not have any more what it lacks stops, rather than wait for it", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  await cluster.settle();
  const last = cluster.stream.turns.length;
  const { status } = cluster.stream;
  cluster.stream.status = status && { ...status, first: last + 1 };
  one.end.mend(); // It has all.
  await cluster.settle();
  assertEquals(one.halts, []);
  cluster.stream.status = status && { ...status, first: last + 2 };
  one.end.mend();
  await cluster.settle();
  assertEquals([one.halts, two.halts], [["behind"], []]);
  cluster.close();
});

test("who is at a server that is cut off is told so, and that it is over; what they write meanwhile comes once", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  one.end.isCut = true;
  await cluster.pass(3_000);
  ada.say("late", "1");
  await cluster.settle();
  assertEquals([ada.framesOf("ack").length, bob.messageTexts], [0, []]);
  one.end.mend();
  await cluster.pass(1_000);
  assertEquals(ada.framesOf("notice").map(({ code }) => code), ["cut-off", "joined-again"]);
  assertEquals([ada.framesOf("ack").length, bob.messageTexts, bob.framesOf("notice")], [1, ["late"], []]);
  cluster.close();
});

test("a server that goes tells its people where the others are by now, also those that came after them", async () => {
  const cluster = new TestCluster();
  const one = await cluster.add();
  const ada = one.core.connect();
  ada.hello("ada");
  await cluster.settle();
  assertEquals(ada.framesOf("welcome").map(({ servers }) => servers), [undefined]);
  await cluster.add();
  await cluster.add();
  one.core.hub.close();
  await cluster.settle();
  assertEquals(ada.framesOf("bye").map(({ servers }) => servers), [["127.0.0.1:2", "127.0.0.1:3"]]);
  cluster.close();
});

test("what cannot be stored is applied once it can be, and nobody is told before that", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  two.core.history.isFull = true;
  ada.say("hi", "1");
  bob.say("ho", "2");
  await cluster.settle();
  assertEquals([ada.messageTexts, bob.messageTexts], [["hi", "ho"], []]);
  two.core.history.isFull = false;
  await cluster.pass(1_000);
  assertEquals([bob.messageTexts, bob.framesOf("ack").length], [["hi", "ho"], 1]);
  assertEquals(two.log.facts().get("position"), one.log.facts().get("position"));
  cluster.close();
});

test("a server that is killed between storing what others said and storing what it was asked for has that, too", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  await cluster.settle();
  ada.say("hi", "1");
  bob.hello("bob"); // In the stream after it, and told with it.
  for (const { core } of [one, two]) await core.endTurn();
  await cluster.clock.advance(0);
  await cluster.crash(two, 1);
  const [, again] = cluster.servers;
  assertEquals(one.core.hub.find("bob")?.name, "bob");
  assertEquals(again?.log.last("lobby"), 1);
  assertEquals(again?.core.hub.find("bob")?.name, "bob");
  await cluster.pass(1_000);
  assertEquals(cluster.servers.flatMap(({ halts }) => halts), []);
  assertEquals(again?.log.facts().get("position"), one.log.facts().get("position"));
  cluster.close();
});

test("a changed text, an answer and a reaction are the same at every server, and in every file", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  ada.say("teh cake", "1");
  await cluster.settle();
  const room = "lobby";
  bob.sendFrames({ type: "say", room, text: "mine", re: 1 }, { type: "react", room, seq: 1, emoji: "👍" });
  await cluster.settle();
  ada.sendFrames({ type: "edit", room, seq: 1, swap: ["teh", "the"] });
  await cluster.settle();
  const told = [ada, bob].map((client) =>
    client.framesOf("message").map(({ seq, re, reacts, edits, now }) => [seq, re, reacts, edits, now])
  );
  const all = [
    [1, undefined, undefined, undefined, undefined],
    [2, 1, undefined, undefined, undefined],
    [3, undefined, 1, undefined, undefined],
    [4, undefined, undefined, 1, "the cake"],
  ];
  assertEquals(told, [all, all]);
  const kept = [one, two].map(({ core }) => core.history.read("lobby", { after: 0, limit: 1 })[0]);
  assertEquals(kept.map((message) => [message?.text, message?.reactions]), [
    ["the cake", [{ emoji: "👍", count: 1, from: ["bob"] }]],
    ["the cake", [{ emoji: "👍", count: 1, from: ["bob"] }]],
  ]);
  cluster.close();
});

test("who comes back at a server that has not heard yet that they were in is known there all the same", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  two.end.isCut = true;
  const ada = one.core.connect();
  ada.hello("ada");
  await cluster.settle();
  one.core.hub.disconnected(ada.session);
  two.end.isCut = false;
  const again = two.core.connect();
  again.hello("ada", ada.resume(0));
  assertEquals(two.core.hub.find("ada"), undefined);
  await cluster.settle();
  assertEquals(again.framesOf("welcome").map(({ resumed, name }) => [resumed, name]), [[true, "ada"]]);
  cluster.close();
});

test("a private word reaches somebody at another server once, is acknowledged, and can be answered", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  ada.sendFrames({ type: "private", to: "bob", text: "psst", id: "1" });
  ada.sendFrames({ type: "private", to: "bob", text: "psst", id: "1" });
  await cluster.settle();
  bob.sendFrames({ type: "private", to: "ada", text: "hm?", id: "2", action: true });
  await cluster.settle();
  assertEquals(bob.framesOf("private").map(({ from, to, text }) => [from, to, text]), [
    ["ada", "bob", "psst"],
    ["bob", "ada", "hm?"],
  ]);
  assertEquals(ada.framesOf("private").map(({ from, text, action }) => [from, text, action]), [
    ["ada", "psst", undefined],
    ["bob", "hm?", true],
  ]);
  assertEquals([ada, bob].map((client) => client.framesOf("delivered").map(({ id }) => id)), [["1"], ["2"]]);
  assertEquals([
    one.log.last("lobby"),
    cluster.stream.turns.some(({ bytes }) => new TextDecoder().decode(bytes).includes("psst")),
  ], [0, false]);
  cluster.close();
});

test("a private word waits for somebody whose connection to another server is broken, and comes to whatever server they go", async () => {
  const cluster = new TestCluster();
  const [one, two, three] = [await cluster.add(), await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  bob.disconnect();
  ada.sendFrames({ type: "private", to: "bob", text: "psst", id: "1" });
  await cluster.settle();
  assertEquals(ada.framesOf("notice").map(({ code }) => code), ["waiting"]);
  const again = three.core.connect();
  again.hello("bob", bob.resume(0));
  await cluster.settle();
  await cluster.settle(); // That it is written is known at the end of the turn, and then told.
  assertEquals(again.framesOf("private").map(({ text }) => text), ["psst"]);
  assertEquals(ada.framesOf("delivered").map(({ id, waited }) => [id, waited]), [["1", true]]);
  cluster.close();
});

test("who ignores somebody at another server is not shown what they write, and nobody learns of it", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob] = [one.core.connect(), two.core.connect()];
  ada.hello("ada");
  bob.hello("bob");
  await cluster.settle();
  two.core.hub.find("bob")?.ignore("ada", two.core.hub.find("ada")?.publicId);
  ada.sendFrames({ type: "private", to: "bob", text: "psst", id: "1" });
  await cluster.settle();
  assertEquals([bob.framesOf("private").length, ada.framesOf("delivered").length], [0, 1]);
  cluster.close();
});

test("who wants to come into a room that is there, or has an errand in one, is asked in where it was made at another server a moment ago", async () => {
  const cluster = new TestCluster();
  const [one, two] = [await cluster.add(), await cluster.add()];
  const [ada, bob, cy, dan] = [
    one.core.connect(),
    two.core.connect(),
    two.core.connect(),
    two.core.connect(),
  ];
  ada.hello("ada");
  await cluster.settle();
  ada.sendFrames({ type: "join", room: "tea" });
  await one.core.endTurn(); // The other server is not told yet.
  assertEquals(two.core.hub.context.rooms.find("tea"), undefined);
  bob.sendFrames({ type: "hello", name: "bob", room: "tea", create: false });
  cy.sendFrames({ type: "hello", name: "cy", room: "tea", errand: true });
  dan.sendFrames({ type: "hello", name: "dan", room: "nowhere", create: false });
  await cluster.settle();
  assertEquals(bob.framesOf("welcome").map(({ room, created }) => [room, created]), [["tea", false]]);
  assertEquals(cy.framesOf("welcome").length, 1);
  assertEquals(dan.framesOf("error").map(({ code }) => code), ["no-room"]);
  assertEquals(ada.framesOf("joined").map(({ name, room }) => `${name} ${room}`), ["bob tea"]);
  cluster.close();
});
