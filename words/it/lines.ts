/**
 * What is said of rooms to those who have nothing but lines of text: in terminals, at `nc`, in IRC. The page needs none of it,
 * and does not load it. In Italian.
 *
 * @module
 */

import type { LineWords } from "../en.ts";
import { people } from "./numbers.ts";
import { reasons } from "./rooms.ts";

/** What is said of rooms in lines of text alone. */
export const lines: LineWords = {
  reason: (reason) => reasons[reason],
  folded: (rows, seq) => rows === 1 ? `… ancora una riga: /get ${seq}` : `… altre ${rows} righe: /get ${seq}`,
  foldedPrivate: (rows, name) =>
    rows === 1 ? `… ancora una riga: /get @${name}` : `… altre ${rows} righe: /get @${name}`,
  noPrivateText: (name) =>
    `Qui non c'è nessun testo lungo fra te e ${name}: quelli privati durano quanto questa finestra.`,
  restarting: (seconds: number): string => `Il server si riavvia: torna fra ${seconds} s.`,
  isAway: (name: string, why: string): string => `${name} è assente${why === "" ? "." : `: ${why}`}`,
  arrivedAt: (name) => `${name} ha di nuovo la connessione, e ora ha quello che hai scritto.`,
  here: (names, count, others) =>
    `Qui ora (${people(count)}): ${names.join(", ")}` +
    (others === 1 ? " e un'altra" : others > 0 ? ` e altre ${others}` : ""),
};
