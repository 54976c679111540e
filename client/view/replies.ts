/**
 * Answers that come in several parts, or later than what was asked after them: gathered, and shown whole.
 *
 * @module
 */

import type { ClientFrame, ErrorFrame, HitFrame, RoomSummary, ServerFrame } from "../../protocol.ts";
import { renderSearchResults, renderUnread, type Space, type Unread } from "./search_results.ts";
import { type ListedMember, renderMembers, renderRooms, renderWhois } from "./lists.ts";
import { renderNote, type Style } from "./style.ts";
import { isSameRoom, type State } from "../../conversation.ts";
import type { DisplayLine } from "./wrap.ts";

/** A list of members that was asked for. */
interface Asked {
  readonly room: string;
  /** Whether the person asked, or only we did, for the names. */
  readonly isShown: boolean;
  readonly members: ListedMember[];
}

/** In the light of what answers are shown. */
export interface ReplyContext {
  readonly style: Style;
  readonly state: State;
  /** The space that there is on the screen, if there is one. */
  readonly space: Space | undefined;
}

/** Gathers what was asked for. */
export class Replies {
  #members: readonly Asked[] = [];
  /** Pages of the history that show what was around one message: whether there is more is of no interest. */
  #around: readonly string[] = [];
  /** How often we said again that the person is away, which they know. */
  #aways = 0;
  /** How many searches and the like have no answer yet: they are answered when there is time, not in their turn. */
  #late = 0;
  /** For each list of rooms that was asked for, whether the person asked, or only we did, for Tab. */
  #lists: readonly boolean[] = [];
  #rooms: RoomSummary[] = [];
  #hits: HitFrame[] = [];
  #mentions: HitFrame[] = [];
  #unread: Unread[] = [];

  /** Whether something that was asked for is still to come, though what was sent after it is answered. */
  get isWaiting(): boolean {
    return this.#late > 0;
  }

  /** Records a request; `isShown` unless its answer is not for the person. */
  requested(frame: ClientFrame, isShown: boolean): void {
    if (frame.type === "who") this.#members = [...this.#members, { room: frame.room, isShown, members: [] }];
    if (frame.type === "rooms") this.#lists = [...this.#lists, isShown];
    if (frame.type === "search" || frame.type === "catchup") this.#late++;
    if (frame.type === "away" && !isShown) this.#aways++;
    if (frame.type === "history" && frame.after !== undefined) this.#around = [...this.#around, frame.room];
  }

  /** Forgets all requests, as the connection is gone. */
  disconnected(): void {
    this.#members = [];
    this.#around = [];
    this.#aways = 0;
    this.#late = 0;
    this.#lists = [];
    this.#rooms = [];
    this.#hits = [];
    this.#mentions = [];
    this.#unread = [];
  }

  /** Takes what belongs to an answer: what is to be shown of it now, `undefined` for what belongs to none. */
  collect(frame: ServerFrame, { style, state, space }: ReplyContext): readonly DisplayLine[] | undefined {
    switch (frame.type) {
      case "members":
        return this.#collectMembers(frame, style);
      case "rooms": {
        this.#rooms.push(...frame.rooms);
        if (frame.more === true) return [];
        const rooms = this.#rooms;
        this.#rooms = [];
        const [isShown = true, ...others] = this.#lists;
        this.#lists = others;
        return isShown ? renderRooms(rooms, [...state.rooms.values()], style) : [];
      }
      case "away":
        if (this.#aways === 0) return undefined;
        this.#aways--;
        return [];
      case "whois":
        return [renderWhois(frame, style)];
      case "hit": // A search has an id, what was not read has none.
        (frame.id === undefined ? this.#mentions : this.#hits).push(frame);
        return [];
      case "found": {
        this.#answered();
        const hits = this.#hits;
        this.#hits = [];
        return renderSearchResults(hits, frame, style);
      }
      case "unread":
        this.#unread.push(frame);
        return [];
      case "caught-up": {
        this.#answered();
        const [mentions, unread] = [this.#mentions, this.#unread];
        this.#mentions = [];
        this.#unread = [];
        return renderUnread(mentions, unread, space, style);
      }
      case "history":
        return this.#endOfHistory(frame, style);
      default:
        return undefined;
    }
  }

  /** Records that a request was refused. */
  refused(frame: ErrorFrame): void {
    if (frame.code === "no-room") this.#forget(frame.room);
    if (frame.code === "bad-query" || frame.code === "no-search" || frame.code === "search-slow") {
      this.#answered();
      this.#hits = [];
    }
  }

  #answered(): void {
    this.#late = Math.max(0, this.#late - 1);
  }

  #collectMembers(
    { room, members, presence = [], count, more }: Extract<ServerFrame, { type: "members" }>,
    style: Style,
  ): readonly DisplayLine[] {
    const asked = this.#members.find((asked) => isSameRoom(asked.room, room));
    const all = asked?.members ?? [];
    all.push(...members.map((name, i) => ({ name, presence: presence[i] })));
    if (more === true) return [];
    this.#members = this.#members.filter((other) => other !== asked);
    return asked?.isShown === false ? [] : [renderMembers(room, all, count, style)];
  }

  #endOfHistory(
    { room, count, more }: Extract<ServerFrame, { type: "history" }>,
    style: Style,
  ): readonly DisplayLine[] {
    const { words } = style;
    const at = this.#around.findIndex((asked) => isSameRoom(asked, room));
    if (at >= 0) this.#around = this.#around.toSpliced(at, 1);
    if (count === 0) return [words.plain.nothingEarlier];
    return more && at < 0 ? [renderNote(words.client.moreEarlier, style)] : [];
  }

  /** Forgets what was asked of a room, as it was refused. */
  #forget(room: string): void {
    const at = this.#members.findIndex((asked) => isSameRoom(asked.room, room));
    if (at >= 0) this.#members = this.#members.toSpliced(at, 1);
    const around = this.#around.findIndex((asked) => isSameRoom(asked, room));
    if (around >= 0) this.#around = this.#around.toSpliced(around, 1);
  }
}
