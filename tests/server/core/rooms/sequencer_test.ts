/** Messages and claims that are decided later: members are told the same, in the same order, as when all is decided at once. */

import { assert, assertEquals } from "@std/assert";
import fc, { type Arbitrary } from "fast-check";
import type { ClientFrame } from "../../../../protocol.ts";
import { PlainConversation } from "../../../../server/doors/plain/conversation.ts";
import { LateSequencer } from "../../../support/late_sequencer.ts";
import { test } from "../../../support/sanitized.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";

type Place = "lobby" | "tea" | "ale";

/** What one client does before anybody else does anything. */
type Step =
  | { readonly do: "send"; readonly who: number; readonly frames: readonly ClientFrame[] }
  | { readonly do: "lose" | "connect"; readonly who: number }
  | { readonly do: "wait"; readonly ms: number };

const NAMES = ["ada", "bob", "cy"];
const PLACES: readonly Place[] = ["lobby", "tea", "ale"];
const place = fc.constantFrom(...PLACES);
const frame: Arbitrary<ClientFrame> = fc.oneof(
  fc.record({ type: fc.constant("say" as const), room: place, text: fc.constantFrom("one", "two") }),
  fc.record({ type: fc.constant("join" as const), room: place }),
  fc.record({ type: fc.constant("part" as const), room: place }),
  fc.record({ type: fc.constant("nick" as const), name: fc.constantFrom("ada", "bob", "eve", "Eve") }),
  fc.record({ type: fc.constant("topic" as const), room: place, text: fc.constantFrom("cake", "") }),
  fc.record({
    type: fc.constant("private" as const),
    to: fc.constantFrom("ada", "bob"),
    text: fc.constant("psst"),
  }),
  fc.record({ type: fc.constant("who" as const), room: place }),
  fc.constant<ClientFrame>({ type: "away", why: "tea" }),
  fc.constant<ClientFrame>({ type: "quit" }),
);
const who = fc.nat(NAMES.length - 1);
const step: Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      who,
      frames: fc.array(frame, { minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("lose" as const, "connect"), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(1_000, 40_000) }),
  },
);

/** A core with three clients that come, go and resume. */
class Story {
  readonly core: TestCore;
  readonly clients: TestClient[] = [];
  readonly #late: LateSequencer | undefined;
  readonly #current: TestClient[] = [];

  constructor(isLate: boolean) {
    let late: LateSequencer | undefined;
    const limits = { grace: 30_000, replay: 5, rate: null, roomsPerMember: 2 };
    this.core = new TestCore(limits, isLate ? { sequence: (local) => late = new LateSequencer(local) } : {});
    this.#late = late;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "send":
        this.#current[step.who]?.sendFrames(...step.frames);
        break;
      case "lose":
        this.#current[step.who]?.disconnect();
        break;
      case "connect":
        this.#connect(step.who);
        break;
      case "wait":
        await this.core.clock.advance(step.ms);
        this.core.hub.sweep();
    }
    await this.settle();
  }

  /** Ends turns until nothing is asked for any more: what a written word has told (that it was delivered) asks for one more. */
  async settle(): Promise<void> {
    await this.#endTurns();
    for (let turns = 0; this.#late !== undefined && this.#late.open > 0; turns++) {
      assert(turns < 100, "a story that never ends");
      this.#late.tell();
      await this.#endTurns();
    }
  }

  async #endTurns(): Promise<void> {
    for (let requested = -1; requested !== this.core.turnsRequested;) {
      requested = this.core.turnsRequested;
      await this.core.endTurn();
    }
  }

  /** Connects, says hello and goes on in one piece, with a token if there is one. */
  #connect(who: number): void {
    const client = this.core.connect();
    const name = NAMES[who] ?? "";
    const token = this.#current[who]?.token ?? "";
    this.clients.push(client);
    this.#current[who] = client;
    client.sendFrames(
      {
        type: "hello",
        name,
        room: "lobby",
        ...(token !== "" && { resume: { token, after: { lobby: 0, tea: 0 } } }),
      },
      { type: "say", room: "lobby", text: `${name} is here`, id: `${this.clients.length}` },
      { type: "join", room: "tea" },
    );
  }
}

const EVENTS = ["message", "joined", "left", "renamed", "bye"];
/** Told only to a client that is still there when the turn ends, and that turn may be a later one. */
const LEFT_OUT = ["ack", "parted"];

/**
 * What each client was told: the events of each room, the acks, and the other answers. Only a message that is said does not wait, so an
 * answer may come before the messages that were said before the question, and what it tells of the room's numbers with it.
 */
async function told(steps: readonly Step[], isLate: boolean): Promise<readonly unknown[]> {
  const story = new Story(isLate);
  for (const who of NAMES.keys()) await story.take({ do: "connect", who });
  for (const step of steps) await story.take(step);
  return story.clients.map(({ frames }) => ({
    events: PLACES.map((room) =>
      frames.filter((frame) => EVENTS.includes(frame.type) && (!("room" in frame) || frame.room === room))
    ),
    acks: frames.filter(({ type }) => type === "ack"),
    answers: frames.filter(({ type }) => ![...EVENTS, ...LEFT_OUT].includes(type)).map((frame) =>
      frame.type === "entered" ? { ...frame, seq: 0, topic: undefined } : frame
    ),
  }));
}

test("what is decided in a later turn is told to everybody as what is decided at once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      assertEquals(await told(steps, true), await told(steps, false));
    }),
    { numRuns: 150 },
  );
});

test("a session that waits for a ruling is not processed further, and what it sent keeps its order", async () => {
  let late: LateSequencer | undefined;
  const core = new TestCore({}, { sequence: (local) => late = new LateSequencer(local) });
  const next = async (): Promise<void> => {
    late?.tell();
    await core.endTurn();
  };
  const ada = core.connect();
  ada.sendFrames(
    { type: "hello", name: "ada", room: "lobby" },
    { type: "say", room: "lobby", text: "one", id: "1" },
    { type: "nick", name: "eve" },
    { type: "say", room: "lobby", text: "two", id: "2" },
    { type: "quit" },
  );
  ada.disconnect();
  await core.endTurn();
  assertEquals([ada.frames, ada.session.rulings.isAwaiting, late?.open], [[], true, 1]);
  await next();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome"]);
  assertEquals([ada.session.rulings.isAwaiting, late?.open], [true, 2]);
  await next();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "ack", "message", "renamed"]);
  await next();
  const types = ["welcome", "ack", "message", "renamed", "ack", "message", "bye"];
  assertEquals(ada.frames.map(({ type }) => type), types);
  assertEquals(ada.framesOf("message").map(({ from, text }) => [from, text]), [["ada", "one"], [
    "eve",
    "two",
  ]]);
  assertEquals([ada.session.phase, core.hub.context.rooms.find("lobby")?.size], ["gone", 0]);
});

test("of two who ask for one name in the same turn the first has it, and the other is told which one is free", async () => {
  let late: LateSequencer | undefined;
  const core = new TestCore({}, { sequence: (local) => late = new LateSequencer(local) });
  const [ada, other] = [core.connect(), core.connect()];
  ada.hello("ada");
  other.hello("ADA");
  late?.tell();
  await core.endTurn();
  assertEquals(ada.framesOf("welcome").map(({ name }) => name), ["ada"]);
  assertEquals(other.framesOf("error").map((error) => error.code === "name-taken" && error.suggestion), [
    "ADA2",
  ]);
  other.hello("bob");
  late?.tell();
  await core.endTurn();
  ada.sendFrames({ type: "nick", name: "eve" });
  other.sendFrames({ type: "nick", name: "Eve" });
  late?.tell();
  await core.endTurn();
  assertEquals(other.framesOf("renamed").map(({ from, to }) => [from, to]), [["ada", "eve"]]);
  assertEquals(other.framesOf("error").length, 2);
});

test("a person who is resumed and given up in the same turn is one or the other, by the order of both", async () => {
  for (const isResumedFirst of [true, false]) {
    let late: LateSequencer | undefined;
    const core = new TestCore({ grace: 30_000 }, { sequence: (local) => late = new LateSequencer(local) });
    const next = async (): Promise<void> => {
      late?.tell();
      await core.endTurn();
    };
    const [ada, bob] = [core.connect(), core.connect()];
    ada.hello("ada");
    await next();
    bob.hello("bob");
    await next();
    bob.disconnect();
    await core.clock.advance(30_000);
    const again = core.connect();
    if (isResumedFirst) again.hello("robert", bob.resume(0));
    core.hub.sweep();
    if (!isResumedFirst) again.hello("robert", bob.resume(0));
    await next();
    await next();
    await core.endTurn();
    const [welcome] = again.framesOf("welcome");
    const name = isResumedFirst ? "bob" : "robert";
    assertEquals([welcome?.name, welcome?.resumed === true], [name, isResumedFirst]);
    assertEquals(ada.framesOf("left").length, isResumedFirst ? 0 : 1);
    assertEquals(core.hub.context.rooms.find("lobby")?.names(), ["ada", name]);
  }
});

/** What a person with `nc` reads who types these lines, all before the first turn ends or one after the other. */
async function typed(lines: readonly string[], isLate: boolean, isAtOnce: boolean): Promise<string> {
  const story = new Story(isLate);
  await story.take({ do: "connect", who: 0 });
  const client = story.core.connect("plain");
  const { session } = client;
  const encoder = new TextEncoder();
  const plain = new PlainConversation(
    story.core.hub,
    session,
    (text) => session.outbox.offer(encoder.encode(text)),
  );
  for (const line of lines) {
    plain.receive(line);
    if (!isAtOnce) await story.settle();
  }
  await story.settle();
  return client.sink.text;
}

test("a person with nc reads the same sentences when rulings come later, also when all lines come at once", async () => {
  const lines = [
    "eve",
    "hi",
    "/join ale",
    "here",
    "/nick eva",
    "/part",
    "back",
    "/join #nope nope",
    "/who",
    "/quit bye",
  ];
  for (const isAtOnce of [false, true]) {
    const expected = await typed(lines, false, isAtOnce);
    assert(expected.includes("eva: back"), expected);
    assertEquals(await typed(lines, true, isAtOnce), expected);
  }
});

test("a session is not silent for having waited for a ruling", async () => {
  let late: LateSequencer | undefined;
  const core = new TestCore({}, { sequence: (local) => late = new LateSequencer(local) });
  const ada = core.connect();
  ada.hello("ada");
  await core.clock.advance(60_000);
  core.hub.sweep();
  late?.tell();
  await core.endTurn();
  assertEquals([ada.frames.map(({ type }) => type), ada.session.phase], [["welcome"], "in"]);
});
