/**
 * A connection of the native protocol that does what a person does: enters, says, asks.
 *
 * @module
 */

import { LineReader } from "../../net/lines.ts";

/** The longest line of the server that is read here. */
const LINE_BYTES = 1 << 20;

/** The most that one read returns, and how much of its end is looked at: more than the last line of a room that is read has. */
const READ_BYTES = 128 * 1024;
const END_BYTES = 1024;

const NEWLINE = 10;

const encoder = new TextEncoder();

/** A connection of the native protocol. */
export class Native {
  readonly lines: LineReader;
  readonly #conn: Deno.TcpConn;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    this.lines = new LineReader(conn, LINE_BYTES);
  }

  /** Connects and enters a room. @param after The last message of it that it has; without one it gets what newcomers get. */
  static async enter(port: number, name: string, room: string, after?: number): Promise<Native> {
    const member = await Native.connect(port);
    await member.send({ type: "hello", name, room: after === undefined ? room : "" });
    if (after !== undefined) await member.send({ type: "join", room, after });
    return member;
  }

  /** Connects, and says nothing yet. */
  static async connect(port: number): Promise<Native> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    conn.setNoDelay(true);
    return new Native(conn);
  }

  /** Reads up to the welcome, and returns the token in it. */
  async token(): Promise<string> {
    const decoder = new TextDecoder();
    for await (const line of this.lines) {
      const found = line.kind === "line" ? /"token":"([^"]+)"/.exec(decoder.decode(line.bytes)) : undefined;
      if (found?.[1] !== undefined) return found[1];
    }
    throw new Error("the server closed the connection");
  }

  /** Writes a frame. */
  async send(frame: unknown): Promise<void> {
    await this.sendAll([frame]);
  }

  /** Writes frames at once. */
  async sendAll(frames: readonly unknown[]): Promise<void> {
    const bytes = encoder.encode(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(""));
    for (let at = 0; at < bytes.length;) at += await this.#conn.write(bytes.subarray(at));
  }

  /** Reads until a line contains a text; returns how many lines there were. Looks at bytes only, as many read at once. */
  async readUntil(text: string): Promise<number> {
    const buffer = new Uint8Array(READ_BYTES);
    const decoder = new TextDecoder();
    let count = 0;
    let end = "";
    while (!end.includes(text)) {
      const size = await this.#conn.read(buffer);
      if (size === null) throw new Error("the server closed the connection");
      const bytes = buffer.subarray(0, size);
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
      end = (end + decoder.decode(bytes.subarray(-END_BYTES))).slice(-2 * END_BYTES);
    }
    return count;
  }

  /** Reads line by line until one contains a text, whatever comes behind it. */
  async hear(text: string): Promise<void> {
    const decoder = new TextDecoder();
    for await (const line of this.lines) {
      if (line.kind === "line" && decoder.decode(line.bytes).includes(text)) return;
    }
    throw new Error("the server closed the connection");
  }

  /** Closes the connection. */
  close(): void {
    try {
      this.#conn.close();
    } catch {
      // Closed already.
    }
  }
}
