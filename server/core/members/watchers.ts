/**
 * Who follows what becomes of persons, whichever rooms they are in: doors whose clients are told of it.
 *
 * @module
 */

import type { MessageFrame, ModeFrame, ModeratedFrame, RoomEvent, RoomMode } from "../../../protocol.ts";
import type { StoredBan } from "../../store/log.ts";
import type { Person } from "./person.ts";

/** What somebody in charge has done in a room. */
export type ToldDeed =
  /** The room is like this, and was like that. The event is published to it next. */
  | { readonly kind: "mode"; readonly event: ModeFrame; readonly before: RoomMode }
  /** Somebody is more or less in the room than before, or is heard or not. The event is published to it next. */
  | { readonly kind: "rank"; readonly room: string; readonly event: ModeratedFrame }
  /** A ban, or what belongs to one, is in force from now on, or no more. */
  | {
    readonly kind: "ban";
    readonly room: string;
    readonly ban: StoredBan;
    /** Who did it; nobody where it has ended by itself, or was lifted by another process. */
    readonly by: string | undefined;
    readonly isLifted: boolean;
  }
  /** A message takes the text of others away, and this is why. It is published next. */
  | { readonly kind: "redacted"; readonly message: MessageFrame; readonly why: string }
  /** Somebody may come into the room. */
  | { readonly kind: "invited"; readonly room: string; readonly person: Person; readonly by: string };

/** Follows what becomes of persons. Called at once, so it must neither fail nor call back. */
export interface PresenceWatcher {
  /** Somebody is in. */
  entered(person: Person): void;
  /** Somebody has left, and is in no room any more. @param events What their rooms are told of it. */
  left(person: Person, events: readonly (RoomEvent | undefined)[]): void;
  /** Somebody has another name. @param from Their name until now. */
  renamed(person: Person, from: string): void;
  /** Somebody has gone away, or is back. */
  awayChanged(person: Person): void;
  /** Somebody has proved to be the holder of an account, or is a guest again. */
  accountChanged?(person: Person): void;
  /** Something was done by somebody in charge of a room. */
  deedDone?(deed: ToldDeed): void;
}

/** All who follow. */
export class PresenceWatchers implements PresenceWatcher {
  readonly #all: PresenceWatcher[] = [];

  /** Adds one, for as long as the server runs. */
  add(watcher: PresenceWatcher): void {
    this.#all.push(watcher);
  }

  entered(person: Person): void {
    for (const watcher of this.#all) watcher.entered(person);
  }

  left(person: Person, events: readonly (RoomEvent | undefined)[]): void {
    for (const watcher of this.#all) watcher.left(person, events);
  }

  renamed(person: Person, from: string): void {
    for (const watcher of this.#all) watcher.renamed(person, from);
  }

  awayChanged(person: Person): void {
    for (const watcher of this.#all) watcher.awayChanged(person);
  }

  accountChanged(person: Person): void {
    for (const watcher of this.#all) watcher.accountChanged?.(person);
  }

  deedDone(deed: ToldDeed): void {
    for (const watcher of this.#all) watcher.deedDone?.(deed);
  }
}
