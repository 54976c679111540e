/**
 * What each slash command does, for help. In Italian.
 *
 * @module
 */

import type { Words } from "../en.ts";

/** By the name of the command. */
export const commands: Words["commands"] = {
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
  history: "mostra che cosa si è detto prima: un numero di messaggi, l'ultima ora, o attorno a uno",
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
