/**
 * Times, moments, and how long something is kept, as they are written in a flag. Pure.
 *
 * @module
 */

import { isYear, momentOf, parseDate } from "../../protocol/dates.ts";
import type { RetentionPolicy } from "../../server.ts";
import { inUnits, OFF, parseWhole, plain, type ValueKind } from "./kind.ts";

const DAY = 86_400_000;

/** The longest time that a timer can wait, in milliseconds: almost 25 days. */
const LONGEST = 2 ** 31 - 1;

const TIME_UNITS: ReadonlyMap<string, number> = new Map([["h", 3_600_000], ["m", 60_000], ["s", 1000], [
  "ms",
  1,
]]);

/** Reads a time in milliseconds, more than none and not too long for a timer: `500ms`, `30s`, `1.5m`, `1h`, and `30` in seconds. */
export function parseDuration(written: string): number | undefined {
  const ms = parseTime(written);
  return ms >= 1 && ms <= LONGEST ? ms : undefined;
}

/** Parses a time of any length, in milliseconds; `NaN` when it is none. */
function parseTime(written: string): number {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/i.exec(written) ?? [];
  return Math.round(Number(number) * (TIME_UNITS.get(unit.toLowerCase()) ?? NaN));
}

/** A time, in milliseconds. */
export const duration: ValueKind<number> = {
  parse: parseDuration,
  show: (ms) => inUnits(ms, TIME_UNITS),
  shape: "TIME",
  takes: { sentence: "duration" },
};

/** A time in milliseconds; `null` is never. */
export const durationOrOff: ValueKind<number | null> = {
  parse: (written) => written.toLowerCase() === OFF ? null : parseDuration(written),
  show: (ms) => ms === null ? OFF : duration.show(ms),
  shape: "TIME|off",
  takes: { sentence: "durationOrOff" },
};

/** How long something is good, in milliseconds: `24h`, `30d`. No longer than a year. */
export const period: ValueKind<number> = {
  parse: (written) => {
    const [, days] = /^(\d{1,3})d$/i.exec(written) ?? [];
    const ms = days === undefined ? parseTime(written) : Number(days) * DAY;
    return ms >= 1000 && ms <= 366 * DAY ? ms : undefined;
  },
  show: (ms) => ms % DAY === 0 && ms > DAY ? `${ms / DAY}d` : duration.show(ms),
  shape: "TIME",
  takes: { sentence: "period" },
};

/** How long something is kept, in milliseconds; `null` is for ever. */
export const periodOrForever: ValueKind<number | null> = {
  parse: (written) => written.toLowerCase() === "forever" ? null : period.parse(written),
  show: (ms) => ms === null ? "forever" : period.show(ms),
  shape: "30d|forever",
  takes: { sentence: "periodOrForever" },
};

/** How much is kept: `forever`, `30d`, `12h`, or a number of messages a room. */
export const keep: ValueKind<RetentionPolicy> = {
  parse: (written) => {
    if (written.toLowerCase() === "forever") return { kind: "forever" };
    const messages = parseWhole(written, 1, 1e12);
    if (messages !== undefined) return { kind: "count", count: messages };
    const [, days] = /^(\d{1,5})d$/i.exec(written) ?? [];
    const hasUnit = /[a-z]$/i.test(written); // A number alone would be one of messages.
    const ms = days === undefined ? hasUnit ? parseDuration(written) : undefined : Number(days) * DAY;
    return ms === undefined || ms === 0 ? undefined : { kind: "age", ms };
  },
  show: (value) => {
    switch (value.kind) {
      case "forever":
        return "forever";
      case "count":
        return plain(value.count);
      case "age":
        return value.ms % DAY === 0 ? `${value.ms / DAY}d` : duration.show(value.ms);
    }
  },
  shape: "30d|N|forever",
  takes: { sentence: "keep" },
};

/** A moment: so long ago (`2h`, `3d`), or a date (`2026-11-21`, with a time if wanted). Gives ms since 1970 from ms since 1970. */
export const since: ValueKind<(now: number) => number> = {
  parse: (written) => {
    const [, days] = /^(\d{1,5})d$/i.exec(written) ?? [];
    const ago = days === undefined ? parseTime(written) : Number(days) * DAY;
    // Without a unit it is in seconds; but a year is not meant so.
    if (ago >= 1 && !isYear(written)) return (now) => Math.max(0, now - ago);
    const [, local = "", utc] = /^(.*?)(Z)?$/is.exec(written) ?? [];
    const date = parseDate(local);
    if (date === undefined || (utc !== undefined && local.length === "2026-11-21".length)) return undefined;
    const at = momentOf(date, utc === undefined ? (at) => -new Date(at).getTimezoneOffset() : () => 0);
    return () => at;
  },
  show: () => "",
  shape: "TIME|DATE",
  takes: { sentence: "since" },
};
