/**
 * Deleting messages, one or what somebody said in the last minutes, and bringing these back.
 *
 * @module
 */

import { DELETE_OWN_FOR } from "../../../protocol/limits.ts";
import { nameKey, parseName } from "../../../protocol/names.ts";
import type { Deed, MessageFrame } from "../../../protocol.ts";
import type { Person } from "../../members.ts";
import { subjectKey, type Undoable } from "../../moderation.ts";
import type { PostContent, Room } from "../../rooms.ts";
import { mayActOn, mayDo } from "../../../protocol/rights.ts";
import type { CommandContext } from "../context.ts";
import { isOwnMessage, isSaid, lastSaid, saidMessage } from "../own_messages.ts";
import { act, done, forbidden, mayActAgainst, refuse, type Wanted } from "./act.ts";
import { unban } from "./restrict.ts";

/** How many messages are cleared at most. */
const CLEARED = 2000;
/** The most messages that one redaction takes the texts of. */
const TOGETHER = 500;
/** After so many characters the texts that come back go on in another message. */
const RESTORED_CHARS = 100_000;
/** For how long what was cleared can be brought back, in ms. */
const UNDO_WITHIN = 30_000;

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

/** Takes back what its author has just done to many, at this server or at another of its cluster: the last of it. */
export function undo(wanted: Wanted): void {
  const { context: { moderation, cluster }, actor, session } = wanted;
  const key = subjectKey(actor);
  if (cluster === undefined || key === undefined) return takeBack(wanted, moderation.undo.take(actor));
  session.rulings.await();
  cluster.farDeeds.takeUndoable(key, moderation.undo.find(actor)?.age ?? Infinity, (far) => {
    const own = moderation.undo.take(actor);
    session.rulings.apply(() => takeBack(wanted, far ?? own));
  });
}

function takeBack(wanted: Wanted, what: Undoable | undefined): void {
  if (what === undefined) return refuse(wanted, { code: "nothing-to-undo" });
  const { frame } = wanted;
  if (what.kind === "ban") {
    return unban({ ...wanted, room: undefined, frame: { ...frame, do: "unban", n: what.n } });
  }
  restore(wanted, what);
}

function restore(
  wanted: Wanted,
  { room: name, of, texts }: Extract<Undoable, { readonly kind: "messages" }>,
): void {
  const { context: { rooms, words, moderation }, actor } = wanted;
  const room = rooms.find(name);
  if (room === undefined) return refuse(wanted, { code: "nothing-to-undo" });
  // They may have been in charge of this room half a minute ago, and only of another one now.
  if (!mayDo(moderation.standing(actor, name), "clear", "room")) {
    return refuse(wanted, { code: "not-allowed", needs: "operator", room: name });
  }
  const there = { ...wanted, room };
  const posts = partsOf(texts).map((part) => ({
    text: words.deeds.restores(part.size, of),
    restores: part,
  }));
  postAll(there, room, posts, { needs: "clear", then: () => done(there) });
  act(there, { subject: of, isToldElsewhere: true }, () => {});
}

/** Divides texts, so that a turn of a cluster has room for each part. */
function partsOf(texts: ReadonlyMap<number, string>): readonly ReadonlyMap<number, string>[] {
  const parts = [new Map<number, string>()];
  let chars = 0;
  for (const [seq, text] of texts) {
    if (chars > RESTORED_CHARS) {
      parts.push(new Map());
      chars = 0;
    }
    parts.at(-1)?.set(seq, text);
    chars += text.length;
  }
  return parts;
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
  postAll(wanted, room, posts, { needs: audit === undefined ? "delete" : "clear", then });
  if (audit !== undefined) act(wanted, { subject: audit, isToldElsewhere: true }, () => {});
  else wanted.context.fanOut.commitPending();
}

/** Tells what follows from a message that is stored and takes the texts of others away, or brings them back. */
export function redacted(
  { members, rooms }: CommandContext,
  room: Room,
  message: MessageFrame,
  why: string,
): void {
  if (why !== "") members.deedDone({ kind: "redacted", message, why });
  rooms.refreshTopic(room);
}

/** What is said about messages of a room, and changes them. */
type ChangingContent = Pick<PostContent, "text" | "redacts" | "restores">;

/** What it takes to change messages, and what follows once that is stored. */
interface Changing {
  readonly needs: Deed;
  then(): void;
}

/** Says several things about messages. What keeps them from being stored is told once. */
function postAll(
  wanted: Wanted,
  room: Room,
  contents: readonly ChangingContent[],
  { needs, then }: Changing,
): void {
  let left = contents.length;
  let isTold = false;
  const outcome: Outcome = {
    stored() {
      if (--left === 0) then();
    },
    refused() {
      if (!isTold) refuse(wanted, forbidden({ ...wanted, room }, needs) ?? { code: "not-stored" });
      isTold = true;
    },
  };
  for (const content of contents) post(wanted, room, content, outcome);
}

/** What follows once a message is stored, or once it is known that it never will be. */
interface Outcome {
  stored(): void;
  refused(): void;
}

/** Says something in a room about its messages, which changes them. */
function post(wanted: Wanted, room: Room, content: ChangingContent, outcome: Outcome): void {
  const { context, actor, why } = wanted;
  const author = {
    stored: (message: MessageFrame) => {
      redacted(context, room, message, why);
      outcome.stored();
    },
    problem: () => {
      // Somebody else may have deleted it at another server in the same instant.
      const isGone = content.redacts?.every((seq) => saidMessage(context.pages, room, seq) === undefined);
      if (isGone === true) outcome.stored();
      else outcome.refused();
    },
  };
  const { name: from, id: personId, publicId: person } = actor;
  const said = { from, person, personId, id: undefined, action: true, topic: undefined, ...content } as const;
  context.fanOut.say(author, room, { ...said, ...(why !== "" && { why }) });
}
