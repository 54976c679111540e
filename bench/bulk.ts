/**
 * Measures what many readers of a long room do to two members of another room who talk: the time of their messages.
 *
 * @module
 */

import { LineReader } from "../net/lines.ts";
import { eachOf, pause } from "./generator/member.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
} from "./measurement.ts";

const LONG_ROOM = "long";
const PAIR_ROOM = "pair";

/** Pause between two messages of the pair, in ms. */
const TALK_EVERY = 20;

/** Messages that are being stored at a time while the long room is made. */
const IN_FLIGHT = 400;

/** The longest line of the server that is read here. */
const LINE_BYTES = 1 << 20;

/** The most that one read returns, and how much of its end is looked at: more than the last line of a room that is read has. */
const READ_BYTES = 128 * 1024;
const END_BYTES = 1024;

const NEWLINE = 10;

const encoder = new TextEncoder();

/** A connection of the native protocol. */
class Native {
  readonly lines: LineReader;
  readonly #conn: Deno.TcpConn;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    this.lines = new LineReader(conn, LINE_BYTES);
  }

  /** Connects and enters a room. @param after The last message of it that it has; without one it gets what newcomers get. */
  static async enter(port: number, name: string, room: string, after?: number): Promise<Native> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    conn.setNoDelay(true);
    const member = new Native(conn);
    await member.send({ type: "hello", name, room: after === undefined ? room : "" });
    if (after !== undefined) await member.send({ type: "join", room, after });
    return member;
  }

  /** Writes a frame. */
  async send(frame: unknown): Promise<void> {
    const bytes = encoder.encode(`${JSON.stringify(frame)}\n`);
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

  /** Closes the connection. */
  close(): void {
    try {
      this.#conn.close();
    } catch {
      // Closed already.
    }
  }
}

/** Takes the measurement. Settings: `readers`, `messages`, `seconds`. */
export async function bulk({ port }: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const messages = requiredSetting(settings, "messages");
  await fillRoom(port, messages);
  const pair = await Promise.all(["ada", "bob"].map((name) => Native.enter(port, name, PAIR_ROOM)));
  const [ada, bob] = pair;
  if (ada === undefined || bob === undefined) throw new Error("two members are needed");
  const times = { without: [] as number[], withReaders: [] as number[] };
  let current = times.without;
  const hearing = hear(bob, (ms) => void current.push(ms));
  const draining = ada.readUntil("never").catch(() => 0);
  const isOver = { value: false };
  const talking = talk(ada, isOver);
  await pause(requiredSetting(settings, "seconds") * 1000);
  current = times.withReaders;
  const began = performance.now();
  const faults = await readAll(port, requiredSetting(settings, "readers"), messages);
  const seconds = (performance.now() - began) / 1000;
  isOver.value = true;
  await talking;
  for (const member of pair) member.close();
  await Promise.all([hearing, draining]);
  return {
    faults,
    figures: {
      p99Without: percentile(times.without, 0.99),
      p99With: percentile(times.withReaders, 0.99),
      longest: percentile(times.withReaders, 1),
      seconds,
    },
  };
}

/** Fills the long room. */
async function fillRoom(port: number, messages: number): Promise<void> {
  const writer = await Native.enter(port, "writer", LONG_ROOM);
  for (let sent = 0; sent < messages;) {
    const upTo = Math.min(sent + IN_FLIGHT, messages);
    for (; sent < upTo; sent++) {
      void writer.send({ type: "say", room: LONG_ROOM, text: `message ${sent}`, id: `${sent}` });
    }
    await writer.readUntil(`"text":"message ${upTo - 1}"`);
  }
  writer.close();
}

/** Has all readers read the whole room at the same time; returns what went wrong. */
async function readAll(port: number, readers: number, messages: number): Promise<readonly string[]> {
  const faults: string[] = [];
  await eachOf(readers, readers, async (index) => {
    const reader = await Native.enter(port, `reader${index}`, LONG_ROOM, 0);
    const count = await reader.readUntil(`"text":"message ${messages - 1}"`);
    if (count < messages) faults.push(`reader ${index} got ${count} lines for ${messages} messages`);
    reader.close();
  });
  return faults;
}

/** Says when it is, again and again. */
async function talk(member: Native, isOver: { readonly value: boolean }): Promise<void> {
  while (!isOver.value) {
    await member.send({ type: "say", room: PAIR_ROOM, text: `at ${performance.now()}` });
    await pause(TALK_EVERY);
  }
}

/** Notes how old each message is that says when it was sent; ends with the connection. */
async function hear(member: Native, onMessage: (ms: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const line of member.lines) {
      const sentAt = line.kind === "line"
        ? /"text":"at ([0-9.]+)"/.exec(decoder.decode(line.bytes))?.[1]
        : undefined;
      if (sentAt !== undefined) onMessage(performance.now() - Number(sentAt));
    }
  } catch {
    // Closed by us.
  }
}
