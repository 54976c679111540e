/**
 * Many who log in to one name at the same moment, each with one more client.
 *
 * @module
 */

import { eachOf } from "../generator/member.ts";
import { Native } from "../generator/native.ts";
import { ROUND, type Rounds } from "./rounds.ts";

/** Whose name it is, and the password. */
const CLAIMED = { name: "claimed", room: ROUND, auth: { password: "correct horse battery" } } as const;

/** Claims the name; the returned function has `count` log in by its password, and stay until the end. */
export async function prepareLogins(
  port: number,
  count: number,
): Promise<(rounds: Rounds) => Promise<void>> {
  const owner = await Native.enter(port, CLAIMED.name, CLAIMED.room);
  await owner.send({ type: "claim", ...CLAIMED.auth });
  await owner.hear('"type":"claimed"');
  await owner.send({ type: "quit" });
  owner.close();
  return async (rounds) => {
    while (!rounds.isOver) {
      await eachOf(count, count, () =>
        rounds.time(async () => {
          const client = await Native.connect(port);
          await client.send({ type: "hello", ...CLAIMED });
          // Whoever has no answer when the measurement ends counts as having waited until then.
          await Promise.race([client.hear('"type":'), rounds.over]);
          client.close();
        }));
      await rounds.pause();
    }
  };
}
