/**
 * The kinds of values that flags take: how each is read from what a person wrote, and how its default is shown. Pure.
 *
 * @module
 */

import { formatNetwork, parseNetwork } from "../net/network.ts";
import { parseFingerprint } from "../net/fingerprint.ts";
import { isYear, momentOf, parseDate } from "../protocol/dates.ts";
import { LINE_BYTES, MESSAGE_CHARS } from "../protocol/limits.ts";
import { parseName, parseRoom } from "../protocol/names.ts";
import { cleanLine, countChars } from "../protocol/text.ts";
import type { RetentionPolicy } from "../server.ts";
import type { Words } from "../words/en.ts";

/** A kind of value. `undefined` from `parse` is a value that cannot be. */
export interface ValueKind<Value> {
  parse(written: string): Value | undefined;
  show(value: Value): string;
  /** What stands for it in help: `PORT`, `en|it`. */
  readonly shape: string;
  /** What can be given: in a sentence of the catalogue, or all the words that there are. */
  readonly takes: { readonly sentence: ExpectedValue } | { readonly choices: readonly string[] };
}

/** The sentences of the catalogue that tell what a value looks like. */
export type ExpectedValue = keyof Words["cli"]["expected"];

const DAY = 86_400_000;

/** The longest time that a timer can wait, in milliseconds: almost 25 days. */
const LONGEST = 2 ** 31 - 1;

/** The shortest line that the protocol can live with, in bytes: the longest `hello`. */
const SHORTEST_LINE = 512;

/** The longest title of a server, in characters. */
const TITLE_CHARS = 100;

/** How `null`, no limit, is written. */
const OFF = "off";

const TIME_UNITS: ReadonlyMap<string, number> = new Map([["h", 3_600_000], ["m", 60_000], ["s", 1000], [
  "ms",
  1,
]]);
const SIZE_UNITS: ReadonlyMap<string, number> = new Map([["GiB", 1024 ** 3], ["MiB", 1024 * 1024], [
  "KiB",
  1024,
]]);

/** Reads a whole number from `min` to `max`, written in digits only. */
export function parseWhole(written: string, min: number, max: number): number | undefined {
  const value = /^\d{1,15}$/.test(written) ? Number(written) : NaN;
  return value >= min && value <= max ? value : undefined;
}

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

/** Reads a size in bytes, more than none: `4096`, `16k`, `16KiB`, `1MiB`. A unit is always one of 1024. */
export function parseSize(written: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,9})(?:([kmg])(?:i?b)?)?$/i.exec(written) ?? [];
  const factor = { k: 1024, m: 1024 * 1024, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1;
  const bytes = Number(number) * factor;
  return bytes >= 1 ? bytes : undefined;
}

const plain = (value: number): string => String(value);

/** A port to open on: 0 is any free one. */
export const port: ValueKind<number> = {
  parse: (written) => parseWhole(written, 0, 65535),
  show: plain,
  shape: "PORT",
  takes: { sentence: "port" },
};

/** A port to connect to. */
export const clientPort: ValueKind<number> = {
  parse: (written) => parseWhole(written, 1, 65535),
  show: plain,
  shape: "PORT",
  takes: { sentence: "clientPort" },
};

/** A whole number from 1 up. */
export const count: ValueKind<number> = {
  parse: (written) => parseWhole(written, 1, 1e9),
  show: plain,
  shape: "N",
  takes: { sentence: "count" },
};

/** How many characters a message may have: no more than the protocol allows. */
export const messageChars: ValueKind<number> = {
  parse: (written) => parseWhole(written, 1, MESSAGE_CHARS),
  show: plain,
  shape: "N",
  takes: { sentence: "messageChars" },
};

/** A time, in milliseconds. */
export const duration: ValueKind<number> = {
  parse: parseDuration,
  show: (ms) => inUnits(ms, TIME_UNITS),
  shape: "TIME",
  takes: { sentence: "duration" },
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

/** A size, in bytes. */
export const size: ValueKind<number> = {
  parse: parseSize,
  show: (bytes) => inUnits(bytes, SIZE_UNITS),
  shape: "SIZE",
  takes: { sentence: "size" },
};

/** A size, in bytes; 0 is none at all. */
export const sizeOrOff: ValueKind<number> = {
  parse: (written) => written.toLowerCase() === OFF ? 0 : parseSize(written),
  show: (bytes) => bytes === 0 ? OFF : size.show(bytes),
  shape: "SIZE|off",
  takes: { sentence: "sizeOrOff" },
};

/** How long something is kept, in milliseconds; `null` is for ever. */
export const periodOrForever: ValueKind<number | null> = {
  parse: (written) => written.toLowerCase() === "forever" ? null : period.parse(written),
  show: (ms) => ms === null ? "forever" : period.show(ms),
  shape: "30d|forever",
  takes: { sentence: "periodOrForever" },
};

/** How long a line may be, in bytes: what the protocol can live with. */
export const lineSize: ValueKind<number> = {
  parse: (written) => {
    const bytes = parseSize(written) ?? 0;
    return bytes >= SHORTEST_LINE && bytes <= LINE_BYTES ? bytes : undefined;
  },
  show: size.show,
  shape: "SIZE",
  takes: { sentence: "lineSize" },
};

/** A number of messages a second; `null` is no limit. */
export const rate: ValueKind<number | null> = {
  parse: (written) => {
    if (written.toLowerCase() === OFF) return null;
    const value = /^\d{1,9}(\.\d{1,3})?$/.test(written) ? Number(written) : 0;
    return value > 0 ? value : undefined;
  },
  show: (value) => value === null ? OFF : plain(value),
  shape: "N|off",
  takes: { sentence: "rate" },
};

/** A time in milliseconds; `null` is never. */
export const durationOrOff: ValueKind<number | null> = {
  parse: (written) => written.toLowerCase() === OFF ? null : parseDuration(written),
  show: (ms) => ms === null ? OFF : duration.show(ms),
  shape: "TIME|off",
  takes: { sentence: "durationOrOff" },
};

/** The address or the name of a machine, without the brackets that an IPv6 address may come in. */
export const host: ValueKind<string> = {
  parse: (written) => {
    const bare = written.replace(/^\[(.*)\]$/, "$1");
    return /^[^\s/\[\]]+$/.test(bare) ? bare : undefined;
  },
  show: (value) => value,
  shape: "HOST",
  takes: { sentence: "host" },
};

/** What a server is called: one clean line. */
export const title: ValueKind<string> = {
  parse: (written) => {
    const line = cleanLine(written);
    return line !== "" && countChars(line) <= TITLE_CHARS ? line : undefined;
  },
  show: (value) => value,
  shape: "TEXT",
  takes: { sentence: "title" },
};

/** What a person is called. */
export const name: ValueKind<string> = {
  parse: parseName,
  show: (value) => value,
  shape: "NAME",
  takes: { sentence: "name" },
};

/** A room, with or without `#`. */
export const room: ValueKind<string> = {
  parse: parseRoom,
  show: (value) => value,
  shape: "ROOM",
  takes: { sentence: "room" },
};

/** A file. */
export const path: ValueKind<string> = {
  parse: (written) => written.includes("\0") ? undefined : written,
  show: (value) => value,
  shape: "FILE",
  takes: { sentence: "path" },
};

/** The fingerprint of a server's key. */
export const fingerprint: ValueKind<string> = {
  parse: parseFingerprint,
  show: (value) => value,
  shape: "FP",
  takes: { sentence: "fingerprint" },
};

/** A whole number from 0 up. */
export const countOrNone: ValueKind<number> = {
  parse: (written) => parseWhole(written, 0, 500),
  show: plain,
  shape: "N",
  takes: { sentence: "countOrNone" },
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

/** Where pages come from: `https://chat.example`, with commas between several. */
export const origins: ValueKind<readonly string[]> = {
  parse: (written) => {
    const urls = written.split(",").map((one) => URL.parse(one.trim()));
    const good = urls.flatMap((url) =>
      url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search + url.hash === ""
        ? [url.origin]
        : []
    );
    return good.length === urls.length ? good : undefined;
  },
  show: (value) => value.join(","),
  shape: "ORIGINS",
  takes: { sentence: "origins" },
};

/** Addresses, and networks as `10.0.0.0/8`, with commas between several. */
export const networks: ValueKind<readonly string[]> = {
  parse: (written) => {
    const all = written.split(",").map((one) => parseNetwork(one.trim().replace(/^\[(.*)\]$/, "$1")));
    const good = all.flatMap((network) => network === undefined ? [] : [formatNetwork(network)]);
    return good.length === all.length ? good : undefined;
  },
  show: (value) => value.join(","),
  shape: "ADDR,CIDR",
  takes: { sentence: "networks" },
};

/** The servers of NATS: `nats://host:port` or `tls://host:port`, without a password, with commas between several. */
export const natsServers: ValueKind<readonly string[]> = {
  parse: (written) => {
    const all = written.split(",").map((one) => one.trim());
    return all.every((one) => /^(?:nats|tls):\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?\/?$/i.test(one))
      ? all.map((one) => one.replace(/\/$/, ""))
      : undefined;
  },
  show: (value) => value.join(","),
  shape: "NATS",
  takes: { sentence: "natsServers" },
};

/** What a cluster is called: what a subject of NATS can have in it. */
export const clusterName: ValueKind<string> = {
  parse: (written) => /^[A-Za-z0-9-]{1,32}$/.test(written) ? written : undefined,
  show: (value) => value,
  shape: "NAME",
  takes: { sentence: "clusterName" },
};

/** Where clients find a server: `host:port`, with commas between several. */
export const places: ValueKind<readonly string[]> = {
  parse: (written) => {
    const all = written.split(",").map((one) => one.trim());
    return all.every((one) => /^(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}$/i.test(one)) ? all : undefined;
  },
  show: (value) => value.join(","),
  shape: "HOST:PORT",
  takes: { sentence: "places" },
};

/** Makes the kind of a value that is one of a few words. */
export function oneOf<Choice extends string>(choices: readonly Choice[]): ValueKind<Choice> {
  return {
    parse: (written) => choices.find((choice) => choice === written.toLowerCase()),
    show: (value) => value,
    shape: choices.join("|"),
    takes: { choices },
  };
}

/** Shows a number in the largest unit that it is a whole number of. */
function inUnits(value: number, units: ReadonlyMap<string, number>): string {
  for (const [unit, factor] of units) {
    if (value >= factor && value % factor === 0) return value / factor + unit;
  }
  return plain(value);
}
