/**
 * Somebody who stays for long and does what a client does: reads frame by frame, answers pings, checks every number.
 *
 * @module
 */

import { LineReader } from "../../net/lines.ts";
import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { LINE_BYTES } from "../../protocol/limits.ts";
import { pause, WAIT_TIMEOUT } from "../generator/member.ts";

/** What all of them have in common. */
export interface SoakContext {
  readonly port: number;
  /** Messages that were heard, by all together. */
  deliveries: number;
  /** Notes that something was wrong. */
  fault(what: string): void;
}

/** Somebody in the room. */
export class SoakMember {
  readonly name: string;
  /** The number of the last message that was heard. */
  seq = 0;
  /** How many of its own messages were acknowledged. */
  acked = 0;
  /** How many of its searches and histories were answered. */
  answered = 0;
  /** Told of each message that is said from now on. */
  onMessage: (text: string) => void = () => {};
  readonly #company: SoakContext;
  readonly #conn: Deno.TcpConn;
  #isIn = false;
  #isGoing = false;
  #due = "";
  #isWriting = false;

  private constructor(name: string, conn: Deno.TcpConn, company: SoakContext) {
    this.name = name;
    this.#conn = conn;
    this.#company = company;
  }

  /** Comes in, and resolves once it is welcome. It reads at once what comes, or so many ms later. */
  static async enter(name: string, company: SoakContext, readEvery: number): Promise<SoakMember> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: company.port });
    conn.setNoDelay(true);
    const person = new SoakMember(name, conn, company);
    const late = setTimeout(() => person.#close(), WAIT_TIMEOUT);
    await new Promise<void>((welcomed, refused) => {
      person.#read(readEvery, welcomed).then(() => refused(new Error(`${name} was not let in`)), refused);
      person.tell({ type: "hello", name, room: "lobby" });
    }).finally(() => clearTimeout(late));
    return person;
  }

  /** Sends a frame. */
  tell(frame: ClientFrame): void {
    this.#due += encodeFrame(frame);
    if (!this.#isWriting) void this.#write();
  }

  /** Goes: with a word, or as a connection that breaks. */
  leave(how: "quit" | "break"): void {
    this.#isGoing = true;
    if (how === "quit") this.tell({ type: "quit" });
    else this.#close();
  }

  async #read(readEvery: number, welcomed: () => void): Promise<void> {
    const decoder = new TextDecoder();
    const read = async (into: Uint8Array): Promise<number | null> => {
      // Who does not watch the screen is read now and then: otherwise the server would be asked to wake a reader for each write.
      if (this.#isIn && readEvery > 0) await pause(readEvery);
      return await this.#conn.read(into).catch(() => null);
    };
    for await (const line of new LineReader({ read }, LINE_BYTES)) {
      const text = line.kind === "line" ? decoder.decode(line.bytes) : "";
      const frame = decodeServerFrame(text);
      if (frame === undefined) {
        this.#company.fault(`${this.name} read what is no frame: ${text.slice(0, 80)}`);
      } else this.#take(frame, welcomed);
    }
    if (!this.#isGoing) this.#company.fault(`${this.name} was cut off`);
    this.#close();
  }

  #take(frame: ServerFrame, welcomed: () => void): void {
    switch (frame.type) {
      case "welcome":
        this.seq = frame.seq;
        this.#isIn = true;
        return welcomed();
      case "message":
        if (frame.past) return;
        if (frame.seq !== this.seq + 1) {
          this.#company.fault(`${this.name} heard message ${frame.seq} where ${this.seq + 1} was due`);
        }
        this.seq = frame.seq;
        this.#company.deliveries++;
        return this.onMessage(frame.text);
      case "ping":
        return this.tell({ type: "pong" });
      case "ack":
        this.acked++;
        return;
      case "history":
      case "found":
        this.answered++;
        return;
      case "error":
        return this.#company.fault(`${this.name} was told: ${frame.text}`);
      default: // Who comes and goes, hits, the goodbye: nothing to check.
    }
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    const encoder = new TextEncoder();
    try {
      while (this.#due !== "") {
        const bytes = encoder.encode(this.#due);
        this.#due = "";
        for (let at = 0; at < bytes.length;) at += await this.#conn.write(bytes.subarray(at));
      }
    } catch {
      // Cut off: whoever reads notes it.
    }
    this.#isWriting = false;
  }

  #close(): void {
    this.#isGoing = true;
    try {
      this.#conn.close();
    } catch {
      // It is closed already.
    }
  }
}
