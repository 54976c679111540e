/**
 * What people were made in rooms. An account keeps it, a guest has it for as long as they stay.
 *
 * @module
 */

import type { GrantLevel, StoredGrant } from "../../store/log.ts";
import { type Subject, subjectKey } from "./subject.ts";

/** What everybody was made in every room. */
export class Grants {
  readonly #byRoom = new Map<string, Map<string, GrantLevel>>();
  /** What people were made who are not known again once they are gone. */
  readonly #passing = new WeakMap<Subject, Map<string, GrantLevel>>();

  /** Takes over what the log has. */
  constructor(stored: readonly StoredGrant[] = []) {
    for (const { person, room, level } of stored) this.#in(room).set(person, level);
  }

  /** Gives what somebody was made in a room. */
  get(subject: Subject, room: string): GrantLevel | undefined {
    const key = subjectKey(subject);
    return key === undefined ? this.#passing.get(subject)?.get(room) : this.#byRoom.get(room)?.get(key);
  }

  /** Lists the rooms in which somebody was made something. */
  roomsOf(subject: Subject, level: GrantLevel): readonly string[] {
    const key = subjectKey(subject);
    const rooms: Iterable<readonly [string, GrantLevel | undefined]> = key === undefined
      ? this.#passing.get(subject) ?? []
      : Array.from(this.#byRoom, ([room, people]) => [room, people.get(key)] as const);
    return [...rooms].filter(([, has]) => has === level).map(([room]) => room);
  }

  /** Makes somebody something in a room; nothing with `undefined`. */
  set(subject: Subject, room: string, level: GrantLevel | undefined): void {
    const key = subjectKey(subject);
    if (key === undefined) {
      const rooms = this.#passing.get(subject) ?? new Map<string, GrantLevel>();
      if (level === undefined) rooms.delete(room);
      else this.#passing.set(subject, rooms.set(room, level));
      return;
    }
    this.remember(key, room, level);
  }

  /** Makes whoever is known by a key something in a room; nothing with `undefined`. */
  remember(key: string, room: string, level: GrantLevel | undefined): void {
    if (level !== undefined) return void this.#in(room).set(key, level);
    const people = this.#byRoom.get(room);
    people?.delete(key);
    if (people?.size === 0) this.#byRoom.delete(room);
  }

  /** Forgets a room. */
  forget(room: string): void {
    this.#byRoom.delete(room);
  }

  #in(room: string): Map<string, GrantLevel> {
    const people = this.#byRoom.get(room) ?? new Map<string, GrantLevel>();
    this.#byRoom.set(room, people);
    return people;
  }
}
