/**
 * The promises of several rooms, tried with random people who do random things: come, go, lose their connection with
 * some of what was on its way, come back with what they have, on a server that is started again now and then.
 */

import { assert, assertEquals } from "@std/assert";
import fc, { type Arbitrary } from "fast-check";
import type { RoomSnapshot, ServerFrame } from "../../../../protocol.ts";
import type { ServerLog } from "../../../../server/store/log.ts";
import { MemoryLog } from "../../../../server/store/log/memory.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const ROOMS = ["lobby", "tea", "ale"] as const;
const PEOPLE = 5;
const LIMITS = { grace: 5_000, rate: null, replay: 10_000 };

type Action =
  | { readonly do: "say" | "topic" | "join" | "part"; readonly who: number; readonly room: number }
  | { readonly do: "whisper"; readonly who: number; readonly to: number; readonly isAgain: boolean }
  | { readonly do: "cut"; readonly who: number; readonly unseen: number }
  | { readonly do: "nick" | "come" | "quit"; readonly who: number }
  | { readonly do: "turn" | "second" | "restart" };

const who = fc.nat(PEOPLE - 1);
const room = fc.nat(ROOMS.length - 1);
const action: Arbitrary<Action> = fc.oneof(
  { weight: 18, arbitrary: fc.record({ do: fc.constantFrom("say" as const, "say", "topic"), who, room }) },
  { weight: 14, arbitrary: fc.record({ do: fc.constantFrom("join" as const, "join", "part"), who, room }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant("whisper" as const), who, to: who, isAgain: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cut" as const), who, unseen: fc.nat(4) }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom("come" as const, "come", "come", "nick"), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("quit" as const), who }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom("turn" as const, "turn", "second") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);

/** Somebody with a program that does what the protocol's page says, and looks closely at what it is told. */
class Person {
  /** The connection that they have now. */
  guest: TestClient | undefined;
  /** All that they ever had. */
  readonly guests: TestClient[] = [];
  name: string;
  token: string | undefined;
  /** Every name that somebody was told to have from now on. */
  readonly renamed: string[] = [];
  /** The rooms that they are in as far as they know, and who else is. */
  readonly crowds = new Map<string, Set<string>>();
  /** The last number that they have of a room. */
  readonly last = new Map<string, number>();
  /** The last thing that they said to somebody alone. */
  whispered: { readonly to: string; readonly text: string; readonly id: number } | undefined;
  #whisperedBefore: Person["whispered"];
  readonly #asked = new Set<string>();
  readonly #truth: () => TestCore;
  #read = 0;

  constructor(name: string, truth: () => TestCore) {
    this.name = name;
    this.#truth = truth;
  }

  /** Comes, or comes back with what they have. */
  come(): void {
    if (this.guest !== undefined) return;
    const client = this.#truth().connect();
    const rooms = [...this.crowds.keys()];
    this.#asked.add("lobby");
    const after = Object.fromEntries(rooms.map((room) => [room, this.last.get(room) ?? 0]));
    for (const room of this.last.keys()) if (!rooms.includes(room)) this.last.delete(room);
    this.crowds.clear();
    this.#whisperedBefore = this.whispered;
    this.whispered = undefined; // Unless this turns out to be the same stay: ids are not known for longer.
    this.#read = 0;
    this.guest = client;
    this.guests.push(client);
    client.hello(this.name, this.token === undefined ? undefined : { token: this.token, after });
  }

  /** Enters a room anew, or looks at it again. */
  join(room: string): void {
    this.#asked.add(room);
    this.guest?.sendFrames({ type: "join", room });
  }

  /** The connection ends, and the last frames on it were never read. */
  cut(unseen: number, end: (client: TestClient) => void): void {
    const { guest } = this;
    if (guest === undefined) return;
    const isNew = this.token === undefined;
    if (isNew && guest.frames.length === 0) return; // Who never saw their welcome cannot come back.
    this.look(Math.max(isNew ? 1 : 0, guest.frames.length - unseen));
    this.guest = undefined;
    end(guest);
  }

  /** No server knows an id of theirs any more. */
  forgetIds(): void {
    this.whispered = undefined;
    this.#whisperedBefore = undefined;
  }

  /** Looks at the frames that have come, up to one. */
  look(end = this.guest?.frames.length ?? 0): void {
    const frames = this.guest?.frames.slice(this.#read, end) ?? [];
    this.#read += frames.length;
    for (const frame of frames) this.#see(frame);
  }

  #see(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.token = frame.token;
        this.name = frame.name;
        if (frame.resumed) this.whispered ??= this.#whisperedBefore;
        if (frame.room !== "") this.#enter(frame);
        return;
      case "entered":
        return this.#enter(frame);
      case "parted":
        assert(this.crowds.delete(frame.room), "one leaves what one is in");
        this.last.delete(frame.room);
        return;
      case "message": {
        assert(this.crowds.has(frame.room), `${this.name} hears what is said in #${frame.room}`);
        assertEquals(
          frame.seq,
          (this.last.get(frame.room) ?? 0) + 1,
          `no gap and no double in #${frame.room}`,
        );
        this.last.set(frame.room, frame.seq);
        const [kept] = this.#truth().history.read(frame.room, { after: frame.seq - 1, limit: 1 });
        assertEquals({ ...frame, past: undefined }, { ...kept, past: undefined }, "the same for everyone");
        return;
      }
      case "joined":
        return this.#crowd(
          frame.room,
          (crowd) => assert(crowd.size < crowd.add(frame.name).size, "came once"),
        );
      case "left":
        return this.#crowd(frame.room, (crowd) => assert(crowd.delete(frame.name), "left once"));
      case "renamed":
        return this.#rename(frame.from, frame.to);
    }
  }

  #enter({ room, members, seq }: RoomSnapshot): void {
    assert(this.#asked.has(room), `nobody is put into #${room}`);
    assert(members.includes(this.name));
    assert(seq >= (this.last.get(room) ?? 0));
    this.crowds.set(room, new Set(members));
  }

  #crowd(room: string, change: (crowd: Set<string>) => void): void {
    const crowd = this.crowds.get(room);
    assert(crowd !== undefined, `${this.name} hears who comes and goes in #${room}`);
    change(crowd);
  }

  #rename(from: string, to: string): void {
    assert(!this.renamed.includes(to), "told once");
    this.renamed.push(to);
    const shared = [...this.crowds.values()].filter((crowd) => crowd.delete(from));
    for (const crowd of shared) crowd.add(to);
    assert(shared.length > 0 || this.name === from, "of somebody whom one knows");
    if (this.name === from) this.name = to;
  }
}

/** A server over its restarts, and the people who come to it. */
class Story {
  core: TestCore;
  readonly people: readonly Person[];
  /** In every room, and never cut but by a restart. */
  readonly witness: Person;
  /** The names that the witness must be told of. */
  readonly renames: string[] = [];
  readonly #reopen: (history: ServerLog) => ServerLog;
  #kept: ServerLog;
  #count = 0;

  constructor(kept: ServerLog, reopen: (history: ServerLog) => ServerLog) {
    this.#kept = kept;
    this.#reopen = reopen;
    this.core = new TestCore(LIMITS, { history: kept });
    const truth = (): TestCore => this.core;
    this.people = Array.from({ length: PEOPLE }, (_, i) => new Person(`p${i}`, truth));
    this.witness = new Person("witness", truth);
  }

  async begin(): Promise<void> {
    this.witness.come();
    for (const room of ROOMS) this.witness.join(room);
    for (const person of this.people) person.come();
    await this.#turn();
  }

  async play(action: Action): Promise<void> {
    const person = "who" in action ? this.people[action.who] : undefined;
    const room = "room" in action ? ROOMS[action.room] ?? "lobby" : "lobby";
    const number = ++this.#count;
    switch (action.do) {
      case "say":
        return person?.guest?.sendFrames({ type: "say", room, text: `m${number}`, id: number });
      case "topic":
        return person?.guest?.sendFrames({ type: "topic", room, text: `t${number}`, id: number });
      case "join":
        return person?.join(room);
      case "part":
        return person?.guest?.sendFrames({ type: "part", room });
      case "whisper":
        return person && this.#whisper(person, action.to, number, action.isAgain);
      case "nick":
        return person && this.#rename(person, `n${number}`);
      case "come":
        return person?.come();
      case "cut":
        return person?.cut(action.unseen, (client) => client.disconnect());
      case "quit":
        return person?.cut(0, (client) => client.sendFrames({ type: "quit" }));
      case "turn":
        return await this.#turn();
      case "second":
        await this.#turn();
        for (const one of this.people) one.look();
        await this.core.clock.advance(1_000);
        return this.core.hub.sweep();
      case "restart":
        return await this.#restart();
    }
  }

  /** Has everyone come to rest, and those who are here look at all that they were told. */
  async end(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await this.#turn();
    for (const person of [this.witness, ...this.people]) person.look();
  }

  async #turn(): Promise<void> {
    await this.core.endTurn();
  }

  #whisper(person: Person, to: number, number: number, isAgain: boolean): void {
    const name = this.people[to]?.guest?.session.person.name ?? "nobody";
    const fresh = {
      to: name,
      text: `secret ${number} of ${this.people.indexOf(person)} for ${to}.`,
      id: number,
    };
    const { to: wanted, text, id } = person.whispered = isAgain ? person.whispered ?? fresh : fresh;
    if (wanted !== "") person.guest?.sendFrames({ type: "private", to: wanted, text, id });
  }

  #rename({ guest }: Person, to: string): void {
    if (guest?.session.phase !== "in") return;
    if (guest.session.person.memberships.length > 0) this.renames.push(to);
    guest.sendFrames({ type: "nick", name: to });
  }

  /** The server is killed, and started again. */
  async #restart(): Promise<void> {
    await this.#turn();
    for (const person of [this.witness, ...this.people]) {
      person.cut(0, () => {});
      person.forgetIds();
    }
    const { clock, tokens } = this.core;
    this.#kept.noteAlive(clock.now());
    this.#kept = this.#reopen(this.#kept);
    this.core = new TestCore(LIMITS, { history: this.#kept, clock, tokens });
    this.core.hub.restore(60_000);
    this.witness.come();
    await this.#turn();
  }
}

/** What must be true at the end of every story. */
function check({ core, people, witness, renames }: Story): void {
  for (const person of [witness, ...people]) {
    const { guest } = person;
    if (guest === undefined) continue;
    assertEquals(guest.session.phase, "in");
    const places = guest.session.person.memberships.map(({ room }) => room);
    assertEquals([...person.crowds.keys()].toSorted(), places.map(({ name }) => name).toSorted());
    for (const { name } of places) {
      assertEquals(
        person.last.get(name) ?? 0,
        core.hub.context.pages.last(name),
        `${person.name} has all of #${name}`,
      );
      assertEquals(
        [...person.crowds.get(name) ?? []].toSorted(),
        [...core.hub.context.rooms.find(name)?.names() ?? []].toSorted(),
      );
    }
  }
  assertEquals(witness.renamed, renames, "a new name is told once to who shares a room with its owner");
  checkSecrets(people, witness);
}

/** Nobody else has seen what was said to one alone; who was told that it arrived was told the truth. */
function checkSecrets(people: readonly Person[], witness: Person): void {
  const seen = [...people, witness].map(({ guests }) =>
    guests.flatMap((client) => client.framesOf("private"))
  );
  for (const [index, frames] of seen.entries()) {
    for (const { text } of frames) {
      const [, from, to] = /of (\d) for (\d)\./.exec(text) ?? [];
      assert(Number(from) === index || Number(to) === index, `${index} sees: ${text}`);
    }
  }
  for (const [index, { guests }] of people.entries()) {
    for (const { id } of guests.flatMap((client) => client.framesOf("delivered"))) {
      const copies = seen.map((frames) => frames.filter((frame) => frame.id === id).length);
      const readers = copies.flatMap((count, reader) => count > 0 && reader !== index ? [count] : []);
      assert(readers.every((count) => count === 1) && readers.length <= 1, "told once");
      assert(readers.length === 1 || (copies[index] ?? 0) > 0);
    }
  }
}

const stories = fc.array(action, { maxLength: 150, size: "max" });

async function tell(
  actions: readonly Action[],
  kept: ServerLog,
  reopen: (history: ServerLog) => ServerLog,
): Promise<void> {
  const story = new Story(kept, reopen);
  await story.begin();
  for (const action of actions) await story.play(action);
  await story.end();
  check(story);
}

test("whatever people do in however many rooms, each sees what is theirs to see, all of it, once and in order", async () => {
  const once = fc.asyncProperty(
    stories,
    (actions) => tell(actions, new MemoryLog(), (history) => history),
  );
  await fc.assert(once, { numRuns: 400 });
});

test("the same over restarts with a log on disk, which nobody notices who comes back", async () => {
  const once = fc.asyncProperty(stories, async (actions) => {
    using folder = new TempFolder();
    const open = (): ServerLog => openLog(folder.file("chat.db"), "process");
    let last = open();
    try {
      await tell(actions, last, (history) => {
        history.close();
        return last = open();
      });
    } finally {
      last.close();
    }
  });
  await fc.assert(once, { numRuns: 20 });
});
