/**
 * A flood ends by itself: who sends more than they may, for longer than some seconds and without waiting for an answer,
 * is muted for a minute.
 *
 * @module
 */

import { isAtLeast } from "../../../protocol/rights.ts";
import type { ClientFrame } from "../../../protocol.ts";
import type { Session } from "../../members.ts";
import { ownMarks, roleOf } from "../../moderation.ts";
import type { CommandContext } from "../context.ts";
import { carryOut } from "./carry_out.ts";

/** How long a flood is muted, in ms. */
const MUTED_FOR = 60_000;

/** Mutes the sender of a frame that others have to read, where it is part of a flood. People in charge of the server may send what they like. */
export function stopFlood(context: CommandContext, session: Session, frame: ClientFrame): void {
  const { limits, clock, deeds, moderation, words, logger } = context;
  const { person } = session;
  if (!limits.flood || isAtLeast(roleOf(person), "moderator")) return;
  const isAnswered = "id" in frame && frame.id !== undefined && session.peer.isProgram;
  if (!session.isFlood(isAnswered, clock.elapsed()) || moderation.muteProblem(person) !== undefined) return;
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
