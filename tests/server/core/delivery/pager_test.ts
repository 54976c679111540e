/** Reading from the log while the room goes on. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type FakeSink, type TestClient, TestCore } from "../../../support/test_core.ts";
import { draft, store } from "../../../support/log_fixtures.ts";
import { test } from "../../../support/sanitized.ts";

/** A room in which so much was said before anyone came. */
function withPast(
  count: number,
  size: number,
  limits: ConstructorParameters<typeof TestCore>[0] = {},
): TestCore {
  const core = new TestCore({ grace: 30_000, rate: null, ...limits });
  for (let i = 1; i <= count; i++) store(core.history, draft(`${i}`.padEnd(size, ".")));
  core.history.batches.length = 0;
  return core;
}

/** Somebody who was here before anything was said, and comes back. */
async function returner(core: TestCore, mood: FakeSink["state"] = "reads"): Promise<TestClient> {
  const first = await core.member("bob");
  first.disconnect();
  const client = core.connect();
  client.sink.state = mood;
  client.hello("bob", first.resume(0));
  // Each page leaves at the end of a turn, which asks for the next one.
  for (let before = -1; before < client.sink.writes.length;) {
    before = client.sink.writes.length;
    await core.endTurn();
  }
  return client;
}

/** The numbers of the messages that reached somebody. */
function seqs(client: TestClient): readonly number[] {
  return client.framesOf("message").map(({ seq }) => seq);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

test("a long absence is read a page at a time, and all of it comes", async () => {
  const core = withPast(1_000, 10);
  const bob = await returner(core);
  assertEquals(seqs(bob), upTo(1_000));
  assert(core.history.pages.every((count) => count <= 64), core.history.pages.join(" "));
});

test("no more is read for who does not read, and they are not too slow for what nobody has told them yet", async () => {
  const core = withPast(1_000, 1_000);
  const ada = await core.member("ada");
  const bob = await returner(core, "stalls");
  const read = core.history.pages.length;
  for (let i = 0; i < 2_000; i++) ada.say("x".repeat(1_000));
  await core.endTurn();
  assertEquals([core.history.pages.length, bob.session.phase], [read, "in"]);
  assert(bob.session.outbox.waitingBytes < 300_000, `${bob.session.outbox.waitingBytes}`);
});

test("messages of the greatest size are read in such pages that nobody is let go for them", async () => {
  const core = withPast(64, 1_000);
  for (let i = 0; i < 300; i++) store(core.history, draft("😀".repeat(4_000)));
  const bob = await returner(core);
  assertEquals([seqs(bob).length, bob.session.phase], [364, "in"]);
});

test("an outbox that is small is filled with care, too", async () => {
  const core = withPast(500, 100, { outboxBytes: 16_384 });
  assertEquals(seqs(await returner(core)), upTo(500));
});

test("who leaves while reading what was missed gets no message with others missing before it", async () => {
  const core = withPast(1_000, 1_000);
  const ada = await core.member("ada");
  const gate = new Gate();
  const bob = await gate.returner(core);
  const cy = core.connect();
  cy.hello("cy");
  ada.say("now");
  bob.sendFrames({ type: "quit" });
  await gate.open(core);
  const had = seqs(bob);
  assert(had.length < 1_000);
  assertEquals(had, upTo(had.length));
  assertEquals(bob.frames.slice(-2).map(({ type }) => type), ["joined", "bye"]);
});

test("what is trimmed away while it is being read is told as a gap", async () => {
  const core = withPast(1_000, 1_000);
  const gate = new Gate();
  const bob = await gate.returner(core);
  const had = seqs(bob).length;
  core.history.trim({ kind: "count", count: 300 }, 0);
  await gate.open(core);
  const [gap, ...others] = bob.framesOf("notice");
  assertEquals(others, []);
  assert(gap?.code === "gap" && gap.from > had && gap.to === 700, JSON.stringify(gap));
  assertEquals(seqs(bob), [...upTo(gap.from - 1), ...upTo(1_000).slice(700)]);
});

test("a log that cannot be read keeps nobody out: they are told what they do not get", async () => {
  const core = withPast(10, 10, { replay: 50 });
  const ada = await core.member("ada");
  ada.disconnect();
  await core.clock.advance(1_000); // What was told a moment ago need not be read again.
  core.history.isDamaged = true;
  const again = core.connect();
  again.hello("ada", { token: ada.token, after: { lobby: 4 } });
  const bob = await core.member("bob");
  bob.say("hi");
  bob.sendFrames({ type: "history", room: "lobby" });
  await core.endTurn();
  assertEquals(again.framesOf("notice").map((gap) => gap.code === "gap" && [gap.from, gap.to]), [[5, 10]]);
  assertEquals([again.messageTexts, bob.messageTexts], [["hi"], ["hi"]]);
  assert(core.logged.some((entry) => entry.event === "failed" && entry.what === "reading"));
});

/** A sink that takes nothing until it is opened. */
class Gate {
  #waiting: (() => void)[] = [];
  #guest: TestClient | undefined;

  async returner(core: TestCore): Promise<TestClient> {
    const first = await core.member("bob");
    first.disconnect();
    const client = this.#guest = core.connect();
    this.close();
    client.hello("bob", first.resume(0));
    await core.endTurn();
    return client;
  }

  close(): void {
    const sink = this.#guest?.sink;
    if (sink === undefined) return;
    sink.write = (bytes) => {
      sink.writes.push(new TextDecoder().decode(bytes));
      return new Promise((resolve) => this.#waiting.push(() => resolve(bytes.length)));
    };
  }

  /** Lets one write be done, in the middle of a turn. */
  async step(core: TestCore): Promise<void> {
    this.#waiting.shift()?.();
    await core.clock.advance(0);
  }

  /** Lets all be done that there is to write. */
  async open(core: TestCore): Promise<void> {
    for (let steps = 0; steps < 200; steps++) {
      await this.step(core);
      await core.endTurn();
    }
  }
}

type Step = "say" | "long" | "come" | "go" | "drain" | "turn" | "history" | "trim";

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Step>("say", "long", "drain", "turn") },
    { weight: 1, arbitrary: fc.constantFrom<Step>("come", "go", "history", "trim") },
  ),
  { maxLength: 60, size: "max" },
);

test("however reading, saying, coming and writing mix, who comes back gets each message once, in order, and each coming", async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(400), async (steps, past) => {
      const core = withPast(past, 1_000, { outboxBytes: 400_000 });
      const ada = await core.member("ada");
      const gate = new Gate();
      const bob = await gate.returner(core);
      const guests: TestClient[] = [];
      const wanted: string[] = [];
      let isTrimmed = false;
      const act: Record<Step, () => void | Promise<void>> = {
        say: () => ada.say("hi"),
        long: () => ada.say("x".repeat(4_000)),
        come: () => {
          const client = core.connect();
          guests.push(client);
          client.hello(`guest${guests.length}`);
          wanted.push(`joined guest${guests.length}`);
        },
        go: () => {
          if (guests.length > 0 && guests.at(-1)?.session.phase === "in") {
            guests.at(-1)?.sendFrames({ type: "quit" });
            wanted.push(`left guest${guests.length}`);
          }
        },
        history: () => ada.sendFrames({ type: "history", room: "lobby", limit: 5 }),
        trim: () => {
          isTrimmed = true;
          core.history.trim({ kind: "count", count: 200 }, 0);
        },
        drain: () => gate.step(core),
        turn: () => core.endTurn(),
      };
      for (const step of steps) await act[step]();
      await gate.open(core);
      assertEquals(bob.session.feedIn("lobby")?.isBehind, false);
      const got: number[] = [];
      for (const frame of bob.frames) {
        if (frame.type === "message") got.push(frame.seq);
        if (frame.type === "notice" && frame.code === "gap") {
          assert(isTrimmed);
          for (let seq = frame.from; seq <= frame.to; seq++) got.push(seq);
        }
      }
      assertEquals(got, upTo(core.hub.context.pages.last("lobby")));
      const flags = bob.framesOf("message").map(({ past }) => past === true);
      assertEquals(flags, [...flags].sort((a, b) => Number(b) - Number(a)), "past before live");
      const presence = bob.frames.flatMap((frame) =>
        frame.type === "joined" || frame.type === "left" ? [`${frame.type} ${frame.name}`] : []
      );
      assertEquals(presence, wanted);
    }),
    { numRuns: 120 },
  );
});

test("one who asks and asks and reads nothing is let go as too slow", async () => {
  const core = new TestCore({ rate: null });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  for (let i = 0; i < 200; i++) ada.say("x".repeat(3_000));
  await core.endTurn();
  bob.sink.state = "stalls";
  for (let i = 0; i < 1_001; i++) bob.sendFrames({ type: "history", room: "lobby" });
  for (let turn = 0; turn < 3; turn++) await core.endTurn();
  assertEquals(ada.framesOf("left").map(({ name, reason }) => [name, reason]), [["bob", "slow"]]);
});
