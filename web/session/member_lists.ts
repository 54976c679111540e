/**
 * Who is in which room: lists that were asked for, and those who come and go.
 *
 * @module
 */

import type { ClientFrame, ServerFrame } from "../../protocol.ts";
import { type Members, type Place, placeKey, type Places, type Replies, Roster } from "../view.ts";

/** In larger rooms nobody is asked after by itself. */
const FEW = 100;

export interface MemberListParts {
  readonly places: Places;
  readonly members: Members;
  readonly told: Replies;
  readonly send: (frame: ClientFrame) => boolean;
}

/** The people of all rooms. */
export class MemberLists {
  readonly #parts: MemberListParts;
  /** Lists on their way, and whether each is to be told. */
  #asked: { readonly room: string; readonly tells: boolean }[] = [];

  constructor(parts: MemberListParts) {
    this.#parts = parts;
  }

  /**
   * Asks who is in a room: `false` when there is nobody to ask.
   *
   * @param tells Whether the answer is to be told, besides standing in the list of people.
   */
  ask(room: string, tells: boolean): boolean {
    if (!this.#parts.send({ type: "who", room, detail: true })) return false;
    this.#asked.push({ room, tells });
    return true;
  }

  /** Somebody looks at a room: it is good to know how those who are there are present. */
  refresh(place: Place): void {
    if (place.kind === "room" && place.roster.size <= FEW) this.ask(place.name, false);
  }

  /** Those that a room has as one enters it. */
  entered(place: Place, names: readonly string[], count: number): void {
    place.roster = new Roster();
    place.roster.set(names, undefined, false);
    if (count > names.length) this.ask(place.name, false);
    this.show(place);
  }

  receive({ room, members, presence, more }: Extract<ServerFrame, { readonly type: "members" }>): void {
    const { places, told } = this.#parts;
    const at = this.#find(room);
    if (this.#asked[at]?.tells === true) told.who(members, presence ?? [], more === true);
    if (more !== true && at >= 0) this.#asked.splice(at, 1);
    const place = places.find("room", room);
    if (place?.roster.set(members, presence, more === true)) this.show(place);
  }

  /** There is no such room: no list comes. */
  missed(room: string): void {
    const at = this.#find(room);
    if (at >= 0) this.#asked.splice(at, 1);
  }

  /** The connection is gone. */
  lost(): void {
    this.#asked = [];
    this.#parts.told.forget();
  }

  /** Shows who is at a place, if it is in view. */
  show(place: Place): void {
    const { places, members } = this.#parts;
    if (place === places.current) members.show(place.kind === "room" ? place.roster : undefined);
  }

  #find(room: string): number {
    return this.#asked.findIndex((asked) => placeKey("room", asked.room) === placeKey("room", room));
  }
}
