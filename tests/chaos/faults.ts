/**
 * Checks what must hold after a storm. Pure.
 *
 * @module
 */

import type { MessageFrame } from "../../protocol.ts";

/** A message as one client received it, as its number and fingerprint. */
export interface SeenMessage {
  readonly seq: number;
  readonly mark: string;
}

/** What one client sent and received. */
export interface ClientRecord {
  readonly name: string;
  /** The fingerprints of what it sent, in order. */
  readonly said: readonly string[];
  /** The number of each acknowledged message, by fingerprint. */
  readonly acked: ReadonlyMap<string, number>;
  /** Every message received, in order. */
  readonly seen: readonly SeenMessage[];
  /** Whether it was connected at the end, and so must have received everything. */
  readonly isHere: boolean;
}

/** Returns what tells a message from all others: its author, the beginning of its text, and the length. */
export function fingerprint({ from, text }: Pick<MessageFrame, "from" | "text">): string {
  return `${from} ${text.slice(0, 40)} ${text.length}`;
}

/** Returns everything that is wrong, in sentences. */
export function findFaults(
  log: readonly MessageFrame[],
  accounts: readonly ClientRecord[],
): readonly string[] {
  const marks = log.map(fingerprint);
  return [...judgeLog(log, marks), ...accounts.flatMap((account) => judgeOne(account, marks))];
}

function judgeLog(log: readonly MessageFrame[], marks: readonly string[]): string[] {
  const gaps = log.flatMap(({ seq }, index) =>
    seq === index + 1 ? [] : [`in place ${index + 1} of the log is ${seq}`]
  );
  const first = new Map<string, number>();
  const doubles = marks.flatMap((mark, index) => {
    const before = first.get(mark);
    first.set(mark, before ?? index + 1);
    return before === undefined ? [] : [`"${mark}" is in the log twice, as ${before} and ${index + 1}`];
  });
  return [...gaps, ...doubles];
}

function judgeOne({ name, said, acked, seen, isHere }: ClientRecord, marks: readonly string[]): string[] {
  const faults: string[] = [];
  for (const [mark, seq] of acked) {
    if (marks[seq - 1] !== mark) {
      faults.push(`${name} was told that ${seq} is "${mark}": it is "${marks[seq - 1]}"`);
    }
  }
  seen.forEach(({ seq, mark }, index) => {
    const before = seen[index - 1]?.seq;
    if (before !== undefined && seq !== before + 1) faults.push(`${name} saw ${seq} after ${before}`);
    if (marks[seq - 1] !== mark) faults.push(`${name} saw "${mark}" as ${seq}: it is "${marks[seq - 1]}"`);
  });
  const last = seen.at(-1)?.seq ?? 0;
  if (isHere && last !== marks.length) faults.push(`${name} saw up to ${last} of ${marks.length}`);
  const mine = new Set(said);
  const order = marks.filter((mark) => mine.has(mark));
  const wanted = said.filter((mark) => marks.includes(mark));
  const wrong = order.findIndex((mark, index) => mark !== wanted[index]);
  if (order.length === wanted.length && wrong >= 0) {
    faults.push(`${name} said "${wanted[wrong]}" and only then "${order[wrong]}"`);
  }
  if (isHere) {
    for (const mark of said) {
      if (!acked.has(mark)) faults.push(`${name} was never told what became of "${mark}"`);
    }
  }
  return faults;
}
