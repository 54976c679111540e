/**
 * Words for one person alone.
 *
 * @module
 */

import type { PrivateFrame } from "../../protocol.ts";
import type { Hub } from "../hub.ts";
import { validateMessage } from "../validation.ts";
import type { Session } from "../members.ts";
import { acceptedText, findPerson, type Frame } from "./lookups.ts";

/** Says something to one person alone, who may be the one who says it. */
export function sendDirect(hub: Hub, session: Session, said: Frame<"private">): void {
  const { id, action } = said;
  const { directMessages } = session;
  if (id !== undefined && directMessages.isRepeat(id)) return;
  const text = acceptedText(session, validateMessage(said.text, hub.limits.messageChars), id);
  const other = text === undefined ? undefined : findPerson(hub, session, said.to, id);
  if (text === undefined || other === undefined) return;
  const { name: to, away: why } = other;
  if (!other.directMessages.isOpen) return session.problem({ code: "not-here", name: to }, id);
  const frame: PrivateFrame = {
    type: "private",
    from: session.name,
    to,
    at: hub.now(),
    text,
    ...(id !== undefined && { id }),
    ...(action && { action }),
  };
  if (other !== session) {
    session.reply(frame);
    if (why !== undefined) {
      session.reply({ type: "notice", code: "away", text: hub.words.isAway(to, why), name: to, why });
    }
  }
  directMessages.send(frame, other.directMessages);
}
