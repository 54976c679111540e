/**
 * A place of the conversation: a room, or one person alone.
 *
 * @module
 */

import type { PageWords } from "../../words/en.ts";
import type { LineRenderer } from "./line.ts";
import { Messages } from "./messages.ts";
import { button } from "./nodes.ts";
import { type IndexedPlace, keyOf, type Kind } from "./place_index.ts";
import { ReadState } from "./read_state.ts";
import type { SavedRoom } from "./saved_view.ts";
import { fill } from "./document_words.ts";

/** What a place works with. */
export interface PlaceParts {
  readonly words: PageWords;
  readonly lines: LineRenderer;
  /** Called when somebody has scrolled to the first or the last message that a view shows. */
  readonly onEdge: (place: Place, view: Messages, edge: "first" | "last") => void;
  /** Called when somebody wants to go back from what was said long ago. */
  readonly onNow: (place: Place) => void;
}

/** One place. */
export class Place extends ReadState implements IndexedPlace {
  readonly kind: Kind;
  /** The id of the person, once that is known. */
  person: string | undefined;
  /** Whether somebody else has the name of this person by now. */
  isFormer = false;
  /** Whether its reader wants to be told of nothing here. */
  isMuted = false;
  /** What was being written here when somebody went elsewhere. */
  draft = "";
  /** What was said long ago around one message, while the live view waits. */
  past: Messages | undefined;
  /** What is being said now. */
  readonly live: Messages;
  readonly #parts: PlaceParts;

  constructor(kind: Kind, memory: SavedRoom, parts: PlaceParts) {
    super(memory);
    this.kind = kind;
    this.#parts = parts;
    this.live = this.#makeView();
  }

  /** Returns the name of the room, without `#`, or of the person. */
  get name(): string {
    return this.memory.name;
  }

  /** Tells it from all other places. */
  get key(): string {
    return keyOf(this);
  }

  /** Returns what people call it. */
  get label(): string {
    if (this.kind === "room") return `#${this.name}`;
    return this.isFormer ? fill(this.#parts.words.page.formerPerson, { name: this.name }) : this.name;
  }

  /** Returns what is in view of it. */
  get view(): Messages {
    return this.past ?? this.live;
  }

  /** Gives it another name: that of a person. */
  rename(name: string): void {
    this.memory.name = name;
    this.live.label = this.#viewLabel;
  }

  /** Makes a view of what was said long ago, not in the document yet. */
  openPast(): Messages {
    const view = this.#makeView();
    view.root.append(button(this.#parts.words.page.toNow, () => this.#parts.onNow(this), "unread"));
    return view;
  }

  get #viewLabel(): string {
    return fill(this.#parts.words.page.messagesIn, { place: this.label });
  }

  #makeView(): Messages {
    const { words, lines, onEdge } = this.#parts;
    const view: Messages = new Messages({
      words,
      lines,
      label: this.#viewLabel,
      onTop: () => onEdge(this, view, "first"),
      onBottom: () => onEdge(this, view, "last"),
    });
    return view;
  }
}
