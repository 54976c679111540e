/**
 * What each command does.
 *
 * @module
 */

import {
  HISTORY_LIMIT,
  MOST_HISTORY,
  NAME_CHARS,
  PARTING_CHARS,
  PROTOCOL_VERSIONS,
  ROSTER_PART,
} from "../protocol/limits.ts";
import { nameKey, parseName, suggestName } from "../protocol/names.ts";
import { cleanLine, firstChars } from "../protocol/text.ts";
import type { ClientFrame } from "../protocol.ts";
import type { Hub } from "./hub.ts";
import { noRoom, readyToSay } from "./saying.ts";
import type { Session } from "./session.ts";

type Frame<Type extends ClientFrame["type"]> = Extract<ClientFrame, { readonly type: Type }>;

/** Performs a command of this person, in whichever phase they are. */
export function perform(hub: Hub, session: Session, frame: ClientFrame): void {
  switch (frame.type) {
    case "ping":
      return session.reply({ type: "pong" });
    case "pong":
      return; // That it came is all that it says.
    case "quit": {
      const word = firstChars(cleanLine(frame.word ?? ""), PARTING_CHARS);
      return session.end("quit", "left", word === "" ? undefined : word);
    }
    case "hello":
      if (session.phase !== "naming") return session.problem({ code: "already-in" });
      return hello(hub, session, frame);
    case "say":
      if (session.phase !== "in") return session.problem({ code: "hello-first" }, frame.id);
      return say(hub, session, frame);
    case "nick":
      if (session.phase !== "in") return session.problem({ code: "hello-first" });
      return nick(hub, session, frame);
    case "history":
      if (session.phase !== "in") return session.problem({ code: "hello-first" });
      return history(hub, session, frame);
    case "who":
      if (session.phase !== "in") return session.problem({ code: "hello-first" });
      return who(hub, session, frame);
  }
}

function hello(hub: Hub, session: Session, frame: Frame<"hello">): void {
  if (frame.version !== undefined && !PROTOCOL_VERSIONS.includes(frame.version)) {
    return session.problem({ code: "bad-version", versions: PROTOCOL_VERSIONS });
  }
  if (hub.room(frame.room) === undefined) {
    return session.problem(noRoom(frame.room));
  }
  const { token, after } = frame.resume ?? {};
  const before = token === undefined || !session.peer.isProgram ? undefined : hub.bearer(token);
  if (token !== undefined && before !== undefined) {
    // A hello that was long on its way, from a connection that its client has given up since.
    const isOutdated = before.phase === "in" && before.peer.since > session.peer.since;
    if (isOutdated) return session.end("replaced", "lost");
    return hub.takeOver(session, before, token, after?.[before.room]);
  }
  const name = freeName(hub, session, frame.name);
  if (name !== undefined) hub.enter(session, name, token, after?.[session.room]);
}

function say(hub: Hub, session: Session, frame: Frame<"say">): void {
  if (frame.room !== session.room) {
    return session.problem(noRoom(frame.room), frame.id);
  }
  const ready = readyToSay(frame.text, hub.limits.messageChars);
  if (!ready.ok) return session.problem(ready.problem, frame.id);
  hub.say(session, ready.text, frame.action, frame.id);
}

function nick(hub: Hub, session: Session, frame: Frame<"nick">): void {
  const name = freeName(hub, session, frame.name);
  if (name !== undefined && name !== session.name) hub.rename(session, name);
}

/** Messages come with the pages of the session's backlog, and an end that tells whether there are more. */
function history(hub: Hub, session: Session, frame: Frame<"history">): void {
  const { room } = frame;
  if (room !== session.room) return session.problem(noRoom(room));
  hub.settle();
  const [first, last] = [hub.first(room), hub.last(room)];
  const limit = Math.min(
    frame.limit ?? (frame.since === undefined ? HISTORY_LIMIT : MOST_HISTORY),
    MOST_HISTORY,
  );
  const isForward = frame.after !== undefined;
  const oldest = Math.max(first, frame.since === undefined ? 1 : firstSince(hub, room, frame.since));
  const end = Math.min(last, (frame.before ?? last + 1) - 1);
  const from = isForward ? Math.max(oldest, (frame.after ?? 0) + 1) : Math.max(oldest, end + 1 - limit);
  const to = isForward ? Math.min(last, from + limit - 1) : end;
  const count = Math.max(0, to + 1 - from);
  const more = isForward ? to < last : from > oldest;
  const [head] = count > 0 ? session.format.aroundPast : [""];
  const tail = session.format.encode({ type: "history", room, count, more });
  session.backlog.read({ room, from, to, head, tail });
}

/** The number of the first message that is not older than `since`; one after the last if all are. */
function firstSince(hub: Hub, room: string, since: number): number {
  let [low, high] = [hub.first(room), hub.last(room) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [message] = hub.read(room, { after: middle - 1, limit: 1 });
    if (message === undefined || message.at >= since) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A long list comes in parts, so that each fits into a line. */
function who(hub: Hub, session: Session, frame: Frame<"who">): void {
  const room = hub.room(frame.room);
  if (room === undefined) return session.problem(noRoom(frame.room));
  const names = room.names();
  for (let at = 0; at < names.length; at += ROSTER_PART) {
    const members = names.slice(at, at + ROSTER_PART);
    const isLast = at + ROSTER_PART >= names.length;
    session.reply({
      type: "members",
      room: room.name,
      members,
      count: names.length,
      ...(!isLast && { more: true }),
    });
  }
}

/** The name if it is one and nobody else has it; else says why not, and which one is free. */
function freeName(hub: Hub, session: Session, wanted: string): string | undefined {
  const isTaken = (key: string): boolean => {
    const holder = hub.named(key);
    return holder === undefined ? hub.isReserved(key) : holder !== session;
  };
  const name = parseName(wanted);
  if (name !== undefined && !isTaken(nameKey(name))) return name;
  const suggestion = suggestName(wanted, hub.words.guest, isTaken);
  const shown = name ?? firstChars(cleanLine(wanted), NAME_CHARS);
  session.problem({ code: name === undefined ? "bad-name" : "name-taken", name: shown, suggestion });
  return undefined;
}
