/**
 * A conversation at a terminal.
 *
 * @module
 */

import type { Clock } from "../net/clock.ts";
import type { ErrorFrame } from "../protocol.ts";
import { Prompt } from "./terminal/prompt.ts";
import { type Connection, type ConnectionEvent, handshake, type HandshakeResult } from "./connection.ts";
import { onSignals, Quit } from "./session.ts";
import { SavedSession } from "./saved.ts";
import {
  asTyped,
  clockTime,
  promptOf,
  renderFrame,
  renderNote,
  renderProblem,
  statusOf,
  type Style,
  View,
} from "./view.ts";
import type { ChatEnd, ChatOptions } from "./options.ts";
import { errorSentence, isSameRoom, type QueuedMessage, ReadMarks } from "../conversation.ts";
import { Settings } from "./settings.ts";
import { TerminalInput } from "./terminal/input.ts";
import { Terminal, type Tty } from "./terminal/tty.ts";
import { PendingRows } from "./terminal/pending_rows.ts";

type Happening<Kind extends ConnectionEvent["kind"]> = Extract<ConnectionEvent, { readonly kind: Kind }>;

/** Talks until somebody ends it. The terminal is given back in any case. Throws only what is a fault of ours. */
export async function runTerminal(options: ChatOptions, clock: Clock, tty: Tty): Promise<ChatEnd> {
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
  readonly #prompt: Prompt;
  readonly #view: View;
  readonly #ended = Promise.withResolvers<ChatEnd>();
  readonly #quit: Quit;
  readonly #saved: SavedSession;
  readonly #waiting: PendingRows;
  readonly #readMarks: ReadMarks;
  #closeLink = (): void => {};
  #connection: Connection | undefined;
  #input: TerminalInput | undefined;
  #isStoreTroubleTold = false;

  constructor(options: ChatOptions, clock: Clock, terminal: Terminal) {
    this.#options = options;
    this.#clock = clock;
    this.#terminal = terminal;
    this.#quit = new Quit(clock, (end) => this.#ended.resolve(end));
    this.#view = new View({
      surface: {
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
    this.#prompt = new Prompt(terminal, {
      leave: (by) => this.#leave({ code: by === "interrupt" && this.#view.state === undefined ? 130 : 0 }),
      pressed: () => this.#input?.wasSeen(),
      room: (which) => this.#input?.goTo(which),
    }, () => options.words);
    this.#waiting = new PendingRows(clock, (rows) => this.#prompt.above(rows), () => this.#style());
    this.#readMarks = new ReadMarks(
      clock,
      (room, seq) => this.#connection?.send({ type: "read", room, seq }) ?? false,
    );
    this.#saved = new SavedSession(options, (sentence) => this.#trouble(sentence));
    this.#prompt.completionContext = () => this.#view.completionContext();
  }

  async run(): Promise<ChatEnd> {
    const quiet = onSignals((code) => this.#leave({ code }));
    const fail = (error: unknown): void => this.#ended.reject(error);
    this.#prompt.run().catch(fail);
    this.#enterRoom().catch(fail);
    try {
      const end = await this.#ended.promise;
      return this.#saved.ended(end, this.#connection?.queuedCount ?? 0);
    } finally {
      quiet();
      this.#quit.close();
      this.#waiting.close();
      this.#readMarks.close();
      this.#view.close();
      this.#closeLink();
      this.#connection?.close();
      this.#saved.close(this.#quit.hasLeft);
    }
  }

  async #enterRoom(): Promise<void> {
    const entered = await handshake(this.#options, this.#clock, {
      dialog: {
        ask: (question) => this.#prompt.ask(question),
        say: (line) => this.#trouble(line),
      },
      resume: (name, place) => this.#saved.open(name, place),
      onLink: (link) => this.#closeLink = (): void => link.close(),
    });
    if (entered.kind === "out") return this.#ended.resolve(entered.end);
    const connection = this.#begin(entered);
    const input = this.#input = this.#speakTo(connection);
    input.askNames();
    await Promise.race([this.#listen(connection, input), input.run(this.#prompt)]);
  }

  /** We are in. */
  #begin(entered: Extract<HandshakeResult, { kind: "in" }>): Connection {
    const { welcome } = entered;
    const { words, room } = this.#options;
    const connection = this.#saved.begin(entered, this.#clock, true);
    this.#connection = connection;
    this.#view.enter(welcome, room, "anew");
    if (connection.queuedCount > 0) this.#aside(words.client.sendingKept(connection.queuedCount));
    this.#refresh();
    return connection;
  }

  #speakTo(connection: Connection): TerminalInput {
    return new TerminalInput({
      connection,
      options: this.#options,
      clock: this.#clock,
      terminal: this.#terminal,
      view: this.#view,
      readMarks: this.#readMarks,
      saved: this.#saved,
      leave: (word) => this.#leave({ code: 0 }, word),
      done: () => this.#refresh(),
    });
  }

  /** From the server to the screen, until it ends. */
  async #listen(connection: Connection, input: TerminalInput): Promise<void> {
    for await (const event of connection.events) {
      switch (event.kind) {
        case "frame":
          this.#receive(event, input);
          break;
        case "offline":
          this.#wentOffline(event);
          break;
        case "back":
          this.#cameBack(event, input);
          break;
        case "ended":
          this.#ended.resolve(this.#quit.end ?? event.end);
      }
      this.#refresh();
    }
  }

  #wentOffline({ since, bye }: Happening<"offline">): void {
    const { words } = this.#options;
    if (bye?.back !== undefined) this.#aside(words.restarting(bye.back));
    this.#aside(words.client.offline(clockTime(since)));
  }

  #cameBack({ frame, since, taken }: Happening<"back">, input: TerminalInput): void {
    const { client } = this.#options.words;
    const now = this.#clock.now();
    this.#aside(client.back(clockTime(now), Math.max(0, now - since)));
    if (taken !== undefined) this.#trouble(client.nameGone(taken, frame.name));
    this.#readMarks.reset();
    this.#view.resume(frame);
    input.cameBack();
  }

  #receive({ frame, about }: Happening<"frame">, input: TerminalInput): void {
    switch (frame.type) {
      case "bye":
        this.#quit.hasLeft = frame.reason === "quit";
        if (this.#quit.hasLeft) this.#terminal.show(renderFrame(frame, this.#style()));
        return;
      case "ack":
        this.#isStoreTroubleTold = false;
        return;
      case "error":
        if (about !== undefined) this.#refused(about, frame);
        return this.#view.receive(frame, about === undefined);
      default:
        this.#view.receive(frame);
        this.#readMarks.receive(frame, this.#view.state);
        if (frame.type === "entered" || frame.type === "parted") input.askNames();
    }
  }

  /** What was refused can be changed and sent again; what only could not be stored is sent again without that. */
  #refused({ frame }: QueuedMessage, error: ErrorFrame): void {
    const { words } = this.#options;
    if (error.code === "not-stored") {
      if (!this.#isStoreTroubleTold) this.#trouble(words.client.cannotStoreNow);
      this.#isStoreTroubleTold = true;
      return;
    }
    this.#trouble(words.client.refused(errorSentence(error, words)));
    const inView = this.#view.state?.room ?? "";
    const typed = asTyped(frame, inView);
    // Whoever is not here may not be for long; the line belongs to what is typed next.
    if (error.code === "not-here") this.#prompt.remember(typed);
    else if (frame.type !== "topic" || isSameRoom(frame.room, inView)) this.#prompt.recall(typed);
  }

  /** After anything has happened: what waits, and where one is, is shown as it is now. */
  #refresh(): void {
    const { state } = this.#view;
    if (this.#connection !== undefined) this.#waiting.update(this.#connection);
    if (state !== undefined) this.#prompt.place(promptOf(state, this.#options.words), statusOf(state));
  }

  #leave(end: ChatEnd, word?: string): void {
    if (this.#quit.end === undefined) this.#readMarks.flush();
    this.#quit.quit(this.#connection, end, word);
  }

  #aside(sentence: string): void {
    this.#terminal.show([renderNote(sentence, this.#style())]);
  }

  #trouble(sentence: string): void {
    this.#terminal.show([renderProblem(sentence, this.#style())]);
  }

  #style(): Style {
    return this.#view.style();
  }
}
