import { assertEquals } from "@std/assert";
import { Exchange } from "../../conversation/exchange.ts";
import type { ConversationStore, SavedState } from "../../conversation/ports.ts";
import type { QueuedMessage } from "../../conversation/queue.ts";
import type { ClientFrame, MessageFrame } from "../../protocol.ts";
import { FakeClock } from "../support/clock.ts";
import { SENT_AT, welcomeFrame } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

/** What is sent, and what is stored, in short. */
class Surroundings implements ConversationStore {
  readonly clock = new FakeClock();
  readonly stored: string[] = [];
  readonly sent: ClientFrame[] = [];

  exchange(saved?: SavedState): Exchange {
    return new Exchange({ clock: this.clock, chance: () => 0, store: this, saved });
  }

  send(frame: ClientFrame): void {
    this.sent.push(frame);
  }

  /** What was sent since this was asked last, in short. */
  drain(): readonly string[] {
    return this.sent.splice(0).map((frame) =>
      "text" in frame
        ? `${frame.type} ${frame.text}`
        : "room" in frame
        ? `${frame.type} ${frame.room}`
        : frame.type
    );
  }

  saveToken(token: string): void {
    this.stored.push(`token ${token}`);
  }

  saveCursor(last: Readonly<Record<string, number>>): void {
    this.stored.push(`cursor ${JSON.stringify(last)}`);
  }

  add({ id }: QueuedMessage["frame"]): void {
    this.stored.push(`add ${id}`);
  }

  remove(id: string | number): void {
    this.stored.push(`remove ${id}`);
  }
}

const say = (id: string): QueuedMessage => ({ frame: { type: "say", room: "lobby", text: id, id } });
const word = (id: string, to: string): QueuedMessage => ({ frame: { type: "private", to, text: id, id } });
const message = (seq: number): MessageFrame => ({
  type: "message",
  room: "lobby",
  seq,
  at: SENT_AT,
  from: "bob",
  text: "",
});

test("what is enqueued is stored before it is sent, and forgotten once it is answered", () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enqueue(say("a"));
  assertEquals([exchange.isConnected, exchange.isReady, around.drain()], [false, false, []]);
  exchange.enter(welcomeFrame("ada"), around);
  assertEquals([exchange.isConnected, exchange.isReady, around.drain()], [true, false, []]);
  exchange.sendQueued();
  exchange.enqueue(say("b"));
  exchange.enqueue(word("c", "bob"));
  assertEquals([exchange.isReady, around.drain()], [true, ["say a", "say b", "private c"]]);
  assertEquals(exchange.receive({ type: "ack", id: "a", room: "lobby", seq: 1, at: SENT_AT }), {
    isRepeated: false,
    about: say("a"),
  });
  assertEquals(exchange.receive({ type: "ack", id: "zot", room: "lobby", seq: 2, at: SENT_AT }), {
    isRepeated: false,
  });
  assertEquals(exchange.receive({ type: "error", code: "empty", text: "", id: "b" }).about, say("b"));
  assertEquals(
    exchange.receive({ type: "delivered", id: "c", to: "bob", at: SENT_AT }).about,
    word("c", "bob"),
  );
  assertEquals([exchange.queuedCount, exchange.queued], [0, []]);
  exchange.close();
  assertEquals(around.stored, [
    "add a",
    'cursor {"lobby":0}',
    "token token",
    "add b",
    "add c",
    "remove a",
    "remove b",
    "remove c",
    'cursor {"lobby":0}',
  ]);
  assertEquals(around.clock.pending, 0);
});

test("after a break, all that has no answer goes out again, in order, and nothing while there is no connection", () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enter(welcomeFrame("ada"), around);
  exchange.sendQueued();
  for (const id of ["a", "b"]) exchange.enqueue(say(id));
  exchange.disconnect();
  exchange.enqueue(say("c"));
  assertEquals([around.drain(), exchange.send({ type: "rooms" })], [["say a", "say b"], false]);
  exchange.enter(welcomeFrame("ada"), around);
  exchange.sendQueued();
  assertEquals([around.drain(), exchange.send({ type: "rooms" })], [["say a", "say b", "say c"], true]);
  exchange.close();
});

test("what an earlier run left comes first, and its token and rooms are in the hello", () => {
  const around = new Surroundings();
  const exchange = around.exchange({ token: "old", seen: { lobby: 3 }, queued: [say("left").frame] });
  assertEquals(exchange.hello(), { name: "", room: "lobby", resume: { token: "old", after: { lobby: 3 } } });
  exchange.enter(welcomeFrame("ada", { token: "old", seq: 5 }), around);
  exchange.sendQueued();
  exchange.enqueue(say("new"));
  assertEquals(around.drain(), ["say left", "say new"]);
  assertEquals([3, 4, 4].map((seq) => exchange.receive(message(seq)).isRepeated), [true, false, true]);
  assertEquals(exchange.hello(), {
    name: "ada",
    room: "lobby",
    resume: { token: "old", after: { lobby: 4 } },
  });
  exchange.close();
});

test("a server without tokens is greeted without one, and other numbers begin with another token", () => {
  const around = new Surroundings();
  const exchange = around.exchange({ token: "", seen: { lobby: 9 }, queued: [] });
  exchange.enter(welcomeFrame("ada", { token: "", seq: 12 }), around);
  assertEquals(exchange.hello(), { name: "ada", room: "lobby" });
  assertEquals(exchange.receive(message(3)).isRepeated, false);
  exchange.close();
});

test("a new name is the one to come back with, and direct messages follow the new name of their recipient", () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enter(welcomeFrame("ada"), around);
  exchange.receive({ type: "renamed", from: "ADA", to: "eve", at: SENT_AT });
  assertEquals([exchange.name, exchange.hello().name], ["eve", "eve"]);
  exchange.enqueue(word("1", "Bob"));
  exchange.enqueue(word("2", "zoe"));
  exchange.receive({ type: "renamed", from: "bob", to: "rob", at: SENT_AT });
  assertEquals(exchange.queued, [word("1", "rob"), word("2", "zoe")]);
  assertEquals(around.stored.slice(-2), ["remove 1", "add 1"]);
  exchange.close();
});

test("what could not be stored goes out again after a moment, one at a time until the server stores again", async () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enter(welcomeFrame("ada"), around);
  exchange.sendQueued();
  for (const id of ["a", "b"]) exchange.enqueue(say(id));
  assertEquals(around.drain(), ["say a", "say b"]);
  const refusal = { type: "error", code: "not-stored", text: "" } as const;
  assertEquals(exchange.receive({ ...refusal, id: "a" }).about, say("a"));
  exchange.receive({ ...refusal, id: "b" });
  assertEquals([around.drain(), exchange.isReady], [[], false]);
  await around.clock.advance(249);
  assertEquals(around.drain(), []);
  await around.clock.advance(1);
  assertEquals(around.drain(), ["say a"]);
  exchange.receive({ type: "ack", id: "a", room: "lobby", seq: 1, at: SENT_AT });
  assertEquals(around.drain(), ["say b"]);
  exchange.close();
  assertEquals(around.clock.pending, 0);
});

test("a join that a break swallowed is asked again, and a room that was left meanwhile is left again", () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enter(welcomeFrame("ada"), around);
  exchange.send({ type: "join", room: "den" });
  exchange.send({ type: "part", room: "lobby" });
  exchange.disconnect();
  assertEquals(exchange.hello().room, "");
  around.drain();
  exchange.enter(welcomeFrame("ada", { room: "" }), around);
  assertEquals(around.drain(), ["join den"]);
  exchange.receive({
    type: "entered",
    room: "lobby",
    members: ["ada"],
    count: 1,
    seq: 0,
    read: 0,
    at: SENT_AT,
  });
  assertEquals(around.drain(), ["part lobby"]);
  exchange.close();
});

test("who quits sends nothing more of what is queued, and what is given back is not kept", () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enqueue(say("a"));
  assertEquals(exchange.quit("bye"), false);
  exchange.enter(welcomeFrame("ada"), around);
  exchange.sendQueued();
  assertEquals([exchange.quit("bye"), around.sent], [true, [{ type: "quit", word: "bye" }]]);
  exchange.enqueue(say("b"));
  assertEquals(around.sent.length, 1);
  exchange.drop("b");
  exchange.drop("a");
  assertEquals([exchange.queuedCount, around.stored.at(-1)], [0, "remove a"]);
  exchange.close();
});

test("how far one is, is stored a second after a message, once for many", async () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enter(welcomeFrame("ada"), around);
  around.stored.length = 0;
  for (const seq of [1, 2, 3]) exchange.receive(message(seq));
  await around.clock.advance(999);
  assertEquals(around.stored, []);
  await around.clock.advance(1);
  assertEquals(around.stored, ['cursor {"lobby":3}']);
  exchange.close();
});

test("once the server has stored one again, the others go out together as before", async () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enter(welcomeFrame("ada"), around);
  exchange.sendQueued();
  exchange.enqueue(say("a"));
  exchange.receive({ type: "error", code: "not-stored", text: "", id: "a" });
  await around.clock.advance(1000);
  exchange.receive({ type: "ack", id: "a", room: "lobby", seq: 1, at: SENT_AT });
  around.drain();
  for (const id of ["b", "c"]) exchange.enqueue(say(id));
  assertEquals(around.drain(), ["say b", "say c"]);
  exchange.close();
});

test("once it is closed nothing is sent, and no timer is left", () => {
  const around = new Surroundings();
  const exchange = around.exchange();
  exchange.enter(welcomeFrame("ada"), around);
  exchange.sendQueued();
  exchange.enqueue(say("a"));
  exchange.receive({ type: "error", code: "not-stored", text: "", id: "a" });
  around.drain();
  exchange.close();
  exchange.enqueue(say("b"));
  assertEquals(
    [exchange.isConnected, exchange.send({ type: "rooms" }), around.drain(), around.clock.pending],
    [
      false,
      false,
      [],
      0,
    ],
  );
});
