/**
 * What the doors for browsers and programs say. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** What the doors for browsers and programs say. */
export const doors: Words["doors"] = {
  pageTitle: (title) => `${title}: una stanza per chiacchierare`,
  /** To somebody who waits to be let in, and gives another name meanwhile. */
  waitsAs: (name: string): string =>
    `Stai aspettando come ${name}: tutto il resto che scrivi conterà solo quando sarai dentro.`,
  pageNeedsScript: "Questa pagina ha bisogno di JavaScript. Senza, si entra da un terminale con:",
  notHere: "A questo indirizzo non c'è nulla.",
  noRoom: (room) =>
    `La stanza #${room} non esiste. La crea chi ci entra per primo, con chat client, nc o un browser.`,
  onlyRead: "Questo si può solo leggere (GET o HEAD).",
  onlyPost: "Per dire qualcosa qui, mandalo con POST.",
  onlyGet: "Questo si può solo chiedere con GET.",
  otherPage: "Le pagine di altri siti non possono entrare (vedi --web-origin).",
  badHandshake: "Questo handshake WebSocket non è valido.",
  otherVersion: "Qui si parla la versione 13 di WebSocket.",
  elsewhere: (host, origin) =>
    `Questo server non sa di chiamarsi ${host}: aprilo con il suo indirizzo, o fallo avviare con --web-origin ${
      origin ?? "e quel nome"
    }.`,
  tokenInTheClear: (name) =>
    `Questa connessione non è cifrata, quindi qui non si accetta alcun token, e questo può essere stato letto: revocalo (chat token revoke ${name}) e invia il prossimo via https.`,
  unknownProxy: (host) =>
    `Questa richiesta passa da ${host}, che per questo server non è un proxy fidato: fallo avviare con --trust-proxy ${host}.`,
  needsToken:
    "Qui ci vuole un token valido, come Authorization: Bearer TOKEN. Se ne crea uno con chat token new NOME.",
  noTokens: "Questo server non conserva nulla su disco (--ephemeral), quindi non ha token.",
  notText: "Invia un testo (text/plain), o JSON (application/json) con un campo text.",
  needsLength: "Di' quanto è lungo: invia un Content-Length.",
  bigBody: (bytes) => `È più lungo di ${bytes} byte e non è stato letto: mandalo in parti.`,
  tooFast: (seconds) =>
    `Mandi più in fretta di quanto questa stanza legga: riprova fra ${seconds} s. Non è stato detto nulla.`,
  fileGone: "Questo file non c'è, oppure non è più conservato.",
  fileAway: "Questo file è su un altro server e da lì non è ancora arrivato: riprova tra poco.",
  fileNotYours:
    "Questo file è solo per chi è nella sua stanza: chiedilo lì (/get) e apri l'indirizzo che ti viene indicato.",
  noSuchBytes: "Il file non ha questi byte.",
  uploadGone: "Qui non si aspetta nulla, o non più: chiedi di nuovo dove inviare il file.",
  uploadAway: "Il server che sta ricevendo questo file al momento non è raggiungibile: riprova tra poco.",
  uploadBusy: "L'invio di questo file è già in corso.",
  otherOffset: (offset) => `Riprendi dal byte ${offset}: indicalo in Upload-Offset.`,
  moreThanSaid: (bytes) => `È più di quanto annunciato (${bytes} byte).`,
  onlyPatch: "Qui si inviano byte con PATCH, e con HEAD si chiede quanti ne sono arrivati.",
  onlyPostFile: "Per inviare qui un file, usa POST.",
  noPage: "Questo server non ha una pagina: entra con chat client o con nc.",
  badRequest: "Questa richiesta non è comprensibile.",
  bigRequest: "Questa richiesta è troppo lunga.",
  alive: "Il server è vivo. Se accetta messaggi lo dice /readyz.",
  healthy: "La stanza accetta messaggi.",
  unwell: "In questo momento la stanza non può conservare messaggi.",
};
