/**
 * Reading the configuration of a server again while it runs: what may change does, and what may not is said.
 *
 * @module
 */

import type { ChangeableSettings, ReloadOutcome } from "../server.ts";
import type { Words } from "../words/en.ts";
import { type FlagValues, UsageError } from "./arguments.ts";
import { checkConfig } from "./config_command.ts";
import { CONFIG_ROWS, readConfig } from "./config_file.ts";
import { type AnyFlag, SERVER_FLAGS } from "./flags.ts";
import { type ServerSettings, serverSettings } from "./options.ts";

/** What may change. Everything else is handed on, counted or opened at the start. */
const CHANGEABLE: ReadonlySet<string> = new Set(
  [
    SERVER_FLAGS.maxClients,
    SERVER_FLAGS.maxPerAddress,
    SERVER_FLAGS.maxRooms,
    SERVER_FLAGS.maxMessage,
    SERVER_FLAGS.nameTimeout,
    SERVER_FLAGS.rate,
    SERVER_FLAGS.burst,
    SERVER_FLAGS.flood,
    SERVER_FLAGS.pingAfter,
    SERVER_FLAGS.pingTimeout,
    SERVER_FLAGS.idle,
    SERVER_FLAGS.keep,
    SERVER_FLAGS.maxFile,
    SERVER_FLAGS.filesTotal,
    SERVER_FLAGS.filesPerDay,
    SERVER_FLAGS.log,
    SERVER_FLAGS.quiet,
    SERVER_FLAGS.logAddresses,
    SERVER_FLAGS.webOrigin,
    SERVER_FLAGS.restart,
  ].map(({ name }) => name),
);

/** What is done with new settings. */
export interface Rereading {
  /** The flags that were given on the command line, over those of the environment. */
  readonly given: FlagValues;
  readonly path: string;
  readonly dataFile: string;
  readonly words: Words;
}

/** Settings that were read again, and what is different in them, by the flags. */
export type Reread =
  | Extract<ReloadOutcome, { readonly kind: "refused" }>
  | {
    readonly kind: "read";
    readonly settings: ServerSettings;
    readonly changed: readonly string[];
    readonly later: readonly string[];
  };

/** Reads a server's configuration again. Each call is compared with the one before, what may not change with the start. */
export class Configuration {
  readonly #parts: Rereading;
  readonly #started: FlagValues;
  #now: FlagValues;

  /** Reads it for the first time. Throws a {@linkcode UsageError} when it makes no sense. */
  constructor(parts: Rereading) {
    this.#parts = parts;
    this.#now = this.#started = parts.given.beneath(readConfig(parts.path, parts.words));
    checkConfig(this.#now, parts.words);
  }

  /** The values by which the server is started. */
  get values(): FlagValues {
    return this.#started;
  }

  /** Reads it again. Nothing counts of a file that has anything wrong in it. */
  reread(): Reread {
    const { given, path, dataFile, words } = this.#parts;
    try {
      const next = given.beneath(readConfig(path, words));
      checkConfig(next, words);
      const changed = differences(this.#now, next).filter((name) => CHANGEABLE.has(name));
      const later = differences(this.#started, next).filter((name) => !CHANGEABLE.has(name));
      this.#now = next;
      const flags = (names: readonly string[]): readonly string[] => names.map((name) => `--${name}`);
      return {
        kind: "read",
        settings: serverSettings(next, dataFile, words),
        changed: flags(changed),
        later: flags(later),
      };
    } catch (error) {
      if (error instanceof UsageError) return { kind: "refused", sentence: error.message };
      throw error;
    }
  }
}

/** Makes the configuration of a server that is given a file of settings; nothing without one. Throws a {@linkcode UsageError} when that makes no sense. */
export function configurationOf(
  given: FlagValues,
  dataFile: string,
  words: Words,
): Configuration | undefined {
  const path = given.value(SERVER_FLAGS.config);
  return path === undefined ? undefined : new Configuration({ given, path, dataFile, words });
}

/** Takes out of settings what may change while a server runs. */
export function changeableOf({ limits, keep, web }: ServerSettings): ChangeableSettings {
  const { maxClients, maxPerAddress, maxRooms, messageChars, nameTimeout, rate, flood } = limits;
  const { pingAfter, pongWithin, idle } = limits;
  const silence = { pingAfter, pongWithin, idle };
  const { fileBytes, filesBytes, filesPerDay } = limits;
  const files = { fileBytes, filesBytes, filesPerDay };
  const people = { maxClients, maxPerAddress, maxRooms, nameTimeout };
  const some = { ...people, messageChars, rate, flood, ...silence, ...files };
  return { limits: some, keep, origins: web?.origins ?? [] };
}

/** Lists the flags that are not the same in two readings. */
function differences(before: FlagValues, after: FlagValues): readonly string[] {
  return CONFIG_ROWS.filter((row) => shown(row, before) !== shown(row, after)).map(({ name }) => name);
}

function shown(row: AnyFlag, values: FlagValues): string {
  if (row.kind === "switch") return String(values.isOn(row));
  const value = values.value(row);
  return value === undefined ? "" : row.kind.show(value);
}
