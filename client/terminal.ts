/**
 * A conversation at a terminal.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ErrorFrame } from "../protocol.ts";
import { Desk } from "./terminal/prompt.ts";
import { type Entered, type Stay, type StayEvent, walkIn } from "./connection.ts";
import { Leaving, onSignals } from "./session.ts";
import { Leftovers } from "./saved.ts";
import {
  aside,
  clockTime,
  type Look,
  promptOf,
  renderFrame,
  renderTrouble,
  sayError,
  statusOf,
  typedAs,
  View,
} from "./view.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { isSameRoom, Reading, type Unsent } from "../conversation.ts";
import { Settings } from "./settings.ts";
import { Speaking } from "./terminal/input.ts";
import { Terminal, type Tty } from "./terminal/tty.ts";
import { Waiting } from "./terminal/pending_rows.ts";

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
  #speaking: Speaking | undefined;
  #isStoreTroubleTold = false;

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
      pressed: () => this.#speaking?.wasSeen(),
      room: (which) => this.#speaking?.goTo(which),
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
    const stay = this.#begin(entered);
    const speaking = this.#speaking = this.#speakTo(stay);
    speaking.askNames();
    await Promise.race([this.#listen(stay, speaking), speaking.run(this.#desk)]);
  }

  /** We are in. */
  #begin(entered: Extract<Entered, { kind: "in" }>): Stay {
    const { welcome } = entered;
    const { words, room } = this.#options;
    const stay = this.#leftovers.begin(entered, this.#clock, true);
    this.#stay = stay;
    this.#view.enter(welcome, room, "anew");
    if (stay.waiting > 0) this.#aside(words.client.sendingKept(stay.waiting));
    this.#refresh();
    return stay;
  }

  #speakTo(stay: Stay): Speaking {
    return new Speaking({
      stay,
      options: this.#options,
      clock: this.#clock,
      terminal: this.#terminal,
      view: this.#view,
      reading: this.#reading,
      leftovers: this.#leftovers,
      leave: (word) => this.#leave({ code: 0 }, word),
      done: () => this.#refresh(),
    });
  }

  /** From the server to the screen, until it ends. */
  async #listen(stay: Stay, speaking: Speaking): Promise<void> {
    for await (const event of stay.events) {
      switch (event.kind) {
        case "frame":
          this.#hear(event, speaking);
          break;
        case "offline":
          this.#wentOffline(event);
          break;
        case "back":
          this.#cameBack(event, speaking);
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

  #cameBack({ frame, since, taken }: Happening<"back">, speaking: Speaking): void {
    const { client } = this.#options.words;
    const now = this.#clock.now();
    this.#aside(client.back(clockTime(now), Math.max(0, now - since)));
    if (taken !== undefined) this.#trouble(client.nameGone(taken, frame.name));
    this.#reading.forget();
    this.#view.comeBack(frame);
    speaking.cameBack();
  }

  #hear({ frame, about }: Happening<"frame">, speaking: Speaking): void {
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
        if (frame.type === "entered" || frame.type === "parted") speaking.askNames();
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
    const inView = this.#view.state?.room ?? "";
    const typed = typedAs(say, inView);
    // Whoever is not here may not be for long; the line belongs to what is typed next.
    if (frame.code === "not-here") this.#desk.remember(typed);
    else if (say.type !== "topic" || isSameRoom(say.room, inView)) this.#desk.recall(typed);
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

export type { Surroundings } from "./terminal/editor.ts";
