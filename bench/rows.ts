/**
 * The rows of a run, in order, and how their figures are shown.
 *
 * @module
 */

import type { DialectName } from "./generator/dialects.ts";
import type { Figures } from "./measurement.ts";
import type { BenchOptions } from "./options.ts";
import { mostDescriptors } from "./process_stats.ts";

/** One measurement that is taken of each server and door. */
export interface Row {
  /** For `--only`, and for the generator's process. */
  readonly measurement: string;
  /** Its column in the table of all servers; without one it is only in the details. */
  readonly column?: string;
  readonly title: string;
  readonly settings: Figures;
  /** Whether it is taken of other servers too. */
  readonly ofPeers: boolean;
  /** How many messages the log of our server has at the start, without an index; none by default. */
  readonly messagesBefore?: number;
  /** Flags of our server for this row. */
  readonly flags?: readonly string[];
  /** The only door by which it is taken; all without it. */
  readonly by?: DialectName;
  /** Whether it is taken inside TLS too. */
  readonly isEncryptedToo?: true;
  /** The figure whose ratio between servers is shown. */
  readonly ratio?: string;
  show(figures: Figures): string;
}

/** Messages of each talker in flight: those of a lively room, and enough that the server never waits. */
const SOME = 8;
const MANY = { 100: 128, 1000: 32 };

/** How often what goes on beside is begun and paused: a single before and after is worth nothing on a shared machine. */
const PAIRS = 5;

/**
 * Of most members every byte is compared with what the others read, and nobody answers: who sat there for the time after which
 * a program is asked whether it is there, as on a loaded machine with 1,000 members, read a line more than the others.
 */
const UNASKED: readonly string[] = ["--ping-after", "10m"];

/** Flags of a row that takes longer than members who say nothing are left alone: a ping is in the stream of one alone. */
const UNPINGED = ["--ping-after", "10m"];

/** Connections of the generator that are not members. */
const SPARE_DESCRIPTORS = 200;

/** What the rows of a run depend on, as {@linkcode BenchOptions} says. */
export type RowOptions = Pick<BenchOptions, "isQuick" | "window" | "idle">;

/** Returns all rows. With `isQuick` they are so short that only large differences show. */
export function rows({ isQuick, window, idle: wanted }: RowOptions): readonly Row[] {
  const seconds = isQuick ? 0.8 : 5;
  const warmup = isQuick ? 0.3 : 1;
  const idle = Math.min(wanted ?? (isQuick ? 2000 : 10_000), mostDescriptors() - SPARE_DESCRIPTORS);
  const times = { seconds, warmup };
  const short = { seconds: isQuick ? 0.5 : 2 };
  const long: Figures = isQuick ? {} : { seconds: 20, long: 20 };
  const many = isQuick ? 100_000 : 1_000_000;
  const patience = isQuick ? 6 : 8;
  const fanout = (members: number, inFlight: number, column?: string): Row => ({
    measurement: "fanout",
    title: `fan-out to ${inThousands(members)}, 10 talkers with ${inFlight} in flight`,
    settings: { members, window: inFlight, ...times },
    ofPeers: column !== undefined || inFlight === SOME,
    flags: UNASKED,
    ratio: "perSecond",
    ...(inFlight === SOME && { isEncryptedToo: true }),
    show: inFlight === 1 ? inThousandsPerSecond : inMillionsPerSecond,
    ...(column !== undefined && { column }),
  });
  const latency = (members: number, perSecond: number, column?: string): Row => ({
    measurement: "latency",
    title: `latency, ${perSecond} messages a second to ${inThousands(members)}`,
    settings: { members, perSecond, ...times },
    ofPeers: true,
    isEncryptedToo: true,
    flags: UNASKED,
    show: showLatency,
    ...(column !== undefined && { column }),
  });
  const beside = (title: string, more: Figures, row: Partial<Row> = {}): Row => ({
    measurement: "beside",
    title: `latency, 200 messages a second to 100, ${title}`,
    settings: { members: 100, perSecond: 200, ...times, ...long, ...more },
    ofPeers: false,
    show: showBeside,
    ...row,
    flags: [...UNASKED, ...row.flags ?? []],
  });
  const pairs: Figures = isQuick ? {} : { pairs: PAIRS, seconds: 60, long: 100 };
  const few: Figures = isQuick ? {} : { pairs: 3, long: 200 }; // All of them have their answer after a quarter of a minute.
  const once: Figures = isQuick ? {} : { pairs: 1, ...long }; // What never ends by itself cannot be paused.
  const company = (title: string, more: Figures): Row =>
    beside(`while ${title}`, { ...pairs, ...more }, { flags: UNPINGED });
  const stalled = (count: number, column?: string): Row => ({
    measurement: "stalled",
    title: count === 1 ? "one member stops reading" : `${count} members stop reading`,
    settings: { stalled: count, ...short, patience },
    ofPeers: false,
    show: ({ p99Without = NaN, p99With = NaN, goneAfter = NaN, growth = NaN }) =>
      `others' p99 ${p99With.toFixed(2)} ms (${p99Without.toFixed(2)} without), ` +
      `let go after ${goneAfter.toFixed(1)} s, server grows by ${mebibytes(growth)}`,
    ...(column !== undefined && { column }),
  });
  return [
    fanout(100, SOME, "100 members, 8 in flight: M/s, CPU s/M"),
    fanout(100, window ?? MANY[100], "100 members, many in flight"),
    fanout(100, 1, "100 members, one in flight"),
    fanout(1000, SOME, "1,000 members, 8 in flight"),
    fanout(1000, window ?? MANY[1000], "1,000 members, many in flight"),
    latency(100, 200, "200 messages/s to 100"),
    latency(1000, 50, "50 messages/s to 1,000"),
    beside("in the 20 s after a rush", { rush: isQuick ? 2 : 10 }, { ofPeers: true }),
    beside(`while a log of ${inThousands(many)} is indexed`, {}, { messagesBefore: many }),
    company("ten people search", { searchers: 10 }),
    beside("while --keep lets old messages go", {}, {
      messagesBefore: many / 5,
      flags: ["--no-search", "--keep", "100"],
    }),
    beside("while the log is backed up", { ...pairs, backups: 1 }, {
      messagesBefore: many / 5,
      flags: [...UNPINGED, "--no-search"],
    }),
    company("200 newcomers an instant are shown what was said", { newcomers: 200 }),
    company("97 read a room of 20,000 messages from its beginning", { readers: 97 }),
    company("1,000 follow that room from its beginning by /events", { listeners: 1_000, ...once }),
    company("200 ask its history from its beginning", { pagers: 200 }),
    company("200 search without a pause", { searchers: 200 }),
    company("97 come and go without a pause", { comings: 97 }),
    company("200 people log in to one name at once by its password", { logins: 200, ...few }),
    beside("while 20 send files of 25 MiB and 100 fetch one", {
      ...pairs,
      ...few,
      uploads: 20,
      downloads: 100,
    }, {
      flags: [...UNPINGED, "--files-per-day", "500GiB", "--files-total", "500GiB"],
    }),
    company("1,000 come back at once after a long outage", { returning: 1_000 }),
    {
      measurement: "memory",
      column: `per idle member of ${inThousands(idle)}`,
      title: `${inThousands(idle)} members come in and sit there`,
      settings: { members: idle, quiet: isQuick ? 0 : 40 },
      ofPeers: true,
      flags: UNPINGED, // On a loaded machine they come in for so long that the first are asked whether they are there.
      isEncryptedToo: true,
      show: ({ perMember = NaN, perMemberSoon = NaN, joinsPerSecond = NaN }) =>
        `${(perMember / 1024).toFixed(1)} KiB each (${(perMemberSoon / 1024).toFixed(1)} at first), ${
          inThousands(Math.round(joinsPerSecond))
        } joins/s`,
    },
    stalled(1, "a member that stops reading"),
    stalled(100),
    {
      measurement: "bulk",
      title: "97 members read a room of 20,000 messages, two talk in another",
      settings: { readers: 97, messages: 20_000, seconds: isQuick ? 1 : 4 },
      ofPeers: false,
      by: "native",
      show: ({ p99Without = NaN, p99With = NaN, longest = NaN, seconds = NaN }) =>
        `the pair's p99 ${p99With.toFixed(1)} ms (${p99Without.toFixed(1)} without), longest ${
          longest.toFixed(1)
        } ms; all have read after ${seconds.toFixed(1)} s`,
    },
    {
      measurement: "flood",
      title: "a flood from one talker to 10",
      settings: short,
      ofPeers: false,
      show: ({ messagesPerSecond = NaN, tripP50 = NaN, tripP99 = NaN, joinP50 = NaN, joinP99 = NaN }) =>
        `${inThousands(Math.round(messagesPerSecond))} messages/s; another's round trip p50 ${
          tripP50.toFixed(1)
        } ms, p99 ${tripP99.toFixed(1)} ms; coming in p50 ${joinP50.toFixed(1)} ms, p99 ${
          joinP99.toFixed(1)
        } ms`,
    },
    {
      measurement: "handshakes",
      title: "handshakes of TLS, and 600 of others that do not go on",
      settings: { count: isQuick ? 500 : 3000, slow: 600, ...(isQuick ? {} : { long: 30 }) },
      ofPeers: false,
      by: "tls",
      show: ({ perSecond = NaN, cpuEach = NaN, growth = NaN, growthAgain = NaN, ...beside }) =>
        `${Math.round(perSecond)}/s, ${cpuEach.toFixed(2)} ms of CPU each, server grows by ${
          mebibytes(growth)
        }, by ${mebibytes(growthAgain)} with as many again; coming in beside the slow ones p50 ${
          (beside.comingIn ?? NaN).toFixed(1)
        } ms, longest ${(beside.comingInWorst ?? NaN).toFixed(1)} ms`,
    },
    {
      measurement: "push",
      title: "8 members push as much as they can, 10 messages a second are taken",
      settings: { seconds: 6 },
      ofPeers: false,
      isEncryptedToo: true,
      flags: ["--rate", "10"],
      show: ({ growth = NaN, taken = NaN, before = NaN }) =>
        `server grows by ${mebibytes(growth)} (from ${mebibytes(before)}), ${mebibytes(taken)} taken`,
    },
    {
      measurement: "pieces",
      title: "a slice of --keep, and 10,000 banned networks at an accept",
      settings: { slices: isQuick ? 100 : 500, bans: 10_000, long: 20 },
      ofPeers: false,
      by: "native",
      show: ({ sliceP50 = NaN, sliceP99 = NaN, sliceLongest = NaN, banAtOnce = NaN, banP50 = NaN }) =>
        `a slice p50 ${sliceP50.toFixed(2)} ms, p99 ${sliceP99.toFixed(2)} ms, longest ${
          sliceLongest.toFixed(2)
        } ms; the bans ${banAtOnce.toFixed(1)} µs where many come at once, ${
          banP50.toFixed(1)
        } µs (p50) for who comes alone`,
    },
  ];
}

/** Returns the fan-outs for servers whose logs differ, by the native door only. */
export function logRows(options: RowOptions): readonly Row[] {
  return rows(options).filter(({ measurement }) => measurement === "fanout").map((row) => ({
    ...row,
    by: "native",
    show: (figures) => `${row.show(figures)}, ${mebibytes(figures.resident ?? NaN)}`,
  }));
}

/** Returns what is measured of a cluster unless something else is asked for: what is promised of one. */
export function clusterRows(options: RowOptions): readonly Row[] {
  return rows(options).filter(({ measurement, settings: { members, window } }) =>
    members === 100 && (measurement === "fanout" ? window === SOME : measurement === "latency")
  );
}

/** Returns the row of a soak of `minutes`. */
export function soakRow(minutes: number): Row {
  return {
    measurement: "soak",
    title: `a soak of ${inThousands(minutes)} min, 100 messages a second to 100`,
    settings: { minutes, members: 100, perSecond: 100 },
    ofPeers: false,
    by: "native",
    show: (figures) => {
      const both = (name: string, shown: (value: number) => string): string =>
        [`${name}First`, `${name}Last`].map((key) => shown(figures[key] ?? NaN)).join(" → ");
      const digits = (value: number): string => value.toFixed(2);
      const { most = NaN, guests = NaN, stalled = NaN, asked = NaN } = figures;
      return `RAM ${both("resident", mebibytes)} (at most ${mebibytes(most)}), ` +
        `CPU ${both("cpu", digits)} s/M, p50 ${both("p50", digits)} ms, p99 ${both("p99", digits)} ms, ` +
        `descriptors ${both("descriptors", String)}; ` +
        `${guests} came and went, ${stalled} stopped reading, ${asked} searches and histories`;
    },
  };
}

/** Formats a number with commas between thousands. */
export function inThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function showLatency({ p50 = NaN, p99 = NaN, p999 = NaN }: Figures): string {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, p99.9 ${p999.toFixed(2)} ms`;
}

function showBeside(figures: Figures): string {
  const { p99Before, p999Before, roundP50, rounds, p99Times, pairs = 1 } = figures;
  const before = p99Before === undefined
    ? ""
    : ` (before: ${p99Before.toFixed(2)} and ${(p999Before ?? NaN).toFixed(2)} ms)`;
  const done = rounds === undefined
    ? ""
    : `; ${inThousands(rounds)} times, ${(roundP50 ?? NaN).toFixed(0)} ms each (p50)`;
  const { p99Elsewhere, p999Elsewhere = NaN, p99TimesElsewhere = NaN } = figures;
  const times = p99Times === undefined || pairs === 1 ? "" : `; p99 ${p99Times.toFixed(2)} times itself ` +
    `(median of ${pairs} pairs, ${fromTo(figures.leastTimes, figures.mostTimes)})`;
  const elsewhere = p99Elsewhere === undefined
    ? ""
    : `, ${p99TimesElsewhere.toFixed(2)} times that with them at another server (${
      fromTo(figures.leastTimesElsewhere, figures.mostTimesElsewhere)
    }; ${p99Elsewhere.toFixed(2)} and ${p999Elsewhere.toFixed(2)} ms)`;
  return `${showLatency(figures)}${before}${times}${elsewhere}${done}`;
}

function fromTo(least = NaN, most = NaN): string {
  return `${least.toFixed(2)} to ${most.toFixed(2)}`;
}

function inMillionsPerSecond({ perSecond = NaN, serverCpuPerMillion = NaN }: Figures): string {
  return `${(perSecond / 1e6).toFixed(2)} M/s, ${serverCpuPerMillion.toFixed(3)} s/M`;
}

function inThousandsPerSecond({ perSecond = NaN, serverCpuPerMillion = NaN }: Figures): string {
  return `${(perSecond / 1e3).toFixed(0)} k/s, ${serverCpuPerMillion.toFixed(2)} s/M`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
