/**
 * A conversation at a terminal.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ServerFrame } from "../protocol.ts";
import { decide } from "./commands.ts";
import { Desk } from "./desk.ts";
import { type Bye, BYE_WITHIN, endOfLink, walkIn } from "./enter.ts";
import type { Link, Place } from "./link.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { type Look, renderDay, renderFrame, renderHelp, renderHere, renderTrouble } from "./render.ts";
import { onSignals } from "./signals.ts";
import { enter, isMe, mustAskWho, reduce, type State } from "./state.ts";
import { Terminal, type Tty } from "./terminal.ts";

const PROMPT = "> ";

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
  readonly #ended = Promise.withResolvers<ChatEnd>();
  #link: Link | undefined;
  #state: State | undefined;
  /** The day of what was shown last, as a moment of it. */
  #lastAt = 0;
  /** For each list of members that was asked for, whether it is to be shown. */
  readonly #lists: boolean[] = [];
  /** How it ends once the server has said goodbye. */
  #leaving: ChatEnd | undefined;
  #cancelLeaving = (): void => {};
  /** Begins the ids of what is said here, so that no other run of ours has the same. */
  readonly #run = crypto.randomUUID().slice(0, 8);
  #said = 0;

  constructor(options: ChatOptions, clock: Clock, terminal: Terminal) {
    this.#options = options;
    this.#clock = clock;
    this.#terminal = terminal;
    this.#desk = new Desk(terminal, {
      leave: (by) => this.#leave({ code: by === "interrupt" && this.#state === undefined ? 130 : 0 }),
    });
  }

  async run(): Promise<ChatEnd> {
    const quiet = onSignals((code) => this.#leave({ code }));
    const fail = (error: unknown): void => this.#ended.reject(error);
    this.#desk.run().catch(fail);
    this.#walk().catch(fail);
    try {
      return await this.#ended.promise;
    } finally {
      quiet();
      this.#cancelLeaving();
      this.#link?.close();
    }
  }

  async #walk(): Promise<void> {
    const entered = await walkIn(this.#options, this.#clock, {
      asker: {
        ask: (question) => this.#desk.ask(question),
        say: (line) => this.#terminal.show([renderTrouble(line, this.#look())]),
      },
      onLink: (link) => this.#link = link,
    });
    if (entered.kind === "out") return this.#ended.resolve(entered.end);
    this.#lastAt = entered.welcome.at;
    this.#state = enter(entered.welcome);
    this.#terminal.show(renderFrame(entered.welcome, this.#look()));
    this.#desk.vocabulary = { names: entered.welcome.members };
    this.#desk.prompt(PROMPT);
    if (mustAskWho(this.#state)) this.#askWho(entered.link, false);
    await Promise.race([this.#listen(entered.link, entered.place), this.#speak(entered.link)]);
  }

  /** From the server to the screen, until the link ends. */
  async #listen(link: Link, place: Place): Promise<void> {
    let bye: Bye | undefined;
    for await (const event of link.events) {
      if (event.kind !== "frame") continue;
      if (event.frame.type === "bye") bye = event.frame;
      else this.#hear(event.frame);
    }
    if (bye?.reason === "quit") this.#terminal.show(renderFrame(bye, this.#look()));
    this.#ended.resolve(this.#leaving ?? endOfLink(bye, place, this.#options));
  }

  #hear(frame: ServerFrame): void {
    if (this.#state === undefined) return;
    const before = this.#state;
    this.#state = reduce(before, frame);
    if (this.#state.members !== before.members) {
      this.#desk.vocabulary = { names: [...this.#state.members.values()] };
    }
    if (frame.type === "members" && frame.more !== true && this.#lists.shift() !== false) {
      this.#terminal.show([renderHere([...this.#state.members.values()], this.#state.count, this.#look())]);
    }
    if (frame.type === "joined" && isMe(this.#state, frame.name)) return;
    const day = "at" in frame ? renderDay(this.#lastAt, frame.at, this.#options.words) : undefined;
    if ("at" in frame) this.#lastAt = frame.at;
    const lines = renderFrame(frame, this.#look());
    if (lines.length > 0) this.#terminal.show(day === undefined ? lines : [day, ...lines]);
  }

  /** From the keys to the server, line by line. */
  async #speak(link: Link): Promise<void> {
    while (true) {
      const line = await this.#desk.line();
      if (this.#state !== undefined) this.#perform(link, line, this.#state);
    }
  }

  #perform(link: Link, line: string, { room, limits }: State): void {
    const action = decide(line, { room, limits, id: `${this.#run}-${++this.#said}` });
    switch (action.kind) {
      case "nothing":
        return;
      case "send":
        if (action.frame.type === "who") return this.#askWho(link, true);
        return link.send(action.frame);
      case "help":
        return this.#terminal.show(renderHelp(action.about, this.#look()));
      case "clear":
        return this.#terminal.clear();
      case "leave":
        return this.#leave({ code: 0 }, action.word);
      case "problem": {
        const sentence = this.#options.words.problem(action.problem);
        return this.#terminal.show([renderTrouble(sentence, this.#look())]);
      }
    }
  }

  #askWho(link: Link, isShown: boolean): void {
    if (this.#state === undefined) return;
    this.#lists.push(isShown);
    link.send({ type: "who", room: this.#state.room });
  }

  /** Leaves politely; a second time, at once. */
  #leave(end: ChatEnd, word?: string): void {
    if (this.#state === undefined || this.#link === undefined || this.#leaving !== undefined) {
      return this.#ended.resolve(end);
    }
    this.#leaving = end;
    this.#link.send({ type: "quit", ...(word !== undefined && { word }) });
    this.#cancelLeaving = this.#clock.after(BYE_WITHIN, () => this.#ended.resolve(end));
  }

  #look(): Look {
    const { words, color } = this.#options;
    return { words, color, me: this.#state?.me ?? "" };
  }
}
