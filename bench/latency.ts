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
  medianOf,
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

/** What one time of talk came to: ms, and shares of a core. */
export type Timed = Readonly<
  Record<
    | "p50"
    | "p99"
    | "p999"
    | "worst"
    | "serverCpuPerMillion"
    | "generatorCpuPerMillion"
    | "serverBusy"
    | "generatorBusy",
    number
  >
>;

/**
 * Takes the measurement. Settings: `members`, `perSecond`, `seconds`, `warmup` in seconds; `rush` for how many seconds
 * everybody talks at once before; and what goes on meanwhile, as the fields of `Company`: then `pairs` times a part of the
 * time is without it, and gives what is compared with, and a part beside it: of one pair a third and two thirds, of more of
 * them a half each. The figures are the medians of the pairs.
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
  const company = await startCompany(target, settings);
  const seconds = requiredSetting(settings, "seconds");
  const talk = (part: number): Promise<Timed> => timed(crowd, target, perSecond, seconds * part);
  if (company === undefined) return { figures: await talk(1), faults: await crowd.finish() };
  const count = settings.pairs ?? 1;
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const before = await talk(count === 1 ? 1 / 3 : 1 / 2 / count);
    company.begin();
    pairs.push({ before, beside: await talk(count === 1 ? 2 / 3 : 1 / 2 / count) });
    if (pairs.length < count) await company.pause();
  }
  const done = await company.end();
  const faults = await crowd.finish();
  return { faults, figures: { ...figuresOf(pairs), ...done } };
}

/** Two times of talk, one after the other: without and beside what goes on. */
export interface Pair {
  readonly before: Timed;
  readonly beside: Timed;
}

/** Joins pairs: the median of each figure, and of how many times itself p99 and p99.9 are beside what goes on. */
export function figuresOf(pairs: readonly Pair[]): Figures {
  const { figures } = medianOf(pairs.map(({ before, beside }) => ({
    faults: [],
    figures: {
      ...beside,
      p50Before: before.p50,
      p99Before: before.p99,
      p999Before: before.p999,
      p50Times: beside.p50 / before.p50,
      p99Times: beside.p99 / before.p99,
      p999Times: beside.p999 / before.p999,
    },
  })));
  const all = pairs.map(({ before, beside }) => beside.p99 / before.p99);
  return { ...figures, pairs: pairs.length, leastTimes: Math.min(...all), mostTimes: Math.max(...all) };
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
