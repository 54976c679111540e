/** Bulk work of many connections beside talk. */

import { assertEquals } from "@std/assert";
import { BulkQueue } from "../../../../server/core/delivery/bulk_queue.ts";
import { test } from "../../../support/sanitized.ts";

/** A queue on a clock that stands still unless a step takes time, and the passes of its event loop. */
class Passes {
  now = 0;
  isTurnBusy = false;
  readonly done: string[] = [];
  readonly faults: string[] = [];
  /** What was done that waits for the end of a turn with others, and whether each slice was told to be the last. */
  readonly patient: string[] = [];
  readonly slices: boolean[] = [];
  isHeld = false;
  #isPatient = false;
  readonly queue: BulkQueue;
  #deferred: (() => void)[] = [];
  #afterwards: (() => void)[] = [];

  constructor() {
    this.queue = new BulkQueue({
      now: () => this.now,
      turn: {
        afterwards: (run) => this.isTurnBusy ? void this.#afterwards.push(run) : run(),
        patiently: (run) => {
          this.#isPatient = true;
          run();
          this.#isPatient = false;
        },
        endSlice: (isLast) => {
          this.slices.push(isLast);
          return this.isHeld;
        },
      },
      pause: (run) => {
        this.#deferred.push(run);
        return () => this.#deferred.splice(0);
      },
      onFault: (fault) => void this.faults.push(String(fault)),
    });
  }

  /** Adds a task of `steps` steps that take `ms` each. */
  add(name: string, steps: number, ms: number): void {
    this.queue.add({
      step: () => {
        this.#note(name);
        this.now += ms;
        return --steps > 0;
      },
      abort: () => {},
    });
  }

  /** Adds an errand that takes `ms`. */
  run(name: string, ms: number): void {
    this.queue.run(() => {
      this.#note(name);
      this.now += ms;
    });
  }

  #note(name: string): void {
    this.done.push(name);
    if (this.#isPatient) this.patient.push(name);
  }

  /** Ends the turn that was going on. */
  endTurn(): void {
    this.isTurnBusy = false;
    for (const run of this.#afterwards.splice(0)) run();
  }

  /** Goes on to the next pass of the event loop, and tells what was done in it. */
  next(): readonly string[] {
    this.done.length = 0;
    for (const run of this.#deferred.splice(0)) run();
    return [...this.done];
  }
}

test("bulk begins at once while its pass has time", () => {
  const passes = new Passes();
  passes.add("a", 2, 0);
  passes.add("b", 1, 0);
  assertEquals(passes.done, ["a", "a", "b"]);
});

test("while nobody talks a pass gives four milliseconds, shared in turn, and the next pass goes on", () => {
  const passes = new Passes();
  passes.add("a", 4, 2);
  assertEquals(passes.done, ["a", "a"]);
  passes.add("b", 3, 2);
  assertEquals(passes.done, ["a", "a"], "the slice of this pass is used up");
  assertEquals(passes.next(), ["a", "b"]);
  assertEquals(passes.next(), ["a", "b"]);
  assertEquals(passes.next(), ["b"]);
  assertEquals(passes.next(), []);
});

test("while somebody talks a pass gives half a millisecond, until they have been silent for half a second", () => {
  const passes = new Passes();
  passes.queue.noteTalk();
  passes.add("a", 5, 0.25);
  assertEquals(passes.done, ["a", "a"]);
  assertEquals(passes.next(), ["a", "a"]);
  passes.now += 500;
  passes.add("b", 30, 0.25);
  assertEquals(passes.next().length, 16);
});

test("a slice that was used in pieces is as short, and what does nothing uses none of it", () => {
  const passes = new Passes();
  passes.run("1", 3);
  passes.now += 100;
  passes.run("2", 1);
  passes.run("3", 1);
  assertEquals(passes.done, ["1", "2"]);
  assertEquals(passes.next(), ["3"]);
});

test("the next pass begins only after a turn that goes on, so that its event loop was idle once", () => {
  const passes = new Passes();
  passes.isTurnBusy = true;
  passes.add("a", 2, 4);
  assertEquals(passes.next(), [], "the turn goes on");
  passes.endTurn();
  assertEquals(passes.next(), ["a"]);
});

test("errands come in their order, and take turns with all tasks together", () => {
  const passes = new Passes();
  passes.run("first", 4);
  for (const name of ["a", "b", "c"]) passes.add(name, 3, 4);
  for (const name of ["1", "2", "3"]) passes.run(name, 4);
  const order = Array.from({ length: 7 }, () => passes.next()).flat();
  assertEquals(order, ["1", "a", "2", "b", "3", "c", "a"]);
});

test("however many are added in one pass, they have one slice together, in their order", () => {
  const passes = new Passes();
  for (let i = 0; i < 3_000; i++) passes.run(`${i}`, 2);
  assertEquals(passes.done, ["0", "1"]);
  assertEquals(passes.next(), ["2", "3"]);
  const rest: string[] = [];
  for (let some = passes.next(); some.length > 0; some = passes.next()) rest.push(...some);
  assertEquals(rest, Array.from({ length: 2_996 }, (_, i) => `${i + 4}`));
});

test("who waits for the next pass is called before what waits in the queue", () => {
  const passes = new Passes();
  passes.add("a", 2, 4);
  passes.queue.nextPass(() => void passes.done.push("accepting"));
  assertEquals(passes.next(), ["accepting", "a"]);
});

test("at the end who waits for a pass is called, and nothing else is done", () => {
  const passes = new Passes();
  passes.add("a", 2, 4);
  passes.queue.nextPass(() => void passes.done.push("accepting"));
  passes.queue.close();
  passes.queue.nextPass(() => void passes.done.push("accepting"));
  assertEquals(passes.done, ["a", "accepting", "accepting"]);
  assertEquals(passes.next(), []);
});

test("an errand that throws is reported, and the next one is done", () => {
  const passes = new Passes();
  passes.queue.run(() => {
    throw new Error("a fault of ours");
  });
  passes.run("b", 0);
  assertEquals([passes.done, passes.faults], [["b"], ["Error: a fault of ours"]]);
});

test("a step that throws ends its task and no other, and its fault is reported", () => {
  const passes = new Passes();
  let isAborted = false;
  passes.add("a", 2, 4);
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

test("while somebody talks who comes first is answered at once, and the crowd behind them together", () => {
  const passes = new Passes();
  passes.queue.noteTalk();
  for (const name of ["a", "b", "c", "d", "e"]) passes.run(name, 0.25);
  assertEquals([passes.done, passes.patient], [["a", "b"], ["b"]]);
  assertEquals(passes.slices, [], "the next pass ends it");
  passes.next();
  passes.next();
  assertEquals(passes.patient, ["b", "c", "d", "e"]);
  assertEquals(passes.slices, [false, false]);
  passes.next();
  assertEquals(passes.slices, [false, false, true]);
  passes.run("f", 0.25);
  assertEquals(passes.patient, ["b", "c", "d", "e"]);
});

test("as long as others are about to come they are answered together, and a pass comes in which that ends", () => {
  const passes = new Passes();
  passes.queue.noteTalk();
  passes.queue.nextPass(() => passes.run("a", 0.25));
  passes.isHeld = true;
  passes.next();
  assertEquals([passes.patient, passes.slices], [["a"], [false]]);
  passes.next();
  passes.isHeld = false;
  passes.next();
  passes.next();
  assertEquals(passes.slices, [false, true, true], "no more passes than are needed");
});

test("while nobody talks, and once it is closed, nobody waits for others", () => {
  const passes = new Passes();
  for (const name of ["a", "b", "c"]) passes.run(name, 3);
  passes.next();
  assertEquals(passes.patient, []);
  passes.queue.noteTalk();
  passes.run("d", 0);
  passes.queue.close();
  assertEquals(passes.slices.at(-1), true);
  passes.run("e", 0.1);
  passes.run("f", 0.1);
  assertEquals(passes.patient.includes("f"), false);
});
