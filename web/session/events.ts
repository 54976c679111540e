/**
 * What happens in rooms and between people, and what of the page it changes.
 *
 * @module
 */

import type { ServerFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import { comingAndGoing, fill, type LineRenderer, type Places, type Replies } from "../view.ts";
import type { History } from "./history.ts";
import type { MemberLists } from "./member_lists.ts";
import type { Mentions } from "./mentions.ts";
import type { Outgoing } from "./outgoing.ts";

export type Of<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

export interface EventParts {
  readonly words: Words;
  readonly lines: LineRenderer;
  readonly places: Places;
  readonly people: MemberLists;
  readonly outgoing: Outgoing;
  readonly past: History;
  readonly mentions: Mentions;
  readonly told: Replies;
  readonly isHidden: (name: string) => boolean;
}

/** Everything that is told to those who share a room, or a word. */
export class Events {
  readonly #parts: EventParts;

  constructor(parts: EventParts) {
    this.#parts = parts;
  }

  message(message: Of<"message">): void {
    const { places, past, outgoing, people, mentions, lines, isHidden } = this.#parts;
    const place = places.find("room", message.room);
    if (place === undefined || past.takes(place, message) || message.seq <= place.live.last) return;
    outgoing.receive(message);
    if (message.past !== true) {
      place.roster.spoke(message.from, message.at);
      people.show(place);
    }
    if (message.topic === true && message.past !== true) {
      place.topic = message.text === "" ? undefined : message;
      places.changed();
    }
    if (!lines.isMe(message.from) && !isHidden(message.from)) mentions.record(message, lines.me);
    places.addMessage(place, message);
  }

  privateWord(word: Of<"private">): void {
    const { places, lines, outgoing, isHidden } = this.#parts;
    const { from, to, at, text, action } = word;
    if (outgoing.echoed(word) || isHidden(from)) return;
    const who = lines.isMe(from) ? to : from;
    places.addPrivateMessage(places.open("person", who), { who, from, at, text, action: action === true });
  }

  comesOrGoes(event: Of<"joined"> | Of<"left">): void {
    const { words, places, lines, people } = this.#parts;
    const place = places.find("room", event.room);
    if (place === undefined || lines.isMe(event.name)) return;
    if (event.type === "joined") place.roster.add(event.name);
    else place.roster.remove(event.name);
    people.show(place);
    place.live.note(comingAndGoing(event, words), event.at, event.name);
  }

  /** Very many came and went. */
  crowd({ room, count, at }: Of<"crowd">): void {
    const { words, places, people } = this.#parts;
    const place = places.find("room", room);
    if (place === undefined) return;
    place.roster.count(count);
    people.show(place);
    place.live.note(words.crowd(count), at);
  }

  /** Told once, whatever rooms are shared. */
  renamed({ from, to, at }: Of<"renamed">): void {
    const { words, places, lines, people, outgoing } = this.#parts;
    const isMe = lines.isMe(from);
    for (const place of places.all) {
      const isHere = place.kind === "room" ? place.roster.has(from) : place === places.find("person", from);
      if (!isHere && !isMe) continue;
      place.live.note(words.renamed(from, to), at, from);
      place.roster.rename(from, to);
      people.show(place);
    }
    outgoing.renamed(from, to);
    places.rename(from, to);
  }

  topic({ room, topic }: Of<"topic">): void {
    const { places, told } = this.#parts;
    const place = places.find("room", room);
    if (place !== undefined) place.topic = topic;
    told.topic(room, topic);
    places.changed();
  }

  notice(notice: Of<"notice">): void {
    const { words, places } = this.#parts;
    switch (notice.code) {
      case "slowed":
        return places.current?.live.note(words.slowed);
      case "gap":
        return places.find("room", notice.room)?.live.note(words.gap(notice.from, notice.to));
      case "waiting":
        return places.open("person", notice.name).live.note(words.waitsFor(notice.name));
      case "away": {
        const sentence = notice.why === "" ? words.page.personAway : words.page.personAwayWhy;
        return places.open("person", notice.name).live.note(fill(sentence, notice));
      }
    }
  }
}
