/**
 * What a kind of value is, and what several kinds share. Pure.
 *
 * @module
 */

import type { Words } from "../../words/en.ts";

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

/** How `null`, no limit, is written. */
export const OFF = "off";

/** Shows a number as it is. */
export const plain = (value: number): string => String(value);

/** Reads a whole number from `min` to `max`, written in digits only. */
export function parseWhole(written: string, min: number, max: number): number | undefined {
  const value = /^\d{1,15}$/.test(written) ? Number(written) : NaN;
  return value >= min && value <= max ? value : undefined;
}

/** Shows a number in the largest unit that it is a whole number of. */
export function inUnits(value: number, units: ReadonlyMap<string, number>): string {
  for (const [unit, factor] of units) {
    if (value >= factor && value % factor === 0) return value / factor + unit;
  }
  return plain(value);
}

/** Makes the kind of a value that is one of a few words. */
export function oneOf<Choice extends string>(choices: readonly Choice[]): ValueKind<Choice> {
  return {
    parse: (written) => choices.find((choice) => choice === written.toLowerCase()),
    show: (value) => value,
    shape: choices.join("|"),
    takes: { choices },
  };
}
