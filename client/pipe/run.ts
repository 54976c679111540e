/**
 * A session as a pipe: lines of standard input are sent and waited for, what happens comes out as lines or as JSON.
 * Data goes to standard output, everything else to standard error.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { decodeUtf8, LineReader } from "../../net/lines.ts";
import { LINE_BYTES } from "../../protocol/limits.ts";
import { errorSentence, isTriedAgain } from "../../conversation.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { type Connection, type ConnectionEvent, type Dialog, type Frontend, Session } from "../session.ts";
import { showNumbers, type View } from "../view.ts";
import { PipeInput } from "./input.ts";
import { PipeOutput } from "./output.ts";
import type { Stdio } from "./stdio.ts";

type FrameEvent = Extract<ConnectionEvent, { readonly kind: "frame" }>;

/** Runs a session until its input has ended and all of it is answered. Throws only what is a fault of ours. */
export async function runPipe(options: ChatOptions, clock: Clock, stdio: Stdio): Promise<ChatEnd> {
  if (options.name === undefined && !stdio.isPerson) {
    return { code: 2, sentence: options.words.client.needName };
  }
  return await new PipeFrontend(options, clock, stdio).start();
}

class PipeFrontend implements Frontend {
  readonly isEndedBySignals = true;
  readonly acceptsSuggestedName = false;
  readonly isReader: boolean;
  readonly greeting: "anew" | "silently";
  readonly view: View;
  readonly dialog: Dialog | undefined;
  readonly #options: ChatOptions;
  readonly #stdio: Stdio;
  readonly #lines: LineReader;
  readonly #input: PipeInput;
  readonly #output: PipeOutput;
  readonly #session: Session;
  #hasRefused = false;

  constructor(options: ChatOptions, clock: Clock, stdio: Stdio) {
    this.#options = options;
    this.#stdio = stdio;
    this.#lines = new LineReader(stdio.input, LINE_BYTES, Infinity);
    this.#output = new PipeOutput(options, clock, stdio, () => this.#outputClosed());
    this.view = this.#output.view;
    this.isReader = stdio.isPerson && !options.json;
    this.greeting = this.isReader && options.plain === true ? "anew" : "silently";
    this.dialog = stdio.isPerson && options.name === undefined
      ? { ask: (question) => this.#ask(question), say: (line) => this.showProblem(line) }
      : undefined;
    this.#session = new Session(options, clock, this);
    this.#input = new PipeInput({
      options,
      clock,
      stdio,
      lines: this.#lines,
      output: this.#output,
      session: this.#session,
      refuse: (why, line) => this.#refuse(why, line),
    });
  }

  async start(): Promise<ChatEnd> {
    return await this.#session.run();
  }

  async run(connection: Connection): Promise<void> {
    this.#stdio.entered?.(connection);
    if (this.view.state !== undefined) this.#input.waitFor(this.view.state.limits);
    await this.#input.run(connection);
  }

  async receiveEarly({ line }: { readonly line: string }): Promise<void> {
    if (this.#options.json) await this.#output.print(line);
  }

  async receive(event: ConnectionEvent): Promise<void> {
    const { timeout } = this.#input;
    if (event.kind === "frame") this.#receiveFrame(event);
    if (event.kind === "back") this.#input.waitFor(event.frame.limits);
    this.#input.happened();
    timeout.pause(); // While whoever reads us makes us wait, the silence is not the server's.
    await this.#output.printEvent(event, this.#session.connection?.address);
    this.#input.happened(); // What was asked for has been printed.
    timeout.resume();
  }

  isUrgent(): boolean {
    return !this.#stdio.isPerson && this.#input.isWaiting;
  }

  showNote(sentence: string): void {
    this.#output.printError(sentence);
  }

  showProblem(sentence: string): void {
    this.#output.printError(sentence);
  }

  /** Makes the end: no good one when something is not known to have arrived, was refused, or could not be printed. */
  end(end: ChatEnd): ChatEnd {
    const lines = this.#handBack();
    if (this.#input.held !== undefined) lines.push(this.#input.held);
    const rest = this.#unread(lines.length > 0);
    const { client, cli } = this.#options.words;
    const { failure } = this.#output;
    const sentences = [
      ...(end.sentence === undefined ? [] : [end.sentence]),
      ...(failure === undefined ? [] : [cli.cannotPrint(failure)]),
      ...(lines.length === 0 && rest === undefined
        ? []
        : [client.notInLog(showNumbers(lines), lines.length, rest)]),
    ];
    return {
      code: this.#codeOf(end, lines.length > 0 || rest !== undefined),
      ...(sentences.length > 0 && { sentence: sentences.join("\n") }),
    };
  }

  close(): void {
    this.#input.timeout.close();
  }

  #codeOf({ code }: ChatEnd, isUnsure: boolean): ChatEnd["code"] {
    if (code === 130 || code === 143) return code;
    if (isUnsure || (code === 0 && this.#hasRefused)) return 5;
    return code === 0 && this.#output.failure !== undefined ? 6 : code;
  }

  /** Asks on standard error, as standard output is for data. */
  async #ask(question: string): Promise<string | undefined> {
    this.#stdio.writeError(question);
    for await (const line of this.#lines) {
      const text = line.kind === "line" ? decodeUtf8(line.bytes) : undefined;
      if (text !== undefined) return text;
      this.showProblem(this.#options.words.problem(
        line.kind === "line" ? { code: "not-utf8" } : { code: "line-too-long", limit: LINE_BYTES },
      ));
      this.#stdio.writeError(question);
    }
    return undefined;
  }

  #receiveFrame({ frame, about }: FrameEvent): void {
    const { timeout } = this.#input;
    switch (frame.type) {
      case "ack":
      case "delivered":
        return timeout.renew();
      case "notice":
        if (frame.code === "waiting" && this.view.state !== undefined) {
          this.#input.waitFor(this.view.state.limits, true);
        }
        return;
      case "message":
        // What was missed comes before answers, and there may be much of it.
        if (frame.past === true) timeout.renew();
        return;
      case "error":
        if (about !== undefined && isTriedAgain(frame)) return;
        this.#refuse(errorSentence(frame, this.#options.words), about?.line);
        return timeout.renew();
    }
  }

  /** Gives a script back the lines that are unsure, and returns their numbers; all else is kept for another time. */
  #handBack(): number[] {
    const { connection, saved } = this.#session;
    const lines = new Set<number>();
    for (const message of connection?.queued ?? []) {
      const { line, lastLine = line } = message;
      if (line === undefined || lastLine === undefined || (this.#stdio.isPerson && saved.isKept)) continue;
      for (let number = line; number <= lastLine; number++) lines.add(number);
      connection?.drop(message);
    }
    return [...lines];
  }

  /** Returns the number of the line after which a script's input was not read, where there is more of it, or (`mayBe`) may be. */
  #unread(mayBe: boolean): number | undefined {
    const { last, hasMore = mayBe } = this.#input.position;
    return hasMore && !this.#stdio.isPerson ? last : undefined;
  }

  #refuse(why: string, line: number | undefined): void {
    if (this.#stdio.isPerson) return this.showProblem(why); // They know what they wrote, and can write again.
    this.#hasRefused = true;
    this.showProblem(line === undefined ? why : this.#options.words.client.refusedLine(line, why));
  }

  /** Leaves, once what was sent is in the log: nothing of what happens can be printed any more. */
  #outputClosed(): void {
    const { connection } = this.#session;
    if (connection === undefined) return this.#session.quit({ code: 0 });
    this.#input.finish(connection).catch((error: unknown) => this.#session.fail(error));
  }
}
