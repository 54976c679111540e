/**
 * The client. In Italian.
 *
 * @module
 */

import type { LeaveReason } from "../../protocol.ts";
import type { Words } from "../en.ts";
import { people, seconds } from "./numbers.ts";
import { reasons } from "./rooms.ts";

/** The client. */
export const client: Words["client"] = {
  askName: (offer) => offer === "" ? "Il tuo nome: " : `Il tuo nome [${offer}]: `,
  askHost: "Dove si trova la stanza? Indirizzo: ",
  askPort: (offer) => `Porta [${offer}]: `,
  emptyHost: "L'indirizzo non può essere vuoto.",
  badPort: "La porta è un numero da 1 a 65535.",
  noServer: (where) =>
    `Non c'è nessuno: nessun server risponde su ${where}. È aperto? Controlla l'indirizzo, o apri una stanza con chat server.`,
  noAnswerYet: (waited, left) =>
    `Nessuna risposta da ${seconds(waited)}: aspetto altri ${seconds(left)}, poi rinuncio.`,
  noReplyYet: (left) => `Ancora nessuna risposta: aspetto altri ${seconds(left)}.`,
  waitsItsTurn: (ms) =>
    `Da questo indirizzo sono appena entrate molte persone: aspetto ${seconds(ms)} per entrare.`,
  noAnswer: (where, ms) =>
    `Il server su ${where} non ha risposto entro ${seconds(ms)}: forse è spento o troppo occupato.`,
  notChat: (where) => `Quello che risponde su ${where} non è un server di chat.`,
  unknownHost: (host) => `Nessuna macchina si chiama "${host}": controlla l'indirizzo.`,
  cannotConnect: (where, cause) => `Nessuna connessione con ${where}: ${cause}.`,
  lost: (where) => `La connessione con ${where} si è interrotta.`,
  serverClosed: (where) => `Il server su ${where} è stato chiuso.`,
  welcome: (name, title, room) => `Ciao ${name}, ti diamo il benvenuto in ${title} (stanza ${room}).`,
  welcomeNowhere: (name, title) => `Ciao ${name}, ti diamo il benvenuto in ${title}.`,
  howToLeave: "Per uscire scrivi /quit o {quit}, o premi Ctrl+D. Per i comandi scrivi /help.",
  noSuchRoom: (room) => `Qui la stanza #${room} non esiste: controlla il nome, o creala con --create.`,
  needWord: "Chi entra qui deve dire una parola: mettila in un file, e indicalo con --door-file FILE.",
  needName: "Ci vuole un nome: indicalo con --name.",
  notInLog: (numbers, count, after) =>
    after !== undefined
      ? count === 0
        ? `Di tutte le righe dopo la ${after} non si sa se sono nel registro.`
        : `${
          count === 1 ? "Della riga" : "Delle righe"
        } ${numbers}, e di tutte dopo la ${after}, non si sa se sono nel registro.`
      : count === 1
      ? `Della riga ${numbers} non si sa se è nel registro.`
      : `Delle righe ${numbers} non si sa se sono nel registro.`,
  blockRefused: (from) =>
    from === 1
      ? "Non è stato detto nulla: un blocco non viene detto con una riga mancante."
      : `Dalla riga ${from} in poi non è stato detto nulla: un blocco non viene detto con una riga mancante.`,
  offline: (time) =>
    `${time} La connessione si è interrotta: provo a rientrare. Quello che scrivi resta qui e parte allora.`,
  offlineSince: (time) => `senza connessione dalle ${time}, provo a rientrare`,
  back: (time, ms) => `${time} Di nuovo dentro dopo ${seconds(Math.round(ms / 1000) * 1000)}.`,
  nameGone: (lost, now) => `Ora ${lost} è il nome di qualcun altro: qui il tuo nome è ${now}.`,
  files: {
    none: (path) => `Non c'è un file ${path} che si possa leggere: controlla il nome.`,
    notHere: "I file si mandano e si prendono con chat client in un terminale, e sulla pagina.",
    progress: (name, percent) => `${name} ${percent}%`,
    notSent: (name, why) =>
      `${name} non è stato inviato: ${
        why === "" ? "la connessione si è interrotta più volte. Invialo di nuovo." : why
      }`,
    fetched: (path, size) => `Salvato in ${path} (${size}, somma di controllo verificata).`,
    exists: (path) =>
      `${path} c'è già, quindi non è stato preso nulla: /get NUMERO PERCORSO lo salva altrove.`,
    shown: (name, size, seq, isPicture) =>
      `${name} (${size}, /get ${seq}${isPicture ? `, /show ${seq}` : ""})`,
    noPictures:
      "Questo terminale non dice di saper mostrare immagini (come fanno kitty, iTerm2 e chi ha i sixel): /get salva il file.",
    notPicture: (name) => `${name} non è un'immagine che si possa mostrare qui: /get salva il file.`,
    wrong: (name) =>
      `Quello che è arrivato non è ${name}, secondo la somma di controllo, ed è stato scartato: riprova.`,
    notFetched: (name, why) =>
      `${name} non è stato preso: ${
        why === "" ? "la connessione si è interrotta più volte. Riprova: si riprende da lì." : why
      }`,
    notWritten: (path, cause) => `${path} non si può scrivere: ${cause}.`,
  },
  waitsIn: (room) => `Il tuo testo ti aspetta nella riga di ${room}.`,
  queued: "(in attesa)",
  moreQueued: (count) => count === 1 ? "(e un altro)" : `(e altri ${count})`,
  cannotStoreNow:
    "Al momento il server non può conservare messaggi: i tuoi vengono inviati di nuovo finché può.",
  refused: (why) => `È stato rifiutato: ${why} Cambialo e invialo di nuovo (Su lo riporta).`,
  sendingKept: (count) =>
    count === 1
      ? "1 messaggio che l'altra volta non è partito viene inviato ora"
      : `${count} messaggi che l'altra volta non sono partiti vengono inviati ora`,
  kept: (count, name) =>
    (count === 1
      ? "1 messaggio non è stato inviato. Resta qui e parte"
      : `${count} messaggi non sono stati inviati. Restano qui e partono`) +
    ` quando rientri come ${name}.`,
  notKept: (count) =>
    count === 1 ? "1 messaggio non è stato inviato." : `${count} messaggi non sono stati inviati.`,
  queueDamaged: (path) =>
    `Il file con i tuoi messaggi non inviati era danneggiato, quindi non ne è stato inviato nessuno. Ora è ${path}.`,
  queueFails: (cause) =>
    `Su questa macchina non si possono conservare i messaggi non inviati (${cause}): durano quanto questo programma.`,
  refusedLine: (line, why) => `La riga ${line} è stata rifiutata: ${why}`,
  hints: {
    paste: (lines, chars, sentAs) =>
      `Testo di ${lines === 1 ? "1 riga" : `${lines} righe`}, ${chars} caratteri. ` +
      {
        message: "Ctrl-Y: invia un solo messaggio. ",
        file: "Troppo per un solo messaggio: Ctrl-Y lo invia come file di testo. ",
        lines: "Troppo per un solo messaggio: Ctrl-Y invia riga per riga. ",
      }[sentAs] +
      "Invio: prima lo correggi. Ctrl-C: annulla.",
    amending: (seq: number): string =>
      `Invio corregge il tuo messaggio ${seq}. Su di nuovo: righe più vecchie. Esc: lascialo com'è.`,
    search: (query: string, isFound: boolean): string =>
      `Cerca (Ctrl-R più indietro, Invio per inviare, Ctrl-G per lasciar stare): ${query}${
        isFound ? "" : " (non trovato)"
      }`,
  },
  spoken: {
    joined: (name: string): string => `${name} è qui.`,
    crowd: (count: number): string => `Molti entrano o escono: qui ora ${people(count)}.`,
    left: (name: string, reason: LeaveReason, word: string | undefined, by?: string): string =>
      by !== undefined
        ? `${by} ha fatto uscire ${name}${word === undefined ? "." : `: ${word}`}`
        : `${name} non è più qui` +
          (reason === "left" ? (word === undefined ? "." : `: ${word}`) : ` (${reasons[reason]}).`),
    renamed: (from: string, to: string): string => `${from} ora si chiama ${to}.`,
    privateFrom: (name: string): string => `${name}, solo a te`,
    privateTo: (name: string): string => `tu, solo a ${name}`,
    room: (name: string, people: string, topic: string, unread: number | undefined): string =>
      `${name}, ${people}` + (unread === undefined ? "" : `, ci sei, ${unread} da leggere`) +
      (topic === "" ? "." : `: ${topic}`),
  },
  inRoom: (name: string, room: string): string => `${name} in ${room}`,
  privateFrom: (name: string): string => `${name} -> te`,
  privateTo: (name: string): string => `tu -> ${name}`,
  nowIn: (room: string, unread: number, mentions: number): string =>
    `ora sei in ${room}` + (unread === 0 ? "" : `, ${unread} da leggere`) +
    (mentions === 0 ? "" : mentions === 1 ? ", 1 ti nomina" : `, ${mentions} ti nominano`),
  alsoIn: (room: string): string => `sei anche in ${room}: /join ${room} ti ci porta`,
  parted: (room: string): string => `non sei più in ${room}`,
  topic: (text: string): string => `argomento: ${text}`,
  topicNow: (name: string, text: string): string => `${name} sceglie l'argomento: ${text}`,
  topicGone: (name: string): string => `${name} toglie l'argomento`,
  topicIs: (room: string, text: string, name: string, time: string): string =>
    `in ${room} si parla di: ${text} (${name}, ${time})`,
  noTopic: (room: string): string => `${room} non ha un argomento: /topic TESTO lo sceglie`,
  query: (name: string): string => `ciò che scrivi va solo a ${name}: /query torna alla stanza`,
  away: (why: string): string =>
    `risulti assente${why === "" ? "" : `: ${why}`} (/back quando ci sei di nuovo)`,
  backAgain: "ci sei di nuovo",
  whois: (name: string, rooms: readonly string[], since: string, notes: readonly string[]): string =>
    [
      `${name} è in ${rooms.length === 0 ? "nessuna stanza" : rooms.join(", ")}`,
      `qui da ${since}`,
      ...notes,
    ].join(", "),
  rooms: (count: number): string => count === 1 ? "1 stanza:" : `${count} stanze:`,
  found: (count: number, isMore: boolean): string =>
    (count === 1 ? "1 trovato" : `${count} trovati`) +
    (isMore ? "; ce ne sono altri: /search da solo continua" : ""),
  nothingFound: "nessun risultato",
  around: (ref: string): string => `/history ${ref} mostra che cosa si diceva lì intorno`,
  near: "vicino",
  sinceRead: "da quando hai letto l'ultima volta:",
  nothingUnread: "nulla di nuovo da quando hai letto l'ultima volta",
  unreadIn: (room: string, count: number, mentions: number): string =>
    `${room}: ${count} da leggere` +
    (mentions === 0 ? "" : mentions === 1 ? ", 1 ti nomina" : `, ${mentions} ti nominano`) + "; l'ultimo",
  moreUnread: (count: number): string => count === 1 ? "un'altra riga" : `altre ${count} righe`,
  crowd: (
    type: "joined" | "left",
    count: number,
    names: readonly string[],
    isSpoken: boolean,
  ): string => {
    const others = count - names.length;
    const who = names.join(", ") + (others > 0 ? ` e altri ${others}` : "");
    const [arrow, what] = type === "joined" ? ["--> ", "in più"] : ["<-- ", "in meno"];
    return `${isSpoken ? "" : arrow}${people(count)} ${what}: ${who}`;
  },
  earlier: "prima",
  missed: "mentre non c'eri",
  now: "adesso",
  moreEarlier: "C'è dell'altro: chiedilo con un numero, come /history 200.",
  bellIsOff: "Qui il campanello è spento: /set bell on lo accende.",
  quietOn: "Chi entra e chi esce non si vede più.",
  quietOff: "Chi entra e chi esce si vede.",
  settingsIn: (path: string): string => `Le tue impostazioni sono in ${path}.`,
  set: (name: string, value: string): string => `${name} ora è ${value}.`,
  noSetting: (given: string, names: readonly string[]): string =>
    `L'impostazione "${given}" non esiste: ci sono ${names.join(", ")}.`,
  noValue: (name: string, values: readonly string[]): string => `${name} può essere ${values.join(", ")}.`,
  settingNotKept: (cause: string): string =>
    cause === ""
      ? "Vale finché resti: non c'è un posto dove conservarla."
      : `Vale finché resti, perché non si è potuta conservare: ${cause}`,
  settingOverruled: (name: string): string =>
    `È conservata, ma stavolta su ${name} decide un'opzione o l'ambiente.`,
  settingsOf: {
    time: "come si mostrano le ore",
    bell: "suona quando qualcuno ti nomina o scrive solo a te",
    quiet: "nasconde chi entra e chi esce",
    color: "i colori",
    lang: "la lingua",
  },
  noReply: (ms: number): string => `Nessuno ha risposto entro ${seconds(ms)}.`,
  goodbye: "A presto.",
};
