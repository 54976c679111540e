// @ts-check
/**
 * The conversation: what comes from the server to the view, what is typed to the server, and nothing lost between.
 *
 * @module
 */

import { Link } from "./link.js";
import { element, mentions, nameKey } from "./text.js";
import { parseHistory, parseTyped } from "./typed.js";
import { fill } from "./words.js";

/** @typedef {import("../protocol.ts").ServerFrame} ServerFrame */
/** @typedef {import("../protocol.ts").MessageFrame} MessageFrame */
/** @typedef {import("./words.js").Words} Words */

/**
 * @template {ServerFrame["type"]} Type
 * @typedef {Extract<ServerFrame, { readonly type: Type }>} Of
 */

/** After a reload so many messages are shown again, besides those that were missed. */
const SHOWN_AGAIN = 50;

/** So many more are asked for when somebody scrolls up. */
const PAGE = 50;

/**
 * @typedef {{
 *   readonly words: Words,
 *   readonly seat: import("./seat.js").Seat,
 *   readonly messages: import("./messages.js").Messages,
 *   readonly members: import("./members.js").Members,
 *   readonly notices: import("./notices.js").Notices,
 *   readonly onIn: () => void,
 *   readonly onOut: (why: string, name: string) => void,
 *   readonly onReturn: (text: string) => void,
 *   readonly onWait: (text: string) => void,
 * }} Parts `onReturn` is given a text that is to be written again, `onWait` what is waited for.
 */

/** One person in one room. */
export class Chat {
  #parts;
  #link;
  /** Begins the ids of what is said here, so that no other page of ours has the same. */
  #run = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "";
  #said = 0;
  #isIn = false;
  #room = "lobby";
  #longest = 4000;
  /** The name that is asked for. */
  #wanted = "";
  #sentToken = "";
  /** Messages up to this number came before this page was connected: they are not announced. */
  #quietUntil = 0;
  /** Up to here everything was shown before the connection was lost. */
  #seenUntil = 0;
  /** Earlier messages on their way, once they are asked for. @type {MessageFrame[] | undefined} */
  #earlier;
  /** Whether a list of members was asked for that is to be shown. */
  #tellsWho = false;
  #problem = "";
  #isStopping = false;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#link = new Link({
      opened: () => this.#hello(),
      heard: (frame) => this.#hear(frame),
      lost: () => this.#lost(),
    });
    for (const unsent of parts.seat.unsent) parts.messages.wait(unsent);
  }

  /** Walks in. @param {string} name */
  enter(name) {
    this.#wanted = name;
    this.#isStopping = false;
    if (this.#isIn) return;
    this.#waitFor(this.#parts.words.connecting);
    this.#link.start();
    this.#hello();
  }

  /** Leaves for good. @param {string} word */
  quit(word) {
    this.#isStopping = true;
    this.#link.send({ type: "quit", ...(word !== "" && { word }) });
    if (!this.#isIn) this.#out(this.#parts.words.bye.quit ?? "");
  }

  /** Empties the view. */
  clear() {
    const { messages, seat } = this.#parts;
    messages.clear();
    seat.cleared = seat.last;
    seat.save();
  }

  /** Asks for what was said before, if that is not known to be all. */
  scrolledUp() {
    const { first } = this.#parts.messages;
    if (first === Infinity || first <= 1) return void (this.#parts.messages.complete = first === 1);
    this.#askEarlier({ before: first, limit: PAGE });
  }

  /** Does what was typed. @param {string} text */
  perform(text) {
    const { words, messages, members, notices } = this.#parts;
    const typed = parseTyped(text, words);
    switch (typed.kind) {
      case "text":
        return this.#say(typed.text, false);
      case "usage":
        return notices.hint(fill(words.problem.usage ?? "", typed));
      case "unknown":
        return notices.hint(fill(words.problem["unknown-command"] ?? "", typed));
    }
    switch (typed.name) {
      case "help":
        return this.#help(typed.rest);
      case "who":
        if (!this.#isIn) {
          return messages.note(`${words.here} (${members.counted}): ${members.names.join(", ")}`);
        }
        this.#tellsWho = true;
        return this.#link.send({ type: "who", room: this.#room });
      case "nick":
        return this.#link.send({ type: "nick", name: typed.rest });
      case "me":
        return this.#say(typed.rest, true);
      case "history":
        return this.#history(typed.rest);
      case "clear":
        return this.clear();
      case "quit":
        return this.quit(typed.rest);
    }
  }

  #hello() {
    const { seat, messages } = this.#parts;
    const name = this.#wanted || seat.name;
    const shown = messages.last > 0 ? messages.last : Math.max(seat.cleared, seat.last - SHOWN_AGAIN);
    const resume = seat.token === "" ? undefined : { token: seat.token, after: { [this.#room]: shown } };
    this.#sentToken = seat.token;
    this.#link.send({
      type: "hello",
      name,
      version: 1,
      room: this.#room,
      client: "chat page",
      ...(resume && { resume }),
    });
  }

  /** @param {ServerFrame} frame */
  #hear(frame) {
    const { words, messages, members, seat } = this.#parts;
    switch (frame.type) {
      case "welcome":
        return this.#welcome(frame);
      case "message":
        return this.#message(frame);
      case "history":
        return this.#earlierCame(frame);
      case "ack":
        seat.unsent = seat.unsent.filter(({ id }) => id !== frame.id);
        seat.save();
        if (frame.seq <= messages.last) messages.settle(String(frame.id));
        return;
      case "members":
        if (members.set(frame.members, frame.more === true) && this.#tellsWho) {
          this.#tellsWho = false;
          messages.note(`${words.here} (${members.counted}): ${members.names.join(", ")}`);
        }
        return;
      case "joined":
        if (this.#isMe(frame.name)) return;
        members.change(undefined, frame.name);
        return messages.note(fill(words.joined, frame), frame.at);
      case "left":
        members.change(frame.name, undefined);
        return messages.note(
          fill(frame.word === undefined ? words.left[frame.reason] ?? "" : words.leftWith, frame),
          frame.at,
        );
      case "renamed":
        members.change(frame.from, frame.to);
        if (this.#isMe(frame.from)) this.#named(frame.to);
        return messages.note(fill(words.renamed, frame), frame.at);
      case "error":
        return this.#error(frame);
      case "notice":
        return messages.note(frame.code === "slowed" ? words.slowed : fill(words.gap, frame));
      case "bye":
        return this.#bye(frame);
    }
  }

  /** @param {Of<"welcome">} welcome */
  #welcome({ title, name, room, members, count, seq, token, limits }) {
    const { parts: { seat, notices, messages, ...others } } = { parts: this.#parts };
    if ((this.#sentToken !== "" && token !== this.#sentToken) || seq < messages.last) {
      messages.reset(); // Another log than before: its numbers begin anew.
      seat.last = seat.cleared = 0;
    }
    this.#isIn = true;
    this.#room = room;
    this.#longest = limits.message;
    this.#problem = "";
    this.#earlier = undefined;
    this.#quietUntil = seq;
    this.#seenUntil = seat.last;
    messages.busy = messages.last < seq;
    seat.token = token;
    this.#named(name);
    others.members.set(members, false);
    if (count > members.length) this.#link.send({ type: "who", room });
    notices.title = title;
    notices.banner = "";
    this.#link.settled();
    for (const unsent of seat.unsent) this.#send(unsent);
    others.onIn();
  }

  /** @param {string} name */
  #named(name) {
    const { seat, messages } = this.#parts;
    seat.name = this.#wanted = messages.me = name;
    seat.saveNow();
  }

  /** @param {MessageFrame} message */
  #message(message) {
    const { messages, seat, notices } = this.#parts;
    if (message.seq < messages.first && this.#earlier !== undefined) return void this.#earlier.push(message);
    if (message.seq <= messages.last) return;
    const isMine = message.from === messages.me;
    const isMissed = this.#seenUntil > 0 && message.past === true && message.seq > this.#seenUntil;
    if (isMissed && !isMine) {
      messages.markNew();
      this.#seenUntil = 0;
    }
    seat.unsent = seat.unsent.filter(({ id }) => id !== message.id);
    messages.add(message);
    if (message.seq >= this.#quietUntil) messages.busy = false;
    seat.last = message.seq;
    seat.save();
    if (!isMine && (message.past !== true || isMissed)) {
      notices.said(message.from, message.text, mentions(message.text, messages.me));
    }
  }

  /**
   * @param {string} text
   * @param {boolean} action
   */
  #say(text, action) {
    const { seat, messages, notices, words, onReturn } = this.#parts;
    const length = Array.from(text).length;
    if (length > this.#longest) {
      onReturn(action ? `/me ${text}` : text);
      return notices.hint(fill(words.problem["too-long"] ?? "", { limit: this.#longest, length }));
    }
    const unsent = { id: `${this.#run}-${++this.#said}`, text, action };
    seat.unsent.push(unsent);
    seat.saveNow();
    messages.wait(unsent);
    if (this.#isIn) this.#send(unsent);
  }

  /** @param {import("./seat.js").Unsent} unsent */
  #send({ id, text, action }) {
    this.#link.send({ type: "say", room: this.#room, text, id, ...(action && { action }) });
  }

  /** @param {Of<"error">} error */
  #error(error) {
    const { words, seat, messages, notices, onOut, onReturn } = this.#parts;
    const why = fill(words.problem[error.code] ?? error.text, error);
    const refused = seat.unsent.find(({ id }) => id === error.id);
    if (refused !== undefined) {
      seat.unsent = seat.unsent.filter((unsent) => unsent !== refused);
      seat.save();
      return messages.refuse(
        refused.id,
        why,
        () => onReturn(refused.action ? `/me ${refused.text}` : refused.text),
      );
    }
    if (this.#isIn) return notices.hint(why);
    if (error.code === "full" || error.code === "address-full") {
      this.#problem = fill(words.awayFull, { reason: why });
      return;
    }
    this.#link.stop(); // Until there is another name to ask for: the server does not wait for long.
    notices.banner = "";
    onOut(why, "suggestion" in error ? error.suggestion : this.#wanted);
  }

  /** @param {Of<"bye">} bye */
  #bye(bye) {
    const { words } = this.#parts;
    const why = words.bye[bye.reason] ?? bye.text;
    switch (bye.reason) {
      case "quit":
      case "replaced":
      case "removed":
        return this.#out(why);
      case "closing":
        if (bye.back === undefined) return;
        this.#problem = fill(words.awayBack, { count: bye.back });
        return this.#link.notBefore(Math.min(bye.back * 1000, 1000));
      case "refused":
      case "silent":
      case "slow":
      case "flood":
        return; // The connection ends, and is tried again.
    }
  }

  /** @param {string} why */
  #out(why) {
    const { seat, notices, messages, onOut } = this.#parts;
    this.#isIn = false;
    this.#link.stop();
    seat.leave();
    messages.reset();
    notices.banner = "";
    onOut(why, seat.name);
  }

  #lost() {
    const { words } = this.#parts;
    if (this.#isStopping) return this.#out(words.bye.quit ?? "");
    this.#isIn = false;
    this.#earlier = undefined;
    this.#waitFor(this.#problem || words.away);
    this.#problem = "";
  }

  /** Says what is waited for: above the conversation, and at the door if somebody stands there. @param {string} text */
  #waitFor(text) {
    this.#parts.notices.banner = text;
    this.#parts.onWait(text);
  }

  /** @param {string} rest */
  #history(rest) {
    const { words, messages, notices } = this.#parts;
    const wanted = parseHistory(rest);
    const usage = words.commands.find(({ names }) => names.includes("history"))?.usage;
    if (wanted === undefined) return notices.hint(fill(words.problem.usage ?? "", { usage }));
    if (wanted.ago !== undefined) return this.#askEarlier({ since: Math.max(0, Date.now() - wanted.ago) });
    this.#askEarlier({
      ...(messages.first < Infinity && { before: messages.first }),
      limit: wanted.count ?? PAGE,
    });
  }

  /** @param {{ readonly before?: number, readonly since?: number, readonly limit?: number }} which */
  #askEarlier(which) {
    if (!this.#isIn || this.#earlier !== undefined) return;
    this.#earlier = [];
    this.#link.send({ type: "history", room: this.#room, ...which });
  }

  /** @param {Of<"history">} history */
  #earlierCame({ more }) {
    const { messages, words } = this.#parts;
    const earlier = this.#earlier ?? [];
    this.#earlier = undefined;
    messages.prepend(earlier);
    messages.complete = !more && messages.first <= 1;
    if (earlier.length === 0 && messages.first === Infinity) messages.note(words.nothingEarlier);
  }

  /** @param {string} about */
  #help(about) {
    const { words, messages } = this.#parts;
    const name = about.replace(/^\//, "").toLowerCase();
    const one = words.commands.find(({ names }) => names.includes(name));
    const list = document.createElement("dl");
    for (const { usage, does } of one === undefined ? words.commands : [one]) {
      list.append(element("dt", usage), element("dd", does));
    }
    list.append(element("dt", words.leaving.join(" ")), element("dd", "/quit"));
    const help = document.createDocumentFragment();
    help.append(words.helpTitle, list);
    messages.note(help);
  }

  /** @param {string} name */
  #isMe(name) {
    return nameKey(name) === nameKey(this.#parts.messages.me);
  }
}
