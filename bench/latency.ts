/**
 * How long a message takes at a steady rate: from its talker's write to a listener's read.
 *
 * @module
 */

import { Crowd } from "./generator/crowd.ts";
import { after, talkSteadily } from "./generator/pace.ts";
import { type Measured, meter, type Numbers, percentile, setting, type Target } from "./measurement.ts";

const TALKERS = 10;
const EARS = 20;
const BYTES = 64;

/** Reads of the others come between those that are timed: as few as will do. */
const READS_PER_SECOND = 4000;

/** Settings: `members`, `perSecond`, `seconds`, `warmup` in seconds. */
export async function latency(target: Target, settings: Numbers): Promise<Measured> {
  const members = setting(settings, "members");
  const perSecond = setting(settings, "perSecond");
  const crowd = await Crowd.gather({
    ...target,
    members,
    talkers: TALKERS,
    ears: EARS,
    bytes: BYTES,
    readEvery: members * 1000 / READS_PER_SECOND,
  });
  await talkSteadily(crowd, perSecond, after(setting(settings, "warmup")));
  await crowd.settle();
  const samples: number[] = [];
  crowd.onHeard = (_talker, sentAt, now) => void samples.push(now - sentAt);
  const used = meter(target.pid);
  const before = crowd.stream.messages;
  await talkSteadily(crowd, perSecond, after(setting(settings, "seconds")));
  await crowd.settle();
  const { serverCpu, generatorCpu, seconds } = used();
  const deliveries = (crowd.stream.messages - before) * crowd.hearers;
  crowd.onHeard = undefined;
  const faults = await crowd.finish();
  return {
    faults,
    figures: {
      p50: percentile(samples, 0.5),
      p99: percentile(samples, 0.99),
      worst: percentile(samples, 1),
      serverCpuPerMillion: serverCpu * 1e6 / deliveries,
      generatorCpuPerMillion: generatorCpu * 1e6 / deliveries,
      serverBusy: serverCpu / seconds,
      generatorBusy: generatorCpu / seconds,
    },
  };
}
