import { assert, assertEquals, assertRejects } from "@std/assert";
import { sleep, systemClock, within } from "../../net/clock.ts";
import { FakeClock } from "../support/clock.ts";

Deno.test("sleep resolves when its time has gone by and not before", async () => {
  const clock = new FakeClock();
  let awake = false;
  const slept = sleep(clock, 100).then(() => awake = true);
  await clock.advance(99);
  assert(!awake);
  await clock.advance(1);
  assert(awake);
  await slept;
});

Deno.test("within gives what the task gives in time, and leaves no timer behind", async () => {
  const clock = new FakeClock();
  assertEquals(await within(clock, 100, Promise.resolve("done"), "late"), "done");
  assertEquals(clock.pending, 0);
});

Deno.test("within gives the late value once the time is over, and a task that fails afterwards harms nobody", async () => {
  const clock = new FakeClock();
  const task = Promise.withResolvers<string>();
  const outcome = within(clock, 100, task.promise, undefined);
  await clock.advance(100);
  assertEquals(await outcome, undefined);
  task.reject(new Error("too late to matter"));
  await clock.advance(1);
});

Deno.test("within passes on the failure of a task, and leaves no timer behind", async () => {
  const clock = new FakeClock();
  const task = Promise.withResolvers<string>();
  const outcome = assertRejects(() => within(clock, 100, task.promise, "late"), RangeError, "no");
  task.reject(new RangeError("no"));
  await outcome;
  assertEquals(clock.pending, 0);
});

Deno.test("a task that is done in the very moment of the deadline counts when it was done first", async () => {
  const clock = new FakeClock();
  const task = sleep(clock, 100).then(() => "done");
  const outcome = within(clock, 100, task, "late");
  await clock.advance(100);
  assertEquals(await outcome, "done");
});

Deno.test("the machine's clock calls back, and not after it was cancelled", async () => {
  const calls: string[] = [];
  const cancel = systemClock.after(0, () => calls.push("cancelled"));
  cancel();
  await new Promise<void>((resolve) => void systemClock.after(0, resolve));
  assertEquals(calls, []);
  assert(systemClock.elapsed() <= systemClock.elapsed());
});

Deno.test("the fake clock calls what is due in the order of time, also what is asked for on the way", async () => {
  const clock = new FakeClock(5_000);
  const calls: string[] = [];
  const call = (name: string) => () => calls.push(`${name} at ${clock.now()}`);
  clock.after(30, call("third"));
  clock.after(10, () => {
    call("first")();
    clock.after(10, call("second"));
    clock.after(21, call("too late"));
  });
  clock.after(30, call("fourth"));
  clock.after(5, call("cancelled"))();
  await clock.advance(30);
  assertEquals(calls, ["first at 5010", "second at 5020", "third at 5030", "fourth at 5030"]);
  assertEquals(clock.pending, 1);
});

Deno.test("the fake clock lets everything that waits for its turn run between two callbacks", async () => {
  const clock = new FakeClock();
  const calls: string[] = [];
  const chain = async (name: string) => {
    for (let i = 0; i < 20; i++) await undefined;
    calls.push(name);
  };
  clock.after(1, () => void chain("after the first"));
  clock.after(2, () => calls.push("second"));
  void chain("before");
  await clock.advance(2);
  assertEquals(calls, ["before", "after the first", "second"]);
});

Deno.test("a jump of the fake clock changes the time of day, and neither what has gone by nor what is due", async () => {
  const clock = new FakeClock(5_000);
  let called = 0;
  clock.after(10, () => called++);
  clock.jump(-3_000);
  assertEquals([clock.now(), clock.elapsed()], [2_000, 0]);
  clock.jump(60_000);
  await clock.advance(9);
  assertEquals([clock.now(), clock.elapsed(), called], [62_009, 9, 0]);
  await clock.advance(1);
  assertEquals(called, 1);
});
