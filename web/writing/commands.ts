/**
 * Does what was typed: tells the server, or changes what is in view.
 *
 * @module
 */

import { addresseeOf, asQueued, newIdPrefix, standingOf } from "../../conversation.ts";
import { parseLine, type ViewCommand } from "../../typing.ts";
import type { ClientFrame, HitFrame, Problem } from "../../protocol.ts";
import { AROUND } from "../../protocol/history_range.ts";
import { parseLoudness } from "../../protocol/loudness.ts";
import { parseName } from "../../protocol/names.ts";
import type { Standing } from "../../protocol/rights.ts";
import type { PageWords, RestWords } from "../../words/en.ts";
import type { RoomLoudness } from "../view.ts";
import {
  type Ignored,
  type MembersView,
  type PlacesView,
  type PlaceView,
  type RepliesView,
  type RoomsView,
  type SearchView,
  type Session,
  typingContext,
  UNTOLD_LIMITS,
} from "../session.ts";

/** What it works with. */
export interface InputParts {
  readonly words: PageWords & Pick<RestWords, "plain">;
  readonly session: Session;
  readonly places: PlacesView;
  readonly panel: SearchView;
  readonly roomDialog: RoomsView;
  readonly members: MembersView;
  readonly replies: RepliesView;
  readonly ignored: Ignored;
  /** Of what in each room this person is told. */
  readonly loudness: Pick<RoomLoudness, "of" | "set">;
  /** Where something is written. */
  readonly composer: { put(text: string): void };
  readonly hint: (text: string) => void;
  /** Called when somebody asks what can be written, or about one command. */
  readonly onHelp: (about: string, standing: Standing) => void;
  /** Called when somebody wants to make their name their own. */
  readonly onClaim: () => void;
}

/** What a person does by writing. */
export class InputHandler {
  readonly #parts: InputParts;
  /** Begins the ids of what is said here, so that no other page has the same. */
  readonly #prefix = newIdPrefix();
  #lines = 0;

  constructor(parts: InputParts) {
    this.#parts = parts;
  }

  /** Does what a line says. */
  perform(text: string): void {
    const { places, session } = this.#parts;
    const { current } = places;
    if (current?.kind === "person" && /^\/part$/i.test(text.trim())) return places.close(current);
    const action = parseLine(text, {
      frontend: "page",
      typing: { ...typingContext(places, session.state), isPerson: true },
      limits: session.state?.limits ?? UNTOLD_LIMITS,
      id: `${this.#prefix}-${++this.#lines}`,
    });
    switch (action.kind) {
      case "problem":
        return this.#refuse(action.problem, text);
      case "local":
        return this.#local(action.local);
      case "send":
        return this.#send(action.frame);
      case "help":
        return this.#parts.onHelp(action.about, standingOf(session.state));
      case "query":
        return places.show(action.name === undefined ? places.lastRoom : this.#openPerson(action.name));
      case "claim":
        return this.#parts.onClaim();
      case "ask-password":
        if (action.for === "claim") return this.#parts.onClaim();
        return this.#refuse({ code: "usage", usage: "/password NEW [OLD]" }, text);
      case "clear":
        return current && places.clear(current);
      case "leave":
        return session.quit(action.word);
      case "send-file": // No commands of the page.
      case "show-picture":
      case "go": // Only where rooms are told by name, which is not here: `Session.join` shows them.
      case "nothing":
        return;
    }
  }

  /** Says what is wrong with a line, and gives back what was too long to be sent. */
  #refuse(problem: Problem, text: string): void {
    const { words, composer, hint } = this.#parts;
    if (problem.code === "too-long" || problem.code === "line-too-long") composer.put(text);
    hint(words.problem(problem));
  }

  #send(frame: ClientFrame): void {
    const { words, session, hint } = this.#parts;
    const message = frame.type === "topic" ? undefined : asQueued(frame);
    if (message !== undefined) session.say(message);
    else if (!this.#ask(frame)) hint(words.onlyMessages);
  }

  /** Asks the server for something; `false` when there is no connection. */
  #ask(frame: ClientFrame): boolean {
    const { session, places, panel, roomDialog, members, replies } = this.#parts;
    switch (frame.type) {
      case "join":
        return session.join(frame.room);
      case "part":
        return session.part(frame);
      case "who": {
        if (session.memberLists.ask(frame.room, true)) return true;
        const place = places.find("room", frame.room);
        if (place !== undefined) replies.note(members.sentence(session.memberLists.of(place)));
        return place !== undefined;
      }
      case "rooms":
        roomDialog.open();
        return session.send(frame);
      case "history":
        return this.#history(frame);
      case "search":
        if (session.isIn) panel.search(frame.query);
        return session.isIn;
      case "catchup":
        if (session.isIn) panel.catchUp();
        return session.send(frame);
      default:
        return session.send(frame);
    }
  }

  #history({ room, after, since, limit }: Extract<ClientFrame, { readonly type: "history" }>): boolean {
    const { session, places, words, hint } = this.#parts;
    const place = places.find("room", room);
    if (!session.isIn) return false;
    if (place === undefined) hint(words.problem({ code: "no-room", room }));
    else if (after !== undefined && limit !== undefined) {
      session.history.around(place, after + limit - AROUND);
    } else {
      session.history.earlier(place, {
        ...(since !== undefined && { since }),
        ...(limit !== undefined && { limit }),
      });
    }
    return true;
  }

  #local({ name, rest }: ViewCommand): void {
    const { session, panel } = this.#parts;
    switch (name) {
      case "mentions":
        return panel.mentions(session.state?.mentions.flatMap(hitOf) ?? []);
      case "ignore":
        return this.#ignore(rest);
      case "unignore":
        return this.#unignore(rest);
      case "notify":
        return this.#notify(rest);
      case "get": // Long texts unfold in their place.
      case "quiet":
      case "set": // The page has neither.
        return;
    }
  }

  #notify(given: string): void {
    const { words, places, replies, loudness } = this.#parts;
    const room = places.current?.kind === "room" ? places.current.name : undefined;
    if (room === undefined) return replies.note(words.problem({ code: "nowhere" }));
    const wanted = parseLoudness(given);
    if (wanted === undefined && given !== "") {
      return replies.note(words.problem({ code: "usage", usage: words.usage("/notify [all|mentions|off]") }));
    }
    if (wanted !== undefined) loudness.set(room, wanted);
    replies.note(words.notifies(room, loudness.of(room)));
  }

  /** Returns the id of who has a name now, where it is known. */
  #personOf(name: string): string | undefined {
    const { state } = this.#parts.session;
    return state === undefined ? undefined : addresseeOf(state, name).person;
  }

  #openPerson(name: string): PlaceView {
    return this.#parts.places.open("person", name, this.#personOf(name));
  }

  #ignore(given: string): void {
    const { words, places, ignored, replies } = this.#parts;
    if (given === "") return replies.note(words.plain.hiddenOnes(ignored.names));
    const name = parseName(given);
    if (name === undefined) return replies.note(words.problem({ code: "usage", usage: "/ignore [NAME]" }));
    ignored.add(name, this.#personOf(name));
    places.review();
    replies.note(words.plain.hidden(name));
  }

  #unignore(name: string): void {
    const { words, places, ignored, replies } = this.#parts;
    if (!ignored.remove(name, this.#personOf(name))) return replies.note(words.plain.notHidden(name));
    places.review();
    replies.note(words.plain.shownAgain(name));
  }
}

/** Makes a hit of a message that named me; private messages stand in a place of their own. */
function hitOf(frame: NonNullable<Session["state"]>["mentions"][number]): readonly HitFrame[] {
  if (frame.type !== "message") return [];
  const { room, seq, at, from, person, text, action } = frame;
  const by = person !== undefined && { person };
  return [{ type: "hit", room, seq, at, from, ...by, text, marks: [], ...(action === true && { action }) }];
}
