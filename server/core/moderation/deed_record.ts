/**
 * A deed as data: what it changes, and whom it is on. Enough for every server of a cluster to carry it out alike. Pure.
 *
 * @module
 */

import type { Deed } from "../../../protocol/deeds.ts";
import type { DeedWrite } from "../../store/log.ts";

/** A deed that is to be done. Its times, and the numbers of its ban and its report, are given where it is stored. */
export interface DeedRecord {
  readonly do: Deed;
  /** The name of its author. */
  readonly by: string;
  /** The room in which it counts; nothing for the whole server. */
  readonly room?: string;
  readonly why: string;
  /** The public ids of those on whom it is. */
  readonly persons: readonly string[];
  /** What is changed in the log, all of it or nothing. */
  readonly writes: readonly DeedWrite[];
  /** Set when it also hits whoever else fits: those who are not in this server's sight. */
  readonly isWide?: true;
  /** Set when somebody sent too much, and no person did it. */
  readonly wasFlood?: true;
}

/** A deed that is stored. */
export interface DoneDeed extends DeedRecord {
  /** When it was done, in ms since 1970. */
  readonly at: number;
}

/** What is given to a deed where it is stored. */
export interface DeedNumbers {
  readonly at: number;
  readonly ban: number;
  readonly report: number;
}

/** Gives a deed its time and its numbers. */
export function doneDeed(record: DeedRecord, { at, ban: n, report: m }: DeedNumbers): DoneDeed {
  const writes = record.writes.map(({ audit, ban, lifted, report, ...rest }): DeedWrite => ({
    ...rest,
    ...(audit !== undefined && { audit: { ...audit, at } }),
    ...(ban !== undefined && { ban: { ...ban, n, at } }),
    ...(lifted !== undefined && { lifted: { ...lifted, at } }),
    ...(report !== undefined && { report: { ...report, n: m, at } }),
  }));
  return { ...record, writes, at };
}
