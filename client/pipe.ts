/**
 * The room as a pipe: lines of standard input are said and waited for, what happens comes out as lines or as JSON.
 * Data goes to standard output, everything else to standard error.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { decodeUtf8, type Line, LineReader } from "../net/lines.ts";
import type { ServerFrame } from "../protocol.ts";
import { LINE_BYTES } from "../protocol/limits.ts";
import type { Asker } from "./ask.ts";
import { type Action, decide, decideJson } from "./commands.ts";
import type { Ends } from "./ends.ts";
import { type Bye, BYE_WITHIN, endOfLink, walkIn } from "./enter.ts";
import type { Link, LinkEvent, Place } from "./link.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { type Look, renderDay, renderFrame, renderHelp, renderHere, sayError } from "./render.ts";
import { onSignals } from "./signals.ts";
import { enter, reduce, type State } from "./state.ts";
import { Unanswered } from "./unanswered.ts";

/** Lines that may be on their way without an answer; reading stops until one comes. */
export const IN_FLIGHT = 64;

/** Says what comes in until it ends and everything is answered. Throws only what is a fault of ours. */
export async function pipe(options: ChatOptions, clock: Clock, ends: Ends): Promise<ChatEnd> {
  if (options.name === undefined && !ends.isPerson) {
    return { code: 2, sentence: options.words.client.needName };
  }
  return await new Pipe(options, clock, ends).run();
}

type FrameEvent = Extract<LinkEvent, { kind: "frame" }>;

class Pipe {
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #ends: Ends;
  readonly #lines: AsyncGenerator<Line>;
  readonly #unanswered: Unanswered;
  readonly #ended = Promise.withResolvers<ChatEnd>();
  /** Begins the ids of what is said here, so that no other run of ours has the same. */
  readonly #run = crypto.randomUUID().slice(0, 8);
  #lineNumber = 0;
  #hasFailed = false;
  #isOutputOpen = true;
  #link: Link | undefined;
  #state: State | undefined;
  /** When something happened last, for telling the days apart. */
  #lastAt = 0;
  /** How it ends once the server has said goodbye. */
  #leaving: ChatEnd | undefined;
  #cancelLeaving = (): void => {};

  constructor(options: ChatOptions, clock: Clock, ends: Ends) {
    this.#options = options;
    this.#clock = clock;
    this.#ends = ends;
    this.#lines = new LineReader(ends.input, LINE_BYTES)[Symbol.asyncIterator]();
    this.#unanswered = new Unanswered(clock, () => this.#end({ code: 0 }));
  }

  async run(): Promise<ChatEnd> {
    const quiet = onSignals((code) => this.#leave({ code }));
    this.#walk().catch((error: unknown) => this.#ended.reject(error));
    try {
      return await this.#ended.promise;
    } finally {
      quiet();
      this.#cancelLeaving();
      this.#unanswered.pause();
      this.#link?.close();
    }
  }

  async #walk(): Promise<void> {
    const { json, name } = this.#options;
    const asker: Asker = { ask: (question) => this.#ask(question), say: (line) => this.#trouble(line) };
    const entered = await walkIn(this.#options, this.#clock, {
      ...(this.#ends.isPerson && name === undefined && { asker }),
      onLink: (link) => this.#link = link,
      onFrame: async (event) => {
        if (json) await this.#print(event.line);
      },
    });
    if (entered.kind === "out") return this.#ended.resolve(entered.end);
    this.#state = enter(entered.welcome);
    this.#lastAt = entered.welcome.at;
    await Promise.all([this.#listen(entered.link, entered.place), this.#speak(entered.link)]);
  }

  /** Asks on standard error, as standard output is for data. */
  async #ask(question: string): Promise<string | undefined> {
    this.#ends.trouble(question);
    const next = await this.#lines.next();
    if (next.done === true) return undefined;
    return next.value.kind === "line" ? decodeUtf8(next.value.bytes) ?? "" : "";
  }

  async #listen(link: Link, place: Place): Promise<void> {
    let bye: Bye | undefined;
    for await (const event of link.events) {
      if (event.kind !== "frame") continue;
      if (event.frame.type === "bye") bye = event.frame;
      this.#hear(event.frame);
      this.#unanswered.pause(); // While whoever reads us makes us wait, the silence is not the server's.
      await this.#show(event);
      this.#unanswered.heard();
    }
    this.#end(this.#leaving ?? endOfLink(bye, place, this.#options));
  }

  #hear(frame: ServerFrame): void {
    if (this.#state !== undefined) this.#state = reduce(this.#state, frame);
    if (frame.type === "ack") this.#unanswered.settle(frame.id);
    if (frame.type !== "error") return;
    this.#refuse(sayError(frame, this.#options.words), this.#unanswered.lineOf(frame.id));
    this.#unanswered.settle(frame.id);
  }

  /** What happens in the room, and what was asked for. */
  async #show({ frame, line }: FrameEvent): Promise<void> {
    if (this.#options.json) return await this.#print(line);
    switch (frame.type) {
      case "message":
      case "joined":
      case "left":
      case "renamed": {
        const day = renderDay(this.#lastAt, frame.at, this.#options.words);
        this.#lastAt = frame.at;
        return await this.#print(...(day === undefined ? [] : [day]), ...renderFrame(frame, this.#look()));
      }
      case "members": {
        if (frame.more === true || this.#state === undefined) return;
        const { members, count } = this.#state;
        return await this.#print(renderHere([...members.values()], count, this.#look()));
      }
      case "notice":
        return this.#trouble(this.#options.words.slowed);
      case "welcome":
      case "error":
      case "ack":
      case "ping":
      case "pong":
      case "bye":
        return;
    }
  }

  /** Says what comes in, as fast as it is answered, and leaves when all of it is. */
  async #speak(link: Link): Promise<void> {
    while (this.#leaving === undefined) {
      const next = await this.#lines.next();
      if (next.done === true) break;
      this.#lineNumber++;
      const action = this.#read(next.value);
      if (action.kind === "leave") return await this.#finish(action.word);
      this.#perform(link, action);
      await link.drained();
      await this.#unanswered.below(IN_FLIGHT);
    }
    await this.#finish();
  }

  #read(line: Line): Action {
    if (this.#state === undefined) return { kind: "nothing" };
    if (line.kind !== "line") {
      return { kind: "problem", problem: { code: "line-too-long", limit: LINE_BYTES } };
    }
    const text = decodeUtf8(line.bytes);
    if (text === undefined) return { kind: "problem", problem: { code: "not-utf8" } };
    const { room, limits } = this.#state;
    const setting = { room, limits, id: `${this.#run}-${this.#lineNumber}` };
    return this.#options.json ? decideJson(text, setting) : decide(text, setting);
  }

  #perform(link: Link, action: Exclude<Action, { kind: "leave" }>): void {
    switch (action.kind) {
      case "nothing":
      case "clear":
        return;
      case "help":
        return renderHelp(action.about, this.#look()).forEach((line) => this.#trouble(line));
      case "problem":
        return this.#refuse(this.#options.words.problem(action.problem), this.#lineNumber);
      case "send": {
        const { frame } = action;
        if (frame.type === "say" && frame.id !== undefined) this.#unanswered.add(frame.id, this.#lineNumber);
        return link.send(frame);
      }
    }
  }

  async #finish(word?: string): Promise<void> {
    await this.#unanswered.below(1);
    if (this.#leaving === undefined) this.#leave({ code: 0 }, word);
  }

  /** Leaves politely; a second time, at once. */
  #leave(end: ChatEnd, word?: string): void {
    if (this.#state === undefined || this.#link === undefined || this.#leaving !== undefined) {
      return this.#ended.resolve(end);
    }
    this.#leaving = end;
    this.#link.send({ type: "quit", ...(word !== undefined && { word }) });
    this.#cancelLeaving = this.#clock.after(BYE_WITHIN, () => this.#end(end));
  }

  /** The end; it is no good one when something is not known to have arrived, or was refused. */
  #end(end: ChatEnd): void {
    const unsure = this.#unanswered.size;
    if (end.code === 130 || end.code === 143) this.#ended.resolve(end);
    else if (unsure > 0) {
      this.#ended.resolve({ code: 5, sentence: this.#options.words.client.unsent(unsure) });
    } else this.#ended.resolve(end.code === 0 && this.#hasFailed ? { code: 5 } : end);
  }

  #refuse(why: string, line: number | undefined): void {
    this.#hasFailed = true;
    this.#trouble(line === undefined ? why : this.#options.words.client.refusedLine(line, why));
  }

  #trouble(line: string): void {
    this.#ends.trouble(line + "\n");
  }

  /** Nobody reading any more is a reason to leave, not an error: it is how `head` ends. */
  async #print(...lines: readonly string[]): Promise<void> {
    if (!this.#isOutputOpen) return;
    try {
      await this.#ends.output(lines.map((line) => line + "\n").join(""));
    } catch {
      this.#isOutputOpen = false;
      this.#unanswered.forget();
      if (this.#leaving === undefined) this.#leave({ code: 0 });
    }
  }

  #look(): Look {
    return { words: this.#options.words, color: false, me: this.#state?.me ?? "" };
  }
}
