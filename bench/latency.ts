/**
 * Measures how long a message takes at a steady rate, from its talker's write to a timed member's read: alone, in the time
 * after a rush, or beside other things that go on.
 *
 * @module
 */

import { talkBeside, type Timed } from "./beside.ts";
import { Crowd } from "./generator/crowd.ts";
import { pause } from "./generator/member.ts";
import { deadlineIn, sendAtRate } from "./generator/pace.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  membersOf,
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
 * everybody talks at once before; and what goes on meanwhile, as {@linkcode talkBeside} has it.
 */
export async function latency(target: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const members = membersOf(target, settings);
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
  const seconds = requiredSetting(settings, "seconds");
  const talk = (part: number): Promise<Timed> => timed(crowd, target, perSecond, seconds * part);
  const beside = await talkBeside(target, settings, talk);
  const figures = beside ?? await talk(1);
  return { figures, faults: await crowd.finish() };
}

/** Has the talkers talk for some seconds, and returns how long their messages took. */
async function timed(
  crowd: Crowd,
  target: MeasuredServer,
  perSecond: number,
  seconds: number,
): Promise<Timed> {
  const samples: number[] = [];
  crowd.onDelivery = (_talker, sentAt, now) => void samples.push(now - sentAt);
  const used = startMeter(target);
  const before = crowd.stream.messages;
  await sendAtRate(crowd, perSecond, deadlineIn(seconds));
  await crowd.settle();
  const { serverCpu, generatorCpu, seconds: took } = used();
  const deliveries = (crowd.stream.messages - before) * crowd.recipients;
  crowd.onDelivery = undefined;
  return {
    p50: percentile(samples, 0.5),
    p99: percentile(samples, 0.99),
    p999: percentile(samples, 0.999),
    worst: percentile(samples, 1),
    serverCpuPerMillion: serverCpu * 1e6 / deliveries,
    generatorCpuPerMillion: generatorCpu * 1e6 / deliveries,
    serverBusy: serverCpu / took,
    generatorBusy: generatorCpu / took,
  };
}
