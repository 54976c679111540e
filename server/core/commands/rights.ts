/**
 * What a command needs, asked before it is carried out.
 *
 * @module
 */

import type { Right } from "../../../protocol/rights.ts";
import type { ClientFrame, Problem } from "../../../protocol.ts";
import type { Person } from "../members.ts";
import type { CommandContext } from "./context.ts";

/** Checks whether a person has the right that a frame needs; what is said of a room that they are not in, the command itself refuses. */
export function refusalOf(
  { moderation }: Pick<CommandContext, "moderation">,
  person: Person,
  right: Right,
  frame: ClientFrame,
): Problem | undefined {
  const room = "room" in frame && frame.room !== undefined
    ? person.membershipIn(frame.room)?.room.name
    : undefined;
  switch (right) {
    case "stay":
    case "look":
    case "deed": // Where a deed counts is found out first: `deeds.ts`.
      return undefined;
    case "speak":
      return room === undefined ? undefined : moderation.speechProblem(person, room);
    case "topic": {
      const isAsked = frame.type === "topic" && frame.text === undefined;
      return room === undefined || isAsked ? undefined : moderation.topicProblem(person, room);
    }
    case "whisper":
    case "rename":
      return moderation.muteProblem(person);
  }
}
