/**
 * Dates as people write them, and the moments that they mean on clocks that change twice a year. Pure.
 *
 * @module
 */

import type { TypingContext } from "./command_row.ts";

/** How many minutes clocks are ahead of UTC at a moment, which is in ms since 1970. */
export type ClockOffset = (at: number) => number;

const MINUTE = 60_000;
const DAY = 86_400_000;

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/i;

/**
 * Parses a day, or a minute or a second of one: `2026-11-01`, `2026-11-01T14:30`. Gives what it would be in UTC, in ms
 * since 1970; `undefined` for a day that no month has (the 31st of June), and for a time that no clock shows.
 */
export function parseDate(written: string): number | undefined {
  const [whole, ...parts] = DATE.exec(written) ?? [];
  if (whole === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0)
  );
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.setUTCHours(hour, minute, second) : undefined;
}

/** Tells whether somebody who writes this number for a time has a year in mind. */
export function isYear(written: string): boolean {
  return /^(?:19|20)\d\d$/.test(written);
}

/**
 * Finds the moment at which clocks show a date that {@linkcode parseDate} gave. Of one that they show twice it is the
 * first; one that they skip is as long after the change as it would have been without.
 */
export function momentOf(date: number, offset: ClockOffset): number {
  const [before, after] = [offset(date - DAY), offset(date + DAY)].map((minutes) => minutes * MINUTE);
  const moments = [before, after].map((ahead = 0) => ({ at: date - ahead, ahead }));
  const shown = moments.filter(({ at, ahead }) => offset(at) * MINUTE === ahead).map(({ at }) => at);
  return shown.length > 0 ? Math.min(...shown) : date - (before ?? 0);
}

/** Makes the offset of a time zone (`Europe/Rome`); `undefined` when this machine knows none of that name. */
export function offsetIn(timeZone: string): ClockOffset | undefined {
  let clock: Intl.DateTimeFormat;
  try {
    const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric" } as const;
    const more = { minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
    clock = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { timeZone, ...fields, ...more });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return (at) => {
    const shown = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
    const date = new Date(0);
    date.setUTCFullYear(part("year"), part("month") - 1, part("day"));
    date.setUTCHours(part("hour"), part("minute"), part("second"));
    return Math.round((date.getTime() - Math.floor(at / 1000) * 1000) / MINUTE);
  };
}

/** Tells how clocks are set where this runs: how many minutes ahead of UTC at this time, and in which zone. */
export function localClock(now: number): { readonly zone: number; readonly timeZone?: string } {
  const zone = -new Date(now).getTimezoneOffset();
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { zone: zone === 0 ? 0 : zone, ...(timeZone !== undefined && { timeZone }) }; // No -0.
}

/** Picks what a search tells of the searcher's clock. */
export function clockOf(
  { zone, timeZone }: Pick<TypingContext, "zone" | "timeZone">,
): Pick<TypingContext, "zone" | "timeZone"> {
  return { ...(zone !== undefined && { zone }), ...(timeZone !== undefined && { timeZone }) };
}
