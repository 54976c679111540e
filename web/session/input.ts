/**
 * Does what was typed: tells the server, or changes what is in view.
 *
 * @module
 */

import type { ClientFrame } from "../../protocol.ts";
import { AROUND, type Target } from "../../protocol/commands.ts";
import { localClock } from "../../protocol/dates.ts";
import { interpret } from "../../protocol/typed.ts";
import type { Words } from "../../words/en.ts";
import type { Members, Place, Places, Replies, RoomDialog, SearchPanel } from "../view.ts";
import type { Session } from "./chat.ts";
import type { History } from "./history.ts";
import type { Ignored } from "./ignored.ts";
import type { MemberLists } from "./member_lists.ts";
import type { Mentions } from "./mentions.ts";
import type { Outgoing } from "./outgoing.ts";

export interface InputParts {
  readonly words: Words;
  readonly chat: Session;
  readonly places: Places;
  readonly outgoing: Outgoing;
  readonly past: History;
  readonly panel: SearchPanel;
  readonly roomList: RoomDialog;
  readonly people: MemberLists;
  readonly members: Members;
  readonly told: Replies;
  readonly ignored: Ignored;
  readonly mentions: Mentions;
  readonly hint: (text: string) => void;
}

/** What a person does by writing. */
export class InputHandler {
  readonly #parts: InputParts;

  constructor(parts: InputParts) {
    this.#parts = parts;
  }

  perform(text: string): void {
    const { words, places, outgoing, hint } = this.#parts;
    const { current, lastRoom, correspondent } = places;
    if (current?.kind === "person" && /^\/part$/i.test(text.trim())) return places.close(current);
    const intent = interpret(text, "page", {
      target: targetOf(current),
      room: (current?.kind === "room" ? current : lastRoom)?.name ?? "",
      now: Date.now(),
      ...localClock(Date.now()),
      ...(correspondent !== undefined && { correspondent }),
      id: outgoing.nextId(),
    });
    switch (intent.kind) {
      case "problem":
        return hint(words.problem(intent.problem));
      case "local":
        return this.#local(intent.name, intent.rest);
      case "send":
        if (!this.#send(intent.frame)) hint(words.client.onlyMessages);
    }
  }

  /** Tells the server: `false` when that cannot be now. */
  #send(frame: ClientFrame): boolean {
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

  #history({ room, after, since, limit }: Extract<ClientFrame, { readonly type: "history" }>): boolean {
    const { chat, places, past, words, hint } = this.#parts;
    const place = places.find("room", room);
    if (!chat.isIn) return false;
    if (place === undefined) hint(words.problem({ code: "no-room", room }));
    else if (after !== undefined && limit !== undefined) past.around(place, after + limit - AROUND);
    else {past.earlier(place, {
        ...(since !== undefined && { since }),
        ...(limit !== undefined && { limit }),
      });}
    return true;
  }

  #local(name: string, rest: string): void {
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

  #ignore(name: string, isIgnored: boolean): void {
    const { words, places, ignored, told } = this.#parts;
    if (name === "") {
      const { names } = ignored;
      return told.note(words.plain.hiddenOnes(names));
    }
    ignored.set(name, isIgnored);
    places.review();
    told.note(isIgnored ? words.plain.hidden(name) : words.plain.shownAgain(name));
  }
}

/** Where plain text goes. */
function targetOf(place: Place | undefined): Target {
  if (place === undefined) return { kind: "nowhere" };
  return place.kind === "room" ? { kind: "room", room: place.name } : { kind: "person", name: place.name };
}
