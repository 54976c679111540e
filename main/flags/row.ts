/**
 * What a flag is, and those that every command has.
 *
 * @module
 */

import type { Words } from "../../words/en.ts";
import type { EnvVariable } from "../environment.ts";
import { oneOf, path, type ValueKind } from "../flag_values.ts";

/** What every flag has. */
interface Row {
  /** As it is written after `--`. */
  readonly name: string;
  /** The letter that it is written with after `-`. */
  readonly short?: string;
  /** The sentence of the catalogue that explains it. */
  readonly help: keyof Words["help"]["flag"];
}

/** A flag that is there or not. */
export interface Switch extends Row {
  readonly kind: "switch";
}

/** A flag with a value. `fallback` counts when none is given. */
export interface Flag<Value, Fallback = Value> extends Row {
  readonly kind: ValueKind<Value>;
  readonly fallback: Fallback;
  /** The environment variable that counts when the flag is not there. */
  readonly env?: EnvVariable;
}

/** Any flag, for what needs no value of its own type. */
export type AnyFlag = Switch | Flag<unknown>;

const LANGUAGES = ["en", "it"] as const;

/** `--help`. */
export const help: Switch = { name: "help", short: "h", kind: "switch", help: "help" };
/** `--version`. */
export const version: Switch = { name: "version", kind: "switch", help: "version" };

/** `--lang`. */
export const lang: Flag<(typeof LANGUAGES)[number], undefined> = {
  name: "lang",
  kind: oneOf(LANGUAGES),
  fallback: undefined,
  env: "CHAT_LANG",
  help: "lang",
};

/** Makes a flag with a value. Its help has its own name unless `more` says otherwise. */
export function flag<Value, Fallback>(
  name: keyof Words["help"]["flag"],
  kind: ValueKind<Value>,
  fallback: Fallback,
  more: Partial<Pick<Flag<Value>, "short" | "env" | "help">> = {},
): Flag<Value, Fallback> {
  return { name, kind, fallback, help: name, ...more };
}

/** Makes a flag that is there or not. */
export function toggle(name: keyof Words["help"]["flag"]): Switch {
  return { name, kind: "switch", help: name };
}

/** `--data`: the file that rooms are kept in. */
export const data = flag("data", path, undefined, { env: "CHAT_DATA" });
