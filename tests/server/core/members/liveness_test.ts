/** Those who are silent, where there are many of them. */

import { assertEquals } from "@std/assert";
import { type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const MANY = 2_000;

/** Lets a second go by, with its sweep; tells who was pinged in it. */
async function second(core: TestCore, guests: readonly TestClient[]): Promise<readonly TestClient[]> {
  for (const { sink } of guests) sink.writes.length = 0;
  await core.clock.advance(1_000);
  core.hub.sweep();
  await core.endTurn();
  return guests.filter(({ sink }) => sink.text.includes('"ping"'));
}

test("of many who came at once a few are pinged at a time, each in time, and again so when they have answered", async () => {
  const core = new TestCore({ rate: null });
  const guests = Array.from({ length: MANY }, (_, i) => {
    const client = core.connect();
    client.hello(`m${i}`);
    return client;
  });
  await core.endTurn();
  for (let round = 0; round < 3; round++) {
    const pinged = new Set<TestClient>();
    let most = 0;
    for (let i = 0; i < 60; i++) {
      const now = await second(core, guests);
      most = Math.max(most, now.length);
      for (const client of now) {
        pinged.add(client);
        client.session.countLine(core.clock.elapsed());
      }
    }
    assertEquals(pinged.size, MANY);
    assertEquals(most <= MANY / 15, true, `${most} at once`);
  }
});

test("of a few who came at once each is pinged when the time is up, and not before", async () => {
  const core = new TestCore();
  const guests = await Promise.all(["m0", "m1", "m2"].map((name) => core.member(name)));
  for (let i = 0; i < 59; i++) assertEquals(await second(core, guests), []);
  assertEquals(await second(core, guests), guests);
});

test("a program that is silent is pinged after a minute, and let go half a minute later", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const sweepAfter = async (ms: number): Promise<void> => {
    await core.clock.advance(ms);
    core.hub.sweep();
    await core.endTurn();
  };
  await sweepAfter(59_999);
  assertEquals(ada.framesOf("ping").length, 0);
  await sweepAfter(1);
  assertEquals(ada.framesOf("ping").length, 1);
  await sweepAfter(29_999);
  assertEquals([ada.framesOf("ping").length, ada.framesOf("bye").length], [1, 0]);
  await sweepAfter(1);
  assertEquals(ada.framesOf("bye").map(({ reason }) => reason), ["silent"]);
  assertEquals(core.logged.at(-1), { event: "left", name: "ada", address: "192.0.2.1:9", reason: "silent" });
});

test("any line answers a ping, and the next ping comes a minute after it", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  for (let round = 1; round <= 3; round++) {
    await core.clock.advance(60_000);
    core.hub.sweep();
    await core.clock.advance(29_000);
    ada.session.countLine(core.clock.elapsed());
    core.hub.sweep();
    await core.clock.advance(59_000);
    core.hub.sweep();
    await core.endTurn();
    assertEquals([ada.framesOf("ping").length, ada.session.phase], [round, "in"]);
    await core.clock.advance(1_000);
    ada.session.countLine(core.clock.elapsed());
  }
});

test("a person with nc is not pinged and may be silent for ever, unless the server says otherwise", async () => {
  for (const idle of [null, 600_000]) {
    const core = new TestCore({ idle });
    const ada = await core.member("ada", "plain");
    await core.clock.advance(599_999);
    core.hub.sweep();
    assertEquals(ada.session.phase, "in");
    await core.clock.advance(1);
    core.hub.sweep();
    assertEquals(ada.session.phase, idle === null ? "in" : "gone");
    await core.endTurn();
    assertEquals(ada.sink.text.includes("ping"), false);
  }
});

test("who gives no name in time is let go, however much they say, and nobody hears of it", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = core.connect();
  await core.clock.advance(29_999);
  bob.session.countLine(core.clock.elapsed());
  core.hub.sweep();
  assertEquals(bob.session.phase, "naming");
  await core.clock.advance(1);
  core.hub.sweep();
  await core.endTurn();
  assertEquals(bob.framesOf("bye").map(({ reason }) => reason), ["silent"]);
  assertEquals(ada.frames.length, 1);
  assertEquals(core.logged.at(-1), { event: "closed-unnamed", address: "192.0.2.1:9" });
});
