/**
 * What a tab stores of its session, as JSON: written as every earlier page wrote it, and read as far as it is what it
 * should be. Pure.
 *
 * @module
 */

import type { QueuedFrame } from "../../conversation.ts";
import { type Fields, isCount, isFields, isText, readId } from "../../protocol/fields.ts";
import type { PrivateMessage, SavedDraft, SavedRoom } from "../view.ts";

/** What is stored of a session: who this is, in which rooms, which place is in view, and what has no answer yet. */
export interface StoredSession {
  readonly token: string;
  readonly name: string;
  readonly rooms: readonly SavedRoom[];
  readonly current: string;
  readonly queued: readonly QueuedFrame[];
  /** When it was stored, in ms since 1970. */
  readonly at: number;
}

/** Writes a session. */
export function formatSession({ queued, ...session }: StoredSession): string {
  return JSON.stringify({ ...session, unsent: queued.map(formatQueued) });
}

/** Reads a session. What is missing or of the wrong kind is left out, or is as if nothing had been stored. */
export function parseSession(stored: unknown): StoredSession {
  const { token, name, rooms, current, unsent, at } = isFields(stored) ? stored : {};
  return {
    token: isText(token) ? token : "",
    name: isText(name) ? name : "",
    rooms: listOf(rooms, parseRoom),
    current: isText(current) ? current : "",
    queued: listOf(unsent, parseQueued),
    at: isCount(at) ? at : 0,
  };
}

/** Reads what was said between two people alone. */
export function parsePrivates(stored: unknown): PrivateMessage[] {
  return listOf(
    stored,
    ({ who, person, from, at, text, action }) =>
      isText(who) && isText(from) && isCount(at) && isText(text)
        ? { who, ...(isText(person) && { person }), from, at, text, action: action === true }
        : undefined,
  );
}

/** Reads what was half-written. */
export function parseDrafts(stored: unknown): SavedDraft[] {
  return listOf(
    stored,
    ({ kind, name, person, text }) =>
      (kind === "room" || kind === "person") && isText(name) && isText(text)
        ? { kind, name, ...(isText(person) && { person }), text }
        : undefined,
  );
}

function listOf<Item>(stored: unknown, parse: (fields: Fields) => Item | undefined): Item[] {
  if (!Array.isArray(stored)) return [];
  const fields: readonly unknown[] = stored;
  return fields.flatMap((one) => {
    const item = isFields(one) ? parse(one) : undefined;
    return item === undefined ? [] : [item];
  });
}

/** Reads what is stored of a room. */
function parseRoom({ name, last, read, cleared }: Fields): SavedRoom | undefined {
  if (!isText(name)) return undefined;
  const count = (value: unknown): number => isCount(value) ? value : 0;
  return { name, last: count(last), read: count(read), cleared: count(cleared) };
}

/** Writes a message with the place that it is meant for. A new topic is never queued here. */
function formatQueued(frame: QueuedFrame): object {
  const { id } = frame;
  const goal = frame.type === "private" ? { to: frame.to, person: frame.person } : { room: frame.room };
  return { id, text: frame.text, action: frame.type !== "topic" && frame.action === true, goal };
}

/** Reads a message that has no answer yet. */
function parseQueued({ id: storedId, text, action, goal }: Fields): QueuedFrame | undefined {
  const id = readId(storedId);
  if (id === undefined || !isText(text) || !isFields(goal)) return undefined;
  const said = { text, id, ...(action === true && { action: true as const }) };
  if (isText(goal.to)) {
    const person = isText(goal.person) ? { person: goal.person } : {};
    return { type: "private", to: goal.to, ...person, ...said };
  }
  return isText(goal.room) ? { type: "say", room: goal.room, ...said } : undefined;
}
