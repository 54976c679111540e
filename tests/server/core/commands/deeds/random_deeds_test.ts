/** Random people, ranks and deeds: nobody ever acts above their rank, and nothing arrives after a removal. */

import { assert, assertEquals } from "@std/assert";
import { DEEDS } from "../../../../../protocol/deeds.ts";
import type { Deed, ModRequest } from "../../../../../protocol.ts";
import { Origins } from "../../../../../net/origin.ts";
import { isAtLeast } from "../../../../../protocol/rights.ts";
import type { Role } from "../../../../../protocol/standing.ts";
import { momentOf, wrongs } from "../../../../support/deed_story.ts";
import { mod, send, withRole } from "../../../../support/people.ts";
import { SeededRandom } from "../../../../support/seeded_random.ts";
import { type TestClient, TestCore } from "../../../../support/test_core.ts";
import { test } from "../../../../support/sanitized.ts";

const ROOMS = ["lobby", "tea", "attic"];
const ROLES: Readonly<Record<string, Role>> = { olga: "owner", mia: "moderator", mo: "moderator" };
/** Deeds on people are tried more often than others. */
const ON_PEOPLE: readonly Deed[] = [
  "kick",
  "mute",
  "unmute",
  "ban",
  "unban",
  "op",
  "deop",
  "voice",
  "devoice",
  "clear",
  "delete",
  "undo",
];
const STEPS = 100;
const origins = new Origins();

/** What opens a room for everybody. */
function opened(room: string): readonly ModRequest[] {
  const off = (["readonly", "inviteonly", "secret", "quiet"] as const).map((deed) =>
    mod(deed, { room, value: false })
  );
  return [
    ...off,
    mod("unlock", { room }),
    mod("slow", { room, value: 0 }),
    mod("limit", { room, value: 0 }),
    mod("key", { room, value: "" }),
    mod("accounts", { room, value: "off" }),
  ];
}

/** Everybody of a story, and what has been said in it. */
class Story {
  readonly random: SeededRandom;
  readonly core = new TestCore({ grace: 30_000, rate: null, replay: 50 });
  readonly all = new Set<TestClient>();
  readonly #authors = new Map<string, TestClient>();
  readonly #held = new Map<TestClient, () => void>();
  #guests = 0;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
  }

  /** Has everybody who is not there come in, and undoes what would keep them out; makes the rooms that are not there. */
  async gather(): Promise<void> {
    const { core } = this;
    const { moderation } = core.hub.context;
    const ada = await this.#come("ada", "owner");
    for (const { n } of [...moderation.bans.all]) await send(core, ada, mod("unban", { n }));
    await send(core, ada, mod("approve", { value: false }), mod("guests", { value: true }));
    for (const room of ROOMS) await send(core, ada, ...opened(room));
    for (const name of ["mia", "mo", "olga", "max", "meg"]) await this.#come(name, ROLES[name] ?? "member");
    while (this.present.length < 11) await this.guest();
    await core.clock.advance(60_001);
    core.hub.sweep(); // Who was kicked may come back.
    for (const client of this.present) {
      for (const room of ROOMS) if (this.random.chance(0.7)) client.sendFrames({ type: "join", room });
    }
    await core.endTurn();
    for (const room of ROOMS) {
      for (let count = 0; count < 4; count++) {
        const client = this.random.pick(this.present);
        if (client?.session.person.isIn(room)) await this.say(client, room);
      }
    }
  }

  async #come(name: string, role: Role): Promise<TestClient> {
    const known = this.present.find(({ session }) =>
      session.person.account !== undefined && session.person.name === name
    );
    if (known !== undefined) return known;
    const client = await withRole(this.core, name, role);
    this.all.add(client);
    return client;
  }

  /** Has one more guest come in, from an address of their own, who may not be let in. */
  async guest(): Promise<void> {
    const host = `198.51.100.${this.#guests % 200}`;
    const guest = this.core.connectFrom({ address: `${host}:9`, origin: origins.of(host) });
    guest.hello(`guest${++this.#guests}`);
    await this.core.endTurn();
    if (guest.session.phase === "in") this.all.add(guest);
  }

  /** Somebody who is in: more often than not of those who are in charge of something. */
  actor(): TestClient | undefined {
    const { moderation } = this.core.hub.context;
    const inCharge = this.present.filter(({ session }) =>
      [undefined, ...ROOMS].some((room) => isAtLeast(moderation.rank(session.person, room), "operator"))
    );
    const muted = inCharge.filter(({ session }) => moderation.muteProblem(session.person) !== undefined);
    const some = this.random.chance(0.2) && muted.length > 0 ? muted : inCharge;
    return this.random.pick(this.random.chance(0.8) ? some : this.present);
  }

  /** Whoever is in. */
  get present(): readonly TestClient[] {
    return [...this.all].filter(({ session }) => session.phase === "in");
  }

  authorOf = (room: string, seq: number): TestClient | undefined => this.#authors.get(`${room} ${seq}`);

  /** Has somebody say something in a room, which everybody can tell to be of that room. */
  async say(client: TestClient, room: string): Promise<void> {
    const last = this.core.history.last(room);
    client.sendFrames({ type: "say", room, text: `said-in-${room}` });
    await this.core.endTurn();
    if (this.core.history.last(room) === last + 1) this.#authors.set(`${room} ${last + 1}`, client);
  }

  /** Has the system take what is written for somebody, and no more until they read again. */
  holdBack(client: TestClient): void {
    const { sink, session } = client;
    if (this.#held.has(client) || session.isOver) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const write = sink.write.bind(sink);
    sink.write = async (bytes) => {
      const taken = await write(bytes);
      await promise;
      return taken;
    };
    this.#held.set(client, resolve);
  }

  /** Has everybody read again. */
  async releaseAll(): Promise<void> {
    for (const release of this.#held.values()) release();
    this.#held.clear();
    for (let turn = 0; turn < 4; turn++) {
      await this.core.endTurn();
      await this.core.clock.advance(3);
    }
  }

  /** Makes a deed that somebody might want, or forge. */
  deed(step: number): ModRequest {
    const { random, core } = this;
    const names = [...this.all].map(({ session }) => session.person.name);
    const maybe = (field: Partial<ModRequest>, chance = 0.5): Partial<ModRequest> =>
      random.chance(chance) ? field : {};
    const name = random.pick([...names, "nobody", "guest*", "m*", "*"]) ?? "nobody";
    const deed = random.pick(random.chance(0.4) ? ON_PEOPLE : DEEDS) ?? "kick";
    const room = random.pick(ROOMS) ?? "lobby";
    return {
      type: "mod",
      do: deed,
      why: `why-${step}-`,
      ...maybe({ room }, 0.75),
      ...maybe({ wide: true }, 0.3),
      ...maybe({ name }, 0.9),
      ...maybe({ net: random.pick(["192.0.2.1", "198.51.100.0/28"]) ?? "" }, 0.05),
      ...maybe({ by: "address" }, 0.05),
      ...maybe({ seq: random.between(1, Math.max(1, core.history.last(room))) }),
      ...maybe({ n: random.pick(Array.from(core.hub.context.moderation.bans.all, ({ n }) => n)) ?? 1 }),
      ...maybe({ for: random.pick([1000, 60_000]) ?? 0 }),
      ...maybe(
        { value: random.pick([true, false, 0, 1, 5000, "", "off", "join", "speak", "word"]) ?? true },
        0.8,
      ),
    };
  }
}

/** Tells what each of some people is written from now on. */
function listen(clients: Iterable<TestClient>): (client: TestClient) => string {
  const before = new Map([...clients].map((client) => [client, client.sink.text.length]));
  return (client) => client.sink.text.slice(before.get(client) ?? 0);
}

/** One deed of one person, with all that is looked at before and after. */
async function act(story: Story, actor: TestClient, step: number): Promise<void> {
  const { core, all } = story;
  const { moderation } = core.hub.context;
  const frame = story.deed(step);
  const before = momentOf(core, all, ROOMS);
  const told = listen(all);
  const isSilenced = moderation.muteProblem(actor.session.person, frame.room) !== undefined;
  actor.sendFrames(frame);
  await core.endTurn();
  const after = momentOf(core, all, ROOMS);
  const { name } = actor.session.person;
  const wrong = wrongs({ actor, deed: frame.do, before, after, authorOf: story.authorOf });
  assertEquals(wrong, [], `${step}: ${name} ${JSON.stringify(frame)}`);
  const removed = [...all].flatMap((client) =>
    ROOMS.filter((room) =>
      before.people.get(client)?.get(room)?.isIn === true &&
      after.people.get(client)?.get(room)?.isIn !== true
    ).map((room) => [client, room] as const)
  );
  await story.releaseAll();
  for (const [client, room] of removed) {
    assert(
      !told(client).includes(`said-in-${room}`),
      `${step}: ${client.session.person.name} still reads #${room}`,
    );
  }
  for (const client of all) {
    if (!isSilenced || client === actor || moderation.rank(client.session.person) !== "guest") continue;
    assert(
      !told(client).includes(`"why":"${frame.why}"`),
      `${step}: ${name} is muted, and heard: ${frame.do}`,
    );
    assert(
      !told(client).includes(`"word":"${frame.why}"`),
      `${step}: ${name} is muted, and heard: ${frame.do}`,
    );
  }
}

/** Something that people do besides. */
async function live(story: Story): Promise<void> {
  const { core, random } = story;
  const client = random.pick(story.present);
  const room = random.pick(ROOMS) ?? "lobby";
  if (client === undefined) return;
  switch (random.between(0, 7)) {
    case 0:
    case 1:
      client.sendFrames({ type: "join", room, ...(random.chance(0.5) && { key: "word" }) });
      return await core.endTurn();
    case 2:
      client.sendFrames({ type: "part", room });
      return await core.endTurn();
    case 3:
      return await story.guest();
    case 4:
      (story.actor() ?? client).sendFrames({ type: "quit" });
      return await core.endTurn();
    case 5:
      await core.clock.advance(random.between(0, 2_000));
      core.hub.sweep();
      return await core.endTurn();
    default:
      return await story.say(client, room);
  }
}

for (let seed = 1; seed <= 12; seed++) {
  test(`nobody acts above their rank, and nobody reads on who was removed (story ${seed})`, async () => {
    const story = new Story(seed);
    const { random } = story;
    for (let step = 0; step < STEPS; step++) {
      if (step % 10 === 0) await story.gather();
      await live(story);
      const actor = story.actor();
      const reader = random.pick(story.present);
      if (actor === undefined || reader === undefined) continue;
      story.holdBack(reader);
      for (const room of ROOMS) {
        reader.sendFrames({ type: "history", room }, { type: "search", query: "said", id: "s" });
        await story.say(random.pick(story.present) ?? actor, room);
      }
      await act(story, actor, step);
    }
  });
}
