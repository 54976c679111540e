/**
 * People who come and go or search, and backups, beside a room that is measured.
 *
 * @module
 */

import { DEFAULT_ROOM } from "../../protocol/limits.ts";
import { eachOf } from "../generator/member.ts";
import { Native } from "../generator/native.ts";
import { killAndWait, start } from "../processes.ts";
import { programCommand } from "../servers.ts";
import { ROUND, type Rounds } from "./rounds.ts";

/** The last message that newcomers are shown. */
const LAST = `"text":"message 59."`;

/** Has `count` people come at the same moment and leave once they have what newcomers are shown, again and again. @param rest Waits between two crowds. */
export async function keepComing(
  port: number,
  count: number,
  rest: ((began: number) => Promise<void>) | undefined,
  rounds: Rounds,
  prefix = "new",
): Promise<void> {
  for (let round = 0; !rounds.isOver; round++) {
    const began = performance.now();
    await eachOf(count, count, (index) =>
      rounds.time(async () => {
        const newcomer = await Native.enter(port, `${prefix}${round}x${index}`, ROUND);
        await newcomer.hear(LAST);
        await newcomer.send({ type: "quit" });
        newcomer.close();
      }));
    await rest?.(began);
  }
}

/** Searches, again as soon as an answer came. */
export async function keepSearching(port: number, index: number, rounds: Rounds): Promise<void> {
  const searcher = await Native.enter(port, `searcher${index}`, DEFAULT_ROOM);
  for (let asked = 0; !rounds.isOver; asked++) {
    await rounds.time(async () => {
      await searcher.send({ type: "search", query: `zeta${asked}`, id: `s${asked}` });
      await searcher.hear(`"s${asked}"`);
    });
  }
  searcher.close();
}

/** Backs the log up, again and again. */
export async function keepBackingUp(log: string, rounds: Rounds): Promise<void> {
  const { command, args } = programCommand(undefined);
  for (let round = 0; !rounds.isOver; round++) {
    const copy = `${log}-copy${round}`;
    await rounds.time(async () => {
      const child = start(command, [...args, "backup", copy, "--data", log], { silent: true });
      await child.status;
      await killAndWait(child);
    });
    await Deno.remove(copy).catch(() => {}); // It failed: the next one is tried.
  }
}
