// @ts-check
/**
 * What this person says: kept until it is known to have arrived, so that it is neither lost nor said twice.
 *
 * @module
 */

import { nameKey } from "../view/nodes.ts";
import { fill } from "../view/words.ts";

/** @typedef {import("../../protocol.ts").ServerFrame} ServerFrame */
/** @typedef {import("./saved.ts").Goal} Goal */
/** @typedef {import("./saved.ts").Unsent} Unsent */

/**
 * @template {ServerFrame["type"]} Type
 * @typedef {Extract<ServerFrame, { readonly type: Type }>} Of
 */

/**
 * `onSent` is given where a private word went, `onReturn` is given a text that is to be written again, and where it was to go. `isWriting` tells whether something is in the box.
 *
 * @typedef {{
 *   readonly words: import("../view/words.ts").Words,
 *   readonly seat: import("./saved.ts").Seat,
 *   readonly lines: import("../view/line.ts").Lines,
 *   readonly places: import("../view/places.ts").Places,
 *   readonly hint: (text: string) => void,
 *   readonly onSent: (place: import("../view/place.ts").Place) => void,
 *   readonly onReturn: (text: string, goal: Goal) => void,
 *   readonly isWriting: () => boolean,
 *   readonly send: (frame: import("../../protocol.ts").ClientFrame) => void,
 * }} Parts
 */

/** Everything that is on its way from here. */
export class Outgoing {
  /** The most characters that a message may have. */
  longest = 4000;
  #parts;
  /** Begins the ids of what is said here, so that no other page of ours has the same. */
  #run = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "";
  #said = 0;
  /** Private words that the server has taken and not delivered yet, by id. @type {Map<string, Of<"private">>} */
  #taken = new Map();

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Shows what waits. */
  show() {
    for (const unsent of this.#parts.seat.unsent) this.#placeOf(unsent.goal)?.live.wait(unsent);
  }

  /** A name for what is sent next. */
  nextId() {
    return `${this.#run}-${++this.#said}`;
  }

  /**
   * Says something, as soon as there is somebody to say it to.
   *
   * @param {Goal} goal
   * @param {string} text
   * @param {boolean} action
   * @param {boolean} isIn Whether it can be sent at once.
   */
  say(goal, text, action, isIn) {
    const { seat, words, hint, onReturn } = this.#parts;
    const length = Array.from(text).length;
    if (length > this.longest) {
      onReturn(action ? `/me ${text}` : text, goal);
      return hint(fill(words.problem["too-long"] ?? "", { limit: this.longest, length }));
    }
    const unsent = { id: this.nextId(), text, action, goal };
    seat.unsent.push(unsent);
    seat.saveNow();
    this.#placeOf(goal)?.live.wait(unsent);
    if (isIn) this.#send(unsent);
  }

  /** Sends again all that is not known to have arrived: ids keep it from being said twice. */
  sendAll() {
    this.show();
    for (const unsent of this.#parts.seat.unsent) this.#send(unsent);
  }

  /** It is in the log; shown it is once it comes. @param {Of<"ack">} ack */
  stored({ id, room, seq }) {
    this.#forget(id);
    const live = this.#parts.places.find("room", room)?.live;
    if (live !== undefined && seq <= live.last) live.settle(String(id));
  }

  /** A message came: one of ours, perhaps. @param {import("../../protocol.ts").MessageFrame} message */
  heard({ id }) {
    if (id !== undefined) this.#forget(id);
  }

  /** A private word came back to its sender: `false` when it is not one that waits here. @param {Of<"private">} word */
  echoed(word) {
    const id = String(word.id ?? "");
    if (!this.#parts.lines.isMe(word.from) || !this.#parts.seat.unsent.some((unsent) => unsent.id === id)) {
      return false;
    }
    this.#taken.set(id, word);
    return true;
  }

  /** A private word is with the other person. @param {Of<"delivered">} delivered */
  delivered({ id, to, at }) {
    const { places, lines } = this.#parts;
    const unsent = id === undefined ? undefined : this.#forget(id);
    if (unsent === undefined) return;
    const word = this.#taken.get(unsent.id);
    this.#taken.delete(unsent.id);
    const place = places.open("person", to);
    this.#placeOf(unsent.goal)?.live.settle(unsent.id);
    const said = word ?? { ...unsent, at };
    const action = said.action === true;
    places.hearPrivate(place, { who: to, from: lines.me, at: said.at, text: said.text, action });
    this.#parts.onSent(place);
  }

  /** Something was refused: `false` when it is nothing that was said here. @param {Of<"error">} error @param {string} why */
  refused(error, why) {
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

  /** Somebody is called something else: what waits for them goes there. @param {string} from @param {string} to */
  renamed(from, to) {
    const { seat } = this.#parts;
    seat.unsent = seat.unsent.map((unsent) => {
      const isFor = "to" in unsent.goal && nameKey(unsent.goal.to) === nameKey(from);
      return isFor ? { ...unsent, goal: { to } } : unsent;
    });
  }

  /** @param {Unsent} unsent */
  #send({ id, text, action, goal }) {
    /** @type {{ id: string, text: string, action?: true }} */
    const said = { text, id, ...(action && { action: true }) };
    if ("to" in goal) this.#parts.send({ type: "private", to: goal.to, ...said });
    else this.#parts.send({ type: "say", room: goal.room, ...said });
  }

  /** What is no longer to be sent. @param {string | number} id */
  #forget(id) {
    const { seat } = this.#parts;
    const unsent = seat.unsent.find((one) => one.id === id);
    if (unsent === undefined) return undefined;
    seat.unsent = seat.unsent.filter((one) => one !== unsent);
    seat.save();
    return unsent;
  }

  /** Where it shows: nowhere when it is for a room that one is not in any more. @param {Goal} goal */
  #placeOf(goal) {
    const { places } = this.#parts;
    return "to" in goal ? places.open("person", goal.to) : places.find("room", goal.room);
  }
}
