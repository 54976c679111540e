/**
 * A member that does what a client does: reads frame by frame, answers pings, checks every number.
 *
 * @module
 */

import { LineReader } from "../../net/lines.ts";
import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import { LINE_BYTES } from "../../protocol/limits.ts";
import { pause, WAIT_TIMEOUT } from "../generator/member.ts";

/** What all members of a soak share. */
export interface SoakContext {
  readonly port: number;
  /** Deliveries to all members. */
  deliveries: number;
  /** Notes a fault. */
  fault(what: string): void;
}

/** A member of the room. */
export class SoakMember {
  readonly name: string;
  /** The number of the last message received. */
  seq = 0;
  /** How many of its own messages were acknowledged. */
  acked = 0;
  /** How many of its searches and histories were answered. */
  answered = 0;
  /** Called with the text of each live message. */
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

  /** Enters, and resolves once it is welcomed. It reads what arrives at once, or every `readEvery` ms. */
  static async enter(name: string, company: SoakContext, readEvery: number): Promise<SoakMember> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: company.port });
    conn.setNoDelay(true);
    const person = new SoakMember(name, conn, company);
    const late = setTimeout(() => person.#close(), WAIT_TIMEOUT);
    await new Promise<void>((welcomed, refused) => {
      person.#read(readEvery, welcomed).then(() => refused(new Error(`${name} was not let in`)), refused);
      person.send({ type: "hello", name, room: "lobby" });
    }).finally(() => clearTimeout(late));
    return person;
  }

  /** Sends a frame. */
  send(frame: ClientFrame): void {
    this.#due += encodeFrame(frame);
    if (!this.#isWriting) void this.#write();
  }

  /** Leaves: with `quit`, or as a connection that breaks. */
  leave(how: "quit" | "break"): void {
    this.#isGoing = true;
    if (how === "quit") this.send({ type: "quit" });
    else this.#close();
  }

  async #read(readEvery: number, welcomed: () => void): Promise<void> {
    const decoder = new TextDecoder();
    const read = async (into: Uint8Array): Promise<number | null> => {
      // Members that are not timed are read now and then: else each write of the server would wake a reader.
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
        return this.send({ type: "pong" });
      case "ack":
        this.acked++;
        return;
      case "history":
      case "found":
        this.answered++;
        return;
      case "error":
        return this.#company.fault(`${this.name} was told: ${frame.text}`);
      default: // Presence, hits, the goodbye: nothing to check.
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
      // Cut off: the read notes it.
    }
    this.#isWriting = false;
  }

  #close(): void {
    this.#isGoing = true;
    try {
      this.#conn.close();
    } catch {
      // Closed already.
    }
  }
}
