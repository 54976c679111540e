/**
 * A conversation at a terminal.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ClientFrame, ErrorFrame } from "../protocol.ts";
import { type Action, decide } from "./commands.ts";
import { Desk } from "./desk.ts";
import type { Spoken } from "./editor.ts";
import { type Entered, walkIn } from "./enter.ts";
import { Leaving } from "./leaving.ts";
import { Leftovers } from "./leftovers.ts";
import { aside, type Look, renderTrouble } from "./look.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { renderHelp, sayError } from "./problems.ts";
import { asSaid, type Unsent } from "./queue.ts";
import { Reading } from "./reading.ts";
import { Stay, type StayEvent } from "./reconnect.ts";
import { renderFrame } from "./render.ts";
import { newRun, settingOf } from "./setting.ts";
import { Settings } from "./settings.ts";
import { onSignals } from "./signals.ts";
import { mustAskWho, roomInView, type State } from "./state.ts";
import { promptOf, statusOf } from "./status.ts";
import { Terminal, type Tty } from "./terminal.ts";
import { clockTime, typedAs } from "./unsent.ts";
import { View } from "./view.ts";
import { Waiting } from "./waiting.ts";

type Happening<Kind extends StayEvent["kind"]> = Extract<StayEvent, { readonly kind: Kind }>;

/** Talks until somebody ends it. The terminal is given back in any case. Throws only what is a fault of ours. */
export async function talk(options: ChatOptions, clock: Clock, tty: Tty): Promise<ChatEnd> {
  const terminal = new Terminal(tty, clock);
  try {
    return await new Conversation(options, clock, terminal).run();
  } finally {
    terminal.close();
  }
}

class Conversation {
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #terminal: Terminal;
  readonly #desk: Desk;
  readonly #view: View;
  readonly #ended = Promise.withResolvers<ChatEnd>();
  readonly #leaving: Leaving;
  readonly #leftovers: Leftovers;
  readonly #waiting: Waiting;
  readonly #reading: Reading;
  #closeLink = (): void => {};
  #stay: Stay | undefined;
  /** Begins the ids of what is said here. */
  readonly #run = newRun();
  #said = 0;
  #isStoreTroubleTold = false;
  #isFileTroubleTold = false;

  constructor(options: ChatOptions, clock: Clock, terminal: Terminal) {
    this.#options = options;
    this.#clock = clock;
    this.#terminal = terminal;
    this.#leaving = new Leaving(clock, (end) => this.#ended.resolve(end));
    this.#view = new View({
      stage: {
        show: (lines) => terminal.show(lines),
        bell: () => terminal.bell(),
        title: (title) => terminal.title(title),
        space: () => terminal.space,
      },
      clock,
      settings: options.settings ?? new Settings(undefined),
      words: () => options.words,
      color: options.color,
      links: options.links ?? false,
      plain: false,
    });
    this.#desk = new Desk(terminal, {
      leave: (by) => this.#leave({ code: by === "interrupt" && this.#view.state === undefined ? 130 : 0 }),
      pressed: () => this.#wasSeen(),
      room: (number) => this.#goTo(number),
    }, () => options.words);
    this.#waiting = new Waiting(clock, (rows) => this.#desk.above(rows), () => this.#look());
    this.#reading = new Reading(clock, (room, seq) => this.#stay?.send({ type: "read", room, seq }) ?? false);
    this.#leftovers = new Leftovers(options, (sentence) => this.#trouble(sentence));
    this.#desk.surroundings = () => this.#view.surroundings();
  }

  async run(): Promise<ChatEnd> {
    const quiet = onSignals((code) => this.#leave({ code }));
    const fail = (error: unknown): void => this.#ended.reject(error);
    this.#desk.run().catch(fail);
    this.#walk().catch(fail);
    try {
      const end = await this.#ended.promise;
      return this.#leftovers.ended(end, this.#stay?.waiting ?? 0);
    } finally {
      quiet();
      this.#leaving.close();
      this.#waiting.close();
      this.#reading.close();
      this.#view.close();
      this.#closeLink();
      this.#stay?.close();
      this.#leftovers.close(this.#leaving.hasLeft);
    }
  }

  async #walk(): Promise<void> {
    const entered = await walkIn(this.#options, this.#clock, {
      asker: {
        ask: (question) => this.#desk.ask(question),
        say: (line) => this.#trouble(line),
      },
      resume: (name, place) => this.#leftovers.open(name, place),
      onLink: (link) => this.#closeLink = (): void => link.close(),
    });
    if (entered.kind === "out") return this.#ended.resolve(entered.end);
    await Promise.race([this.#listen(this.#begin(entered)), this.#speak()]);
  }

  /** We are in. */
  #begin({ link, welcome, place }: Extract<Entered, { kind: "in" }>): Stay {
    const { file, left } = this.#leftovers;
    const { words, room } = this.#options;
    const stay = new Stay({
      options: this.#options,
      clock: this.#clock,
      link,
      welcome,
      place,
      file,
      left,
      takesOfferedName: true,
    });
    this.#stay = stay;
    this.#view.enter(welcome, room, "anew");
    if (stay.waiting > 0) this.#aside(words.client.sendingKept(stay.waiting));
    this.#askNames();
    this.#refresh();
    return stay;
  }

  /** From the server to the screen, until it ends. */
  async #listen(stay: Stay): Promise<void> {
    for await (const event of stay.events) {
      switch (event.kind) {
        case "frame":
          this.#hear(event);
          break;
        case "offline":
          this.#wentOffline(event);
          break;
        case "back":
          this.#cameBack(event);
          break;
        case "ended":
          this.#ended.resolve(this.#leaving.end ?? event.end);
      }
      this.#refresh();
    }
  }

  #wentOffline({ since, bye }: Happening<"offline">): void {
    const { words } = this.#options;
    if (bye?.back !== undefined) this.#aside(words.restarting(bye.back));
    this.#aside(words.client.offline(clockTime(since)));
  }

  #cameBack({ frame, since, taken }: Happening<"back">): void {
    const { client } = this.#options.words;
    const now = this.#clock.now();
    this.#aside(client.back(clockTime(now), Math.max(0, now - since)));
    if (taken !== undefined) this.#trouble(client.nameGone(taken, frame.name));
    this.#reading.forget();
    this.#view.comeBack(frame);
    this.#askNames();
    const { away: why } = this.#view.state ?? {};
    if (why !== undefined) this.#ask({ type: "away", why }, false); // A server that was restarted does not know.
  }

  #hear({ frame, about }: Happening<"frame">): void {
    switch (frame.type) {
      case "bye":
        this.#leaving.hasLeft = frame.reason === "quit";
        if (this.#leaving.hasLeft) this.#terminal.show(renderFrame(frame, this.#look()));
        return;
      case "ack":
        this.#isStoreTroubleTold = false;
        return;
      case "error":
        if (about !== undefined) this.#refused(about, frame);
        return this.#view.hear(frame, about === undefined);
      default:
        this.#view.hear(frame);
        this.#reading.hear(frame, this.#view.state);
        if (frame.type === "entered" || frame.type === "parted") this.#askNames();
    }
  }

  /** What was refused can be changed and sent again; what only could not be stored is sent again without that. */
  #refused({ say }: Unsent, frame: ErrorFrame): void {
    const { words } = this.#options;
    if (frame.code === "not-stored") {
      if (!this.#isStoreTroubleTold) this.#trouble(words.client.cannotStoreNow);
      this.#isStoreTroubleTold = true;
      return;
    }
    this.#trouble(words.client.refused(sayError(frame, words)));
    // Whoever is not here may not be for long; the line belongs to what is typed next.
    if (frame.code === "not-here") this.#desk.remember(typedAs(say));
    else this.#desk.recall(typedAs(say));
  }

  /** From the keys to the server, line by line. */
  async #speak(): Promise<void> {
    while (true) {
      const line = await this.#desk.line();
      if (this.#view.state !== undefined) this.#perform(line, this.#view.state);
      this.#refresh();
    }
  }

  #perform(line: Spoken, state: State): void {
    const action = decide(line, settingOf(state, `${this.#run}-${++this.#said}`, this.#clock.now()));
    switch (action.kind) {
      case "nothing":
        return;
      case "send":
        return this.#send(action.frame);
      case "help":
        return this.#terminal.show(renderHelp(action.about, this.#look()));
      case "local":
        return this.#view.perform(action.local);
      case "go":
        return this.#go(action.room);
      case "query":
        return this.#view.talkTo(action.name);
      case "clear":
        return this.#terminal.clear();
      case "leave":
        return this.#leave({ code: 0 }, action.word);
      case "problem": {
        return this.#trouble(this.#options.words.problem(action.problem));
      }
    }
  }

  #send(frame: Extract<Action, { kind: "send" }>["frame"]): void {
    const say = asSaid(frame);
    if (say === undefined) return void this.#ask(frame, true);
    this.#stay?.say({ say });
    this.#view.sent(frame);
    const { file } = this.#leftovers;
    if (file?.trouble === undefined || this.#isFileTroubleTold) return;
    this.#isFileTroubleTold = true;
    this.#trouble(this.#options.words.client.queueFails(file.trouble));
  }

  /** Sends what is of use now or not at all; `isShown` when its answer is for the person. */
  #ask(frame: ClientFrame, isShown: boolean): void {
    if (this.#stay?.send(frame) === true) return this.#view.sent(frame, isShown);
    if (isShown) this.#trouble(this.#options.words.client.onlyMessages);
  }

  /** For Tab, all names of the room in view are asked for when not all are known. */
  #askNames(): void {
    const { state } = this.#view;
    const room = state === undefined ? undefined : roomInView(state);
    if (room !== undefined && mustAskWho(room)) this.#ask({ type: "who", room: room.name }, false);
  }

  /** Looks at the room of this number, from 1. */
  #goTo(number: number): void {
    const room = [...this.#view.state?.rooms.values() ?? []][number - 1];
    if (room !== undefined) this.#go(room.name);
    this.#refresh();
  }

  #go(room: string): void {
    this.#view.go(room);
    this.#askNames();
    this.#wasSeen();
  }

  /** The person is there: what is on the screen is seen, and read. */
  #wasSeen(): void {
    this.#view.seen();
    const { state } = this.#view;
    const room = state === undefined ? undefined : roomInView(state);
    if (room !== undefined) this.#reading.seen(room.name, room.seq);
  }

  /** After anything has happened: what waits, and where one is, is shown as it is now. */
  #refresh(): void {
    const { state } = this.#view;
    if (this.#stay !== undefined) this.#waiting.update(this.#stay);
    if (state !== undefined) this.#desk.place(promptOf(state, this.#options.words), statusOf(state));
  }

  #leave(end: ChatEnd, word?: string): void {
    if (this.#leaving.end === undefined) this.#reading.flush();
    this.#leaving.leave(this.#stay, end, word);
  }

  #aside(sentence: string): void {
    this.#terminal.show([aside(sentence, this.#look())]);
  }

  #trouble(sentence: string): void {
    this.#terminal.show([renderTrouble(sentence, this.#look())]);
  }

  #look(): Look {
    return this.#view.look();
  }
}
