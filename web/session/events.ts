/**
 * What happens in rooms and between people, and what of the page it changes.
 *
 * @module
 */

import { type IsIgnored, roomNamed, type State } from "../../conversation.ts";
import { nameKey } from "../../protocol/names.ts";
import type { PageWords } from "../../words/en.ts";
import { fill } from "../view.ts";
import type { History } from "./history.ts";
import type { MemberLists } from "./member_lists.ts";
import type { Of, PlacesView, ReaderView, RepliesView } from "./ports.ts";

/** What it works with. */
export interface EventParts {
  readonly words: PageWords;
  readonly lines: ReaderView;
  readonly places: PlacesView;
  readonly members: MemberLists;
  readonly history: History;
  readonly replies: Pick<RepliesView, "topic">;
  readonly isHidden: IsIgnored;
  /** What is known after the event. */
  readonly state: () => State | undefined;
}

/** Everything that members of a room, or two people alone, see happen. */
export class Events {
  readonly #parts: EventParts;

  constructor(parts: EventParts) {
    this.#parts = parts;
  }

  /** Shows a message, unless it was asked for: then it waits until all that was asked for has come. */
  message(message: Of<"message">): void {
    const { places, history, members } = this.#parts;
    const place = places.find("room", message.room);
    if (place === undefined || history.takes(place, message) || message.seq <= place.live.last) return;
    if (message.past !== true) members.spoke(place, message.from);
    if (message.topic === true) places.changed();
    places.addMessage(place, message);
  }

  /** Shows a private message in its place. */
  privateMessage(message: Of<"private">): void {
    const { places, lines, isHidden } = this.#parts;
    const { from, to, at, text, action } = message;
    if (isHidden(message)) return;
    const [who, person] = lines.isMe(from) ? [to, message.toPerson] : [from, message.person];
    places.addPrivateMessage(places.open("person", who, person), {
      who,
      ...(person !== undefined && { person }),
      from,
      at,
      text,
      action: action === true,
    });
  }

  /** Shows that somebody came or went. */
  comesOrGoes(event: Of<"joined"> | Of<"left">): void {
    const { words, places, lines, members } = this.#parts;
    const place = places.find("room", event.room);
    if (event.type === "joined") members.came(event);
    if (place === undefined || lines.isMe(event.name)) return;
    members.show(place);
    place.live.came(comingAndGoing(event, words), event.at, { from: event.name, person: event.person });
  }

  /** Shows that very many came and went. */
  crowd({ room, count, at }: Of<"crowd">): void {
    const { words, places, members } = this.#parts;
    const place = places.find("room", room);
    if (place === undefined) return;
    members.show(place);
    place.live.note(words.crowd(count), at);
  }

  /** Shows a new name wherever it is known: one event tells of it, whatever rooms are shared. */
  renamed({ from, to, person, at }: Of<"renamed">): void {
    const { words, places, lines, members, state } = this.#parts;
    const isMe = lines.isMe(from);
    members.renamed(from, to);
    const now = state();
    for (const place of places.all) {
      const isHere = place.kind === "room"
        ? now !== undefined && roomNamed(now, place.name)?.members.has(nameKey(to)) === true
        : place === places.find("person", from, person);
      if (!isHere && !isMe) continue;
      place.live.note(words.renamed(from, to), at, { from, person });
      members.show(place);
    }
    places.rename(from, to, person);
  }

  /** Shows what a room is about, as somebody asked. */
  topic({ room, topic }: Of<"topic">): void {
    const { places, replies } = this.#parts;
    replies.topic(room, topic);
    places.changed();
  }

  /** Shows what the server says to this member alone. */
  notice(notice: Of<"notice">): void {
    const { words, places } = this.#parts;
    switch (notice.code) {
      case "slowed":
        return places.current?.live.note(words.slowed);
      case "closing":
        return places.current?.live.note(words.closesIn(notice.in * 1000));
      case "staying":
        return places.current?.live.note(words.staysOpen);
      case "cut-off":
        return places.current?.live.note(words.cutOff);
      case "joined-again":
        return places.current?.live.note(words.joinedAgain);
      case "gap":
        return places.find("room", notice.room)?.live.note(words.gap(notice.from, notice.to));
      case "waiting":
        return places.open("person", notice.name).live.note(words.waitsFor(notice.name));
      case "away": {
        const { name, why } = notice;
        const sentence = why === "" ? words.page.personAway : words.page.personAwayWhy;
        return places.open("person", name).live.note(fill(sentence, { name, why }));
      }
    }
  }
}

/** Says that somebody came or went. */
function comingAndGoing(event: Of<"joined"> | Of<"left">, words: PageWords): string {
  return event.type === "joined"
    ? words.joined(event.name)
    : words.left(event.name, event.reason, event.word, event.by);
}
