/**
 * Keeping a server running: `chat service` and `chat restore`. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** What an operator's commands say. */
export const operating: Words["operating"] = {
  missingServiceAction: (managers) => `Di' che cosa stampare: chat service print-unit ${managers.join("|")}.`,
  needBackup: "Indica la copia: chat restore FILE.",
  restored: (path) => `${path} ora contiene la copia.`,
  keptBefore: (path) => `Il registro di prima è in ${path}.`,
  identityCopied: (path) => `La chiave del server è in ${path}: tienila segreta.`,
  identityBack: (path) => `La chiave del server è di nuovo in ${path}.`,
  identityKept: (path) =>
    `La chiave del server in ${path} è rimasta com'era: la copia ne ha un'altra. Chi è già stato qui conosce quella che gli è stata mostrata.`,
};
