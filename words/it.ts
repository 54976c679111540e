/**
 * Every sentence that a user reads, in Italian. Where it speaks of people it takes no gender for granted.
 *
 * @module
 */

import type { ByeReason, LeaveReason, Problem, QueryFault } from "../protocol.ts";
import type { Words } from "./en.ts";

const people = (count: number): string => count === 1 ? "1 persona" : `${count} persone`;
const span = (ms: number): string =>
  ms < 3_600_000
    ? `${Math.floor(ms / 60_000)} min`
    : ms < 86_400_000
    ? `${Math.floor(ms / 3_600_000)} h`
    : `${Math.floor(ms / 86_400_000)} g`;
const seconds = (ms: number): string =>
  ms === 1000 ? "1 secondo" : `${String(ms / 1000).replace(".", ",")} secondi`;

const reasons: Record<LeaveReason, string> = {
  left: "uscita volontaria",
  lost: "connessione persa",
  slow: "lettura troppo lenta",
  removed: "allontanamento",
  silent: "silenzio troppo lungo",
};

const byes: Record<ByeReason, string> = {
  quit: "A presto.",
  closing: "Il server sta chiudendo. A presto.",
  refused: "L'ingresso non è stato possibile. A presto.",
  slow: "Leggevi troppo lentamente: la stanza ha chiuso la tua connessione.",
  removed: "Qualcuno ti ha fatto uscire dalla stanza.",
  silent: "Da troppo tempo non arrivava nulla da te: la stanza ha chiuso la tua connessione.",
  replaced: "Il tuo posto ora è di un'altra tua connessione: questa viene chiusa.",
  flood: "Quella riga non finisce mai: la connessione viene chiusa.",
};

const commands = {
  help: "mostra i comandi, o che cosa fa uno di essi",
  me: "racconta che cosa stai facendo",
  msg: "lo dice a una sola persona, senza conservarlo; o in una stanza",
  reply: "risponde a chi ti ha scritto in privato per ultimo",
  query: "parla con una sola persona, fino a /query o /join",
  join: "entra in una stanza, o la crea; se ci sei già, ci torna",
  part: "esce da una stanza, volendo con un saluto",
  rooms: "elenca le stanze, chi c'è dentro e di che cosa si parla",
  topic: "mostra di che cosa si parla nella stanza, o lo dice",
  who: "mostra chi c'è, da quanto tace e chi è assente",
  whois: "mostra in quali stanze è qualcuno, e se è presente",
  nick: "cambia il tuo nome",
  away: "dice che non ci sei, volendo con il motivo",
  back: "dice che ci sei di nuovo",
  history: "mostra che cosa si è detto prima: tanti messaggi, quelli dell'ultima ora, o attorno a uno",
  search: 'cerca nelle tue stanze: parole "una frase" in:#stanza from:NOME before:2d after:DATA -C2',
  catchup: "mostra che cosa non hai letto: prima ciò che ti nomina",
  mentions: "elenca i messaggi in cui compare il tuo nome",
  ignore: "nasconde ciò che dice qualcuno; da solo: chi è nascosto",
  unignore: "mostra di nuovo ciò che dice qualcuno",
  quiet: "nasconde chi entra e chi esce, o lo mostra di nuovo",
  set: "mostra le tue impostazioni, o ne cambia una e la conserva",
  clear: "pulisce il tuo schermo (solo il tuo)",
  quit: "esce, volendo con un saluto",
};

/** What commands and flags take, as their usage names it. */
const taken: ReadonlyMap<string, string> = new Map([
  ["COMMAND", "COMANDO"],
  ["DATE", "DATA"],
  ["NAME", "NOME"],
  ["NUMBER", "NUMERO"],
  ["ORIGINS", "ORIGINI"],
  ["PORT", "PORTA"],
  ["ROOM", "STANZA"],
  ["SETTING", "IMPOSTAZIONE"],
  ["SIZE", "DIMENSIONE"],
  ["TEXT", "TESTO"],
  ["TIME", "TEMPO"],
  ["VALUE", "VALORE"],
  ["WHY", "MOTIVO"],
  ["WORD", "SALUTO"],
  ["WORDS", "PAROLE"],
]);

function usage(given: string): string {
  return given.replace(/[A-Z]+/g, (word) => taken.get(word) ?? word);
}

function queryFault(why: QueryFault, given: string): string {
  switch (why) {
    case "empty":
      return "Di' che cosa cercare: /search PAROLE.";
    case "quote":
      return `Le virgolette dopo ${given} non sono chiuse: chiudile, o toglile.`;
    case "date":
      return `"${given}" non è un tempo: scrivilo come 2d, 3h o 2026-11-01.`;
    case "room":
      return `Non sei in ${given}: si può cercare solo nelle stanze in cui sei.`;
    case "context":
      return `"${given}" non è un numero di righe: scrivi da -C0 a -C10.`;
    case "long":
      return `È troppo da cercare in una volta: al massimo ${given} caratteri.`;
  }
}

/** The answer to something that was wrong: what it is and what to do. */
function problem(what: Problem): string {
  switch (what.code) {
    case "not-utf8":
      return "Quella riga non è testo UTF-8: imposta il terminale o il programma su UTF-8 e rimandala.";
    case "line-too-long":
      return `Quella riga supera i ${what.limit} byte e non è stata letta: mandala a pezzi.`;
    case "bad-json":
      return "Quella riga non è un oggetto JSON: manda un oggetto per riga.";
    case "unknown-type":
      return `Questo server non conosce messaggi di tipo "${what.given}".`;
    case "bad-field":
      return `Il campo "${what.field}" manca o non è del tipo giusto.`;
    case "bad-version":
      return `Questo server parla la versione ${what.versions.join(", ")} del protocollo.`;
    case "hello-first":
      return 'Prima di\' chi sei: {"type":"hello","name":"ada"}.';
    case "already-in":
      return "Sei già nella stanza: per cambiare nome usa nick.";
    case "bad-name":
      return what.mixed === true
        ? `"${what.name}" mescola lettere di più alfabeti in una parola: usa un solo alfabeto per ogni parola. "${what.suggestion}" è libero.`
        : `"${what.name}" non può essere un nome: usa da 1 a 24 lettere, cifre, _, - o . senza spazi. "${what.suggestion}" è libero.`;
    case "name-taken":
      return what.like === undefined
        ? `Il nome "${what.name}" è già in uso. "${what.suggestion}" è libero.`
        : `Il nome "${what.name}" somiglia a "${what.like}", che è già in uso. "${what.suggestion}" è libero.`;
    case "no-room":
      return `La stanza #${what.room} non esiste, o non ci sei dentro: /rooms le elenca, /join #${what.room} entra.`;
    case "bad-room":
      if (what.like !== undefined) {
        return `#${what.room} somiglia a #${what.like}, che esiste già: per entrarci scrivi /join #${what.like}.`;
      }
      return what.mixed === true
        ? `"${what.room}" mescola lettere di più alfabeti in una parola: usa un solo alfabeto per ogni parola.`
        : `"${what.room}" non può essere una stanza: scrivi # e da 1 a 32 lettere, cifre, _, - o . senza spazi.`;
    case "nowhere":
      return "Non sei in nessuna stanza: entra in una con /join #lobby.";
    case "nobody-to-answer":
      return "Nessuno ti ha ancora scritto in privato: scrivi tu con /msg NOME TESTO.";
    case "too-many-rooms":
      return `Ci sono già ${what.limit} stanze e non se ne possono creare altre: /rooms le elenca.`;
    case "new-rooms":
      return `Dal tuo indirizzo sono state create ${what.limit} stanze in un'ora, il massimo: /rooms elenca quelle che ci sono.`;
    case "in-too-many":
      return `Sei in ${what.limit} stanze, il massimo: prima esci da una con /part #stanza.`;
    case "not-here":
      return what.waited === true
        ? `La connessione di ${what.name} non è tornata, quindi quello che hai scritto non è arrivato.`
        : `${what.name} non è qui, quindi non è stato mandato nulla: /who mostra chi c'è.`;
    case "bad-query":
      return queryFault(what.why, what.given);
    case "no-search":
      return "Questo server non tiene un indice, quindi non può cercare: /history mostra che cosa si è detto prima.";
    case "search-slow":
      return "La ricerca ha richiesto troppo tempo: aggiungi una parola, o restringila con in:#stanza, from:NOME o after:2d.";
    case "empty":
      return "In quel messaggio non c'è nulla da dire.";
    case "too-long":
      return `Quel messaggio ha ${what.length} caratteri e non è stato inviato: il massimo è ${what.limit}.`;
    case "not-stored":
      return "Il server non ha potuto conservare quel messaggio, quindi non l'ha inviato: riprova fra un momento.";
    case "unknown-command":
      return `Il comando ${what.given} non esiste: intendevi ${what.nearest}? (Per dirlo così com'è, comincia con due barre.)`;
    case "usage":
      return `Si scrive così: ${usage(what.usage)}`;
    case "full":
      return `La stanza è al completo (${what.limit} connessioni): riprova più tardi.`;
    case "address-full":
      return `Dal tuo indirizzo ci sono già ${what.limit} connessioni: chiudine una e riprova.`;
    case "other":
      return `Il server non lo ha accettato (${what.given}).`;
  }
}

/** The catalogue in Italian. */
export const it: Words = {
  lang: "it",
  problem,
  usage,
  commands,
  people,
  reason: (reason) => reasons[reason],
  bye: (reason) => byes[reason],
  slowed:
    "Scrivi più in fretta di quanto la stanza legga: non si perde nulla, ma ora le tue righe passano più lentamente.",
  restarting: (seconds: number): string => `Il server si riavvia: torna fra ${seconds} s.`,
  gap: (from: number, to: number): string => `I messaggi da ${from} a ${to} non sono più conservati.`,
  guest: "ospite",
  isAway: (name: string, why: string): string => `${name} è assente${why === "" ? "." : `: ${why}`}`,
  waitsFor: (name) =>
    `${name} non ha più la connessione: quello che hai scritto aspetta, e arriva se la ritrova presto.`,
  arrivedAt: (name) => `${name} ha di nuovo la connessione, e ora ha quello che hai scritto.`,

  joined: (name) => `--> ${name} entra`,
  crowd: (count) => `--- molti entrano o escono: qui ora ${people(count)}`,
  left: (name, reason, word) =>
    `<-- ${name} esce` +
    (reason === "left" ? (word === undefined ? "" : `: ${word}`) : ` (${reasons[reason]})`),
  renamed: (from, to) => `--- ${from} ora si chiama ${to}`,

  here: (names, count, others) =>
    `Qui ora (${people(count)}): ${names.join(", ")}` +
    (others === 1 ? " e un'altra" : others > 0 ? ` e altre ${others}` : ""),

  plain: {
    greet: (title) => `Ti diamo il benvenuto in ${title}.`,
    askName: "Come ti chiami?",
    welcome: (name) => `Ciao ${name}! Scrivi e premi Invio per parlare a chi è nella stanza.`,
    howToLeave: "Per uscire scrivi {quit} (o /quit). Per i comandi scrivi /help.",
    helpTitle: "Che cosa puoi scrivere:",
    earlier: "--- prima ---",
    now: "--- adesso ---",
    nothingEarlier: "Prima non si è detto nulla.",
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
  },

  doors: {
    notYet: (door) => `Questo server non parla ancora ${door}: entra con chat client o con nc.`,
    pageTitle: (title) => `${title}: una stanza per chiacchierare`,
    pageNeedsScript: "Questa pagina ha bisogno di JavaScript. Senza, si entra da un terminale con:",
    notHere: "A questo indirizzo non c'è nulla.",
    noRoom: (room) =>
      `La stanza #${room} non esiste. La crea chi ci entra per primo, con chat client, nc o un browser.`,
    onlyRead: "Questo si può solo leggere (GET o HEAD).",
    onlyPost: "Per dire qualcosa qui, mandalo con POST.",
    onlyGet: "Questo si può solo chiedere con GET.",
    otherPage: "Le pagine di altri siti non possono entrare (vedi --web-origin).",
    badHandshake: "Questo non è un buon inizio per WebSocket.",
    otherVersion: "Qui si parla la versione 13 di WebSocket.",
    elsewhere: (host) =>
      `Questo server non sa di chiamarsi ${host}: aprilo con il suo indirizzo, o avvialo con --web-origin e quel nome.`,
    needsToken:
      "Qui ci vuole un token valido, come Authorization: Bearer TOKEN. Se ne crea uno con chat token new NOME.",
    noTokens: "Questo server non conserva nulla su disco (--ephemeral), quindi non ha token.",
    notText: "Manda un testo (text/plain), o JSON (application/json) con un campo text.",
    needsLength: "Di' quanto è lungo: manda un Content-Length.",
    bigBody: (bytes) => `È più lungo di ${bytes} byte e non è stato letto: mandalo in parti.`,
    tooFast: (seconds) =>
      `Mandi più in fretta di quanto questa stanza legga: riprova fra ${seconds} s. Non è stato detto nulla.`,
    noPage: "Questo server non ha una pagina: entra con chat client o con nc.",
    badRequest: "Questa richiesta non si capisce.",
    bigRequest: "Questa richiesta è troppo lunga.",
    healthy: "La stanza accetta messaggi.",
    unwell: "In questo momento la stanza non può conservare messaggi.",
  },

  page: {
    name: "Nome",
    nameHint: "da 1 a 24 lettere, cifre, _, - o . senza spazi",
    message: "Messaggio",
    join: "Entra",
    send: "Invio",
    clear: "Pulisci",
    quit: "Esci",
    messages: "Messaggi",
    here: "Qui ora",
    unread: "Nuovi: {count}",
    since: "Novità da quando non c'eri",
    clearHint: "Vuota la mia vista (quella di nessun altro)",
    keys: "Invio manda, Maiusc+Invio va a capo, /help mostra i comandi",
    notify: "Avvisami quando si dice il mio nome",
    notifyNo: "Qui questo browser non permette avvisi.",
    said: "{name} ha detto il tuo nome",
    connecting: "Mi collego…",
    away: "Il server non risponde. Riprovo da solo; quello che scrivi aspetta qui fino ad allora.",
    awayBack:
      "Il server si riavvia e dovrebbe tornare fra {count} s. Quello che scrivi aspetta qui fino ad allora.",
    awayFull: "{reason} Riprovo da solo.",
    queued: "aspetta di partire",
    sent: "inviato",
    refused: "non inviato",
    edit: "Riscrivilo",
    earliest: "Qui comincia tutto.",
    choices: "Può essere: {list}",
    failed: "La pagina non si è caricata del tutto: ricaricala.",
    rooms: "Stanze",
    otherRooms: "Altre stanze",
    room: "Stanza",
    roomHint: "da 1 a 32 lettere, cifre, _, - o . senza spazi; una stanza che non c'è ancora nasce così",
    go: "Vai",
    close: "Chiudi",
    nowhere: "Non sei in nessuna stanza. Il + mostra quelle che ci sono; puoi anche scrivere /join #lobby.",
    leaveRoom: "Lascia questa stanza",
    leavePerson: "Chiudi questa conversazione",
    messagesIn: "Messaggi: {place}",
    messageTo: "A {place}",
    privateWith: "{name} (in privato)",
    unreadIn: "da leggere: {count}",
    namesYou: "c'è il tuo nome",
    namingYou: "con il tuo nome: {count}",
    toNow: "Torna a ora",
    topicChange: "Cambia l'argomento di questa stanza",
    topicNone: "Di che cosa si parla qui?",
    topicNoneIn: "Nessuno ha ancora detto di che cosa si parla in #{room}.",
    topicOf: "In #{room} si parla di: {topic}. Lo dice {name},",
    topicSet: "{name} dice di che cosa si parla qui: {topic}",
    topicGone: "{name} ha tolto l'argomento di questa stanza",
    isAway: "assente",
    isAwayWhy: "assente: {why}",
    idleFor: "tace da {time}",
    whois: "{name} si trova in {rooms}, qui da",
    whoisNowhere: "{name} non si trova in nessuna stanza, qui da",
    youAreAway: "Risulti assente.",
    youAreAwayWhy: "Risulti assente: {why}",
    amBack: "Ci sono di nuovo",
    personAway: "{name} è assente, forse leggerà più tardi.",
    personAwayWhy: "{name} è assente, forse leggerà più tardi: {why}",
    delivered: "consegnato",
    saidIn: "{name} ha detto il tuo nome in #{room}",
    saidAlone: "{name} ti ha scritto in privato",
    saidTo: "{name} ha ricevuto le tue parole.",
    search: "Cerca",
    look: "Trova",
    searchHint: 'parole "una frase" in:#stanza from:NOME before:2d after:2026-11-01 -C2',
    searching: "Sto cercando…",
    found: "Trovati: {count}",
    foundMore: "Trovati finora: {count}",
    foundNone: "Nessun risultato per: {query}",
    more: "Altri",
    mentions: "Dove si è detto il tuo nome",
    catchUp: "Che cosa non hai letto",
    lastOne: "L'ultimo:",
    allRead: "Hai letto tutto.",
    keyRooms: "passa a un'altra stanza o persona",
  },

  server: {
    open: (title, where) => `La stanza ${title} è aperta su ${where}.`,
    comeIn: "Per entrare, da un altro terminale, usa uno di questi comandi:",
    browser: "oppure con un browser, senza installare nulla:",
    close: "Ctrl+C chiude la stanza per chiunque vi si trovi.",
    portBusy: (where) => `${where} al momento è in uso: riprovo per qualche secondo.`,
    noPage:
      "La pagina non è ancora stata preparata: esegui deno task bundle e riavvia, oppure avvia con --no-web.",
    closing: "Chiudo la stanza e avviso chi c'è.",
    closed: "La stanza è chiusa.",
    defaultTitle: "chat",
  },

  log: {
    connected: (address) => `connessione da ${address}`,
    refused: (address, why) => `${address} non entra: ${why}`,
    requestRefused: (address, status) => `a una richiesta da ${address} la risposta è stata ${status}`,
    closedUnnamed: (address) => `${address} se ne va senza dare un nome`,
    joined: (name, address, door) => `${name} entra da ${address} (${door})`,
    left: (name, address, reason) => `${name} esce, da ${address} (${reasons[reason]})`,
    away: (name: string, address: string): string => `${name}: connessione persa da ${address}, può tornare`,
    back: (name: string, address: string): string => `${name}: di nuovo qui da ${address}`,
    listening: (name, room, address) => `${name} ascolta #${room} da ${address}`,
    stoppedListening: (name, room, address) => `${name} non ascolta più #${room} da ${address}`,
    storingAgain: "i messaggi vengono di nuovo conservati",
    renamed: (from, to) => `${from} ora si chiama ${to}`,
    noDescriptors:
      "su questa macchina non si possono aprire altre connessioni: per ora chi arriva non può entrare",
    descriptorsBack: "si possono di nuovo aprire connessioni",
    failed: (what, cause) => `errore, ${what}: ${cause}`,
    unexpected: "qualcosa nel server",
    storing: "conservazione dei messaggi",
    reading: "lettura di ciò che è conservato",
  },

  cli: {
    unknownCommand: (given, nearest) =>
      `Il comando "${given}" non esiste: intendevi "${nearest}"? Vedi chat --help.`,
    unknownFlag: (given, nearest) => `L'opzione ${given} non esiste: intendevi ${nearest}?`,
    extraArgument: (given) => `"${given}" non era previsto: vedi chat --help.`,
    missingValue: (flag) => `A ${flag} manca il valore.`,
    noValueTaken: (flag) => `${flag} non vuole un valore.`,
    badValue: (flag, given, expected) => `${flag} non può essere "${given}": ci vuole ${expected}.`,
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
      duration: "un tempo come 30s, 5m o 500ms (secondi, se manca l'unità)",
      size: "una dimensione in byte come 4096, 16KiB o 1MiB",
      rate: "un numero di messaggi al secondo, oppure off",
      durationOrOff: "un tempo come 30s, 5m o 500ms (secondi, se manca l'unità), oppure off",
      host: "l'indirizzo o il nome di una macchina",
      name: "un nome di 1-24 lettere, cifre, punti, _ o -",
      title: "un testo da 1 a 100 caratteri",
      lineSize: "una dimensione da 512 a 16KiB",
      messageChars: "un numero di caratteri da 1 a 4000",
      room: "il nome di una stanza: da 1 a 32 lettere, cifre, punti, _ o -, con o senza #",
      path: "il nome di un file",
      countOrNone: "un numero intero da 0 a 500",
      keep: "un tempo come 30d, un numero di messaggi, oppure forever",
      origins: "indirizzi come https://chat.example, separati da virgole",
      since: "un tempo fa come 2h o 3d, o una data come 2026-11-21 o 2026-11-21T18:30",
    },
  },

  help: {
    tagline: "chat: apri una stanza con un comando, e ci siete già dentro.",
    usage: "Uso",
    anyFlags: "[opzioni]",
    commands: "Comandi",
    flags: "Opzioni",
    environment: "Ambiente (l'opzione ha la precedenza)",
    exitCodes: "Codici di uscita",
    serverLine: "apre una stanza",
    clientLine: "entra in una stanza",
    sendLine: "dice qualcosa da uno script, anche ciò che arriva da una pipe",
    tailLine: "stampa che cosa si è detto per ultimo, e con --follow ciò che si dice",
    askLine: "chiede alla stanza, e stampa la prima risposta che ti nomina o va solo a te",
    completionsLine: "stampa i completamenti per la tua shell",
    sendIntro:
      "Dice TESTO, o senza di esso ciò che arriva sullo standard input, un messaggio per riga; finisce quando tutto è nel registro.",
    tailIntro:
      "Stampa che cosa si è detto per ultimo, un messaggio per riga; con --follow anche ciò che si dice da adesso.",
    askIntro:
      "Chiede alla stanza e aspetta la prima risposta che ti nomina o va solo a te, che va sullo standard output. Nessuna risposta in tempo è il codice di uscita 5.",
    completionsIntro:
      "Stampa ciò che completa chat nella tua shell. Per bash: chat completions bash > ~/.local/share/bash-completion/completions/chat",
    exportLine: "stampa che cosa si è detto, anche mentre il server è aperto",
    backupLine: "copia il file della stanza in sicurezza, o verifica una copia",
    tokenLine: "crea, elenca e revoca i token per gli script",
    tokenIntro:
      "Con i token gli script parlano e ascoltano via HTTP (POST /say, GET /events). Valgono subito, anche con il server aperto.",
    moreHelp: "chat server --help e simili dicono di più.",
    exportIntro:
      "Stampa che cosa si è detto, stanza per stanza, dal file che il server conserva; il server può restare aperto.",
    backupIntro:
      "Copia il file che il server conserva in un FILE nuovo; il server può restare aperto. Con --verify: prova che FILE si apre ed è intero.",
    byDefault: (value) => `(di norma: ${value})`,
    serverIntro: "Apre una stanza in cui si entra con chat client, nc, telnet o ncat, sulla stessa porta.",
    clientIntro:
      "Entra in una stanza. Da un terminale si parla; in una pipe invia ogni riga dell'input e attende la conferma.",
    inTheRoom: "Nella stanza",
    keysTitle: "Tasti",
    keys: [
      ["Invio", "manda; dopo una \\ finale comincia invece una nuova riga"],
      ["Alt-Invio, Ctrl-J", "comincia una nuova riga"],
      ["Tab, Maiusc-Tab", "completa un nome, un comando o ciò che prende; il prossimo, quello prima"],
      ["Da Alt-1 ad Alt-9", "porta alla stanza di quel numero"],
      ["Alt-A", "porta alla prossima stanza in cui c'è qualcosa di nuovo"],
      ["Su, Giù", "le righe mandate prima; in un testo di più righe, una riga su o giù"],
      ["Ctrl-R", "cerca una riga mandata prima"],
      ["Ctrl-A, Ctrl-E", "all'inizio, alla fine della riga (anche Inizio, Fine)"],
      ["Alt-B, Alt-F", "una parola indietro, una avanti (anche Ctrl-Sinistra, Ctrl-Destra)"],
      ["Ctrl-W, Alt-Backspace", "taglia fino all'ultimo spazio, taglia la parola prima"],
      ["Ctrl-U, Ctrl-K, Alt-D", "taglia fino all'inizio, fino alla fine della riga, la parola dopo"],
      ["Ctrl-Y", "rimette ciò che è stato tagliato"],
      ["Ctrl-T", "scambia i caratteri prima e dopo il cursore"],
      ["Ctrl-_", "annulla"],
      ["Ctrl-L", "pulisce lo schermo"],
      ["Ctrl-C", "cancella la riga; se è vuota, esce"],
      ["Ctrl-D", "cancella un carattere; su una riga vuota, esce"],
      ["Ctrl-Z", "ferma per un po'; fg fa tornare"],
    ] as readonly (readonly [string, string])[],
    noColor: "niente colori, qualunque cosa dica FORCE_COLOR",
    forceColor: "colori anche quando l'output non è un terminale",
    debug: "mostra dove è avvenuto un errore di chat stesso",
    codes: {
      0: "tutto è andato bene",
      1: "un errore di chat stesso",
      2: "un'opzione o un valore che non va",
      3: "impossibile connettersi, o connessione persa definitivamente",
      4: "ingresso rifiutato (nome in uso o impossibile, stanza al completo)",
      5: "inviato, ma senza conferma; o chiesto, ma senza risposta",
      6: "la porta o l'indirizzo non si può usare",
      130: "fine con Ctrl+C",
      143: "fine con SIGTERM",
    },
    flag: {
      "no-search": "nessun indice di ciò che si dice: non si può cercare niente",
      "no-web": "nessuna pagina e nessun WebSocket",
      "web-origin": "altri indirizzi da cui può venire la pagina, come https://chat.example",
      "no-qr": "nessun codice QR dell'indirizzo all'apertura della stanza",
      host: "l'indirizzo su cui aprire; 0.0.0.0 è tutta la rete",
      clientHost: "dove si trova la stanza",
      port: "la porta; 0 ne prende una libera e la scrive",
      clientPort: "la porta della stanza",
      title: "come si chiama il server della stanza (altrimenti chat)",
      log: "l'aspetto delle righe di log sullo standard error: testo o JSON",
      quiet: "nessuna riga di log",
      lang: "la lingua (altrimenti quella della macchina)",
      help: "mostra questo aiuto",
      version: "mostra la versione",
      "max-clients": "connessioni contemporanee",
      "max-per-address": "connessioni contemporanee dallo stesso indirizzo",
      "max-rooms": "stanze contemporanee",
      "new-rooms": "stanze che un solo indirizzo può creare in un'ora",
      "max-line": "byte in una riga",
      "max-message": "caratteri in un messaggio",
      "name-timeout": "tempo per dare un nome",
      rate: "messaggi al secondo da una persona, oppure off",
      burst: "messaggi tutti insieme prima che conti --rate",
      outbox: "byte che possono attendere chi legge, prima di chiudere la sua connessione",
      "ping-after": "silenzio dopo il quale si manda un ping a un chat client",
      "ping-timeout": "tempo per rispondere a un ping",
      idle: "congeda chi tace per tanto tempo, oppure off",
      name: "il tuo nome nella stanza (altrimenti viene chiesto)",
      room: "la stanza in cui entrare",
      json: "scrive ogni evento come una riga JSON; accetta righe JSON o testo semplice",
      data: "il file in cui si conservano le stanze (altrimenti chat.db nella tua cartella dei dati)",
      ephemeral: "non conserva nulla su disco",
      durability:
        "a che cosa sopravvive un messaggio: a un server ucciso (process), o anche a un blackout (power, più lento)",
      keep: "quanto si conserva: 30d, un numero di messaggi per stanza, oppure forever",
      replay: "quanti degli ultimi messaggi vede chi entra",
      grace: "per quanto può mancare senza che si noti chi ha perso la connessione, oppure off",
      restart: "quando deve chiudere, dice a tutti che il server torna fra questo tempo",
      exportRoom: "solo questa stanza",
      since: "niente di più vecchio: 2h, 3d o una data",
      format: "che aspetto ha: text, o jsonl per i programmi",
      verify: "controlla soltanto che FILE si apra e sia intero",
      timeout: "quanto attendere la risposta del server",
      "no-reconnect": "termina quando la connessione si interrompe, invece di rientrare",
      "no-outbox": "non conserva nulla su questa macchina, nemmeno i messaggi non inviati",
      as: "il tuo nome nella stanza (altrimenti quello su questa macchina e ciò che fai, come ada-send)",
      plain: "una riga da leggere per messaggio, per chi usa un lettore di schermo; niente sposta il cursore",
      bell: "suona quando qualcuno ti nomina o scrive solo a te",
      block: "manda tutto lo standard input come un solo messaggio (o meno che si può)",
      create: "crea la stanza se non esiste (altrimenti il codice di uscita è 4)",
      tailSince: "tutto da allora: 2h, 3d o una data (altrimenti gli ultimi 10 messaggi)",
      follow: "continua con ciò che si dice da adesso",
      tailJson: "stampa ogni messaggio come riga JSON: i frame message di docs/protocol.md",
      askTimeout: "quanto aspettare una risposta",
      "no-color": "niente colori",
    },
  },

  archive: {
    saved: (path: string): string => `La copia è in ${path}.`,
    whole: (path: string, rooms: number, messages: number): string =>
      `${path} è intero: ${rooms === 1 ? "1 stanza" : `${rooms} stanze`}, ${
        messages === 1 ? "1 messaggio" : `${messages} messaggi`
      }.`,
    needFile: "Scrivi il nome del file: chat backup FILE.",
  },

  tokens: {
    made: (name) => `Questo è il token di ${name}. Si vede soltanto adesso: tienilo segreto.`,
    none: "Non ci sono token.",
    revoked: (name) => `Il token di ${name} non vale più.`,
    unknown: (name) => `Non c'è alcun token per "${name}": vedi chat token list.`,
    columns: ["NOME", "CREATO", "ULTIMO USO"],
    never: "mai",
  },

  store: {
    "in-use": (path: string): string =>
      `Un altro server tiene aperto ${path}: chiudilo, o scegli un altro file con --data.`,
    "read-only": (path: string): string =>
      `${path} non si può scrivere: controlla che la cartella ci sia e sia tua, o scegli un altro file con --data.`,
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
    exists: (path: string): string => `${path} c'è già: scegli un nome nuovo.`,
    other: (path: string, cause: string): string => `${path} non si può aprire: ${cause}.`,
    nowhere:
      "Non è chiaro dove tieni i tuoi file: scegli un file con --data, o non conservare nulla con --ephemeral.",
  },

  manual: {
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
    settings: "IMPOSTAZIONI",
    exitCodes: "CODICI DI USCITA",
    environment: "AMBIENTE",
    screenReaders: "LETTORI DI SCHERMO",
    forScreenReaders:
      "Con --plain, e da solo dove TERM è dumb o l'output non è un terminale, ogni messaggio è una riga con l'autore per primo, nulla sposta il cursore o viene riscritto, e nessun segno sta per una parola. I comandi sono gli stessi.",
    shell: "NELLA SHELL",
    examples: [
      ["make 2>&1 | chat send --as ci --block", "dice ciò che dice make, in un solo messaggio"],
      [
        "chat tail --since 1h --follow --json",
        "un oggetto JSON per riga: i frame message del protocollo nativo",
      ],
      ['if chat ask --timeout 60s "deploy now?" | grep -qi yes; then ./deploy; fi', "chiede alla stanza"],
    ] as readonly (readonly [string, string])[],
  },

  client: {
    askName: (offer) => offer === "" ? "Il tuo nome: " : `Il tuo nome [${offer}]: `,
    askHost: "Dove si trova la stanza? Indirizzo: ",
    askPort: (offer) => `Porta [${offer}]: `,
    emptyHost: "L'indirizzo non può essere vuoto.",
    badPort: "La porta è un numero da 1 a 65535.",
    noServer: (where) =>
      `Non c'è nessuno: nessun server risponde su ${where}. È aperto? Controlla l'indirizzo, o apri una stanza con chat server.`,
    noAnswer: (where, ms) =>
      `Il server su ${where} non ha risposto entro ${seconds(ms)}: forse è spento o troppo occupato.`,
    notChat: (where) => `Quello che risponde su ${where} non è un server di chat.`,
    unknownHost: (host) => `Nessuna macchina si chiama "${host}": controlla l'indirizzo.`,
    cannotConnect: (where, cause) => `Nessuna connessione con ${where}: ${cause}.`,
    lost: (where) => `La connessione con ${where} si è interrotta.`,
    serverClosed: (where) => `Il server su ${where} ha chiuso.`,
    welcome: (name, title, room) => `Ciao ${name}, ti diamo il benvenuto in ${title} (stanza ${room}).`,
    welcomeNowhere: (name, title) => `Ciao ${name}, ti diamo il benvenuto in ${title}.`,
    howToLeave: "Per uscire scrivi /quit o {quit}, o premi Ctrl+D. Per i comandi scrivi /help.",
    noSuchRoom: (room) => `Qui la stanza #${room} non esiste: controlla il nome, o creala con --create.`,
    needName: "Ci vuole un nome: indicalo con --name.",
    notInLog: (numbers, count) =>
      count === 1
        ? `Della riga ${numbers} non si sa se è nel registro.`
        : `Delle righe ${numbers} non si sa se sono nel registro.`,
    offline: (time) =>
      `${time} La connessione si è interrotta: provo a rientrare. Quello che scrivi resta qui e parte allora.`,
    offlineSince: (time) => `senza connessione dalle ${time}, provo a rientrare`,
    back: (time, ms) => `${time} Di nuovo dentro dopo ${seconds(Math.round(ms / 1000) * 1000)}.`,
    nameGone: (lost, now) => `Ora ${lost} è il nome di qualcun altro: qui il tuo nome è ${now}.`,
    queued: "(in attesa)",
    moreQueued: (count) => count === 1 ? "(e un altro)" : `(e altri ${count})`,
    onlyMessages: "Non c'è connessione: questo non è stato inviato. Restano in attesa solo i messaggi.",
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
    helpTitle: "Che cosa puoi scrivere:",
    hints: {
      paste: (lines: number, chars: number, fits: boolean): string =>
        `Incolli ${lines} righe, ${chars} caratteri. ` +
        (fits ? "Invio: manda un solo messaggio. " : "Troppo per un solo messaggio. ") +
        "L: riga per riga. E: modifica. C: annulla.",
      search: (query: string, isFound: boolean): string =>
        `Cerca (Ctrl-R più indietro, Invio manda, Ctrl-G lascia stare): ${query}${
          isFound ? "" : " (non trovato)"
        }`,
    },
    spoken: {
      joined: (name: string): string => `${name} è qui.`,
      crowd: (count: number): string => `Molti entrano o escono: qui ora ${people(count)}.`,
      left: (name: string, reason: LeaveReason, word: string | undefined): string =>
        `${name} non è più qui` +
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
    noMentions: "Nessuno ti ha ancora nominato qui.",
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
  },
};
