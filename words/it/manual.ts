/**
 * The manual page. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** The headings and sentences of the manual page. */
export const manual: Words["manual"] = {
  name: "NOME",
  what: "una chat in un solo file: apri una stanza, o entra in una",
  synopsis: "SINTASSI",
  description: "DESCRIZIONE",
  about:
    "chat server apre una stanza, e chat client ci entra; nc, telnet e i browser entrano dalla stessa porta. Ciò che è confermato è nel registro su disco: nulla di ciò che si dice va perso, o si dice due volte.",
  common: "Per ogni comando",
  files: "FILE",
  settingsFile:
    "ciò che una persona ha impostato, nella sua cartella di configurazione: una riga ciascuna, nome = valore. Lo cambia /set nella stanza.",
  knownServersFile:
    "da che cosa si riconosce ogni server in cui una persona è stata, nella sua cartella delle impostazioni: uno per riga. chat known li elenca e li dimentica.",
  settings: "IMPOSTAZIONI",
  exitCodes: "CODICI DI USCITA",
  environment: "AMBIENTE",
  screenReaders: "LETTORI DI SCHERMO",
  forScreenReaders:
    "Con --plain, e da solo dove TERM è dumb o l'output non è un terminale, ogni messaggio è una riga con l'autore per primo, nulla sposta il cursore o viene riscritto, e nessun segno sta per una parola. I comandi sono gli stessi.",
  shell: "NELLA SHELL",
  examples: [
    ["make 2>&1 | chat send --as ci --block", "dice ciò che dice make, in un solo messaggio"],
    ["chat send --file relazione.pdf", "invia un file"],
    [
      "chat tail --since 1h --follow --json",
      "un oggetto JSON per riga: i frame message del protocollo nativo",
    ],
    ['if chat ask --timeout 60s "deploy now?" | grep -qi yes; then ./deploy; fi', "chiede alla stanza"],
  ] as readonly (readonly [string, string])[],
};
