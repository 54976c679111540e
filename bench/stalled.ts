/**
 * Measures what members that stop reading do to the others: latency with and without them, and the memory of their outboxes.
 *
 * @module
 */

import { Crowd } from "./generator/crowd.ts";
import { eachOf, enter, type Member } from "./generator/member.ts";
import { deadlineIn, sendAtRate } from "./generator/pace.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
} from "./measurement.ts";
import { residentBytes, watchMemory } from "./process_stats.ts";

const MEMBERS = 50;

/** Two megabytes a second: the kernel buffers about four for a member that does not read before the server notices. */
const PER_SECOND = 1000;
const BYTES = 2000;

/** Takes the measurement. Settings: `stalled`, `seconds` without them, `patience`: seconds within which they must be disconnected. */
export async function stalled(target: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const count = requiredSetting(settings, "stalled");
  const crowd = await Crowd.gather({
    ...target,
    members: MEMBERS,
    talkers: 10,
    timedMembers: 20,
    bytes: BYTES,
    readEvery: 10,
  });
  let samples: number[] = [];
  crowd.onDelivery = (_talker, sentAt, now) => void samples.push(now - sentAt);
  await sendAtRate(crowd, PER_SECOND, deadlineIn(0.3));
  samples = [];
  await sendAtRate(crowd, PER_SECOND, deadlineIn(requiredSetting(settings, "seconds")));
  const p99Without = percentile(samples, 0.99);
  const gone: number[] = [];
  crowd.stream.onOtherLine = (line) => {
    if (line.includes("stall") && line.includes("left")) gone.push(performance.now());
  };
  const silent: Member[] = [];
  await eachOf(count, 10, async (index) => {
    silent.push(await enter(crowd.dialect, target.port, index, `stall${index}`));
  });
  const before = residentBytes(target.pid) ?? NaN;
  const watch = watchMemory(target.pid);
  const began = performance.now();
  samples = [];
  const isLate = deadlineIn(requiredSetting(settings, "patience"));
  await sendAtRate(crowd, PER_SECOND, () => gone.length >= count || isLate());
  const p99With = percentile(samples, 0.99);
  const most = watch();
  crowd.onDelivery = undefined;
  const faults = [...await crowd.finish()];
  for (const member of silent) member.close();
  if (gone.length !== count) faults.push(`${gone.length} of ${count} were let go in time`);
  return {
    faults,
    figures: {
      p99Without,
      p99With,
      goneAfter: (Math.max(...gone) - began) / 1000,
      growth: most - before,
    },
  };
}
