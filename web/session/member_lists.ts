/**
 * Who is in which room, and how they are present: lists that were asked for, beside what the conversation knows.
 *
 * @module
 */

import { needsMemberList, roomKey, roomNamed, type State } from "../../conversation.ts";
import type { ClientFrame, Presence } from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";
import type { ListedMember } from "../view.ts";
import type { MembersView, Of, PlacesView, PlaceView, RepliesView } from "./ports.ts";

/** In a room with more members nobody's presence is asked for by itself. */
const MOST_ASKED = 100;

/** What it works with. */
export interface MemberListParts {
  readonly places: Pick<PlacesView, "find" | "current">;
  readonly members: Pick<MembersView, "show">;
  readonly replies: Pick<RepliesView, "who" | "forget">;
  readonly send: (frame: ClientFrame) => boolean;
  readonly state: () => State | undefined;
}

/** The members of all rooms. */
export class MemberLists {
  readonly #parts: MemberListParts;
  /** Lists on their way, and whether each answers a person. */
  #asked: { readonly room: string; readonly isAnswer: boolean }[] = [];
  /** How members were present when they were last told of, by the keys of the room and of their names. */
  readonly #presences = new Map<string, Map<string, Presence>>();

  constructor(parts: MemberListParts) {
    this.#parts = parts;
  }

  /**
   * Asks who is in a room; `false` when there is no connection.
   *
   * @param isAnswer Whether the list is also told in the conversation.
   */
  ask(room: string, isAnswer: boolean): boolean {
    if (!this.#parts.send({ type: "who", room, detail: true })) return false;
    this.#asked.push({ room, isAnswer });
    return true;
  }

  /** Asks how the members of a room are present, as somebody looks at it. */
  refresh(place: PlaceView): void {
    const room = this.#room(place);
    if (room !== undefined && room.count <= MOST_ASKED) this.ask(place.name, false);
  }

  /** Asks for the members of a room that was entered, if not all have been named. */
  entered(place: PlaceView): void {
    const room = this.#room(place);
    if (room !== undefined && needsMemberList(room)) this.ask(place.name, false);
    this.show(place);
  }

  /** Takes in a list, or a part of one. */
  receive({ room, members, presence = [], more }: Of<"members">): void {
    const { places, replies } = this.#parts;
    for (const [i, name] of members.entries()) {
      const known = presence[i];
      if (known !== undefined) this.#in(room).set(nameKey(name), known);
    }
    const at = this.#find(room);
    if (this.#asked[at]?.isAnswer === true) replies.who(members, presence, more === true);
    if (more !== true && at >= 0) this.#asked.splice(at, 1);
    const place = places.find("room", room);
    if (more !== true && place !== undefined) this.show(place);
  }

  /** Records that no list comes, as there is no such room. */
  missed(room: string): void {
    const at = this.#find(room);
    if (at >= 0) this.#asked.splice(at, 1);
  }

  /** Records that somebody said something in a room: they are not idle. */
  spoke(place: PlaceView, name: string): void {
    this.#change(place.name, name, { idle: 0 });
    this.show(place);
  }

  /** Records that somebody came, and what they are there. */
  came({ room, name, account, rank, muted }: Of<"joined">): void {
    if (account === undefined && rank === undefined && muted === undefined) return;
    this.#in(room).set(nameKey(name), {
      idle: 0,
      ...(account && { account }),
      ...(rank !== undefined && { rank }),
      ...(muted && { muted }),
    });
  }

  /** Records what was done about somebody: what they are in the room from then on, and whether they are heard there. */
  moderated({ room, name, do: deed, rank }: Of<"moderated">): void {
    const rooms = room === undefined ? [...this.#presences.keys()] : [room];
    for (const each of rooms) {
      const { rank: before, muted, ...rest } = this.#in(each).get(nameKey(name)) ?? { idle: 0 };
      const isRanked = deed === "op" || deed === "deop" || deed === "voice" || deed === "devoice";
      if (!isRanked && deed !== "mute" && deed !== "unmute") return;
      const now = isRanked ? rank : before;
      const isMuted = deed === "mute" || (muted === true && deed !== "unmute");
      this.#in(each).set(nameKey(name), {
        ...rest,
        ...(now !== undefined && { rank: now }),
        ...(isMuted && { muted: true as const }),
      });
    }
    this.show(this.#parts.places.current);
  }

  /** Records a new name. */
  renamed(from: string, to: string): void {
    for (const presences of this.#presences.values()) {
      const known = presences.get(nameKey(from));
      presences.delete(nameKey(from));
      if (known !== undefined) presences.set(nameKey(to), known);
    }
  }

  /** Records that the connection is gone, and with it every list on its way. */
  lost(): void {
    this.#asked = [];
    this.#parts.replies.forget();
  }

  /** Returns who is in a room, in the order in which they came, with how they are present as far as that is known. */
  of(place: PlaceView): readonly ListedMember[] {
    const members = this.#room(place)?.members ?? [];
    const presences = this.#in(place.name);
    return Array.from(members, ([key, name]) => ({ name, presence: presences.get(key) }));
  }

  /** Shows who is at a place, if it is in view. */
  show(place: PlaceView | undefined): void {
    const { places, members } = this.#parts;
    if (place !== places.current) return;
    if (place?.kind !== "room") return members.show(undefined);
    members.show({ count: this.#room(place)?.count ?? 0, members: () => this.of(place) });
  }

  #room({ kind, name }: PlaceView): ReturnType<typeof roomNamed> {
    const state = this.#parts.state();
    return kind === "room" && state !== undefined ? roomNamed(state, name) : undefined;
  }

  #in(room: string): Map<string, Presence> {
    const known = this.#presences.get(roomKey(room)) ?? new Map<string, Presence>();
    this.#presences.set(roomKey(room), known);
    return known;
  }

  #change(room: string, name: string, change: Partial<Presence>): void {
    const known = this.#in(room).get(nameKey(name));
    if (known !== undefined) this.#in(room).set(nameKey(name), { ...known, ...change });
  }

  #find(room: string): number {
    return this.#asked.findIndex((asked) => roomKey(asked.room) === roomKey(room));
  }
}
