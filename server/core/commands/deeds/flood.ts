/**
 * A flood ends by itself: who sends more than they may, for longer than some seconds and without waiting for an answer,
 * is muted for a minute.
 *
 * @module
 */

import { isAtLeast } from "../../../../protocol/rights.ts";
import type { ClientFrame, Problem } from "../../../../protocol.ts";
import type { Person, Session } from "../../members.ts";
import { ownMarks, roleOf } from "../../moderation.ts";
import type { CommandContext } from "../context.ts";
import { carryOut } from "./carry_out.ts";

/** How long a flood is muted, in ms. */
const MUTED_FOR = 60_000;

/**
 * Counts something that others have to read, and mutes its sender where it is part of a flood. People in charge of the server
 * may send what they like.
 *
 * @param isAnswered Whether the sender waits for the answer to it before they send more.
 * @param isPassage Whether they come into a room by it, or go.
 * @returns The mute under which they were before, if they were.
 */
export function countTowardsFlood(
  context: CommandContext,
  session: Session,
  isAnswered: boolean,
  isPassage = false,
): Problem | undefined {
  const { limits, clock, moderation } = context;
  const { person } = session;
  if (!limits.flood || isAtLeast(roleOf(person), "moderator")) return undefined;
  const isFlood = session.intake.isFlood(isAnswered, clock.elapsed(), isPassage);
  const muted = moderation.muteProblem(person);
  if (muted === undefined && isFlood) mute(context, person);
  return muted;
}

/**
 * Mutes the sender of a frame that others have to read, where it is part of a flood. A mute leaves somebody free to come into
 * rooms and to be away, which others are told of as well: who flooded has to wait with these, but to be away once after a rest.
 *
 * @returns Why the frame is refused, if it is.
 */
export function stopFlood(
  context: CommandContext,
  session: Session,
  frame: ClientFrame,
): Problem | undefined {
  const isAnswered = "id" in frame && frame.id !== undefined && session.peer.isProgram;
  const isPassage = frame.type === "join" || frame.type === "part";
  const muted = countTowardsFlood(context, session, isAnswered, isPassage);
  if (muted === undefined || !session.intake.hasFlooded(context.clock.elapsed())) return undefined;
  return frame.type === "join" || (frame.type === "away" && !session.intake.mayBeAway()) ? muted : undefined;
}

function mute(context: CommandContext, person: Person): void {
  const { clock, deeds, moderation, words, logger } = context;
  const [at, by, why] = [clock.now(), words.deeds.server, words.deeds.floodWhy];
  const { name, publicId } = person;
  const ban = {
    n: moderation.provisionalNumber(),
    effect: "mute",
    room: undefined,
    subject: name,
    marks: ownMarks(person),
    why,
    by,
    byKey: "-",
    at,
    until: at + MUTED_FOR,
  } as const;
  const audit = { at, by, do: "mute", room: undefined, subject: name, why } as const;
  moderation.addBan(ban); // At once: what comes until it is stored is part of it.
  const record = {
    do: "mute",
    by,
    why,
    persons: [publicId],
    writes: [{ ban }, { audit }],
    wasFlood: true,
  } as const;
  deeds.do(record, (done) => {
    moderation.bans.remove(ban.n);
    if (done === undefined) return;
    carryOut(context, done);
    logger({ event: "moderated", do: "mute", by, subject: name });
  }, undefined);
  context.fanOut.commitPending();
}
