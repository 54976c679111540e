/**
 * What a person gets to see of the room, and what they can do about it: who is hidden, what mentions them, what they have
 * set. The same for a screen and for plain lines.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { MessageFrame, RenamedFrame, RoomEvent, ServerFrame, WelcomeFrame } from "../protocol.ts";
import { nameKey } from "../protocol/names.ts";
import { cleanLine, cleanText } from "../protocol/text.ts";
import type { Words } from "../words/en.ts";
import type { Local } from "./commands.ts";
import { Crowd } from "./crowd.ts";
import { mentions } from "./dress.ts";
import type { Surroundings } from "./editor.ts";
import { performLocal } from "./local.ts";
import { aside, type Look, renderCrowd, renderDay, renderFrame } from "./render.ts";
import { SETTINGS, type Settings } from "./settings.ts";
import { isMe, type State } from "./state.ts";
import type { Shown } from "./wrap.ts";

/** How many mentions are remembered. */
const MENTIONS = 100;

/** How many of those who spoke last are remembered, for Tab. */
const SPEAKERS = 200;

/** What shows things. A pipe has neither bell nor title. */
export interface Stage {
  show(lines: readonly Shown[]): void;
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

/** One person's view of the room. */
export class View {
  readonly #parts: ViewParts;
  readonly #crowd: Crowd;
  #state: State | undefined;
  /** The day of what was shown last, as a moment of it. */
  #lastAt = 0;
  /** Whether what is shown is from earlier, and of which number the last of that is, where it is known. */
  #past: { readonly until: number } | undefined;
  #replayed = 0;
  #isBack = false;
  /** The highest number of a message that came. */
  #lastSeq = 0;
  /** Keys of those who spoke, the last first. */
  #speakers: string[] = [];
  #mentions: Shown[] = [];
  #unread = 0;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    this.#crowd = new Crowd(parts.clock, (counted) => this.#show(...renderCrowd(counted, this.look())));
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
    };
  }

  /** We are in: `anew` with a welcome, `silently` without, or `back` after a break, when something was missed perhaps. */
  enter(welcome: WelcomeFrame, state: State, how: "anew" | "silently" | "back"): void {
    this.#state = state;
    this.#isBack = how === "back";
    this.#replayed = welcome.seq;
    if (how !== "back") this.#lastAt = welcome.at;
    if (how === "anew") this.#show(...renderFrame(welcome, this.look()));
    this.#retitle();
  }

  /** Shows a frame, with `state` what is known after it. What is hidden from this person is not shown. */
  hear(frame: ServerFrame, state: State): void {
    this.#state = state;
    switch (frame.type) {
      case "message":
        return this.#hearMessage(frame, state);
      case "joined":
      case "left":
        if (frame.type === "joined" && isMe(state, frame.name)) return;
        if (this.#parts.settings.get("quiet") === "on" || this.#parts.settings.ignores(frame.name)) return;
        if (this.#crowd.take(frame)) this.#event(frame);
        return;
      case "renamed":
        return this.#event(frame);
      case "history":
        this.#endOfPast();
        if (frame.count === 0) this.#show(this.look().words.plain.nothingEarlier);
        else if (frame.more) this.#show(aside(this.look().words.client.moreEarlier, this.look()));
        return;
      default:
        return this.#show(...renderFrame(frame, this.look()));
    }
  }

  /** Does what only concerns what is seen. */
  perform(local: Local): void {
    const { settings } = this.#parts;
    this.#show(...performLocal(local, { settings, mentioned: this.#mentions, look: () => this.look() }));
  }

  /** The person is there and has seen what is on the screen. */
  seen(): void {
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.#retitle();
  }

  /** What can be completed. */
  surroundings(): Surroundings {
    const settings = new Map(Object.entries(SETTINGS));
    const state = this.#state;
    if (state === undefined) return { names: [], settings };
    const rank = new Map(this.#speakers.map((key, i) => [key, i]));
    const others = [...state.members].filter(([, name]) => !isMe(state, name));
    const rankOf = (key: string): number => rank.get(key) ?? this.#speakers.length;
    const names = others.toSorted(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
    return { names: names.map(([, name]) => name), settings, messageChars: state.limits.message };
  }

  /** Shows what still waits to be. */
  close(): void {
    this.#crowd.flush();
  }

  #hearMessage(frame: MessageFrame, state: State): void {
    if (this.#parts.settings.ignores(frame.from)) {
      if (frame.past === true && frame.seq >= (this.#past?.until ?? Infinity)) this.#endOfPast();
      return;
    }
    if (frame.past !== true) {
      const key = nameKey(frame.from);
      this.#speakers = [key, ...this.#speakers.filter((other) => other !== key)].slice(0, SPEAKERS);
    } else this.#beginPast(frame);
    if (this.#crowd.has(frame.from)) this.#crowd.flush(); // Whoever speaks has been seen coming.
    const isForMe = !isMe(state, frame.from) && mentions(cleanText(frame.text), state.me);
    if (isForMe) this.#mention(frame, frame.past !== true || this.#isMissed(frame));
    this.#event(frame);
    this.#lastSeq = Math.max(this.#lastSeq, frame.seq);
    if (this.#past !== undefined && frame.seq >= this.#past.until) this.#endOfPast();
  }

  #event(frame: RoomEvent | RenamedFrame): void {
    if (!("past" in frame)) {
      this.#endOfPast();
      this.#replayed = 0;
    }
    const look = this.look();
    const day = renderDay(this.#lastAt, frame.at, look.words, look.plain);
    this.#lastAt = frame.at;
    const lines = renderFrame(frame, look);
    this.#show(...(day === undefined ? [] : [day]), ...lines);
  }

  #isMissed({ seq }: MessageFrame): boolean {
    return this.#isBack && seq > this.#lastSeq;
  }

  #mention(frame: MessageFrame, isNew: boolean): void {
    this.#mentions = [...this.#mentions, ...renderFrame(frame, this.look())].slice(-MENTIONS);
    if (!isNew) return;
    this.#unread++;
    if (this.#parts.settings.get("bell") === "on") this.#parts.stage.bell?.();
    this.#retitle();
  }

  /** What was said earlier is set apart from what is said now. */
  #beginPast(frame: MessageFrame): void {
    if (this.#past !== undefined) return;
    const { words } = this.look();
    const isMissed = this.#isMissed(frame);
    this.#show(aside(isMissed ? words.client.missed : words.client.earlier, this.look()));
    this.#past = { until: this.#replayed === 0 ? Infinity : this.#replayed };
    this.#replayed = 0;
    if (!isMissed) this.#lastAt = 0; // What is from earlier says of which day it is.
  }

  #endOfPast(): void {
    if (this.#past === undefined) return;
    this.#past = undefined;
    this.#show(aside(this.look().words.client.now, this.look()));
  }

  #retitle(): void {
    const state = this.#state;
    if (state === undefined) return;
    const unread = this.#unread === 0 ? "" : `(${this.#unread}) `;
    this.#parts.stage.title?.(`${unread}${cleanLine(state.title)} · ${cleanLine(state.room)}`);
  }

  #show(...lines: readonly Shown[]): void {
    if (lines.length > 0) this.#parts.stage.show(lines);
  }
}
