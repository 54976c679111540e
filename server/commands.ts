/**
 * The commands of a server, one row each: in which phase of a connection it may be given, and what it does.
 *
 * Owns: what each command does, and the checks before it.
 * Must not know: the hub, doors, sockets, or how frames are encoded.
 * Called by: the hub, with each decoded frame.
 * On close: nothing; a command is done when it returns.
 *
 * @module
 */

import type { ClientFrame } from "../protocol.ts";
import type { CommandContext } from "./commands/context.ts";
import { sendDirect } from "./commands/direct.ts";
import { hello } from "./commands/hello.ts";
import { nick } from "./commands/nick.ts";
import { ping, quit } from "./commands/connection.ts";
import { history, read } from "./commands/history.ts";
import type { FrameOf } from "./commands/checks.ts";
import { away, back, who, whois } from "./commands/presence.ts";
import { join, listRooms, part, say, topic } from "./commands/rooms.ts";
import { catchUp, search } from "./commands/search.ts";
import type { Session } from "./members.ts";

/** A command. */
interface CommandRow<Frame> {
  /** When it may be given: at any time, before a session is in, or once it is. */
  readonly phase: "any" | "naming" | "in";
  /** Set for what programs send by themselves: it does not show that a person is there. */
  readonly isAutomatic?: true;
  /** Performs it; the session is in the phase. */
  run(context: CommandContext, session: Session, frame: Frame): void;
}

/** Every command, by the type of its frame. */
const COMMANDS: { readonly [Type in ClientFrame["type"]]: CommandRow<FrameOf[Type]> } = {
  ping: { phase: "any", run: ping },
  pong: { phase: "any", run: () => {} }, // That it came is all that it says.
  quit: { phase: "any", run: quit },
  hello: { phase: "naming", run: hello },
  say: { phase: "in", run: say },
  private: { phase: "in", run: sendDirect },
  nick: { phase: "in", run: nick },
  join: { phase: "in", run: join },
  part: { phase: "in", run: part },
  rooms: { phase: "in", run: listRooms },
  topic: { phase: "in", run: topic },
  who: { phase: "in", run: who },
  whois: { phase: "in", run: whois },
  away: { phase: "in", run: away },
  back: { phase: "in", run: back },
  history: { phase: "in", run: history },
  search: { phase: "in", run: search },
  read: { phase: "in", run: read, isAutomatic: true },
  catchup: { phase: "in", run: catchUp },
};

/** Performs a command of a session, or tells it why it may not be given now. */
export function perform<Type extends ClientFrame["type"]>(
  context: CommandContext,
  session: Session,
  frame: FrameOf[Type],
): void {
  const { phase, run, isAutomatic }: CommandRow<FrameOf[Type]> = COMMANDS[frame.type as Type];
  if (phase === "naming" && session.phase !== "naming") return session.problem({ code: "already-in" });
  if (phase === "in" && session.phase !== "in") {
    return session.problem({ code: "hello-first" }, "id" in frame ? frame.id : undefined);
  }
  if (phase === "in" && !isAutomatic) session.person.noteActivity(session.heardAt);
  run(context, session, frame);
}

export type { CommandContext } from "./commands/context.ts";
