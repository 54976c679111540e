/**
 * Deleting messages, one or what somebody said in the last minutes.
 *
 * @module
 */

import { DELETE_OWN_FOR } from "../../../../protocol/limits.ts";
import { nameKey, parseName } from "../../../../protocol/names.ts";
import type { MessageFrame } from "../../../../protocol.ts";
import type { Person } from "../../members.ts";
import type { Room } from "../../rooms.ts";
import { mayActOn, mayDo } from "../../../../protocol/rights.ts";
import { isOwnMessage, isSaid, lastSaid, saidMessage } from "../own_messages.ts";
import { done, mayActAgainst, refuse, type Wanted } from "./act.ts";
import { type ChangingContent, sayAll } from "./changing.ts";
import { UNDO_WITHIN } from "./restriction.ts";

/** How many messages are cleared at most. */
const CLEARED = 2000;
/** The most messages that one redaction takes the texts of. */
const TOGETHER = 500;

/** Deletes a message: one's own for a while, those of others for who is in charge of the room. */
export function remove(wanted: Wanted): void {
  const { context: { pages }, frame, room } = wanted;
  if (room === undefined) return refuse(wanted, { code: "bad-field", field: "room" });
  pages.commitPending();
  const message = frame.seq === undefined
    ? lastSaid(pages, room, (message) => isOwn(wanted, room, message))
    : saidMessage(pages, room, frame.seq);
  if (message === undefined) {
    return refuse(wanted, { code: "no-message", room: room.name, seq: frame.seq ?? 0 });
  }
  const { seq } = message;
  if (!mayDelete(wanted, room, message)) return;
  const audit = isOwn(wanted, room, message) ? undefined : `@${seq} ${message.from}`;
  redact(wanted, room, [message], audit, () => done(wanted, { n: seq, name: message.from }));
}

function isOwn({ context: { pages }, actor }: Wanted, room: Room, message: MessageFrame): boolean {
  return isOwnMessage(pages, actor, room, message);
}

function mayDelete(wanted: Wanted, room: Room, message: MessageFrame): boolean {
  const { context: { moderation, clock, members }, actor } = wanted;
  const isTheirs = isOwn(wanted, room, message);
  if (isTheirs && clock.now() - message.at <= DELETE_OWN_FOR) return true;
  if (!mayDo(moderation.standing(actor, room.name), "clear", "room")) {
    refuse(
      wanted,
      isTheirs
        ? { code: "too-late", limit: DELETE_OWN_FOR }
        : { code: "not-allowed", needs: "operator", room: room.name },
    );
    return false;
  }
  const author = message.person === undefined
    ? undefined
    : members.nicknames.findPerson(message.person)?.name;
  if (isTheirs || mayClear(wanted, room, author ?? message.from)) return true;
  refuse(wanted, { code: "not-allowed", name: message.from });
  return false;
}

/** Tells whether the author of a deed may delete what somebody said in a room, who may be gone: a name of one's own keeps its rank. */
function mayClear(wanted: Wanted, room: Room, name: string): boolean {
  const { context: { moderation, members, accounts }, actor } = wanted;
  const here = members.nicknames.find(nameKey(name));
  if (here !== undefined) return here === actor || mayActAgainst(wanted, here);
  const gone = { name, id: 0, account: accounts.named(name), sessions: [] };
  return mayActOn(moderation.rank(actor, room.name), moderation.rank(gone, room.name));
}

/** Deletes what somebody said in the last minutes; it can be brought back for half a minute. */
export function clear(wanted: Wanted): void {
  const { context: { pages, members, clock, moderation }, actor, frame, room } = wanted;
  const name = parseName(frame.name ?? "");
  if (room === undefined) return refuse(wanted, { code: "bad-field", field: "room" });
  if (name === undefined) return refuse(wanted, { code: "bad-field", field: "name" });
  const author = members.nicknames.find(nameKey(name));
  if (!mayClear(wanted, room, name)) {
    return refuse(wanted, { code: "not-allowed", name: author?.name ?? name });
  }
  pages.commitPending();
  const since = clock.now() - (frame.for ?? 0);
  const recent = pages.read(room.name, { before: pages.last(room.name) + 1, limit: CLEARED });
  const theirs = recent.filter((message) =>
    message.at >= since && isSaid(message) &&
    isBy(wanted, room, message, author, name)
  );
  if (theirs.length === 0) return done(wanted, { name, also: 0 });
  const texts = new Map(theirs.map(({ seq, text }) => [seq, text]));
  redact(wanted, room, theirs, name, () => {
    moderation.undo.note(actor, { kind: "messages", room: room.name, of: name, texts }, UNDO_WITHIN);
    done(wanted, { name, also: theirs.length, undo: UNDO_WITHIN });
  });
}

function isBy(
  { context: { pages } }: Wanted,
  room: Room,
  { seq, from }: MessageFrame,
  author: Person | undefined,
  name: string,
): boolean {
  if (nameKey(from) === nameKey(name)) return true;
  return author !== undefined && author.id > 0 && pages.personOf(room.name, seq) === author.id;
}

/** Takes the texts of messages away: with messages that say so, numbered like all others. @param audit The subject, unless it is one's own. */
function redact(
  wanted: Wanted,
  room: Room,
  messages: readonly MessageFrame[],
  audit: string | undefined,
  then: () => void,
): void {
  const { deeds } = wanted.context.words;
  const posts: ChangingContent[] = [];
  for (let at = 0; at < messages.length; at += TOGETHER) {
    const some = messages.slice(at, at + TOGETHER);
    const [first] = some;
    if (first === undefined) continue;
    const text = some.length === 1
      ? deeds.deletes(first.seq, first.from)
      : deeds.deletesMany(some.length, first.from);
    posts.push({ text, redacts: some.map(({ seq }) => seq) });
  }
  sayAll(wanted, room, posts, { needs: audit === undefined ? "delete" : "clear", audit, then });
}
