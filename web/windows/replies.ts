/**
 * Answers to what was asked, in sentences: they stand in the conversation that is in view.
 *
 * @module
 */

import type { Presence, ServerFrame, Topic } from "../../protocol.ts";
import type { WindowWords } from "../../words/en.ts";
import { fill, type ListedMember, type Members, type Times } from "../view.ts";

type Of<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

/** Tells what was asked. */
export class Replies {
  readonly #words: WindowWords;
  readonly #times: Times;
  readonly #members: Members;
  /** Tells something. */
  note: (text: string | Node) => void;
  /** The parts of a list of people that have come so far. */
  #listed: ListedMember[] = [];

  constructor(words: WindowWords, times: Times, members: Members, note: (text: string | Node) => void) {
    this.#words = words;
    this.#times = times;
    this.#members = members;
    this.note = note;
  }

  /** Tells who is in a room, once the last part of the list has come. */
  who(names: readonly string[], presence: readonly Presence[], hasMore: boolean): void {
    this.#listed.push(...names.map((name, i) => ({ name, presence: presence[i] })));
    if (hasMore) return;
    this.note(this.#members.sentence(this.#listed));
    this.#listed = [];
  }

  /** Forgets the parts of a list of which the rest does not come. */
  forget(): void {
    this.#listed = [];
  }

  /** Tells where somebody is, since when, and how they are present. */
  whois({ name, rooms, since, idle, away }: Of<"whois">): void {
    const { whois, whoisNowhere } = this.#words.page;
    const text = fill(rooms.length === 0 ? whoisNowhere : whois, {
      name,
      rooms: rooms.map((room) => `#${room}`).join(", "),
    });
    const line = document.createDocumentFragment();
    line.append(text, " ", this.#times.moment(since));
    const state = this.#members.presence({ idle, ...(away !== undefined && { away }) });
    if (state !== "") line.append(" ", state);
    this.note(line);
  }

  /** Tells what a room is about. */
  topic(room: string, topic: Topic | undefined): void {
    const { topicOf, topicNoneIn } = this.#words.page;
    if (topic === undefined) return this.note(fill(topicNoneIn, { room }));
    const line = document.createDocumentFragment();
    line.append(
      fill(topicOf, { room, topic: topic.text, name: topic.from }),
      " ",
      this.#times.moment(topic.at),
    );
    this.note(line);
  }
}
