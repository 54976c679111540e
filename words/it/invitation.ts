/**
 * Links that people pass on. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** Links that people pass on. */
export const invitation: Words["invitation"] = {
  client: (room, link) => `Per entrare in #${room}: chat client '${link}'`,
  page: (page) => `Oppure con un browser: ${page}`,
  ticket: (uses, until) =>
    `Chi lo apre entra, ${
      uses === 1 ? "una volta" : `${uses} volte`
    }, fino a ${until}: va trattato come una chiave.`,
  closed: "Lì non può entrare chiunque, e questo link non basta: chiedine uno valido a chi modera il server.",
  here:
    "Questo server si raggiunge soltanto da questa macchina. Per aprirlo ad altri: chat server --host 0.0.0.0.",
};
