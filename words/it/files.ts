/**
 * The file that rooms are kept in: exporting it, copying it, its tokens, and what can be wrong with it. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** `chat export` and `chat backup`. */
export const archive: Words["archive"] = {
  saved: (path: string): string => `La copia è in ${path}.`,
  whole: (path: string, rooms: number, messages: number): string =>
    `${path} è intero: ${rooms === 1 ? "1 stanza" : `${rooms} stanze`}, ${
      messages === 1 ? "1 messaggio" : `${messages} messaggi`
    }.`,
  files: (count) => count === 1 ? "Con 1 file." : `Con ${count} file.`,
  filesMissing: (count) =>
    `${
      count === 1
        ? "1 file nominato da un messaggio manca, o non è quello inviato: prendilo"
        : `${count} file nominati da messaggi mancano, o non sono quelli inviati: prendili`
    } da un'altra copia, oppure lascia stare: a chi li chiede si dice che non sono più conservati.`,
  noRoom: (room: string): string => `In quel file la stanza #${room} non c'è: controlla il nome.`,
  needFile: "Scrivi il nome del file: chat backup FILE.",
  erasing: {
    needName: "Indica di chi cancellare le parole: chat erase NOME.",
    isHere: (name) =>
      `${name} è nella stanza, o può ancora tornarvi: riprova quando quella persona sarà uscita per davvero, oppure prima ferma il server.`,
    wouldErase: (name, messages) =>
      `${
        messages === 1 ? "1 messaggio" : `${messages} messaggi`
      } di ${name} da eliminare per sempre, insieme al nome. Non è cambiato nulla; per farlo, scrivi: chat erase ${name} --yes`,
    erased: (name, messages) =>
      `Cancellato: ${name}, e quello che è stato detto con quel nome (${
        messages === 1 ? "1 messaggio" : `${messages} messaggi`
      }).`,
    isFree: (name) => `Il nome ${name} apparteneva a qualcuno ed è di nuovo libero.`,
    topicsShown: (rooms) =>
      `Il suo argomento di ${
        rooms.map((room) => `#${room}`).join(", ")
      } si vede finché non se ne sceglie un altro o il server non riparte.`,
    copiesLeft: (paths) =>
      `Queste copie fatte prima contengono ancora tutto: ${
        paths.join(", ")
      }. Eliminale quando non ti servono più.`,
    elsewhere:
      "Quello che altri hanno scritto su quella persona resta, e così le copie, le esportazioni e i registri che conservi altrove.",
  },
};

/** `chat token`. */
export const tokens: Words["tokens"] = {
  made: (name) => `Questo è il token di ${name}. Si vede soltanto adesso: tienilo segreto.`,
  none: "Non ci sono token.",
  revoked: (name) => `Il token di ${name} non vale più.`,
  unknown: (name) => `Non c'è alcun token per "${name}": vedi chat token list.`,
  columns: ["NOME", "CREATO", "ULTIMO USO"],
  never: "mai",
};

/** What is wrong with the file. */
export const store: Words["store"] = {
  "in-use": (path: string): string =>
    `Un altro server tiene aperto ${path}: chiudilo, o scegli un altro file con --data.`,
  linked: (path: string): string =>
    `${path} ha anche un altro nome (un hard link), con cui un secondo server scriverebbe nello stesso file: togli uno dei nomi, o scegli un altro file con --data.`,
  replaced: (path: string): string =>
    `${path} è stato tolto o sostituito mentre era aperto: riparti quando è al suo posto.`,
  "read-only": (path: string): string =>
    `${path} non si può scrivere: controlla che la cartella ci sia e sia tua, o scegli un altro file con --data.`,
  "read-only-disk": (path: string): string =>
    `Il disco di ${path} si può solo leggere: un registro ne vuole uno su cui si scrive. Scegli un altro file con --data, o prima copia questo altrove.`,
  empty: (path: string): string =>
    `${path} è vuoto: nessun server vi ha ancora conservato nulla. Controlla il nome.`,
  "not-ours": (path: string): string =>
    `${path} non è un file di chat: scegline un altro con --data. Non è stato cambiato nulla.`,
  damaged: (path: string, cause: string): string =>
    `${path} è danneggiato (${cause}): rimetti una copia di riserva, o scegli un altro file con --data.`,
  incomplete: (path: string, room: string): string =>
    `${path} non è intero: mancano messaggi in ${room}. Fai un'altra copia.`,
  newer: (path: string): string =>
    `${path} è di un chat più nuovo: usa quello, o scegli un altro file con --data.`,
  full: (path: string): string =>
    `Il disco di ${path} è pieno: fai spazio, o scegli un altro file con --data.`,
  "no-folder": (path: string): string => `${path} non c'è: controlla il nome.`,
  "system-folder": (path: string, folder: string): string =>
    `${path} non può contenere un registro: un server che ha rinunciato ai propri permessi non può accedere a ciò che è in ${folder}. Scegli un altro file con --data.`,
  exists: (path: string): string => `${path} c'è già: scegli un nome nuovo.`,
  "no-server": (path: string): string =>
    `${path} è di un cluster, e nessun server che lo abbia aperto ha risposto: avvialo con chat server --cluster e riprova.`,
  clustered: (path: string): string =>
    `${path} è il registro di un server di un cluster: avvia con --cluster, o una volta con --leave-cluster per toglierlo dal cluster.`,
  other: (path: string, cause: string): string => `${path} non si può aprire: ${cause}.`,
  nowhere:
    "Non è chiaro dove tieni i tuoi file: scegli un file con --data, o non conservare nulla con --ephemeral.",
};
