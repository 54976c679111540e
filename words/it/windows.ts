/**
 * The windows and menus of the page. `{words}` in braces are filled in by the page itself. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** The windows and menus of the page. */
export const windows: Words["windows"] = {
  menuMessage: "Scrivi in privato",
  menuMention: "Menziona",
  menuHide: "Nascondi quello che dice",
  menuShow: "Mostra di nuovo quello che dice",
  menuWho: "Chi è?",
  menuAnswer: "Rispondi al messaggio",
  answering: "In risposta a {name}:",
  answerNot: "Non rispondere",
  menuEdit: "Correggi",
  menuLink: "Copia un link al messaggio",
  menuCopy: "Copia il testo",
  copyNo: "Il browser non ha permesso di copiare il testo.",
  everywhere: "Tutto il server",
  forGood: "Per sempre",
  menuClaim: "Rendi tuo questo nome…",
  turnAway: "Rifiuta",
  letAllIn: "Fai entrare tutti ({count})",
  inviteCode: "L'indirizzo come codice QR",
  inviteCopy: "Copia l'indirizzo",
  inviteClass: "Fino a 30 persone",
  chargeWaiting: "In attesa di entrare",
  chargeReports: "Segnalazioni",
  chargeBans: "Chi è escluso o senza parola",
  chargeQuiet: "Scrivo solo io",
  chargeSlow: "Un messaggio ogni {count} s",
  chargeLock: "Nessun altro entra",
  chargeApprove: "Apro io a chi arriva",
  chargeSince: "da {time}",
  chargeAct: "Intervieni…",
  messageOf: "Messaggio di {name}",
  namingYou: "con il tuo nome: {count}",
  banByName: "Nome e dispositivo",
  banByAddress: "Indirizzo {net}",
  banHits: "Da {net} non c'è nessun altro.",
  banHitsMore: "Da {net} c'è altra gente ({count}): con l'indirizzo si esclude anche quella.",
  searching: "Sto cercando…",
  foundMore: "Trovati finora: {count}",
  foundNone: "Nessun risultato per: {query}",
  lastOne: "L'ultimo:",
  allRead: "Hai letto tutto.",
};
