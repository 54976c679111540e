/**
 * What must be true after a storm. Pure.
 *
 * @module
 */

import type { MessageFrame } from "../../protocol.ts";

/** A message as one member had it, shortened to what tells it from all others. */
export interface SeenMessage {
  readonly seq: number;
  readonly mark: string;
}

/** What one member did and saw. */
export interface ClientRecord {
  readonly name: string;
  /** The marks of what it said, in the order in which it said them. */
  readonly said: readonly string[];
  /** By mark, the number that each was acknowledged with. */
  readonly acked: ReadonlyMap<string, number>;
  /** Every message that came, in the order in which they came. */
  readonly seen: readonly SeenMessage[];
  /** Whether it was there at the end, so that it must have seen everything. */
  readonly isHere: boolean;
}

/** What tells a message from all others: its author, its text's beginning and its length. */
export function fingerprint({ from, text }: Pick<MessageFrame, "from" | "text">): string {
  return `${from} ${text.slice(0, 40)} ${text.length}`;
}

/** Everything that is wrong, in sentences; none if all was as promised. */
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
