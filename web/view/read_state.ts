/**
 * What of a place has been read, and what of it is news. Pure.
 *
 * @module
 */

import { mentions } from "../../protocol/mentions.ts";
import type { SavedRoom } from "./saved_view.ts";

/** A message as far as it may be news. */
export interface Incoming {
  readonly text: string;
  /** Its number; `undefined` for a private message, which is always new and always for me. */
  readonly seq?: number;
  /** Whether it is from before the reader came in. */
  readonly isPast: boolean;
  /** Whether the reader said it, or hides who did. */
  readonly isOwnOrHidden: boolean;
  /** The reader's name. */
  readonly me: string;
  /** Whether its reader sees the end of this place now. */
  readonly isSeen: boolean;
}

/** What a message is to its reader. */
export interface News {
  /** Whether somebody else said it and it was not read. */
  readonly isNews: boolean;
  /** Whether it concerns the reader in particular. */
  readonly isForMe: boolean;
  /** Whether the line goes before it behind which all is new. */
  readonly isMarked: boolean;
  /** Whether the reader is told of it wherever they are: it never came to this page before. */
  readonly isAnnounced: boolean;
}

/** What of one place has been read. */
export class ReadState {
  /** Numbers that last over a reload. */
  readonly memory: SavedRoom;
  /** Messages up to this number came before this page was connected. */
  quietUntil = 0;
  /** Whether what is new has its line already. */
  isMarked = false;
  #unread = 0;
  #mentions = 0;

  constructor(memory: SavedRoom) {
    this.memory = memory;
  }

  /** Returns how many messages of others have not been read. */
  get unread(): number {
    return this.#unread;
  }

  /** Returns how many of them name the reader; of private messages none is counted, as all are for them. */
  get mentions(): number {
    return this.#mentions;
  }

  /** Takes in a message, and tells what it is to its reader. */
  receive({ text, seq, isPast, isOwnOrHidden, me, isSeen }: Incoming): News {
    const { memory } = this;
    const isPrivate = seq === undefined;
    const isNews = !isOwnOrHidden && (isPrivate || seq > memory.read);
    const isForMe = isNews && (isPrivate || mentions(text, me));
    const isMarked = isNews && !this.isMarked && (isPast || !isSeen);
    if (isMarked) this.isMarked = true;
    const isUnread = isNews && !isSeen;
    if (isUnread) this.#unread++;
    if (isUnread && isForMe && !isPrivate) this.#mentions++;
    const isFirst = isPrivate || seq > memory.last;
    if (!isPrivate) memory.last = Math.max(memory.last, seq);
    return { isNews, isForMe, isMarked, isAnnounced: isUnread && isFirst };
  }

  /**
   * Records that its reader sees all up to this number. Returns whether that is more than was read before, and whether
   * less is unread now.
   */
  markSeen(last: number): { readonly isFurther: boolean; readonly isLess: boolean } {
    const { memory } = this;
    if (last >= this.quietUntil) this.isMarked = false;
    const isFurther = memory.read < last;
    if (isFurther) memory.read = last;
    const isLess = this.#unread > 0;
    this.#unread = this.#mentions = 0;
    return { isFurther, isLess };
  }

  /** Records that its reader has read up to this number elsewhere. */
  readElsewhere(seq: number): void {
    const { memory } = this;
    if (seq >= memory.last) this.markSeen(seq);
    else memory.read = Math.max(memory.read, seq);
  }

  /** Forgets all numbers, as they are of another log. */
  reset(): void {
    this.#unread = this.#mentions = 0;
    this.memory.last = this.memory.read = this.memory.cleared = 0;
  }
}
