/**
 * The room as a pipe: lines of standard input are said and waited for, what happens comes out as lines or as JSON.
 * Data goes to standard output, everything else to standard error.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import { decodeUtf8, type Line, LineReader } from "../net/lines.ts";
import { LINE_BYTES } from "../protocol/limits.ts";
import {
  type Connection,
  type ConnectionEvent,
  type Dialog,
  handshake,
  type HandshakeResult,
} from "./connection.ts";
import type { Stdio } from "./pipe/stdio.ts";
import { PipeInput } from "./pipe/input.ts";
import { onSignals, Quit } from "./session.ts";
import { SavedSession } from "./saved.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { PipeOutput } from "./pipe/output.ts";
import { showNumbers } from "./view.ts";
import { errorSentence, ReadMarks } from "../conversation.ts";

/** Says what comes in until it ends and everything is answered. Throws only what is a fault of ours. */
export async function runPipe(options: ChatOptions, clock: Clock, stdio: Stdio): Promise<ChatEnd> {
  if (options.name === undefined && !stdio.isPerson) {
    return { code: 2, sentence: options.words.client.needName };
  }
  return await new Pipe(options, clock, stdio).run();
}

type FrameEvent = Extract<ConnectionEvent, { readonly kind: "frame" }>;

class Pipe {
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #stdio: Stdio;
  readonly #lines: AsyncIterable<Line>;
  readonly #input: PipeInput;
  readonly #quit: Quit;
  readonly #saved: SavedSession;
  readonly #readMarks: ReadMarks;
  readonly #ended = Promise.withResolvers<ChatEnd>();
  #hasFailed = false;
  #failure: Error | undefined;
  #closeLink = (): void => {};
  #connection: Connection | undefined;
  #isStoreTroubleTold = false;
  readonly #output: PipeOutput;

  constructor(options: ChatOptions, clock: Clock, stdio: Stdio) {
    this.#options = options;
    this.#clock = clock;
    this.#stdio = stdio;
    this.#lines = new LineReader(stdio.input, LINE_BYTES);
    this.#output = new PipeOutput(options, clock, stdio, (failure) => this.#unread(failure));
    this.#quit = new Quit(clock, (end) => this.#end(end));
    this.#readMarks = new ReadMarks(
      clock,
      (room, seq) => this.#connection?.send({ type: "read", room, seq }) ?? false,
    );
    this.#saved = new SavedSession(options, (sentence) => this.#output.printError(sentence));
    this.#input = new PipeInput({
      options,
      clock,
      stdio,
      lines: this.#lines,
      output: this.#output,
      readMarks: this.#readMarks,
      quit: this.#quit,
      refuse: (why, line) => this.#refuse(why, line),
      leave: (word) => this.#leave({ code: 0 }, word),
      giveUp: () => this.#end({ code: 5 }),
    });
  }

  async run(): Promise<ChatEnd> {
    const quiet = onSignals((code) => this.#leave({ code }));
    this.#enterRoom().catch((error: unknown) => this.#ended.reject(error));
    try {
      return await this.#ended.promise;
    } finally {
      quiet();
      this.#quit.close();
      this.#readMarks.close();
      this.#output.view.close();
      this.#input.timeout.close();
      this.#closeLink();
      this.#connection?.close();
      this.#saved.close(this.#quit.hasLeft);
    }
  }

  async #enterRoom(): Promise<void> {
    const { json, name } = this.#options;
    const dialog: Dialog = {
      ask: (question) => this.#ask(question),
      say: (line) => this.#output.printError(line),
    };
    const entered = await handshake(this.#options, this.#clock, {
      ...(this.#stdio.isPerson && name === undefined && { dialog }),
      resume: (name, place) => this.#saved.open(name, place),
      onLink: (link) => this.#closeLink = (): void => link.close(),
      onFrame: async (event) => {
        if (json) await this.#output.print(event.line);
      },
    });
    if (entered.kind === "out") return this.#ended.resolve(entered.end);
    const connection = this.#begin(entered);
    await Promise.all([this.#listen(connection), this.#input.run(connection)]);
  }

  /** We are in. */
  #begin(entered: Extract<HandshakeResult, { kind: "in" }>): Connection {
    const { welcome } = entered;
    const connection = this.#saved.begin(entered, this.#clock, false);
    this.#connection = connection;
    const isGreeted = this.#stdio.isPerson && this.#options.plain === true && !this.#options.json;
    this.#output.view.enter(welcome, this.#options.room, isGreeted ? "anew" : "silently");
    this.#input.waitFor(welcome.limits);
    if (connection.queuedCount > 0) {
      this.#output.printError(this.#options.words.client.sendingKept(connection.queuedCount));
    }
    return connection;
  }

  /** Asks on standard error, as standard output is for data. */
  async #ask(question: string): Promise<string | undefined> {
    this.#stdio.writeError(question);
    for await (const line of this.#lines) return line.kind === "line" ? decodeUtf8(line.bytes) ?? "" : "";
    return undefined;
  }

  async #listen(connection: Connection): Promise<void> {
    for await (const event of connection.events) {
      this.#receive(event);
      this.#input.happened();
      this.#input.timeout.pause(); // While whoever reads us makes us wait, the silence is not the server's.
      await this.#output.printEvent(event);
      this.#input.happened(); // What was asked for has been printed.
      this.#input.timeout.resume();
    }
  }

  #receive(event: ConnectionEvent): void {
    switch (event.kind) {
      case "frame":
        return this.#receiveFrame(event);
      case "back":
        this.#output.view.resume(event.frame);
        this.#readMarks.reset();
        this.#awayAgain();
        return this.#input.waitFor(event.frame.limits);
      case "offline":
        return;
      case "ended":
        return this.#end(this.#quit.end ?? event.end);
    }
  }

  /** A server that was restarted does not know that somebody is away. */
  #awayAgain(): void {
    const { view } = this.#output;
    const { away: why } = view.state ?? {};
    if (why !== undefined && this.#connection?.send({ type: "away", why }) === true) {
      view.sent({ type: "away", why }, false);
    }
  }

  #receiveFrame({ frame, about }: FrameEvent): void {
    if (this.#input.isReader) this.#readMarks.receive(frame, this.#output.view.state);
    switch (frame.type) {
      case "ack":
        this.#isStoreTroubleTold = false;
        return this.#input.timeout.renew();
      case "delivered":
        return this.#input.timeout.renew();
      case "notice": {
        const { state } = this.#output.view;
        if (frame.code === "waiting" && state !== undefined) this.#input.waitFor(state.limits, true);
        return;
      }
      case "message":
        // What was missed comes before answers, and there may be much of it.
        if (frame.past === true) this.#input.timeout.renew();
        return;
      case "error": {
        const { words } = this.#options;
        if (about !== undefined && frame.code === "not-stored") {
          if (!this.#isStoreTroubleTold) this.#output.printError(words.client.cannotStoreNow);
          this.#isStoreTroubleTold = true;
          return;
        }
        this.#refuse(errorSentence(frame, words), about?.line);
        return this.#input.timeout.renew();
      }
    }
  }

  #leave(end: ChatEnd, word?: string): void {
    if (this.#quit.end === undefined) this.#readMarks.flush();
    this.#quit.quit(this.#connection, end, word);
  }

  /** The end; it is no good one when something is not known to have arrived, or was refused. */
  #end(end: ChatEnd): void {
    const lines = this.#handBack();
    if (this.#input.held !== undefined) lines.push(this.#input.held);
    const { client, cli } = this.#options.words;
    const sentences = [
      ...(end.sentence === undefined ? [] : [end.sentence]),
      ...(lines.length > 0 ? [client.notInLog(showNumbers(lines), lines.length)] : []),
      ...(this.#failure === undefined ? [] : [cli.cannotPrint(this.#failure.message)]),
    ];
    const isSignal = end.code === 130 || end.code === 143;
    const isBad = lines.length > 0 || (end.code === 0 && this.#hasFailed);
    const code = isBad && !isSignal ? 5 : end.code === 0 && this.#failure !== undefined ? 6 : end.code;
    const told: ChatEnd = { code, ...(sentences.length > 0 && { sentence: sentences.join("\n") }) };
    this.#ended.resolve(this.#saved.ended(told, this.#connection?.queuedCount ?? 0));
  }

  /** A script is told which of its lines are unsure, and they are its own again; all else is kept for another time. */
  #handBack(): number[] {
    const lines: number[] = [];
    for (const unsent of this.#connection?.queued ?? []) {
      if (unsent.line === undefined || (this.#stdio.isPerson && this.#saved.isKept)) continue;
      lines.push(unsent.line);
      this.#connection?.drop(unsent);
    }
    return lines;
  }

  #refuse(why: string, line: number | undefined): void {
    if (this.#stdio.isPerson) return this.#output.printError(why); // They know what they wrote, and can write again.
    this.#hasFailed = true;
    this.#output.printError(line === undefined ? why : this.#options.words.client.refusedLine(line, why));
  }

  /** Leaves once what was said is in the log, as nothing can be printed any more; it is no good end when that is a failure. */
  #unread(failure: Error | undefined): void {
    if (failure !== undefined) this.#failure = failure;
    if (this.#connection === undefined) return this.#leave({ code: 0 });
    this.#input.finish(this.#connection).catch((error: unknown) => this.#ended.reject(error));
  }
}
