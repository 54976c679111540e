/**
 * The commands of a server, one row each: in which phase of a connection it may be given, by whom, and what it does.
 *
 * Owns: what each command does, and the checks before it.
 * Must not know: the hub, doors, sockets, or how frames are encoded.
 * Called by: the hub, with each decoded frame.
 * On close: nothing; a command is done when it returns.
 *
 * @module
 */

import type { ClientFrame } from "../../protocol.ts";
import { account } from "./commands/account.ts";
import { prove } from "./commands/challenge.ts";
import { claim } from "./commands/claim.ts";
import type { CommandContext } from "./commands/context.ts";
import { sendDirect } from "./commands/direct.ts";
import { hello } from "./commands/hello.ts";
import { nick } from "./commands/nick.ts";
import { ping, quit } from "./commands/connection.ts";
import { file, upload } from "./commands/files.ts";
import { history, read } from "./commands/history.ts";
import type { FrameOf } from "./commands/checks.ts";
import { away, back, who, whois } from "./commands/presence.ts";
import { join, listRooms, part, say, topic } from "./commands/rooms.ts";
import { catchUp, search } from "./commands/search.ts";
import { invite } from "./commands/invite.ts";
import { edit, react } from "./commands/second_thoughts.ts";
import { mod, stopFlood } from "./commands/deeds.ts";
import { refusalOf } from "./commands/rights.ts";
import type { Right } from "../../protocol/rights.ts";
import type { Session } from "./members.ts";

/** A command. */
interface CommandRow<Frame> {
  /** What it takes to give it: `protocol/rights.ts`. */
  readonly right: Right;
  /** When it may be given: at any time, before a session is in, or once it is. */
  readonly phase: "any" | "naming" | "in";
  /** Set for what programs send by themselves: it does not show that a person is there. */
  readonly isAutomatic?: true;
  /** Set for what is talk, or as urgent: all else waits for it, and shares a slice of each turn. */
  readonly isTalk?: true;
  /** Set where others have to read what comes of it, or tells which: too much of it is a flood. */
  readonly reachesOthers?: true | ((frame: Frame) => boolean);
  /** Performs it; the session is in the phase. */
  run(context: CommandContext, session: Session, frame: Frame): void;
}

/** Every command, by the type of its frame. */
const COMMANDS: { readonly [Type in ClientFrame["type"]]: CommandRow<FrameOf[Type]> } = {
  ping: { phase: "any", right: "stay", run: ping, isTalk: true },
  pong: { phase: "any", right: "stay", run: () => {}, isTalk: true }, // That it came is all that it says.
  quit: { phase: "any", right: "stay", run: quit },
  hello: { phase: "naming", right: "stay", run: hello },
  prove: { phase: "any", right: "stay", run: prove, isAutomatic: true },
  say: { phase: "in", right: "speak", run: say, isTalk: true, reachesOthers: true },
  edit: { phase: "in", right: "speak", run: edit, isTalk: true, reachesOthers: true },
  react: { phase: "in", right: "speak", run: react, isTalk: true, reachesOthers: true },
  private: { phase: "in", right: "whisper", run: sendDirect, isTalk: true, reachesOthers: true },
  nick: { phase: "in", right: "rename", run: nick, reachesOthers: true },
  join: { phase: "in", right: "look", run: join, reachesOthers: true },
  part: { phase: "in", right: "stay", run: part, reachesOthers: true },
  rooms: { phase: "in", right: "look", run: listRooms },
  topic: { phase: "in", right: "topic", run: topic, reachesOthers: ({ text }) => text !== undefined },
  who: { phase: "in", right: "look", run: who, isAutomatic: true },
  whois: { phase: "in", right: "look", run: whois },
  claim: { phase: "in", right: "stay", run: claim },
  account: { phase: "in", right: "stay", run: account },
  away: { phase: "in", right: "stay", run: away, reachesOthers: true },
  back: { phase: "in", right: "stay", run: back },
  history: { phase: "in", right: "look", run: history },
  search: { phase: "in", right: "look", run: search },
  read: { phase: "in", right: "look", run: read, isAutomatic: true, isTalk: true },
  upload: { phase: "in", right: "speak", run: upload, reachesOthers: true },
  file: { phase: "in", right: "look", run: file },
  catchup: { phase: "in", right: "look", run: catchUp },
  invite: { phase: "in", right: "stay", run: invite },
  mod: {
    phase: "in",
    right: "deed",
    run: mod,
    isTalk: true,
    reachesOthers: (frame) => frame.do === "report" || frame.do === "delete",
  },
};

/** Tells whether a command does not wait for anything else. */
export function isTalk({ type }: Pick<ClientFrame, "type">): boolean {
  return COMMANDS[type].isTalk === true;
}

/** Performs a command of a session, or tells it why it may not be given now. */
export function perform<Type extends ClientFrame["type"]>(
  context: CommandContext,
  session: Session,
  frame: FrameOf[Type],
): void {
  const row: CommandRow<FrameOf[Type]> = COMMANDS[frame.type as Type];
  const { phase, right, run, isAutomatic, reachesOthers = false } = row;
  if (phase === "naming" && session.phase !== "naming") return session.problem({ code: "already-in" });
  if (phase === "in" && session.phase !== "in") {
    return session.problem({ code: "hello-first" }, "id" in frame ? frame.id : undefined);
  }
  const isRead = reachesOthers === true || (reachesOthers !== false && reachesOthers(frame));
  const stopped = isRead ? stopFlood(context, session, frame) : undefined;
  const refusal = stopped ?? (phase === "in" ? refusalOf(context, session.person, right, frame) : undefined);
  if (refusal !== undefined) return session.problem(refusal, "id" in frame ? frame.id : undefined);
  if (phase === "in" && !isAutomatic) session.person.noteActivity(session.heardAt);
  run(context, session, frame);
}

export { type KnownWaiting, WaitingRoom } from "./commands/waiting.ts";
export { admitFor, noteWaiting } from "./commands/deeds.ts";
export { findFile, type FoundFile, postProblem, shownFile } from "./commands/files.ts";
export { carryOut, redacted } from "./commands/deeds.ts";
export { countTowardsFlood, enforceBans, sweepWaiting, tellBans } from "./commands/deeds.ts";
export { authenticate, logIn } from "./commands/login.ts";
export type { ClusterView, CommandContext, FarAdmission, FarDeeds } from "./commands/context.ts";
