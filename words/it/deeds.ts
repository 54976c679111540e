/**
 * What people in charge do, as those who did it, those whom it hits and their rooms are told. In Italian.
 *
 * @module
 */

import type { Deed, DoneFrame, ModeratedFrame, ModLine } from "../../protocol.ts";
import type { Words } from "../en.ts";
import { mode } from "./modes.ts";
import { moment, people, seconds } from "./numbers.ts";

const because = (why: string | undefined): string => why === undefined || why === "" ? "." : `: ${why}`;
const till = (until: number | undefined): string => until === undefined ? "" : ` fino al ${moment(until)}`;
const where = (room: string | undefined): string => room === undefined ? "" : ` in #${room}`;

/** Says what was done, to the one who did it. */
function done(frame: DoneFrame): string {
  const { name = "", room, n = 0, until, also, net, value, undo } = frame;
  switch (frame.do) {
    case "kick":
      return `Hai fatto uscire ${name}${
        room === undefined ? "" : ` da #${room}`
      }: il rientro è possibile fra un minuto${n === 0 ? "." : `, o subito con /unban ${n}.`}`;
    case "mute":
      return `${name} non può più scrivere${where(room)}${
        till(until)
      }: /unmute ${name} lo permette di nuovo.`;
    case "unmute":
      return `${name} può di nuovo scrivere${where(room)}.`;
    case "ban": {
      const banned = `${name} non può più entrare${where(room)}${
        till(until)
      }: /unban ${n} lo permette di nuovo.`;
      if (net !== undefined) {
        return `${banned} Da ${net} c'è altra gente (${people(also ?? 0)}): /ban ${net} esclude anche loro.`;
      }
      const undone = undo === undefined ? "" : ` /undo entro ${seconds(undo)} annulla.`;
      return also === undefined ? banned : `${banned} Fra chi era qui riguarda ${people(also)}.${undone}`;
    }
    case "unban":
      return `Il divieto ${n} (${name}) è tolto.`;
    case "op":
      return room === undefined ? `${name} ora modera questo server.` : `${name} ora gestisce #${room}.`;
    case "deop":
      return room === undefined
        ? `${name} non modera più questo server.`
        : `${name} non gestisce più #${room}.`;
    case "voice":
      return `${name} ora può sempre scrivere${where(room)}.`;
    case "devoice":
      return `${name} ora scrive${where(room)} come chiunque altro.`;
    case "invite":
      return `${name} ora può entrare in #${room ?? ""}.`;
    case "guests":
      return value === true
        ? "Gli ospiti possono di nuovo entrare."
        : "Gli ospiti non entrano più: /guests on li fa entrare.";
    case "delete":
      return `Il messaggio ${n} è cancellato.`;
    case "clear":
      return `Messaggi di ${name} cancellati: ${also ?? 0}.${
        undo === undefined ? "" : ` /undo entro ${seconds(undo)} li riporta.`
      }`;
    case "undo":
      return "Annullato.";
    case "report":
      return `La segnalazione su ${name} è arrivata a chi modera.`;
    case "approve":
      return value === true
        ? "Chi arriva ora aspetta che tu apra: /waiting mostra chi è."
        : "Chi arriva entra di nuovo subito.";
    case "admit":
      return value === false
        ? `Non può entrare: ${people(also ?? 1)}.`
        : `Ora può entrare: ${people(also ?? 1)}.`;
    case "key":
      return value === true
        ? `Ora per entrare in #${room ?? ""} serve quella parola.`
        : `Per entrare in #${room ?? ""} non serve più una parola.`;
    default:
      return `Fatto${where(room)}.`;
  }
}

/** Says what was done about somebody, to their room and to themselves. */
function moderated({ do: deed, name, by, room, until, why, rank, wide }: ModeratedFrame): string {
  const isOfServer = room === undefined || wide === true;
  switch (deed) {
    case "mute":
      return `--- ${by} ha tolto la parola a ${name}${till(until)}${because(why)}`;
    case "unmute":
      return `--- ${by} ha ridato la parola a ${name}`;
    case "op":
      return `--- ${by}: ${name} ora ${
        isOfServer || rank === "moderator" ? "modera il server" : "gestisce la stanza"
      }`;
    case "deop":
      return `--- ${by}: ${name} non ${isOfServer ? "modera più il server" : "gestisce più la stanza"}`;
    case "voice":
      return `--- ${by}: ${name} può sempre scrivere`;
    case "devoice":
      return `--- ${by}: ${name} scrive come chiunque altro`;
    case "invite":
      return `--- ${by} invita ${name} in #${room ?? ""}: /join #${room ?? ""}`;
    case "report":
      return `--- ${by} segnala ${name}${where(room)}${because(why)}`;
    case "waiting":
      return `--- ${name} aspetta di entrare: /admit ${why ?? "all"}`;
    case "admit":
      return `--- ${name} non aspetta più di entrare`;
    default:
      return `--- ${by}: ${deed} ${name}`;
  }
}

/** What else than a ban stands in the list of bans. */
const KINDS: Partial<Record<Deed, string>> = {
  kick: "fuori:",
  mute: "senza parola:",
  except: "eccezione:",
  welcome: "può entrare:",
};

/** Says one line of a list. */
function line(entry: ModLine, list: Deed): string {
  const { n, do: deed, subject, room, by, at, until, why, seq } = entry;
  if (list === "waiting") return `${n}  ${subject} (${by}), ${moment(at)}`; // By is the door that they are at.
  const about = seq === undefined ? "" : ` @${seq}`;
  const what = list === "bans" && deed !== "ban" ? `${KINDS[deed] ?? deed} ` : "";
  return `${n}  ${what}${subject}${about}${where(room)}, da ${by}, ${moment(at)}${
    until === undefined ? "" : `, fino al ${moment(until)}`
  }${why === undefined ? "" : `: ${why}`}`;
}

const EMPTY: Partial<Record<Deed, string>> = {
  bans: "Nessuno è escluso o senza parola.",
  reports: "Nessuna segnalazione.",
  waiting: "Nessuno aspetta.",
};

/** What people in charge do. */
export const deeds: Words["deeds"] = {
  done,
  moderated,
  line,
  none: (list) => EMPTY[list] ?? "In quel tempo non è stato fatto nulla.",
  mode,
  modeChanged: (room, by, what) => `--- ${by} ha impostato #${room}: ${mode(what)}`,
  modeIs: (room, what) => `#${room}: ${mode(what)}.`,
  deleted: "(cancellato)",
  deletes: (seq, of) => `ha cancellato il messaggio ${seq} di ${of}`,
  deletesMany: (count, of) => `ha cancellato i messaggi di ${of} (${count})`,
  edits: (seq) => `ha corretto il messaggio ${seq}`,
  reacts: (emoji, to) => `${emoji} a ${to}`,
  reactsNoMore: (emoji, to) => `toglie ${emoji} a ${to}`,
  edited: "(corretto)",
  restores: (count, of) => `ha riportato i messaggi di ${of} (${count})`,
  ranks: {
    voiced: "scrive sempre",
    operator: "gestisce la stanza",
    moderator: "modera",
    owner: "gestisce il server",
  },
  isMuted: "non può scrivere",
  ownName: "il nome è suo",
  server: "il server",
  waits: "Aspetti che qualcuno ti faccia entrare, al massimo dieci minuti: chi gestisce lo sa.",
  floodWhy: "troppo e troppo in fretta",
};
