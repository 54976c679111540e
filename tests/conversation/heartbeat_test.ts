/** When a silent link is asked for a sign of life, and when it is given up. */

import { assertEquals } from "@std/assert";
import { type HeartbeatLink, startHeartbeat } from "../../conversation/heartbeat.ts";
import { FakeClock } from "../support/clock.ts";

/** A link whose silence a test sets, and the times at which it was probed and closed. */
class FakeLink implements HeartbeatLink {
  reads = 0;
  silentSince: number | undefined;
  readonly probed: number[] = [];
  readonly closed: number[] = [];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock, silentSince: number | undefined) {
    this.#clock = clock;
    this.silentSince = silentSince;
  }

  /** Receives something. */
  hear(): void {
    this.reads++;
    this.silentSince = this.#clock.elapsed();
  }

  probe(): void {
    this.probed.push(this.#clock.elapsed());
  }

  close(): void {
    this.closed.push(this.#clock.elapsed());
  }
}

function watched(silentSince?: number): { clock: FakeClock; link: FakeLink; stop: () => void } {
  const clock = new FakeClock();
  const link = new FakeLink(clock, silentSince);
  return { clock, link, stop: startHeartbeat(link, clock) };
}

Deno.test("a link is probed after 20 s of silence, and closed 20 s later", async () => {
  const { clock, link } = watched(3_000);
  await clock.advance(22_999);
  assertEquals(link.probed, []);
  await clock.advance(60_000);
  assertEquals([link.probed, link.closed], [[23_000], [43_000]]);
  assertEquals(clock.pending, 0);
});

Deno.test("a link that answers a probe stays, and is probed again after 20 s of silence", async () => {
  const { clock, link } = watched(0);
  await clock.advance(30_000);
  link.hear();
  await clock.advance(30_000);
  assertEquals([link.probed, link.closed], [[20_000, 50_000], []]);
});

Deno.test("a link on which something arrives now and then is never probed", async () => {
  const { clock, link } = watched(0);
  for (let second = 0; second < 120; second += 15) {
    await clock.advance(15_000);
    link.hear();
  }
  assertEquals([link.probed, link.closed], [[], []]);
});

Deno.test("a link that is not read is not probed, and a probe before that does not count", async () => {
  const { clock, link } = watched(0);
  await clock.advance(25_000);
  link.silentSince = undefined;
  await clock.advance(300_000);
  assertEquals([link.probed, link.closed], [[20_000], []]);
});

Deno.test("after the machine slept a link is probed at once, and has 20 s to answer", async () => {
  const { clock, link } = watched(0);
  await clock.advance(7_000);
  clock.jump(3_600_000);
  await clock.advance(3_000);
  assertEquals(link.probed, [10_000]);
  await clock.advance(19_000);
  assertEquals(link.closed, []);
  await clock.advance(1_000);
  assertEquals(link.closed, [30_000]);
});

Deno.test("a clock that is put right by a few seconds is no sleep", async () => {
  const { clock, link } = watched(0);
  await clock.advance(7_000);
  clock.jump(9_000);
  await clock.advance(3_000);
  assertEquals(link.probed, []);
});

Deno.test("a watch that was ended does nothing", async () => {
  const { clock, link, stop } = watched(0);
  await clock.advance(7_000);
  stop();
  await clock.advance(60_000);
  assertEquals([link.probed, link.closed, clock.pending], [[], [], 0]);
});
