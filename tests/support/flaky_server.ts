/**
 * A server in memory that recognizes repeated messages by their ids, over connections that are cut where a test wants.
 *
 * @module
 */

import { type Connected, Link } from "../../client/connection/link.ts";
import type { Wire } from "../../client/wire.ts";
import type { Clock } from "../../net/clock.ts";
import {
  decodeClientFrame,
  encodeFrame,
  type MessageFrame,
  type MessageId,
  type ServerFrame,
} from "../../protocol.ts";
import { SENT_AT, welcomeFrame } from "./fake_server.ts";

/** The number of bytes in each direction after which a connection is cut. */
export interface CutPoint {
  readonly fromClient: number;
  readonly toClient: number;
}

/** A connection that is never cut. */
const NEVER: CutPoint = { fromClient: Infinity, toClient: Infinity };

/** A server with one member, who has one token and talks in the lobby. */
export class FlakyServer {
  /** The messages of the lobby, in order. */
  readonly log: MessageFrame[] = [];
  /** The texts of direct messages, each once. */
  readonly directMessages: string[] = [];
  /** Rooms that the member is in, besides the lobby. */
  readonly rooms = new Set<string>();
  /** Every hello that was received. */
  readonly hellos: unknown[] = [];
  token = "token";
  /** How many connections were cut in the middle of a line, or with a reply unsent. */
  cutsMidLine = 0;
  /** How many of the next messages are answered by `not-stored`. */
  storesToFail = 0;
  /** Whether connecting fails. */
  isDown = false;
  readonly #whisperIds = new Set<MessageId>();
  #cuts: CutPoint[];
  #live: FlakyWire | undefined;

  /** @param cuts Where the next connections are cut; later ones are not. */
  constructor(...cuts: readonly CutPoint[]) {
    this.#cuts = [...cuts];
  }

  /** Connects as the client does. */
  connect(clock: Clock): Promise<Connected> {
    if (this.isDown) return Promise.resolve({ ok: false, failure: { kind: "nobody" } });
    this.#live?.end();
    this.#live = new FlakyWire(this, this.#cuts.shift() ?? NEVER);
    return Promise.resolve({ ok: true, link: new Link(this.#live, clock), notes: [] });
  }

  /** Cuts the open connection. */
  cut(): void {
    this.#live?.end();
  }

  /** Publishes a message from another member. */
  say(text: string): void {
    const message = this.#add({ from: "bob", text });
    this.#live?.send(message);
  }

  /** Sends frames to the client. */
  send(...frames: readonly ServerFrame[]): void {
    this.#live?.send(...frames);
  }

  /** Returns the frames that answer a line from the client. */
  repliesTo(line: string): readonly ServerFrame[] {
    const decoded = decodeClientFrame(line);
    if (!decoded.ok) throw new Error(`The client sent what is no frame: ${line}`);
    const { frame } = decoded;
    switch (frame.type) {
      case "hello": {
        this.hellos.push(frame);
        const isKnown = frame.resume?.token === this.token;
        const after = isKnown ? frame.resume?.after.lobby ?? 0 : 0;
        const missed = this.log.filter(({ seq }) => seq > after);
        const welcome = welcomeFrame(frame.name, { token: this.token, seq: this.log.length });
        for (const room of Object.keys(frame.resume?.after ?? {})) if (room !== "lobby") this.rooms.add(room);
        return [
          welcome,
          ...missed.map((message) => ({ ...message, past: true as const })),
          ...[...this.rooms].map(enteredFrame),
        ];
      }
      case "join":
        this.rooms.add(frame.room);
        return [enteredFrame(frame.room)];
      case "part":
        if (!this.rooms.delete(frame.room)) {
          return [{ type: "error", code: "no-room", room: frame.room, text: "" }];
        }
        return [{ type: "parted", room: frame.room }];
      case "private": {
        const { to, text, id = 0 } = frame;
        const answer = { type: "delivered", id, to, at: SENT_AT } as const;
        if (this.#whisperIds.has(id)) return [answer];
        this.#whisperIds.add(id);
        this.directMessages.push(text);
        return [{ type: "private", from: "ada", to, at: SENT_AT, text, id }, answer];
      }
      case "say": {
        const { text, id } = frame;
        if (id === undefined) throw new Error("The client gave no id");
        const first = this.log.find((message) => message.id === id);
        if (first !== undefined) return [ackOf(first)];
        if (this.storesToFail > 0) {
          this.storesToFail--;
          return [{ type: "error", code: "not-stored", text: "", id }];
        }
        const message = this.#add({ from: "ada", text, id });
        return [message, ackOf(message)];
      }
      case "history":
        return [...this.log.map((message) => ({ ...message, past: true as const })), {
          type: "history",
          room: "lobby",
          count: this.log.length,
          more: false,
        }];
      case "ping":
        return [{ type: "pong" }];
      case "quit":
        return [{ type: "bye", reason: "quit", text: "" }];
      default:
        return []; // These tests send nothing else.
    }
  }

  #add(said: Pick<MessageFrame, "from" | "text" | "id">): MessageFrame {
    const message: MessageFrame = {
      type: "message",
      room: "lobby",
      seq: this.log.length + 1,
      at: SENT_AT,
      ...said,
    };
    this.log.push(message);
    return message;
  }
}

function enteredFrame(room: string): ServerFrame {
  return { type: "entered", room, members: ["ada"], count: 1, seq: 0, read: 0, at: SENT_AT };
}

function ackOf({ id = 0, room, seq, at }: MessageFrame): ServerFrame {
  return { type: "ack", id, room, seq, at };
}

/** The client's end of a connection in memory. */
class FlakyWire implements Wire {
  readonly #room: FlakyServer;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  #fromClient: number;
  #toClient: number;
  #received = "";
  #waiting = new Uint8Array();
  #hasEnded = false;
  #wake = (): void => {};

  constructor(server: FlakyServer, { fromClient, toClient }: CutPoint) {
    this.#room = server;
    this.#fromClient = fromClient;
    this.#toClient = toClient;
  }

  async read(into: Uint8Array): Promise<number | null> {
    while (this.#waiting.length === 0) {
      if (this.#hasEnded) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const count = Math.min(into.length, this.#waiting.length);
    into.set(this.#waiting.subarray(0, count));
    this.#waiting = this.#waiting.slice(count);
    return count;
  }

  async write(bytes: Uint8Array): Promise<number> {
    await Promise.resolve();
    if (this.#hasEnded) throw new Deno.errors.BrokenPipe("cut");
    const count = Math.min(bytes.length, this.#fromClient);
    this.#fromClient -= count;
    this.#received += this.#decoder.decode(bytes.subarray(0, count), { stream: true });
    const lines = this.#received.split("\n");
    this.#received = lines.pop() ?? "";
    for (const line of lines) this.send(...this.#room.repliesTo(line));
    if (this.#fromClient === 0) {
      if (this.#received !== "") this.#room.cutsMidLine++;
      this.end();
    }
    return bytes.length;
  }

  close(): void {
    this.end();
  }

  /** Delivers frames up to the cut; what comes after it is lost. */
  send(...frames: readonly ServerFrame[]): void {
    if (this.#hasEnded) return;
    const bytes = this.#encoder.encode(frames.map(encodeFrame).join(""));
    const passing = bytes.subarray(0, Math.min(bytes.length, this.#toClient));
    this.#toClient -= passing.length;
    this.#waiting = Uint8Array.from([...this.#waiting, ...passing]);
    if (passing.length < bytes.length) this.#room.cutsMidLine++;
    if (this.#toClient === 0) this.#hasEnded = true;
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }
}
