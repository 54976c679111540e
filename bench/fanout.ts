/**
 * Measures deliveries a second and the CPU that a delivery costs: talkers in a closed loop, every message delivered to every
 * member.
 *
 * @module
 */

import { Crowd } from "./generator/crowd.ts";
import { pause } from "./generator/member.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  membersOf,
  requiredSetting,
  startMeter,
} from "./measurement.ts";
import { residentBytes } from "./process_stats.ts";

const TALKERS = 10;
const BYTES = 64;

/** Reads a second of all members that only listen: enough to keep up, at little cost. */
const READS_PER_SECOND = 25_000;

/** Takes the measurement. Settings: `members`, `window` (messages of each talker in flight), `seconds`, `warmup` in seconds. */
export async function fanout(target: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const members = membersOf(target, settings);
  const crowd = await Crowd.gather({
    ...target,
    members,
    talkers: TALKERS,
    timedMembers: TALKERS,
    bytes: BYTES,
    readEvery: Math.max(4, members * 1000 / READS_PER_SECOND),
  });
  const run = async (seconds: number): Promise<void> => {
    for (const talker of crowd.talkers) talker.loop(requiredSetting(settings, "window"));
    await pause(seconds * 1000);
    for (const talker of crowd.talkers) talker.loop(0);
    await crowd.settle();
  };
  await run(requiredSetting(settings, "warmup"));
  const before = crowd.stream.messages;
  const used = startMeter(target);
  await run(requiredSetting(settings, "seconds"));
  const { seconds, serverCpu, generatorCpu } = used();
  const deliveries = (crowd.stream.messages - before) * crowd.recipients;
  const resident = residentBytes(target.pid) ?? NaN;
  const faults = await crowd.finish();
  return {
    faults,
    figures: {
      deliveries,
      resident,
      perSecond: deliveries / seconds,
      serverCpuPerMillion: serverCpu * 1e6 / deliveries,
      generatorCpuPerMillion: generatorCpu * 1e6 / deliveries,
      serverBusy: serverCpu / seconds,
      generatorBusy: generatorCpu / seconds,
    },
  };
}
