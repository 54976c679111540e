/** The promise that everything else rests on, tried with random people who do random things. */

import { assert, assertEquals } from "@std/assert";
import fc, { type Arbitrary } from "fast-check";
import type { RenamedFrame, RoomEvent } from "../../../../protocol.ts";
import { nativeFormat } from "../../../../server/doors/native/door.ts";
import { plainFormat } from "../../../../server/doors/plain/sentences.ts";
import { en } from "../../../../words/en.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

type Door = "native" | "plain";

/** What a room is told, and what everyone in it is. */
type Told = RoomEvent | RenamedFrame;

type Action =
  | { readonly do: "join"; readonly door: Door; readonly stalls: boolean }
  | { readonly do: "say"; readonly who: number; readonly size: number }
  | { readonly do: "nick" | "quit" | "lost" | "who"; readonly who: number }
  | { readonly do: "turn" | "second" }
  | { readonly do: "disk"; readonly isFull: boolean };

const who = fc.nat(9);
const action: Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("join" as const),
      door: fc.constantFrom<Door>("native", "plain"),
      stalls: fc.nat(5).map((n) => n === 0),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("say" as const), who, size: fc.nat(150) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("nick" as const, "quit", "lost", "who"), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("turn" as const, "turn", "second") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("disk" as const), isFull: fc.boolean() }) },
);

/** One person's stay: `name` is what they came as. */
interface Stay {
  readonly guest: TestClient;
  readonly door: Door;
  readonly name: string;
  readonly stalls: boolean;
  /** Whether they said goodbye. */
  hasQuit: boolean;
}

const isEvent = (line: string): boolean => /^\{"type":"(message|joined|left|renamed)"/.test(line);
const isSentence = (line: string): boolean => /^(-->|<--|---|\w+:) /.test(line);

/** The lines of events that reached somebody: no answers, no welcome. A last line that is cut off counts as it is. */
function eventsTold({ guest, door }: Stay): string {
  const lines = guest.sink.text.split(/(?<=\n)/);
  return lines.filter(door === "native" ? isEvent : isSentence).join("");
}

/** A core in which things are done one after the other, with a witness who is there from the beginning to the end. */
class Story {
  readonly core: TestCore;
  readonly witness: TestClient;
  readonly stays: Stay[] = [];
  #count = 0;

  constructor(core: TestCore, witness: TestClient) {
    this.core = core;
    this.witness = witness;
  }

  async play(action: Action): Promise<void> {
    switch (action.do) {
      case "join":
        return this.#join(action.door, action.stalls);
      case "turn":
        return await this.core.endTurn();
      case "second":
        await this.core.endTurn(); // A turn never lasts a second.
        return await this.core.clock.advance(1_000);
      case "disk":
        this.core.history.isFull = action.isFull;
        return;
      case "say":
        return this.#guest(action.who)?.say(`${++this.#count} è`.padEnd(action.size, "."), `${this.#count}`);
      case "nick":
        return this.#guest(action.who)?.sendFrames({ type: "nick", name: `name${++this.#count}` });
      case "who":
        return this.#guest(action.who)?.sendFrames({ type: "who", room: "lobby" });
      case "quit":
        return this.#quit(this.stays.at(-1 - action.who));
      case "lost":
        return this.#guest(action.who)?.disconnect();
    }
  }

  #join(door: Door, stalls: boolean): void {
    const client = this.core.connect(door);
    const name = `guest${++this.#count}`;
    if (stalls) client.sink.state = "stalls";
    this.stays.push({ guest: client, door, name, stalls, hasQuit: false });
    client.hello(name);
  }

  #quit(stay: Stay | undefined): void {
    if (stay === undefined) return;
    stay.hasQuit = true;
    stay.guest.sendFrames({ type: "quit" });
  }

  #guest(who: number): TestClient | undefined {
    return this.stays.at(-1 - who)?.guest;
  }
}

/** More than all that a story says, so that only those who do not read overflow. */
const OUTBOX = 40_000;

async function tell(actions: readonly Action[]): Promise<Story> {
  const core = new TestCore({ outboxBytes: OUTBOX, rate: null });
  const story = new Story(core, await core.member("witness"));
  for (const action of actions) await story.play(action);
  core.history.isFull = false;
  for (let turn = 0; turn < 3; turn++) {
    await core.endTurn(); // One who overflows in a turn is gone in the next.
    await core.clock.advance(1_000); // In a large room who came and went is told after a pause.
  }
  return story;
}

/** All that the witness was told of the room. */
function historyOf({ witness }: Story): readonly Told[] {
  return witness.frames.filter((frame): frame is Told => isEvent(JSON.stringify(frame)));
}

/** What was told between somebody's coming and their going. */
function duringStay(history: readonly Told[], name: string): readonly Told[] {
  const begin = history.findIndex((event) => event.type === "joined" && event.name === name) + 1;
  let now = name;
  const rest = history.slice(begin);
  const end = rest.findIndex((event) => {
    if (event.type === "renamed" && event.from === now) now = event.to;
    return event.type === "left" && event.name === now;
  });
  return end < 0 ? rest : rest.slice(0, end);
}

const stories = fc.array(action, { maxLength: 100, size: "max" });

test("whatever people do, each is told exactly what happened during their stay, in the same order as all others", async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (actions) => {
      const story = await tell(actions);
      const history = historyOf(story);
      for (const stay of story.stays) {
        const format = stay.door === "native" ? nativeFormat : plainFormat(en);
        const events = duringStay(history, stay.name);
        const wanted = events.map((event) => format.encode(event)).join("");
        const told = eventsTold(stay);
        if (stay.stalls) assert(wanted.startsWith(told), "one who stalls has the beginning");
        else if (!stay.hasQuit || told === wanted) assertEquals(told, wanted);
        else {
          // Who says goodbye does not wait to be told who came and went last.
          const said = events.findLastIndex(({ type }) => type !== "joined" && type !== "left") + 1;
          assert(wanted.startsWith(told));
          assert(told.startsWith(events.slice(0, said).map((event) => format.encode(event)).join("")));
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("whatever people do, the messages are numbered from 1 without gaps, and time never goes back", async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (actions) => {
      const history = historyOf(await tell(actions));
      const seqs = history.flatMap((event) => event.type === "message" ? [event.seq] : []);
      assertEquals(seqs, seqs.map((_, index) => index + 1));
      const times = history.map(({ at }) => at);
      assertEquals(times, [...times].sort((a, b) => a - b));
    }),
    { numRuns: 100 },
  );
});

test("whatever people do, each message is answered once, acknowledged with its number or refused", async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (actions) => {
      const story = await tell(actions);
      const messages = historyOf(story).filter((event) => event.type === "message");
      for (const { guest, door, stalls } of story.stays) {
        if (door === "plain" || stalls) continue;
        const acks = guest.framesOf("ack");
        const refused = guest.framesOf("error");
        const mine = messages.filter(({ id }) => acks.some((ack) => ack.id === id));
        assertEquals(
          mine.map(({ id, seq, at }) => [id, seq, at]),
          acks.map(({ id, seq, at }) => [id, seq, at]),
        );
        for (const { id } of refused) assert(!messages.some((message) => message.id === id));
        const seq = guest.framesOf("welcome")[0]?.seq;
        const first = guest.framesOf("message")[0]?.seq;
        if (first !== undefined) assertEquals(first, (seq ?? NaN) + 1);
      }
      const answers = story.stays.flatMap(({ guest, door, stalls }) =>
        door === "plain" || stalls
          ? []
          : [...guest.framesOf("ack"), ...guest.framesOf("error")].map(({ id }) => id)
      );
      assertEquals(new Set(answers).size, answers.length);
    }),
    { numRuns: 100 },
  );
});

test("one who stalls is let go as too slow in the end, and nobody else is", async () => {
  const join = (door: Door, stalls: boolean): Action => ({ do: "join", door, stalls });
  await fc.assert(
    fc.asyncProperty(stories, async (actions) => {
      const flood = Array.from(
        { length: 60 }, // At nc no text takes more than twenty rows.
        (): Action[] => [{ do: "say", who: 0, size: 3_000 }, { do: "turn" }],
      );
      const last: readonly Action[] = [join("plain", true), join("native", false), {
        do: "disk",
        isFull: false,
      }];
      const story = await tell([...actions, ...last, ...flood.flat()]);
      const slow = historyOf(story).filter((event) => event.type === "left" && event.reason === "slow");
      const stalling = story.stays.filter(({ stalls }) => stalls);
      assert(slow.length >= 1);
      assert(slow.length <= stalling.length);
      assert(stalling.every(({ guest }) => guest.session.isOver));
    }),
    { numRuns: 50 },
  );
});
