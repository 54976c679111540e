/** Bulk work of many connections beside talk. */

import { assertEquals } from "@std/assert";
import { BulkQueue } from "../../../server/delivery/bulk_queue.ts";
import { test } from "../../support/sanitized.ts";

/** A queue on a clock that stands still unless a step takes time, and the passes of its event loop. */
class Passes {
  now = 0;
  readonly done: string[] = [];
  readonly faults: string[] = [];
  readonly queue: BulkQueue;
  #deferred: (() => void)[] = [];

  constructor() {
    const after = (_: number, run: () => void): () => void => {
      this.#deferred.push(run);
      return () => {};
    };
    this.queue = new BulkQueue(
      { elapsed: () => this.now, after },
      (fault) => void this.faults.push(String(fault)),
    );
  }

  /** Adds a task of `steps` steps that take `ms` each. */
  add(name: string, steps: number, ms: number): void {
    this.queue.add({
      step: () => {
        this.done.push(name);
        this.now += ms;
        return --steps > 0;
      },
      abort: () => {},
    });
  }

  /** Goes on to the next pass of the event loop, and tells what was done in it. */
  next(): readonly string[] {
    this.done.length = 0;
    const deferred = this.#deferred;
    this.#deferred = [];
    for (const run of deferred) run();
    return [...this.done];
  }
}

test("bulk begins at once while its pass has time", () => {
  const passes = new Passes();
  passes.add("a", 2, 0);
  passes.add("b", 1, 0);
  assertEquals(passes.done, ["a", "a", "b"]);
});

test("a pass gives bulk two milliseconds, shared in turn, and the next pass goes on", () => {
  const passes = new Passes();
  passes.add("a", 4, 1);
  assertEquals(passes.done, ["a", "a"]);
  passes.add("b", 3, 1);
  assertEquals(passes.done, ["a", "a"], "the slice of this pass is used up");
  assertEquals(passes.next(), ["a", "b"]);
  assertEquals(passes.next(), ["a", "b"]);
  assertEquals(passes.next(), ["b"]);
  assertEquals(passes.next(), []);
});

test("however many are added in one pass, they have one slice together", () => {
  const passes = new Passes();
  for (let i = 0; i < 100; i++) passes.add(`${i}`, 1, 1);
  assertEquals(passes.done, ["0", "1"]);
  assertEquals(passes.next(), ["2", "3"]);
});

test("a step that throws ends its task and no other, and its fault is reported", () => {
  const passes = new Passes();
  let isAborted = false;
  passes.add("a", 2, 2);
  passes.queue.add({
    step: () => {
      throw new Error("a fault of ours");
    },
    abort: () => void (isAborted = true),
  });
  passes.add("b", 1, 0);
  assertEquals([passes.next(), passes.next()], [["a"], ["b"]]);
  assertEquals([isAborted, passes.faults], [true, ["Error: a fault of ours"]]);
});
