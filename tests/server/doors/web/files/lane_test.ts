/** Bytes of files beside talk. */

import { assertEquals } from "@std/assert";
import { LineReader } from "../../../../../net/lines.ts";
import type { Wire } from "../../../../../net/wire.ts";
import { Connection } from "../../../../../server/connection.ts";
import { FileLane, writeFile } from "../../../../../server/doors/web/files/lane.ts";
import { FakeClock } from "../../../../support/clock.ts";
import { test } from "../../../../support/sanitized.ts";

const PIECE = 64 * 1024;
const MEBIBYTE = 1024 * 1024;

/** A lane, and the passes of its event loop. */
class Passes {
  #asked: (() => void)[] = [];
  readonly lane = new FileLane({
    isTalk: true,
    nextPass: (run) => void this.#asked.push(run),
  });

  /** Goes on to the next pass, and to the end of all that can be done in it; tells whether anybody had asked for one. */
  async next(): Promise<boolean> {
    await settled();
    const asked = this.#asked.splice(0);
    for (const run of asked) run();
    await settled();
    return asked.length > 0;
  }
}

/** Resolves when whatever waits for nothing but promises is done. */
async function settled(): Promise<void> {
  for (let time = 0; time < 50; time++) await Promise.resolve();
}

/** A file of so many bytes, each of which is its number. */
class FakeFile {
  #at = 0;
  readonly #size: number;
  readonly reads: string[] = [];
  /** Whether the disk is slow: reads ahead end when they are let. */
  isSlow = false;
  goOn = (): void => {};

  constructor(size: number) {
    this.#size = size;
  }

  async read(into: Uint8Array): Promise<number | null> {
    this.reads.push("ahead");
    if (this.isSlow) await new Promise<void>((resolve) => this.goOn = resolve);
    return this.#fill(into);
  }

  readSync(into: Uint8Array): number | null {
    this.reads.push("piece");
    return this.#fill(into);
  }

  seekSync(offset: number): number {
    return this.#at += offset;
  }

  #fill(into: Uint8Array): number | null {
    const count = Math.min(into.length, this.#size - this.#at);
    for (let index = 0; index < count; index++) into[index] = (this.#at + index) % 251;
    this.#at += count;
    return count === 0 && into.length > 0 ? null : count; // As Deno's.
  }
}

/** Somebody who fetches, and what they have; what is written to them is as good as its buffer until they take it. */
class Reader {
  readonly bytes: number[] = [];
  takesAtOnce = true;
  take = (): void => {};
  readonly connection: Connection;

  constructor(clock: FakeClock) {
    const address: Deno.NetAddr = { transport: "tcp", hostname: "192.0.2.1", port: 1 };
    const wire: Wire = {
      ...{
        localAddr: address,
        remoteAddr: address,
        close: () => {},
        setNoDelay: () => {},
        setKeepAlive: () => {},
      },
      read: () => Promise.resolve(null),
      closeWrite: () => Promise.resolve(),
      write: async (bytes) => {
        if (!this.takesAtOnce) await new Promise<void>((resolve) => this.take = resolve);
        for (const byte of bytes) this.bytes.push(byte);
        return bytes.length;
      },
    };
    this.connection = new Connection(wire, clock, () => {});
  }
}

/** Begins to write a file to somebody. */
function fetching(passes: Passes, reader: Reader, clock: FakeClock, file: FakeFile, length: number) {
  const { connection } = reader;
  const parts = { connection, reader: new LineReader(connection, 100), clock, lane: passes.lane };
  return writeFile(parts, file, length, () => true);
}

function numbers(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index % 251);
}

test("a file is read ahead once a mebibyte, and in pieces from where it lies in memory", async () => {
  const [passes, clock] = [new Passes(), new FakeClock()];
  const reader = new Reader(clock);
  const length = MEBIBYTE + PIECE + 1;
  const file = new FakeFile(length);
  const written = fetching(passes, reader, clock, file, length);
  while (await passes.next());
  assertEquals(await written, true);
  assertEquals(file.reads, ["ahead", ...Array(16).fill("piece"), "ahead", "piece", "piece"]);
  assertEquals(reader.bytes.length, length);
  assertEquals(reader.bytes.every((byte, index) => byte === index % 251), true);
});

test("a part ends where it is to end, and a file that has become shorter breaks off", async () => {
  const [passes, clock] = [new Passes(), new FakeClock()];
  const [part, rest] = [new Reader(clock), new Reader(clock)];
  const both = [
    fetching(passes, part, clock, new FakeFile(1000), 10),
    fetching(passes, rest, clock, new FakeFile(10), 1000),
  ];
  while (await passes.next());
  assertEquals(await Promise.all(both), [true, false]);
  assertEquals([part.bytes, rest.bytes], [numbers(10), numbers(10)]);
});

test("while somebody talks three pieces pass in one pass of the event loop, whoever fetches, in turn", async () => {
  const [passes, clock] = [new Passes(), new FakeClock()];
  const readers = Array.from({ length: 4 }, () => new Reader(clock));
  const all = readers.map((reader) => fetching(passes, reader, clock, new FakeFile(2 * PIECE), 2 * PIECE));
  const pieces = (): readonly number[] => readers.map(({ bytes }) => bytes.length / PIECE);
  const seen: (readonly number[])[] = [];
  while (await passes.next()) seen.push(pieces());
  assertEquals(seen, [[1, 1, 1, 0], [2, 2, 1, 1], [2, 2, 2, 2]]);
  assertEquals(await Promise.all(all), [true, true, true, true]);
});

test("one file is read ahead at a time, so that a slow disk is not asked for a hundred at once", async () => {
  const [passes, clock] = [new Passes(), new FakeClock()];
  const [first, second] = [new FakeFile(10), new FakeFile(10)];
  first.isSlow = true;
  const both = [first, second].map((file) => fetching(passes, new Reader(clock), clock, file, 10));
  assertEquals(await passes.next(), false);
  assertEquals([first.reads, second.reads], [["ahead"], []]);
  first.goOn();
  while (await passes.next());
  assertEquals(await Promise.all(both), [true, true]);
  assertEquals([first.reads, second.reads], [["ahead", "piece"], ["ahead", "piece"]]);
});

test("a file that cannot be read ahead keeps nobody else from theirs", async () => {
  const [passes, clock] = [new Passes(), new FakeClock()];
  const broken = new FakeFile(10);
  broken.read = () => Promise.reject(new Error("the disk is gone"));
  const failed = fetching(passes, new Reader(clock), clock, broken, 10).catch(String);
  const written = fetching(passes, new Reader(clock), clock, new FakeFile(10), 10);
  while (await passes.next());
  assertEquals([await failed, await written], ["Error: the disk is gone", true]);
});

test("a disk that hangs ends the downloads that wait for it after half a minute, and not those that are begun after that", async () => {
  const [passes, clock] = [new Passes(), new FakeClock()];
  const begin = (file: FakeFile): Promise<boolean> => fetching(passes, new Reader(clock), clock, file, 10);
  const hanging = new FakeFile(10);
  hanging.isSlow = true;
  const waiting = [hanging, new FakeFile(10), new FakeFile(10)];
  const ended: boolean[] = [];
  const all = waiting.map((file) => begin(file).then((isWhole) => void ended.push(isWhole)));
  await settled();
  await clock.advance(29_999);
  await settled();
  assertEquals(ended, []);
  await clock.advance(1);
  await Promise.all(all);
  assertEquals(ended, [false, false, false]);
  assertEquals(waiting.map(({ reads }) => reads.length), [1, 0, 0]);
  const next = begin(new FakeFile(10));
  while (await passes.next());
  assertEquals(await next, true);
  hanging.goOn(); // Nobody reads it any more.
  await settled();
  const last = begin(new FakeFile(10));
  while (await passes.next());
  assertEquals(await last, true);
});

test("what somebody has not taken yet is not written over by what others fetch", async () => {
  const [passes, clock] = [new Passes(), new FakeClock()];
  const [slow, fast] = [new Reader(clock), new Reader(clock)];
  slow.takesAtOnce = false;
  const behind = new FakeFile(2 * PIECE);
  behind.seekSync(PIECE);
  const both = [
    fetching(passes, slow, clock, new FakeFile(PIECE), PIECE),
    fetching(passes, fast, clock, behind, PIECE),
  ];
  while (await passes.next());
  slow.take();
  assertEquals(await Promise.all(both), [true, true]);
  assertEquals(slow.bytes, numbers(PIECE));
  const again = new Reader(clock);
  const third = fetching(passes, again, clock, new FakeFile(PIECE), PIECE);
  while (await passes.next());
  assertEquals([await third, again.bytes.length], [true, PIECE]);
});
