/**
 * One person and the server: coming in, coming back, and what every frame means for the page.
 *
 * @module
 */

import type { ClientFrame, RoomSnapshot, ServerFrame } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import {
  fill,
  type LineRenderer,
  type Notices,
  type Place,
  placeKey,
  type Places,
  type Replies,
  type RoomDialog,
  sayError,
  type SearchPanel,
} from "../view.ts";
import type { Events } from "./events.ts";
import type { History } from "./history.ts";
import type { MemberLists } from "./member_lists.ts";
import type { Outgoing } from "./outgoing.ts";
import type { ReadMarks } from "./reading.ts";
import type { SavedSession } from "./saved.ts";
import { Socket } from "./socket.ts";

export type Of<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

/** After a reload so many messages are shown again, and so many at most when more have not been read. */
const SHOWN_AGAIN = 50;
const MOST_AGAIN = 500;

/** `onWait` is given what is waited for. */
export interface SessionParts {
  readonly words: Words;
  readonly seat: SavedSession;
  readonly lines: LineRenderer;
  readonly places: Places;
  readonly outgoing: Outgoing;
  readonly past: History;
  readonly panel: SearchPanel;
  readonly roomList: RoomDialog;
  readonly people: MemberLists;
  readonly events: Events;
  readonly reading: ReadMarks;
  readonly notices: Notices;
  readonly told: Replies;
  readonly onIn: () => void;
  readonly onOut: (why: string, name: string) => void;
  readonly onWait: (text: string) => void;
}

/** One person in their rooms. */
export class Session {
  readonly #parts: SessionParts;
  readonly #link;
  #isIn = false;
  /** Whether this page was in before, so that it is in no room only because all were left. */
  #wasIn = false;
  /** The name that is asked for. */
  #wanted = "";
  #sentToken = "";
  /** Rooms that somebody asked to go into, by their keys. */
  readonly #joining: Set<string> = new Set();
  #problem = "";
  #isStopping = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#link = new Socket({
      opened: () => this.#hello(),
      heard: (frame) => this.receive(frame),
      lost: () => this.#lost(),
    });
  }

  /** Whether there is a server that listens. */
  get isIn(): boolean {
    return this.#isIn;
  }

  /** Walks in. */
  enter(name: string): void {
    this.#wanted = name;
    this.#isStopping = false;
    if (this.#isIn) return;
    this.#waitFor(this.#parts.words.page.connecting);
    this.#link.start();
    this.#hello();
  }

  /** Leaves for good. */
  quit(word: string): void {
    this.#isStopping = true;
    this.#link.send({ type: "quit", ...(word !== "" && { word }) });
    if (!this.#isIn) this.#out(this.#parts.words.bye("quit"));
  }

  /** Tells the server something: `false` when there is none. */
  send(frame: ClientFrame): boolean {
    if (this.#isIn) this.#link.send(frame);
    return this.#isIn;
  }

  /** Goes into a room, or shows it. */
  join(room: string): boolean {
    const { places, roomList } = this.#parts;
    const known = places.find("room", room);
    if (known !== undefined) {
      roomList.close();
      places.show(known);
      return true;
    }
    if (!this.send({ type: "join", room })) return false;
    this.#joining.add(placeKey("room", room));
    return true;
  }

  /** Leaves a room: at once, so that what is typed next is not meant for it. */
  part(frame: Extract<ClientFrame, { type: "part" }>): void {
    this.#parts.reading.now(); // While one is still there to have read something.
    this.send(frame);
    this.#parted(frame);
  }

  #hello(): void {
    const { seat, places } = this.#parts;
    const name = this.#wanted || seat.name;
    const after: Record<string, number> = {};
    for (const place of places.rooms) after[place.name] = shownUntil(place);
    this.#sentToken = seat.token;
    const room = (places.lastRoom ?? places.rooms[0])?.name;
    this.#link.send({
      type: "hello",
      name,
      version: 1,
      room: room ?? (this.#wasIn ? "" : "lobby"),
      client: "chat page",
      ...(seat.token !== "" && { resume: { token: seat.token, after } }),
    });
  }

  receive(frame: ServerFrame): void {
    const { lines, places, people, events, outgoing, past, panel, roomList, notices, told } = this.#parts;
    switch (frame.type) {
      case "welcome":
        return this.#welcome(frame);
      case "entered":
        return this.#entered(frame);
      case "parted":
        return this.#parted(frame);
      case "message":
        return events.message(frame);
      case "private":
        return events.privateWord(frame);
      case "ack":
        return outgoing.acknowledged(frame);
      case "delivered":
        return outgoing.delivered(frame);
      case "history": {
        const place = places.find("room", frame.room);
        return place && past.end(place, frame.more);
      }
      case "members":
        return people.receive(frame);
      case "joined":
      case "left":
        return events.comesOrGoes(frame);
      case "crowd":
        return events.crowd(frame);
      case "renamed":
        events.renamed(frame);
        return lines.isMe(frame.from) ? this.#named(frame.to) : undefined;
      case "rooms":
        return roomList.set(frame.rooms, frame.more === true);
      case "topic":
        return events.topic(frame);
      case "whois":
        return told.whois(frame);
      case "away":
        return void (notices.away = frame.why);
      case "back":
        return void (notices.away = undefined);
      case "hit":
        return panel.hit(frame);
      case "found":
        return panel.found(frame);
      case "unread":
        return panel.unread(frame);
      case "caught-up":
        return panel.caughtUp(frame);
      case "error":
        return this.#error(frame);
      case "notice":
        return events.notice(frame);
      case "bye":
        return this.#bye(frame);
      case "ping":
      case "pong":
        return;
      default:
        return newer(frame);
    }
  }

  #welcome(welcome: Of<"welcome">): void {
    const { seat, notices, outgoing, places, onIn } = this.#parts;
    const { token, name, title, limits, room, resumed } = welcome;
    if (this.#sentToken !== "" && token !== this.#sentToken) {
      for (const place of places.rooms) places.forget(place); // Another log than before: its numbers begin anew.
    }
    if (resumed !== true) notices.away = undefined;
    this.#isIn = this.#wasIn = true;
    this.#problem = "";
    seat.token = token;
    outgoing.longest = limits.message;
    this.#named(name);
    notices.title = title;
    notices.banner = "";
    this.#link.settled();
    if (room !== "") this.#entered(welcome);
    outgoing.sendAll();
    onIn();
  }

  #entered({ room, members, count, seq, read, topic }: RoomSnapshot): void {
    const { places, people, reading, roomList, seat } = this.#parts;
    const isNew = places.find("room", room) === undefined;
    const place = places.open("room", room);
    if (seq < place.live.last) places.forget(place);
    const { memory, live } = place;
    memory.read = Math.max(memory.read, read === 0 && isNew ? seq : read);
    place.quietUntil = seq;
    place.isMarked = false;
    place.topic = topic;
    live.busy = live.last < seq;
    setTimeout(() => live.busy = false, 2000); // As it may be that nothing comes.
    people.entered(place, members, count);
    reading.entered(place, read);
    seat.save();
    if (this.#joining.delete(place.key) || places.current === undefined) {
      roomList.close();
      places.show(place);
    } else if (place === places.current) people.refresh(place);
    places.changed();
  }

  #parted({ room }: { readonly room: string }): void {
    const { places, reading } = this.#parts;
    const place = places.find("room", room);
    if (place === undefined) return;
    reading.left(place);
    places.close(place);
  }

  #named(name: string): void {
    const { seat, lines } = this.#parts;
    seat.name = this.#wanted = lines.me = name;
    seat.saveNow();
  }

  #error(error: Of<"error">): void {
    const { words, notices, outgoing, people, past, panel, roomList, onOut } = this.#parts;
    const why = sayError(error, words);
    if (outgoing.refused(error, why) || panel.refused(error.id, why)) return;
    if (this.#isIn) {
      this.#joining.clear();
      if (error.code === "no-room") {
        people.missed(error.room);
        past.missed(error.room);
      }
      return roomList.refuse(why) ? undefined : notices.hint(why);
    }
    if (error.code === "full" || error.code === "address-full") {
      this.#problem = fill(words.page.awayFull, { reason: why });
      return;
    }
    this.#link.stop(); // Until there is another name to ask for: the server does not wait for long.
    notices.banner = "";
    onOut(why, "suggestion" in error ? error.suggestion : this.#wanted);
  }

  #bye(bye: Of<"bye">): void {
    const { words } = this.#parts;
    const why = words.bye(bye.reason);
    switch (bye.reason) {
      case "quit":
      case "replaced":
      case "removed":
        return this.#out(why);
      case "closing":
        if (bye.back === undefined) return;
        this.#problem = fill(words.page.awayBack, { count: bye.back });
        return this.#link.notBefore(Math.min(bye.back * 1000, 1000));
      case "refused":
      case "silent":
      case "slow":
      case "flood":
        return; // The connection ends, and is tried again.
    }
  }

  #out(why: string): void {
    const { seat, places, notices, onOut } = this.#parts;
    this.#disconnected();
    this.#wasIn = false;
    this.#link.stop();
    seat.leave();
    places.reset();
    notices.banner = "";
    notices.away = undefined;
    onOut(why, seat.name);
  }

  #lost(): void {
    const { words } = this.#parts;
    if (this.#isStopping) return this.#out(words.bye("quit"));
    this.#disconnected();
    this.#waitFor(this.#problem || words.page.away);
    this.#problem = "";
  }

  #disconnected(): void {
    this.#isIn = false;
    this.#parts.people.lost();
    this.#joining.clear();
    this.#parts.past.lost();
    this.#parts.panel.lost(this.#parts.words.client.onlyMessages);
  }

  /** Says what is waited for: above the conversation, and at the door if somebody stands there. */
  #waitFor(text: string): void {
    this.#parts.notices.banner = text;
    this.#parts.onWait(text);
  }
}

/** The number of the last message of a room that need not come again. */
function shownUntil({ live, memory: { last, read, cleared } }: Place): number {
  if (live.last > 0) return live.last;
  return Math.max(cleared, last - MOST_AGAIN, Math.min(last - SHOWN_AGAIN, read), 0);
}

/** A frame of a server that is newer than this page. */
function newer(_frame: never): void {}
