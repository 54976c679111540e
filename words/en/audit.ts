/**
 * Who did what, as somebody reads it who was not there. In English.
 *
 * @module
 */

import { type AuditedMode, auditedMode } from "../../protocol/audited.ts";
import type { ModLine } from "../../protocol.ts";
import { mode } from "./modes.ts";
import { moment } from "./numbers.ts";

const OFF: Readonly<Record<AuditedMode, string>> = {
  slow: "not slow any more",
  readonly: "not read-only any more",
  quiet: "not quiet any more",
  lock: "not locked any more",
  inviteonly: "not by invitation only any more",
  accounts: "not only for claimed names any more",
  key: "without a word to come in",
  limit: "for as many as want to come",
  secret: "not secret any more",
  topics: "everybody sets the topic",
  outside: "people outside do not write any more",
};

/** Says what was done. */
function deed(line: ModLine): string {
  const { subject, room } = line;
  const place = room === undefined ? "the server" : `#${room}`;
  const where = room === undefined ? "" : ` in #${room}`;
  switch (line.do) {
    case "kick":
      return `removed ${subject} from ${place}`;
    case "mute":
      return `muted ${subject}${where}`;
    case "unmute":
      return `let ${subject} write again${where}`;
    case "ban":
      return `banned ${subject} from ${place}`;
    case "unban":
      return `lifted the ban of ${subject} from ${place}`;
    case "except":
      return `excepted ${subject} from the bans of ${place}`;
    case "welcome":
      return `lets ${subject} into ${place} without an invitation`;
    case "op":
      return `made ${subject} ${room === undefined ? "a moderator" : `an operator of ${place}`}`;
    case "deop":
      return `made ${subject} no ${room === undefined ? "moderator" : `operator of ${place}`} any more`;
    case "voice":
      return `gave ${subject} a voice${where}`;
    case "devoice":
      return `took the voice of ${subject} away${where}`;
    case "invite":
      return `invited ${subject} into ${place}`;
    case "delete":
      return `deleted message ${subject.replace(/^@(\d+) /, "$1 of ")}${where}`;
    case "clear":
      return `deleted what ${subject} had said${where}`;
    case "undo":
      return `brought back what ${subject} had said${where}`;
    case "report":
      return `reported ${subject}${where}`;
    case "guests":
      return subject === "on" ? "let guests in again" : "let no guests in any more";
    case "approve":
      return subject === "on" ? "had whoever comes wait at the door" : "let whoever comes in at once again";
    case "admit":
      return subject.startsWith("- ") ? `turned away ${subject.slice(2)}` : `let in ${subject}`;
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
      return `set ${place}: ${set.isOn ? mode(set.mode) : OFF[set.what]}`;
    }
    case "bans":
    case "reports":
    case "waiting":
    case "audit":
      return `looked at ${line.do}`;
  }
}

/** Says one line of the audit: when, who, what, until when, why. */
export function audit(line: ModLine): string {
  const { by, at, until, why } = line;
  const end = until === undefined ? "" : ` until ${moment(until)}`;
  return `${moment(at)}  ${by} ${deed(line)}${end}${why === undefined ? "" : `: ${why}`}`;
}
