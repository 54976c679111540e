/** Those who are silent, where there are many of them. */

import { assertEquals } from "@std/assert";
import { type Guest, Hall } from "../../support/hall.ts";
import { test } from "../../support/test.ts";

const MANY = 2_000;

/** Lets a second go by, with its sweep; tells who was pinged in it. */
async function second(hall: Hall, guests: readonly Guest[]): Promise<readonly Guest[]> {
  for (const { sink } of guests) sink.writes.length = 0;
  await hall.clock.advance(1_000);
  hall.hub.sweep();
  await hall.endTurn();
  return guests.filter(({ sink }) => sink.text.includes('"ping"'));
}

test("of many who came at once a few are pinged at a time, each in time, and again so when they have answered", async () => {
  const hall = new Hall({ rate: null });
  const guests = Array.from({ length: MANY }, (_, i) => {
    const guest = hall.come();
    guest.hello(`m${i}`);
    return guest;
  });
  await hall.endTurn();
  for (let round = 0; round < 3; round++) {
    const pinged = new Set<Guest>();
    let most = 0;
    for (let i = 0; i < 60; i++) {
      const now = await second(hall, guests);
      most = Math.max(most, now.length);
      for (const guest of now) {
        pinged.add(guest);
        guest.session.countLine(hall.clock.elapsed());
      }
    }
    assertEquals(pinged.size, MANY);
    assertEquals(most <= MANY / 15, true, `${most} at once`);
  }
});

test("of a few who came at once each is pinged when the time is up, and not before", async () => {
  const hall = new Hall();
  const guests = await Promise.all(["m0", "m1", "m2"].map((name) => hall.member(name)));
  for (let i = 0; i < 59; i++) assertEquals(await second(hall, guests), []);
  assertEquals(await second(hall, guests), guests);
});
