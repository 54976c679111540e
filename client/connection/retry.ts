/**
 * Coming back after a connection was lost: knocks until it is let in, or is not to come again.
 *
 * @module
 */

import { backoff } from "../../net/backoff.ts";
import type { Clock } from "../../net/clock.ts";
import type { Resume, WelcomeFrame } from "../../protocol.ts";
import { endForAnswer, type Goodbye, sayHello } from "./handshake.ts";
import { connect, type Connected, type Link, type ServerAddress } from "./link.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";

/** How one comes back. */
export interface RetryParts {
  readonly options: Pick<ChatOptions, "words" | "client" | "timeout" | "reconnect">;
  readonly clock: Clock;
  readonly place: ServerAddress;
  /** Whether to take the name that is offered when ours is taken: a person sees it, a script would not. */
  readonly acceptsSuggestedName: boolean;
  /** From 0 up to 1, by chance. */
  readonly chance?: () => number;
  /** How connections are made. */
  readonly connect?: (place: ServerAddress, timeout: number, clock: Clock) => Promise<Connected>;
}

/** Who comes back. An empty token is none. */
export interface RetryHello extends Resume {
  readonly name: string;
  /** A room to be in, empty for none; others are those of `after`. */
  readonly room: string;
}

/** What became of it. `line` is the welcome as it was written; `taken` the name that was ours and is somebody else's. */
export type RetryResult =
  | {
    readonly kind: "in";
    readonly link: Link;
    readonly frame: WelcomeFrame;
    readonly line: string;
    readonly taken?: string;
  }
  | { readonly kind: "ended"; readonly end: ChatEnd };

/** Knocks at one door, again and again. */
export class Retry {
  readonly #parts: RetryParts;
  readonly #chance: () => number;
  /** Tries since the last good connection. */
  #tries = 0;
  #link: Link | undefined;
  #isClosed = false;
  #cancelPause = (): void => {};

  constructor(parts: RetryParts) {
    this.#parts = parts;
    this.#chance = parts.chance ?? Math.random;
  }

  /** The last connection held: the next time, the first try is made at once. */
  reset(): void {
    this.#tries = 0;
  }

  /** Stops trying. */
  close(): void {
    this.#isClosed = true;
    this.#link?.close();
    this.#cancelPause();
  }

  /**
   * Tries until it is clear what becomes of it; `undefined` after {@linkcode close}.
   *
   * @param back In how many seconds the server said that it is there again, if it did.
   */
  async run(me: RetryHello, back: number | undefined): Promise<RetryResult | undefined> {
    const { place, options, clock } = this.#parts;
    const connecting = this.#parts.connect ?? connect;
    if (back !== undefined) await this.#pause((back + this.#chance()) * 1000);
    while (true) {
      await this.#pause(backoff(this.#tries++, this.#chance()));
      if (this.#isClosed) return undefined;
      const connected = await connecting(place, options.timeout, clock);
      if (!connected.ok) continue;
      this.#link = connected.link;
      const returned = this.#isClosed ? undefined : await this.#knock(connected.link, me);
      if (returned?.kind !== "in" || this.#isClosed) connected.link.close();
      this.#link = undefined;
      if (this.#isClosed) return undefined;
      if (returned !== undefined) return returned;
    }
  }

  /** Says hello once, or twice when another name is to be taken. `undefined` is to be tried again. */
  async #knock(link: Link, { name, room, token, after }: RetryHello): Promise<RetryResult | undefined> {
    const { options, clock, place, acceptsSuggestedName } = this.#parts;
    let asked = name;
    let line = "";
    while (true) {
      const who = { name: asked, ...(token !== "" && { resume: { token, after } }) };
      const answer = await sayHello(
        link,
        who,
        { ...options, room },
        clock,
        (event) => void (line = event.line),
      );
      if (answer.type === "welcome") {
        return { kind: "in", link, frame: answer, line, ...(asked !== name && { taken: name }) };
      }
      const isTaken = answer.type === "error" && answer.code === "name-taken";
      if (isTaken && acceptsSuggestedName && !this.#isClosed) {
        asked = answer.suggestion;
        continue;
      }
      const isOver = answer.type === "error" ||
        (answer.type === "gone" && answer.bye !== undefined && isFinal(answer.bye));
      return isOver ? { kind: "ended", end: endForAnswer(answer, place, options) } : undefined;
    }
  }

  /** Waits `ms`, or until we are closed. */
  async #pause(ms: number): Promise<void> {
    if (ms <= 0 || this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.clock.after(ms, resolve);
      this.#cancelPause = (): void => {
        cancel();
        resolve();
      };
    });
  }
}

/** Whether a goodbye means that we are not to come again. */
export function isFinal({ reason }: Goodbye): boolean {
  switch (reason) {
    case "closing":
    case "slow":
    case "silent":
      return false;
    case "quit":
    case "refused":
    case "removed":
    case "replaced":
    case "flood":
      return true;
  }
}
