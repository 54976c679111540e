/**
 * Who did what, as somebody reads it who was not there. In Italian.
 *
 * @module
 */

import { type AuditedMode, auditedMode } from "../../protocol/audited.ts";
import type { ModLine } from "../../protocol.ts";
import { mode } from "./modes.ts";
import { moment } from "./numbers.ts";

const OFF: Readonly<Record<AuditedMode, string>> = {
  slow: "non più lenta",
  readonly: "non più in sola lettura",
  quiet: "non più silenziosa",
  lock: "non più chiusa a chi arriva",
  inviteonly: "non più solo su invito",
  accounts: "non più solo per nomi riservati",
  key: "senza una parola per entrare",
  limit: "senza un limite di persone",
  secret: "non più nascosta",
  topics: "l'argomento lo decide chiunque",
  outside: "chi sta fuori non scrive più",
};

/** Says what was done. */
function deed(line: ModLine): string {
  const { subject, room } = line;
  const from = room === undefined ? "dal server" : `da #${room}`;
  const inside = room === undefined ? "sul server" : `in #${room}`;
  const where = room === undefined ? "" : ` in #${room}`;
  switch (line.do) {
    case "kick":
      return `ha fatto uscire ${subject} ${from}`;
    case "mute":
      return `ha tolto la parola a ${subject}${where}`;
    case "unmute":
      return `ha ridato la parola a ${subject}${where}`;
    case "ban":
      return `ha escluso ${subject} ${from}`;
    case "unban":
      return `ha tolto il divieto per ${subject} ${inside}`;
    case "except":
      return `ha fatto un'eccezione ai divieti per ${subject}${where}`;
    case "welcome":
      return `ha permesso a ${subject} di entrare senza invito${where}`;
    case "op":
      return room === undefined
        ? `ha affidato il server a ${subject}, che ora modera`
        : `ha affidato #${room} a ${subject}`;
    case "deop":
      return room === undefined
        ? `ha deciso che ${subject} non modera più il server`
        : `ha deciso che ${subject} non gestisce più #${room}`;
    case "voice":
      return `ha permesso a ${subject} di scrivere sempre${where}`;
    case "devoice":
      return `ha deciso che ${subject} scrive come chiunque altro${where}`;
    case "invite":
      return `ha invitato ${subject}${where}`;
    case "delete":
      return `ha cancellato il messaggio ${subject.replace(/^@(\d+) /, "$1 di ")}${where}`;
    case "clear":
      return `ha cancellato quello che aveva scritto ${subject}${where}`;
    case "undo":
      return `ha riportato quello che aveva scritto ${subject}${where}`;
    case "report":
      return `ha segnalato ${subject}${where}`;
    case "guests":
      return subject === "on" ? "ha fatto entrare di nuovo gli ospiti" : "non ha fatto più entrare ospiti";
    case "approve":
      return subject === "on"
        ? "ha fatto aspettare chi arriva"
        : "ha fatto entrare di nuovo subito chi arriva";
    case "admit":
      return subject.startsWith("- ")
        ? `non ha fatto entrare ${subject.slice(2)}`
        : `ha fatto entrare ${subject}`;
    case "slow":
    case "readonly":
    case "quiet":
    case "lock":
    case "unlock":
    case "inviteonly":
    case "accounts":
    case "key":
    case "limit":
    case "secret":
    case "topics":
    case "outside": {
      const set = auditedMode(line.do, subject);
      return `ha impostato ${room === undefined ? "il server" : `#${room}`}: ${
        set.isOn ? mode(set.mode) : OFF[set.what]
      }`;
    }
    case "bans":
    case "reports":
    case "waiting":
    case "audit":
      return `ha guardato ${line.do}`;
  }
}

/** Says one line of the audit: when, who, what, until when, why. */
export function audit(line: ModLine): string {
  const { by, at, until, why } = line;
  const end = until === undefined ? "" : ` fino al ${moment(until)}`;
  return `${moment(at)}  ${by} ${deed(line)}${end}${why === undefined ? "" : `: ${why}`}`;
}
