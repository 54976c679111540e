/**
 * Pings, and quitting.
 *
 * @module
 */

import { PARTING_CHARS } from "../../../protocol/limits.ts";
import type { Session } from "../members.ts";
import { cleanReason } from "../../validation.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";

/** Ends a session as it asks. */
export function quit(
  { members, moderation, fanOut }: CommandContext,
  session: Session,
  frame: Frame<"quit">,
): void {
  const { person } = session;
  const isHeard = person.memberships.every(({ room }) =>
    moderation.muteProblem(person, room.name) === undefined
  );
  // With other clients one stays in all rooms: this one reads what became of its last words now, or not at all.
  if (person.sessions.length > 1) fanOut.commitPending();
  members.end(session, "quit", "left", isHeard ? partingWord(frame.word) : undefined);
}

/** Answers a ping. */
export function ping(_: CommandContext, session: Session): void {
  session.reply({ type: "pong" });
}

/** Gives the parting word as others get it; `undefined` when nothing is left of it. */
export function partingWord(given = ""): string | undefined {
  const word = cleanReason(given, PARTING_CHARS);
  return word === "" ? undefined : word;
}
