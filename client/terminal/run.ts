/**
 * A session at a terminal: what happens goes to the screen, what is typed goes to the session.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { AccountDoneFrame, ErrorFrame, InvitationFrame } from "../../protocol.ts";
import { cleanLine } from "../../protocol/text.ts";
import {
  errorSentence,
  isSameRoom,
  isTriedAgain,
  type QueuedMessage,
  roomLabel,
} from "../../conversation.ts";
import { deviceLeadingTo, leadingTo } from "../../links.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { type Connection, type ConnectionEvent, type Dialog, type Frontend, Session } from "../session.ts";
import {
  asTyped,
  clockTime,
  promptOf,
  renderFrame,
  renderNote,
  renderProblem,
  statusOf,
  type View,
} from "../view.ts";
import { canDrawPictures } from "../pictures.ts";
import { FileTransfers } from "./file_transfers.ts";
import { TerminalInput } from "./input.ts";
import type { Extras } from "./own_commands.ts";
import { PendingRows } from "./pending_rows.ts";
import { Prompt } from "./prompt.ts";
import { Terminal } from "./display.ts";
import { viewOn } from "./view_on.ts";
import type { Tty } from "./tty.ts";

type EventOf<Kind extends ConnectionEvent["kind"]> = Extract<ConnectionEvent, { readonly kind: Kind }>;

/** Runs a session at a terminal, which is given back in any case. Throws only what is a fault of ours. */
export async function runTerminal(options: ChatOptions, clock: Clock, tty: Tty): Promise<ChatEnd> {
  const terminal = new Terminal(tty, clock);
  try {
    return await new TerminalFrontend(options, clock, terminal).start();
  } finally {
    terminal.close();
  }
}

/** A session at a terminal. */
export class TerminalFrontend implements Frontend {
  readonly acceptsSuggestedName = true;
  readonly isEndedBySignals: boolean;
  readonly isReader = true;
  readonly greeting = "anew";
  readonly view: View;
  readonly dialog: Dialog;
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #terminal: Terminal;
  readonly #prompt: Prompt;
  readonly #pendingRows: PendingRows;
  readonly #session: Session;
  readonly #transfers: FileTransfers;
  #input: TerminalInput | undefined;

  readonly #extras: Extras | undefined;

  /** @param extras What the console of a server has besides. */
  constructor(options: ChatOptions, clock: Clock, terminal: Terminal, extras?: Extras) {
    this.#options = options;
    this.#extras = extras;
    this.isEndedBySignals = extras === undefined;
    this.#clock = clock;
    this.#terminal = terminal;
    this.view = viewOn(terminal, clock, options, extras);
    this.#prompt = new Prompt(terminal, {
      quit: (by) =>
        this.#session.quit({ code: by === "interrupt" && this.view.state === undefined ? 130 : 0 }),
      refused: (problem) => this.showProblem(options.words.problem(problem)),
      keyPressed: () => this.#input?.markSeen(),
      switchRoom: (which) => this.#input?.goTo(which),
      longText: (text) => this.#input?.sendLongText(text),
      roomsWanted: () => this.#input?.askRooms(),
      ...(extras !== undefined && { interrupted: () => extras.interrupted() }),
    }, () => options.words);
    this.#prompt.completionContext = () =>
      this.view.completionContext((this.#session.connection?.queuedCount ?? 0) === 0);
    this.dialog = {
      ask: (question) => this.#prompt.ask(question),
      askSecret: (question) => this.#prompt.askSecret(question),
      say: (line) => this.showProblem(line),
    };
    this.#pendingRows = new PendingRows(
      clock,
      (rows) => this.#prompt.setRowsAbove(rows),
      () => this.view.style(),
    );
    this.#session = new Session(options, clock, this);
    this.#transfers = new FileTransfers({
      options,
      clock,
      connection: () => this.#session.connection,
      note: (sentence) => this.showNote(sentence),
      trouble: (sentence) => this.showProblem(sentence),
      changed: () => this.#refresh(),
      giveBack: (text, room) => this.#giveBack(text, room),
      terminal,
    });
  }

  /** Runs the session, from the first key on. */
  async start(): Promise<ChatEnd> {
    this.#prompt.run().catch((error: unknown) => this.#session.fail(error));
    return await this.#session.run();
  }

  /** Ends the session at once. */
  leave(): void {
    this.#session.end({ code: 0 });
  }

  async run(connection: Connection): Promise<void> {
    this.#refresh();
    if (this.#options.attach === undefined && canDrawPictures()) this.#terminal.pictures.ask();
    const input = this.#input = new TerminalInput({
      connection,
      options: this.#options,
      clock: this.#clock,
      terminal: this.#terminal,
      view: this.view,
      session: this.#session,
      changed: () => this.#refresh(),
      own: this.#extras?.commands ?? [],
      transfers: this.#transfers,
    });
    input.askNames();
    await input.run(this.#prompt);
  }

  receive(event: ConnectionEvent): void {
    switch (event.kind) {
      case "frame":
        this.#receiveFrame(event);
        break;
      case "offline":
        this.#wentOffline(event);
        break;
      case "back":
        this.#cameBack(event);
        break;
      case "ended":
        return;
    }
    this.#refresh();
  }

  showNote(sentence: string): void {
    this.#terminal.show([renderNote(sentence, this.view.style())]);
  }

  showProblem(sentence: string): void {
    this.#terminal.show([renderProblem(sentence, this.view.style())]);
  }

  close(): void {
    this.#transfers.close();
    this.#pendingRows.close();
  }

  #wentOffline({ since, bye }: EventOf<"offline">): void {
    const { words } = this.#options;
    if (bye?.back !== undefined) this.showNote(words.restarting(bye.back));
    else if (bye?.reason === "closing") this.showNote(words.bye(bye.reason));
    this.showNote(words.client.offline(clockTime(since)));
    this.#transfers.lost();
  }

  #cameBack({ frame, since, taken }: EventOf<"back">): void {
    const { client } = this.#options.words;
    const now = this.#clock.now();
    this.showNote(client.back(clockTime(now), Math.max(0, now - since)));
    if (taken !== undefined) this.showProblem(client.nameGone(taken, frame.name));
    this.#input?.askNames();
  }

  #receiveFrame({ frame, about }: EventOf<"frame">): void {
    switch (frame.type) {
      case "bye":
        if (frame.reason === "quit") this.#terminal.show(renderFrame(frame, this.view.style()));
        return;
      case "ack":
        return;
      case "upload":
      case "file":
        if (!this.#transfers.answered(frame)) this.view.receive(frame);
        return;
      case "error":
        this.#transfers.answered(frame);
        if (about !== undefined && !isTriedAgain(frame)) this.#refused(about, frame);
        return this.view.receive(frame, about === undefined);
      case "invitation":
        return this.#invite(frame);
      case "account":
        return this.#account(frame);
      default:
        this.view.receive(frame);
        if (frame.type === "renamed" && this.view.state !== undefined) {
          this.#prompt.follow(this.view.state.target);
        }
        if (frame.type === "rooms" && frame.more !== true) this.#prompt.roomsKnown();
        if (frame.type === "entered" || frame.type === "parted") this.#input?.askNames();
    }
  }

  #account(frame: AccountDoneFrame): void {
    const { connection } = this.#session;
    this.view.receive(connection === undefined ? frame : deviceLeadingTo(connection.address, frame));
  }

  /** Shows a link that can be passed on, to phones as a QR code where there is space for it. */
  #invite(given: InvitationFrame): void {
    const { connection } = this.#session;
    if (connection === undefined) return;
    const frame = leadingTo(connection.address, given);
    this.view.receive(frame);
    const code = this.#options.qrCode?.(frame.page ?? frame.link, this.#terminal.space.columns) ?? "";
    if (code !== "" && frame.here !== true) this.#terminal.show(code.trimEnd().split("\n"));
  }

  /** Gives a text back where it was written. */
  #giveBack(text: string, room: string): void {
    const isInView = this.view.state?.target.kind === "room" && isSameRoom(room, this.view.state.room);
    if (!isInView) this.showNote(this.#options.words.client.waitsIn(roomLabel(room)));
    this.#prompt.recall(text, { kind: "room", room });
  }

  /** Gives a refused message back to its author, to be changed and sent again. */
  #refused({ frame }: QueuedMessage, error: ErrorFrame): void {
    const { words } = this.#options;
    this.showProblem(words.client.refused(errorSentence(error, words)));
    const inView = this.view.state?.room ?? "";
    const isRenamed = frame.type === "private" && error.code === "other-person" && error.now !== undefined;
    const typed = asTyped(isRenamed ? { ...frame, to: error.now } : frame, inView);
    // Whoever is not here may not be for long, and who has their name must not be sent it by one key; the line belongs to
    // what is typed next.
    if (error.code === "not-here" || error.code === "other-person") this.#prompt.remember(typed);
    else if (frame.type !== "topic" || isSameRoom(frame.room, inView)) this.#prompt.recall(typed);
  }

  /** Shows what waits and where one is, as it is now; called after anything has happened. */
  #refresh(): void {
    const { state } = this.view;
    const { connection } = this.#session;
    if (connection !== undefined) this.#pendingRows.update(connection);
    if (state === undefined) return;
    this.#prompt.goTo(state.target);
    const { words } = this.#options;
    const isOpenToRead = connection?.isOpenToRead === true;
    const moving = this.#transfers.progress.map((text) => ({ text: cleanLine(text), weight: 2 }) as const);
    this.#prompt.setStatus(promptOf(state, words), [...moving, ...statusOf(state, words, isOpenToRead)]);
  }
}
