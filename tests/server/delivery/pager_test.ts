/** Reading from the log while the room goes on. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type FakeSink, type Guest, Hall } from "../../support/hall.ts";
import { draft, store } from "../../support/log.ts";
import { test } from "../../support/test.ts";

/** A room in which so much was said before anyone came. */
function withPast(count: number, size: number, limits: ConstructorParameters<typeof Hall>[0] = {}): Hall {
  const hall = new Hall({ grace: 30_000, rate: null, ...limits });
  for (let i = 1; i <= count; i++) store(hall.history, draft(`${i}`.padEnd(size, ".")));
  hall.history.batches.length = 0;
  return hall;
}

/** Somebody who was here before anything was said, and comes back. */
async function returner(hall: Hall, mood: FakeSink["mood"] = "reads"): Promise<Guest> {
  const first = await hall.member("bob");
  first.disconnect();
  const guest = hall.come();
  guest.sink.mood = mood;
  guest.hello("bob", first.resume(0));
  await hall.endTurn();
  return guest;
}

/** The numbers of the messages that reached somebody. */
function seqs(guest: Guest): readonly number[] {
  return guest.all("message").map(({ seq }) => seq);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

test("a long absence is read a page at a time, and all of it comes", async () => {
  const hall = withPast(1_000, 10);
  const bob = await returner(hall);
  assertEquals(seqs(bob), upTo(1_000));
  assert(hall.history.pages.every((count) => count <= 64), hall.history.pages.join(" "));
});

test("no more is read for who does not read, and they are not too slow for what nobody has told them yet", async () => {
  const hall = withPast(1_000, 1_000);
  const ada = await hall.member("ada");
  const bob = await returner(hall, "stalls");
  const read = hall.history.pages.length;
  for (let i = 0; i < 2_000; i++) ada.say("x".repeat(1_000));
  await hall.endTurn();
  assertEquals([hall.history.pages.length, bob.session.phase], [read, "in"]);
  assert(bob.session.outbox.waitingBytes < 300_000, `${bob.session.outbox.waitingBytes}`);
});

test("messages of the greatest size are read in such pages that nobody is let go for them", async () => {
  const hall = withPast(64, 1_000);
  for (let i = 0; i < 300; i++) store(hall.history, draft("😀".repeat(4_000)));
  const bob = await returner(hall);
  assertEquals([seqs(bob).length, bob.session.phase], [364, "in"]);
});

test("an outbox that is small is filled with care, too", async () => {
  const hall = withPast(500, 100, { outboxBytes: 16_384 });
  assertEquals(seqs(await returner(hall)), upTo(500));
});

test("who leaves while reading what was missed gets no message with others missing before it", async () => {
  const hall = withPast(1_000, 1_000);
  const ada = await hall.member("ada");
  const gate = new Gate();
  const bob = await gate.returner(hall);
  const cy = hall.come();
  cy.hello("cy");
  ada.say("now");
  bob.tell({ type: "quit" });
  await gate.open(hall);
  const had = seqs(bob);
  assert(had.length < 1_000);
  assertEquals(had, upTo(had.length));
  assertEquals(bob.frames.slice(-2).map(({ type }) => type), ["joined", "bye"]);
});

test("what is trimmed away while it is being read is told as a gap", async () => {
  const hall = withPast(1_000, 1_000);
  const gate = new Gate();
  const bob = await gate.returner(hall);
  const had = seqs(bob).length;
  hall.history.trim({ kind: "count", count: 300 }, 0);
  await gate.open(hall);
  const [gap, ...others] = bob.all("notice");
  assertEquals(others, []);
  assert(gap?.code === "gap" && gap.from > had && gap.to === 700, JSON.stringify(gap));
  assertEquals(seqs(bob), [...upTo(gap.from - 1), ...upTo(1_000).slice(700)]);
});

test("a log that cannot be read keeps nobody out: they are told what they do not get", async () => {
  const hall = withPast(10, 10, { replay: 50 });
  const ada = await hall.member("ada");
  ada.disconnect();
  await hall.clock.advance(1_000); // What was told a moment ago need not be read again.
  hall.history.isDamaged = true;
  const again = hall.come();
  again.hello("ada", { token: ada.token, after: { lobby: 4 } });
  const bob = await hall.member("bob");
  bob.say("hi");
  bob.tell({ type: "history", room: "lobby" });
  await hall.endTurn();
  assertEquals(again.all("notice").map((gap) => gap.code === "gap" && [gap.from, gap.to]), [[5, 10]]);
  assertEquals([again.heard, bob.heard], [["hi"], ["hi"]]);
  assert(hall.logged.some((entry) => entry.event === "failed" && entry.what === "reading"));
});

/** A sink that takes nothing until it is opened. */
class Gate {
  #waiting: (() => void)[] = [];
  #guest: Guest | undefined;

  async returner(hall: Hall): Promise<Guest> {
    const first = await hall.member("bob");
    first.disconnect();
    const guest = this.#guest = hall.come();
    this.close();
    guest.hello("bob", first.resume(0));
    await hall.endTurn();
    return guest;
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
  async step(hall: Hall): Promise<void> {
    this.#waiting.shift()?.();
    await hall.clock.advance(0);
  }

  /** Lets all be done that there is to write. */
  async open(hall: Hall): Promise<void> {
    for (let steps = 0; steps < 200; steps++) {
      await this.step(hall);
      await hall.endTurn();
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
      const hall = withPast(past, 1_000, { outboxBytes: 400_000 });
      const ada = await hall.member("ada");
      const gate = new Gate();
      const bob = await gate.returner(hall);
      const guests: Guest[] = [];
      const wanted: string[] = [];
      let isTrimmed = false;
      const act: Record<Step, () => void | Promise<void>> = {
        say: () => ada.say("hi"),
        long: () => ada.say("x".repeat(4_000)),
        come: () => {
          const guest = hall.come();
          guests.push(guest);
          guest.hello(`guest${guests.length}`);
          wanted.push(`joined guest${guests.length}`);
        },
        go: () => {
          if (guests.length > 0 && guests.at(-1)?.session.phase === "in") {
            guests.at(-1)?.tell({ type: "quit" });
            wanted.push(`left guest${guests.length}`);
          }
        },
        history: () => ada.tell({ type: "history", room: "lobby", limit: 5 }),
        trim: () => {
          isTrimmed = true;
          hall.history.trim({ kind: "count", count: 200 }, 0);
        },
        drain: () => gate.step(hall),
        turn: () => hall.endTurn(),
      };
      for (const step of steps) await act[step]();
      await gate.open(hall);
      assertEquals(bob.session.membershipIn("lobby")?.isBehind, false);
      const got: number[] = [];
      for (const frame of bob.frames) {
        if (frame.type === "message") got.push(frame.seq);
        if (frame.type === "notice" && frame.code === "gap") {
          assert(isTrimmed);
          for (let seq = frame.from; seq <= frame.to; seq++) got.push(seq);
        }
      }
      assertEquals(got, upTo(hall.hub.last("lobby")));
      const flags = bob.all("message").map(({ past }) => past === true);
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
  const hall = new Hall({ rate: null });
  const [ada, bob] = [await hall.member("ada"), await hall.member("bob")];
  for (let i = 0; i < 200; i++) ada.say("x".repeat(3_000));
  await hall.endTurn();
  bob.sink.mood = "stalls";
  for (let i = 0; i < 1_001; i++) bob.tell({ type: "history", room: "lobby" });
  for (let turn = 0; turn < 3; turn++) await hall.endTurn();
  assertEquals(ada.all("left").map(({ name, reason }) => [name, reason]), [["bob", "slow"]]);
});
