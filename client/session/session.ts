/**
 * One stay in a chat, the same at a terminal and in a pipe: the handshake, the connection and what is saved of it, read
 * marks, and quitting.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { ReadMarks } from "../../conversation.ts";
import {
  Connection,
  type ConnectionEvent,
  type Dialog,
  handshake,
  type HandshakeParts,
  type HandshakeResult,
} from "../connection.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { SavedSession } from "../saved.ts";
import type { View } from "../view.ts";
import { Quit } from "./quit.ts";
import { onSignals } from "./signals.ts";

/** What shows a session and takes its input: a terminal, or a pipe. */
export interface Frontend {
  readonly view: View;
  /** Whom to ask for what is missing; there is nobody to ask in a script. */
  readonly dialog?: Dialog | undefined;
  /** Whether to come back under another name when ours is taken: a person sees it, a script would not. */
  readonly acceptsSuggestedName: boolean;
  /** Whether a person sees what is shown, so that what they say themselves counts as read. */
  readonly isReader: boolean;
  /** How the view is begun: with a welcome, or silently. */
  readonly greeting: "anew" | "silently";
  /** Shows a sentence that is no part of any room. */
  showNote(sentence: string): void;
  /** Shows what is wrong. */
  showProblem(sentence: string): void;
  /** Takes a frame that came before we were in. */
  receiveEarly?: HandshakeParts["onFrame"];
  /** We are in: reads input until it ends. Rejects with a fault of ours. */
  run(connection: Connection): Promise<void>;
  /** Shows an event. What it changes is known to the session and, unless it is a frame, to the view already. */
  receive(event: ConnectionEvent): Promise<void> | void;
  /** Whether something waits that is given up soon. */
  isUrgent?(): boolean;
  /** Whether signals end it; where the server is in this process they are the server's. */
  readonly isEndedBySignals: boolean;
  /** Says how it ends, where that depends on what became of the input. Called once. */
  end?(end: ChatEnd): ChatEnd;
  /** Cancels every timer. */
  close(): void;
}

/** One stay in a chat. */
export class Session {
  /** What of the rooms the server knows to be read. */
  readonly readMarks: ReadMarks;
  /** What outlives us. */
  readonly saved: SavedSession;
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #frontend: Frontend;
  readonly #quit: Quit;
  readonly #ended = Promise.withResolvers<ChatEnd>();
  #hasEnded = false;
  #closeLink = (): void => {};
  #connection: Connection | undefined;
  #isStoreTroubleShown = false;

  constructor(options: ChatOptions, clock: Clock, frontend: Frontend) {
    this.#options = options;
    this.#clock = clock;
    this.#frontend = frontend;
    this.#quit = new Quit(clock, (end) => this.end(end));
    this.saved = new SavedSession(options, (sentence) => frontend.showProblem(sentence));
    this.readMarks = new ReadMarks(
      clock,
      (room, seq) => this.#connection?.send({ type: "read", room, seq }) ?? false,
    );
  }

  /** The connection, once we are in. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Whether somebody has asked to quit. */
  get isQuitting(): boolean {
    return this.#quit.end !== undefined;
  }

  /** Stays until it ends. Throws only what is a fault of ours. */
  async run(): Promise<ChatEnd> {
    const stopSignals = this.#frontend.isEndedBySignals
      ? onSignals((code) => this.quit({ code }))
      : (): void => {};
    this.#stay().catch((error: unknown) => this.fail(error));
    try {
      const end = await this.#ended.promise;
      return this.saved.ended(end, this.#connection?.queuedCount ?? 0);
    } finally {
      stopSignals();
      this.#quit.close();
      this.readMarks.close();
      this.#frontend.view.close();
      this.#frontend.close();
      this.#closeLink();
      this.#connection?.close();
      this.saved.close(this.#quit.hasQuit);
    }
  }

  /** Quits, politely where there is a connection; at once when it is asked for again. */
  quit(end: ChatEnd, word?: string): void {
    if (!this.isQuitting) this.readMarks.flush();
    this.#quit.quit(this.#connection, end, word);
  }

  /** Ends at once. */
  end(end: ChatEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#ended.resolve(this.#frontend.end?.(end) ?? end);
  }

  /** Ends with a fault of ours, which {@linkcode Session.run} throws. */
  fail(error: unknown): void {
    this.#hasEnded = true;
    this.#ended.reject(error);
  }

  async #stay(): Promise<void> {
    const { dialog } = this.#frontend;
    const result = await handshake(this.#options, this.#clock, {
      ...(dialog !== undefined && { dialog }),
      resume: (name, address, server) => this.saved.open(name, address, server),
      onLink: (link) => this.#closeLink = (): void => link.close(),
      tell: (sentence) => this.#frontend.showNote(sentence),
      onFrame: async (event) => await this.#frontend.receiveEarly?.(event),
    });
    if (result.kind === "out") return this.end(result.end);
    const connection = this.#connection = this.#begin(result);
    const input = this.#frontend.run(connection);
    await Promise.all([this.#listen(connection), input]);
  }

  #begin({ link, welcome, address, door, auth }: Extract<HandshakeResult, { kind: "in" }>): Connection {
    const { words, room } = this.#options;
    const { view, greeting, acceptsSuggestedName, isUrgent } = this.#frontend;
    const connection = new Connection({
      options: this.#options,
      clock: this.#clock,
      link,
      welcome,
      address,
      door,
      auth,
      store: this.saved.file,
      saved: this.saved.state,
      keepServers: (told) => this.saved.file?.saveServers(told),
      acceptsSuggestedName,
      ...(isUrgent !== undefined && { isUrgent: () => isUrgent.call(this.#frontend) }),
    });
    view.enter(welcome, room, greeting);
    if (connection.queuedCount > 0) this.#frontend.showNote(words.client.sendingKept(connection.queuedCount));
    return connection;
  }

  /** Passes events on to the frontend, until it ends. */
  async #listen(connection: Connection): Promise<void> {
    for await (const event of connection.events) {
      switch (event.kind) {
        case "frame":
          this.#receive(event);
          break;
        case "back":
          this.readMarks.reset();
          this.#frontend.view.resume(event.frame);
          this.#restoreAway(connection);
          break;
        case "offline":
          break;
        case "ended":
          return this.end(this.#quit.end ?? event.end);
      }
      await this.#frontend.receive(event);
    }
  }

  #receive({ frame, about }: Extract<ConnectionEvent, { kind: "frame" }>): void {
    const { view, isReader } = this.#frontend;
    switch (frame.type) {
      case "bye":
        this.#quit.hasQuit = frame.reason === "quit";
        return;
      case "ack":
        this.#isStoreTroubleShown = false;
        return;
      case "error":
        if (frame.code !== "not-stored" || about === undefined || this.#isStoreTroubleShown) return;
        this.#isStoreTroubleShown = true;
        return this.#frontend.showProblem(this.#options.words.client.cannotStoreNow);
      default:
        if (isReader) this.readMarks.receive(frame, view.state);
    }
  }

  /** Says again that the person is away: a server that was restarted does not know. */
  #restoreAway(connection: Connection): void {
    const { view } = this.#frontend;
    const { away: why } = view.state ?? {};
    if (why !== undefined && connection.send({ type: "away", why })) view.sent({ type: "away", why }, false);
  }
}
