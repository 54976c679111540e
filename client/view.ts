/**
 * What a person gets to see of their rooms, and what they can do about it: which room is in view, who is hidden, what
 * mentions them, what they have set. The same for a screen and for plain lines.
 *
 * @module
 */

import type { ClientFrame, ServerFrame, WelcomeFrame } from "../protocol.ts";
import { cleanLine } from "../protocol/text.ts";
import {
  comeBack,
  enter,
  goTo,
  isSameRoom,
  type Local,
  reduce,
  type Room,
  roomInView,
  roomNamed,
  seen,
  sent,
  type State,
  talkTo,
  unseen,
  vocabularyOf,
} from "../conversation.ts";
import type { Surroundings } from "./terminal.ts";
import { performLocal } from "./view/local_commands.ts";
import { aside, type Look, showRoom } from "./view/style.ts";
import { renderFrame, renderPlace } from "./view/lines.ts";
import type { ViewParts } from "./view/surface.ts";
import { Teller } from "./view/presenter.ts";
import type { Shown } from "./view/wrap.ts";

/** One person's view of their rooms. */
export class View {
  readonly #parts: ViewParts;
  readonly #teller: Teller;
  #state: State | undefined;
  /** Whether the room in view is being left. */
  #isParting = false;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    this.#teller = new Teller(parts, () => this.look());
  }

  /** What is known; `undefined` before one is in. */
  get state(): State | undefined {
    return this.#state;
  }

  /** The room in view, once one is in it. */
  get room(): Room | undefined {
    return this.#state === undefined ? undefined : roomInView(this.#state);
  }

  /** Whether something that was asked for is still to come. */
  get isWaiting(): boolean {
    return this.#teller.isWaiting;
  }

  /** How lines are made at this moment. */
  look(): Look {
    const { words, color, links, plain, settings } = this.#parts;
    const chosen = settings.get("color");
    return {
      words: words(),
      color: !plain && (chosen === "auto" ? color : chosen === "on"),
      links: links && !plain,
      plain,
      time: settings.get("time"),
      me: this.#state?.me ?? "",
      ...(this.#state !== undefined && { room: this.#state.room }),
    };
  }

  /** We are in for the first time, and `wanted` to be in this room: with a welcome, or silently. */
  enter(welcome: WelcomeFrame, wanted: string, how: "anew" | "silently"): void {
    this.#state = enter(welcome, wanted);
    this.#teller.enter(welcome, false);
    if (how === "anew") this.#show(...renderFrame(welcome, this.look()));
    this.#retitle();
  }

  /** We are in again after a break, when something was missed perhaps. */
  comeBack(welcome: WelcomeFrame): void {
    if (this.#state === undefined) return;
    this.#state = comeBack(this.#state, welcome);
    this.#teller.enter(welcome, true);
    this.#isParting = false;
    this.#retitle();
  }

  /** Takes in a frame, and shows it unless others do. What is hidden from this person is not shown. */
  hear(frame: ServerFrame, isShown = true): void {
    const before = this.#state;
    if (before === undefined) return;
    const state = reduce(before, frame, (name) => this.#parts.settings.ignores(name));
    this.#state = state;
    if (frame.type === "error") this.#teller.refused(frame);
    if (isShown) this.#teller.tell(frame, before, state);
    const isParted = frame.type === "parted" && this.#isParting;
    if (isParted) this.#isParting = false;
    if (isParted || !isSameRoom(before.room, state.room)) this.#showPlace();
    this.#retitle();
  }

  /** Something was sent; `isShown` unless the answer is not for the person. */
  sent(frame: ClientFrame, isShown = true): void {
    if (this.#state === undefined) return;
    this.#teller.ask(frame, isShown);
    if (frame.type === "part" && isSameRoom(frame.room, this.#state.room)) this.#isParting = true;
    this.#state = sent(this.#state, frame);
    this.#retitle();
  }

  /** Looks at another room. */
  go(room: string): void {
    if (this.#state === undefined) return;
    const unread = roomNamed(this.#state, room);
    this.#state = goTo(this.#state, room);
    if (unread !== undefined) this.#showRoom(unread);
    this.#retitle();
  }

  /** Talks to one person alone, or in the room again. */
  talkTo(name: string | undefined): void {
    if (this.#state === undefined) return;
    this.#state = talkTo(this.#state, name);
    if (name === undefined) this.#showPlace();
    else this.#show(aside(this.look().words.client.query(name), this.look()));
  }

  /** Does what only concerns what is seen. */
  perform(local: Local): void {
    const look = this.look();
    const all = { ...look, ...((this.#state?.rooms.size ?? 0) > 1 && { room: "" }) };
    const mentioned = (): readonly Shown[] =>
      this.#teller.mentions.flatMap((frame) => renderFrame(frame, all));
    this.#show(
      ...performLocal(local, { settings: this.#parts.settings, mentioned, look: () => this.look() }),
    );
  }

  /** The person is there and has seen what is on the screen. */
  seen(): void {
    if (this.#state === undefined) return;
    this.#state = seen(this.#state);
    this.#retitle();
  }

  /** What can be completed. */
  surroundings(): Surroundings {
    const { speakers, known } = this.#teller;
    return vocabularyOf(this.#state, { speakers, known, settings: this.#parts.settings });
  }

  /** Shows what still waits to be. */
  close(): void {
    this.#teller.close();
  }

  /** Says where one is now, and with that it is seen. */
  #showPlace(): void {
    if (this.#state === undefined) return;
    const room = roomInView(this.#state);
    if (room !== undefined) this.#showRoom(room);
    else if (this.#state.room === "") {
      this.#show(aside(this.look().words.problem({ code: "nowhere" }), this.look()));
    }
    this.#state = seen(this.#state);
  }

  #showRoom(room: Room): void {
    this.#show(...renderPlace(room, this.look()));
    this.#teller.look(room.name);
  }

  #retitle(): void {
    const state = this.#state;
    if (state === undefined) return;
    const count = unseen(state);
    const where = state.room === "" ? "" : ` · ${showRoom(state.room)}`;
    this.#parts.stage.title?.(`${count === 0 ? "" : `(${count}) `}${cleanLine(state.title)}${where}`);
  }

  #show(...lines: readonly Shown[]): void {
    if (lines.length > 0) this.#parts.stage.show(lines);
  }
}

export { renderHelp, sayError } from "./view/help.ts";
export { renderFrame, sayNotice } from "./view/lines.ts";
export { mentions } from "./view/markup.ts";
export { clockTime, renderUnsent, showNumbers, typedAs } from "./view/pending.ts";
export { promptOf, statusOf, type StatusPart } from "./view/status_line.ts";
export { aside, type Look, renderTrouble } from "./view/style.ts";
export { boundaryAfter, boundaryBefore, type Grapheme, graphemes, textWidth } from "./view/width.ts";
export { inOneLine, type Shown, shownWidth, wrap } from "./view/wrap.ts";
