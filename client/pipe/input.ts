/**
 * What comes into a pipe, line by line: said as fast as it is answered, and waited for.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { decodeUtf8, type Line, type LineReader } from "../../net/lines.ts";
import type { AnnouncedLimits, ClientFrame } from "../../protocol.ts";
import { LINE_BYTES } from "../../protocol/limits.ts";
import { asQueued, IN_FLIGHT, newIdPrefix } from "../../conversation.ts";
import { lineContext, type LineOutcome, parseJsonLine, parseLine } from "../../typing.ts";
import type { InputPosition, Stdio } from "./stdio.ts";
import type { Connection, Session } from "../session.ts";
import type { ChatOptions } from "../options.ts";
import { ANSWER_TIMEOUT, AnswerTimeout } from "./answer_timeout.ts";
import type { PipeOutput } from "./output.ts";

/** What it acts on. */
export interface PipeInputParts {
  readonly options: ChatOptions;
  readonly clock: Clock;
  readonly stdio: Stdio;
  readonly lines: LineReader;
  readonly output: PipeOutput;
  readonly session: Session;
  /** A line, by its number, is not said, and why. */
  readonly refuse: (why: string, line: number) => void;
}

/** Lines that come in. */
export class PipeInput {
  /** Runs out when nothing is answered. */
  readonly timeout: AnswerTimeout;
  readonly #parts: PipeInputParts;
  /** Begins the ids of what is said here. */
  readonly #run = newIdPrefix();
  #connection: Connection | undefined;
  #lineNumber = 0;
  /** Whether a command waits for the connection to come back, and whether there are more lines to come. */
  #isHeld = false;
  #hasEnded = false;
  /** Whether all of the input was read, or what follows is not to be said. */
  #isComplete = false;
  /** Those who wait until something has happened. */
  #waiters: (() => void)[] = [];

  constructor(parts: PipeInputParts) {
    this.#parts = parts;
    this.timeout = new AnswerTimeout(
      parts.clock,
      () => parts.session.end({ code: 5 }),
      (waited, left) => parts.output.printError(parts.options.words.client.noAnswerYet(waited, left)),
    );
  }

  /** The number of the line that waits for the connection to come back, if one does. */
  get held(): number | undefined {
    return this.#isHeld ? this.position.first : undefined;
  }

  /** Whether something waits for the server. */
  get isWaiting(): boolean {
    return this.#isHeld || (this.#connection?.queuedCount ?? 0) > 0 || this.#parts.output.view.isWaiting;
  }

  /** How far the input has been read. */
  get position(): InputPosition {
    const { stdio, lines } = this.#parts;
    if (stdio.position !== undefined) return stdio.position();
    const hasMore = this.#isComplete ? false : lines.buffered.length > 0 ? true : undefined;
    return { first: this.#lineNumber, last: this.#lineNumber, hasMore };
  }

  /** Whether a person reads what is printed, so that it counts as read. */
  get isReader(): boolean {
    const { stdio, options } = this.#parts;
    return stdio.isPerson && !options.json;
  }

  /** Says what comes in, as fast as it is answered, and leaves when all of it is. */
  async run(connection: Connection): Promise<void> {
    this.#connection = connection;
    const { stdio, lines, session, output } = this.#parts;
    const isOpen = (): boolean => !session.isQuitting && output.isOpen;
    if (!isOpen()) return await this.finish(connection);
    for await (const line of lines) {
      this.#lineNumber++;
      this.#wasSeen();
      const action = this.#read(line);
      if (action.kind === "leave") {
        this.#isComplete = true;
        return await this.finish(connection, action.word);
      }
      await this.#perform(connection, action);
      if (!stdio.isPerson) await this.#until(() => connection.queuedCount < IN_FLIGHT);
      if (!isOpen()) return await this.finish(connection);
    }
    this.#isComplete = true;
    await this.finish(connection);
  }

  /** Leaves once everything is answered. */
  async finish(connection: Connection, word?: string): Promise<void> {
    const { stdio, session, output } = this.#parts;
    this.#hasEnded = true;
    this.happened();
    const mayLeave = (): boolean => stdio.isPerson && connection.offlineSince !== undefined;
    await this.#until(() => (connection.queuedCount === 0 && !output.view.isWaiting) || mayLeave());
    if (!session.isQuitting) session.quit({ code: 0 }, word);
  }

  /** Wakes what waits, after something has happened. A person who types can wait, a script cannot for ever. */
  happened(): void {
    const { stdio } = this.#parts;
    this.timeout.setWaiting(this.isWaiting && (!stdio.isPerson || this.#hasEnded));
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** Sets how long answers may take; `isHeld` when something waits at the server for somebody who may come back. */
  waitFor({ rate, grace }: AnnouncedLimits, isHeld = false): void {
    const paced = rate === null || rate <= 0 ? 0 : 2000 / rate;
    this.timeout.setDuration(
      Math.max(this.#parts.options.timeout, paced, isHeld ? grace + ANSWER_TIMEOUT : 0),
    );
  }

  #read(line: Line): LineOutcome {
    const { output, clock, options } = this.#parts;
    const { state } = output.view;
    if (state === undefined) return { kind: "nothing" };
    if (line.kind !== "line") {
      return { kind: "problem", problem: { code: "line-too-long", limit: LINE_BYTES } };
    }
    const text = decodeUtf8(line.bytes);
    if (text === undefined) return { kind: "problem", problem: { code: "not-utf8" } };
    const setting = lineContext(state, `${this.#run}-${this.#lineNumber}`, clock.now());
    return options.json ? parseJsonLine(text, setting) : parseLine(text, setting);
  }

  async #perform(connection: Connection, action: Exclude<LineOutcome, { kind: "leave" }>): Promise<void> {
    const { output, options, refuse } = this.#parts;
    switch (action.kind) {
      case "nothing":
      case "clear":
        return;
      case "local":
        output.view.perform(action.local);
        return void output.flush();
      case "go":
        output.view.switchRoom(action.room);
        this.#wasSeen();
        return void output.flush();
      case "query":
        output.view.setTarget(action.name);
        return void output.flush();
      case "claim":
        return await this.#claim(connection);
      case "send-file":
      case "show-picture":
        return refuse(options.words.client.files.notHere, this.position.first);
      case "ask-password": // Nobody is there to be asked.
        return refuse(
          options.words.problem({
            code: "usage",
            usage: action.for === "claim" ? "/claim PASSWORD" : "/password NEW [OLD]",
          }),
          this.position.first,
        );
      case "help":
        return output.help(action.about);
      case "problem":
        return refuse(options.words.problem(action.problem), this.position.first);
      case "send":
        return await this.#send(connection, action.frame);
    }
  }

  /** Sends a frame: a message may wait here, anything else comes after all messages before it. */
  async #send(connection: Connection, frame: ClientFrame): Promise<void> {
    const { output, stdio, options } = this.#parts;
    const queued = asQueued(frame);
    if (queued !== undefined) {
      output.view.sent(frame);
      const { first, last } = this.position;
      connection.enqueue({ frame: queued, line: first, ...(last > first && { lastLine: last }) });
      return this.happened();
    }
    if (stdio.isPerson) {
      if (frame.type === "catchup") this.#parts.session.readMarks.flush(); // What was read until now is not unread.
      if (connection.send(frame)) output.view.sent(frame);
      else output.printError(options.words.onlyMessages);
      return;
    }
    output.view.sent(frame);
    this.#isHeld = true;
    do {
      this.happened();
      await this.#until(() => connection.isReady);
    } while (!connection.send(frame));
    this.#isHeld = false;
    this.happened();
    await connection.drained();
  }

  /** Claims the name by this device's key. */
  async #claim(connection: Connection): Promise<void> {
    const { options, output } = this.#parts;
    const frame = await connection.claim();
    if (frame === undefined) return void output.printError(options.words.accounts.claimNeedsPassword);
    await this.#send(connection, frame);
  }

  /** Records that a person who types has seen what was printed. */
  #wasSeen(): void {
    if (!this.isReader) return;
    const { output: { view }, session } = this.#parts;
    view.markSeen();
    if (view.room !== undefined) session.readMarks.markSeen(view.room.name, view.room.seq);
  }

  /** Resolves when something holds, looking after each thing that happens. */
  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => void this.#waiters.push(resolve));
  }
}
