/**
 * What a person gets to see of their rooms, and what they can do about it: which room is in view, who is hidden, what
 * mentions them, what they have set. The same for a screen and for plain lines.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type {
  ClientFrame,
  MessageFrame,
  PrivateFrame,
  RenamedFrame,
  RoomEvent,
  ServerFrame,
  WelcomeFrame,
} from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";
import { cleanLine, cleanText } from "../protocol/text.ts";
import type { Words } from "../words/en.ts";
import { Answers } from "./answers.ts";
import type { Local } from "./commands.ts";
import { Crowd } from "./crowd.ts";
import { mentions } from "./dress.ts";
import type { Surroundings } from "./editor.ts";
import type { Space } from "./finds.ts";
import { performLocal } from "./local.ts";
import { aside, elsewhere, type Look, showRoom } from "./look.ts";
import { Past } from "./past.ts";
import { renderCrowd, renderDay, renderFrame, renderPlace } from "./render.ts";
import type { Settings } from "./settings.ts";
import {
  comeBack,
  enter,
  goTo,
  isMe,
  isSameRoom,
  reduce,
  roomInView,
  roomNamed,
  seen,
  sent,
  type State,
  talkTo,
  unseen,
} from "./state.ts";
import type { Shown } from "./wrap.ts";
import { vocabularyOf } from "./vocabulary.ts";

/** How many mentions are remembered. */
const MENTIONS = 100;

/** How many of those who spoke last are remembered, for Tab. */
const SPEAKERS = 200;

/** What shows things. A pipe has neither bell nor title, and all the space that there is. */
export interface Stage {
  show(lines: readonly Shown[]): void;
  space?(): Space;
  bell?(): void;
  title?(title: string): void;
}

/** What a view depends on. */
export interface ViewParts {
  readonly stage: Stage;
  readonly clock: Clock;
  readonly settings: Settings;
  /** The language, which may change. */
  readonly words: () => Words;
  /** Whether there are colours unless a setting says otherwise. */
  readonly color: boolean;
  readonly links: boolean;
  readonly plain: boolean;
}

/** One person's view of their rooms. */
export class View {
  readonly #parts: ViewParts;
  readonly #crowd: Crowd;
  readonly #past = new Past();
  readonly #answers = new Answers();
  #state: State | undefined;
  /** The day of what was shown last, as a moment of it. */
  #lastAt = 0;
  /** Keys of those who spoke, the last first. */
  #speakers: readonly string[] = [];
  /** Rooms that were listed. */
  #known: readonly string[] = [];
  #mentions: readonly (MessageFrame | PrivateFrame)[] = [];
  /** Whether the room in view is being left. */
  #isParting = false;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    this.#crowd = new Crowd(parts.clock, (counted) => this.#show(...renderCrowd(counted, this.look())));
  }

  /** What is known; `undefined` before one is in. */
  get state(): State | undefined {
    return this.#state;
  }

  /** How lines are made at this moment. */
  look(): Look {
    const { words, color, links, plain, settings } = this.#parts;
    const chosen = settings.get("color");
    return {
      words: words(),
      color: !plain && (chosen === "auto" ? color : chosen === "on"),
      links: links && !plain,
      plain,
      time: settings.get("time"),
      me: this.#state?.me ?? "",
      ...(this.#state !== undefined && { room: this.#state.room }),
    };
  }

  /** We are in for the first time, and `wanted` to be in this room: with a welcome, or silently. */
  enter(welcome: WelcomeFrame, wanted: string, how: "anew" | "silently"): void {
    this.#state = enter(welcome, wanted);
    this.#past.enter(welcome, false);
    this.#lastAt = welcome.at;
    if (how === "anew") this.#show(...renderFrame(welcome, this.look()));
    this.#retitle();
  }

  /** We are in again after a break, when something was missed perhaps. */
  comeBack(welcome: WelcomeFrame): void {
    if (this.#state === undefined) return;
    this.#state = comeBack(this.#state, welcome);
    this.#past.enter(welcome, true);
    this.#answers.lost();
    this.#isParting = false;
    this.#retitle();
  }

  /** Takes in a frame, and shows it unless others do. What is hidden from this person is not shown. */
  hear(frame: ServerFrame, isShown = true): void {
    const before = this.#state;
    if (before === undefined) return;
    const state = reduce(before, frame, (name) => this.#parts.settings.ignores(name));
    this.#state = state;
    if (isShown) this.#showFrame(frame, before, state);
    const isParted = frame.type === "parted" && this.#isParting;
    if (isParted) this.#isParting = false;
    if (isParted || !isSameRoom(before.room, state.room)) this.#showPlace();
    this.#retitle();
  }

  /** Something was sent; `isShown` unless the answer is not for the person. */
  sent(frame: ClientFrame, isShown = true): void {
    if (this.#state === undefined) return;
    this.#answers.ask(frame, isShown);
    if (frame.type === "part" && isSameRoom(frame.room, this.#state.room)) this.#isParting = true;
    this.#state = sent(this.#state, frame);
    this.#retitle();
  }

  /** Looks at another room. */
  go(room: string): void {
    if (this.#state === undefined) return;
    const unread = roomNamed(this.#state, room);
    this.#state = goTo(this.#state, room);
    if (unread !== undefined) this.#show(...renderPlace(unread, this.look()));
    this.#retitle();
  }

  /** Talks to one person alone, or in the room again. */
  talkTo(name: string | undefined): void {
    if (this.#state === undefined) return;
    this.#state = talkTo(this.#state, name);
    if (name === undefined) this.#showPlace();
    else this.#show(aside(this.look().words.client.query(name), this.look()));
  }

  /** Does what only concerns what is seen. */
  perform(local: Local): void {
    const look = this.look();
    const all = { ...look, ...((this.#state?.rooms.size ?? 0) > 1 && { room: "" }) };
    const mentioned = (): readonly Shown[] => this.#mentions.flatMap((frame) => renderFrame(frame, all));
    this.#show(
      ...performLocal(local, { settings: this.#parts.settings, mentioned, look: () => this.look() }),
    );
  }

  /** The person is there and has seen what is on the screen. */
  seen(): void {
    if (this.#state === undefined) return;
    this.#state = seen(this.#state);
    this.#retitle();
  }

  /** What can be completed. */
  surroundings(): Surroundings {
    const { settings } = this.#parts;
    return vocabularyOf(this.#state, { speakers: this.#speakers, known: this.#known, settings });
  }

  /** Shows what still waits to be. */
  close(): void {
    this.#crowd.flush();
  }

  #showFrame(frame: ServerFrame, before: State, state: State): void {
    const { settings } = this.#parts;
    switch (frame.type) {
      case "message":
        return this.#hearMessage(frame, state);
      case "private":
        return this.#hearPrivate(frame, state);
      case "joined":
      case "left": // Of other rooms only what is said there is of interest here.
        if (frame.type === "joined" && isMe(state, frame.name)) return;
        if (settings.get("quiet") === "on" || settings.ignores(frame.name)) return;
        if (isSameRoom(frame.room, state.room) && this.#crowd.take(frame)) this.#event(frame);
        return;
      case "renamed":
        return this.#event(frame);
      case "entered": {
        const isBack = roomNamed(before, frame.room) !== undefined;
        this.#past.enter(frame, isBack);
        if (isBack) return;
        if (isSameRoom(frame.room, state.room)) return this.#show(...renderFrame(frame, this.look()));
        return this.#show(aside(this.look().words.client.alsoIn(showRoom(frame.room)), this.look()));
      }
      default: {
        if (frame.type === "rooms") this.#known = frame.rooms.map(({ room }) => room);
        if (frame.type === "history") this.#endOfPast();
        const { look, space } = { look: this.look(), space: this.#parts.stage.space?.() };
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
    const look = this.look();
    const day = renderDay(this.#lastAt, frame.at, look.words, look.plain);
    this.#lastAt = frame.at;
    const lines = renderFrame(frame, look);
    this.#show(...(day === undefined ? [] : [day]), ...lines);
  }

  #mention(frame: MessageFrame | PrivateFrame, isNew: boolean): void {
    this.#mentions = [...this.#mentions, frame].slice(-MENTIONS);
    if (isNew && this.#parts.settings.get("bell") === "on") this.#parts.stage.bell?.();
  }

  /** What was said earlier is set apart from what is said now. */
  #beginPast(frame: MessageFrame): void {
    const beginning = this.#past.begin(frame);
    if (beginning === undefined) return;
    const look = this.look();
    const { missed, earlier } = look.words.client;
    const where = elsewhere(frame.room, look);
    const what = beginning === "missed" ? missed : earlier;
    this.#show(aside(where === "" ? what : `${where}: ${what}`, look));
    if (beginning === "earlier") this.#lastAt = 0; // What is from earlier says of which day it is.
  }

  #endOfPast(): void {
    if (this.#past.end()) this.#show(aside(this.look().words.client.now, this.look()));
  }

  /** Says where one is now, and with that it is seen. */
  #showPlace(): void {
    if (this.#state === undefined) return;
    const room = roomInView(this.#state);
    if (room !== undefined) this.#show(...renderPlace(room, this.look()));
    else if (this.#state.room === "") {
      this.#show(aside(this.look().words.problem({ code: "nowhere" }), this.look()));
    }
    this.#state = seen(this.#state);
  }

  #retitle(): void {
    const state = this.#state;
    if (state === undefined) return;
    const count = unseen(state);
    const where = state.room === "" ? "" : ` · ${showRoom(state.room)}`;
    this.#parts.stage.title?.(`${count === 0 ? "" : `(${count}) `}${cleanLine(state.title)}${where}`);
  }

  #show(...lines: readonly Shown[]): void {
    if (lines.length > 0) this.#parts.stage.show(lines);
  }
}
