/**
 * Asking a server that runs how it is, and looking for what is wrong: `chat status`. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";
import { people, rooms, seconds, size, span } from "./numbers.ts";

const decimal = (value: number): string => String(value).replace(".", ",");

/** Says how long something has lasted, from ms: below a minute in seconds. */
const lasting = (ms: number): string => ms < 60_000 ? seconds(Math.round(ms / 1000) * 1000) : span(ms);

/** `chat status`. */
export const status: Words["status"] = {
  nobody: (path) => `Nessun server è in funzione con ${path}: avviane uno con chat server.`,
  silent: (path) =>
    `Il server con ${path} non ha risposto in tempo: è bloccato, o questa macchina è molto carica. Forse il suo log dice perché.`,
  unreadable: (path, cause) =>
    `${path} non si può leggere (${cause}): solo chi ha avviato il server può interrogarlo.`,
  otherVersion:
    "Il server è di un'altra versione di chat, di cui questa non conosce la risposta: usa quella.",
  heads: {
    open: "aperta",
    messages: "messaggi",
    here: "presenti",
    connections: "connessioni",
    turns: "turni",
    waiting: "in attesa",
    file: "registro",
    index: "indice",
    log: "righe",
  },
  open: (title, address, version, ms, pid) =>
    `"${title}" su ${address}, da ${lasting(ms)} (chat ${version}, processo ${pid})`,
  taken: (count, ago) =>
    `accettati; ${count} conservati da allora${ago === undefined ? "" : `, l'ultimo ${lasting(ago)} fa`}`,
  refused: "per ora non si possono conservare: guarda il log del server",
  here: (members, roomCount) => `${people(members)} in ${rooms(roomCount)}`,
  none: "nessuna",
  arriving: (count: number): string => `${count} in arrivo`,
  turns: (p50, p99, longest) =>
    `metà sotto ${decimal(p50)} ms, il 99 % sotto ${decimal(p99)} ms, il più lungo ${decimal(longest)} ms`,
  waiting: (bytes) => `${size(bytes)} non ancora letti da chi è nella stanza`,
  file: (path, bytes, free) => `${path}, ${size(bytes)}${free === undefined ? "" : `; liberi ${size(free)}`}`,
  noFile: "non si conserva nulla",
  indexed: "ha tutto ciò che è stato detto",
  behind: (count) => `indietro di ${count} messaggi`,
  indexStopped: (restarts) => `il suo thread non c'è, ed è stato riavviato ${restarts} volte`,
  dropped: (lines) => `${lines} righe di log perse, perché nessuno le ha lette in tempo`,
};
