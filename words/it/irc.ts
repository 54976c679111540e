/**
 * What IRC clients are told in words; they go by the numbers before them. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";
import { people } from "./numbers.ts";

/** What IRC clients are told. */
export const irc: Words["irc"] = {
  welcome: (title, nick) => `Benvenuti in ${title}, ${nick}.`,
  yourHost: (name) => `Il server è ${name}, con chat.`,
  created: (when) => `Questo server è stato avviato il ${when}.`,
  areSupported: "sono supportati da questo server",
  users: (count) => `Ci sono ${count} utenti e 0 invisibili su 1 server`,
  operators: "operatori in linea",
  unknown: "connessioni che non hanno ancora detto chi sono",
  channels: "canali con qualcuno dentro",
  clients: (count) => `Ho ${count} client e 0 server`,
  localUsers: (count, most) => `Ora ${people(count)} qui, al massimo ${most}`,
  globalUsers: (count, most) => `Ora ${people(count)} in tutto, al massimo ${most}`,
  motdStart: (name) => `- ${name} Messaggio del giorno -`,
  motd: (room) => [
    `Ci si trova in #${room}: /join #${room}`,
    "Ciò che si dice in una stanza resta, e si vede allo stesso modo da terminale, browser e IRC.",
    "HELP dice che cosa cambia qui rispetto ad altri server IRC.",
  ],
  motdEnd: "Fine del comando MOTD.",
  help: [
    "Che cosa cambia qui rispetto ad altri server IRC:",
    "Le stanze ricordano: chi entra riceve gli ultimi messaggi; i client con chathistory ne chiedono altri.",
    "Con echo-message la propria riga torna quando è nel registro.",
    "Un nome può avere un punto o cominciare con una cifra: allora si scrive con | e ^.",
    "Chi arriva dalla pagina web o con nc è nelle stesse stanze.",
  ],
  endOfHelp: "Fine di HELP.",
  nowAway: "Ora risulti assente",
  nowBack: "Non risulti più assente",
  noTopic: "Nessun argomento",
  endOfNames: "Fine dell'elenco NAMES",
  endOfWho: "Fine dell'elenco WHO",
  endOfWhois: "Fine di WHOIS",
  endOfWhowas: "Fine di WHOWAS",
  endOfList: "Fine di LIST",
  endOfMonitored: "Fine dell'elenco MONITOR",
  listHead: "Utenti  Nome",
  noNick: "Manca il nome",
  badNick: "Questo non è un nome",
  needMore: "Mancano dei parametri",
  alreadyIn: "Sei già dentro",
  badCapCommand: "Comando CAP non valido",
  noRecipient: "Manca il destinatario",
  noText: "Manca il testo",
  noChannel: "Questo canale non c'è",
  cannotSend: "Non sei in questo canale",
  notInChannel: "Non sei in questo canale",
  noSuchNick: "Nessuno ha questo nome",
  wasNoNick: "Nessuno ha avuto questo nome",
  noServer: "Questo server non c'è",
  idle: "secondi di silenzio, ora di arrivo",
  secure: "ha una connessione cifrata",
  sayWho: "Non hai ancora detto chi sei: manda prima NICK e USER",
  unknownCommand: "Comando sconosciuto",
  monitorFull: "L'elenco MONITOR è pieno",
  badLimit: "Questo non è un numero di messaggi",
  badSelector: "Questo non è un punto della cronologia",
};
