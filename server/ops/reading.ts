/**
 * How a server is, read at one moment: what `chat status` and the metrics are made of. Pure.
 *
 * @module
 */

import type { ServerStatus } from "../machine/control.ts";
import type { Counts } from "./activity.ts";
import type { PhaseLengths, TurnPhase, TurnReading } from "./turn_lengths.ts";

/** A disk, in bytes. */
export interface DiskReading {
  /** What is free for this user. */
  readonly free: number;
  /** All of it. */
  readonly size: number;
}

/** The file that the rooms are kept in, in bytes; the disk's where the system tells. */
export interface DataReading {
  readonly path: string;
  readonly bytes: number;
  readonly disk?: DiskReading | undefined;
}

/** The members of a server and what they take. */
export interface Census {
  /** The persons who are in, also those whose connection broke a moment ago. */
  readonly members: number;
  readonly rooms: number;
  /** The bytes that wait to be written. */
  readonly outboxBytes: number;
  /** The connections by their door; `none` are those that have not shown it. */
  readonly connections: Counts;
}

/** Everything that is read of a server. Times since 1970 and lengths in ms, sizes in bytes. */
export interface ServerReading extends Census {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly title: string;
  readonly address: string;
  readonly fingerprint: string;
  readonly canStore: boolean;
  /** When something was last stored, if it was since the start. */
  readonly storedAt: number | undefined;
  readonly stored: number;
  readonly refused: Counts;
  readonly dropped: Counts;
  readonly turnedAway: Counts;
  readonly failed: Counts;
  readonly data: DataReading | undefined;
  readonly index: { readonly lag: number; readonly isUp: boolean; readonly restarts: number } | undefined;
  readonly linesDropped: number;
  readonly residentBytes: number;
  readonly lateness: number;
  /** The lengths of turns in the last one to two minutes, and since the start with how many took at most how long. */
  readonly recent: TurnReading;
  readonly sinceStart: TurnReading;
  cumulative(phase: TurnPhase, bounds: readonly number[]): readonly number[];
}

/** Makes what a server tells its operator. */
export function statusOf(reading: ServerReading): ServerStatus {
  const { version, pid, title, address, fingerprint, members, rooms, outboxBytes, data } = reading;
  const { storedAt, index } = reading;
  const disk = data?.disk;
  return {
    v: 1,
    version,
    pid,
    since: new Date(reading.startedAt).toISOString(),
    title,
    address,
    fingerprint,
    takesMessages: reading.canStore,
    ...(storedAt !== undefined && { lastStored: new Date(storedAt).toISOString() }),
    connections: Object.fromEntries(reading.connections),
    members,
    rooms,
    outboxBytes,
    messagesStored: reading.stored,
    turns: rounded(reading.recent.turn),
    ...(data !== undefined && {
      data: { path: data.path, bytes: data.bytes, ...(disk !== undefined && { freeBytes: disk.free }) },
    }),
    ...(index !== undefined && { index: { lag: index.lag, isUp: index.isUp, restarts: index.restarts } }),
    logLinesDropped: reading.linesDropped,
  };
}

function rounded({ p50, p99, longest }: PhaseLengths): ServerStatus["turns"] {
  const short = (ms: number): number => Math.round(ms * 1000) / 1000;
  return { p50: short(p50), p99: short(p99), longest: short(longest) };
}
