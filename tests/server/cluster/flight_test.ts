/** What becomes of what a server of a cluster wants: it goes into the stream once, or who asked for it is told that it did not. */

import { assertEquals } from "@std/assert";
import { hashTurn } from "../../../server/cluster/digest.ts";
import { decodeTurn, MOST_ITEMS } from "../../../server/cluster/entry.ts";
import { Flight, type Wanted } from "../../../server/cluster/flight.ts";
import { FakeClock } from "../../support/clock.ts";
import { MemoryStream, type StreamFault } from "../../support/memory_stream.ts";
import { test } from "../../support/sanitized.ts";

/** Somebody's line, of which they are told. */
function say(n: number): Wanted {
  const item = { k: "say", p: 1, t: 0, y: 0, r: "tea", x: `line ${n}`, id: `m${n}` } as const;
  return { item, asker: { kind: "change", then: () => {} } };
}

function askers(wanted: readonly Wanted[] | undefined): readonly string[] | undefined {
  return wanted?.map(({ asker }) => asker.kind);
}

/** Something that nobody is told of. */
const LIFT: Wanted = { item: { k: "lift", n: 1 }, asker: { kind: "nobody" } };

function make(...faults: StreamFault[]) {
  const clock = new FakeClock();
  const memory = new MemoryStream(() => clock.now());
  memory.fault = () => faults.shift() ?? "none";
  const refused: Wanted[] = [];
  const flight = new Flight({
    stream: memory.connect(),
    clock,
    pace: { maySend: () => true },
    standing: () => ({ applied: 0, digest: "" }),
    stored: () => {},
    refused: (wanted) => void refused.push(...wanted),
  });
  flight.begin(5);
  /** What the stream has: the number of each turn, and what is in it. */
  const turns = () =>
    memory.turns.map(({ bytes }) => {
      const turn = decodeTurn(bytes);
      if (turn === undefined || turn === "newer") throw new Error("no turn");
      return { n: turn.n, kinds: turn.i.map((item) => item.k === "say" ? item.x : item.k) };
    });
  const hash = (index: number) => hashTurn(memory.turns[index]?.bytes ?? new Uint8Array());
  return { clock, flight, refused, turns, hash };
}

test("what the stream refuses at once is told as not stored and not tried again; what nobody is told of goes with what comes next", async () => {
  const { clock, flight, refused, turns } = make("refused");
  for (const wanted of [say(1), LIFT]) flight.add(wanted);
  flight.send();
  await clock.advance(50);
  assertEquals(refused.map(({ item }) => item.k), ["say"]);
  flight.add(say(2));
  flight.send();
  assertEquals(turns(), []); // Not at once: it would be refused like the first.
  await clock.advance(100);
  assertEquals(turns(), [{ n: 1, kinds: ["lift", "line 2"] }]);
});

test("while the stream refuses, it is asked again also when nobody says anything, and it is known for how long", async () => {
  const { clock, flight, turns } = make(...Array<StreamFault>(25).fill("refused"));
  flight.add(say(1));
  flight.send();
  await clock.advance(2_000);
  assertEquals([flight.triedFor, turns()], [2_000, []]);
  await clock.advance(1_000);
  assertEquals([flight.triedFor, turns()], [0, [{ n: 1, kinds: ["read"] }]]);
});

test("what is refused after an attempt of which nobody knows is tried until it is there", async () => {
  const { clock, flight, refused, turns } = make("lost", "refused", "refused", "none");
  flight.add(say(1));
  flight.send();
  await clock.advance(1_000);
  assertEquals([refused, turns()], [[], [{ n: 1, kinds: ["line 1"] }]]);
});

test("a turn that was refused and is there all the same is nobody's, and what has its number is sent anew", async () => {
  const { clock, flight, turns, hash } = make("refused-and-there");
  flight.add(say(1));
  flight.send();
  await clock.advance(50);
  flight.add(LIFT);
  await clock.advance(50); // The next turn, with the same number.
  assertEquals(askers(flight.told(1, hash(0))), ["nobody"]);
  assertEquals(flight.told(1, hash(1)), undefined); // It came second: it counts nowhere.
  flight.send();
  await clock.advance(0);
  assertEquals(turns().at(-1), { n: 2, kinds: ["read", "lift"] });
  assertEquals(flight.told(2, hash(2))?.length, 2);
});

test("what was refused and is sent again as it was is that of who asked for it, and is not sent a third time", async () => {
  const { clock, flight, turns, hash } = make("refused", "refused");
  flight.add(LIFT);
  flight.send();
  await clock.advance(300);
  assertEquals(turns(), [{ n: 1, kinds: ["lift"] }]);
  assertEquals(flight.told(1, hash(0)), [LIFT]);
  flight.send();
  await clock.advance(300);
  assertEquals([flight.waiting, turns().length], [0, 1]);
});

test("what comes after a turn that may count nowhere, as a refused one with its number is there, is sent after it", async () => {
  const { clock, flight, turns, hash } = make("refused-and-known");
  flight.add(say(1));
  flight.send();
  await clock.advance(50);
  flight.add(say(2));
  await clock.advance(50); // It has the number of the first, and NATS takes it for that.
  flight.add(say(3));
  flight.send();
  await clock.advance(0);
  assertEquals(turns(), [{ n: 1, kinds: ["line 1"] }]);
  assertEquals(askers(flight.told(1, hash(0))), ["nobody"]);
  flight.send();
  await clock.advance(0);
  assertEquals(turns().slice(1), [{ n: 2, kinds: ["read", "line 2", "line 3"] }]);
});

test("who waits for what was refused and is there all the same is told of that, and it is not sent again", async () => {
  const { clock, flight, turns, hash } = make("refused-and-known");
  const claim: Wanted = { item: LIFT.item, asker: { kind: "catching-up", then: () => {} } };
  for (const wanted of [say(1), claim]) flight.add(wanted);
  flight.send();
  await clock.advance(50);
  flight.add(say(2));
  await clock.advance(50);
  assertEquals(askers(flight.told(1, hash(0))), ["nobody", "catching-up"]);
  flight.send();
  await clock.advance(0);
  assertEquals(turns().slice(1), [{ n: 2, kinds: ["line 2"] }]);
});

test("what was refused is known again also when the turn before it is told only after that", async () => {
  const { clock, flight, turns, hash } = make("none", "refused-and-known");
  flight.add(say(1));
  flight.send();
  await clock.advance(0);
  flight.add(say(2));
  flight.send();
  await clock.advance(0);
  assertEquals(askers(flight.told(1, hash(0))), ["change"]);
  flight.add(say(3));
  await clock.advance(100);
  assertEquals(askers(flight.told(2, hash(1))), ["nobody"]); // Not who wrote line 3.
  flight.send();
  await clock.advance(0);
  assertEquals(turns().slice(2), [{ n: 3, kinds: ["read", "line 3"] }]);
});

/** What takes texts away, and its entry in the audit. */
function deed(p: number) {
  const at = { p, t: 0, y: 0 };
  const nobody = { kind: "nobody" } as const;
  const entry = { do: "clear", by: "ada", why: "", persons: [], writes: [] } as const;
  return {
    takes: (...del: readonly number[]): Wanted => ({
      item: { k: "say", ...at, r: "tea", x: "gone", del, s: 5 },
      asker: nobody,
    }),
    entry: { item: { k: "deed", deed: entry, by: at, s: 5 }, asker: nobody } satisfies Wanted,
  };
}

test("what takes texts away and its entry in the audit are one turn, also where that would be full in between", async () => {
  const { clock, flight, turns } = make();
  const { takes, entry } = deed(2);
  for (let n = 1; n < MOST_ITEMS; n++) flight.add(say(n));
  for (const wanted of [takes(1), entry, takes(2)]) flight.add(wanted);
  flight.send();
  await clock.advance(50);
  flight.told(1, "");
  flight.send();
  await clock.advance(50);
  assertEquals(turns().map(({ kinds }) => kinds.slice(-3)), [
    [`line ${MOST_ITEMS - 3}`, `line ${MOST_ITEMS - 2}`, `line ${MOST_ITEMS - 1}`],
    ["gone", "deed", "gone"],
  ]);
});

test("of a deed that no turn has the space for the entry in the audit is in the turn of what is before it", async () => {
  const { clock, flight, turns } = make();
  const { takes, entry } = deed(2);
  const wanted = [...Array.from({ length: MOST_ITEMS }, (_, n) => takes(n)), entry, takes(0)];
  for (const one of wanted) flight.add(one);
  for (let n = 1; n < 3; n++) {
    flight.send();
    await clock.advance(50);
    flight.told(n, "");
  }
  assertEquals(turns().map(({ kinds }) => kinds.length), [MOST_ITEMS - 1, 3]);
  assertEquals(turns()[1]?.kinds, ["gone", "deed", "gone"]);
});

test("of what is wanted when an epoch ends only who waits to have heard all waits on, for the next one", async () => {
  const { clock, flight, turns } = make();
  const hearing: Wanted = { item: { k: "read", m: [] }, asker: { kind: "catching-up", then: () => {} } };
  for (const wanted of [hearing, say(1)]) flight.add(wanted);
  flight.send();
  for (const wanted of [say(2), hearing]) flight.add(wanted);
  assertEquals(askers(flight.end()), ["change", "change"]);
  await clock.advance(100);
  flight.begin(6);
  flight.send();
  await clock.advance(0);
  assertEquals(turns().at(-1), { n: 1, kinds: ["read", "read"] });
});
