/**
 * The connection to the server: frames out and in, and coming back by itself after every loss.
 *
 * @module
 */

import { type ClientFrame, decodeServerFrame, type ServerFrame } from "../../protocol.ts";

/** How long to wait before the first try again, and at most, in ms. */
const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;

/** A server that says nothing for so long is asked whether it is there, and has so long to answer, in ms. */
const QUIET = 25_000;
const ANSWER_WITHIN = 6000;

export interface SocketListener {
  opened(): void;
  heard(frame: ServerFrame): void;
  lost(): void;
}

/** One connection after the other. */
export class Socket {
  readonly #listener: SocketListener;
  #socket: WebSocket | undefined;
  #isWanted = false;
  #wait = FIRST_WAIT;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: SocketListener) {
    this.#listener = listener;
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
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** The server answered well: the next loss is tried again at once. */
  settled(): void {
    this.#wait = FIRST_WAIT;
  }

  /** Not before so many ms is it worth trying again. */
  notBefore(ms: number): void {
    this.#wait = Math.max(this.#wait, Math.min(ms, LONGEST_WAIT));
  }

  /** Sends a frame if there is a connection. */
  send(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect(): void {
    clearTimeout(this.#retry);
    const url = new URL("ws", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.#listener.opened();
      this.#listen();
    });
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket) this.receive(String(data));
    });
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#lose();
    });
    this.#await(LONGEST_WAIT);
  }

  receive(lines: string): void {
    this.#listen();
    for (const line of lines.split("\n")) {
      if (line === "") continue;
      const frame = decodeServerFrame(line);
      if (frame === undefined) console.warn("passed over, as this page does not know it:", line);
      else if (frame.type === "ping") this.send({ type: "pong" });
      else this.#listener.heard(frame);
    }
  }

  /** After a while of silence, asks; without an answer, gives this connection up. */
  #listen(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#ask(), QUIET);
  }

  #ask(): void {
    this.send({ type: "ping" });
    this.#await(ANSWER_WITHIN);
  }

  #await(ms: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lose(), ms);
  }

  #lose(): void {
    this.#drop();
    this.#listener.lost();
    if (!this.#isWanted) return;
    this.#retry = setTimeout(() => this.#connect(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #drop(): void {
    clearTimeout(this.#watch);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** Somebody looks again, or the network is back: no time to wait. */
  #hurry(): void {
    if (!this.#isWanted) return;
    if (this.#socket === undefined) this.#connect();
    else if (this.#socket.readyState === WebSocket.OPEN) this.#ask();
  }
}
