/**
 * The connection to the server: frames out and in, and coming back by itself after every loss.
 *
 * @module
 */

import { type HeartbeatLink, RetryDelay, startHeartbeat } from "../../conversation.ts";
import type { Clock } from "../../net/clock.ts";
import { type ClientFrame, decodeServerFrame, type ServerFrame } from "../../protocol.ts";

/** What the socket tells. */
export interface SocketListener {
  /** Called once there is a connection. */
  opened(): void;
  received(frame: ServerFrame): void;
  /** Called once there is no connection any more, or none could be made. */
  lost(): void;
}

/** One connection after the other. */
export class Socket implements HeartbeatLink {
  readonly #listener: SocketListener;
  readonly #clock: Clock;
  readonly #delay = new RetryDelay();
  #socket: WebSocket | undefined;
  #isWanted = false;
  #openedAt: number | undefined;
  #notBefore = 0;
  #cancelRetry = (): void => {};
  #endWatch = (): void => {};
  reads = 0;
  silentSince: number | undefined;

  constructor(listener: SocketListener, clock: Clock) {
    this.#listener = listener;
    this.#clock = clock;
    addEventListener("online", () => this.#hurry());
    addEventListener("pageshow", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  /** Connects, and goes on connecting until {@linkcode Socket.stop}. */
  start(): void {
    this.#isWanted = true;
    if (this.#socket === undefined) this.#connect();
  }

  /** Ends the connection and does not come back. */
  stop(): void {
    this.#isWanted = false;
    this.#cancelRetry();
    this.#drop();
  }

  /** Lets the next attempt wait for at least so long, in ms. */
  retryNotBefore(ms: number): void {
    this.#notBefore = ms;
  }

  /** Sends a frame if there is a connection. */
  send(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
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
    const url = new URL("ws", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.silentSince = this.#clock.elapsed();
    this.#endWatch = startHeartbeat(this, this.#clock);
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.#openedAt = this.#clock.elapsed();
      this.#listener.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket) this.#receive(String(data));
    });
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#lose();
    });
  }

  #receive(lines: string): void {
    this.reads++;
    this.silentSince = this.#clock.elapsed();
    for (const line of lines.split("\n")) {
      if (line === "") continue;
      const frame = decodeServerFrame(line);
      if (frame === undefined) console.warn("passed over, as this page does not know it:", line);
      else if (frame.type === "ping") this.send({ type: "pong" });
      else this.#pass(frame);
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
    if (this.#openedAt !== undefined) this.#delay.connectionHeld(this.#clock.elapsed() - this.#openedAt);
    this.#drop();
    this.#listener.lost();
    if (!this.#isWanted) return;
    const wait = Math.max(this.#delay.next(Math.random()), this.#notBefore);
    this.#notBefore = 0;
    this.#cancelRetry = this.#clock.after(wait, () => this.#connect());
  }

  #drop(): void {
    this.#endWatch();
    this.#openedAt = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** Somebody looks again, or the network is back: no time to wait. */
  #hurry(): void {
    if (!this.#isWanted) return;
    if (this.#socket?.readyState === WebSocket.OPEN) return this.probe();
    this.#drop();
    this.#connect();
  }
}
