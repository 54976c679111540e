/**
 * A server over a real socket that sends exactly the frames that a test gives it.
 *
 * @module
 */

import { decodeUtf8, type Line, LineReader } from "../../net/lines.ts";
import {
  type ClientFrame,
  decodeClientFrame,
  encodeFrame,
  type ServerFrame,
  type WelcomeFrame,
} from "../../protocol.ts";
import { freePort } from "./free_port.ts";

/** The time of all messages, in ms since 1970: 21:04 local time, in any time zone. */
export const SENT_AT = new Date(2026, 0, 2, 21, 4).getTime();

/** Builds a welcome for a name. */
export function welcomeFrame(name: string, changes: Partial<WelcomeFrame> = {}): WelcomeFrame {
  return {
    type: "welcome",
    version: 1,
    title: "chat",
    name,
    room: "lobby",
    members: [name],
    count: 1,
    seq: 0,
    read: 0,
    at: SENT_AT,
    token: "token",
    limits: {
      line: 16384,
      message: 4000,
      name: 24,
      rooms: 50,
      rate: 10,
      burst: 30,
      outbox: 1048576,
      pingAfter: 60000,
      pongWithin: 30000,
      idle: null,
      grace: 30000,
    },
    ...changes,
  };
}

/** One client's connection, seen from the server. */
export class FakeConnection {
  /** The read marks that the client sent: it sends them at times of its own choosing, between any other frames. */
  readonly reads: Extract<ClientFrame, { type: "read" }>[] = [];
  readonly #conn: Deno.TcpConn;
  readonly #lines: AsyncIterator<Line>;

  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    this.#lines = new LineReader(conn, 64 * 1024)[Symbol.asyncIterator]();
  }

  /** Returns the next frame that is no read mark; `undefined` when the client has closed. */
  async receive(): Promise<ClientFrame | undefined> {
    while (true) {
      const next = await this.#lines.next();
      if (next.done === true) return undefined;
      const text = next.value.kind === "line" ? decodeUtf8(next.value.bytes) : undefined;
      const decoded = decodeClientFrame(text ?? "");
      if (!decoded.ok) throw new Error(`The client sent what is no frame: ${text}`);
      if (decoded.frame.type !== "read") return decoded.frame;
      this.reads.push(decoded.frame);
    }
  }

  /** Answers the hello that must come first, and returns it. */
  async acceptHello(changes: Partial<WelcomeFrame> = {}): Promise<ClientFrame | undefined> {
    const hello = await this.receive();
    if (hello?.type !== "hello") throw new Error(`Not a hello: ${JSON.stringify(hello)}`);
    await this.send(welcomeFrame(hello.name, changes));
    return hello;
  }

  /** Sends frames, in one write. */
  async send(...frames: readonly ServerFrame[]): Promise<void> {
    await this.sendRaw(frames.map(encodeFrame).join(""));
  }

  /** Sends a text as it is. */
  async sendRaw(text: string): Promise<void> {
    let bytes = new TextEncoder().encode(text);
    while (bytes.length > 0) bytes = bytes.subarray(await this.#conn.write(bytes));
  }

  /** Reads until the client closes, so that closing here is no reset. */
  async drain(): Promise<readonly ClientFrame[]> {
    const frames: ClientFrame[] = [];
    for (let frame; (frame = await this.receive()) !== undefined;) frames.push(frame);
    return frames;
  }

  /** Closes the connection. */
  close(): void {
    try {
      this.#conn.close();
    } catch {
      return; // Closed already.
    }
  }
}

/** A listener on a free port, closed with all its connections when the test's block ends. */
export class FakeServer {
  readonly #listener: Deno.TcpListener;
  readonly #connections: FakeConnection[] = [];

  /** @param port The port of a server that has stopped, to take its place; any free one by default. */
  constructor(port = freePort()) {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port });
  }

  /** The port that it listens on. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Accepts the next client. */
  async nextConnection(): Promise<FakeConnection> {
    const connection = new FakeConnection(await this.#listener.accept());
    this.#connections.push(connection);
    return connection;
  }

  /** Stops accepting; open connections stay open. */
  stopListening(): void {
    try {
      this.#listener.close();
    } catch {
      return; // Closed already.
    }
  }

  [Symbol.dispose](): void {
    this.stopListening();
    for (const connection of this.#connections) connection.close();
  }
}
