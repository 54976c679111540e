/**
 * Members who have been away for long, and all come back at the same moment.
 *
 * @module
 */

import { eachOf, pause } from "../generator/member.ts";
import { Native } from "../generator/native.ts";
import { fillRoom, ROUND, type Rounds } from "./rounds.ts";

/** How many come in at a time before anything is measured. */
const AT_ONCE = 32;

/** What was said while they were away, in messages. */
const MISSED = 400;

/** How long they stay before the next outage, in ms. */
const EVERY = 5_000;

/** Somebody who was in, and what they come back with. */
interface Returning {
  readonly name: string;
  readonly token: string;
}

/** Has `count` members come in; the returned function has all of them cut off and come back, again and again. */
export async function prepareReturn(port: number, count: number): Promise<(rounds: Rounds) => Promise<void>> {
  const members: Returning[] = [];
  const conns: Native[] = [];
  await eachOf(count, AT_ONCE, async (index) => {
    const name = `back${index}`;
    const conn = await Native.enter(port, name, ROUND);
    members[index] = { name, token: await conn.token() };
    conns[index] = conn;
  });
  for (const conn of conns) conn.close();
  await fillRoom(port, ROUND, MISSED);
  return async (rounds) => {
    while (!rounds.isOver) {
      const began = performance.now();
      const back: Native[] = [];
      await eachOf(count, count, (index) =>
        rounds.time(async () => {
          const { name, token } = members[index] ?? { name: "", token: "" };
          const resume = { token, after: { [ROUND]: 1 } };
          const conn = back[index] = await Native.connect(port);
          await conn.send({ type: "hello", name, room: ROUND, resume });
          await conn.readUntil(`"text":"message ${MISSED - 1}."`);
        }));
      while (performance.now() - began < EVERY && !rounds.isOver) await pause(100);
      for (const conn of back) conn.close();
      await pause(100);
    }
  };
}
