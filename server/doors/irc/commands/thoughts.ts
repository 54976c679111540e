/**
 * Answers and reactions, which are tags on IRC (https://ircv3.net/specs/client-tags/reply, https://ircv3.net/specs/client-tags/react).
 * What they mean at all doors is said as that; other tags are passed on between IRC clients.
 *
 * @module
 */

import { changesAnother } from "../../../../protocol/second_thoughts.ts";
import type { MessageFrame } from "../../../../protocol.ts";
import type { Room } from "../../../core/rooms.ts";
import { asEmoji } from "../../../validation.ts";
import type { IrcClient } from "../client.ts";
import { parseMessageId, REACT_TAG, REPLY_TAG, UNREACT_TAG } from "../message_lines.ts";
import type { MessageExtras } from "../output.ts";

type ClientTags = MessageExtras["tags"];

/** The names of each tag: that of its draft, and the one that it has at the end. */
const REPLY: readonly string[] = [REPLY_TAG, "+reply"];
const REACT: readonly string[] = [REACT_TAG, "+react"];
const UNREACT: readonly string[] = [UNREACT_TAG, "+unreact"];

/** Finds the message of a room that tags say a text answers; what they say of no message here stays among the rest. */
export function answeredIn(
  client: IrcClient,
  room: Room,
  tags: ClientTags,
): { readonly seq?: number; readonly rest: ClientTags } {
  const message = repliedTo(client, room, tags);
  return message === undefined ? { rest: tags } : { seq: message.seq, rest: without(tags, REPLY) };
}

/** A reaction to a message, as tags say it. */
export interface TaggedReaction {
  readonly message: MessageFrame;
  readonly emoji: string;
  readonly isOn: boolean;
  readonly rest: ClientTags;
}

/** Finds the reaction that tags are; `undefined` where they are none that is one at all doors. */
export function reactionIn(client: IrcClient, room: Room, tags: ClientTags): TaggedReaction | undefined {
  const [on, off] = [valueOf(tags, REACT), valueOf(tags, UNREACT)];
  const emoji = asEmoji(on ?? off ?? "");
  if (emoji === undefined || (on !== undefined && off !== undefined)) return undefined;
  const message = repliedTo(client, room, tags);
  const rest = without(tags, [...REPLY, ...REACT, ...UNREACT]);
  return message === undefined ? undefined : { message, emoji, isOn: on !== undefined, rest };
}

/** Reacts to a message, or takes that back. It is shown to who sent it, if they want to see it, once the log has it. */
export function sendReaction(
  client: IrcClient,
  room: Room,
  { message: { seq }, emoji, isOn, rest }: TaggedReaction,
): void {
  const { server: { hub }, session, response } = client;
  const { pages } = hub.context;
  pages.commitPending();
  const { home, name } = session.person;
  if (pages.hasReacted(room.name, seq, emoji, [home, name]) === isOn) return; // It is so already: nothing will come.
  const isSent = client.own.send({ label: response.label, extras: { isNotice: false, tags: rest } }, () => {
    hub.receive(session, { ok: true, frame: { type: "react", room: room.name, seq, emoji, on: isOn } });
  });
  if (isSent) response.takeLabel(); // It comes back with the message; a refusal has it at once.
}

function repliedTo(client: IrcClient, room: Room, tags: ClientTags): MessageFrame | undefined {
  const id = parseMessageId(valueOf(tags, REPLY) ?? "");
  const { pages } = client.server.hub.context;
  if (id?.room !== room.name || id.seq < 1) return undefined;
  const [message] = pages.read(room.name, { after: id.seq - 1, limit: 1 });
  return message?.seq === id.seq && !changesAnother(message) && !message.redacted ? message : undefined;
}

function valueOf(tags: ClientTags, names: readonly string[]): string | undefined {
  return tags.find(([name]) => names.includes(name))?.[1];
}

function without(tags: ClientTags, names: readonly string[]): ClientTags {
  return tags.filter(([name]) => !names.includes(name));
}
