/**
 * What happens in rooms, said alike at every door. In Italian.
 *
 * @module
 */

import type { ByeReason, LeaveReason } from "../../protocol.ts";
import type { RoomWords } from "../en.ts";
import { briefly, people } from "./numbers.ts";

/** Why somebody is no longer here. */
export const reasons: Record<LeaveReason, string> = {
  left: "uscita volontaria",
  lost: "connessione persa",
  slow: "lettura troppo lenta",
  removed: "allontanamento",
  silent: "silenzio troppo lungo",
};

const byes: Record<ByeReason, string> = {
  quit: "A presto.",
  closing: "Il server sta chiudendo. A presto.",
  refused: "L'ingresso non è stato possibile. A presto.",
  slow: "Leggevi troppo lentamente: la stanza ha chiuso la tua connessione.",
  removed: "Qualcuno ti ha fatto uscire dalla stanza.",
  silent: "Da troppo tempo non arrivava nulla da te: la stanza ha chiuso la tua connessione.",
  replaced: "Il tuo posto ora è di un'altra tua connessione: questa viene chiusa.",
  flood: "Quella riga non finisce mai: la connessione viene chiusa.",
};

/** What happens in rooms. */
export const rooms: RoomWords = {
  bye: (reason) => byes[reason],
  onlyMessages: "Non c'è connessione: questo non è stato inviato. Restano in attesa solo i messaggi.",
  notifies: (room, how) => {
    switch (how) {
      case "all":
        return `Da #${room} ricevi un avviso per ogni messaggio.`;
      case "mentions":
        return `Da #${room} ricevi un avviso quando qualcuno fa il tuo nome.`;
      case "off":
        return `Da #${room} non ricevi avvisi.`;
    }
  },
  noMentions: "Nessuno ti ha ancora nominato qui.",
  slowed:
    "Scrivi più in fretta di quanto la stanza legga: non si perde nulla, ma ora le tue righe passano più lentamente.",
  closesIn: (ms) => `La stanza chiude fra ${briefly(ms)}.`,
  staysOpen: "La stanza resta aperta.",
  cutOff: "Questo server non raggiunge gli altri: non arriva nulla di nuovo, e ciò che scrivi aspetta.",
  joinedAgain: "Questo server ha ritrovato gli altri.",
  gap: (from: number, to: number): string => `I messaggi da ${from} a ${to} non sono più conservati.`,
  guest: "ospite",
  waitsFor: (name) =>
    `${name} non ha più la connessione: quello che hai scritto aspetta, e arriva se la ritrova presto.`,

  joined: (name) => `--> ${name} entra`,
  crowd: (count) => `--- molti entrano o escono: qui ora ${people(count)}`,
  left: (name, reason, word, by) =>
    by !== undefined
      ? `<-- ${by} ha fatto uscire ${name}${word === undefined ? "" : `: ${word}`}`
      : `<-- ${name} esce` +
        (reason === "left" ? (word === undefined ? "" : `: ${word}`) : ` (${reasons[reason]})`),
  renamed: (from, to) => `--- ${from} ora si chiama ${to}`,
};
