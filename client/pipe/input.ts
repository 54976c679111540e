/**
 * What comes into a pipe, line by line: said as fast as it is answered, and waited for.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { decodeUtf8, type Line } from "../../net/lines.ts";
import type { AnnouncedLimits, ClientFrame } from "../../protocol.ts";
import { LINE_BYTES } from "../../protocol/limits.ts";
import {
  type Action,
  asSaid,
  decide,
  decideJson,
  IN_FLIGHT,
  newRun,
  type Reading,
  settingOf,
} from "../../conversation.ts";
import type { Ends } from "./stdio.ts";
import type { Leaving } from "../session.ts";
import type { ChatOptions } from "../options.ts";
import { PATIENCE, Patience } from "./answer_timeout.ts";
import type { Printer } from "./output.ts";
import type { Stay } from "../connection.ts";

/** What it acts on. */
export interface FeedParts {
  readonly options: ChatOptions;
  readonly clock: Clock;
  readonly ends: Ends;
  readonly lines: AsyncIterator<Line>;
  readonly printer: Printer;
  readonly reading: Reading;
  readonly leaving: Leaving;
  /** A line, by its number, is not said, and why. */
  readonly refuse: (why: string, line: number) => void;
  /** All of it is said and answered. */
  readonly leave: (word?: string) => void;
  /** Nothing got any further for too long. */
  readonly giveUp: () => void;
}

/** Lines that come in. */
export class Feed {
  /** Runs out when nothing is answered. */
  readonly patience: Patience;
  readonly #parts: FeedParts;
  /** Begins the ids of what is said here. */
  readonly #run = newRun();
  #stay: Stay | undefined;
  #lineNumber = 0;
  /** Whether a command waits for the connection to come back, and whether there are more lines to come. */
  #isHeld = false;
  #hasEnded = false;
  /** Those who wait until something has happened. */
  #waiters: (() => void)[] = [];

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.patience = new Patience(parts.clock, parts.giveUp);
  }

  /** The number of the line that waits for the connection to come back, if one does. */
  get held(): number | undefined {
    return this.#isHeld ? this.#lineNumber : undefined;
  }

  /** Whether a person reads what is printed, so that it counts as read. */
  get isReader(): boolean {
    const { ends, options } = this.#parts;
    return ends.isPerson && !options.json;
  }

  /** Says what comes in, as fast as it is answered, and leaves when all of it is. */
  async run(stay: Stay): Promise<void> {
    this.#stay = stay;
    const { ends, lines, leaving, printer } = this.#parts;
    while (leaving.end === undefined && printer.isOpen) {
      const next = await lines.next();
      if (next.done === true) break;
      this.#lineNumber++;
      this.#wasSeen();
      const action = this.#read(next.value);
      if (action.kind === "leave") return await this.finish(stay, action.word);
      await this.#perform(stay, action);
      if (!ends.isPerson) await this.#until(() => stay.waiting < IN_FLIGHT);
    }
    await this.finish(stay);
  }

  /** Leaves once everything is answered. */
  async finish(stay: Stay, word?: string): Promise<void> {
    const { ends, leaving, leave, printer } = this.#parts;
    this.#hasEnded = true;
    this.happened();
    const mayLeave = (): boolean => ends.isPerson && stay.offlineSince !== undefined;
    await this.#until(() => (stay.waiting === 0 && !printer.view.isWaiting) || mayLeave());
    if (leaving.end === undefined) leave(word);
  }

  /** After something has happened: whoever waits looks again. A person who types can wait, a script cannot for ever. */
  happened(): void {
    const { ends, printer } = this.#parts;
    const isWaiting = this.#isHeld || (this.#stay?.waiting ?? 0) > 0 || printer.view.isWaiting;
    this.patience.wait(isWaiting && (!ends.isPerson || this.#hasEnded));
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** How long answers may take; `isHeld` when something waits at the server for somebody who may come back. */
  waitFor({ rate, grace }: AnnouncedLimits, isHeld = false): void {
    const paced = rate === null || rate <= 0 ? 0 : 2000 / rate;
    this.patience.last(Math.max(this.#parts.options.timeout, paced, isHeld ? grace + PATIENCE : 0));
  }

  #read(line: Line): Action {
    const { printer, clock, options } = this.#parts;
    const { state } = printer.view;
    if (state === undefined) return { kind: "nothing" };
    if (line.kind !== "line") {
      return { kind: "problem", problem: { code: "line-too-long", limit: LINE_BYTES } };
    }
    const text = decodeUtf8(line.bytes);
    if (text === undefined) return { kind: "problem", problem: { code: "not-utf8" } };
    const setting = settingOf(state, `${this.#run}-${this.#lineNumber}`, clock.now());
    return options.json ? decideJson(text, setting) : decide(text, setting);
  }

  async #perform(stay: Stay, action: Exclude<Action, { kind: "leave" }>): Promise<void> {
    const { printer, options, refuse } = this.#parts;
    switch (action.kind) {
      case "nothing":
      case "clear":
        return;
      case "local":
        printer.view.perform(action.local);
        return void printer.flush();
      case "go":
        printer.view.go(action.room);
        this.#wasSeen();
        return void printer.flush();
      case "query":
        printer.view.talkTo(action.name);
        return void printer.flush();
      case "help":
        return printer.help(action.about);
      case "problem":
        return refuse(options.words.problem(action.problem), this.#lineNumber);
      case "send":
        return await this.#send(stay, action.frame);
    }
  }

  /** A message may wait here; what else there is comes after all messages before it. */
  async #send(stay: Stay, frame: ClientFrame): Promise<void> {
    const { printer, ends, options } = this.#parts;
    const say = asSaid(frame);
    if (say !== undefined) {
      printer.view.sent(frame);
      stay.say({ say, line: this.#lineNumber });
      return this.happened();
    }
    if (ends.isPerson) {
      if (frame.type === "catchup") this.#parts.reading.flush(); // What was read until now is not unread.
      if (stay.send(frame)) printer.view.sent(frame);
      else printer.trouble(options.words.client.onlyMessages);
      return;
    }
    printer.view.sent(frame);
    this.#isHeld = true;
    do {
      this.happened();
      await this.#until(() => stay.isReady);
    } while (!stay.send(frame));
    this.#isHeld = false;
    this.happened();
    await stay.drained();
  }

  /** A person who types has seen what was printed. */
  #wasSeen(): void {
    if (!this.isReader) return;
    const { printer: { view }, reading } = this.#parts;
    view.seen();
    if (view.room !== undefined) reading.seen(view.room.name, view.room.seq);
  }

  /** Resolves when something holds, looking after each thing that happens. */
  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => void this.#waiters.push(resolve));
  }
}
