/**
 * What `chat doctor` finds, and what to do about it. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";
import { span } from "./numbers.ts";

/** `chat doctor`. */
export const doctor: Words["doctor"] = {
  states: { ok: "bene", warn: "attenzione", bad: "errore" },
  remedy: (what) => `rimedio: ${what}`,
  allGood: "Va tutto bene.",
  found: (bad, warnings) =>
    `${bad === 1 ? "1 cosa non va" : `${bad} cose non vanno`}, ${
      warnings === 1 ? "1 merita attenzione" : `${warnings} meritano attenzione`
    }.`,
  version: (version) => `versione di chat: ${version}`,
  runs: (address) => `un server è in funzione su ${address} e accetta messaggi`,
  cannotStore: (address) => `il server su ${address} non può conservare i messaggi`,
  nobody: "nessun server è in funzione con questo file",
  silent: "un server ha la porta e non risponde",
  seeItsLog: "guarda il log del server: le ultime righe di livello error dicono perché",
  unreadable: (path) => `non si sa se un server è in funzione: ${path}-run non si può leggere`,
  beItsOwner: "chiedilo come chi ha avviato il server, o come root",
  portFree: (where) => `${where} è libero`,
  portOurs: (where) => `${where} è di questo server`,
  portTaken: (where) => `${where} è in uso da un altro programma`,
  otherPort: "chiudilo, o scegli un'altra porta con --port",
  portNotAllowed: (where) => `questo utente non può aprire ${where}`,
  higherPort: "scegli una porta da 1024 in su con --port",
  notOurAddress: (host) => `${host} non è un indirizzo di questa macchina`,
  otherHost: "usa 127.0.0.1 per questa sola macchina, o 0.0.0.0 per tutta la rete",
  portOutside: "nessuna connessione in uscita può prendersi la porta",
  portInside: (first, last) =>
    `di solito il sistema dà le porte da ${first} a ${last} alle connessioni in uscita, che all'avvio del server potrebbero occupare questa`,
  portBelow: (first) => `per una stanza che deve tornare dopo ogni riavvio, scegli una porta sotto ${first}`,
  folderGood: (path) => `in ${path} può scrivere solo questo utente`,
  folderMissing: (path) => `${path} verrà creata`,
  folderReadOnly: (path) => `in ${path} non si può scrivere`,
  folderOfSystem: (path, folder) =>
    `un registro non può stare in ${folder}, dove porta ${path}: un server che ha rinunciato ai suoi permessi non ci può guardare`,
  otherFile: "scegli un altro file con --data",
  ownFolder: "dalla all'utente con cui gira il server, o scegli un altro file con --data",
  folderOpen: (path) => `altri possono scrivere in ${path}`,
  closeFolder: (path) => `esegui chmod 700 ${path}`,
  noLog: "non è ancora stato conservato nulla",
  logWhole: (path, size) => `${path} si apre ed è intero (${size})`,
  logLarge: (path, size) => `${path} si apre (${size}); se è intero lo dice chat verify, che lo legge tutto`,
  restore: "metti una copia al suo posto: chat restore FILE",
  walGood: "ciò che si scrive per ultimo arriva nel registro",
  walLarge: (size) => `accanto al registro (-wal) ${size} aspettano di esservi scritti`,
  restartForWal: "ferma ciò che legge a lungo il registro, o riavvia il server",
  noKey: "la chiave del server verrà creata al primo avvio",
  keyKept: (path) => `la chiave del server in ${path} è solo di chi la possiede`,
  keyExposed: (path) => `altri possono leggere la chiave del server in ${path}`,
  newKey: (path) =>
    `esegui chmod 600 ${path}; se qualcuno può averla copiata, chat identity new, che avvisa chi conosce il server`,
  clockGood: "l'orologio non è indietro rispetto all'ultimo messaggio",
  clockBehind: (ms) => `l'orologio è indietro di ${span(ms)} rispetto all'ultimo messaggio`,
  setClock: "metti a posto l'orologio (timedatectl set-ntp true) prima di avviare il server",
  diskGood: (size) => `sul disco del registro sono liberi ${size}`,
  diskFull: (free, needed) =>
    `sul disco del registro sono liberi ${free}, ma una copia prima di un aggiornamento può richiederne ${needed}`,
  makeRoom: "fai spazio, o conserva di meno con --keep",
  local: "il registro è su un disco di questa macchina",
  overNetwork: (kind) =>
    `il registro è su un disco in rete (${kind}), dove due server potrebbero aprirlo insieme`,
  localDisk: "tienilo su un disco di questa macchina, e copialo con chat backup",
  descriptors: (count) => `si possono aprire abbastanza connessioni e file (${count})`,
  fewDescriptors: (count, most) =>
    `si possono aprire solo ${count} connessioni e file, per ${most} connessioni`,
  raise: (count) =>
    `esegui ulimit -n ${count}, o LimitNOFILE=${count} nella unit; o di meno con --max-clients`,
  hasNull: "/dev/null c'è",
  noNull: "/dev/null non c'è: quando le connessioni finiscono, non si può dirlo a chi arriva",
  mountNull: "monta /dev nella radice in cui gira il server",
  setAside: (path) => `righe non inviate di un client erano danneggiate e sono in ${path}`,
  lookAtSetAside: "salva ciò che ti serve, e cancellalo",
  letters: "questo terminale può mostrare tutte le lettere",
  otherLetters: (locale) => `questo terminale usa lettere diverse da UTF-8 (${locale})`,
  useUtf8: "esegui export LANG=C.UTF-8, o quello della tua lingua che finisce in .UTF-8",
  oldConsole:
    "questa è la vecchia finestra console di Windows: ciò che si scrive arriva intero con qualsiasi code page, ma non sa disegnare tutte le lettere",
  otherConsole: "usa Windows Terminal",
  reached: (origin) => `da ${origin} si entra: la pagina e la sua connessione passano`,
  unreached: (origin) => `da ${origin} non risponde nulla, o il suo certificato non è attendibile`,
  lookAtProxy: "controlla se il nome porta al proxy, se il proxy è in funzione, e il suo certificato",
  notOurs: (origin) => `da ${origin} risponde qualcosa che non è la pagina di chat`,
  passOnAll:
    "fai inoltrare dal proxy ogni percorso alla porta del server, e controlla se il server è in funzione, senza --no-web",
  unknownHost: (origin) => `il server non riconosce ${origin} come suo nome, e da lì non fa entrare nessuno`,
  nameHost: (origin) =>
    `avvia il server con --web-origin ${origin}, e fai inoltrare dal proxy l'Host che ha ricevuto`,
  noSocket: (origin) => `da ${origin} la pagina arriva, ma il suo WebSocket no`,
  passOnUpgrade: "fai inoltrare dal proxy le intestazioni Upgrade e Connection",
};
