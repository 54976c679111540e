/**
 * One connection of the generator: coming in, and reading until all are at the same place.
 *
 * @module
 */

import type { Dialect } from "./dialects.ts";
import type { Stream } from "./stream.ts";

const encoder = new TextEncoder();

/** How long coming in, or anything else that is awaited, may take, in ms. */
export const WAIT_TIMEOUT = 15_000;

/** How much one read takes at most, in bytes. */
export const READ_BYTES = 128 * 1024;

/** Somebody in the room. */
export class Member {
  readonly index: number;
  readonly conn: Deno.TcpConn;
  /** Bytes read since everyone was in. */
  position = 0;
  /** What it reads is checked against this; of one without, only the bytes are counted. */
  stream: Stream | undefined;
  /** Messages of the stream that it has come past. */
  heard = 0;
  /** When it was last read, in ms. */
  readAt = 0;
  /** Whether a read is under way. */
  isReading = false;
  /** Whether the server ended the connection. */
  isCutOff = false;
  /** The talker, if it is one that does not hear itself. */
  deafTo: number | undefined;

  constructor(index: number, conn: Deno.TcpConn) {
    this.index = index;
    this.conn = conn;
  }

  /** Writes all of a text. */
  async write(text: string): Promise<void> {
    const bytes = encoder.encode(text);
    let at = await this.conn.write(bytes);
    while (at < bytes.length) at += await this.conn.write(bytes.subarray(at));
  }

  /** Reads until the text is what `isEnough` wants; throws when that takes too long or the connection ends. */
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

  /** Ends the connection; twice is once. */
  close(): void {
    try {
      this.conn.close();
    } catch {
      // It is closed already.
    }
  }
}

/** Comes in under a name, and resolves once the server said so. */
export async function enter(dialect: Dialect, port: number, index: number, name: string): Promise<Member> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  conn.setNoDelay(true);
  const member = new Member(index, conn);
  const hello = dialect.hello(name);
  if (hello !== "") await member.write(hello);
  const due = [...dialect.answers];
  await member.readUntil((text) => dialect.isIn(text), (text) => {
    const [next] = due;
    if (next === undefined || !text.includes(next[0])) return;
    due.shift();
    void member.write(next[1]).catch(() => {}); // The read that goes on tells when the connection is gone.
  });
  return member;
}

/** Does something for each index from 0, some at a time. */
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
