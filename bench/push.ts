/**
 * Measures what members that push as much as they can, where no more than a few messages a second are taken, cost in memory.
 *
 * @module
 */

import { DIALECTS } from "./generator/dialects.ts";
import { eachOf, enter, type Member, pause } from "./generator/member.ts";
import { type Figures, type MeasuredServer, type MeasurementResult, requiredSetting } from "./measurement.ts";
import { residentBytes, watchMemory } from "./process_stats.ts";

const MEMBERS = 8;

/** What each writes again and again. */
const LINES = 60;
const BYTES = 1000;

/** Takes the measurement. Settings: `seconds`. */
export async function push(
  { dialect, port, pid }: MeasuredServer,
  settings: Figures,
): Promise<MeasurementResult> {
  const { say } = DIALECTS[dialect];
  const members: Member[] = [];
  await eachOf(MEMBERS, MEMBERS, async (index) => {
    members[index] = await enter(DIALECTS[dialect], port, index, `pusher${index}`);
  });
  await pause(500);
  const before = residentBytes(pid) ?? NaN;
  const most = watchMemory(pid);
  const block = say("z".repeat(BYTES)).repeat(LINES);
  let taken = 0;
  const pushing = members.map(async (member) => {
    for (;;) {
      await member.write(block);
      taken += block.length;
    }
  });
  for (const each of pushing) each.catch(() => {}); // Until it is closed.
  await pause(1000 * requiredSetting(settings, "seconds"));
  const growth = most() - before;
  for (const member of members) member.close();
  await Promise.allSettled(pushing);
  return { faults: [], figures: { growth, taken, before } };
}
