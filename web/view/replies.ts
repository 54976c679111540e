// @ts-check
/**
 * Answers to what was asked, in sentences: they stand in the conversation that is in view.
 *
 * @module
 */

import { element } from "./nodes.ts";
import { fill } from "./words.ts";

/** @typedef {import("../../protocol.ts").ServerFrame} ServerFrame */
/** @typedef {import("../../protocol.ts").Presence} Presence */
/** @typedef {import("./words.ts").Words} Words */

/**
 * @template {ServerFrame["type"]} Type
 * @typedef {Extract<ServerFrame, { readonly type: Type }>} Of
 */

/** Tells what was asked. */
export class Told {
  #words;
  #times;
  #members;
  /** Tells something. */
  note;
  /** The parts of a list of people that have come so far. @type {{ name: string, presence: Presence | undefined }[]} */
  #people = [];

  /**
   * @param {Words} words
   * @param {import("./times.ts").Times} times
   * @param {import("./members.ts").Members} members
   * @param {(text: string | Node) => void} note
   */
  constructor(words, times, members, note) {
    this.#words = words;
    this.#times = times;
    this.#members = members;
    this.note = note;
  }

  /**
   * @param {readonly string[]} names
   * @param {readonly Presence[]} presence
   * @param {boolean} hasMore
   */
  who(names, presence, hasMore) {
    this.#people.push(...names.map((name, i) => ({ name, presence: presence[i] })));
    if (hasMore) return;
    this.note(this.#members.sentence(this.#people));
    this.#people = [];
  }

  /** The rest of a list does not come. */
  forget() {
    this.#people = [];
  }

  /** @param {Of<"whois">} frame */
  whois({ name, rooms, since, idle, away }) {
    const { whois, whoisNowhere } = this.#words;
    const text = fill(rooms.length === 0 ? whoisNowhere : whois, {
      name,
      rooms: rooms.map((room) => `#${room}`).join(", "),
    });
    const line = document.createDocumentFragment();
    line.append(text, " ", this.#times.moment(since));
    const state = this.#members.state({ idle, ...(away !== undefined && { away }) });
    if (state !== "") line.append(" ", state);
    this.note(line);
  }

  /**
   * @param {string} room
   * @param {import("../../protocol.ts").Topic | undefined} topic
   */
  topic(room, topic) {
    const { topicOf, topicNoneIn } = this.#words;
    if (topic === undefined) return this.note(fill(topicNoneIn, { room }));
    const line = document.createDocumentFragment();
    line.append(
      fill(topicOf, { room, topic: topic.text, name: topic.from }),
      " ",
      this.#times.moment(topic.at),
    );
    this.note(line);
  }

  /** What can be written, or what one command does. @param {string} about */
  help(about) {
    const words = this.#words;
    const name = about.replace(/^\//, "").toLowerCase();
    const one = words.commands.find(({ names }) => names.includes(name));
    const list = document.createElement("dl");
    for (const { usage, does } of one === undefined ? words.commands : [one]) {
      list.append(element("dt", usage), element("dd", does));
    }
    if (one === undefined) {
      list.append(element("dt", words.leaving.join(" ")), element("dd", "/quit"));
      list.append(element("dt", "Alt+↑ Alt+↓ Alt+1…9"), element("dd", words.keyRooms));
      list.append(element("dt", "Ctrl+K"), element("dd", words.search));
    }
    const help = document.createDocumentFragment();
    help.append(words.helpTitle, list);
    this.note(help);
  }
}

/** That somebody came or went. @param {Of<"joined"> | Of<"left">} event @param {Words} words */
export function comingAndGoing(event, words) {
  if (event.type === "joined") return fill(words.joined, event);
  return fill(event.word === undefined ? words.left[event.reason] ?? "" : words.leftWith, event);
}

/**
 * What is wrong, in this reader's language.
 *
 * @param {Words} words
 * @param {{ readonly code: string, readonly text?: string, readonly why?: string, readonly waited?: true,
 *   readonly mixed?: true }} problem
 */
export function problemText(words, problem) {
  const { code, text = "", why = "", waited, mixed } = problem;
  const isParticular = waited === true || mixed === true;
  const sentence = code === "bad-query"
    ? words.badQuery[why]
    : (isParticular ? words.particular[code] : undefined) ?? words.problem[code];
  return fill(sentence ?? text, problem);
}
