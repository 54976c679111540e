/**
 * The values of flags, and what a person is told who wrote what cannot be one. Pure.
 *
 * @module
 */

import { nearestOf } from "../../protocol/nearest_word.ts";
import type { Words } from "../../words/en.ts";
import type { Env } from "../environment.ts";
import type { Flag, Switch } from "../flags.ts";

/** The command line cannot be understood; the message is the sentence for the person who wrote it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a file of settings says, by the names of the flags. */
export interface ConfigValues {
  readonly path: string;
  readonly values: { readonly [name: string]: string | true };
}

/** The values that were given: by flag, else by environment variable, else in a file, else none, which is the flag's own fallback. */
export class FlagValues {
  readonly #values: { readonly [name: string]: unknown };
  readonly #env: Env;
  readonly #words: Words;
  readonly #config: ConfigValues | undefined;

  /** @param values What stood on the command line, by the names of the flags. */
  constructor(
    values: { readonly [name: string]: unknown },
    env: Env,
    words: Words,
    config?: ConfigValues,
  ) {
    this.#values = values;
    this.#env = env;
    this.#words = words;
    this.#config = config;
  }

  /** Gives the same values, and where there are none those of a file. */
  beneath(config: ConfigValues): FlagValues {
    return new FlagValues(this.#values, this.#env, this.#words, config);
  }

  /** Gives the value of a flag. Throws a {@linkcode UsageError} when what was written cannot be one, which {@linkcode parseCommandLine} has ruled out. */
  value<Value, Fallback>(flag: Flag<Value, Fallback>): Value | Fallback {
    const written = this.#values[flag.name];
    if (typeof written === "string") return this.#read(flag, `--${flag.name}`, written);
    const set = flag.env && this.#env(flag.env);
    if (flag.env && set !== undefined) return this.#read(flag, flag.env, set);
    const { path, values } = this.#config ?? {};
    const configured = values?.[flag.name];
    return path === undefined || typeof configured !== "string"
      ? flag.fallback
      : this.#read(flag, this.#words.config.source(path, flag.name), configured);
  }

  /** Tells whether the flag was given, on the command line or in the environment. */
  has(flag: Flag<unknown>): boolean {
    return this.#values[flag.name] !== undefined ||
      flag.env !== undefined && this.#env(flag.env) !== undefined;
  }

  /** Tells whether a switch was given. */
  isOn(flag: Switch): boolean {
    return this.#values[flag.name] === true || this.#config?.values[flag.name] === true;
  }

  #read<Value>(flag: Flag<Value, unknown>, source: string, written: string): Value {
    const { cli } = this.#words;
    if (written === "") throw new UsageError(cli.missingValue(source));
    const value = flag.kind.parse(written);
    if (value !== undefined) return value;
    const { takes } = flag.kind;
    throw new UsageError(
      "choices" in takes
        ? wrongChoice(source, written, takes.choices, this.#words)
        : cli.badValue(source, written, cli.expected[takes.sentence]),
    );
  }
}

/** Says that a value is none of those that there are: with the one that was probably meant, else with all. */
export function wrongChoice(
  source: string,
  given: string,
  choices: readonly string[],
  { cli }: Words,
): string {
  const nearest = nearestOf(given, choices);
  return nearest === undefined
    ? cli.badValue(source, given, choices.join("|"))
    : cli.badChoice(source, given, nearest);
}
