/**
 * Claimed names, and what proves that they are somebody's. In Italian.
 *
 * @module
 */

import type { Device } from "../../protocol.ts";
import type { Words } from "../en.ts";

const kinds: Readonly<Record<Device["kind"], string>> = {
  key: "chiave",
  password: "password",
  session: "browser",
};

/** Claimed names, and what proves that they are somebody's. */
export const accounts: Words["accounts"] = {
  claimed: (name) => `Il nome ${name} è tuo adesso: nessun altro può averlo.`,
  device: (n, kind, label, used, isHere) =>
    `${n}: ${kinds[kind]}${label === "" ? "" : ` di ${label}`}, ultimo uso ${used}${
      isHere ? " (questo)" : ""
    }`,
  added: (link) =>
    `Una volta sola ed entro dieci minuti, un altro dispositivo entra come te con: chat client '${link}'`,
  addedPage: (page) => `In alternativa, nel browser di quel dispositivo: ${page}`,
  forgotten: "Dimenticato: con quello non entra più nessuno.",
  passwordSet: "La tua password è impostata. I browser rimasti collegati devono accedere di nuovo.",
  unclaimed: (name) => `Il nome ${name} è di nuovo libero per tutti.`,
  claimNeedsPassword:
    "Scrivi /claim e una password sulla stessa riga, e il nome è solo tuo (si vede mentre scrivi).",
  askPassword: (name) => `Password di ${name} (non si vede; vuota per un altro nome): `,
  askOldPassword: "Vecchia password (non si vede; vuota se non c'è): ",
  askNewPassword: "Nuova password, di almeno 8 caratteri (non si vede): ",
  askAgain: "Ancora una volta: ",
  notTheSame: "Le due non sono uguali: non è cambiato nulla.",
  nothingChanged: "Non è cambiato nulla.",
  none: "Nessuno ha riservato un nome.",
  isOwner: (name) => `Questo server adesso è di chi ha il nome ${name}.`,
  reset: (name) =>
    `Nulla prova più di chi è ${name}. Chi apre il link, una volta ed entro un giorno, ha il nome; poi /claim o /password lo conserva. Si vede solo adesso.`,
  renamed: (name, to) => `Il nome ${name} adesso è ${to}.`,
  columns: ["NOME", "RUOLO", "DAL", "ULTIMA VOLTA", "PROVE"],
  roles: { owner: "proprietà", moderator: "moderazione", member: "membro" },
  nameOrPassword: (name, suggestion) =>
    `Il nome "${name}" è riservato. Se è tuo, scrivi /password e la password sulla stessa riga (si vede mentre scrivi); se no scrivi un altro nome. "${suggestion}" è libero.`,
  nameOnly: (name) =>
    `Il nome "${name}" è riservato, e questa connessione non è cifrata, quindi qui non si accettano password: scrivi un altro nome, o entra con chat client o via https.`,
};
