/**
 * Tells what comes from the server: what is said now and what was said earlier, who comes and goes, what was asked for.
 *
 * @module
 */

import type {
  ClientFrame,
  ErrorFrame,
  MessageFrame,
  PrivateFrame,
  RenamedFrame,
  RoomEvent,
  RoomSnapshot,
  ServerFrame,
} from "../../protocol.ts";
import { nameKey } from "../../protocol/names.ts";
import { cleanText } from "../../protocol/text.ts";
import { Answers } from "./replies.ts";
import { Crowd, isMe, isSameRoom, Meanwhile, Past, roomNamed, type State } from "../../conversation.ts";
import { mentions } from "./markup.ts";
import { aside, elsewhere, type Look, showRoom } from "./style.ts";
import { renderCrowd, renderDay, renderFrame } from "./lines.ts";
import type { ViewParts } from "./surface.ts";
import type { Shown } from "./wrap.ts";

/** How many mentions are remembered. */
const MENTIONS = 100;

/** How many of those who spoke last are remembered, for Tab. */
const SPEAKERS = 200;

/** Shows frames, and remembers what of them is of use later. */
export class Teller {
  readonly #parts: ViewParts;
  readonly #look: () => Look;
  readonly #crowd: Crowd;
  readonly #meanwhile = new Meanwhile();
  readonly #past = new Past();
  readonly #answers = new Answers();
  /** The day of what was shown last, as a moment of it. */
  #lastAt = 0;
  /** Keys of those who spoke, the last first. */
  #speakers: readonly string[] = [];
  /** Rooms that were listed. */
  #known: readonly string[] = [];
  #mentions: readonly (MessageFrame | PrivateFrame)[] = [];

  constructor(parts: ViewParts, look: () => Look) {
    this.#parts = parts;
    this.#look = look;
    this.#crowd = new Crowd(parts.clock, (counted, many) => {
      this.#show(...renderCrowd(counted, look()), ...many === undefined ? [] : renderFrame(many, look()));
    });
  }

  /** Keys of those who spoke, the last first. */
  get speakers(): readonly string[] {
    return this.#speakers;
  }

  /** Rooms that were listed. */
  get known(): readonly string[] {
    return this.#known;
  }

  /** What mentioned this person, and what was said to them alone, oldest first. */
  get mentions(): readonly (MessageFrame | PrivateFrame)[] {
    return this.#mentions;
  }

  /** Whether something that was asked for is still to come. */
  get isWaiting(): boolean {
    return this.#answers.isWaiting;
  }

  /** We are in, for the first time or again. */
  enter(view: RoomSnapshot, isBack: boolean): void {
    this.#past.enter(view, isBack);
    this.#meanwhile.told(view.room); // The welcome says who is there.
    if (isBack) this.#answers.lost();
    else this.#lastAt = view.at;
  }

  /** Something is asked; `isShown` unless the answer is not for the person. */
  ask(frame: ClientFrame, isShown: boolean): void {
    this.#answers.ask(frame, isShown);
  }

  /** A room is looked at: who came there meanwhile, and who went. */
  look(room: string): void {
    this.#show(...renderCrowd(this.#meanwhile.told(room), this.#look()));
  }

  /** Something that was asked is refused. */
  refused(frame: ErrorFrame): void {
    this.#answers.refused(frame);
  }

  /** Shows what still waits to be. */
  close(): void {
    this.#crowd.flush();
  }

  /** Shows a frame, with what was known before it and what is known after. What is hidden from this person is not shown. */
  tell(frame: ServerFrame, before: State, state: State): void {
    const { settings } = this.#parts;
    switch (frame.type) {
      case "message":
        return this.#hearMessage(frame, state);
      case "private":
        return this.#hearPrivate(frame, state);
      case "joined":
      case "left":
        if (frame.type === "joined" && isMe(state, frame.name)) return;
        if (settings.get("quiet") === "on" || settings.ignores(frame.name)) return;
        if (!isSameRoom(frame.room, state.room)) return this.#meanwhile.take(frame); // Told when it is looked at.
        if (this.#crowd.take(frame)) this.#event(frame);
        return;
      case "crowd":
        if (settings.get("quiet") !== "on" && isSameRoom(frame.room, state.room)) this.#crowd.takeMany(frame);
        return;
      case "renamed":
        this.#meanwhile.renamed(frame.from, frame.to);
        return this.#event(frame);
      case "entered": {
        const isBack = roomNamed(before, frame.room) !== undefined;
        this.#past.enter(frame, isBack);
        this.#meanwhile.told(frame.room);
        if (isBack) return;
        if (isSameRoom(frame.room, state.room)) return this.#show(...renderFrame(frame, this.#look()));
        if (!this.#parts.plain) return; // The row below the line being typed has all rooms.
        return this.#show(this.#look().words.client.alsoIn(showRoom(frame.room)));
      }
      default: {
        if (frame.type === "rooms") this.#known = frame.rooms.map(({ room }) => room);
        if (frame.type === "history") this.#endOfPast();
        const { look, space } = { look: this.#look(), space: this.#parts.stage.space?.() };
        this.#show(...this.#answers.take(frame, { look, state, space }) ?? renderFrame(frame, look));
      }
    }
  }

  #hearMessage(frame: MessageFrame, state: State): void {
    const isHidden = this.#parts.settings.ignores(frame.from);
    if (this.#past.endsBefore(frame)) this.#endOfPast();
    if (!isHidden) this.#showMessage(frame, state);
    if (this.#past.take(frame)) this.#endOfPast();
  }

  #showMessage(frame: MessageFrame, state: State): void {
    const isNew = frame.past !== true || this.#past.isMissed(frame);
    if (frame.past === true) this.#beginPast(frame);
    else this.#heardFrom(frame.from);
    if (!isMe(state, frame.from) && mentions(cleanText(frame.text), state.me)) this.#mention(frame, isNew);
    this.#event(frame);
  }

  #hearPrivate(frame: PrivateFrame, state: State): void {
    const isMine = isMe(state, frame.from);
    if (!isMine && this.#parts.settings.ignores(frame.from)) return;
    this.#endOfPast();
    this.#heardFrom(isMine ? frame.to : frame.from);
    if (!isMine) this.#mention(frame, true);
    this.#event(frame);
  }

  /** Whoever speaks is who is spoken to next, and has been seen coming. */
  #heardFrom(name: string): void {
    const key = nameKey(name);
    this.#speakers = [key, ...this.#speakers.filter((other) => other !== key)].slice(0, SPEAKERS);
    if (this.#crowd.has(name)) this.#crowd.flush();
  }

  #event(frame: RoomEvent | RenamedFrame | PrivateFrame): void {
    if (!("past" in frame)) this.#endOfPast();
    const look = this.#look();
    const day = renderDay(this.#lastAt, frame.at, look.words, look.plain);
    this.#lastAt = frame.at;
    const lines = renderFrame(frame, look);
    this.#show(...(day === undefined ? [] : [day]), ...lines);
  }

  #mention(frame: MessageFrame | PrivateFrame, isNew: boolean): void {
    if (!this.#mentions.some((other) => isSame(other, frame))) {
      this.#mentions = [...this.#mentions, frame].slice(-MENTIONS);
    }
    if (isNew && this.#parts.settings.get("bell") === "on") this.#parts.stage.bell?.();
  }

  /** What was said earlier is set apart from what is said now. */
  #beginPast(frame: MessageFrame): void {
    const beginning = this.#past.begin(frame);
    if (beginning === undefined) return;
    const look = this.#look();
    const { missed, earlier } = look.words.client;
    const where = elsewhere(frame.room, look);
    const what = beginning === "missed" ? missed : earlier;
    this.#show(aside(where === "" ? what : `${where}: ${what}`, look));
    if (beginning === "earlier") this.#lastAt = 0; // What is from earlier says of which day it is.
  }

  #endOfPast(): void {
    if (this.#past.end()) this.#show(aside(this.#look().words.client.now, this.#look()));
  }

  #show(...lines: readonly Shown[]): void {
    if (lines.length > 0) this.#parts.stage.show(lines);
  }
}

/** Whether both are one message, that was shown more than once: as it came, and by `/history`. */
function isSame(one: MessageFrame | PrivateFrame, other: MessageFrame | PrivateFrame): boolean {
  return one.type === "message" && other.type === "message" && one.seq === other.seq &&
    one.at === other.at && isSameRoom(one.room, other.room);
}
