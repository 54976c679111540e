/**
 * The room as a pipe: lines of standard input are said and waited for, what happens comes out as lines or as JSON.
 * Data goes to standard output, everything else to standard error.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { decodeUtf8, type Line, LineReader } from "../net/lines.ts";
import type { AnnouncedLimits, ClientFrame } from "../protocol.ts";
import { LINE_BYTES } from "../protocol/limits.ts";
import type { Asker } from "./ask.ts";
import { type Action, decide, decideJson } from "./commands.ts";
import type { Ends } from "./ends.ts";
import { BYE_WITHIN, type Entered, walkIn } from "./enter.ts";
import { Leftovers } from "./leftovers.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { Patience } from "./patience.ts";
import { Printer } from "./printer.ts";
import { IN_FLIGHT, Stay, type StayEvent } from "./reconnect.ts";
import { sayError } from "./render.ts";
import { onSignals } from "./signals.ts";
import { enter, reduce, type State } from "./state.ts";
import { showNumbers } from "./unsent.ts";

/** Says what comes in until it ends and everything is answered. Throws only what is a fault of ours. */
export async function pipe(options: ChatOptions, clock: Clock, ends: Ends): Promise<ChatEnd> {
  if (options.name === undefined && !ends.isPerson) {
    return { code: 2, sentence: options.words.client.needName };
  }
  return await new Pipe(options, clock, ends).run();
}

type FrameEvent = Extract<StayEvent, { readonly kind: "frame" }>;

class Pipe {
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #ends: Ends;
  readonly #lines: AsyncIterator<Line>;
  readonly #patience: Patience;
  readonly #leftovers: Leftovers;
  readonly #ended = Promise.withResolvers<ChatEnd>();
  /** Begins the ids of what is said here, so that no other run of ours has the same. */
  readonly #run = crypto.randomUUID().slice(0, 8);
  #lineNumber = 0;
  #hasFailed = false;
  #closeLink = (): void => {};
  #stay: Stay | undefined;
  /** Whether a command waits for the connection to come back, and whether there are more lines to come. */
  #isHeld = false;
  #hasEnded = false;
  #isStoreTroubleTold = false;
  /** Whether the server knows that we go. */
  #hasLeft = false;
  /** Those who wait until something has happened. */
  #waiters: (() => void)[] = [];
  #state: State | undefined;
  readonly #printer: Printer;
  /** How it ends once the server has said goodbye. */
  #leaving: ChatEnd | undefined;
  #cancelLeaving = (): void => {};

  constructor(options: ChatOptions, clock: Clock, ends: Ends) {
    this.#options = options;
    this.#clock = clock;
    this.#ends = ends;
    this.#lines = new LineReader(ends.input, LINE_BYTES)[Symbol.asyncIterator]();
    this.#printer = new Printer(options, clock, ends, () => this.#unread());
    this.#patience = new Patience(clock, () => this.#end({ code: 5 }));
    this.#leftovers = new Leftovers(options, (sentence) => this.#printer.trouble(sentence));
  }

  async run(): Promise<ChatEnd> {
    const quiet = onSignals((code) => this.#leave({ code }));
    this.#walk().catch((error: unknown) => this.#ended.reject(error));
    try {
      return await this.#ended.promise;
    } finally {
      quiet();
      this.#cancelLeaving();
      this.#printer.view.close();
      this.#patience.close();
      this.#closeLink();
      this.#stay?.close();
      this.#leftovers.close(this.#hasLeft);
    }
  }

  async #walk(): Promise<void> {
    const { json, name } = this.#options;
    const asker: Asker = {
      ask: (question) => this.#ask(question),
      say: (line) => this.#printer.trouble(line),
    };
    const entered = await walkIn(this.#options, this.#clock, {
      ...(this.#ends.isPerson && name === undefined && { asker }),
      resume: (name, place) => this.#leftovers.open(name, place),
      onLink: (link) => this.#closeLink = (): void => link.close(),
      onFrame: async (event) => {
        if (json) await this.#printer.print(event.line);
      },
    });
    if (entered.kind === "out") return this.#ended.resolve(entered.end);
    const stay = this.#begin(entered);
    await Promise.all([this.#listen(stay), this.#speak(stay)]);
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
      takesOfferedName: false,
    });
    this.#stay = stay;
    this.#state = enter(welcome);
    const isGreeted = this.#ends.isPerson && this.#options.plain === true && !this.#options.json;
    this.#printer.view.enter(welcome, this.#state, isGreeted ? "anew" : "silently");
    this.#waitFor(welcome.limits);
    if (stay.waiting > 0) this.#printer.trouble(this.#options.words.client.sendingKept(stay.waiting));
    return stay;
  }

  /** Asks on standard error, as standard output is for data. */
  async #ask(question: string): Promise<string | undefined> {
    this.#ends.trouble(question);
    const next = await this.#lines.next();
    if (next.done === true) return undefined;
    return next.value.kind === "line" ? decodeUtf8(next.value.bytes) ?? "" : "";
  }

  async #listen(stay: Stay): Promise<void> {
    for await (const event of stay.events) {
      this.#hear(event);
      this.#happened();
      this.#patience.pause(); // While whoever reads us makes us wait, the silence is not the server's.
      if (this.#state !== undefined) await this.#printer.tell(event, this.#state);
      this.#patience.resume();
    }
  }

  #hear(event: StayEvent): void {
    switch (event.kind) {
      case "frame":
        return this.#hearFrame(event);
      case "back":
        this.#state = enter(event.frame);
        this.#printer.view.enter(event.frame, this.#state, "back");
        return this.#waitFor(event.frame.limits);
      case "offline":
        return;
      case "ended":
        return this.#end(this.#leaving ?? event.end);
    }
  }

  #hearFrame({ frame, about }: FrameEvent): void {
    if (this.#state !== undefined) this.#state = reduce(this.#state, frame);
    switch (frame.type) {
      case "ack":
        this.#isStoreTroubleTold = false;
        return this.#patience.renew();
      case "message":
        // What was missed comes before answers, and there may be much of it.
        if (frame.past === true) this.#patience.renew();
        return;
      case "error": {
        const { words } = this.#options;
        if (about !== undefined && frame.code === "not-stored") {
          if (!this.#isStoreTroubleTold) this.#printer.trouble(words.client.cannotStoreNow);
          this.#isStoreTroubleTold = true;
          return;
        }
        this.#refuse(sayError(frame, words), about?.line);
        return this.#patience.renew();
      }
    }
  }

  /** Says what comes in, as fast as it is answered, and leaves when all of it is. */
  async #speak(stay: Stay): Promise<void> {
    while (this.#leaving === undefined && this.#printer.isOpen) {
      const next = await this.#lines.next();
      if (next.done === true) break;
      this.#lineNumber++;
      const action = this.#read(next.value);
      if (action.kind === "leave") return await this.#finish(stay, action.word);
      await this.#perform(stay, action);
      if (!this.#ends.isPerson) await this.#until(() => stay.waiting < IN_FLIGHT);
    }
    await this.#finish(stay);
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

  async #perform(stay: Stay, action: Exclude<Action, { kind: "leave" }>): Promise<void> {
    switch (action.kind) {
      case "nothing":
      case "clear":
        return;
      case "local":
        this.#printer.view.perform(action.local);
        return void this.#printer.flush();
      case "help":
        return this.#printer.help(action.about);
      case "problem":
        return this.#refuse(this.#options.words.problem(action.problem), this.#lineNumber);
      case "send":
        return await this.#send(stay, action.frame);
    }
  }

  /** A message may wait here; what else there is comes after all messages before it. */
  async #send(stay: Stay, frame: ClientFrame): Promise<void> {
    if (frame.type === "say" && frame.id !== undefined) {
      stay.say({ say: { ...frame, id: frame.id }, line: this.#lineNumber });
      return this.#happened();
    }
    if (this.#ends.isPerson) {
      if (!stay.send(frame)) this.#printer.trouble(this.#options.words.client.onlyMessages);
      return;
    }
    this.#isHeld = true;
    do {
      this.#happened();
      await this.#until(() => stay.isReady);
    } while (!stay.send(frame));
    this.#isHeld = false;
    this.#happened();
    await stay.drained();
  }

  /** Leaves once everything is answered. */
  async #finish(stay: Stay, word?: string): Promise<void> {
    this.#hasEnded = true;
    this.#happened();
    const mayLeave = (): boolean => this.#ends.isPerson && stay.offlineSince !== undefined;
    await this.#until(() => stay.waiting === 0 || mayLeave());
    if (this.#leaving === undefined) this.#leave({ code: 0 }, word);
  }

  /** Leaves politely; a second time, or with nobody to say goodbye to, at once. */
  #leave(end: ChatEnd, word?: string): void {
    if (this.#stay === undefined || this.#leaving !== undefined) return this.#end(end);
    this.#leaving = end;
    if (!this.#stay.leave(word)) return this.#end(end);
    this.#hasLeft = true;
    this.#cancelLeaving = this.#clock.after(BYE_WITHIN, () => this.#end(end));
  }

  /** The end; it is no good one when something is not known to have arrived, or was refused. */
  #end(end: ChatEnd): void {
    const lines = this.#handBack();
    if (this.#isHeld) lines.push(this.#lineNumber);
    const { client } = this.#options.words;
    const unsure = lines.length > 0 ? [client.notInLog(showNumbers(lines), lines.length)] : [];
    const sentence = [...(end.sentence === undefined ? [] : [end.sentence]), ...unsure].join("\n");
    const isSignal = end.code === 130 || end.code === 143;
    const isBad = lines.length > 0 || (end.code === 0 && this.#hasFailed);
    const told: ChatEnd = { code: isBad && !isSignal ? 5 : end.code, ...(sentence !== "" && { sentence }) };
    this.#ended.resolve(this.#leftovers.ended(told, this.#stay?.waiting ?? 0));
  }

  /** A script is told which of its lines are unsure, and they are its own again; all else is kept for another time. */
  #handBack(): number[] {
    const lines: number[] = [];
    for (const unsent of this.#stay?.unsent ?? []) {
      if (unsent.line === undefined || (this.#ends.isPerson && this.#leftovers.isKept)) continue;
      lines.push(unsent.line);
      this.#stay?.drop(unsent);
    }
    return lines;
  }

  /** Resolves when something holds, looking after each thing that happens. */
  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => void this.#waiters.push(resolve));
  }

  /** After something has happened: whoever waits looks again. A person who types can wait, a script cannot for ever. */
  #happened(): void {
    const isWaiting = this.#isHeld || (this.#stay?.waiting ?? 0) > 0;
    this.#patience.wait(isWaiting && (!this.#ends.isPerson || this.#hasEnded));
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  #waitFor({ rate }: AnnouncedLimits): void {
    this.#patience.last(Math.max(this.#options.timeout, rate === null || rate <= 0 ? 0 : 2000 / rate));
  }

  #refuse(why: string, line: number | undefined): void {
    if (this.#ends.isPerson) return this.#printer.trouble(why); // They know what they wrote, and can write again.
    this.#hasFailed = true;
    this.#printer.trouble(line === undefined ? why : this.#options.words.client.refusedLine(line, why));
  }

  /** Nobody reads what we print: we leave once what was said is in the log. */
  #unread(): void {
    if (this.#stay === undefined) return this.#leave({ code: 0 });
    this.#finish(this.#stay).catch((error: unknown) => this.#ended.reject(error));
  }
}
