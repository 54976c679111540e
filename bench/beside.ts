/**
 * Compares talk alone with talk beside a company, and with the same company at another server of the machine: what that costs
 * talk too is the machine's, which has to run all of them.
 *
 * @module
 */

import { startCompany, type StartedCompany } from "./generator/company.ts";
import { type Figures, isByTurns, type MeasuredServer, medianOf } from "./measurement.ts";

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

/** Times of talk, one after the other: alone, beside what goes on, and while that goes on at another server. */
export interface Pair {
  readonly before: Timed;
  readonly beside: Timed;
  readonly elsewhere?: Timed;
}

/**
 * Has talk go on by turns, `pairs` times an equal part of the time each: alone, beside the company that the settings ask for (the
 * fields of `Company`), and with that at another server, if there is one. What goes on once cannot pause: then a third of the
 * time is without it, and the rest beside it.
 *
 * @param talk Talks for a part of the time.
 * @returns The medians, and what the company has done here; `undefined` where none is asked for.
 */
export async function talkBeside(
  target: MeasuredServer,
  settings: Figures,
  talk: (part: number) => Promise<Timed>,
): Promise<Figures | undefined> {
  const company = await startCompany(target, settings);
  if (company === undefined) return undefined;
  if (!isByTurns(settings)) {
    const before = await talk(1 / 3);
    company.begin();
    const pair = { before, beside: await talk(2 / 3) };
    return { ...figuresOf([pair]), ...await company.end() };
  }
  const { elsewhere } = target;
  const other = elsewhere && await startCompany(elsewhere, settings);
  const { pairs: count = 1 } = settings;
  const part = 1 / count / (other === undefined ? 2 : 3);
  const besideOf = async (some: StartedCompany): Promise<Timed> => {
    some.begin();
    const timed = await talk(part);
    await some.pause();
    return timed;
  };
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const before = await talk(part);
    const away = other && await besideOf(other);
    pairs.push({ before, beside: await besideOf(company), ...(away !== undefined && { elsewhere: away }) });
  }
  await other?.end();
  return { ...figuresOf(pairs), ...await company.end() };
}

/** Joins pairs: the median of each figure, and of how many times p99 and p99.9 beside the company are those without it. */
export function figuresOf(pairs: readonly Pair[]): Figures {
  const { figures } = medianOf(pairs.map(({ before, beside, elsewhere }) => ({
    faults: [],
    figures: {
      ...beside,
      ...compared(beside, before, "Before", "Times"),
      ...(elsewhere !== undefined && compared(beside, elsewhere, "Elsewhere", "TimesElsewhere")),
    },
  })));
  const all = pairs.map(({ before, beside }) => beside.p99 / before.p99);
  const others = pairs.flatMap(({ beside, elsewhere }) => elsewhere ? [beside.p99 / elsewhere.p99] : []);
  return {
    ...figures,
    pairs: pairs.length,
    ...{ leastTimes: Math.min(...all), mostTimes: Math.max(...all) },
    ...(others.length > 0 &&
      { leastTimesElsewhere: Math.min(...others), mostTimesElsewhere: Math.max(...others) }),
  };
}

/** Names the figures of talk without the company, and how many times these are those beside it. */
function compared(beside: Timed, without: Timed, name: string, times: string): Figures {
  return {
    [`p50${name}`]: without.p50,
    [`p99${name}`]: without.p99,
    [`p999${name}`]: without.p999,
    [`p50${times}`]: beside.p50 / without.p50,
    [`p99${times}`]: beside.p99 / without.p99,
    [`p999${times}`]: beside.p999 / without.p999,
  };
}
