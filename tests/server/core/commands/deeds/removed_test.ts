/** Somebody is removed from one room: what waits for them of it does not go, and what waits of others does. */

import { assert, assertEquals } from "@std/assert";
import type { ClientFrame } from "../../../../../protocol.ts";
import { codesOf, mod, send, withRole } from "../../../../support/people.ts";
import { type TestClient, TestCore } from "../../../../support/test_core.ts";
import { test } from "../../../../support/sanitized.ts";

/** Has writes to somebody wait until they are released. */
function holdBack({ sink }: TestClient): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const write = sink.write.bind(sink);
  sink.write = async (bytes) => {
    await promise;
    return await write(bytes);
  };
  return resolve;
}

for (const door of ["native", "plain"] as const) {
  test(`what waits at the ${door} door of a room that somebody is removed from never goes`, async () => {
    const core = new TestCore({ grace: 30_000, rate: null });
    const ada = await withRole(core, "ada", "owner");
    const eve = await core.member("eve");
    const bob = await core.member("bob", door);
    await send(core, eve, { type: "join", room: "tea" });
    await send(core, bob, { type: "join", room: "tea" });
    eve.say("secret of long ago");
    await core.endTurn();
    const release = holdBack(bob);
    const say = (room: string, text: string) => send(core, eve, { type: "say", room, text });
    await say("tea", "tea one"); // On its way already.
    await say("lobby", "secret one");
    await say("tea", "tea two");
    await send(core, eve, { type: "private", to: "bob", text: "psst", id: "p" });
    const asked: readonly ClientFrame[] = [
      { type: "history", room: "lobby" },
      { type: "search", query: "secret", id: "s" },
      { type: "search", query: "tea", id: "t" },
      { type: "catchup" },
    ];
    for (const question of asked) {
      await send(core, bob, question);
      for (let turn = 0; turn < 4; turn++) {
        await core.clock.advance(5);
        await core.endTurn();
      }
    }
    await say("lobby", "secret two");
    const before = bob.sink.text.length;
    await send(core, ada, mod("kick", { room: "lobby", name: "bob", why: "rude" }));
    await say("lobby", "secret three");
    await say("tea", "tea three");
    release();
    for (let turn = 0; turn < 5; turn++) await core.endTurn();
    const told = bob.sink.text.slice(before);
    assert(!told.includes("secret"), told);
    for (const text of ["tea one", "tea two", "tea three", "psst", "rude"]) assert(told.includes(text), text);
    assertEquals(eve.framesOf("delivered").map(({ id }) => id), ["p"]);
    if (door === "native") {
      assertEquals(codesOf(bob), ["kicked"]);
      assertEquals(bob.framesOf("hit").map(({ room }) => room), ["tea", "tea"]);
      assertEquals(bob.framesOf("found").map(({ id }) => id), ["s", "t"]);
    }
  });
}

test("a secret room is told of by no refusal: neither by its name, nor by one that looks like it", async () => {
  const core = new TestCore({ grace: 30_000, rate: null });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await send(core, ada, { type: "join", room: "Cellar" }, mod("secret", { room: "Cellar", value: true }));
  const closed = [
    mod("lock"),
    mod("inviteonly", { value: true }),
    mod("key", { value: "word" }),
    mod("accounts", { value: "join" }),
    mod("limit", { value: 1 }),
  ];
  for (const deed of closed) {
    await send(core, ada, { ...deed, room: "Cellar" });
    await send(core, bob, { type: "join", room: "cellar" });
    const open = deed.do === "lock" ? mod("unlock") : mod(deed.do, {
      value: deed.do === "accounts" ? "off" : deed.do === "key" ? "" : deed.do === "limit" ? 0 : false,
    });
    await send(core, ada, { ...open, room: "Cellar" });
  }
  const refusals = bob.framesOf("error").map((frame) => [frame.code, "room" in frame ? frame.room : ""]);
  assertEquals(refusals, closed.map(() => ["no-room", "cellar"]));
  await send(core, ada, mod("lock", { room: "Cellar" }));
  await send(core, bob, { type: "join", room: "Ce11ar" }); // It looks like it.
  const last = bob.framesOf("error").at(-1);
  assertEquals([last?.code, last !== undefined && "like" in last], ["bad-room", false]);
  const eve = core.connect();
  await send(core, eve, { type: "hello", name: "eve", room: "cellar" });
  assertEquals(codesOf(eve), ["no-room"]);
  await send(core, ada, mod("invite", { room: "Cellar", name: "bob" }));
  await send(core, bob, { type: "join", room: "cellar" });
  assertEquals(bob.framesOf("entered").map(({ room }) => room), ["Cellar"]);
});

test("a secret room in which people outside may write says no more of itself to those who may not", async () => {
  const core = new TestCore({ grace: 30_000, rate: null });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  const room = "Cellar";
  await send(core, ada, { type: "join", room });
  for (const deed of ["secret", "outside"] as const) await send(core, ada, mod(deed, { room, value: true }));
  const say = { type: "say", room: "cellar", text: "anybody?" } as const;
  await send(core, bob, say);
  assertEquals([ada.messageTexts, codesOf(bob)], [["anybody?"], []]);
  await send(core, ada, mod("lock", { room }));
  await send(core, bob, say);
  await send(core, ada, mod("unlock", { room }), mod("readonly", { room, value: true }));
  await send(core, bob, say);
  const refusals = bob.framesOf("error").map((frame) => [frame.code, "room" in frame ? frame.room : ""]);
  assertEquals(refusals, [["no-room", "cellar"], ["no-room", "cellar"]]);
  await send(core, ada, mod("ban", { room, name: "bob" }));
  await send(core, bob, say);
  assertEquals(codesOf(bob).at(-1), "banned");
});
