/**
 * One connection of the generator: entering, and reading until all are at the same place.
 *
 * @module
 */

import type { Dialect } from "./dialects.ts";
import { connectFrom, secure } from "./encryption.ts";
import type { Stream } from "./stream.ts";

const encoder = new TextEncoder();

/** Time limit of entering, and of everything else that is awaited, in ms. */
export const WAIT_TIMEOUT = 15_000;

/** The most that one read returns, in bytes. */
export const READ_BYTES = 128 * 1024;

/** A member of the room. */
export class Member {
  readonly index: number;
  readonly conn: Deno.TcpConn | Deno.TlsConn;
  /** Bytes read since all members have entered. */
  position = 0;
  /** What it reads is compared with this; without one the bytes are only counted. */
  stream: Stream | undefined;
  /** How many messages of the stream it has received. */
  received = 0;
  /** When it was last read, in ms. */
  readAt = 0;
  /** Whether a read is under way. */
  isReading = false;
  /** Whether the server ended the connection. */
  isCutOff = false;
  /** The talker whose messages it does not receive, if it is that talker and the server does not echo. */
  doesNotReceive: number | undefined;

  constructor(index: number, conn: Deno.TcpConn | Deno.TlsConn) {
    this.index = index;
    this.conn = conn;
  }

  /** Writes a whole text. */
  async write(text: string): Promise<void> {
    const bytes = encoder.encode(text);
    let at = await this.conn.write(bytes);
    while (at < bytes.length) at += await this.conn.write(bytes.subarray(at));
  }

  /** Reads until `isEnough` accepts the text; throws on a timeout or when the connection ends. */
  async readUntil(isEnough: (text: string) => boolean, onText?: (text: string) => void): Promise<void> {
    const timer = setTimeout(() => this.close(), WAIT_TIMEOUT);
    const buffer = new Uint8Array(16 * 1024);
    const decoder = new TextDecoder();
    try {
      let text = "";
      while (!isEnough(text)) {
        const count = await this.conn.read(buffer);
        if (count === null) throw new Error(`the server closed the connection of member ${this.index}`);
        text += decoder.decode(buffer.subarray(0, count), { stream: true });
        onText?.(text);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connection; may be called twice. */
  close(): void {
    try {
      this.conn.close();
    } catch {
      // Closed already.
    }
  }
}

/** Connects and enters under a name; resolves once the server has confirmed it. */
export async function enter(dialect: Dialect, port: number, index: number, name: string): Promise<Member> {
  const conn = await connect(dialect, port, index);
  const member = new Member(index, conn);
  const hello = dialect.hello(name);
  if (hello !== "") await member.write(hello);
  const due = [...dialect.answers];
  await member.readUntil((text) => dialect.hasEntered(text), (text) => {
    const [next] = due;
    if (next === undefined || !text.includes(next[0])) return;
    due.shift();
    void member.write(next[1]).catch(() => {}); // The pending read notices a closed connection.
  });
  return member;
}

async function connect(
  { isEncrypted }: Dialect,
  port: number,
  index: number,
): Promise<Deno.TcpConn | Deno.TlsConn> {
  if (isEncrypted) return await secure(await connectFrom(index, port), port);
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  conn.setNoDelay(true);
  return conn;
}

/** Runs a function for each index from 0, `atOnce` at a time. */
export async function eachOf(
  count: number,
  atOnce: number,
  run: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

/** Resolves after `ms`. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
