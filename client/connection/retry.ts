/**
 * Coming back after a connection was lost: knocks until it is let in, or is not to come again.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import type { Clock } from "../../net/clock.ts";
import type { WelcomeFrame } from "../../protocol.ts";
import type { Login } from "../../protocol/accounts.ts";
import { afterGoodbye, afterRefusal, type ResumeHello, RetryDelay } from "../../conversation.ts";
import { endForAnswer, type HelloAnswer, sayHello } from "./hello.ts";
import { connect, connectHere, type Link } from "./link.ts";
import type { Trust } from "../wire.ts";
import { endForFailure, isPassing } from "./trust_words.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";

/** The longest wait before an attempt while something urgent waits, in ms, but for a wait that the server asks for. */
export const URGENT_WAIT = 1000;

/** A server, and who it must prove to be. */
export interface Place {
  readonly address: ServerAddress;
  readonly trust: Trust | undefined;
}

/** How one comes back. */
export interface RetryParts {
  readonly options: Pick<
    ChatOptions,
    "words" | "client" | "timeout" | "reconnect" | "trust" | "proofs" | "attach" | "errand"
  >;
  readonly clock: Clock;
  readonly address: ServerAddress;
  /** Gives where else the same room is, as far as one may go there. */
  readonly others?: (() => readonly Place[]) | undefined;
  /** The word that let us in. */
  readonly door?: string | undefined;
  /** What proved that the name is ours, where that was no key. */
  readonly auth?: Login | undefined;
  /** Whether to take the name that is offered when ours is taken: a person sees it, a script would not. */
  readonly acceptsSuggestedName: boolean;
  /** Whether something waits that is given up soon, so that no wait may be longer than {@linkcode URGENT_WAIT}. */
  readonly isUrgent?: () => boolean;
  /** From 0 up to 1, by chance. */
  readonly chance?: () => number;
  /** How connections are made. */
  readonly connect?: typeof connect;
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

/** Another attempt is to be made, not before `wait` ms. */
type Again = { readonly kind: "retry"; readonly wait: number };

/** Connects and says hello, again and again. */
export class Retry {
  readonly #parts: RetryParts;
  readonly #chance: () => number;
  readonly #delay = new RetryDelay();
  #link: Link | undefined;
  #isClosed = false;
  #cancelPause = (): void => {};

  constructor(parts: RetryParts) {
    this.#parts = parts;
    this.#chance = parts.chance ?? Math.random;
  }

  /** Records that a connection has ended after `ms`: after a good one, the first attempt is made at once. */
  connectionHeld(ms: number): void {
    this.#delay.connectionHeld(ms);
  }

  /** Records that a message was acknowledged: the next attempt is the first again. */
  acknowledged(): void {
    this.#delay.acknowledged();
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
   * @param hello What to say hello with.
   * @param wait How long to wait before the first attempt, in ms, because the server said so.
   */
  async run(hello: ResumeHello, wait: number): Promise<RetryResult | undefined> {
    const { address, options, clock } = this.#parts;
    const { attach } = options;
    const connecting = this.#parts.connect ??
      (attach === undefined ? connect : () => Promise.resolve(connectHere(attach, address.port, clock)));
    let named = wait;
    const places = this.#places();
    for (let attempt = 0;; attempt++) {
      const place = places[attempt % places.length] ?? { address, trust: options.trust };
      // With several servers there is another one to try before there is anything to wait for.
      const isFirstRound = attempt > 0 && attempt < places.length;
      if (!isFirstRound) {
        await this.#pause(named);
        await this.#backOff(this.#delay.next(this.#chance()));
      }
      if (this.#isClosed) return undefined;
      named = 0;
      const connected = await connecting(place.address, options.timeout, clock, place.trust);
      if (!connected.ok) {
        const { failure } = connected;
        // Another server that is not trusted is left alone.
        if (isPassing(failure) || this.#isClosed || place.address !== address) continue;
        return { kind: "ended", end: endForFailure(failure, address, options.words, options.timeout) };
      }
      this.#link = connected.link;
      const result = this.#isClosed ? undefined : await this.#hello(connected.link, hello);
      if (result?.kind !== "in" || this.#isClosed) connected.link.close();
      this.#link = undefined;
      if (this.#isClosed) return undefined;
      if (typeof result === "object" && result.kind !== "retry") return result;
      named = result?.wait ?? 0;
    }
  }

  /** Lists where to try: first where we were, then the others in any order, so that not all go to the same one. */
  #places(): readonly Place[] {
    const { address, others, options } = this.#parts;
    const all = (others?.() ?? []).filter(({ address: { host, port } }) =>
      host !== address.host || port !== address.port
    );
    const shuffled = all.map((place) => [this.#chance(), place] as const).sort(([one], [other]) =>
      one - other
    );
    return [{ address, trust: options.trust }, ...shuffled.map(([, place]) => place)];
  }

  /** Says hello once, or twice when another name is to be taken. */
  async #hello(link: Link, hello: ResumeHello): Promise<RetryResult | Again> {
    const { options, clock, acceptsSuggestedName } = this.#parts;
    const { name, room, resume } = hello;
    const { door, auth } = this.#parts;
    const { client, timeout, proofs, errand } = options;
    let asked = name;
    let line = "";
    while (true) {
      const who = { name: asked, door, auth, ...(resume !== undefined && { resume }) };
      const answer = await sayHello(
        link,
        who,
        { room, client, timeout, proofs, ...(errand !== undefined && { errand }) }, // A room that has gone since is made again.
        clock,
        (event) => void (line = event.line),
      );
      if (answer.type === "welcome") {
        return { kind: "in", link, frame: answer, line, ...(asked !== name && { taken: name }) };
      }
      const isTaken = answer.type === "error" && answer.code === "name-taken";
      if (!isTaken || !acceptsSuggestedName || this.#isClosed) return this.#afterAnswer(answer);
      asked = answer.suggestion;
    }
  }

  #afterAnswer(answer: HelloAnswer): RetryResult | Again {
    const { options, address } = this.#parts;
    const after = answer.type === "error"
      ? afterRefusal(answer, true)
      : afterGoodbye(answer.type === "gone" ? answer.bye : undefined, this.#chance());
    return after.kind === "retry" ? after : { kind: "ended", end: endForAnswer(answer, address, options) };
  }

  /** Waits `ms`, or only until the next whole {@linkcode URGENT_WAIT} when something urgent waits by then. */
  async #backOff(ms: number): Promise<void> {
    const { isUrgent } = this.#parts;
    if (isUrgent === undefined) return await this.#pause(ms);
    for (let left = ms; left > 0 && !this.#isClosed; left -= URGENT_WAIT) {
      await this.#pause(Math.min(left, URGENT_WAIT));
      if (isUrgent()) return;
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
