/**
 * What a pipe prints: the room and what was asked for on standard output, until nobody reads that any more; everything
 * else on standard error.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Ends } from "./stdio.ts";
import type { ChatOptions } from "../options.ts";
import type { StayEvent } from "../connection.ts";
import { clockTime, inOneLine, renderHelp, sayNotice, View } from "../view.ts";
import { Settings } from "../settings.ts";

type FrameEvent = Extract<StayEvent, { readonly kind: "frame" }>;

/** Prints lines in the order in which they came. */
export class Printer {
  /** What the person on the other side of the pipe, if there is one, gets to see. */
  readonly view: View;
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #ends: Ends;
  readonly #onClosed: () => void;
  /** What the view has shown and is not printed yet. */
  #shown: string[] = [];
  #isOpen = true;

  /** @param onClosed Called once nobody reads any more. That is a reason to leave, not an error: it is how `head` ends. */
  constructor(options: ChatOptions, clock: Clock, ends: Ends, onClosed: () => void) {
    this.#options = options;
    this.#clock = clock;
    this.#ends = ends;
    this.#onClosed = onClosed;
    this.view = new View({
      stage: {
        show: (lines) => {
          if (options.json) return;
          this.#shown.push(...lines.map(inOneLine));
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

  /** Whether anyone reads, as far as we know. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Prints what the view has shown. */
  async flush(): Promise<void> {
    const shown = this.#shown;
    this.#shown = [];
    if (shown.length > 0) await this.print(...shown);
  }

  /** Prints lines at once. Never throws. */
  async print(...lines: readonly string[]): Promise<void> {
    if (!this.#isOpen) return;
    try {
      await this.#ends.output(lines.map((line) => line + "\n").join(""));
    } catch {
      this.#isOpen = false;
      this.#onClosed();
    }
  }

  /** Prints what is not data. */
  trouble(line: string): void {
    this.#ends.trouble(line + "\n");
  }

  /** Prints what `/help` shows: it is for a person, so it is not data. */
  help(about: string): void {
    for (const line of renderHelp(about, this.view.look())) this.trouble(inOneLine(line));
  }

  /** Prints what there is to say of an event. */
  async tell(event: StayEvent): Promise<void> {
    const { words, json } = this.#options;
    switch (event.kind) {
      case "frame":
        this.#show(event);
        return await (json ? this.print(event.line) : this.flush());
      case "offline":
        if (event.bye?.back !== undefined) this.trouble(words.restarting(event.bye.back));
        return this.trouble(words.client.offline(clockTime(event.since)));
      case "back": {
        const now = this.#clock.now();
        this.trouble(words.client.back(clockTime(now), Math.max(0, now - event.since)));
        if (json) await this.print(event.line);
        return;
      }
      case "ended":
        return;
    }
  }

  /** What happens in the rooms and what was asked for is data; what is wrong was told already. */
  #show({ frame }: FrameEvent): void {
    switch (frame.type) {
      case "notice":
        if (!this.#options.json) this.trouble(sayNotice(frame, this.view.look()));
        return this.view.hear(frame, false);
      case "error":
      case "bye":
        return this.view.hear(frame, false);
      default:
        return this.view.hear(frame);
    }
  }
}
