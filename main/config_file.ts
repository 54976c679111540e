/**
 * `--config FILE`: the flags of `chat server`, by their names without dashes, in one JSON object.
 *
 * @module
 */

import { isFields, isTexts } from "../protocol/fields.ts";
import { nearestOf } from "../protocol/nearest_word.ts";
import type { Words } from "../words/en.ts";
import { type ConfigValues, UsageError } from "./arguments.ts";
import { type AnyFlag, FLAGS_OF } from "./flags.ts";

/** What a file cannot say: which file it is, what is asked at the terminal, and what is no setting of a server. */
const NOT_IN_FILES: ReadonlySet<string> = new Set(["config", "door", "lang", "help", "version"]);

/** The flags that a file can give. */
export const CONFIG_ROWS: readonly AnyFlag[] = FLAGS_OF.server.filter(({ name }) => !NOT_IN_FILES.has(name));

/** Reads a file of settings. Throws a {@linkcode UsageError} when it cannot be read, or has anything in it that there is not. */
export function readConfig(path: string, words: Words): ConfigValues {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    throw new UsageError(words.cli.noFile(path, error instanceof Error ? error.message : String(error)));
  }
  return { path, values: parseConfig(text, path, words) };
}

/** Parses the text of such a file; whether a value can be one of its flag is told when it is read. Throws a {@linkcode UsageError}. */
export function parseConfig(text: string, path: string, words: Words): ConfigValues["values"] {
  const fields = parseFields(text, path, words);
  const names = CONFIG_ROWS.map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const row = CONFIG_ROWS.find(({ name }) => name === key);
      if (row === undefined) {
        throw new UsageError(words.config.unknown(path, key, nearestOf(key.replace(/^-+/, ""), names)));
      }
      const written = writtenAs(row, value);
      if (written === undefined) {
        throw new UsageError(
          row.kind === "switch" ? words.config.notSwitch(path, key) : words.config.notValue(path, key),
        );
      }
      return written === false ? [] : [[key, written] as const];
    }),
  );
}

function parseFields(text: string, path: string, { config }: Words): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(config.notJson(path, error instanceof Error ? error.message : String(error)));
  }
  if (!isFields(value)) throw new UsageError(config.notObject(path));
  return value;
}

/** Gives a value as it would stand behind its flag; of a switch, whether it is on. `undefined` for what cannot be one. */
function writtenAs(row: AnyFlag, value: unknown): string | boolean | undefined {
  if (row.kind === "switch") return typeof value === "boolean" ? value : undefined;
  if (typeof value === "number") return String(value);
  if (isTexts(value)) return value.join(",");
  return typeof value === "string" ? value : undefined;
}
