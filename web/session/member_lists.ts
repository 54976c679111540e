// @ts-check
/**
 * Who is in which room: lists that were asked for, and those who come and go.
 *
 * @module
 */

import { placeKey } from "../view/place.ts";
import { Roster } from "./roster.ts";

/** @typedef {import("../../protocol.ts").ServerFrame} ServerFrame */
/** @typedef {import("../view/place.ts").Place} Place */

/** In larger rooms nobody is asked after by itself. */
const FEW = 100;

/**
 * @typedef {{
 *   readonly places: import("../view/places.ts").Places,
 *   readonly members: import("../view/members.ts").Members,
 *   readonly told: import("../view/replies.ts").Told,
 *   readonly send: (frame: import("../../protocol.ts").ClientFrame) => boolean,
 * }} Parts
 */

/** The people of all rooms. */
export class People {
  #parts;
  /** Lists on their way, and whether each is to be told. @type {{ readonly room: string, readonly tells: boolean }[]} */
  #asked = [];

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Asks who is in a room: `false` when there is nobody to ask.
   *
   * @param {string} room
   * @param {boolean} tells Whether the answer is to be told, besides standing in the list of people.
   */
  ask(room, tells) {
    if (!this.#parts.send({ type: "who", room, detail: true })) return false;
    this.#asked.push({ room, tells });
    return true;
  }

  /** Somebody looks at a room: it is good to know how those who are there are present. @param {Place} place */
  attend(place) {
    if (place.kind === "room" && place.roster.size <= FEW) this.ask(place.name, false);
  }

  /** Those that a room has as one enters it. @param {Place} place @param {readonly string[]} names @param {number} count */
  entered(place, names, count) {
    place.roster = new Roster();
    place.roster.set(names, undefined, false);
    if (count > names.length) this.ask(place.name, false);
    this.show(place);
  }

  /** @param {Extract<ServerFrame, { readonly type: "members" }>} frame */
  came({ room, members, presence, more }) {
    const { places, told } = this.#parts;
    const at = this.#find(room);
    if (this.#asked[at]?.tells === true) told.who(members, presence ?? [], more === true);
    if (more !== true && at >= 0) this.#asked.splice(at, 1);
    const place = places.find("room", room);
    if (place?.roster.set(members, presence, more === true)) this.show(place);
  }

  /** There is no such room: no list comes. @param {string} room */
  missed(room) {
    const at = this.#find(room);
    if (at >= 0) this.#asked.splice(at, 1);
  }

  /** The connection is gone. */
  lost() {
    this.#asked = [];
    this.#parts.told.forget();
  }

  /** Shows who is at a place, if it is in view. @param {Place} place */
  show(place) {
    const { places, members } = this.#parts;
    if (place === places.current) members.show(place.kind === "room" ? place.roster : undefined);
  }

  /** @param {string} room */
  #find(room) {
    return this.#asked.findIndex((asked) => placeKey("room", asked.room) === placeKey("room", room));
  }
}
