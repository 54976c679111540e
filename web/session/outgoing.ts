/**
 * What this person says: kept until it is known to have arrived, so that it is neither lost nor said twice.
 *
 * @module
 */

import type { ClientFrame, MessageFrame, ServerFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import { nameKey } from "../../protocol/names.ts";
import {
  type Destination,
  type LineRenderer,
  type PendingMessage,
  type Place,
  type Places,
} from "../view.ts";
import type { SavedSession } from "./saved.ts";

export type Of<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

/** `onSent` is given where a private word went, `onReturn` is given a text that is to be written again, and where it was to go. `isWriting` tells whether something is in the box. */
export interface OutgoingParts {
  readonly words: Words;
  readonly seat: SavedSession;
  readonly lines: LineRenderer;
  readonly places: Places;
  readonly hint: (text: string) => void;
  readonly onSent: (place: Place) => void;
  readonly onReturn: (text: string, goal: Destination) => void;
  readonly isWriting: () => boolean;
  readonly send: (frame: ClientFrame) => void;
}

/** Everything that is on its way from here. */
export class Outgoing {
  /** The most characters that a message may have. */
  longest = 4000;
  readonly #parts: OutgoingParts;
  /** Begins the ids of what is said here, so that no other page of ours has the same. */
  readonly #run = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "";
  #said = 0;
  /** Private words that the server has taken and not delivered yet, by id. */
  readonly #taken: Map<string, Of<"private">> = new Map();

  constructor(parts: OutgoingParts) {
    this.#parts = parts;
  }

  /** Shows what waits. */
  show(): void {
    for (const unsent of this.#parts.seat.unsent) this.#placeOf(unsent.goal)?.live.wait(unsent);
  }

  /** A name for what is sent next. */
  nextId(): string {
    return `${this.#run}-${++this.#said}`;
  }

  /**
   * Says something, as soon as there is somebody to say it to.
   *
   * @param isIn Whether it can be sent at once.
   */
  say(goal: Destination, text: string, action: boolean, isIn: boolean): void {
    const { seat, words, hint, onReturn } = this.#parts;
    const length = Array.from(text).length;
    if (length > this.longest) {
      onReturn(action ? `/me ${text}` : text, goal);
      return hint(words.problem({ code: "too-long", limit: this.longest, length }));
    }
    const unsent = { id: this.nextId(), text, action, goal };
    seat.unsent.push(unsent);
    seat.saveNow();
    this.#placeOf(goal)?.live.wait(unsent);
    if (isIn) this.#send(unsent);
  }

  /** Sends again all that is not known to have arrived: ids keep it from being said twice. */
  sendAll(): void {
    this.show();
    for (const unsent of this.#parts.seat.unsent) this.#send(unsent);
  }

  /** It is in the log; shown it is once it comes. */
  acknowledged({ id, room, seq }: Of<"ack">): void {
    this.#forget(id);
    const live = this.#parts.places.find("room", room)?.live;
    if (live !== undefined && seq <= live.last) live.settle(String(id));
  }

  /** A message came: one of ours, perhaps. */
  receive({ id }: MessageFrame): void {
    if (id !== undefined) this.#forget(id);
  }

  /** A private word came back to its sender: `false` when it is not one that waits here. */
  echoed(word: Of<"private">): boolean {
    const id = String(word.id ?? "");
    if (!this.#parts.lines.isMe(word.from) || !this.#parts.seat.unsent.some((unsent) => unsent.id === id)) {
      return false;
    }
    this.#taken.set(id, word);
    return true;
  }

  /** A private word is with the other person. */
  delivered({ id, to, at }: Of<"delivered">): void {
    const { places, lines } = this.#parts;
    const unsent = id === undefined ? undefined : this.#forget(id);
    if (unsent === undefined) return;
    const word = this.#taken.get(unsent.id);
    this.#taken.delete(unsent.id);
    const place = places.open("person", to);
    this.#placeOf(unsent.goal)?.live.settle(unsent.id);
    const said = word ?? { ...unsent, at };
    const action = said.action === true;
    places.addPrivateMessage(place, { who: to, from: lines.me, at: said.at, text: said.text, action });
    this.#parts.onSent(place);
  }

  /** Something was refused: `false` when it is nothing that was said here. */
  refused(error: Of<"error">, why: string): boolean {
    const { places, hint, onReturn, isWriting } = this.#parts;
    const unsent = error.id === undefined ? undefined : this.#forget(error.id);
    if (unsent === undefined) return false;
    const { text, action, goal } = unsent;
    const place = this.#placeOf(goal);
    const back = action ? `/me ${text}` : text;
    const isForNobody = error.code === "not-here" && place !== places.current &&
      place?.live.isOnly(unsent.id);
    if (isForNobody && place !== undefined && !isWriting()) {
      places.close(place); // A conversation with nobody: it began with this.
      onReturn(back, goal);
    } else if (place === undefined) onReturn(back, goal);
    else place.live.refuse(unsent.id, why, () => onReturn(back, goal));
    if (place === undefined || place !== places.current) hint(why);
    return true;
  }

  /** Somebody is called something else: what waits for them goes there. */
  renamed(from: string, to: string): void {
    const { seat } = this.#parts;
    seat.unsent = seat.unsent.map((unsent) => {
      const isFor = "to" in unsent.goal && nameKey(unsent.goal.to) === nameKey(from);
      return isFor ? { ...unsent, goal: { to } } : unsent;
    });
  }

  #send({ id, text, action, goal }: PendingMessage): void {
    const said: { id: string; text: string; action?: true } = { text, id, ...(action && { action: true }) };
    if ("to" in goal) this.#parts.send({ type: "private", to: goal.to, ...said });
    else this.#parts.send({ type: "say", room: goal.room, ...said });
  }

  /** What is no longer to be sent. */
  #forget(id: string | number): PendingMessage | undefined {
    const { seat } = this.#parts;
    const unsent = seat.unsent.find((one) => one.id === id);
    if (unsent === undefined) return undefined;
    seat.unsent = seat.unsent.filter((one) => one !== unsent);
    seat.save();
    return unsent;
  }

  /** Where it shows: nowhere when it is for a room that one is not in any more. */
  #placeOf(goal: Destination): Place | undefined {
    const { places } = this.#parts;
    return "to" in goal ? places.open("person", goal.to) : places.find("room", goal.room);
  }
}
