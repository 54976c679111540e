/**
 * Tells what comes from the server: what is said now and what was said earlier, who comes and goes, what was asked for.
 *
 * @module
 */

import type {
  ClientFrame,
  ErrorFrame,
  MessageFrame,
  PrivateFrame,
  RenamedFrame,
  RoomEvent,
  RoomSnapshot,
  ServerFrame,
} from "../../protocol.ts";
import { cleanText } from "../../protocol/text.ts";
import { Replies } from "./replies.ts";
import {
  HistoryDivider,
  isMe,
  isSameRoom,
  JoinDigest,
  MissedPresence,
  roomLabel,
  roomNamed,
  type State,
} from "../../conversation.ts";
import { mentions } from "../../protocol/mentions.ts";
import { otherRoomName, renderNote, type Style } from "./style.ts";
import { renderDay, renderFrame } from "./lines.ts";
import { renderJoinDigest } from "./presence.ts";
import type { ViewParts } from "./surface.ts";
import type { DisplayLine } from "./wrap.ts";

/** Shows frames, and remembers what of them is of use later. */
export class Presenter {
  readonly #parts: ViewParts;
  readonly #style: () => Style;
  readonly #digest: JoinDigest;
  readonly #missed = new MissedPresence();
  readonly #divider = new HistoryDivider();
  readonly #replies = new Replies();
  /** The day of what was shown last, as a moment of it. */
  #lastAt = 0;

  constructor(parts: ViewParts, style: () => Style) {
    this.#parts = parts;
    this.#style = style;
    this.#digest = new JoinDigest(parts.clock, (counted, many) => {
      this.#show(
        ...renderJoinDigest(counted, style()),
        ...many === undefined ? [] : renderFrame(many, style()),
      );
    });
  }

  /** Whether something that was asked for is still to come. */
  get isWaiting(): boolean {
    return this.#replies.isWaiting;
  }

  /** Records that we are in, for the first time or again. */
  enter(view: RoomSnapshot, isBack: boolean): void {
    this.#divider.enter(view, isBack);
    this.#missed.drain(view.room); // The welcome says who is there.
    if (isBack) this.#replies.disconnected();
    else this.#lastAt = view.at;
  }

  /** Records a request; `isShown` unless the answer is not for the person. */
  requested(frame: ClientFrame, isShown: boolean): void {
    this.#replies.requested(frame, isShown);
  }

  /** Shows who joined and left a room while it was not in view. */
  roomShown(room: string): void {
    this.#show(...renderJoinDigest(this.#missed.drain(room), this.#style()));
  }

  /** Records that a request was refused. */
  refused(frame: ErrorFrame): void {
    this.#replies.refused(frame);
  }

  /** Shows what still waits to be. */
  close(): void {
    this.#digest.flush();
  }

  /** Shows a frame, with what was known before it and what is known after. What is hidden from this person is not shown. */
  present(frame: ServerFrame, before: State, state: State): void {
    const { settings } = this.#parts;
    switch (frame.type) {
      case "message":
        return this.#receiveMessage(this.#withoutHidden(frame), state);
      case "private":
        return this.#receivePrivate(frame, state);
      case "joined":
      case "left":
        if (frame.type === "joined" && isMe(state, frame.name)) return;
        if (settings.get("quiet") === "on" || settings.ignores({ from: frame.name, person: frame.person })) {
          return;
        }
        if (!isSameRoom(frame.room, state.room)) return this.#missed.add(frame); // Told when it is looked at.
        if (this.#digest.add(frame)) this.#event(frame);
        return;
      case "crowd":
        if (settings.get("quiet") !== "on" && isSameRoom(frame.room, state.room)) {
          this.#digest.addCount(frame);
        }
        return;
      case "renamed":
        this.#missed.renamed(frame.from, frame.to);
        return this.#event(frame);
      case "entered": {
        const isBack = roomNamed(before, frame.room) !== undefined;
        this.#divider.enter(frame, isBack);
        this.#missed.drain(frame.room);
        if (isBack) return;
        if (isSameRoom(frame.room, state.room)) return this.#show(...renderFrame(frame, this.#style()));
        if (!this.#parts.plain) return; // The row below the line being typed has all rooms.
        return this.#show(this.#style().words.client.alsoIn(roomLabel(frame.room)));
      }
      case "hit":
        if (settings.ignores(frame)) return;
        return this.#answer(frame, state);
      default:
        if (frame.type === "history") this.#endOfPast();
        return this.#answer(frame, state);
    }
  }

  /** Shows what was asked for, once it is whole, and what stands for itself. */
  #answer(frame: ServerFrame, state: State): void {
    const { style, space } = { style: this.#style(), space: this.#parts.surface.space?.() };
    this.#show(...this.#replies.collect(frame, { style, state, space }) ?? renderFrame(frame, style));
  }

  /** Takes out what a message quotes of somebody who is hidden from this person: their name is enough. */
  #withoutHidden(frame: MessageFrame): MessageFrame {
    const { quote } = frame;
    if (quote === undefined || !this.#parts.settings.ignores({ from: quote.from })) return frame;
    return { ...frame, quote: { ...quote, text: "" } };
  }

  #receiveMessage(frame: MessageFrame, state: State): void {
    const isHidden = this.#parts.settings.ignores(frame);
    if (this.#divider.endsBefore(frame)) this.#endOfPast();
    if (!isHidden) this.#showMessage(frame, state);
    if (this.#divider.record(frame)) this.#endOfPast();
  }

  #showMessage(frame: MessageFrame, state: State): void {
    const isNew = frame.past !== true || this.#divider.isMissed(frame);
    if (frame.past === true) this.#beginPast(frame);
    else this.#showArrivalOf(frame.from);
    if (isNew && !isMe(state, frame.from) && this.#concerns(frame, state)) this.#ring();
    this.#event(frame);
  }

  /** Whether this person wants to be told of a message, wherever they look. */
  #concerns({ room, text }: MessageFrame, { me }: State): boolean {
    switch (this.#parts.settings.loudnessOf(room)) {
      case "all":
        return true;
      case "mentions":
        return mentions(cleanText(text), me);
      case "off":
        return false;
    }
  }

  #receivePrivate(frame: PrivateFrame, state: State): void {
    const isMine = isMe(state, frame.from);
    if (!isMine && this.#parts.settings.ignores(frame)) return;
    this.#endOfPast();
    this.#showArrivalOf(isMine ? frame.to : frame.from);
    if (!isMine) this.#ring();
    this.#event(frame);
  }

  /** Shows that a member came before anything that they say. */
  #showArrivalOf(name: string): void {
    if (this.#digest.has(name)) this.#digest.flush();
  }

  #event(frame: RoomEvent | RenamedFrame | PrivateFrame): void {
    if (!("past" in frame)) this.#endOfPast();
    const style = this.#style();
    const day = renderDay(this.#lastAt, frame.at, style.words, style.plain);
    this.#lastAt = frame.at;
    const lines = renderFrame(frame, style);
    this.#show(...(day === undefined ? [] : [day]), ...lines);
  }

  #ring(): void {
    if (this.#parts.settings.get("bell") === "on") this.#parts.surface.bell?.();
  }

  /** Sets what was said earlier apart from what is said now. */
  #beginPast(frame: MessageFrame): void {
    const beginning = this.#divider.begin(frame);
    if (beginning === undefined) return;
    const style = this.#style();
    const { missed, earlier } = style.words.client;
    const where = otherRoomName(frame.room, style);
    const what = beginning === "missed" ? missed : earlier;
    this.#show(renderNote(where === "" ? what : `${where}: ${what}`, style));
    if (beginning === "earlier") this.#lastAt = 0; // What is from earlier says of which day it is.
  }

  #endOfPast(): void {
    if (this.#divider.end()) this.#show(renderNote(this.#style().words.client.now, this.#style()));
  }

  #show(...lines: readonly DisplayLine[]): void {
    if (lines.length > 0) this.#parts.surface.show(lines);
  }
}
