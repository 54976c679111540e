// @ts-check
/**
 * What happens in rooms and between people, and what of the page it changes.
 *
 * @module
 */

import { comingAndGoing } from "../view/replies.ts";
import { fill } from "../view/words.ts";

/** @typedef {import("../../protocol.ts").ServerFrame} ServerFrame */

/**
 * @template {ServerFrame["type"]} Type
 * @typedef {Extract<ServerFrame, { readonly type: Type }>} Of
 */

/**
 * @typedef {{
 *   readonly words: import("../view/words.ts").Words,
 *   readonly lines: import("../view/line.ts").Lines,
 *   readonly places: import("../view/places.ts").Places,
 *   readonly people: import("./member_lists.ts").People,
 *   readonly outgoing: import("./outgoing.ts").Outgoing,
 *   readonly past: import("./history.ts").Past,
 *   readonly mentions: import("./mentions.ts").Mentions,
 *   readonly told: import("../view/replies.ts").Told,
 *   readonly isHidden: (name: string) => boolean,
 * }} Parts
 */

/** Everything that is told to those who share a room, or a word. */
export class Events {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {Of<"message">} message */
  message(message) {
    const { places, past, outgoing, people, mentions, lines, isHidden } = this.#parts;
    const place = places.find("room", message.room);
    if (place === undefined || past.took(place, message) || message.seq <= place.live.last) return;
    outgoing.heard(message);
    if (message.past !== true) {
      place.roster.spoke(message.from, message.at);
      people.show(place);
    }
    if (message.topic === true && message.past !== true) {
      place.topic = message.text === "" ? undefined : message;
      places.changed();
    }
    if (!lines.isMe(message.from) && !isHidden(message.from)) mentions.take(message, lines.me);
    places.hear(place, message);
  }

  /** @param {Of<"private">} word */
  privateWord(word) {
    const { places, lines, outgoing, isHidden } = this.#parts;
    const { from, to, at, text, action } = word;
    if (outgoing.echoed(word) || isHidden(from)) return;
    const who = lines.isMe(from) ? to : from;
    places.hearPrivate(places.open("person", who), { who, from, at, text, action: action === true });
  }

  /** @param {Of<"joined"> | Of<"left">} event */
  comesOrGoes(event) {
    const { words, places, lines, people } = this.#parts;
    const place = places.find("room", event.room);
    if (place === undefined || lines.isMe(event.name)) return;
    if (event.type === "joined") place.roster.add(event.name);
    else place.roster.remove(event.name);
    people.show(place);
    place.live.note(comingAndGoing(event, words), event.at, event.name);
  }

  /** Very many came and went. @param {Of<"crowd">} event */
  crowd({ room, count, at }) {
    const { words, places, people } = this.#parts;
    const place = places.find("room", room);
    if (place === undefined) return;
    place.roster.count(count);
    people.show(place);
    place.live.note(fill(words.crowd, { count }), at);
  }

  /** Told once, whatever rooms are shared. @param {Of<"renamed">} renamed */
  renamed({ from, to, at }) {
    const { words, places, lines, people, outgoing } = this.#parts;
    const isMe = lines.isMe(from);
    for (const place of places.all) {
      const isHere = place.kind === "room" ? place.roster.has(from) : place === places.find("person", from);
      if (!isHere && !isMe) continue;
      place.live.note(fill(words.renamed, { from, to }), at, from);
      place.roster.rename(from, to);
      people.show(place);
    }
    outgoing.renamed(from, to);
    places.rename(from, to);
  }

  /** @param {Of<"topic">} frame */
  topic({ room, topic }) {
    const { places, told } = this.#parts;
    const place = places.find("room", room);
    if (place !== undefined) place.topic = topic;
    told.topic(room, topic);
    places.changed();
  }

  /** @param {Of<"notice">} notice */
  notice(notice) {
    const { words, places } = this.#parts;
    switch (notice.code) {
      case "slowed":
        return places.current?.live.note(words.slowed);
      case "gap":
        return places.find("room", notice.room)?.live.note(fill(words.gap, notice));
      case "waiting":
        return places.open("person", notice.name).live.note(fill(words.waitsFor, notice));
      case "away": {
        const sentence = notice.why === "" ? words.personAway : words.personAwayWhy;
        return places.open("person", notice.name).live.note(fill(sentence, notice));
      }
    }
  }
}
