/**
 * `--config`, `chat config` and `chat reload`. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** A file of settings. */
export const config: Words["config"] = {
  missing: "Di' quale file: chat config check FILE.",
  good: (path, count) => `${path} va bene: ${count === 1 ? "1 impostazione" : `${count} impostazioni`}.`,
  notJson: (path, cause) => `${path} non è JSON: ${cause}`,
  notObject: (path) => `${path} dev'essere un solo oggetto JSON, come {"port": 6000}.`,
  unknown: (path, key, nearest) =>
    `Non esiste l'impostazione "${key}" per ${path}: ` +
    (nearest === undefined ? "sono le opzioni di chat server --help." : `intendevi "${nearest}"?`),
  notSwitch: (path, key) => `"${key}" in ${path} dev'essere true o false.`,
  notValue: (path, key) => `"${key}" in ${path} dev'essere un testo, un numero o un elenco di testi.`,
  source: (path, key) => `L'impostazione "${key}" in ${path}`,
};

/** `chat reload`. */
export const reload: Words["reload"] = {
  noConfig: "Non c'è nulla da rileggere: il server è stato avviato senza --config.",
  changed: (flags) => `Cambiato: ${flags.join(", ")}.`,
  later: (flags) => `Solo dopo un riavvio: ${flags.join(", ")}.`,
  nothing: "Non è cambiato nulla.",
};
