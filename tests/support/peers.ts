/**
 * Peers that connect to a server over a real socket: bare bytes, `nc`, a native client.
 *
 * @module
 */

import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { Condition } from "./condition.ts";

/** The state of a connection, as its peer sees it: `ended` is a half-close or close by the server. */
export type ConnectionState = "open" | "ended" | "reset" | "closed here";

/** A socket that keeps everything it receives. */
export class RawPeer {
  /** Everything received, as text. */
  text = "";
  state: ConnectionState = "open";
  /** How many bytes the kernel has accepted for sending. */
  bytesAccepted = 0;
  readonly #conn: Deno.Conn<Deno.NetAddr>;
  readonly #changes = new Condition();
  readonly #reading: Promise<void>;

  /** @param reads Whether it reads at all; a member that does not stalls. */
  constructor(conn: Deno.Conn<Deno.NetAddr>, reads = true) {
    if ("setNoDelay" in conn && typeof conn.setNoDelay === "function") conn.setNoDelay(true);
    this.#conn = conn;
    this.#reading = reads ? this.#read() : Promise.resolve();
  }

  /** The address and port of this end, as they stand in the server's log. */
  get address(): string {
    const { hostname, port } = this.#conn.localAddr;
    return `${hostname}:${port}`;
  }

  /** The complete lines received. */
  get lines(): readonly string[] {
    return this.text.split("\n").slice(0, -1);
  }

  /** Writes all of it. A closed connection is no error here: tests look at what the server sent before. */
  async send(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    try {
      for (let at = 0; at < bytes.length;) {
        const count = await this.#conn.write(bytes.subarray(at));
        at += count;
        this.bytesAccepted += count;
        this.#changes.notify();
      }
    } catch {
      return;
    }
  }

  /** Waits until a text has been received. */
  async waitForText(text: string): Promise<void> {
    await this.waitFor(JSON.stringify(text), () => this.text.includes(text) || undefined);
  }

  /** Waits until the server has ended the connection, and returns how. */
  waitForEnd(): Promise<ConnectionState> {
    return this.waitFor("the end", () => this.state === "open" ? undefined : this.state);
  }

  /** Waits until `find` returns something, and returns that. */
  waitFor<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    return this.#changes.waitFor(what, find, () => `${this.text.slice(-2000)}\n(${this.state})`);
  }

  /** Closes the sending half. */
  async closeWrite(): Promise<void> {
    await this.#conn.closeWrite();
  }

  /** Closes at once; unread bytes make it a reset. */
  async close(): Promise<void> {
    if (this.state !== "closed here") {
      this.state = "closed here";
      this.#conn.close();
    }
    await this.#reading;
    this.#changes.end();
  }

  /** Handles what was read; overridden by peers that read frames. */
  protected handleText(text: string): void {
    this.text += text;
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(64 * 1024);
    while (true) {
      const count = await this.#conn.read(buffer).catch(endOf);
      if (typeof count !== "number") {
        if (this.state === "open") this.state = count ?? "ended";
        return this.#changes.notify();
      }
      this.handleText(decoder.decode(buffer.subarray(0, count), { stream: true }));
      this.#changes.notify();
    }
  }
}

/** Tells how a connection ended whose read failed: inside TLS, a server that closes at once does not announce it. */
function endOf(error: unknown): null | "reset" {
  return error instanceof Deno.errors.UnexpectedEof ? null : "reset";
}

/** A member with `nc`. */
export class PlainPeer extends RawPeer {
  /** Sends a name and waits to be welcomed. */
  async enter(name: string): Promise<void> {
    await this.say(name);
    await this.waitForText("Here now");
  }

  /** Sends a line. */
  say(line: string): Promise<void> {
    return this.send(`${line}\n`);
  }

  /** Waits until everything sent has been handled, and everything sent to this member before that has been received. */
  async sync(): Promise<void> {
    const lists = (): number => this.lines.filter((line) => line.startsWith("Here now")).length;
    for (let turn = 0; turn < 2; turn++) { // The first list may overtake events of the same turn; the second cannot.
      const before = lists();
      await this.say("/who");
      await this.waitFor("a list of who is here", () => lists() > before || undefined);
    }
  }
}

/** A frame of one type. */
export type FrameOf<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

/** Narrows a frame to one type. */
export function isFrameOf<Type extends ServerFrame["type"]>(
  frame: ServerFrame,
  type: Type,
): frame is FrameOf<Type> {
  return frame.type === type;
}

/** A client of the native protocol. */
export class NativePeer extends RawPeer {
  /** The frames received. */
  readonly frames: ServerFrame[] = [];
  #rest = "";

  /** Sends a name and waits to be welcomed. */
  async enter(name: string): Promise<FrameOf<"welcome">> {
    await this.sendFrames({ type: "hello", name, room: "lobby" });
    return await this.waitForFrame("welcome");
  }

  /** Sends frames, all in one write. */
  sendFrames(...frames: readonly ClientFrame[]): Promise<void> {
    return this.send(frames.map(encodeFrame).join(""));
  }

  /** Sends a message to the lobby. */
  say(text: string, id?: string | number): Promise<void> {
    return this.sendFrames({ type: "say", room: "lobby", text, ...(id !== undefined && { id }) });
  }

  /** Returns the received frames of one type. */
  framesOf<Type extends ServerFrame["type"]>(type: Type): readonly FrameOf<Type>[] {
    return this.frames.filter((frame) => isFrameOf(frame, type));
  }

  /** Waits for a frame of one type that satisfies a condition, and returns the first. */
  waitForFrame<Type extends ServerFrame["type"]>(
    type: Type,
    isWanted: (frame: FrameOf<Type>) => boolean = () => true,
  ): Promise<FrameOf<Type>> {
    return this.waitFor(`a wanted ${type}`, () => this.framesOf(type).find(isWanted));
  }

  /** Waits for a message with this text, and returns the first. */
  waitForMessage(text: string): Promise<FrameOf<"message">> {
    return this.waitForFrame("message", (message) => message.text === text);
  }

  /** Waits until everything sent has been handled, and everything sent to this client before that has been received. */
  async sync(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) { // The first pong may overtake events of the same turn; the second cannot.
      const before = this.framesOf("pong").length;
      await this.sendFrames({ type: "ping" });
      await this.waitFor("a pong", () => this.framesOf("pong").length > before || undefined);
    }
  }

  protected override handleText(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const frame = decodeServerFrame(line);
      if (frame === undefined) throw new Error(`the server sent what is no frame: ${line}`);
      this.frames.push(frame);
    }
    this.text = (this.text + text).slice(-100_000);
  }
}
