/**
 * Measures how long a message takes at a steady rate, from its talker's write to a timed member's read: alone, in the time
 * after a rush, or beside other things that go on.
 *
 * @module
 */

import { startCompany } from "./generator/company.ts";
import { Crowd } from "./generator/crowd.ts";
import { pause } from "./generator/member.ts";
import { deadlineIn, sendAtRate } from "./generator/pace.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
  startMeter,
} from "./measurement.ts";

const TALKERS = 10;
const EARS = 20;
const BYTES = 64;

/** Reads a second of all untimed members: few, as they delay those that are timed. */
const READS_PER_SECOND = 4000;

/** Messages of each talker in flight in a rush. */
const RUSH = 8;

/**
 * Takes the measurement. Settings: `members`, `perSecond`, `seconds`, `warmup` in seconds; `rush` for how many seconds
 * everybody talks at once before; `searchers`, `newcomers` and `backups` (1) for what goes on meanwhile.
 */
export async function latency(target: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const members = requiredSetting(settings, "members");
  const perSecond = requiredSetting(settings, "perSecond");
  const crowd = await Crowd.gather({
    ...target,
    members,
    talkers: TALKERS,
    timedMembers: EARS,
    bytes: BYTES,
    readEvery: members * 1000 / READS_PER_SECOND,
  });
  await sendAtRate(crowd, perSecond, deadlineIn(requiredSetting(settings, "warmup")));
  if (settings.rush !== undefined) {
    for (const talker of crowd.talkers) talker.loop(RUSH);
    await pause(settings.rush * 1000);
    for (const talker of crowd.talkers) talker.loop(0);
  }
  await crowd.settle();
  const endCompany = await startCompany(target.port, target.log, {
    searchers: settings.searchers ?? 0,
    newcomers: settings.newcomers ?? 0,
    hasBackups: settings.backups === 1,
  });
  const samples: number[] = [];
  crowd.onDelivery = (_talker, sentAt, now) => void samples.push(now - sentAt);
  const used = startMeter(target.pid);
  const before = crowd.stream.messages;
  await sendAtRate(crowd, perSecond, deadlineIn(requiredSetting(settings, "seconds")));
  await crowd.settle();
  const { serverCpu, generatorCpu, seconds } = used();
  const deliveries = (crowd.stream.messages - before) * crowd.recipients;
  crowd.onDelivery = undefined;
  await endCompany();
  const faults = await crowd.finish();
  return {
    faults,
    figures: {
      p50: percentile(samples, 0.5),
      p99: percentile(samples, 0.99),
      p999: percentile(samples, 0.999),
      worst: percentile(samples, 1),
      serverCpuPerMillion: serverCpu * 1e6 / deliveries,
      generatorCpuPerMillion: generatorCpu * 1e6 / deliveries,
      serverBusy: serverCpu / seconds,
      generatorBusy: generatorCpu / seconds,
    },
  };
}
