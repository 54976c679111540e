/**
 * What a server prints and logs. Nothing that was said in a room is ever logged. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";
import { reasons } from "./rooms.ts";

/** What the server prints when it opens and closes. */
export const server: Words["server"] = {
  open: (title, where) => `La stanza ${title} è aperta su ${where}.`,
  comeIn: "Per entrare, da un altro terminale, usa uno di questi comandi:",
  browser: "oppure con un browser, senza installare nulla:",
  encrypted: "cifrato",
  notEncrypted: "non cifrato",
  encryptedPage: "cifrato; il browser avverte una volta, perché nessuno garantisce per questo server",
  whoMayBePlain: {
    never: "Entrano solo connessioni cifrate.",
    local:
      "Dalla tua rete si può entrare senza cifratura: allora chi è su quella rete può leggere tutto ciò che si scrive e si riceve.",
    anywhere:
      "Tutti possono entrare senza cifratura: allora chi sta in mezzo può leggere tutto ciò che si scrive e si riceve.",
  },
  elsewhereEncrypted:
    "Da altrove entrano solo connessioni cifrate. Per avere solo quelle anche qui: --unencrypted never.",
  key: (fingerprint) => `La chiave di questo server: ${fingerprint}`,
  keyHint: "Non è segreta: chi ne vede una uguale è proprio sul tuo server, e non su quello di altri.",
  operator: "gestore",
  console: (name) => `Qui sei ${name}, con tutti i diritti: scrivi per parlare, /help per i comandi.`,
  consoleLeft: "La stanza non è più in questa finestra, ma il server continua. Ctrl+C lo chiude.",
  closeHelp: "chiude la stanza, subito o dopo TEMPO (10m); off: la lascia aperta",
  notClosing: "La stanza non sta per chiudere.",
  owner: (program) =>
    `Questo server lo gestisci tu: con ${program} client su questa macchina, o nel browser con questo link, una volta sola ed entro un'ora:`,
  kept: (said, addresses, flags) => `Si conserva: ${said}; nelle righe di log, ${addresses} (${flags}).`,
  keptSaid: {
    forever: "ciò che si dice, per sempre",
    age: (time) => `ciò che si dice, per ${time}`,
    count: (count) => `gli ultimi ${count} messaggi di ogni stanza`,
    none: "nulla di ciò che si dice",
  },
  keptAddresses: {
    full: "gli indirizzi interi",
    net: "le reti degli indirizzi",
    none: "nessun indirizzo",
  },
  close: "Ctrl+C chiude la stanza per chiunque vi si trovi.",
  closeOne: "Ctrl+C ferma questo server; chi è qui continua su un altro del cluster che sia in funzione.",
  portBusy: (where) => `${where} al momento è in uso: riprovo per qualche secondo.`,
  noPage:
    "La pagina non è ancora stata preparata: esegui deno task bundle e riavvia, oppure avvia con --no-web.",
  closing: "Chiudo la stanza e avviso chi c'è.",
  closed: "La stanza è chiusa.",
  closingOne: "Fermo questo server: dico a chi è qui dove sono gli altri.",
  closedOne: "Questo server si è fermato.",
  metrics: (where) => `Le metriche sono su http://${where}/metrics.`,
  noMetrics: (where, cause) =>
    `Le metriche non si possono offrire su ${where} (${cause}): scegli un altro indirizzo con --metrics.`,
  defaultTitle: "chat",
};

/** Log lines for people. Never what was said. */
export const log: Words["log"] = {
  connected: (address, tls) =>
    tls === undefined ? `connessione da ${address}` : `connessione da ${address}, cifrata (TLS ${tls})`,
  handshakeFailed: (address, cause, others) =>
    `con ${address} la cifratura non è riuscita (${cause})${
      others === 0 ? "" : `, e prima nemmeno con ${others === 1 ? "un altro" : `altri ${others}`}`
    }`,
  refused: (address, why) => `${address} non entra: ${why}`,
  requestRefused: (address, status) => `a una richiesta da ${address} la risposta è stata ${status}`,
  tokenInTheClear: (address, name) =>
    `Il token "${name}" è arrivato non cifrato da ${address}: revocalo (chat token revoke ${name}).`,
  closedUnnamed: (address) => `${address} se ne va senza dare un nome`,
  joined: (name, address, door) => `${name} entra da ${address} (${door})`,
  left: (name, address, reason) => `${name} esce, da ${address} (${reasons[reason]})`,
  away: (name: string, address: string): string => `${name}: connessione persa da ${address}, può tornare`,
  back: (name: string, address: string): string => `${name}: di nuovo qui da ${address}`,
  listening: (name, room, address) => `${name} ascolta #${room} da ${address}`,
  stoppedListening: (name, room, address) => `${name} non ascolta più #${room} da ${address}`,
  proxyUnreadable: (address) =>
    `il proxy ${address} ha iniziato con un'intestazione PROXY illeggibile: connessione chiusa`,
  proxyNotTrusted: (host) =>
    `${host} inoltra connessioni altrui e non viene creduto: se è il tuo proxy, avvia con --trust-proxy ${host}`,
  unknownHost: (address, origin) =>
    `un browser da ${address} ha usato un nome che questo server non conosce: --web-origin ${origin} lo fa entrare`,
  cluster: {
    up: "questo server fa parte del cluster, e ha tutto ciò che hanno gli altri",
    "cut-off": "gli altri server non si raggiungono: non entra nessuno, e ciò che si dice aspetta",
    "joined-again": "gli altri server si raggiungono di nuovo",
    fenced: "gli altri davano per perso questo server: chiude le sue connessioni, e ricomincia",
    "key-given": "un nuovo server del cluster ha ricevuto la chiave",
    "other-key":
      "un altro server del cluster si identifica con un'altra chiave: con la cifratura nessuno passa da uno all'altro",
  },
  clusterTrouble: (cause: string): string => `il flusso del cluster ora non è utilizzabile: ${cause}`,
  storingAgain: "i messaggi vengono di nuovo conservati",
  identityMade: (path, fingerprint) =>
    `questo server ora ha una chiave: ${fingerprint}. È conservata in ${path}`,
  identityTaken: (path, fingerprint) =>
    `questo server ha ricevuto la chiave del cluster: ${fingerprint}. È conservata in ${path}`,
  identityAwaited: (path, fingerprint) =>
    `nessun altro server del cluster è in funzione per dare a questo la chiave ${fingerprint}: avviane uno, oppure copia il file della sua chiave in ${path} e riavvia questo. In attesa`,
  identityProtected: (path) => `la chiave in ${path} era leggibile da altri: ora è soltanto tua`,
  identityNotKept: (path, cause) =>
    `la chiave di questo server non si può conservare in ${path} (${cause}): al prossimo avvio ne avrà un'altra`,
  certificateMade: (fingerprint) => `d'ora in poi c'è un altro certificato, della chiave ${fingerprint}`,
  certificateRefused: (problem) => `il certificato resta quello di prima. ${problem}`,
  upgraded: (copy) =>
    `il registro è stato aggiornato e una chat più vecchia non lo apre più; com'era prima è in ${copy}`,
  upgradedWithoutCopy:
    "il registro è stato aggiornato e una chat più vecchia non lo apre più; non c'era spazio per una copia di com'era prima",
  ticketMade: (name, ticket) => `invito ${ticket} creato da ${name}`,
  deviceTicket: (name, ticket) => `invito ${ticket} creato da ${name} per un altro dispositivo`,
  ticketUsed: (name, ticket) => `ingresso di ${name} con l'invito ${ticket}`,
  claimed: (name, address) => `${name} è stato riservato da ${address}`,
  unclaimed: (name) => `${name} è di nuovo libero: chi lo aveva manca da troppo tempo`,
  login: (name, address, by) =>
    `${name} ha effettuato l'accesso da ${address} (${
      { key: "chiave", password: "password", session: "sessione" }[by]
    })`,
  loginFailed: (address) => `da ${address} è arrivata una prova sbagliata di un nome`,
  renamed: (from, to) => `${from} ora si chiama ${to}`,
  moderated: (by: string, what: string, subject: string, room: string | undefined): string =>
    `moderazione di ${by}: ${what} ${subject}${room === undefined ? "" : ` in #${room}`}`,
  runFileFailed: (path, cause) =>
    `chat status non può interrogare questo server, perché ${path} non si può scrivere: ${cause}`,
  reloaded: (changed, later) =>
    `la configurazione è stata riletta (cambiato: ${changed.join(", ") || "-"}; solo dopo un riavvio: ${
      later.join(", ") || "-"
    })`,
  reloadRefused: (cause) => `la configurazione non è stata riletta, e vale quella di prima. ${cause}`,
  noDescriptors:
    "su questa macchina non si possono aprire altre connessioni: per ora chi arriva non può entrare",
  descriptorsBack: "si possono di nuovo aprire connessioni",
  replaced: (path: string, pid: number): string =>
    /-(wal|shm|lock)$/.test(path)
      ? `${path}, che fa parte del registro, è stato tolto o sostituito: i messaggi sono rifiutati. Non è ancora perso nulla: ferma il server (Ctrl+C o SIGTERM, mai kill -9), che scrive tutto nel registro, e riavvialo`
      : `${path} non è più il file aperto (è stato tolto, spostato, coperto da un altro, o ha un secondo nome): i messaggi sono rifiutati. Rimetti tutto com'era e saranno di nuovo conservati. Se non si può, salva il file aperto prima che il server finisca: ls -l /proc/${pid}/fd ne mostra i numeri, poi cp /proc/${pid}/fd/NUMERO salvato.db, lo stesso per quello che finisce in -wal in salvato.db-wal, e chat verify salvato.db`,
  failed: (what, cause) => `errore, ${what}: ${cause}`,
  unexpected: "qualcosa nel server",
  storing: "conservazione dei messaggi",
  reading: "lettura di ciò che è conservato",
  indexing: "costruzione dell'indice per la ricerca",
  checkpoint: "riscrittura nel registro del suo file -wal",
  files: "conservare un file",
  hashing: "verifica di una password in un thread a parte",
  checking: "controllo del registro",
  indexRebuilding: {
    missing: "l'indice per la ricerca non c'è: lo costruisco mentre la stanza continua",
    damaged: "l'indice per la ricerca è danneggiato: lo ricostruisco mentre la stanza continua",
    "other-log":
      "l'indice per la ricerca non corrisponde al registro com'è ora: lo ricostruisco mentre la stanza continua",
  },
  backgroundEnded: (cause) =>
    `il thread che cerca e costruisce l'indice è finito (${cause}): ne comincia un altro e la stanza continua`,
};
