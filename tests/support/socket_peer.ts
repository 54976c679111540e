/**
 * One who comes over WebSocket, by the npm library `ws`: somebody else's reading of RFC 6455.
 *
 * @module
 */

import { WebSocket } from "ws";
import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { isOf, type Of } from "./peers.ts";
import { Watch } from "./watch.ts";

/** How a WebSocket ended: 1006 when there was no goodbye. */
export interface SocketEnd {
  readonly code: number;
}

/** A program that speaks the native protocol over WebSocket. */
export class SocketPeer {
  readonly frames: ServerFrame[] = [];
  /** How many messages of WebSocket came. */
  messages = 0;
  /** What pongs said. */
  readonly pongs: string[] = [];
  readonly #socket: WebSocket;
  readonly #watch = new Watch();
  #end: SocketEnd | undefined;
  #refusal: number | undefined;

  /** @param headers Of the request, as `Origin`. */
  constructor(port: number, headers: Readonly<Record<string, string>> = {}) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
      headers: { ...headers },
      perMessageDeflate: true,
    });
    this.#socket.on("message", (data) => this.#took(String(data)));
    this.#socket.on("pong", (data) => {
      this.pongs.push(String(data));
      this.#watch.changed();
    });
    this.#socket.on("unexpected-response", (request, response) => {
      this.#refusal = response.statusCode;
      request.destroy();
      this.#watch.changed();
    });
    this.#socket.on("error", () => {}); // The end that follows tells.
    this.#socket.on("open", () => this.#watch.changed());
    this.#socket.on("close", (code) => {
      this.#end = { code };
      this.#watch.changed();
    });
  }

  /** Resolves when the server has let the request become a WebSocket. */
  async opened(): Promise<void> {
    await this.#until("the upgrade", () => this.#socket.readyState === WebSocket.OPEN || undefined);
  }

  /** The status that the server answered with instead of a WebSocket. */
  refused(): Promise<number> {
    return this.#until("a refusal", () => this.#refusal);
  }

  /** Gives a name and waits to be let in. */
  async enter(name: string): Promise<Of<"welcome">> {
    await this.opened();
    this.tell({ type: "hello", name, room: "lobby" });
    return await this.gets("welcome");
  }

  /** Sends frames of our protocol, all as one message. */
  tell(...frames: readonly ClientFrame[]): void {
    this.send(frames.map(encodeFrame).join(""));
  }

  /** Says something in the lobby. */
  say(text: string, id?: string): void {
    this.tell({ type: "say", room: "lobby", text, ...(id !== undefined && { id }) });
  }

  /** Sends a message, or a fragment of one. */
  send(data: string | Uint8Array, isFinal = true): void {
    this.#socket.send(data, { fin: isFinal, binary: typeof data !== "string" });
  }

  /** Sends a ping of WebSocket's own. */
  ping(said: string): void {
    this.#socket.ping(said);
  }

  /** Resolves when a pong said this. */
  async ponged(said: string): Promise<void> {
    await this.#until(`a pong ${said}`, () => this.pongs.includes(said) || undefined);
  }

  /** The first frame of this type that is as wanted, once it comes. */
  gets<Type extends ServerFrame["type"]>(
    type: Type,
    isWanted: (frame: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    return this.#until(
      `a wanted ${type}`,
      () => this.frames.filter((frame) => isOf(frame, type)).find(isWanted),
    );
  }

  /** The first message with this text, once it comes. */
  hears(text: string): Promise<Of<"message">> {
    return this.gets("message", (message) => message.text === text);
  }

  /** Says goodbye as WebSocket does, and waits for the answer. */
  close(code?: number): Promise<SocketEnd> {
    this.#socket.close(code);
    return this.ended();
  }

  /** Resolves when it is over. */
  ended(): Promise<SocketEnd> {
    return this.#until("the end", () => this.#end);
  }

  /** Ends it whatever state it is in. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
    await this.ended();
  }

  #took(text: string): void {
    this.messages++;
    for (const line of text.split("\n")) {
      if (line === "") continue;
      const frame = decodeServerFrame(line);
      if (frame === undefined) throw new Error(`the server sent what is no frame: ${line}`);
      this.frames.push(frame);
    }
    this.#watch.changed();
  }

  #until<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    return this.#watch.until(what, find, () => JSON.stringify([this.frames, this.#end]).slice(-2000));
  }
}
