/** The clock by which things end: when it is believed, how fast it goes, and that no wrong date ends what should stay. */

import { assert, assertEquals } from "@std/assert";
import { ExpiryClock } from "../../../server/ops.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** An expiry clock that is read every five seconds, and the last of what it showed. */
class Run {
  readonly clock = new FakeClock();
  readonly start = this.clock.now();
  readonly #expiry = new ExpiryClock();
  readonly #firstEnd: number | undefined;
  shown: number | undefined;

  constructor(firstEnd: (start: number) => number | undefined) {
    this.#firstEnd = firstEnd(this.start);
  }

  async go(ms: number, every = 5 * SECOND): Promise<this> {
    for (let gone = 0; gone < ms; gone += every) {
      await this.clock.advance(every);
      this.read();
    }
    return this;
  }

  read(): void {
    const clocks = { wall: this.clock.now(), elapsed: this.clock.elapsed() };
    this.shown = this.#expiry.read(clocks, () => this.#firstEnd);
  }
}

test("nothing ends in the first hour of a run; after it what is due does", async () => {
  const run = new Run((start) => start);
  await run.go(HOUR - 5 * SECOND);
  assertEquals(run.shown, undefined);
  await run.go(10 * SECOND);
  assertEquals(run.shown, run.start);
});

test("a wall clock that jumps is not believed for the next hour, forward or back", async () => {
  for (const jump of [10 * YEAR, -10 * YEAR, 2 * 60 * SECOND]) {
    const run = await new Run(() => undefined).go(2 * HOUR, 60 * SECOND);
    assert(run.shown !== undefined);
    run.clock.jump(jump);
    run.read();
    assertEquals(run.shown, undefined);
    await run.go(HOUR - 60 * SECOND, 60 * SECOND);
    assertEquals(run.shown, undefined);
    await run.go(60 * SECOND);
    assert(run.shown !== undefined);
  }
});

test("a wall clock that runs ten times too fast is never believed", async () => {
  const run = new Run(() => undefined);
  for (let round = 0; round < 4_000; round++) {
    run.clock.jump(45 * SECOND);
    await run.go(5 * SECOND);
    assertEquals(run.shown, undefined);
  }
});

test("corrections of some milliseconds, as NTP makes them, are no jumps", async () => {
  const run = new Run(() => undefined);
  for (let round = 0; round < 120; round++) {
    run.clock.jump(round % 2 === 0 ? 300 : -200);
    await run.go(60 * SECOND, 60 * SECOND);
  }
  assertEquals(run.shown, run.clock.now());
});

test("what is overdue ends at two days of it a day, and no faster after a jump", async () => {
  const run = await new Run((start) => start - 300 * DAY).go(HOUR + 60 * SECOND, 60 * SECOND);
  const first = run.shown ?? 0;
  await run.go(DAY, 60 * SECOND);
  assertEquals(run.shown, first + 2 * DAY);
  run.clock.jump(10 * YEAR);
  await run.go(DAY, 60 * SECOND);
  assert(run.shown !== undefined && run.shown <= first + 4 * DAY);
  assert(run.shown >= first + 3 * DAY);
});

test("it is never ahead of the wall clock, also when that is set back", async () => {
  const run = await new Run(() => undefined).go(3 * HOUR, 60 * SECOND);
  assertEquals(run.shown, run.clock.now());
  run.clock.jump(-DAY);
  await run.go(2 * HOUR, 60 * SECOND);
  assertEquals(run.shown, run.clock.now());
});
