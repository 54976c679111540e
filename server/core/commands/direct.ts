/**
 * Messages to one person alone.
 *
 * @module
 */

import type { PrivateFrame } from "../../../protocol.ts";
import { validateMessage } from "../../validation.ts";
import type { Session } from "../members.ts";
import type { CommandContext } from "./context.ts";
import { acceptedText, findAddressee, type Frame } from "./checks.ts";

/** Sends a message to one person alone, who may be its author. */
export function sendDirect(context: CommandContext, session: Session, said: Frame<"private">): void {
  const { id, action } = said;
  const { person } = session;
  const { directMessages } = person;
  if (id !== undefined && directMessages.isRepeat(id, session.seatId)) return;
  const text = acceptedText(session, validateMessage(said.text, context.limits.messageChars), id);
  const other = text === undefined ? undefined : findAddressee(context, session, said);
  if (text === undefined || other === undefined) return;
  const { name: to, away: why } = other;
  if (!other.directMessages.isOpen) return session.problem({ code: "not-here", name: to }, id);
  const frame: PrivateFrame = {
    type: "private",
    from: person.name,
    person: person.publicId,
    to,
    toPerson: other.publicId,
    at: context.clock.now(),
    text,
    ...(id !== undefined && { id }),
    ...(action && { action }),
  };
  if (other !== person) {
    echo(session, frame);
    if (why !== undefined) {
      session.reply({ type: "notice", code: "away", text: context.words.isAway(to, why), name: to, why });
    }
  }
  directMessages.send(frame, other, session.seatId);
}

/** Shows its author a message at each of their connections. The id means something to the one only that has sent it. */
function echo(session: Session, frame: PrivateFrame): void {
  const { id: _, ...shown } = frame;
  for (const each of session.person.sessions) each.reply(each === session ? frame : shown);
}
