/** What one may not enter one cannot learn: random people, deeds and questions, and nobody is told what they may not know. */

import { assert, assertEquals } from "@std/assert";
import type { ClientFrame, Deed, ModRequest } from "../../../../../protocol.ts";
import { SeededRandom } from "../../../../support/seeded_random.ts";
import { type TestClient, TestCore } from "../../../../support/test_core.ts";
import { test } from "../../../../support/sanitized.ts";

const ROOMS = ["tea", "cellar", "attic"];
const NAMES = ["bob", "eve", "zoe", "kim"];

/** Something that changes who may be where. */
function randomDeed(random: SeededRandom): ModRequest {
  const room = random.pick(ROOMS) ?? "tea";
  const name = random.pick(NAMES) ?? "bob";
  const value = random.chance(0.5);
  const deeds: readonly (readonly [Deed, Partial<ModRequest>])[] = [
    ["kick", { name }],
    ["ban", { name, for: 1000 * random.between(1, 100) }],
    ["mute", { name, for: 1000 }],
    ["op", { name }],
    ["deop", { name }],
    ["lock", {}],
    ["unlock", {}],
    ["inviteonly", { value }],
    ["secret", { value }],
    ["key", { value: value ? "word" : "" }],
    ["accounts", { value: value ? "join" : "off" }],
  ];
  const [deed, more] = random.pick(deeds) ?? ["lock", {}];
  return { type: "mod", do: deed, room, ...more };
}

/** Something that asks for what others said or are. */
function questions(room: string): readonly ClientFrame[] {
  return [
    { type: "rooms" },
    { type: "who", room },
    { type: "topic", room },
    { type: "history", room },
    { type: "search", query: `secret-of-${room}`, id: "s" },
    { type: "catchup" },
    ...NAMES.map((name): ClientFrame => ({ type: "whois", name })),
  ];
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`nobody learns of a room that they may not enter (story ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const core = new TestCore({ replay: 50, grace: 30_000, rate: null });
    const people = new Map<string, TestClient>();
    for (const name of NAMES) people.set(name, await core.member(name));
    for (let step = 0; step < 60; step++) {
      const name = random.pick(NAMES) ?? "bob";
      const client = people.get(name);
      if (client === undefined) continue;
      const room = random.pick(ROOMS) ?? "tea";
      const what = random.between(0, 5);
      if (what === 0) client.sendFrames({ type: "join", room, ...(random.chance(0.3) && { key: "word" }) });
      if (what === 1) client.sendFrames({ type: "say", room, text: `secret-of-${room} ${step}` });
      if (what === 2) client.sendFrames({ type: "part", room });
      if (what >= 3) client.sendFrames(randomDeed(random));
      await core.endTurn();
      await core.clock.advance(random.between(0, 500));
      core.hub.sweep();
      for (const [asker, each] of people) await ask(core, asker, each, room);
    }
  });
}

/** Asks everything about a room, and checks that no answer has what the asker may not know. */
async function ask(core: TestCore, name: string, client: TestClient, room: string): Promise<void> {
  const { person } = client.session;
  const { moderation } = core.hub.context;
  const before = client.sink.text.length;
  const isMember = person.isIn(room);
  client.sendFrames(...questions(room));
  for (let turn = 0; turn < 3; turn++) {
    await core.endTurn();
    await core.clock.advance(5);
  }
  if (isMember) return;
  const told = client.sink.text.slice(before).split("\n").filter((line) =>
    !line.startsWith('{"type":"error"')
  );
  assert(
    !told.some((line) => line.includes(`secret-of-${room}`)),
    `${name} read of #${room}: ${told.join("\n")}`,
  );
  if (moderation.mayLearnOf(person, room)) return;
  if (moderation.mode(room).secret && moderation.joinProblem(person, room) !== undefined) {
    const answered = client.framesOf("error").length;
    client.sendFrames({ type: "join", room });
    await core.endTurn();
    const [answer] = client.framesOf("error").slice(answered);
    const known = ["no-room", "banned", "kicked"]; // Who was removed from it knows of it.
    assert(answer !== undefined && known.includes(answer.code), `${name} learned that there is #${room}`);
  }
  assertEquals(told.filter((line) => line.includes(`"${room}"`)), [], `${name} learned of #${room}`);
}
