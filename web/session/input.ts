// @ts-check
/**
 * Does what was typed: tells the server, or changes what is in view.
 *
 * @module
 */

import { problemText } from "../view/replies.ts";
import { AROUND, interpret } from "./typed.ts";
import { fill } from "../view/words.ts";

/** @typedef {import("../../protocol.ts").ClientFrame} ClientFrame */

/**
 * @typedef {{
 *   readonly words: import("../view/words.ts").Words,
 *   readonly chat: import("..ts").Chat,
 *   readonly places: import("../view/places.ts").Places,
 *   readonly outgoing: import("./outgoing.ts").Outgoing,
 *   readonly past: import("./history.ts").Past,
 *   readonly panel: import("../view/search_panel.ts").Panel,
 *   readonly roomList: import("../view/room_dialog.ts").RoomList,
 *   readonly people: import("./member_lists.ts").People,
 *   readonly members: import("../view/members.ts").Members,
 *   readonly told: import("../view/replies.ts").Told,
 *   readonly ignored: import("./ignored.ts").Ignored,
 *   readonly mentions: import("./mentions.ts").Mentions,
 *   readonly hint: (text: string) => void,
 * }} Parts
 */

/** What a person does by writing. */
export class Doing {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {string} text */
  perform(text) {
    const { words, places, outgoing, hint } = this.#parts;
    const { current, lastRoom, correspondent } = places;
    if (current?.kind === "person" && /^\/part$/i.test(text.trim())) return places.close(current);
    const intent = interpret(text, words, {
      target: targetOf(current),
      room: (current?.kind === "room" ? current : lastRoom)?.name ?? "",
      now: Date.now(),
      zone: -new Date().getTimezoneOffset(),
      ...(correspondent !== undefined && { correspondent }),
      id: outgoing.nextId(),
    });
    switch (intent.kind) {
      case "problem":
        return hint(problemText(words, intent.problem));
      case "local":
        return this.#local(intent.name, intent.rest);
      case "send":
        if (!this.#send(intent.frame)) hint(words.onlyMessages);
    }
  }

  /** Tells the server: `false` when that cannot be now. @param {ClientFrame} frame @returns {boolean} */
  #send(frame) {
    const { chat, places, people, outgoing, panel, roomList, members, told } = this.#parts;
    switch (frame.type) {
      case "say":
        outgoing.say({ room: frame.room }, frame.text, frame.action === true, chat.isIn);
        return true;
      case "private":
        outgoing.say({ to: frame.to }, frame.text, frame.action === true, chat.isIn);
        return true;
      case "join":
        return chat.join(frame.room);
      case "part": {
        if (!chat.isIn) return false;
        chat.part(frame);
        return true;
      }
      case "who": {
        if (people.ask(frame.room, true)) return true;
        const place = places.find("room", frame.room);
        if (place !== undefined) told.note(members.sentence(place.roster.people));
        return place !== undefined;
      }
      case "rooms":
        roomList.open();
        return chat.send(frame);
      case "history":
        return this.#history(frame);
      case "search":
        if (chat.isIn) panel.search(frame.query);
        return chat.isIn;
      case "catchup":
        if (chat.isIn) panel.catchUp();
        return chat.send(frame);
      case "quit":
        chat.quit(frame.word ?? "");
        return true;
      default:
        return chat.send(frame);
    }
  }

  /** @param {Extract<ClientFrame, { readonly type: "history" }>} frame */
  #history({ room, after, since, limit }) {
    const { chat, places, past, words, hint } = this.#parts;
    const place = places.find("room", room);
    if (!chat.isIn) return false;
    if (place === undefined) hint(fill(words.problem["no-room"] ?? "", { room }));
    else if (after !== undefined && limit !== undefined) past.around(place, after + limit - AROUND);
    else {past.earlier(place, {
        ...(since !== undefined && { since }),
        ...(limit !== undefined && { limit }),
      });}
    return true;
  }

  /**
   * @param {string} name
   * @param {string} rest
   */
  #local(name, rest) {
    const { places, told, panel, mentions } = this.#parts;
    switch (name) {
      case "help":
        return told.help(rest);
      case "query":
        return places.show(rest === "" ? places.lastRoom : places.open("person", rest.replace(/[:,]$/, "")));
      case "mentions":
        return panel.mentions(mentions.all);
      case "ignore":
      case "unignore":
        return this.#ignore(rest.replace(/[:,]$/, ""), name === "ignore");
      case "clear":
        return places.current && places.clear(places.current);
    }
  }

  /**
   * @param {string} name
   * @param {boolean} isIgnored
   */
  #ignore(name, isIgnored) {
    const { words, places, ignored, told } = this.#parts;
    if (name === "") {
      const { names } = ignored;
      return told.note(
        names.length === 0 ? words.hiddenNobody : fill(words.hiddenOnes, { list: names.join(", ") }),
      );
    }
    ignored.set(name, isIgnored);
    places.review();
    told.note(fill(isIgnored ? words.hidden : words.shownAgain, { name }));
  }
}

/** Where plain text goes. @param {import("../view/place.ts").Place | undefined} place @returns {import("./typed.ts").Target} */
function targetOf(place) {
  if (place === undefined) return { kind: "nowhere" };
  return place.kind === "room" ? { kind: "room", room: place.name } : { kind: "person", name: place.name };
}
