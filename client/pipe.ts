/**
 * The room as a pipe: lines of standard input are said and waited for, what happens comes out as lines or as JSON.
 * Data goes to standard output, everything else to standard error.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { decodeUtf8, type Line, LineReader } from "../net/lines.ts";
import { LINE_BYTES } from "../protocol/limits.ts";
import { type Asker, type Entered, type Stay, type StayEvent, walkIn } from "./connection.ts";
import type { Ends } from "./pipe/stdio.ts";
import { Feed } from "./pipe/input.ts";
import { Leaving, onSignals } from "./session.ts";
import { Leftovers } from "./saved.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { Printer } from "./pipe/output.ts";
import { sayError, showNumbers } from "./view.ts";
import { Reading } from "../conversation.ts";

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
  readonly #feed: Feed;
  readonly #leaving: Leaving;
  readonly #leftovers: Leftovers;
  readonly #reading: Reading;
  readonly #ended = Promise.withResolvers<ChatEnd>();
  #hasFailed = false;
  #closeLink = (): void => {};
  #stay: Stay | undefined;
  #isStoreTroubleTold = false;
  readonly #printer: Printer;

  constructor(options: ChatOptions, clock: Clock, ends: Ends) {
    this.#options = options;
    this.#clock = clock;
    this.#ends = ends;
    this.#lines = new LineReader(ends.input, LINE_BYTES)[Symbol.asyncIterator]();
    this.#printer = new Printer(options, clock, ends, () => this.#unread());
    this.#leaving = new Leaving(clock, (end) => this.#end(end));
    this.#reading = new Reading(clock, (room, seq) => this.#stay?.send({ type: "read", room, seq }) ?? false);
    this.#leftovers = new Leftovers(options, (sentence) => this.#printer.trouble(sentence));
    this.#feed = new Feed({
      options,
      clock,
      ends,
      lines: this.#lines,
      printer: this.#printer,
      reading: this.#reading,
      leaving: this.#leaving,
      refuse: (why, line) => this.#refuse(why, line),
      leave: (word) => this.#leave({ code: 0 }, word),
      giveUp: () => this.#end({ code: 5 }),
    });
  }

  async run(): Promise<ChatEnd> {
    const quiet = onSignals((code) => this.#leave({ code }));
    this.#walk().catch((error: unknown) => this.#ended.reject(error));
    try {
      return await this.#ended.promise;
    } finally {
      quiet();
      this.#leaving.close();
      this.#reading.close();
      this.#printer.view.close();
      this.#feed.patience.close();
      this.#closeLink();
      this.#stay?.close();
      this.#leftovers.close(this.#leaving.hasLeft);
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
    await Promise.all([this.#listen(stay), this.#feed.run(stay)]);
  }

  /** We are in. */
  #begin(entered: Extract<Entered, { kind: "in" }>): Stay {
    const { welcome } = entered;
    const stay = this.#leftovers.begin(entered, this.#clock, false);
    this.#stay = stay;
    const isGreeted = this.#ends.isPerson && this.#options.plain === true && !this.#options.json;
    this.#printer.view.enter(welcome, this.#options.room, isGreeted ? "anew" : "silently");
    this.#feed.waitFor(welcome.limits);
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
      this.#feed.happened();
      this.#feed.patience.pause(); // While whoever reads us makes us wait, the silence is not the server's.
      await this.#printer.tell(event);
      this.#feed.happened(); // What was asked for has been printed.
      this.#feed.patience.resume();
    }
  }

  #hear(event: StayEvent): void {
    switch (event.kind) {
      case "frame":
        return this.#hearFrame(event);
      case "back":
        this.#printer.view.comeBack(event.frame);
        this.#reading.forget();
        this.#awayAgain();
        return this.#feed.waitFor(event.frame.limits);
      case "offline":
        return;
      case "ended":
        return this.#end(this.#leaving.end ?? event.end);
    }
  }

  /** A server that was restarted does not know that somebody is away. */
  #awayAgain(): void {
    const { view } = this.#printer;
    const { away: why } = view.state ?? {};
    if (why !== undefined && this.#stay?.send({ type: "away", why }) === true) {
      view.sent({ type: "away", why }, false);
    }
  }

  #hearFrame({ frame, about }: FrameEvent): void {
    if (this.#feed.isReader) this.#reading.hear(frame, this.#printer.view.state);
    switch (frame.type) {
      case "ack":
        this.#isStoreTroubleTold = false;
        return this.#feed.patience.renew();
      case "delivered":
        return this.#feed.patience.renew();
      case "notice": {
        const { state } = this.#printer.view;
        if (frame.code === "waiting" && state !== undefined) this.#feed.waitFor(state.limits, true);
        return;
      }
      case "message":
        // What was missed comes before answers, and there may be much of it.
        if (frame.past === true) this.#feed.patience.renew();
        return;
      case "error": {
        const { words } = this.#options;
        if (about !== undefined && frame.code === "not-stored") {
          if (!this.#isStoreTroubleTold) this.#printer.trouble(words.client.cannotStoreNow);
          this.#isStoreTroubleTold = true;
          return;
        }
        this.#refuse(sayError(frame, words), about?.line);
        return this.#feed.patience.renew();
      }
    }
  }

  #leave(end: ChatEnd, word?: string): void {
    if (this.#leaving.end === undefined) this.#reading.flush();
    this.#leaving.leave(this.#stay, end, word);
  }

  /** The end; it is no good one when something is not known to have arrived, or was refused. */
  #end(end: ChatEnd): void {
    const lines = this.#handBack();
    if (this.#feed.held !== undefined) lines.push(this.#feed.held);
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

  #refuse(why: string, line: number | undefined): void {
    if (this.#ends.isPerson) return this.#printer.trouble(why); // They know what they wrote, and can write again.
    this.#hasFailed = true;
    this.#printer.trouble(line === undefined ? why : this.#options.words.client.refusedLine(line, why));
  }

  /** Nobody reads what we print: we leave once what was said is in the log. */
  #unread(): void {
    if (this.#stay === undefined) return this.#leave({ code: 0 });
    this.#feed.finish(this.#stay).catch((error: unknown) => this.#ended.reject(error));
  }
}
