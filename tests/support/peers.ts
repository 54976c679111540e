/**
 * Those who come to a server over a real socket: bare bytes, a person with `nc`, a program.
 *
 * @module
 */

import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { Condition } from "./condition.ts";

/** How a connection stands, as its peer sees it: told goodbye by the server is `ended`. */
export type ConnectionState = "open" | "ended" | "reset" | "closed here";

/** A socket that keeps all that comes. */
export class RawPeer {
  /** All that came, as text. */
  text = "";
  state: ConnectionState = "open";
  /** How many bytes the server's machine has taken from here. */
  bytesAccepted = 0;
  readonly #conn: Deno.TcpConn;
  readonly #changes = new Condition();
  readonly #reading: Promise<void>;

  /** @param reads Whether it reads at all: one that does not is a member that stalls. */
  constructor(conn: Deno.TcpConn, reads = true) {
    conn.setNoDelay(true);
    this.#conn = conn;
    this.#reading = reads ? this.#read() : Promise.resolve();
  }

  /** Address and port of this end, as the server's log tells them. */
  get address(): string {
    const { hostname, port } = this.#conn.localAddr;
    return `${hostname}:${port}`;
  }

  /** The whole lines that came. */
  get lines(): readonly string[] {
    return this.text.split("\n").slice(0, -1);
  }

  /** Writes all of it. A server that is gone is no error here: what it said before that is what a test looks at. */
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

  /** Resolves when this text has come. */
  async waitForText(text: string): Promise<void> {
    await this.waitFor(JSON.stringify(text), () => this.text.includes(text) || undefined);
  }

  /** Resolves when the server has ended the connection, and tells how. */
  waitForEnd(): Promise<ConnectionState> {
    return this.waitFor("the end", () => this.state === "open" ? undefined : this.state);
  }

  /** What `find` gives, once it gives something. */
  waitFor<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    return this.#changes.waitFor(what, find, () => `${this.text.slice(-2000)}\n(${this.state})`);
  }

  /** Says that nothing more will come from here. */
  async closeWrite(): Promise<void> {
    await this.#conn.closeWrite();
  }

  /** Closes at once. What came and was not read makes it a reset. */
  async close(): Promise<void> {
    if (this.state !== "closed here") {
      this.state = "closed here";
      this.#conn.close();
    }
    await this.#reading;
  }

  /** For those who read more than bytes. */
  protected handleText(text: string): void {
    this.text += text;
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(64 * 1024);
    while (true) {
      const count = await this.#conn.read(buffer).catch(() => "reset" as const);
      if (typeof count !== "number") {
        if (this.state === "open") this.state = count ?? "ended";
        return this.#changes.notify();
      }
      this.handleText(decoder.decode(buffer.subarray(0, count), { stream: true }));
      this.#changes.notify();
    }
  }
}

/** A person with `nc`. */
export class PlainPeer extends RawPeer {
  /** Gives a name and waits to be let in. */
  async enter(name: string): Promise<void> {
    await this.say(name);
    await this.waitForText("Here now");
  }

  /** Writes a line and presses Enter. */
  say(line: string): Promise<void> {
    return this.send(`${line}\n`);
  }

  /** Resolves when all that this person said is done, and all that was told to them before has come. */
  async sync(): Promise<void> {
    const lists = (): number => this.lines.filter((line) => line.startsWith("Here now")).length;
    for (let turn = 0; turn < 2; turn++) { // The list may overtake what is told at the same turn's end; the second cannot.
      const before = lists();
      await this.say("/who");
      await this.waitFor("a list of who is here", () => lists() > before || undefined);
    }
  }
}

/** A frame of one type. */
export type FrameOf<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

/** Whether a frame is of this type. */
export function isFrameOf<Type extends ServerFrame["type"]>(
  frame: ServerFrame,
  type: Type,
): frame is FrameOf<Type> {
  return frame.type === type;
}

/** A program that speaks the native protocol. */
export class NativePeer extends RawPeer {
  /** The frames that came. */
  readonly frames: ServerFrame[] = [];
  #rest = "";

  /** Gives a name and waits to be let in. */
  async enter(name: string): Promise<FrameOf<"welcome">> {
    await this.sendFrames({ type: "hello", name, room: "lobby" });
    return await this.waitForFrame("welcome");
  }

  /** Sends frames, all in one write. */
  sendFrames(...frames: readonly ClientFrame[]): Promise<void> {
    return this.send(frames.map(encodeFrame).join(""));
  }

  /** Says something in the lobby. */
  say(text: string, id?: string | number): Promise<void> {
    return this.sendFrames({ type: "say", room: "lobby", text, ...(id !== undefined && { id }) });
  }

  /** The frames of this type that came. */
  framesOf<Type extends ServerFrame["type"]>(type: Type): readonly FrameOf<Type>[] {
    return this.frames.filter((frame) => isFrameOf(frame, type));
  }

  /** The first frame of this type that is as wanted, once it comes. */
  waitForFrame<Type extends ServerFrame["type"]>(
    type: Type,
    isWanted: (frame: FrameOf<Type>) => boolean = () => true,
  ): Promise<FrameOf<Type>> {
    return this.waitFor(`a wanted ${type}`, () => this.framesOf(type).find(isWanted));
  }

  /** The first message with this text, once it comes. */
  waitForMessage(text: string): Promise<FrameOf<"message">> {
    return this.waitForFrame("message", (message) => message.text === text);
  }

  /** Resolves when all that this program sent is done, and all that was told to it before has come. */
  async sync(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) { // The pong may overtake what is told at the same turn's end; the second cannot.
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
