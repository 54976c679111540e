/**
 * A conversation at a terminal.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ErrorFrame } from "../protocol.ts";
import { type Action, decide } from "./commands.ts";
import { Desk } from "./desk.ts";
import { BYE_WITHIN, type Entered, walkIn } from "./enter.ts";
import { Leftovers } from "./leftovers.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import type { Spoken } from "./editor.ts";
import type { Unsent } from "./queue.ts";
import { Stay, type StayEvent } from "./reconnect.ts";
import { aside, type Look, renderFrame, renderHelp, renderHere, renderTrouble, sayError } from "./render.ts";
import { Settings } from "./settings.ts";
import { onSignals } from "./signals.ts";
import { enter, mustAskWho, reduce, type State } from "./state.ts";
import { Terminal, type Tty } from "./terminal.ts";
import { clockTime, typedAs } from "./unsent.ts";
import { View } from "./view.ts";
import { Waiting } from "./waiting.ts";

const PROMPT = "> ";

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
  readonly #leftovers: Leftovers;
  readonly #waiting: Waiting;
  #closeLink = (): void => {};
  #stay: Stay | undefined;
  #state: State | undefined;
  /** For each list of members that was asked for, whether it is to be shown. */
  readonly #lists: boolean[] = [];
  /** How it ends once the server has said goodbye. */
  #leaving: ChatEnd | undefined;
  #cancelLeaving = (): void => {};
  /** Begins the ids of what is said here, so that no other run of ours has the same. */
  readonly #run = crypto.randomUUID().slice(0, 8);
  #said = 0;
  #isStoreTroubleTold = false;
  #isFileTroubleTold = false;
  /** Whether the server knows that we go. */
  #hasLeft = false;

  constructor(options: ChatOptions, clock: Clock, terminal: Terminal) {
    this.#options = options;
    this.#clock = clock;
    this.#terminal = terminal;
    this.#view = new View({
      stage: terminal,
      clock,
      settings: options.settings ?? new Settings(undefined),
      words: () => options.words,
      color: options.color,
      links: options.links ?? false,
      plain: false,
    });
    this.#desk = new Desk(terminal, {
      leave: (by) => this.#leave({ code: by === "interrupt" && this.#state === undefined ? 130 : 0 }),
      pressed: () => this.#view.seen(),
    }, () => options.words);
    this.#waiting = new Waiting(clock, (rows) => this.#desk.above(rows), () => this.#look());
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
      this.#cancelLeaving();
      this.#waiting.close();
      this.#view.close();
      this.#closeLink();
      this.#stay?.close();
      this.#leftovers.close(this.#hasLeft);
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
    this.#state = enter(welcome);
    this.#view.enter(welcome, this.#state, "anew");
    if (stay.waiting > 0) this.#aside(this.#options.words.client.sendingKept(stay.waiting));
    this.#desk.prompt(PROMPT);
    this.#waiting.update(stay);
    if (mustAskWho(this.#state)) this.#askWho(false);
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
          this.#ended.resolve(this.#leaving ?? event.end);
      }
      this.#waiting.update(stay);
    }
  }

  #wentOffline({ since, bye }: Happening<"offline">): void {
    this.#lists.length = 0;
    const { words } = this.#options;
    if (bye?.back !== undefined) this.#aside(words.restarting(bye.back));
    this.#aside(words.client.offline(clockTime(since)));
  }

  #cameBack({ frame, since, taken }: Happening<"back">): void {
    const { client } = this.#options.words;
    const now = this.#clock.now();
    this.#state = enter(frame);
    this.#aside(client.back(clockTime(now), Math.max(0, now - since)));
    if (taken !== undefined) this.#trouble(client.nameGone(taken, frame.name));
    this.#view.enter(frame, this.#state, "back");
    if (mustAskWho(this.#state)) this.#askWho(false);
  }

  #hear({ frame, about }: Happening<"frame">): void {
    if (this.#state === undefined) return;
    this.#state = reduce(this.#state, frame);
    switch (frame.type) {
      case "bye":
        this.#hasLeft = frame.reason === "quit";
        if (this.#hasLeft) this.#terminal.show(renderFrame(frame, this.#look()));
        return;
      case "ack":
        this.#isStoreTroubleTold = false;
        return;
      case "error":
        if (about !== undefined) return this.#refused(about, frame);
        break;
      case "members":
        if (frame.more !== true && this.#lists.shift() !== false) {
          const { members, count } = this.#state;
          this.#terminal.show([renderHere([...members.values()], count, this.#look())]);
        }
    }
    this.#view.hear(frame, this.#state);
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
    this.#desk.recall(typedAs(say));
  }

  /** From the keys to the server, line by line. */
  async #speak(): Promise<void> {
    while (true) {
      const line = await this.#desk.line();
      if (this.#state !== undefined) this.#perform(line, this.#state);
    }
  }

  #perform(line: Spoken, { room, limits }: State): void {
    const action = decide(line, { room, limits, id: `${this.#run}-${++this.#said}` });
    switch (action.kind) {
      case "nothing":
        return;
      case "send":
        return this.#send(action.frame);
      case "help":
        return this.#terminal.show(renderHelp(action.about, this.#look()));
      case "local":
        return this.#view.perform(action.local);
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
    if (frame.type === "say" && frame.id !== undefined) {
      this.#stay?.say({ say: { ...frame, id: frame.id } });
      const { file } = this.#leftovers;
      if (file?.trouble !== undefined && !this.#isFileTroubleTold) {
        this.#isFileTroubleTold = true;
        this.#trouble(this.#options.words.client.queueFails(file.trouble));
      }
      if (this.#stay !== undefined) this.#waiting.update(this.#stay);
      return;
    }
    const isSent = frame.type === "who" ? this.#askWho(true) : this.#stay?.send(frame);
    if (isSent === false) this.#trouble(this.#options.words.client.onlyMessages);
  }

  #askWho(isShown: boolean): boolean {
    if (this.#state === undefined || this.#stay?.send({ type: "who", room: this.#state.room }) !== true) {
      return false;
    }
    this.#lists.push(isShown);
    return true;
  }

  /** Leaves politely; a second time, or with nobody to say goodbye to, at once. */
  #leave(end: ChatEnd, word?: string): void {
    if (this.#stay === undefined || this.#leaving !== undefined) return this.#ended.resolve(end);
    this.#leaving = end;
    if (!this.#stay.leave(word)) return this.#ended.resolve(end);
    this.#hasLeft = true;
    this.#cancelLeaving = this.#clock.after(BYE_WITHIN, () => this.#ended.resolve(end));
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
