/**
 * A hub without sockets: turns end and time goes by when a test says so.
 *
 * @module
 */

import { type ClientFrame, decodeServerFrame, type ServerFrame } from "../../protocol.ts";
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import type { LogEvent } from "../../server.ts";
import { nativeFormat } from "../../server/doors/native.ts";
import { plainFormat } from "../../server/doors/plain.ts";
import { type Draft, EphemeralHistory, type History } from "../../server/history.ts";
import { Hub } from "../../server/hub.ts";
import { Outbox, type Sink } from "../../server/outbox.ts";
import type { Session } from "../../server/session.ts";
import { Turn } from "../../server/turn.ts";
import { en } from "../../words/en.ts";
import { FakeClock } from "./clock.ts";
import { isOf, type Of } from "./peers.ts";

/** A sink that keeps what is written, at the pace that a test wants. */
export class FakeSink implements Sink {
  /** What was written, one text a write. */
  readonly writes: string[] = [];
  /** `end` and `close` in the order in which they were called. */
  readonly calls: string[] = [];
  /** Bytes that a write takes at most. */
  atMost = Infinity;
  /** What a write does: is done, is never done, or throws, as that of a peer that is gone. */
  mood: "reads" | "stalls" | "gone" = "reads";

  /** All that was written. */
  get text(): string {
    return this.writes.join("");
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.mood === "gone") return Promise.reject(new Deno.errors.BrokenPipe("gone"));
    const part = bytes.subarray(0, this.atMost);
    this.writes.push(new TextDecoder().decode(part));
    return this.mood === "stalls" ? new Promise(() => {}) : Promise.resolve(part.length);
  }

  end(): void {
    this.calls.push("end");
  }

  close(): void {
    this.calls.push("close");
  }
}

/** A log that cannot keep anything while it is `full`. */
export class TestHistory implements History {
  isFull = false;
  /** What was asked for in one go, each time. */
  readonly batches: (readonly Draft[])[] = [];
  readonly #kept = new EphemeralHistory();

  append(drafts: readonly Draft[]) {
    this.batches.push(drafts);
    if (this.isFull) throw new Error("disk full");
    return this.#kept.append(drafts);
  }

  last(room: string): number {
    return this.#kept.last(room);
  }
}

/** Somebody in the hall: a session, and what reached them. */
export class Guest {
  readonly sink = new FakeSink();
  readonly session: Session;

  constructor(open: (sink: Sink) => Session) {
    this.session = open(this.sink);
  }

  /** Does as if these frames had come. */
  tell(...frames: readonly ClientFrame[]): void {
    for (const frame of frames) this.session.receive({ ok: true, frame });
  }

  /** Gives a name. */
  hello(name: string): void {
    this.tell({ type: "hello", name, room: "lobby" });
  }

  /** Says something in the lobby. */
  say(text: string, id?: string): void {
    this.tell({ type: "say", room: "lobby", text, ...(id !== undefined && { id }) });
  }

  /** The frames that reached them, if they speak the native protocol. */
  get frames(): readonly ServerFrame[] {
    return this.sink.text.split("\n").slice(0, -1).map((line) => {
      const frame = decodeServerFrame(line);
      if (frame === undefined) throw new Error(`no frame: ${line}`);
      return frame;
    });
  }

  /** Those of one type. */
  all<Type extends ServerFrame["type"]>(type: Type): readonly Of<Type>[] {
    return this.frames.filter((frame) => isOf(frame, type));
  }

  /** The texts of the messages that reached them. */
  get heard(): readonly string[] {
    return this.all("message").map(({ text }) => text);
  }
}

/** A hub and its turns. */
export class Hall {
  readonly clock = new FakeClock();
  readonly history = new TestHistory();
  readonly logged: LogEvent[] = [];
  readonly hub: Hub;
  readonly turn: Turn;
  /** How often the end of a turn was asked for. */
  asked = 0;
  readonly #limits: Limits;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.turn = new Turn(() => void this.asked++, () => this.hub.flush());
    this.hub = new Hub({
      title: "chat",
      words: en,
      limits: this.#limits,
      clock: this.clock,
      history: this.history,
      log: (event) => void this.logged.push(event),
      turn: this.turn,
    });
  }

  /** A connection that has not given a name yet. */
  come(door: "native" | "plain" = "native"): Guest {
    return new Guest((sink) =>
      this.hub.open({
        address: "192.0.2.1:9",
        format: door === "native" ? nativeFormat : plainFormat(en),
        since: this.clock.elapsed(),
        answersPings: door === "native",
        outbox: (onOverflow) =>
          new Outbox(
            sink,
            { limit: this.#limits.outboxBytes, clock: this.clock, turn: this.turn },
            onOverflow,
          ),
      })
    );
  }

  /** A member, with the turn of their coming behind them. */
  async member(name: string, door?: "native" | "plain"): Promise<Guest> {
    const guest = this.come(door);
    guest.hello(name);
    await this.endTurn();
    return guest;
  }

  /** Ends the turn and lets what it wrote be taken. */
  async endTurn(): Promise<void> {
    this.turn.end();
    await this.clock.advance(0);
  }
}
