/**
 * What somebody at a terminal says and does: each line that they type, and where they look.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { ClientFrame } from "../../protocol.ts";
import {
  asSaid,
  decide,
  mustAskWho,
  newest,
  newRun,
  type Reading,
  settingOf,
  type State,
} from "../../conversation.ts";
import type { Desk } from "./prompt.ts";
import type { Spoken } from "./editor.ts";
import type { Leftovers } from "../saved.ts";
import { renderHelp, renderTrouble, type View } from "../view.ts";
import type { ChatOptions } from "../options.ts";
import type { Stay } from "../connection.ts";
import type { Terminal } from "./tty.ts";

/** What it acts on. */
export interface SpeakingParts {
  readonly stay: Stay;
  readonly options: ChatOptions;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly view: View;
  readonly reading: Reading;
  readonly leftovers: Leftovers;
  /** They wish to leave, perhaps with a parting word. */
  readonly leave: (word?: string) => void;
  /** Called after each thing that they did. */
  readonly done: () => void;
}

/** One person who speaks. */
export class Speaking {
  readonly #parts: SpeakingParts;
  /** Begins the ids of what is said here. */
  readonly #run = newRun();
  #said = 0;
  #isFileTroubleTold = false;

  constructor(parts: SpeakingParts) {
    this.#parts = parts;
  }

  /** From the keys to the server, line by line. */
  async run(desk: Desk): Promise<void> {
    const { view, done } = this.#parts;
    while (true) {
      const line = await desk.line();
      if (view.state !== undefined) this.#perform(line, view.state);
      done();
    }
  }

  /** After a break: what the server may not know any more, and names. */
  cameBack(): void {
    const { away: why } = this.#parts.view.state ?? {};
    if (why !== undefined) this.#ask({ type: "away", why }, false);
    this.askNames();
  }

  /** For Tab, all names of the room in view are asked for when not all are known. */
  askNames(): void {
    const { room } = this.#parts.view;
    if (room !== undefined && mustAskWho(room)) this.#ask({ type: "who", room: room.name }, false);
  }

  /** Looks at the room of this number, from 1, or at the next in which something is new. */
  goTo(which: number | "new"): void {
    const { view, done } = this.#parts;
    if (view.state === undefined) return;
    const room = which === "new" ? newest(view.state) : [...view.state.rooms.values()][which - 1];
    if (room !== undefined) this.#go(room.name);
    done();
  }

  /** The person is there: what is on the screen is seen, and read. */
  wasSeen(): void {
    const { view, reading, done } = this.#parts;
    view.seen();
    if (view.room !== undefined) reading.seen(view.room.name, view.room.seq);
    done();
  }

  #perform(line: Spoken, state: State): void {
    const action = decide(line, settingOf(state, `${this.#run}-${++this.#said}`, this.#parts.clock.now()));
    switch (action.kind) {
      case "nothing":
        return;
      case "send":
        return this.#send(action.frame);
      case "help":
        return this.#parts.terminal.show(renderHelp(action.about, this.#parts.view.look()));
      case "local":
        return this.#parts.view.perform(action.local);
      case "go":
        return this.#go(action.room);
      case "query":
        return this.#parts.view.talkTo(action.name);
      case "clear":
        return this.#parts.terminal.clear();
      case "leave":
        return this.#parts.leave(action.word);
      case "problem":
        return this.#trouble(this.#parts.options.words.problem(action.problem));
    }
  }

  #send(frame: ClientFrame): void {
    const say = asSaid(frame);
    if (say === undefined) return this.#ask(frame, true);
    this.#parts.stay.say({ say });
    this.#parts.view.sent(frame);
    const { file } = this.#parts.leftovers;
    if (file?.trouble === undefined || this.#isFileTroubleTold) return;
    this.#isFileTroubleTold = true;
    this.#trouble(this.#parts.options.words.client.queueFails(file.trouble));
  }

  /** Sends what is of use now or not at all; `isShown` when its answer is for the person. */
  #ask(frame: ClientFrame, isShown: boolean): void {
    if (frame.type === "catchup") this.#parts.reading.flush(); // What was read until now is not unread.
    if (this.#parts.stay.send(frame)) return this.#parts.view.sent(frame, isShown);
    if (isShown) this.#trouble(this.#parts.options.words.client.onlyMessages);
  }

  #go(room: string): void {
    this.#parts.view.go(room);
    this.askNames();
    this.wasSeen();
  }

  #trouble(sentence: string): void {
    const { terminal, view } = this.#parts;
    terminal.show([renderTrouble(sentence, view.look())]);
  }
}
