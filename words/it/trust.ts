/**
 * Whether a server is the one that it was: the client's check before anything is sent, and `chat known`. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** Whom the client trusts. */
export const trust: Words["trust"] = {
  first: (where, fingerprint) =>
    `Prima volta su ${where}: la sua chiave è ${fingerprint}. D'ora in poi non ne vale un'altra.`,
  replaced: (where, before, fingerprint) =>
    `${where} aveva la chiave ${before}. D'ora in poi vale ${fingerprint}, come hai detto.`,
  also: (known) => `È il server che conosci come ${known}.`,
  notKept: (cause) => `Non si è potuto annotarlo (${cause}): la prossima volta sarà di nuovo la prima.`,
  unreadableLines: (path, lines, count) =>
    count === 1
      ? `La riga ${lines} di ${path} non si può leggere: non conta, e resta com'è.`
      : `Le righe ${lines} di ${path} non si possono leggere: non contano, e restano come sono.`,
  noTls: (where) =>
    `${where} non cifra. Per entrare lo stesso, e chiunque stia in mezzo potrà leggere: --unencrypted.`,
  otherKey: (where, since, before, now) =>
    `${where} ha una chiave diversa da prima, perciò non è stato inviato nulla. Forse c'è qualcuno in mezzo, o il server è stato installato di nuovo. ` +
    `Nota dal ${since}: ${before} Adesso: ${now} Se sai che va bene così: chat known forget ${where}`,
  invitedKey: (where, since, before, now) =>
    `Per ${where} l'invito indica una chiave diversa da quella che conosci, perciò non è stato inviato nulla. ` +
    `Nota dal ${since}: ${before} Nell'invito: ${now} Se sai che va bene così: chat known forget ${where}`,
  wrongKey: (where, wanted, now) =>
    `${where} non ha la chiave che dovrebbe avere, perciò non è stato inviato nulla. Forse c'è qualcuno in mezzo, o l'impronta è vecchia. ` +
    `Attesa: ${wanted} Trovata: ${now} Chiedi l'impronta a chi gestisce il server (chat identity).`,
  unvouched: (where, fingerprint) =>
    `Nessuno garantisce per ${where}, perciò non è stato inviato nulla. La sua chiave è ${fingerprint}. Se chi lo gestisce dice che è quella: --fingerprint ${fingerprint}`,
  askUnvouched: (host, fingerprint) =>
    `Nessuno garantisce per ${host}. La sua chiave è ${fingerprint}. Proseguire? [s/N] `,
  yes: "s sì si y yes",
  noAuthority: (where, cause) =>
    `Nessuna autorità garantisce per ${where} (${cause}), perciò non è stato inviato nulla. Controlla il nome e l'orologio; per un'autorità tua: --ca FILE; se questo server non ne ha più una: chat known forget ${where}`,
  unpinnable: (where, fingerprint) =>
    `Il certificato di ${where} non è di quelli che fa chat, quindi la sua chiave ${fingerprint} non si può verificare, e non è stato inviato nulla. Se un'autorità tua garantisce per lui: --ca FILE`,
  knownUnreadable: (path, cause) =>
    `${path}, dove sono annotate le chiavi dei server, non si può leggere (${cause}): prima va rimediato, perché altrimenti andrebbe bene qualsiasi chiave.`,
  knownLine: (path, line, where) =>
    `La riga ${line} di ${path} riguarda ${where} e non si può leggere, perciò non è stato inviato nulla: correggila, o dimenticala con chat known forget ${where}`,
  columns: ["INDIRIZZO", "DAL", "RICONOSCIUTO DA"],
  byAuthority: "un'autorità pubblica",
  noneKnown: "Non si conosce ancora nessun server.",
  forgotten: (wheres) => `Non si conosce più: ${wheres}.`,
  notKnown: (where) => `Tra i server conosciuti ${where} non c'è: vedi chat known list.`,
  nowhere: "Non è chiaro dove tieni le impostazioni: indicalo con XDG_CONFIG_HOME o HOME.",
  badCa: (path) => `In ${path} non ci sono certificati: --ca vuole un file PEM.`,
  noCa: (path, cause) => `${path} non si può leggere (${cause}): --ca vuole un file PEM.`,
  contradicts: (flag) => `${flag} e --unencrypted si contraddicono: togli uno dei due.`,
  notEncrypted: "non cifrato",
};
