/**
 * Joining and leaving rooms, messages, topics, and the list of rooms.
 *
 * @module
 */

import { ROOMS_PER_FRAME } from "../../../protocol/limits.ts";
import { parseRoom } from "../../../protocol/names.ts";
import type { MessageId, Reply, RoomSummary, SecondThoughts } from "../../../protocol.ts";
import type { CommandContext } from "./context.ts";
import { NO_CLAIM } from "../../store/accounts.ts";
import { partingWord } from "./connection.ts";
import { badRoom, noRoom, validateMessage, validateTopic } from "../../validation.ts";
import type { PostContent, Room } from "../rooms.ts";
import type { Session } from "../members.ts";
import { wholeSeconds } from "./login.ts";
import { acceptedText, type Frame, mayLearnOf, membershipIn } from "./checks.ts";
import { answered } from "./second_thoughts.ts";

/** Sends a message to a room. */
export function say(context: CommandContext, session: Session, frame: Frame<"say">): void {
  const { fanOut, limits } = context;
  const { id, action } = frame;
  const room = session.person.membershipIn(frame.room)?.room ?? roomFromOutside(context, session, frame);
  if (room === undefined) return;
  const text = acceptedText(session, validateMessage(frame.text, limits.messageChars), id);
  const about = text === undefined ? undefined : answered(context, session, room, frame);
  if (text === undefined || about === undefined) return;
  fanOut.say(session, room, contentOf(session, { text, id, action, ...about }));
}

/** Finds the room that somebody who is not in it wants to write in, if it lets them; else tells them that it is not theirs. */
function roomFromOutside(
  { rooms, moderation }: CommandContext,
  session: Session,
  { room: written, id }: Frame<"say">,
): Room | undefined {
  const room = rooms.find(written);
  const problem = room === undefined
    ? noRoom(written)
    : moderation.outsideProblem(session.person, room.name, session.isErrand);
  if (problem === undefined) return room;
  session.problem(problem.code === "no-room" ? noRoom(written) : problem, id);
  return undefined;
}

/** Joins a room, made if there is none. */
export function join(context: CommandContext, session: Session, frame: Frame<"join">): void {
  const { members, hash } = context;
  const room = parseRoom(frame.room);
  if (room === undefined) return session.problem(badRoom(frame.room));
  if (frame.key === undefined) return members.join(session, { room, after: frame.after });
  const keyHash = hash(frame.key);
  const wait = waitForKey(context, session, room, keyHash);
  if (wait > 0) return session.problem({ code: "auth-wait", wait: wholeSeconds(wait) });
  members.join(session, { room, after: frame.after, keyHash });
}

/**
 * Tells for how many ms somebody may try no word for a room, as too many were wrong: of their address, or of whoever has an account
 * their own. Whatever keeps somebody out who gave one counts: else they would learn of a secret room by what is not counted.
 */
function waitForKey(
  { members, clock, roomWords }: CommandContext,
  session: Session,
  room: string,
  keyHash: string,
): number {
  const { person, peer: { origin } } = session;
  const needsNone = members.entranceProblem(person, room) === undefined;
  if (needsNone || person.membershipIn(room) !== undefined) return 0;
  const { id = NO_CLAIM } = person.account ?? {};
  const key = id === NO_CLAIM ? origin.key : `account ${id}`; // Not locked out by guests of the same school.
  const now = clock.elapsed();
  const wait = roomWords.wait(key, now);
  if (wait === 0 && members.entranceProblem(person, room, keyHash) !== undefined) roomWords.count(key, now);
  return wait;
}

/** Leaves a room. */
export function part({ members, moderation }: CommandContext, session: Session, frame: Frame<"part">): void {
  const membership = membershipIn(session, frame.room);
  if (membership === undefined) return;
  const isHeard = moderation.muteProblem(session.person, membership.room.name) === undefined;
  members.part(session, membership, isHeard ? partingWord(frame.word) : undefined);
}

/** Gives the topic of a room, or sets it. */
export function topic(context: CommandContext, session: Session, frame: Frame<"topic">): void {
  const { rooms, fanOut } = context;
  const { id } = frame;
  if (frame.text === undefined) {
    const room = rooms.find(frame.room);
    if (room === undefined || !mayLearnOf(context, session, room)) {
      return session.problem(noRoom(frame.room));
    }
    const { name, topic } = room;
    return session.reply({ type: "topic", room: name, ...(topic !== undefined && { topic }) });
  }
  const membership = membershipIn(session, frame.room, id);
  if (membership === undefined) return;
  const text = acceptedText(session, validateTopic(frame.text), id);
  if (text !== undefined) fanOut.say(session, membership.room, contentOf(session, { text, id, topic: true }));
}

/** Makes the content of a message of this session. */
function contentOf(
  { person, seat }: Session,
  said: {
    readonly text: string;
    readonly id: MessageId | undefined;
    readonly action?: true | undefined;
    readonly topic?: true;
  } & Pick<SecondThoughts, "re" | "quote">,
): PostContent {
  return {
    from: person.name,
    person: person.publicId,
    personId: seat?.id ?? person.home,
    action: undefined,
    topic: undefined,
    ...said,
  };
}

/** Lists the rooms. */
export function listRooms(context: CommandContext, session: Session): void {
  const known = [...context.rooms.all].filter((room) => mayLearnOf(context, session, room));
  session.sendPaged(summariesOf(known));
}

function* summariesOf(all: readonly Room[]): Generator<Reply, void> {
  for (let at = 0; at < all.length; at += ROOMS_PER_FRAME) {
    const lines = all.slice(at, at + ROOMS_PER_FRAME).map(({ name, size, topic }): RoomSummary => ({
      room: name,
      count: size,
      ...(topic !== undefined && { topic: topic.text }),
    }));
    const isLast = at + ROOMS_PER_FRAME >= all.length;
    yield { type: "rooms", rooms: lines, count: all.length, ...(!isLast && { more: true }) };
  }
}
