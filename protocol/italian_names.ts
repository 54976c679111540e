/**
 * What the slash commands are called in Italian: each works at every frontend, whatever language that speaks. Pure.
 *
 * @module
 */

/** By the name of the command; those that Italians call the same are not named again. */
export const ITALIAN_NAMES: Readonly<Record<string, string>> = {
  help: "aiuto",
  me: "io",
  msg: "scrivi",
  reply: "rispondi",
  query: "privato",
  join: "entra",
  part: "lascia",
  rooms: "stanze",
  topic: "argomento",
  who: "chi",
  whois: "info",
  nick: "nome",
  claim: "rivendica",
  devices: "dispositivi",
  unclaim: "rinuncia",
  away: "assente",
  back: "eccomi",
  history: "cronologia",
  search: "cerca",
  catchup: "novità",
  mentions: "menzioni",
  ignore: "ignora",
  unignore: "riascolta",
  notify: "avvisi",
  quiet: "silenzio",
  set: "imposta",
  clear: "pulisci",
  quit: "esci",
  answer: "cita",
  edit: "correggi",
  react: "reagisci",
  send: "invia",
  get: "prendi",
  show: "mostra",
  kick: "espelli",
  mute: "zittisci",
  unmute: "ridai-voce",
  ban: "bandisci",
  unban: "riammetti",
  bans: "divieti",
  undo: "annulla",
  delete: "cancella",
  "clear-room": "ripulisci",
  "quiet-room": "silenzia",
  readonly: "sola-lettura",
  slow: "rallenta",
  lock: "chiudi",
  unlock: "apri",
  "invite-only": "solo-invito",
  invite: "invita",
  accounts: "iscritti",
  key: "parola",
  limit: "limite",
  secret: "segreta",
  topics: "argomenti",
  op: "operatore",
  deop: "togli-operatore",
  voice: "voce",
  devoice: "togli-voce",
  guests: "ospiti",
  approve: "approva",
  waiting: "attesa",
  admit: "ammetti",
  report: "segnala",
  reports: "segnalazioni",
  audit: "registro",
};

/** Tells whether a word is what a command is called in Italian; accents may be left out, as on a keyboard that has none. */
export function isItalianNameOf(name: string, written: string): boolean {
  const italian = ITALIAN_NAMES[name];
  return italian !== undefined && (italian === written || withoutAccents(italian) === written);
}

function withoutAccents(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "");
}
