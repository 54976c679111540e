/**
 * What is written behind `/history`. Pure.
 *
 * @module
 */

/** How many messages before and after one `/history #room@NUMBER` shows. */
export const AROUND = 5;

/** Milliseconds in the units of a time that has passed. */
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What `/history` is to show: a number of messages, those of the last milliseconds, or those around one. */
export type HistoryRange =
  | { readonly kind: "last"; readonly count?: number }
  | { readonly kind: "ago"; readonly ms: number }
  | { readonly kind: "around"; readonly room: string; readonly seq: number };

/** Reads what is written behind `/history`; `undefined` when it cannot be read. */
export function parseHistoryRange(rest: string): HistoryRange | undefined {
  if (rest === "") return { kind: "last" };
  const [, room = "", seq = ""] = /^#([^\s@]+)@(\d{1,12})$/.exec(rest) ?? [];
  if (room !== "") return { kind: "around", room, seq: Number(seq) };
  const [, number = "", unit] = /^(\d{1,9})([smhd])?$/.exec(rest.toLowerCase()) ?? [];
  if (number === "") return undefined;
  const count = Number(number);
  return unit === undefined ? { kind: "last", count } : { kind: "ago", ms: count * (UNITS[unit] ?? 0) };
}
