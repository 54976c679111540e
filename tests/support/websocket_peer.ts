/**
 * One who comes over WebSocket, by the npm library `ws`: somebody else's reading of RFC 6455.
 *
 * @module
 */

import { WebSocket } from "ws";
import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { type FrameOf, isFrameOf } from "./peers.ts";
import { Condition } from "./condition.ts";

/** How a WebSocket ended: 1006 when there was no goodbye. */
export interface WebSocketEnd {
  readonly code: number;
}

/** A program that speaks the native protocol over WebSocket. */
export class WebSocketPeer {
  readonly frames: ServerFrame[] = [];
  /** How many messages of WebSocket came. */
  messages = 0;
  /** What pongs said. */
  readonly pongs: string[] = [];
  readonly #socket: WebSocket;
  readonly #changes = new Condition();
  #end: WebSocketEnd | undefined;
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
      this.#changes.notify();
    });
    this.#socket.on("unexpected-response", (request, response) => {
      this.#refusal = response.statusCode;
      request.destroy();
      this.#changes.notify();
    });
    this.#socket.on("error", () => {}); // The end that follows tells.
    this.#socket.on("open", () => this.#changes.notify());
    this.#socket.on("close", (code) => {
      this.#end = { code };
      this.#changes.notify();
    });
  }

  /** Resolves when the server has let the request become a WebSocket. */
  async waitForOpen(): Promise<void> {
    await this.#until("the upgrade", () => this.#socket.readyState === WebSocket.OPEN || undefined);
  }

  /** The status that the server answered with instead of a WebSocket. */
  waitForRejection(): Promise<number> {
    return this.#until("a refusal", () => this.#refusal);
  }

  /** Gives a name and waits to be let in. */
  async enter(name: string): Promise<FrameOf<"welcome">> {
    await this.waitForOpen();
    this.sendFrames({ type: "hello", name, room: "lobby" });
    return await this.waitForFrame("welcome");
  }

  /** Sends frames of our protocol, all as one message. */
  sendFrames(...frames: readonly ClientFrame[]): void {
    this.send(frames.map(encodeFrame).join(""));
  }

  /** Says something in the lobby. */
  say(text: string, id?: string): void {
    this.sendFrames({ type: "say", room: "lobby", text, ...(id !== undefined && { id }) });
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
  async waitForPong(said: string): Promise<void> {
    await this.#until(`a pong ${said}`, () => this.pongs.includes(said) || undefined);
  }

  /** The first frame of this type that is as wanted, once it comes. */
  waitForFrame<Type extends ServerFrame["type"]>(
    type: Type,
    isWanted: (frame: FrameOf<Type>) => boolean = () => true,
  ): Promise<FrameOf<Type>> {
    return this.#until(
      `a wanted ${type}`,
      () => this.frames.filter((frame) => isFrameOf(frame, type)).find(isWanted),
    );
  }

  /** The first message with this text, once it comes. */
  waitForMessage(text: string): Promise<FrameOf<"message">> {
    return this.waitForFrame("message", (message) => message.text === text);
  }

  /** Says goodbye as WebSocket does, and waits for the answer. */
  close(code?: number): Promise<WebSocketEnd> {
    this.#socket.close(code);
    return this.waitForEnd();
  }

  /** Resolves when it is over. */
  waitForEnd(): Promise<WebSocketEnd> {
    return this.#until("the end", () => this.#end);
  }

  /** Ends it whatever state it is in. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
    await this.waitForEnd();
  }

  #took(text: string): void {
    this.messages++;
    for (const line of text.split("\n")) {
      if (line === "") continue;
      const frame = decodeServerFrame(line);
      if (frame === undefined) throw new Error(`the server sent what is no frame: ${line}`);
      this.frames.push(frame);
    }
    this.#changes.notify();
  }

  #until<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    return this.#changes.waitFor(what, find, () => JSON.stringify([this.frames, this.#end]).slice(-2000));
  }
}
