/**
 * What each command does, and in which phase of a connection it may be given.
 *
 * @module
 */

import { PARTING_CHARS } from "../protocol/limits.ts";
import { cleanLine, firstChars } from "../protocol/text.ts";
import type { ClientFrame } from "../protocol.ts";
import { catchUp, search } from "./commands/search.ts";
import { hello, nick } from "./commands/hello.ts";
import { history, read } from "./commands/history.ts";
import { away, back, who, whois } from "./commands/presence.ts";
import { sendDirect } from "./commands/direct.ts";
import { join, listRooms, part, say, topic } from "./commands/rooms.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./members.ts";

/** What may be asked by somebody who is in, and by nobody else. */
type MemberFrame = Exclude<ClientFrame, { readonly type: "ping" | "pong" | "quit" | "hello" }>;

/** Performs a command of this person, in whichever phase they are. */
export function perform(hub: Hub, session: Session, frame: ClientFrame): void {
  switch (frame.type) {
    case "ping":
      return session.reply({ type: "pong" });
    case "pong":
      return; // That it came is all that it says.
    case "quit": {
      const word = partingWord(frame.word);
      return hub.end(session, "quit", "left", word);
    }
    case "hello":
      if (session.phase !== "naming") return session.problem({ code: "already-in" });
      return hello(hub, session, frame);
    default:
      if (session.phase !== "in") {
        return session.problem({ code: "hello-first" }, "id" in frame ? frame.id : undefined);
      }
      return performIn(hub, session, frame);
  }
}

function performIn(hub: Hub, session: Session, frame: MemberFrame): void {
  if (frame.type !== "read") session.activeAt = session.heardAt; // Programs tell by themselves what is read.
  switch (frame.type) {
    case "say":
      return say(hub, session, frame);
    case "private":
      return sendDirect(hub, session, frame);
    case "nick":
      return nick(hub, session, frame);
    case "join":
      return join(hub, session, frame);
    case "part":
      return part(hub, session, { ...frame, word: partingWord(frame.word) });
    case "rooms":
      return listRooms(hub, session);
    case "topic":
      return topic(hub, session, frame);
    case "who":
      return who(hub, session, frame);
    case "whois":
      return whois(hub, session, frame);
    case "away":
      return away(session, frame);
    case "back":
      return back(session);
    case "history":
      return history(hub, session, frame);
    case "search":
      return search(hub, session, frame);
    case "read":
      return read(hub, session, frame);
    case "catchup":
      return catchUp(hub, session);
    default:
      frame satisfies never;
  }
}

function partingWord(given = ""): string | undefined {
  const word = firstChars(cleanLine(given), PARTING_CHARS);
  return word === "" ? undefined : word;
}
