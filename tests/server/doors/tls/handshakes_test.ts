/** How many hands are shaken at once, and whose. */

import { assert, assertEquals } from "@std/assert";
import { Handshakes } from "../../../../server/doors/tls/handshakes.ts";
import { FakeClock } from "../../../support/clock.ts";
import { test } from "../../../support/sanitized.ts";

/** Handshakes of a fake clock and passes that a test makes; each lasts until the test ends it. */
class Crowd {
  readonly clock = new FakeClock();
  /** Whose handshakes are under way, in the order of their beginning. */
  readonly running: string[] = [];
  /** Whose handshakes were let go, as others waited. */
  readonly letGo: string[] = [];
  readonly #passes: (() => void)[] = [];
  readonly #handshakes = new Handshakes(this.clock, (run) => void this.#passes.push(run));
  readonly #ends = new Map<string, (() => void)[]>();

  /** Has an address come with so many handshakes. */
  come(key: string, count: number): void {
    for (let at = 0; at < count; at++) {
      let end = (): void => {};
      void this.#handshakes.run(key, () => {
        this.running.push(key);
        return new Promise<void>((resolve) => {
          end = () => {
            this.running.splice(this.running.indexOf(key), 1);
            resolve();
          };
          this.#ends.set(key, [...this.#ends.get(key) ?? [], end]);
        });
      }, () => {
        this.letGo.push(key);
        end();
      });
    }
  }

  /** Makes one pass of the event loop; tells how many handshakes were begun in it. */
  async pass(): Promise<number> {
    const before = this.running.length;
    for (const run of this.#passes.splice(0)) run();
    await this.clock.advance(0);
    return this.running.length - before;
  }

  /** Makes passes until nothing more begins. */
  async settle(): Promise<void> {
    while (await this.pass() > 0 || this.#passes.length > 0);
  }

  /** Ends the handshakes of an address. */
  async end(key: string, count = Infinity): Promise<void> {
    for (const end of (this.#ends.get(key) ?? []).splice(0, count)) end();
    await this.clock.advance(0);
  }

  countOf(key: string): number {
    return this.running.filter((running) => running === key).length;
  }
}

test("eight handshakes are begun in a pass, in the order of coming", async () => {
  const crowd = new Crowd();
  crowd.come("a", 6);
  crowd.come("b", 6);
  assertEquals([await crowd.pass(), crowd.running.join("")], [8, "aaaaaabb"]);
  assertEquals([await crowd.pass(), await crowd.pass()], [4, 0]);
});

test("of one address 64 are under way, and others pass by those that wait", async () => {
  const crowd = new Crowd();
  crowd.come("a", 100);
  crowd.come("b", 1);
  await crowd.settle();
  assertEquals([crowd.countOf("a"), crowd.countOf("b")], [64, 1]);
  await crowd.end("a", 10);
  await crowd.settle();
  assertEquals(crowd.countOf("a"), 64);
});

test("512 are under way in all, and one that ends makes room for the next", async () => {
  const crowd = new Crowd();
  for (let at = 0; at < 10; at++) crowd.come(`${at}`, 60);
  await crowd.settle();
  assertEquals(crowd.running.length, 512);
  await crowd.end("0", 1);
  await crowd.settle();
  assertEquals(crowd.running.length, 512);
});

test("when all places are taken and somebody waits, those go that have taken longest, and half a second at least", async () => {
  const crowd = new Crowd();
  for (let at = 0; at < 6; at++) crowd.come(`early${at}`, 64);
  await crowd.settle();
  await crowd.clock.advance(200);
  for (let at = 0; at < 2; at++) crowd.come(`late${at}`, 64);
  crowd.come("ada", 1);
  await crowd.settle();
  await crowd.clock.advance(299);
  assertEquals([crowd.running.length, crowd.countOf("ada"), crowd.letGo], [512, 0, []]);
  await crowd.clock.advance(1);
  await crowd.settle();
  assertEquals([crowd.running.length, crowd.countOf("ada"), crowd.letGo.length], [512, 1, 1]);
  assertEquals(crowd.letGo, ["early0"]);
  crowd.come("bob", 30);
  await crowd.settle();
  assertEquals([crowd.running.length, crowd.countOf("bob"), crowd.letGo.length], [512, 30, 31]);
  await crowd.clock.advance(10_000);
  assertEquals(crowd.letGo.length, 31); // Nobody waits.
});

test("of one address, too, those make room that take longest: who shares it is not kept out", async () => {
  const crowd = new Crowd();
  crowd.come("school", 64);
  crowd.come("other", 1);
  await crowd.settle();
  crowd.come("school", 2);
  await crowd.settle();
  await crowd.clock.advance(499);
  assertEquals([crowd.countOf("school"), crowd.letGo], [64, []]);
  await crowd.clock.advance(1);
  await crowd.settle();
  assertEquals([crowd.countOf("school"), crowd.letGo], [64, ["school", "school"]]);
  await crowd.clock.advance(10_000);
  assertEquals([crowd.countOf("other"), crowd.letGo.length], [1, 2]);
});

test("an address begins 200 at once and then 20 a second, and all when it has been away for a while", async () => {
  const crowd = new Crowd();
  const begin = async (count: number): Promise<number> => {
    crowd.come("a", count);
    let begun = 0;
    for (let passes = 0; passes < 100; passes++) {
      await crowd.settle();
      begun += crowd.countOf("a");
      await crowd.end("a");
    }
    return begun;
  };
  assertEquals(await begin(230), 200);
  await crowd.clock.advance(1_000);
  await crowd.settle();
  assertEquals(crowd.countOf("a"), 20);
  await crowd.clock.advance(500);
  await crowd.settle();
  assertEquals(crowd.countOf("a"), 30);
  await crowd.end("a");
  await crowd.clock.advance(10_000);
  assertEquals(await begin(201), 200);
  await crowd.clock.advance(50);
  await crowd.settle();
  await crowd.end("a");
  assert(crowd.clock.pending === 0);
});
