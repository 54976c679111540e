/** Reading the lines of one connection: how fast, and what ends it. */

import { assertEquals } from "@std/assert";
import { type ByteSource, LineReader } from "../../../net/lines.ts";
import { handleLines, type LineHandler } from "../../../server/connection/line_loop.ts";
import type { Session } from "../../../server/core/members/session.ts";
import { LateSequencer } from "../../support/late_sequencer.ts";
import { TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

/** A source that gives the same bytes at every read, and ends after `count` reads. */
class Repeated implements ByteSource {
  reads = 0;
  isClosed = false;
  readonly #fill: (into: Uint8Array) => number;
  readonly #count: number;

  constructor(fill: (into: Uint8Array) => number, count = Infinity) {
    this.#fill = fill;
    this.#count = count;
  }

  read(into: Uint8Array): Promise<number | null> {
    this.reads++;
    return Promise.resolve(this.reads > this.#count ? null : this.#fill(into));
  }

  close(): void {
    this.isClosed = true;
  }
}

const newlines = (into: Uint8Array): number => into.fill(0x0a).length;

const oneNewline = (into: Uint8Array): number => into.fill(0x0a, 0, 1).subarray(0, 1).length;

/** Handles lines that a source gives. */
function handle(
  core: TestCore,
  session: Session,
  source: Repeated,
  changes: Partial<LineHandler>,
): Promise<void> {
  return handleLines(session, source, new LineReader(source, 100), {
    clock: core.clock,
    lineBytes: 100,
    receive: () => {},
    defer: (run) => run(),
    disconnected: (session) => core.hub.disconnected(session),
    flooded: () => {},
    logFault: (error) => {
      throw error;
    },
    ...changes,
  });
}

test("of a flood 128 lines are handled at a time, also when more is there at once after each read", async () => {
  const core = new TestCore();
  const flooder = await core.member("ada");
  let lines = 0;
  const deferred: (() => void)[] = [];
  flooder.session.countLine = () => 0;
  void handle(core, flooder.session, new Repeated(newlines), {
    receive: () => void lines++,
    defer: (run) => void deferred.push(run),
  });
  for (let turn = 1; turn <= 9; turn++) {
    await core.clock.advance(0);
    assertEquals([lines, deferred.length], [128 * turn, turn]);
    deferred.at(-1)?.();
  }
});

test("who is gone is not waited for: of the lines that are there, those within the rate are taken; a half-close is not gone", async () => {
  for (const isGone of [true, false]) {
    const core = new TestCore();
    const ada = await core.member("ada");
    const bob = await core.member("bob");
    const allowed = 5;
    let lines = 0;
    bob.session.countLine = () => lines < allowed ? 0 : 100;
    const handling = handle(core, bob.session, new Repeated(newlines, 1), { receive: () => void lines++ });
    if (isGone) bob.session.outbox.abort();
    await core.clock.advance(60_000);
    await handling;
    await core.endTurn();
    assertEquals([isGone, lines <= allowed + 1], [isGone, isGone]);
    assertEquals(ada.framesOf("left").map(({ name }) => name), ["bob"]);
  }
});

test("a fault of ours while a line is handled is logged, and leaves no member without a connection", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  const source = new Repeated(oneNewline);
  const faults: string[] = [];
  await handle(core, bob.session, source, {
    receive: () => {
      throw new RangeError("a fault");
    },
    logFault: (fault) => void faults.push(String(fault)),
  });
  assertEquals([faults, source.isClosed, source.reads], [["RangeError: a fault"], true, 1]);
  await core.endTurn();
  assertEquals(ada.framesOf("left").map(({ name }) => name), ["bob"]);
});

test("a fault of ours in the reading is logged and ends the connection, too", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const source = new Repeated(() => {
    throw new RangeError("a fault");
  });
  const faults: string[] = [];
  await handle(core, ada.session, source, { logFault: (fault) => void faults.push(String(fault)) });
  assertEquals([faults, source.isClosed, ada.session.isOver], [["RangeError: a fault"], true, true]);
});

test("what comes after the session is over is read and dropped until the connection ends", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const source = new Repeated(newlines, 5);
  let lines = 0;
  await handle(core, ada.session, source, {
    receive: () => {
      lines++;
      core.hub.end(ada.session, "quit", "left");
    },
  });
  assertEquals([lines, source.reads, source.isClosed], [1, 6, false]);
});

test("a connection that ends by itself is told once, after its last line", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const happened: string[] = [];
  await handle(core, ada.session, new Repeated(oneNewline, 2), {
    receive: () => void happened.push("line"),
    disconnected: () => void happened.push("disconnected"),
  });
  assertEquals(happened, ["line", "line", "disconnected"]);
});

test("a rate limit pauses the reading: nothing is asked for until the wait is over", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const source = new Repeated(oneNewline);
  ada.session.countLine = () => 50;
  void handle(core, ada.session, source, {});
  for (const [ms, reads] of [[0, 1], [49, 1], [1, 2], [49, 2], [1, 3]] as const) {
    await core.clock.advance(ms);
    assertEquals(source.reads, reads);
  }
});

test("while a session waits for a ruling its lines are not read, and then from the next on", async () => {
  let late: LateSequencer | undefined;
  const core = new TestCore({}, { sequence: (local) => late = new LateSequencer(local) });
  const ada = core.connect();
  const source = new Repeated(oneNewline, 4);
  let lines = 0;
  const ended = handle(core, ada.session, source, {
    receive: (session) => {
      if (++lines > 2) return;
      const room = ["lobby", "tea"][lines - 1] ?? "";
      const frame = lines === 1
        ? { type: "hello", name: "ada", room } as const
        : { type: "join", room } as const;
      core.hub.receive(session, { ok: true, frame });
    },
  });
  for (const count of [1, 2, 4]) {
    await core.clock.advance(0);
    assertEquals([lines, source.reads], [count, count === 4 ? 5 : count]);
    late?.tell();
    await core.endTurn();
  }
  await ended;
  assertEquals(ada.framesOf("entered").map(({ room }) => room), ["tea"]);
});

test("a session that is closed while it waits for a ruling has its lines read over to the end", async () => {
  const core = new TestCore({}, { sequence: (local) => new LateSequencer(local) });
  const ada = core.connect();
  const source = new Repeated(oneNewline, 4);
  let lines = 0;
  const ended = handle(core, ada.session, source, {
    receive: (session) => {
      lines++;
      core.hub.receive(session, { ok: true, frame: { type: "hello", name: "ada", room: "lobby" } });
    },
  });
  await core.clock.advance(0);
  assertEquals([lines, source.reads], [1, 1]);
  core.hub.close();
  await ended;
  assertEquals([lines, source.reads, ada.session.phase], [1, 5, "gone"]);
});
