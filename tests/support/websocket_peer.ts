/**
 * A native client over WebSocket, by the npm library `ws`: an independent implementation of RFC 6455.
 *
 * @module
 */

// @ts-types="./ws.d.ts"
import { WebSocket } from "ws";
import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { type FrameOf, isFrameOf } from "./peers.ts";
import { Condition } from "./condition.ts";

/** How a WebSocket ended; code 1006 without a close frame. */
export interface WebSocketEnd {
  readonly code: number;
}

/** A client of the native protocol over WebSocket. */
export class WebSocketPeer {
  readonly frames: ServerFrame[] = [];
  /** How many WebSocket messages were received. */
  messages = 0;
  /** The payloads of pongs. */
  readonly pongs: string[] = [];
  readonly #socket: WebSocket;
  readonly #changes = new Condition();
  #end: WebSocketEnd | undefined;
  #refusal: number | undefined;

  /**
   * @param headers Headers of the request, such as `Origin`.
   * @param ca The certificate of a server that it comes to encrypted.
   */
  constructor(port: number, headers: Readonly<Record<string, string>> = {}, ca?: string) {
    this.#socket = new WebSocket(`${ca === undefined ? "ws" : "wss"}://127.0.0.1:${port}/ws`, {
      ...(ca !== undefined && { ca }),
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
    this.#socket.on("error", () => {}); // A close event follows.
    this.#socket.on("open", () => this.#changes.notify());
    this.#socket.on("close", (code) => {
      this.#end = { code };
      this.#changes.end();
    });
  }

  /** Waits until the server has accepted the upgrade. */
  async waitForOpen(): Promise<void> {
    await this.#until("the upgrade", () => this.#socket.readyState === WebSocket.OPEN || undefined);
  }

  /** Waits until the server has accepted the upgrade or rejected it, and tells whether it has accepted. */
  async opens(): Promise<boolean> {
    const isOpen = (): boolean => this.#socket.readyState === WebSocket.OPEN;
    await this.#until("the upgrade", () => isOpen() || this.#refusal !== undefined || undefined);
    return isOpen();
  }

  /** Waits for the first frame. */
  waitForFirst(): Promise<ServerFrame> {
    return this.#until("a frame", () => this.frames[0]);
  }

  /** Waits for a rejection of the upgrade, and returns its status. */
  waitForRejection(): Promise<number> {
    return this.#until("a refusal", () => this.#refusal);
  }

  /** Sends a name and waits to be welcomed. */
  async enter(name: string): Promise<FrameOf<"welcome">> {
    await this.waitForOpen();
    this.sendFrames({ type: "hello", name, room: "lobby" });
    return await this.waitForFrame("welcome");
  }

  /** Sends frames of the native protocol, all in one message. */
  sendFrames(...frames: readonly ClientFrame[]): void {
    this.send(frames.map(encodeFrame).join(""));
  }

  /** Sends a message to the lobby. */
  say(text: string, id?: string): void {
    this.sendFrames({ type: "say", room: "lobby", text, ...(id !== undefined && { id }) });
  }

  /** Sends a message, or a fragment of one. */
  send(data: string | Uint8Array, isFinal = true): void {
    this.#socket.send(data, { fin: isFinal, binary: typeof data !== "string" });
  }

  /** Sends a WebSocket ping. */
  ping(said: string): void {
    this.#socket.ping(said);
  }

  /** Waits for a pong with this payload. */
  async waitForPong(said: string): Promise<void> {
    await this.#until(`a pong ${said}`, () => this.pongs.includes(said) || undefined);
  }

  /** Waits for a frame of one type that satisfies a condition, and returns the first. */
  waitForFrame<Type extends ServerFrame["type"]>(
    type: Type,
    isWanted: (frame: FrameOf<Type>) => boolean = () => true,
  ): Promise<FrameOf<Type>> {
    return this.#until(
      `a wanted ${type}`,
      () => this.frames.filter((frame) => isFrameOf(frame, type)).find(isWanted),
    );
  }

  /** Waits for a message with this text, and returns the first. */
  waitForMessage(text: string): Promise<FrameOf<"message">> {
    return this.waitForFrame("message", (message) => message.text === text);
  }

  /** Closes with a close frame, and waits until it is answered. */
  close(code?: number): Promise<WebSocketEnd> {
    this.#socket.close(code);
    return this.waitForEnd();
  }

  /** Waits until it has ended. */
  waitForEnd(): Promise<WebSocketEnd> {
    return this.#until("the end", () => this.#end);
  }

  /** Ends it in any state. */
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
