/** Which servers are taken for gone, and when their people are. */

import { assertEquals } from "@std/assert";
import type { Item } from "../../../server/cluster/item.ts";
import { PersonRecord } from "../../../server/cluster/person_record.ts";
import { parseBeat } from "../../../server/cluster/beat.ts";
import { Pulse } from "../../../server/cluster/pulse.ts";
import { ClusterState } from "../../../server/cluster/state.ts";

const GRACE = 30_000;

/** A state with servers of these epochs, and somebody with a seat and somebody without one at the first of them. */
function stateOf(epochs: readonly number[]): ClusterState {
  const state = new ClusterState();
  for (const epoch of epochs) {
    state.addSource({ epoch, run: `run ${epoch}`, version: "5", addresses: [], turn: 0, isGone: false });
  }
  const [epoch = 0] = epochs;
  const access = { isSecure: false, net: "", ticket: 0, account: 0, credential: 0, home: 0 };
  const person = { publicId: "", home: 0, stay: 0, epoch, rooms: [], away: undefined };
  const seats = [{ id: 7, hash: "h", access, stay: 0, epoch }];
  state.add(new PersonRecord({ ...person, ref: 1, name: "ada", key: "ada", seats }));
  state.add(new PersonRecord({ ...person, ref: 2, name: "bob", key: "bob", seats: [] }));
  return state;
}

/** Passes time at a server that hears these servers twice a second, and lists what it proposes, and when. */
function pass(
  pulse: Pulse,
  own: number,
  heard: readonly number[],
  [from, to]: readonly [number, number],
  state: ClusterState,
): readonly (readonly [number, string])[] {
  const proposed: (readonly [number, string])[] = [];
  for (let now = from; now < to; now += 500) {
    for (const e of heard) pulse.hear({ e, g: [] }, own, now);
    for (const item of pulse.judge(own, now)) {
      proposed.push([now, nameOf(item)]);
      if (item.k === "gone") markGone(state, item.epoch);
    }
  }
  return proposed;
}

function nameOf(item: Item): string {
  return item.k === "gone" ? `gone ${item.epoch}` : item.k;
}

function markGone(state: ClusterState, epoch: number): void {
  const source = state.sources.get(epoch);
  if (source !== undefined) source.isGone = true;
}

Deno.test("who was at a server that is gone and has no token is taken out at once, who has one after the grace", () => {
  const state = stateOf([1, 2]);
  const pulse = new Pulse(state, GRACE, 0);
  assertEquals(pass(pulse, 2, [2], [0, 60_000], state), [
    [10_500, "gone 1"],
    [11_000, "leave"],
    [41_000, "drop"],
  ]);
});

Deno.test("a server that has just begun goes on from since when the others know people to be without a server", () => {
  const state = stateOf([1, 2, 3]);
  markGone(state, 1);
  const witness = new Pulse(state, GRACE, 0);
  assertEquals(pass(witness, 3, [2, 3], [0, 25_000], state), []);
  markGone(state, 2);
  const [beat] = [{ e: 3, g: witness.absences(25_000) }];
  assertEquals(beat.g, [[1, 25_000]]);
  markGone(state, 3); // It is killed, too: only the one that has just begun is left.
  state.addSource({ epoch: 4, run: "run 4", version: "5", addresses: [], turn: 0, isGone: false });
  const pulse = new Pulse(state, GRACE, 1_000_000); // By a clock of its own.
  pulse.hear(beat, 4, 1_000_000);
  assertEquals(pass(pulse, 4, [4], [1_000_000, 1_010_000], state), [[1_000_000, "leave"], [
    1_005_000,
    "drop",
  ]]);
});

Deno.test("the time in which nobody could be heard is nobody's silence, and that of before counts", () => {
  const state = stateOf([1, 2, 3]);
  const pulse = new Pulse(state, GRACE, 0);
  assertEquals(pass(pulse, 2, [2, 3], [0, 8_000], state), []);
  pulse.passOver(30_000); // Last heard at 7,500; the first was silent for as long then.
  assertEquals(pass(pulse, 2, [2, 3], [30_000, 34_000], state), [[33_000, "gone 1"], [33_500, "leave"]]);
});

Deno.test("what is no time without a server is not taken from a beat, and a beat without any is one", () => {
  const beat = { e: 1, s: 2, d: "x", a: "", f: "" };
  const read = (g: unknown) => parseBeat(JSON.stringify({ ...beat, g }))?.g;
  assertEquals(read([[1, 2], [1], [1, "2"], [1.5, 2], [1, 2, 3], "x", null, [3, 4]]), [[1, 2], [3, 4]]);
  assertEquals([read(undefined), read(7)], [[], []]);
});
