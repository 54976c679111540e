import { assertEquals } from "@std/assert";
import { asQueued, Queue, type QueuedMessage } from "../../conversation/queue.ts";
import { test } from "../support/sanitized.ts";

const unsent = (id: string | number): QueuedMessage => ({
  frame: { type: "say", room: "lobby", text: `${id}`, id },
});
const ids = (queue: Queue): readonly unknown[] => queue.all.map(({ frame }) => frame.id);

/** All that may be sent now. */
function send(queue: Queue, most = Infinity): readonly unknown[] {
  const sent: unknown[] = [];
  for (let next; (next = queue.next(most)) !== undefined;) sent.push(next.frame.id);
  return sent;
}

test("messages go out in order, once, and no more than may be under way", () => {
  const queue = new Queue();
  for (const id of ["a", "b", "c"]) queue.add(unsent(id));
  assertEquals([send(queue, 2), send(queue, 2)], [["a", "b"], []]);
  assertEquals(queue.settle("a")?.frame.id, "a");
  assertEquals([send(queue, 2), ids(queue), queue.isAllInFlight], [["c"], ["b", "c"], true]);
});

test("what was not stored goes out again before what is newer; after a loss, all of it", () => {
  const queue = new Queue();
  for (const id of ["a", "b", "c", "d"]) queue.add(unsent(id));
  send(queue, 3);
  queue.requeue("b");
  queue.requeue("b");
  assertEquals(send(queue), ["b", "d"]);
  queue.settle("a");
  queue.requeueAll();
  assertEquals([send(queue), send(queue)], [["b", "c", "d"], []]);
});

test("an answer to something else changes nothing; 7 and '7' are two ids; the same id twice is two messages", () => {
  const queue = new Queue();
  for (const id of [7, "7", 7]) queue.add(unsent(id));
  send(queue);
  assertEquals([queue.settle("x"), queue.settle(undefined), queue.requeue("x")], [
    undefined,
    undefined,
    undefined,
  ]);
  queue.settle(7);
  assertEquals(ids(queue), ["7", 7]);
});

test("messages for one member follow their new name, whatever its case, and stay in their order", () => {
  const queue = new Queue();
  const word = (id: string, to: string): QueuedMessage => ({ frame: { type: "private", to, text: id, id } });
  for (const message of [word("a", "Bob"), unsent("b"), word("c", "zoe"), word("d", "bob")]) {
    queue.add(message);
  }
  assertEquals(send(queue, 1), ["a"]);
  assertEquals(queue.readdress("BOB", "rob"), [word("a", "rob"), word("d", "rob")]);
  assertEquals(queue.all, [word("a", "rob"), unsent("b"), word("c", "zoe"), word("d", "rob")]);
  assertEquals([send(queue), queue.isAllInFlight, queue.size], [["b", "c", "d"], true, 4]);
});

test("what waits for an answer is queued: a message, a direct message or a new topic, each with an id", () => {
  const say = { type: "say", room: "lobby", text: "a" } as const;
  const word = { type: "private", to: "bob", text: "a" } as const;
  const topic = { type: "topic", room: "lobby", text: "" } as const;
  for (const frame of [say, word, topic]) {
    assertEquals([asQueued(frame), asQueued({ ...frame, id: 0 })], [undefined, { ...frame, id: 0 }]);
  }
  assertEquals(asQueued({ type: "topic", room: "lobby", id: 1 }), undefined);
  assertEquals(asQueued({ type: "rooms" }), undefined);
});
