/**
 * The door for people with nc or telnet. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";
import { people, span } from "./numbers.ts";
import { shared } from "./shared.ts";

/** The door for people with nc or telnet. */
export const plain: Words["plain"] = {
  ...shared,
  greet: (title) => `Ti diamo il benvenuto in ${title}.`,
  noPerson: "Questa è una chat, e nessuna persona parla così: entra con chat client, un browser o nc.",
  welcome: (name) => `Ciao ${name}! Scrivi e premi Invio per parlare a chi è nella stanza.`,
  howToLeave: "Per uscire scrivi {quit} (o /quit). Per i comandi scrivi /help.",
  helpTitle: "Che cosa puoi scrivere (va bene anche in italiano: /esci, /stanze, /chi …):",
  earlier: "--- prima ---",
  now: "--- adesso ---",
  toRoom: (room) => `Ti trovi in #${room}: quello che scrivi ora va lì.`,
  toPerson: (name) => `Quello che scrivi ora va solo a ${name}: con /query torni alla tua stanza.`,
  nowhere: "Ora non sei in nessuna stanza: /rooms le elenca, /join #lobby ti fa entrare.",
  parted: (room) => `Non sei più in #${room}.`,
  topic: (text, from, when) => `Argomento: ${text} (${from}, ${when})`,
  noTopic: "Non c'è un argomento: /topic TESTO ne dà uno.",
  newTopic: (from, text) => `--- ${from} ha cambiato l'argomento: ${text}`,
  topicGone: (from) => `--- ${from} ha tolto l'argomento`,
  privately: (from, to) => `[in privato] ${from ?? "tu"} -> ${to ?? "te"}`,
  room: (room, count, topic) => `#${room} (${people(count)})${topic === "" ? "" : `: ${topic}`}`,
  away: (why) => why === "" ? "assente" : `assente: ${why}`,
  silent: (ms) => `in silenzio da ${span(ms)}`,
  whois: (name, rooms, since) =>
    `${name} è in ${rooms.length === 0 ? "nessuna stanza" : rooms.join(", ")}, qui da ${since}`,
  youAreAway: (why) =>
    `Risulti assente${why === "" ? "" : ` (${why})`}: chi ti scrive in privato lo legge. Con /back torni.`,
  youAreBack: "Risulti di nuovo qui.",
  hidden: (name) => `Ciò che dice ${name} ora è nascosto. Con /unignore ${name} si vede di nuovo.`,
  shownAgain: (name) => `Ciò che dice ${name} si vede di nuovo.`,
  notHidden: (name) => `${name} non è tra chi è nascosto: /ignore dice chi lo è.`,
  hiddenOnes: (names) =>
    names.length === 0 ? "Non nascondi nessuno." : `Ciò che dicono non si vede: ${names.join(", ")}`,
  nothingFound: "Nessun risultato.",
  partial: "L'indice non è ancora completo: ciò che è più vecchio manca.",
  found: (count, hasMore) =>
    `--- ${count === 1 ? "1 trovato" : `${count} trovati`}${
      hasMore ? ", e ce ne sono altri: aggiungi una parola o before:DATA" : ""
    } ---`,
  unread: (room, count, mentions) =>
    `#${room}: ${count} da leggere${mentions === 0 ? "" : `, ${mentions} con il tuo nome`}; l'ultimo:`,
  allRead: "Hai letto tutto.",
};
