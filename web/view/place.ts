/**
 * A place of the conversation: a room, or one person alone.
 *
 * @module
 */

import type { MessageFrame, Topic } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import type { SavedRoom } from "./kept.ts";
import type { LineRenderer } from "./line.ts";
import { Messages } from "./messages.ts";
import { nameKey } from "../../protocol/names.ts";
import { button } from "./nodes.ts";
import { Roster } from "./roster.ts";
import { fill } from "./words.ts";

export type Kind = "room" | "person";

/** Messages that were asked for and are on their way, and into which view they go. */
export interface Asking {
  readonly into: Messages;
  readonly toward: "earlier" | "later" | "around";
  readonly seq: number;
  readonly messages: MessageFrame[];
}

/** `onEdge` is called when somebody has scrolled to the first or the last message that a view shows. */
export interface PlaceParts {
  readonly words: Words;
  readonly lines: LineRenderer;
  readonly onEdge: (place: Place, view: Messages, edge: "first" | "last") => void;
  readonly onNow: (place: Place) => void;
}

/** The key of a room or a person: places with the same key are the same. */
export function placeKey(kind: Kind, name: string): string {
  return (kind === "room" ? "#" : "@") + nameKey(name.replace(/^#/, ""));
}

/** One place. */
export class Place {
  kind: Kind;
  name;
  roster = new Roster();
  topic: Topic | undefined;
  /** What was being written here when somebody went elsewhere. */
  draft = "";
  unread = 0;
  mentions = 0;
  /** Whether what is new has its line already. */
  isMarked = false;
  /** Messages up to this number came before this page was connected: they are not announced. */
  quietUntil = 0;
  /** What was read, cleared and has come. */
  memory: SavedRoom;
  asking: Asking | undefined;
  /** What was said long ago around one message, while the live view waits. */
  past: Messages | undefined;
  /** What is being said now. */
  readonly live: Messages;
  readonly #parts: PlaceParts;

  constructor(kind: Kind, memory: SavedRoom, parts: PlaceParts) {
    this.kind = kind;
    this.name = memory.name;
    this.memory = memory;
    this.#parts = parts;
    this.live = this.#view();
  }

  get key(): string {
    return placeKey(this.kind, this.name);
  }

  /** What people call it. */
  get label(): string {
    return this.kind === "room" ? `#${this.name}` : this.name;
  }

  /** What is in view of it. */
  get view(): Messages {
    return this.past ?? this.live;
  }

  /** Gives it another name: that of a person. */
  rename(name: string): void {
    this.name = this.memory.name = name;
    this.live.label = this.#label;
  }

  /** A view of what was said long ago, not in the document yet. */
  openPast(): Messages {
    const view = this.#view();
    view.root.append(button(this.#parts.words.page.toNow, () => this.#parts.onNow(this), "unread"));
    return view;
  }

  get #label(): string {
    return fill(this.#parts.words.page.messagesIn, { place: this.label });
  }

  #view(): Messages {
    const { words, lines, onEdge } = this.#parts;
    const view = new Messages({
      words,
      lines,
      label: this.#label,
      onTop: () => onEdge(this, view, "first"),
      onBottom: () => onEdge(this, view, "last"),
    });
    return view;
  }
}
