/**
 * Errors of the command line and of starting, each with what to do. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** Errors, each with what to do. */
export const cli: Words["cli"] = {
  unknownCommand: (given, nearest) =>
    `Il comando "${given}" non esiste` +
    (nearest === undefined ? ": vedi chat --help." : `: intendevi "${nearest}"? Vedi chat --help.`),
  unknownFlag: (given, nearest) =>
    `L'opzione ${given} non esiste: ` +
    (nearest === undefined ? "--help mostra quelle che ci sono." : `intendevi ${nearest}?`),
  extraArgument: (given) => `"${given}" non era previsto: vedi chat --help.`,
  missingValue: (flag) => `A ${flag} manca il valore.`,
  noValueTaken: (flag) => `${flag} non vuole un valore.`,
  badValue: (flag, given, expected) => `${flag} non può essere "${given}": ci vuole ${expected}.`,
  missingKnownAction: (actions) => `Di' che cosa va fatto: chat known ${actions.join("|")}.`,
  missingKnownHost: "Di' quale server: chat known forget HOST[:PORTA].",
  badHost: (given) => `"${given}" non è un HOST né HOST:PORTA.`,
  badLink: (given) => `Questo link non si può leggere (${given}): chiedilo di nuovo, e copialo tutto.`,
  missingBanned: "Di' chi: chat ban add NOME, un indirizzo, una rete o un modello come spam*.",
  missingBan: "Di' quale divieto, per numero: chat ban lift N.",
  cannotBan: (given: string): string => `"${given}" non è un nome, un indirizzo, una rete o un modello.`,
  missingAccountAction: (actions) => `Di' che cosa fare: chat account ${actions.join("|")}.`,
  missingAccountName: (action) =>
    `Di' quale nome: chat account ${action} NOME${action === "rename" ? " NUOVO" : ""}.`,
  missingOwner: "Di' di chi: chat owner NOME.",
  missingInvitation: "Di' quale invito, con il suo numero: chat invite revoke N.",
  badWord: (path) => `In ${path} non c'è nessuna parola: è quella della prima riga.`,
  noWord: "Non è stata data nessuna parola, quindi il server non si apre.",
  askWord: "La parola che si chiede a chi entra: ",
  noTerminal: (flag) => `Non c'è un terminale a cui chiedere: indica un file con ${flag}.`,
  noFile: (path, cause) => `${path} non si può leggere: ${cause}.`,
  closedOrWord: "Con --closed nessuno entra con una parola: togli quella, o --closed.",
  missingTokenAction: (actions) => `Di' che cosa fare: chat token ${actions.join("|")}.`,
  missingTokenName: (action) => `Di' di chi è il token: chat token ${action} NOME.`,
  missingText: "Qual è la domanda? chat ask TESTO.",
  nothingToSay: "Non c'è niente da dire: chat send TESTO, o ciò che arriva sullo standard input.",
  missingShell: (shells: readonly string[]): string =>
    `Di' quale shell: chat completions ${shells.join("|")}.`,
  badChoice: (flag, given, nearest) => `${flag} non può essere "${given}": intendevi "${nearest}"?`,
  cannotPrint: (cause) =>
    `Non è stato possibile scrivere tutto l'output (${cause}): fai spazio, oppure mandalo altrove.`,
  internal: (cause) => `Qualcosa in chat stesso è andato storto: ${cause}`,
  portInUse: (where) =>
    `${where} è in uso da un altro programma (forse una stanza è già aperta): chiudilo, o scegli un'altra porta con --port.`,
  portNotAllowed: (port) =>
    `Non hai il permesso di aprire la porta ${port}: scegline una da 1024 in su con --port.`,
  notOurAddress: (host) =>
    `${host} non è un indirizzo di questa macchina: usa 127.0.0.1 per la sola macchina, o 0.0.0.0 per tutta la rete.`,
  cannotListen: (where, cause) => `Non è stato possibile aprire la stanza su ${where}: ${cause}.`,
  expected: {
    port: "un numero di porta da 0 a 65535",
    clientPort: "un numero di porta da 1 a 65535",
    count: "un numero intero da 1 in su",
    duration: "una durata come 30s, 5m o 500ms (secondi, se manca l'unità)",
    size: "una dimensione in byte come 4096, 16KiB, 1MiB o 2GiB",
    sizeOrOff: "una dimensione in byte come 16KiB, 25MiB o 2GiB, oppure off",
    periodOrForever: "una durata come 90m, 24h o 30d, oppure forever",
    rate: "un numero di messaggi al secondo, oppure off",
    durationOrOff: "una durata come 30s, 5m o 500ms (secondi, se manca l'unità), oppure off",
    host: "l'indirizzo o il nome di una macchina",
    endpoint: "un indirizzo e una porta, come 127.0.0.1:53001",
    name: "un nome di 1-24 lettere, cifre, punti, _ o -",
    title: "un testo da 1 a 100 caratteri",
    lineSize: "una dimensione da 512 a 16KiB",
    messageChars: "un numero di caratteri da 1 a 4000",
    room: "il nome di una stanza: da 1 a 32 lettere, cifre, punti, _ o -, con o senza #",
    period: "un tempo come 90m, 24h o 30d",
    fingerprint: "un'impronta come la stampa chat identity: sha256//, e 44 caratteri",
    path: "il nome di un file",
    countOrNone: "un numero intero da 0 a 500",
    keep: "una durata come 30d, un numero di messaggi, oppure forever",
    natsServers:
      "indirizzi come nats://host:4222 o tls://host:4222, separati da virgole (le password vanno in --cluster-creds)",
    clusterName: "da 1 a 32 lettere, cifre o -",
    nodes: "tre o cinque nomi o indirizzi di macchine, separati da virgole",
    places: "indirizzi come host:53000, separati da virgole",
    networks: "indirizzi, o reti come 10.0.0.0/8, separati da virgole",
    origins: "indirizzi come https://chat.example, separati da virgole",
    since: "quanto tempo fa, come 2h o 3d, o una data come 2026-11-21 o 2026-11-21T18:30",
  },
};
