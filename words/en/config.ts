/**
 * `--config`, `chat config` and `chat reload`. In English.
 *
 * @module
 */

/** A file of settings. */
export const config = {
  missing: "Say which file: chat config check FILE.",
  good: (path: string, count: number): string =>
    `${path} is good: ${count === 1 ? "1 setting" : `${count} settings`}.`,
  notJson: (path: string, cause: string): string => `${path} is no JSON: ${cause}`,
  notObject: (path: string): string => `${path} must be one JSON object, as {"port": 6000}.`,
  unknown: (path: string, key: string, nearest: string | undefined): string =>
    `There is no setting "${key}" for ${path}: ` +
    (nearest === undefined ? "they are the flags of chat server --help." : `did you mean "${nearest}"?`),
  notSwitch: (path: string, key: string): string => `"${key}" in ${path} must be true or false.`,
  notValue: (path: string, key: string): string =>
    `"${key}" in ${path} must be a text, a number or a list of texts.`,
  /** How a value is named that stands in a file. */
  source: (path: string, key: string): string => `"${key}" in ${path}`,
};

/** `chat reload`. */
export const reload = {
  noConfig: "There is nothing to read again: the server was started without --config.",
  changed: (flags: readonly string[]): string => `Changed: ${flags.join(", ")}.`,
  later: (flags: readonly string[]): string => `Only after a restart: ${flags.join(", ")}.`,
  nothing: "Nothing has changed.",
};
