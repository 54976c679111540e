/** Those who are silent, where there are many of them. */

import { assertEquals } from "@std/assert";
import { type TestClient, TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

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
