/** Whatever people do on three servers, and whatever becomes of what is written: all have the same, and nothing is lost or doubled. */

import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import fc, { type Arbitrary } from "fast-check";
import type { ClientFrame } from "../../../protocol.ts";
import type { StreamFault } from "../../support/memory_stream.ts";
import { test } from "../../support/sanitized.ts";
import { TestCluster, type TestNode } from "../../support/test_cluster.ts";
import type { TestClient } from "../../support/test_core.ts";

type Step =
  | { readonly do: "send"; readonly who: number; readonly frames: readonly ClientFrame[] }
  | { readonly do: "connect"; readonly who: number; readonly server: number }
  | { readonly do: "lose"; readonly who: number }
  | {
    readonly do: "crash";
    readonly server: number;
    readonly who: number;
    readonly frames: readonly ClientFrame[];
    /** How often it still stores something. */
    readonly stores: number;
  }
  | { readonly do: "wait"; readonly ms: number };

const NAMES = ["ada", "bob", "cy", "dan"];
const ROOMS = ["lobby", "tea", "Tea", "ale"];
const room = fc.constantFrom(...ROOMS);
const who = fc.nat(NAMES.length - 1);
const person = fc.constantFrom("ada", "bob", "eve", "zoe", "cy");
const deed: Arbitrary<ClientFrame> = fc.oneof(
  fc.record({
    type: fc.constant("mod" as const),
    do: fc.constantFrom(
      "kick",
      "ban",
      "mute",
      "unmute",
      "op",
      "deop",
      "voice",
      "devoice",
      "invite",
      "report",
      "clear",
    ),
    name: person,
    for: fc.constantFrom(2_000, 60_000),
    room,
  }, { requiredKeys: ["type", "do", "name", "for"] }),
  fc.record({
    type: fc.constant("mod" as const),
    do: fc.constantFrom("readonly", "inviteonly", "secret", "quiet"),
    value: fc.boolean(),
    room,
  }),
  fc.record({ type: fc.constant("mod" as const), do: fc.constantFrom("lock", "unlock", "undo"), room }),
  fc.record({
    type: fc.constant("mod" as const),
    do: fc.constant("delete" as const),
    seq: fc.integer({ min: 1, max: 5 }),
    room,
  }),
  fc.record({
    type: fc.constant("mod" as const),
    do: fc.constant("unban" as const),
    n: fc.integer({ min: 1, max: 4 }),
  }),
);
const frame: Arbitrary<ClientFrame> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant("say" as const), room, text: fc.constantFrom("one", "two") }),
  },
  fc.record({ type: fc.constant("join" as const), room }),
  fc.record({ type: fc.constant("part" as const), room }),
  fc.record({ type: fc.constant("nick" as const), name: fc.constantFrom("ada", "bob", "eve", "Eve", "zoe") }),
  fc.record({ type: fc.constant("topic" as const), room, text: fc.constantFrom("cake", "") }),
  fc.constant<ClientFrame>({ type: "away", why: "tea" }),
  fc.constant<ClientFrame>({ type: "quit" }),
  { weight: 4, arbitrary: deed },
  fc.constant<ClientFrame>({ type: "claim", password: "correct horse" }),
  fc.constant<ClientFrame>({ type: "account", do: "unclaim" }),
  fc.record({ type: fc.constant("account" as const), do: fc.constant("forget" as const), n: fc.nat(4) }),
  fc.record({ type: fc.constant("invite" as const), room, uses: fc.constantFrom(1, 3) }),
);
const step: Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      who,
      frames: fc.array(frame, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("connect" as const), who, server: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose" as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("crash" as const),
      server: fc.nat(2),
      who,
      frames: fc.array(frame, { minLength: 1, maxLength: 4 }),
      stores: fc.nat(4),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(500, 35_000) }) },
);
const faults: Arbitrary<readonly StreamFault[]> = fc.array(
  fc.constantFrom<StreamFault>(
    "none",
    "none",
    "none",
    "lost",
    "ack-lost",
    "doubled",
    "refused",
    "refused-and-there",
    "refused-and-known",
  ),
  { minLength: 1, maxLength: 20 },
);

/** Who owns the cluster, and what proves it. */
const OWNER = "ada";
const SECRET = "session of ada";

/** People who go from server to server and send again what was not acknowledged, as clients do. */
class People {
  readonly #cluster: TestCluster;
  readonly #current: (TestClient | undefined)[] = NAMES.map(() => undefined);
  readonly all: TestClient[] = [];
  #ids = 0;

  constructor(cluster: TestCluster) {
    this.#cluster = cluster;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "send":
        this.#current[step.who]?.sendFrames(...step.frames.map((frame) => this.#withId(frame)));
        break;
      case "lose":
        this.#current[step.who]?.disconnect();
        break;
      case "connect":
        this.#connect(step.who, step.server);
        break;
      case "crash": {
        const server = this.#cluster.servers[step.server];
        if (server === undefined) return;
        this.#current[step.who]?.sendFrames(...step.frames.map((frame) => this.#withId(frame)));
        return await this.#cluster.crash(server, step.stores);
      }
      case "wait":
        return await this.#cluster.pass(step.ms, step.ms);
    }
    await this.#cluster.settle();
  }

  #withId(frame: ClientFrame): ClientFrame {
    return frame.type === "say" || frame.type === "topic" ? { ...frame, id: `m${++this.#ids}` } : frame;
  }

  #connect(who: number, server: number): void {
    const client = this.#cluster.servers[server]?.core.connect();
    const before = this.#current[who];
    if (client === undefined) return;
    this.all.push(client);
    const token = before?.token ?? "";
    const name = NAMES[who] ?? "";
    client.sendFrames(
      {
        type: "hello",
        name,
        room: "lobby",
        ...(name === OWNER && { auth: { session: SECRET } }),
        ...(name !== OWNER && this.#cluster.servers[0]?.core.accounts.named(name) !== undefined &&
          { auth: { password: "correct horse" } }),
        ...(token !== "" && { resume: { token, after: { lobby: 0 } } }),
      },
      { type: "join", room: "tea" },
    );
    this.#current[who] = client;
  }
}

/** What a file has of accounts, tickets and deeds. */
function tablesOf(path: string): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = [
      "accounts",
      "credentials",
      "tickets",
      "invited",
      "bans",
      "grants",
      "modes",
      "reports",
      "audit",
    ];
    return tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all());
  } finally {
    db.close();
  }
}

/** All that a server has: what was said, what the cluster knows, and who is in which room, as it shows it. */
function contentOf({ log, core, path }: TestNode): unknown {
  const rooms = log.rooms().map(({ name, last, topic }) => ({
    name,
    topic,
    messages: log.read(name, { after: 0, limit: last }),
  }));
  const { moderation } = core.hub.context;
  const shown = [...core.hub.context.members.nicknames.all].map((person) => ({
    name: person.name,
    rooms: person.memberships.map(({ room }) => room.name).sort(),
    away: person.away,
    id: person.publicId,
    account: person.account,
    ranks: person.memberships.map(({ room }) => `${room.name} ${moderation.rank(person, room.name)}`).sort(),
    seats: person.seats.map(({ id }) => id).sort(),
  }));
  return {
    rooms,
    facts: [...log.facts()],
    tables: tablesOf(path),
    bans: [...moderation.bans.all].map(({ n, subject }) => `${n} ${subject}`),
    shown: shown.sort((one, other) => one.name < other.name ? -1 : 1),
  };
}

/** What is wrong with what people were told: acknowledged and not there, or there twice. */
function faultsOf(people: People, { log }: TestNode): readonly string[] {
  const stored = log.rooms().flatMap(({ name, last }) => log.read(name, { after: 0, limit: last }));
  const acked = people.all.flatMap((client) => client.framesOf("ack"));
  return acked.flatMap(({ id, room, seq }) => {
    const found = stored.filter((message) => message.id === id);
    const [message] = found;
    if (found.length !== 1) return [`${id} is there ${found.length} times`];
    return message?.room === room && message.seq === seq ? [] : [`${id} is somewhere else`];
  });
}

/** The owner's number in the log, as whoever claims a name has one; no seat gets as far in a story. */
const OWNERS_HOME = 1_000_000;

test("whatever people do, whatever becomes of what is written, and whoever is killed, all servers have and show the same, and a new one, too", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), faults, async (steps, faults) => {
      const cluster = new TestCluster();
      for (let count = 0; count < 3; count++) await cluster.add();
      let tries = 0;
      cluster.stream.fault = () => faults[tries++ % (faults.length + 1)] ?? "none"; // One in so many arrives.
      const [owned] = cluster.servers;
      const value = owned?.core.tokens.hash(SECRET) ?? "";
      const proof = { kind: "session", value, label: "" } as const;
      owned?.node.changes.make(
        { do: "claim", name: OWNER, key: OWNER, role: "owner", home: OWNERS_HOME, proof },
        () => {},
      );
      await cluster.pass(1_000);
      const people = new People(cluster);
      for (const who of NAMES.keys()) await people.take({ do: "connect", who, server: who % 3 });
      for (const step of steps) await people.take(step);
      cluster.stream.fault = () => "none";
      await cluster.pass(3_000);
      const [one, ...others] = cluster.servers;
      if (one === undefined) throw new Error("no server");
      others.push(await cluster.add());
      await cluster.pass(1_000);
      const expected = contentOf(one);
      for (const other of others) assertEquals(contentOf(other), expected);
      assertEquals(faultsOf(people, one), []);
      assertEquals(cluster.servers.flatMap(({ halts }) => halts), []);
      cluster.close();
    }),
    { numRuns: 25 },
  );
});
