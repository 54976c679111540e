/**
 * One member's connection, link after link: comes back by itself, passes on each message once, and sends what was
 * enqueued until it has arrived.
 *
 * @module
 */

import type { ChallengeFrame, ClaimRequest, ClientFrame, ServerFrame, WelcomeFrame } from "../../protocol.ts";
import {
  type AfterEnd,
  afterGoodbye,
  type ConversationStore,
  Exchange,
  type Goodbye,
  type QueuedMessage,
  type SavedState,
  startHeartbeat,
} from "../../conversation.ts";
import { answerChallenge, endForGoodbye } from "./hello.ts";
import type { Link } from "./link.ts";
import { otherServers } from "./other_servers.ts";
import { type Place, Retry, type RetryParts } from "./retry.ts";
import type { ServerAddress } from "../../net/address.ts";
import type { ChatEnd } from "../options.ts";

/**
 * What happens while one is in. `about` is the message of ours that a frame settles, or asks for again (`not-stored`).
 * `back` is another welcome; after it comes what was missed. After `ended` nothing more comes. Times in ms since 1970.
 */
export type ConnectionEvent =
  | {
    readonly kind: "frame";
    readonly frame: ServerFrame;
    readonly line: string;
    readonly about?: QueuedMessage;
  }
  | { readonly kind: "offline"; readonly since: number; readonly bye: Goodbye | undefined }
  | {
    readonly kind: "back";
    readonly frame: WelcomeFrame;
    readonly line: string;
    /** Since when there was no connection. */
    readonly since: number;
    /** The name that we asked for, when somebody else has it by now. */
    readonly taken?: string;
  }
  | { readonly kind: "ended"; readonly end: ChatEnd };

/** What a connection begins with: being in. */
export interface ConnectionParts extends RetryParts {
  readonly link: Link;
  readonly welcome: WelcomeFrame;
  /** Keeps what must outlive us, if anything does. */
  readonly store?: ConversationStore | undefined;
  /** What an earlier run left. */
  readonly saved?: SavedState | undefined;
  /** Keeps where else one may come back, with what their server proved to be; "" on this machine. */
  keepServers?(told: { readonly servers: readonly ServerAddress[]; readonly proof: string }): void;
}

/** One member's connection to a server, link after link. */
export class Connection {
  /** What happens, until it has ended. To be read by one reader. */
  readonly events: AsyncGenerator<ConnectionEvent, void, undefined>;
  readonly #parts: ConnectionParts;
  readonly #chance: () => number;
  readonly #exchange: Exchange;
  readonly #retry: Retry;
  #link: Link | undefined;
  #offlineSince: number | undefined;
  /** Where else the same room is, as the last welcome said. */
  #others: readonly Place[] = [];
  #isQuitting = false;
  #isClosed = false;

  constructor(parts: ConnectionParts) {
    const { clock, store, saved, welcome, link } = parts;
    this.#parts = parts;
    this.#chance = parts.chance ?? Math.random;
    this.#exchange = new Exchange({ clock, chance: this.#chance, store, saved });
    this.#retry = new Retry({ ...parts, others: () => this.#others });
    this.#noteServers(welcome, link);
    this.#link = link;
    this.#exchange.enter(welcome, link);
    this.events = this.#run();
  }

  /** Where the server was found. */
  get address(): ServerAddress {
    return this.#parts.address;
  }

  /** Since when there is no connection, in ms since 1970. */
  get offlineSince(): number | undefined {
    return this.#offlineSince;
  }

  /** Whether somebody on the way could read along. */
  get isOpenToRead(): boolean {
    return this.#link?.isOpenToRead === true;
  }

  /** Messages that are not known to have arrived, oldest first. */
  get queued(): readonly QueuedMessage[] {
    return this.#exchange.queued;
  }

  /** The number of those messages. */
  get queuedCount(): number {
    return this.#exchange.queuedCount;
  }

  /** Whether a frame that is sent now comes after every message that was enqueued before. */
  get isReady(): boolean {
    return this.#exchange.isReady;
  }

  /** Enqueues a message: it is sent now, or as soon as it can be, and stored before that. */
  enqueue(message: QueuedMessage): void {
    this.#exchange.enqueue(message);
  }

  /** Sends a frame that is of use now or not at all; `false` when there is no connection. */
  send(frame: ClientFrame): boolean {
    return this.#exchange.send(frame);
  }

  /** Makes the frame that claims our name by this device's key; `undefined` where there can be none. */
  async claim(): Promise<ClaimRequest | undefined> {
    const server = this.#link?.server;
    return server === undefined ? undefined : await this.#parts.options.proofs?.claim(server);
  }

  /** Resolves once everything that was sent is with the system. */
  async drained(): Promise<void> {
    await this.#link?.drained();
  }

  /** Quits: the end of this connection is then the end. `false` when there is no connection to quit. */
  quit(word?: string): boolean {
    this.#isQuitting = true;
    return this.#exchange.quit(word);
  }

  /** Gives a message back to its author: from now on it is not ours to send. */
  drop({ frame: { id } }: QueuedMessage): void {
    this.#exchange.drop(id);
  }

  /** Ends the connection, or the waiting for one, at once. */
  close(): void {
    this.#isClosed = true;
    this.#link?.close();
    this.#link = undefined;
    this.#retry.close();
    this.#exchange.close();
  }

  async *#run(): AsyncGenerator<ConnectionEvent, void, undefined> {
    while (this.#link !== undefined) {
      this.#exchange.sendQueued();
      const began = this.#parts.clock.elapsed();
      const bye = yield* this.#listen(this.#link);
      this.#link = undefined;
      this.#exchange.disconnect();
      if (this.#isClosed) return;
      this.#retry.connectionHeld(this.#parts.clock.elapsed() - began);
      const after = this.#decide(bye);
      if (after.kind === "end") return yield { kind: "ended", end: this.#endFor(bye) };
      const since = this.#offlineSince = this.#parts.clock.now();
      yield { kind: "offline", since, bye };
      const returned = await this.#retry.run(this.#exchange.hello(), after.wait);
      if (returned === undefined) return;
      if (returned.kind === "ended") return yield returned;
      const { frame, line, taken, link } = returned;
      this.#link = link;
      this.#offlineSince = undefined;
      this.#exchange.enter(frame, link);
      this.#noteServers(frame, link);
      yield { kind: "back", frame, line, since, ...(taken !== undefined && { taken }) };
    }
  }

  /** Passes on what one link brings, and returns the server's goodbye. */
  async *#listen(link: Link): AsyncGenerator<ConnectionEvent, Goodbye | undefined, undefined> {
    let bye: Goodbye | undefined;
    const stopHeartbeat = startHeartbeat(link, this.#parts.clock);
    try {
      for await (const event of link.events) {
        if (this.#isClosed) break; // What came before we closed is of no use any more.
        if (event.kind !== "frame") continue;
        if (event.frame.type === "challenge") await this.#prove(link, event.frame);
        if (event.frame.type === "bye") {
          bye = event.frame;
          if (bye.servers !== undefined) this.#noteServers(bye, link);
        }
        if (event.frame.type === "servers") this.#noteServers(event.frame, link);
        const { isRepeated, about } = this.#exchange.receive(event.frame);
        if (about !== undefined && event.frame.type !== "error") this.#retry.acknowledged();
        if (!isRepeated) yield { ...event, ...(about !== undefined && { about }) };
      }
    } finally {
      stopHeartbeat();
    }
    return bye;
  }

  async #prove(link: Link, challenge: ChallengeFrame): Promise<void> {
    const { proofs } = this.#parts.options;
    await answerChallenge(link, this.#exchange.hello().name, challenge, proofs);
  }

  #noteServers({ servers = [] }: Pick<WelcomeFrame, "servers">, { server }: Link): void {
    const { address, options } = this.#parts;
    this.#others = otherServers(servers, address, server, options.trust);
    const told = this.#others.map((place) => place.address);
    this.#parts.keepServers?.({ servers: told, proof: server?.provenAs ?? "" });
  }

  #decide(bye: Goodbye | undefined): AfterEnd {
    const isOver = this.#isQuitting || this.#parts.options.reconnect === false;
    return isOver ? { kind: "end", code: 3 } : afterGoodbye(bye, this.#chance());
  }

  #endFor(bye: Goodbye | undefined): ChatEnd {
    const { options, address } = this.#parts;
    return endForGoodbye(bye, address, options);
  }
}
