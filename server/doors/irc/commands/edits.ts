/**
 * Changing what one said: by a tag, as clients do that have it, or by EDIT, as a person types it whose client has not.
 *
 * IRCv3 has agreed on nothing for that (https://github.com/ircv3/ircv3-specifications/pull/425 is a draft). EDIT has the
 * parameters and the failures of REDACT (https://ircv3.net/specs/extensions/message-redaction).
 *
 * @module
 */

import type { Problem } from "../../../../protocol.ts";
import type { Room } from "../../../core/rooms.ts";
import type { IrcClient } from "../client.ts";
import type { IrcLine } from "../line.ts";
import { EDIT_TAG, parseMessageId } from "../message_lines.ts";
import type { MessageExtras } from "../output.ts";
import { findRoom } from "../room_replies.ts";
import { toChannel } from "../spelling.ts";
import { meaningOf } from "./text.ts";

/** The name of the tag as a draft, and the one that it would have at the end. */
const EDIT: readonly string[] = [EDIT_TAG, "+edit"];

/** Stands for the last message of whoever changes it, in the place of an id. */
const LAST = "*";

/** Gives the id of the message whose text a text is to be, as its tags say it. */
export function editedId(tags: MessageExtras["tags"]): string | undefined {
  return tags.find(([name]) => EDIT.includes(name))?.[1];
}

/** A new text for a message. */
interface NewText {
  /** The command that failures are told of. */
  readonly command: "PRIVMSG" | "EDIT";
  /** The id of the message. */
  readonly id: string;
  readonly text: string;
}

/** Changes the text of a message. It is shown to who sent it, if they want to see it, once the log has it. */
export function sendEdit(client: IrcClient, room: Room, { command, id, text }: NewText): void {
  const { server: { hub }, response } = client;
  const channel = toChannel(room.name);
  const fail = (code: string, why: string): void => client.fail(command, code, channel, id, why);
  const parsed = id === LAST ? undefined : parseMessageId(id);
  if (id !== LAST && parsed?.room !== room.name) return fail("UNKNOWN_MSGID", hub.words.irc.noMessage);
  client.onRefusal(({ code }, why) => {
    const named = EDIT_CODES[code];
    if (named !== undefined) fail(named, why);
    return named !== undefined;
  });
  const message = { label: response.label, extras: undefined };
  const about = parsed === undefined ? {} : { seq: parsed.seq };
  const isSent = client.own.request(message, (request) => {
    const frame = { type: "edit", room: room.name, text, id: request, ...about } as const;
    hub.receive(client.session, { ok: true, frame });
  });
  if (isSent) response.takeLabel(); // It comes back with the message; a refusal has it at once.
}

/** Handles EDIT of a message of a room. */
export function edit(client: IrcClient, { params: [channel = "", id = "", written = ""] }: IrcLine): void {
  const { irc } = client.server.hub.words;
  const meant = meaningOf(written);
  if (channel === "" || id === "" || meant.kind === "ctcp" || meant.text === "") {
    return client.fail("EDIT", "NEED_MORE_PARAMS", irc.needMore);
  }
  const room = findRoom(client, channel);
  if (room === undefined || !client.session.person.isIn(room.name)) {
    return client.fail("EDIT", "INVALID_TARGET", channel, irc.noChannel);
  }
  sendEdit(client, room, { command: "EDIT", id, text: meant.text });
}

/** What REDACT's specification calls what is refused, for what changes a text. */
const EDIT_CODES: Partial<Record<Problem["code"], string>> = {
  "no-message": "UNKNOWN_MSGID",
  "too-late": "EDIT_WINDOW_EXPIRED",
  "not-yours": "EDIT_FORBIDDEN",
};
