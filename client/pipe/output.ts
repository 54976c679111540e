/**
 * What a pipe prints: the room and what was asked for on standard output, until nobody reads that any more; everything
 * else on standard error.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import type { Clock } from "../../net/clock.ts";
import { GuardedOutput, printedRows, type Stdio } from "./stdio.ts";
import type { ChatOptions } from "../options.ts";
import type { ConnectionEvent } from "../session.ts";
import { standingOf } from "../../conversation.ts";
import { deviceLeadingTo, leadingTo } from "../../links.ts";
import { clockTime, inOneLine, noticeSentence, renderHelp, View } from "../view.ts";
import { Settings } from "../settings.ts";

type FrameEvent = Extract<ConnectionEvent, { readonly kind: "frame" }>;

/** Prints lines in the order in which they came. */
export class PipeOutput {
  /** What the person on the other side of the pipe, if there is one, gets to see. */
  readonly view: View;
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #stdio: Stdio;
  readonly #guarded: GuardedOutput;
  /** What the view has shown and is not printed yet. */
  #shown: string[] = [];

  /** @param onClosed Called once nothing can be printed any more. */
  constructor(options: ChatOptions, clock: Clock, stdio: Stdio, onClosed: () => void) {
    this.#options = options;
    this.#clock = clock;
    this.#stdio = stdio;
    this.#guarded = new GuardedOutput(stdio, onClosed);
    this.view = new View({
      surface: {
        show: (lines) => {
          if (options.json) return;
          this.#shown.push(...lines.flatMap((line) => printedRows(line, stdio)));
          // What is shown in a turn is printed together; what comes of a timer, by itself.
          queueMicrotask(() => void this.flush());
        },
      },
      clock,
      settings: options.settings ?? new Settings(undefined),
      words: () => options.words,
      color: false,
      links: false,
      plain: true,
    });
  }

  /** Why nothing can be printed any more; `undefined` while it can, and when only nobody reads: that is how `head` ends. */
  get failure(): string | undefined {
    return this.#guarded.failure;
  }

  /** Whether anyone reads, as far as we know. */
  get isOpen(): boolean {
    return this.#guarded.isOpen;
  }

  /** Prints what the view has shown. */
  async flush(): Promise<void> {
    const shown = this.#shown;
    this.#shown = [];
    if (shown.length > 0) await this.print(...shown);
  }

  /** Prints lines at once. Never throws. */
  async print(...lines: readonly string[]): Promise<void> {
    await this.#guarded.write(lines.map((line) => line + "\n").join(""));
  }

  /** Prints what is not data. */
  printError(line: string): void {
    this.#stdio.writeError(line + "\n");
  }

  /** Prints what `/help` shows: it is for a person, so it is not data. */
  help(about: string): void {
    for (const line of renderHelp(about, this.view.style(), standingOf(this.view.state))) {
      this.printError(inOneLine(line));
    }
  }

  /** Prints what there is to say of an event. @param address Where the server was found. */
  async printEvent(event: ConnectionEvent, address?: ServerAddress): Promise<void> {
    const { words, json } = this.#options;
    switch (event.kind) {
      case "frame":
        this.#show(event, address);
        return await (json ? this.print(event.line) : this.flush());
      case "offline":
        if (event.bye?.back !== undefined) this.printError(words.restarting(event.bye.back));
        return this.printError(words.client.offline(clockTime(event.since)));
      case "back": {
        const now = this.#clock.now();
        this.printError(words.client.back(clockTime(now), Math.max(0, now - event.since)));
        if (json) await this.print(event.line);
        return;
      }
      case "ended":
        return;
    }
  }

  /** Shows a frame: what happens in the rooms and what was asked for is data; what is wrong was told already. */
  #show({ frame }: FrameEvent, address: ServerAddress | undefined): void {
    switch (frame.type) {
      case "notice":
        if (!this.#options.json) this.printError(noticeSentence(frame, this.view.style()));
        return this.view.receive(frame, false);
      case "error":
      case "bye":
        return this.view.receive(frame, false);
      case "account":
        return this.view.receive(address === undefined ? frame : deviceLeadingTo(address, frame));
      case "invitation":
        return this.view.receive(address === undefined ? frame : leadingTo(address, frame));
      default:
        return this.view.receive(frame);
    }
  }
}
