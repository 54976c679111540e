/**
 * The connection to the server: frames out and in, and coming back by itself after every loss.
 *
 * @module
 */

import { type HeartbeatLink, RetryDelay, startHeartbeat } from "../../conversation.ts";
import type { Clock } from "../../net/clock.ts";
import type { ClientFrame } from "../../protocol.ts";
import { Later } from "../later.ts";
import { keepServers } from "./kept_servers.ts";
import type { Route } from "./route.ts";
import { decodeServerFrame, type ServerFrame } from "../../protocol/events.ts";

/** What the socket tells. */
export interface SocketListener {
  /** Called once there is a connection. */
  opened(): void;
  received(frame: ServerFrame): void;
  /** Called once there is no connection any more, or none could be made. */
  lost(): void;
}

/** What a session needs of its connection. */
export interface SessionSocket {
  /** Connects, and goes on connecting until it is stopped. */
  start(): void;
  /** Ends the connection and does not come back. */
  stop(): void;
  /** Lets the next attempt wait for at least so long, in ms. */
  retryNotBefore(ms: number): void;
  /** Gives up this connection, and connects again after at least so long, in ms. */
  retryAfter(ms: number): void;
  /** Sends a frame if there is a connection. */
  send(frame: ClientFrame): void;
  /** Takes where the other servers of the cluster are, as the server says to who is in. */
  learn(servers: readonly string[]): void;
  /** The address of the page of the server that it connects to. */
  readonly base: string;
}

/** A WebSocket, as far as it is needed. */
export interface WireSocket {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  send(text: string): void;
  close(): void;
}

/** What a socket works with. */
export interface SocketParts {
  readonly clock: Clock;
  /** Makes a number by chance, from 0 up to but not including 1. */
  readonly chance: () => number;
  /** Opens a WebSocket to a server. @param base The address of its page. */
  readonly connect: (base: string) => WireSocket;
  /** The address of this page. */
  readonly base: string;
  /** Loads what knows the way to other servers, and calls back with it. */
  readonly onServers: (use: (route: Route) => void) => void;
  /** Forgets the way to other servers, as there are none. */
  readonly onAlone: () => void;
  /** Calls back whenever somebody looks at the page again, or the network is back. */
  readonly onWake: (run: () => void) => void;
  /** Takes a line that is no frame that this page knows. */
  readonly onUnknown: (line: string) => void;
}

/** Makes what a socket works with in a browser. @param prepare Loads what cannot be had any more once the page's server is gone. */
export function browserParts(clock: Clock, prepare: () => void): SocketParts {
  const base = location.href;
  const route = new Later(
    async () => (await import("./route.ts")).openKeptRoute(base),
    () => {},
  );
  return {
    clock,
    chance: Math.random,
    base,
    onServers: (use) => {
      prepare();
      route.use(use);
    },
    onAlone: () => keepServers([]),
    connect: (at) => {
      const url = new URL("ws", at);
      url.protocol = url.protocol.replace("http", "ws");
      return new WebSocket(url);
    },
    onWake: (run) => {
      addEventListener("online", run);
      addEventListener("pageshow", run);
      document.addEventListener("visibilitychange", () => document.hidden || run());
    },
    onUnknown: (line) => console.warn("passed over, as this page does not know it:", line),
  };
}

/** The `readyState` of a WebSocket that is open. */
const OPEN = 1;

/** One connection after the other. */
export class Socket implements SessionSocket, HeartbeatLink {
  readonly #listener: SocketListener;
  readonly #parts: SocketParts;
  readonly #delay = new RetryDelay();
  #socket: WireSocket | undefined;
  #route: Route | undefined;
  #isWanted = false;
  #openedAt: number | undefined;
  #notBefore = 0;
  #cancelRetry = (): void => {};
  #endHeartbeat = (): void => {};
  reads = 0;
  silentSince: number | undefined;

  constructor(listener: SocketListener, parts: SocketParts) {
    this.#listener = listener;
    this.#parts = parts;
    parts.onWake(() => this.#hurry());
  }

  start(): void {
    this.#isWanted = true;
    if (this.#socket === undefined) this.#connect();
  }

  stop(): void {
    this.#isWanted = false;
    this.#cancelRetry();
    this.#drop();
  }

  retryNotBefore(ms: number): void {
    this.#notBefore = ms;
  }

  retryAfter(ms: number): void {
    this.#notBefore = ms;
    this.#lose();
  }

  send(frame: ClientFrame): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  learn(servers: readonly string[]): void {
    if (servers.length === 0 && this.#route === undefined) return this.#parts.onAlone();
    this.#parts.onServers((route) => (this.#route = route).learn(servers));
  }

  get base(): string {
    return this.#route?.base ?? this.#parts.base;
  }

  /** Asks the server for a sign of life. */
  probe(): void {
    this.send({ type: "ping" });
  }

  /** Gives up this connection, as it is dead. */
  close(): void {
    this.#lose();
  }

  #connect(): void {
    this.#cancelRetry();
    const { clock, connect } = this.#parts;
    const socket = connect(this.base);
    this.#socket = socket;
    this.silentSince = clock.elapsed();
    this.#endHeartbeat = startHeartbeat(this, clock);
    socket.onopen = () => {
      this.#openedAt = clock.elapsed();
      this.#listener.opened();
    };
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onclose = socket.onerror = () => this.#lose(); // What a page may not connect to only has an error.
  }

  #receive(lines: string): void {
    this.reads++;
    this.silentSince = this.#parts.clock.elapsed();
    for (const line of lines.split("\n")) {
      if (line === "") continue;
      const frame = decodeServerFrame(line);
      if (frame === undefined) this.#parts.onUnknown(line);
      else if (frame.type === "ping") this.send({ type: "pong" });
      else this.#pass(frame);
      // Over whichever connection something arrives: it is a good one, so the next attempt is the first again.
      if (frame?.type === "ack" || frame?.type === "delivered") this.#delay.acknowledged();
    }
  }

  /** Passes a frame on. A fault of ours in one must not lose those that came with it. */
  #pass(frame: ServerFrame): void {
    try {
      this.#listener.received(frame);
    } catch (error) {
      reportError(error);
    }
  }

  #lose(): void {
    const { clock, chance } = this.#parts;
    if (this.#openedAt !== undefined) this.#delay.connectionHeld(clock.elapsed() - this.#openedAt);
    this.#drop();
    this.#listener.lost();
    if (!this.#isWanted) return;
    const wait = this.#route?.next() === true ? 0 : Math.max(this.#delay.next(chance()), this.#notBefore);
    this.#notBefore = 0;
    this.#cancelRetry = clock.after(wait, () => this.#connect());
  }

  /** Ends the connection without a word of it to anybody. */
  #drop(): void {
    this.#endHeartbeat();
    this.#openedAt = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onopen =
      socket.onmessage =
      socket.onclose =
      socket.onerror =
        null;
    socket.close();
  }

  /** Asks or connects at once, as somebody looks again or the network is back. */
  #hurry(): void {
    if (!this.#isWanted) return;
    if (this.#socket?.readyState === OPEN) return this.probe();
    this.#drop();
    this.#connect();
  }
}
