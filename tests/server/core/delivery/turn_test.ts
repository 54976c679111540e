import { assertEquals, assertThrows } from "@std/assert";
import { NO_TIMER, Turn } from "../../../../server/core/delivery/turn.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** A turn that notes what it does, and ends when `end` is called. */
function makeTurn() {
  const done: string[] = [];
  const asked: (() => void)[] = [];
  const turn = new Turn((run) => void asked.push(run), () => void done.push("work"));
  const drain = (name: string) => ({ drain: () => void done.push(name) });
  return { turn, done, asked, drain };
}

test("a turn's end is asked for once, however many want it", () => {
  const { turn, asked, drain } = makeTurn();
  turn.schedule();
  turn.schedule();
  turn.enqueue(drain("a"));
  assertEquals(asked.length, 1);
});

test("at its end the work is done first, then outboxes are drained in the order in which they came", () => {
  const { turn, done, asked, drain } = makeTurn();
  turn.enqueue(drain("a"));
  turn.enqueue(drain("b"));
  assertEquals(done, []);
  asked[0]?.();
  assertEquals(done, ["work", "a", "b"]);
});

test("an outbox that the work adds is drained in the same turn, and no other turn is asked for", () => {
  const done: string[] = [];
  const asked: (() => void)[] = [];
  const work = (): void => turn.enqueue({ drain: () => void done.push("told") });
  const turn: Turn = new Turn((run) => void asked.push(run), work);
  turn.schedule();
  asked[0]?.();
  assertEquals(done, ["told"]);
  assertEquals(asked.length, 1);
});

test("work that fails does not keep the next turn from coming", () => {
  let isBroken = true;
  const asked: (() => void)[] = [];
  const turn = new Turn((run) => void asked.push(run), () => {
    if (isBroken) throw new Error("work");
  });
  turn.schedule();
  assertThrows(() => asked[0]?.(), Error, "work");
  isBroken = false;
  const done: string[] = [];
  turn.enqueue({ drain: () => void done.push("drained") });
  asked[1]?.();
  assertEquals(done, ["drained"]);
});

test("what comes while a turn ends belongs to the next one, which is asked for", () => {
  const { turn, done, asked, drain } = makeTurn();
  turn.enqueue({ drain: () => turn.enqueue(drain("next")) });
  asked[0]?.();
  assertEquals(done, ["work"]);
  assertEquals(asked.length, 2);
  asked[1]?.();
  assertEquals(done, ["work", "work", "next"]);
});

test("many outboxes are drained some at a time, each once, and the next turn's work waits for the last", () => {
  const { turn, done, asked, drain } = makeTurn();
  const names = Array.from({ length: 120 }, (_, index) => `o${index}`);
  for (const name of names) turn.enqueue(drain(name));
  asked[0]?.();
  assertEquals(done, ["work", ...names.slice(0, 50)]);
  turn.enqueue(drain("next"));
  assertEquals(asked.length, 2);
  asked[1]?.();
  assertEquals(done.length, 101);
  asked[2]?.();
  assertEquals(done, ["work", ...names]);
  asked[3]?.();
  assertEquals(done, ["work", ...names, "work", "next"]);
});

test("nobody who is written to first waits until more is asked for", () => {
  const asked: (() => void)[] = [];
  const done: string[] = [];
  const turn = new Turn((run) => {
    asked.push(run);
    done.push("asked");
  }, () => {});
  for (let i = 0; i < 51; i++) turn.enqueue({ drain: () => void done.push("drained") });
  done.length = 0;
  asked[0]?.();
  assertEquals([done[0], done.at(-1), done.length], ["drained", "asked", 51]);
});

test("what waits when the last outboxes of a turn are drained is not forgotten", () => {
  const { turn, done, asked, drain } = makeTurn();
  for (let i = 0; i < 51; i++) turn.enqueue(drain("one"));
  asked[0]?.();
  turn.enqueue(drain("next"));
  for (let i = 1; i < asked.length; i++) asked[i]?.();
  assertEquals(done.at(-1), "next");
  assertEquals(done.filter((what) => what === "work").length, 2);
});

test("who spoke in a turn is written to before those who only listen, at every door", async () => {
  for (const door of ["native", "plain"] as const) {
    const core = new TestCore();
    const written: string[] = [];
    for (const name of ["ada", "bob", "cy"]) {
      const client = await core.member(name, door);
      const write = client.sink.write.bind(client.sink);
      client.sink.write = (bytes) => {
        written.push(name);
        return write(bytes);
      };
      written.length = 0;
      if (name === "cy") client.sendFrames({ type: "say", room: "lobby", text: "tea?" });
    }
    await core.endTurn();
    assertEquals(written, ["cy", "ada", "bob"]);
  }
});

test("who waits for the turn's end is called at once where there is none, and else when all is drained", () => {
  const { turn, done, asked, drain } = makeTurn();
  turn.afterwards(() => void done.push("at once"));
  for (let i = 0; i < 60; i++) turn.enqueue(drain("a"));
  turn.afterwards(() => void done.push("afterwards"));
  asked[0]?.();
  assertEquals(done.filter((name) => name !== "a"), ["at once", "work"]);
  asked[1]?.();
  assertEquals(done.filter((name) => name !== "a"), ["at once", "work", "afterwards"]);
  assertEquals(done.at(-1), "afterwards");
});

test("in a rush, in which there is always a turn to end, who waits for that is called after some passes", () => {
  const asked: (() => void)[] = [];
  const done: string[] = [];
  const turn: Turn = new Turn((run) => void asked.push(run), () => {});
  const again = { drain: () => turn.enqueue(again) };
  turn.enqueue(again);
  turn.afterwards(() => void done.push("called"));
  for (let pass = 0; pass < 9; pass++) asked.shift()?.();
  assertEquals(done, []);
  asked.shift()?.();
  assertEquals(done, ["called"]);
});

test("what can wait ends with what cannot", () => {
  const { turn, done, asked, drain } = makeTurn();
  turn.patiently(() => turn.enqueue(drain("a")));
  turn.patiently(() => turn.enqueue(drain("b")));
  assertEquals(asked.length, 0);
  turn.enqueue(drain("c"));
  asked[0]?.();
  assertEquals([done, asked.length], [["work", "a", "b", "c"], 1]);
});

test("what can wait ends with the last slice, or the third", () => {
  const { turn, done, asked, drain } = makeTurn();
  assertEquals(turn.endSlice(true), false);
  assertEquals(asked.length, 0, "there is nothing to end");
  turn.patiently(() => turn.enqueue(drain("a")));
  assertEquals(turn.endSlice(true), false);
  asked[0]?.();
  turn.patiently(() => turn.enqueue(drain("b")));
  assertEquals([turn.endSlice(false), turn.endSlice(false), turn.endSlice(false)], [true, true, false]);
  asked[1]?.();
  turn.patiently(() => turn.enqueue(drain("c")));
  assertEquals(turn.endSlice(false), true, "they are counted anew");
  assertEquals([done, asked.length], [["work", "a", "work", "b"], 2]);
});

test("what can wait is not ended by another turn's outboxes, and what cannot is", () => {
  const { turn, done, asked, drain } = makeTurn();
  for (let i = 0; i < 60; i++) turn.enqueue(drain("one"));
  asked[0]?.();
  turn.patiently(() => turn.enqueue(drain("patient")));
  asked[1]?.();
  assertEquals(asked.length, 2);
  assertEquals(turn.endSlice(true), false);
  asked[2]?.();
  assertEquals(done.slice(-2), ["work", "patient"]);
  for (let i = 0; i < 60; i++) turn.enqueue(drain("one"));
  asked[3]?.();
  turn.patiently(() => turn.enqueue(drain("patient")));
  turn.enqueue(drain("hasty"));
  asked[4]?.();
  asked[5]?.();
  assertEquals(done.slice(-3), ["work", "patient", "hasty"]);
});

test("what can wait is still told to wait while another turn's outboxes are drained: else nothing would end it", () => {
  const { turn, done, asked, drain } = makeTurn();
  for (let i = 0; i < 60; i++) turn.enqueue(drain("one"));
  asked[0]?.();
  turn.patiently(() => turn.enqueue(drain("patient")));
  assertEquals(turn.endSlice(false), true);
  asked[1]?.();
  assertEquals([turn.endSlice(true), asked.length], [false, 3]);
  asked[2]?.();
  assertEquals(done.slice(-2), ["work", "patient"]);
});

test("what cannot wait is asked for, also after something patient that failed", () => {
  const { turn, asked, drain } = makeTurn();
  assertThrows(
    () =>
      turn.patiently(() => {
        throw new Error("a fault of ours");
      }),
    Error,
    "a fault of ours",
  );
  turn.enqueue(drain("a"));
  assertEquals(asked.length, 1);
});

/**
 * A turn in which callbacks are held by kind: of the next pass, of a pass that is read, and of a moment that is over.
 *
 * @param work What a turn does when it ends.
 */
function makeRush(work = (_turn: Turn): void => {}) {
  const ended: number[] = [];
  const [soon, read, moments]: [(() => void)[], (() => void)[], (() => void)[]] = [[], [], []];
  const turn: Turn = new Turn(
    (run) => void soon.push(run),
    () => {
      ended.push(turn.added);
      work(turn);
    },
    NO_TIMER,
    (run) => void read.push(run),
    (run) => {
      moments.push(run);
      return () => void moments.splice(moments.indexOf(run), 1);
    },
  );
  const add = (count: number): void => {
    for (let one = 0; one < count; one++) turn.schedule();
  };
  /** Ends a turn of so many events that nothing was waited for. */
  const rush = (count: number): void => {
    add(count);
    read.shift()?.();
  };
  return { turn, ended, soon, read, moments, add, rush };
}

test("in a rush a turn waits for nearly as much as the last one had, and ends with the pass in which that has come", () => {
  const { ended, soon, read, moments, add, rush } = makeRush();
  rush(80);
  add(71);
  assertEquals([ended, soon.length, read.length, moments.length], [[80], 0, 0, 1]);
  add(1);
  assertEquals([ended, soon.length, read.length, moments.length], [[80], 0, 1, 0]);
  add(8); // They were read in the same pass.
  read.shift()?.();
  assertEquals(ended, [80, 160]);
});

test("in a rush a turn waits for a moment and no longer, and what comes alone after it for two at most", () => {
  const { ended, read, moments, add, rush } = makeRush();
  rush(80);
  for (const sum of [81, 82]) {
    add(1);
    assertEquals([read.length, moments.length], [0, 1]);
    moments.shift()?.();
    assertEquals(ended.at(-1), sum);
  }
  add(1);
  assertEquals([read.length, moments.length], [1, 0]);
});

test("where little is said nothing waits for more of it", () => {
  const { read, moments, add, rush } = makeRush();
  rush(31);
  add(1);
  assertEquals([read.length, moments.length], [1, 0]);
});

test("a moment that is over after all has come ends no other turn", () => {
  const { ended, read, moments, add, rush } = makeRush();
  rush(80);
  add(1);
  const [late] = moments;
  add(79);
  read.shift()?.();
  add(1);
  late?.();
  assertEquals(ended, [80, 160]);
});

test("who comes while others talk, and who is written to, is no event that makes a rush", () => {
  const { turn, read, soon, moments, add } = makeRush();
  turn.patiently(() => add(200));
  for (let one = 0; one < 100; one++) turn.enqueue({ drain: () => {} });
  read.shift()?.();
  while (soon.length > 0) soon.shift()?.();
  add(1);
  assertEquals([read.length, moments.length], [1, 0]);
});

test("a crowd that hears one message makes no rush", () => {
  const { soon, read, moments, add, rush } = makeRush((turn) => {
    for (let one = 0; one < 100; one++) turn.enqueue({ drain: () => {} });
  });
  rush(1);
  while (soon.length > 0) soon.shift()?.();
  add(1);
  assertEquals([read.length, moments.length], [1, 0]);
});
