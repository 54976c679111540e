/**
 * What people in charge do, as those who did it, those whom it hits and their rooms are told. In English.
 *
 * @module
 */

import type { Deed, DoneFrame, ModeratedFrame, ModLine, RoomMode } from "../../protocol.ts";
import { mode } from "./modes.ts";
import { moment, people, seconds } from "./numbers.ts";

const because = (why: string | undefined): string => why === undefined || why === "" ? "." : `: ${why}`;
const till = (until: number | undefined): string => until === undefined ? "" : ` until ${moment(until)}`;
const messages = (count: number): string => count === 1 ? "1 message" : `${count} messages`;
const where = (room: string | undefined): string => room === undefined ? "" : ` in #${room}`;

/** Says what was done, to the one who did it. */
function done(frame: DoneFrame): string {
  const { name = "", room, n = 0, until, also, net, value, undo } = frame;
  switch (frame.do) {
    case "kick":
      return `${name} was removed${room === undefined ? "" : ` from #${room}`} and may come back in a minute${
        n === 0 ? "." : `: /unban ${n} lets them back at once.`
      }`;
    case "mute":
      return `${name} is muted${where(room)}${till(until)}: /unmute ${name} ends that.`;
    case "unmute":
      return `${name} is heard again${where(room)}.`;
    case "ban": {
      const banned = `${name} is banned${where(room)}${till(until)}: /unban ${n} ends that.`;
      if (net !== undefined) {
        return `${banned} ${people(also ?? 0)} more came from ${net}: /ban ${net} bans them, too.`;
      }
      const undone = undo === undefined ? "" : ` /undo within ${seconds(undo)} takes it back.`;
      return also === undefined ? banned : `${banned} It hits ${people(also)} who were here.${undone}`;
    }
    case "unban":
      return `The ban ${n} (${name}) is lifted.`;
    case "op":
      return room === undefined ? `${name} is a moderator now.` : `${name} is an operator of #${room} now.`;
    case "deop":
      return room === undefined
        ? `${name} is no moderator any more.`
        : `${name} is no operator of #${room} any more.`;
    case "voice":
      return `${name} may always write${where(room)} now.`;
    case "devoice":
      return `${name} writes${where(room)} like everybody else again.`;
    case "invite":
      return `${name} may come into #${room ?? ""} now.`;
    case "guests":
      return value === true
        ? "Guests may come in again."
        : "No guests come in any more: /guests on lets them in.";
    case "delete":
      return `Message ${n} is deleted.`;
    case "clear":
      return `${messages(also ?? 0)} of ${name} ${also === 1 ? "is" : "are"} deleted.${
        undo === undefined ? "" : ` /undo within ${seconds(undo)} brings ${also === 1 ? "it" : "them"} back.`
      }`;
    case "undo":
      return "That is undone.";
    case "report":
      return `The moderators have been told about ${name}.`;
    case "approve":
      return value === true
        ? "Who comes now waits until you let them in: /waiting lists them."
        : "Whoever comes is let in again.";
    case "admit":
      return value === false ? `${people(also ?? 1)} turned away.` : `${people(also ?? 1)} let in.`;
    case "key":
      return value === true
        ? `#${room ?? ""} needs that word now.`
        : `#${room ?? ""} needs no word any more.`;
    default:
      return `Done${where(room)}.`; // What has changed, everybody in the room is told.
  }
}

/** Says what was done about somebody, to their room and to themselves. */
function moderated({ do: deed, name, by, room, until, why, rank, wide }: ModeratedFrame): string {
  const isOfServer = room === undefined || wide === true;
  switch (deed) {
    case "mute":
      return `--- ${by} muted ${name}${till(until)}${because(why)}`;
    case "unmute":
      return `--- ${by} lets ${name} write again`;
    case "op":
      return `--- ${by} made ${name} ${isOfServer || rank === "moderator" ? "a moderator" : "an operator"}`;
    case "deop":
      return `--- ${by} made ${name} no ${isOfServer ? "moderator" : "operator"} any more`;
    case "voice":
      return `--- ${by} gave ${name} a voice`;
    case "devoice":
      return `--- ${by} took the voice of ${name} away`;
    case "invite":
      return `--- ${by} invites ${name} into #${room ?? ""}: /join #${room ?? ""}`;
    case "report":
      return `--- ${by} reports ${name}${where(room)}${because(why)}`;
    case "waiting":
      return `--- ${name} waits to be let in: /admit ${why ?? "all"}`;
    case "admit":
      return `--- ${name} waits no longer`;
    default:
      return `--- ${by}: ${deed} ${name}`;
  }
}

/** What else than a ban stands in the list of bans. */
const KINDS: Partial<Record<Deed, string>> = {
  kick: "removed:",
  mute: "muted:",
  except: "excepted:",
  welcome: "let in:",
};

/** Says one line of a list. */
function line(entry: ModLine, list: Deed): string {
  const { n, do: deed, subject, room, by, at, until, why, seq } = entry;
  if (list === "waiting") return `${n}  ${subject} (${by}), ${moment(at)}`; // By is the door that they are at.
  const about = seq === undefined ? "" : ` @${seq}`;
  const what = list === "bans" && deed !== "ban" ? `${KINDS[deed] ?? deed} ` : "";
  return `${n}  ${what}${subject}${about}${where(room)}, by ${by}, ${moment(at)}${
    until === undefined ? "" : `, until ${moment(until)}`
  }${why === undefined ? "" : `: ${why}`}`;
}

const EMPTY: Partial<Record<Deed, string>> = {
  bans: "Nobody is banned or muted.",
  reports: "Nobody has reported anything.",
  waiting: "Nobody waits.",
};

/** What people in charge do. */
export const deeds = {
  done,
  moderated,
  line,
  /** Nothing to list. */
  none: (list: Deed): string => EMPTY[list] ?? "Nothing was done in that time.",
  mode,
  /** Told to a room whose mode has changed. */
  modeChanged: (room: string, by: string, what: RoomMode): string => `--- ${by} set #${room}: ${mode(what)}`,
  /** Told to somebody who enters a room that is not like all others. */
  modeIs: (room: string, what: RoomMode): string => `#${room} is ${mode(what)}.`,
  /** In the place of a text that was deleted. */
  deleted: "(deleted)",
  /** What the log says when a message is deleted, after the name of the one who did it. */
  deletes: (seq: number, of: string): string => `deleted message ${seq} of ${of}`,
  deletesMany: (count: number, of: string): string => `deleted ${messages(count)} of ${of}`,
  /** What the log says when a text is changed or reacted to, after the name of the one who did it. */
  edits: (seq: number): string => `changed message ${seq}`,
  /** @param to The message, as its author and first words. */
  reacts: (emoji: string, to: string): string => `${emoji} to ${to}`,
  reactsNoMore: (emoji: string, to: string): string => `takes back ${emoji} to ${to}`,
  /** Behind a text that was changed. */
  edited: "(edited)",
  restores: (count: number, of: string): string => `brought back ${messages(count)} of ${of}`,
  /** What stands behind a name of somebody who is more than a member. */
  ranks: { voiced: "with a voice", operator: "operator", moderator: "moderator", owner: "owner" },
  isMuted: "muted",
  ownName: "their own name",
  /** Who does what nobody did. */
  server: "the server",
  waits: "You wait to be let in, for ten minutes at most: whoever is in charge has been told.",
  floodWhy: "too much too fast",
};
