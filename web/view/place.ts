// @ts-check
/**
 * A place of the conversation: a room, or one person alone.
 *
 * @module
 */

import { Messages } from "./messages.ts";
import { Roster } from "../session/roster.ts";
import { button, nameKey } from "./nodes.ts";
import { fill } from "./words.ts";

/** @typedef {import("../../protocol.ts").MessageFrame} MessageFrame */
/** @typedef {"room" | "person"} Kind */

/**
 * Messages that were asked for and are on their way, and into which view they go.
 *
 * @typedef {{ readonly into: Messages, readonly toward: "earlier" | "later" | "around", readonly seq: number,
 *   readonly messages: MessageFrame[] }} Asking
 */

/**
 * `onEdge` is called when somebody has scrolled to the first or the last message that a view shows.
 *
 * @typedef {{
 *   readonly words: import("./words.ts").Words,
 *   readonly lines: import("./line.ts").Lines,
 *   readonly onEdge: (place: Place, view: Messages, edge: "first" | "last") => void,
 *   readonly onNow: (place: Place) => void,
 * }} Parts
 */

/** The key of a room or a person: places with the same key are the same. @param {Kind} kind @param {string} name */
export function placeKey(kind, name) {
  return (kind === "room" ? "#" : "@") + nameKey(name.replace(/^#/, ""));
}

/** One place. */
export class Place {
  kind;
  name;
  roster = new Roster();
  /** @type {import("../../protocol.ts").Topic | undefined} */
  topic;
  /** What was being written here when somebody went elsewhere. */
  draft = "";
  unread = 0;
  mentions = 0;
  /** Whether what is new has its line already. */
  isMarked = false;
  /** Messages up to this number came before this page was connected: they are not announced. */
  quietUntil = 0;
  /** What was read, cleared and has come. @type {import("../session/saved.ts").Memory} */
  memory;
  /** @type {Asking | undefined} */
  asking;
  /** What was said long ago around one message, while the live view waits. @type {Messages | undefined} */
  past;
  #parts;

  /**
   * @param {Kind} kind
   * @param {import("../session/saved.ts").Memory} memory
   * @param {Parts} parts
   */
  constructor(kind, memory, parts) {
    this.kind = kind;
    this.name = memory.name;
    this.memory = memory;
    this.#parts = parts;
    this.live = this.#view();
  }

  get key() {
    return placeKey(this.kind, this.name);
  }

  /** What people call it. */
  get label() {
    return this.kind === "room" ? `#${this.name}` : this.name;
  }

  /** What is in view of it. */
  get view() {
    return this.past ?? this.live;
  }

  /** Gives it another name: that of a person. @param {string} name */
  rename(name) {
    this.name = this.memory.name = name;
    this.live.label = this.#label;
  }

  /** A view of what was said long ago, not in the document yet. */
  openPast() {
    const view = this.#view();
    view.root.append(button(this.#parts.words.toNow, () => this.#parts.onNow(this), "unread"));
    return view;
  }

  get #label() {
    return fill(this.#parts.words.messagesIn, { place: this.label });
  }

  #view() {
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
