/**
 * PRIVMSG, NOTICE and TAGMSG (RFC 2812, section 3.3; https://ircv3.net/specs/extensions/message-tags).
 *
 * @module
 */

import { hasVoice } from "../../../../protocol/rights.ts";
import type { Problem } from "../../../../protocol.ts";
import { countTowardsFlood } from "../../../core/commands.ts";
import type { Room } from "../../../core/rooms.ts";
import type { IrcClient } from "../client.ts";
import { fitsOneLine } from "../message_lines.ts";
import { type IrcOutput, type MessageExtras, tagsFrom } from "../output.ts";
import { formatLine, type IrcLine, LINE_BYTES, type Tags } from "../line.ts";
import type { Piece } from "../multiline.ts";
import { findRoom } from "../room_replies.ts";
import { nameOf } from "../server.ts";
import { fromChannel, fromNick, toNick } from "../spelling.ts";
import { editedId, sendEdit } from "./edits.ts";
import { meaningOf } from "./text.ts";
import { answeredIn, reactionIn, sendReaction } from "./thoughts.ts";

/** How many recipients one message may have; those after them are not sent to. */
const MOST_RECIPIENTS = 4;

/** Handles PRIVMSG. */
export function privmsg(client: IrcClient, line: IrcLine): void {
  sendText(client, line, false);
}

/** Handles NOTICE, which nothing is ever answered to. */
export function notice(client: IrcClient, line: IrcLine): void {
  sendText(client, line, true);
}

function sendText(
  client: IrcClient,
  { tags, params: [targets = "", text = ""] }: IrcLine,
  isNotice: boolean,
): void {
  const { irc } = client.server.hub.words;
  if (targets === "") return isNotice ? undefined : client.numeric("411", irc.noRecipient);
  if (text === "") return isNotice ? undefined : client.numeric("412", irc.noText);
  if (!fitsOneLine(client.source, isNotice ? "NOTICE" : "PRIVMSG", targets, text)) {
    return client.session.problem({ code: "line-too-long", limit: LINE_BYTES });
  }
  for (const [index, target] of targets.split(",").slice(0, MOST_RECIPIENTS).entries()) {
    if (index > 0) client.countAsLine();
    sendMessage(client, { target, text, tags, isNotice });
  }
}

/** A text as a client sent it. */
export interface SentText {
  /** A channel, or a nickname. */
  readonly target: string;
  readonly text: string;
  readonly tags: Tags;
  readonly isNotice: boolean;
  /** How its author cut a text of several lines. */
  readonly pieces?: readonly Piece[];
}

/** Says something in a room, or to one person. */
export function sendMessage(client: IrcClient, { target, text, tags, isNotice, pieces }: SentText): void {
  const meant = meaningOf(text);
  if (meant.kind === "ctcp") return; // Between clients that know each other's address: not passed on here.
  const extras = { isNotice, tags: clientTags(tags), pieces };
  const said = { text: meant.text, ...(meant.kind === "action" && { action: true as const }) };
  if (fromChannel(target) === undefined) sendToPerson(client, target, said, extras);
  else sendToRoom(client, target, said, extras);
}

interface Said {
  readonly text: string;
  readonly action?: true;
}

/** Says something in a room. It is shown to its author, if they want to see it, once the log has it. */
function sendToRoom(client: IrcClient, channel: string, said: Said, extras: MessageExtras): void {
  const { hub } = client.server;
  const room = findRoom(client, channel);
  const isOpen = room !== undefined &&
    (client.session.person.isIn(room.name) || hub.context.moderation.mode(room.name).outside === true);
  if (!isOpen) {
    if (!extras.isNotice) {
      client.numeric(room === undefined ? "403" : "404", channel, hub.words.irc.cannotSend);
    }
    return;
  }
  const id = editedId(extras.tags);
  if (id !== undefined) return sendEdit(client, room, { command: "PRIVMSG", id, text: said.text });
  const { response } = client;
  const { seq: re, rest } = answeredIn(client, room, extras.tags);
  const about = re === undefined ? {} : { re };
  const isSent = client.own.send({ label: response.label, extras: { ...extras, tags: rest } }, () => {
    hub.receive(client.session, { ok: true, frame: { type: "say", room: room.name, ...said, ...about } });
  });
  if (isSent) response.takeLabel(); // It comes back with the message; a refusal has it at once.
}

function sendToPerson(client: IrcClient, nick: string, said: Said, given: MessageExtras): void {
  const { hub } = client.server;
  const { isNotice, tags } = given;
  const to = nameOf(nick) ?? fromNick(nick);
  if (isNotice && hub.find(to) === undefined) return;
  const extras = { ...given, tags: [["msgid", client.server.newMessageId()] as const, ...tags] };
  client.own.sendDirect(extras, () => {
    hub.receive(client.session, { ok: true, frame: { type: "private", to, ...said } });
  });
}

/** Handles TAGMSG: a reaction, which is one at all doors; else tags for other IRC clients, which are not kept. */
export function tagmsg(client: IrcClient, { tags, params: [targets = ""] }: IrcLine): void {
  const { server } = client;
  if (targets === "") return client.numeric("461", "TAGMSG", server.hub.words.irc.needMore);
  const shown = clientTags(tags);
  if (shown.length === 0) return;
  const { name, publicId } = client.session.person;
  const own = tagsFrom(server.people, name, server.hub.now(), publicId);
  for (const [index, target] of targets.split(",").slice(0, MOST_RECIPIENTS).entries()) {
    if (index > 0) client.countAsLine();
    const person = fromChannel(target) === undefined ? server.people.find(nameOf(target) ?? "") : undefined;
    const room = findRoom(client, target);
    const isInRoom = room !== undefined && client.session.person.isIn(room.name);
    if (person === undefined && !isInRoom) {
      client.numeric(room === undefined ? "401" : "404", target, server.hub.words.irc.cannotSend);
      continue;
    }
    const problem = silenceOf(client, person === undefined ? room : undefined);
    if (problem !== undefined) {
      client.session.problem(problem);
      continue;
    }
    const reaction = room === undefined ? undefined : reactionIn(client, room, shown);
    if (room !== undefined && reaction !== undefined) {
      sendReaction(client, room, reaction);
      continue;
    }
    if (person === undefined && room !== undefined && !isPassedOn(client, room, shown)) continue;
    countTowardsFlood(server.hub.context, client.session, false);
    const line: IrcOutput = {
      tags: [...own, ["msgid", server.newMessageId()], ...shown],
      text: formatLine(client.source, "TAGMSG", [person === undefined ? target : toNick(person.name)]),
    };
    const others = person === undefined ? server.clientsIn(room) : server.clientsOf(person);
    for (const other of others) {
      const isMeant = other !== client || person !== undefined;
      const isShown = other.session.person.shows({ from: name, person: publicId });
      if (other.caps.has("message-tags") && isMeant && isShown) other.notify(line);
    }
    if (client.caps.has("echo-message")) client.send(line);
  }
}

/** Gives why somebody may say nothing, in a room or at all: tags can say as much as words. */
function silenceOf(
  { server: { hub }, session: { person } }: IrcClient,
  room: Room | undefined,
): Problem | undefined {
  const { moderation } = hub.context;
  return room === undefined ? moderation.muteProblem(person) : moderation.silenceProblem(person, room.name);
}

/** The tags by which clients tell by themselves that somebody is writing. */
const TYPING: readonly string[] = ["+typing", "+draft/typing"];

/** Tells whether tags are passed on in a room: in a slow one only that somebody is writing, as words have to wait there. */
function isPassedOn(
  { server: { hub }, session: { person } }: IrcClient,
  room: Room,
  tags: MessageExtras["tags"],
): boolean {
  const { moderation } = hub.context;
  const isSlow = moderation.mode(room.name).slow !== undefined &&
    !hasVoice(moderation.standing(person, room.name));
  return !isSlow || tags.every(([tag]) => TYPING.includes(tag));
}

const NO_TAGS: MessageExtras["tags"] = [];

/** Gives the tags that are for other clients. */
function clientTags(tags: Tags): MessageExtras["tags"] {
  return tags.size === 0 ? NO_TAGS : [...tags].filter(([name]) => name.startsWith("+"));
}
