/**
 * What somebody at a terminal says and does: each line that they type, and where they look.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { parseGet } from "../../protocol/file_commands.ts";
import { firstWord } from "../../protocol/text.ts";
import type { ClientFrame, FileRequest } from "../../protocol.ts";
import {
  asQueued,
  needsMemberList,
  newIdPrefix,
  nextUnread,
  standingOf,
  type State,
} from "../../conversation.ts";
import { asTyped, lineContext, parseLine, type SubmittedLine } from "../../typing.ts";
import type { Prompt } from "./prompt.ts";
import { renderHelp, renderNote, renderProblem, type View } from "../view.ts";
import type { FileTransfers } from "./file_transfers.ts";
import { type OwnCommand, ownCommandIn } from "./own_commands.ts";
import type { ChatOptions } from "../options.ts";
import type { Connection, Session } from "../session.ts";
import type { Terminal } from "./display.ts";

/** How long a list of all rooms is good enough for Tab, in ms. */
const ROOMS_KEPT = 60_000;

/** What it acts on. */
export interface TerminalInputParts {
  readonly connection: Connection;
  readonly options: ChatOptions;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly view: View;
  readonly session: Session;
  /** Called after each thing that they did. */
  readonly changed: () => void;
  /** The commands that only this terminal has. */
  readonly own: readonly OwnCommand[];
  readonly transfers: FileTransfers;
}

/** One person who speaks. */
export class TerminalInput {
  readonly #parts: TerminalInputParts;
  /** Begins the ids of what is said here. */
  readonly #run = newIdPrefix();
  #said = 0;
  #isFileTroubleTold = false;
  /** When all rooms were asked for, in ms; long ago before the first time. */
  #roomsAskedAt = -Infinity;

  constructor(parts: TerminalInputParts) {
    this.#parts = parts;
  }

  /** Acts on each line that is typed. */
  async run(prompt: Prompt): Promise<void> {
    const { view, changed } = this.#parts;
    while (true) {
      const line = await prompt.nextLine();
      if (view.state !== undefined) this.#perform(prompt, line, view.state);
      changed();
    }
  }

  /** Asks for the names of the room in view when not all are known: Tab needs them. */
  askNames(): void {
    const { room } = this.#parts.view;
    if (room !== undefined && needsMemberList(room)) this.#ask({ type: "who", room: room.name }, false);
  }

  /** Asks which rooms there are, for Tab, unless that was done a short time ago. */
  askRooms(): void {
    const now = this.#parts.clock.elapsed();
    if (now - this.#roomsAskedAt < ROOMS_KEPT || !this.#parts.connection.isReady) return;
    this.#roomsAskedAt = now;
    this.#ask({ type: "rooms" }, false);
  }

  /** Looks at the room of this number, from 1, or at the next in which something is new. */
  goTo(which: number | "new"): void {
    const { view, changed } = this.#parts;
    if (view.state === undefined) return;
    const room = which === "new" ? nextUnread(view.state) : [...view.state.rooms.values()][which - 1];
    if (room !== undefined) this.#go(room.name);
    changed();
  }

  /** Records that the person is there: what is on the screen is seen, and read. */
  markSeen(): void {
    const { view, session, changed } = this.#parts;
    view.markSeen();
    if (view.room !== undefined) session.readMarks.markSeen(view.room.name, view.room.seq);
    changed();
  }

  #perform(prompt: Prompt, line: SubmittedLine, state: State): void {
    const own = ownCommandIn(line, this.#parts.own);
    if (own !== undefined) return this.#performOwn(own.command, own.rest);
    const action = parseLine(
      line,
      asTyped(lineContext(state, `${this.#run}-${++this.#said}`, this.#parts.clock.now())),
    );
    switch (action.kind) {
      case "nothing":
        return;
      case "send":
        if (action.frame.type === "file") return this.#fetch(action.frame, line);
        return this.#send(action.frame);
      case "send-file":
        return this.#sendFile(action.path);
      case "show-picture":
        return this.#showPicture(action.seq);
      case "help":
        return this.#parts.terminal.show(
          renderHelp(
            action.about,
            this.#parts.view.style(),
            standingOf(this.#parts.view.state),
            this.#parts.own,
          ),
        );
      case "local":
        return this.#parts.view.perform(action.local);
      case "go":
        return this.#go(action.room);
      case "query":
        return this.#parts.view.setTarget(action.name);
      case "claim":
        return void this.#claim();
      case "ask-password":
        return void this.#askPassword(prompt, action.for);
      case "clear":
        return this.#parts.terminal.clear();
      case "leave":
        return this.#parts.session.quit({ code: 0 }, action.word);
      case "problem":
        return this.#trouble(this.#parts.options.words.problem(action.problem));
    }
  }

  /** Sends a file to the room in view; to one person alone there is no way, as it would be kept. */
  #sendFile(path: string): void {
    const { view: { state }, options: { words }, transfers } = this.#parts;
    if (state === undefined || path === "") {
      return this.#trouble(words.problem({ code: "usage", usage: "/send FILE" }));
    }
    if (state.target.kind === "person") return this.#trouble(words.sharing.notPrivate);
    if (state.room === "") return this.#trouble(words.problem({ code: "nowhere" }));
    void transfers.send(state.room, path);
  }

  /** Sends a text that is too long for a message to the room in view, as a file. */
  sendLongText(text: string): void {
    const { view: { state }, transfers } = this.#parts;
    if (state?.target.kind === "room") transfers.sendText(state.target.room, text);
  }

  #fetch(frame: FileRequest, { text }: SubmittedLine): void {
    this.#parts.transfers.fetch(frame, parseGet(firstWord(text.trim())[1]).path);
  }

  /** Shows the picture of a message in the room that was last in view. */
  #showPicture(seq: number | undefined): void {
    const { view: { state }, options: { words }, transfers } = this.#parts;
    if (state === undefined || state.room === "") return this.#trouble(words.problem({ code: "nowhere" }));
    transfers.show({ type: "file", room: state.room, ...(seq !== undefined && { seq }) });
  }

  #performOwn(command: OwnCommand, rest: string): void {
    const told = command.run(rest);
    if (told === undefined) return;
    const { terminal, view } = this.#parts;
    terminal.show([(told.isProblem ? renderProblem : renderNote)(told.sentence, view.style())]);
  }

  #send(frame: ClientFrame): void {
    const queued = asQueued(frame);
    if (queued === undefined) return this.#ask(frame, true);
    this.#parts.connection.enqueue({ frame: queued });
    this.#parts.view.sent(frame);
    const { file } = this.#parts.session.saved;
    if (file?.failure === undefined || this.#isFileTroubleTold) return;
    this.#isFileTroubleTold = true;
    this.#trouble(this.#parts.options.words.client.queueFails(file.failure));
  }

  /** Sends what is of use now or not at all; `isShown` when its answer is for the person. */
  #ask(frame: ClientFrame, isShown: boolean): void {
    if (frame.type === "catchup") this.#parts.session.readMarks.flush(); // What was read until now is not unread.
    if (this.#parts.connection.send(frame)) return this.#parts.view.sent(frame, isShown);
    if (isShown) this.#trouble(this.#parts.options.words.onlyMessages);
  }

  /** Claims the name by this device's key. */
  async #claim(): Promise<void> {
    const { options, connection } = this.#parts;
    const frame = await connection.claim();
    if (frame === undefined) this.#trouble(options.words.accounts.claimNeedsPassword);
    else this.#ask(frame, true);
  }

  /** Asks for a password, unseen and twice, and claims the name with it or sets it. */
  async #askPassword(prompt: Prompt, deed: "claim" | "password"): Promise<void> {
    const { accounts } = this.#parts.options.words;
    const old = deed === "claim" ? "" : await prompt.askSecret(accounts.askOldPassword);
    const password = old === undefined ? undefined : await prompt.askSecret(accounts.askNewPassword);
    const again = (password ?? "") === "" ? undefined : await prompt.askSecret(accounts.askAgain);
    if (old === undefined || password === undefined || again === undefined) {
      return this.#trouble(accounts.nothingChanged);
    }
    if (password !== again) return this.#trouble(accounts.notTheSame);
    if (deed === "claim") return this.#ask({ type: "claim", password }, true);
    this.#ask({ type: "account", do: "password", password, ...(old !== "" && { old }) }, true);
  }

  #go(room: string): void {
    this.#parts.view.switchRoom(room);
    this.askNames();
    this.markSeen();
  }

  #trouble(sentence: string): void {
    const { terminal, view } = this.#parts;
    terminal.show([renderProblem(sentence, view.style())]);
  }
}
