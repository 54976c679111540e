/**
 * What the doors for people and programs have in common: line after line, at the pace that the room allows.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { type CallingSource, decodeUtf8, type Filled, type Line, type LineReader } from "../../net/lines.ts";
import type { Session } from "../members.ts";

/** So many lines of one connection are heard before the others have their turn: a flood must not keep them waiting. */
const AT_ONCE = 128;

/** How a door talks; the same for all who come to it, as far as it can be. */
export interface LineHandler {
  readonly clock: Clock;
  /** The longest line, for whoever sent a longer one. */
  readonly lineBytes: number;
  /** Takes one line that is text. */
  receive(session: Session, text: string): void;
  /** Takes out bytes that are no text, if this door knows such. */
  strip?(bytes: Uint8Array): Uint8Array;
  /** Calls back in the next turn. */
  later(run: () => void): void;
  /** Takes out a session whose connection has ended by itself. */
  disconnected(session: Session): void;
  /** Takes out a session that sends a line without an end. */
  flooded(session: Session): void;
  /** Told of a fault of ours. */
  logFault(error: unknown): void;
}

/** What a talk is made of. */
export interface LineLoopParts {
  readonly session: Session;
  readonly source: CallingSource & { close(): void };
  readonly reader: LineReader;
  readonly manner: LineHandler;
}

/**
 * Reads until the connection ends or the session is over, then lets the session go. No function waits: an idle
 * connection would keep it, and each costs more than half a kilobyte.
 */
export class LineLoop implements Filled {
  readonly #session: LineLoopParts["session"];
  readonly #source: LineLoopParts["source"];
  readonly #reader: LineLoopParts["reader"];
  readonly #manner: LineLoopParts["manner"];
  /** How many lines were heard since the others had their turn. */
  #heard = 0;

  constructor({ session, source, reader, manner }: LineLoopParts) {
    this.#session = session;
    this.#source = source;
    this.#reader = reader;
    this.#manner = manner;
  }

  /** Hears what is there already, and then what comes. To be called once to begin with. */
  filled(): void {
    const reader = this.#reader;
    const manner = this.#manner;
    try {
      for (let line = reader.shift(); line !== undefined; line = reader.shift()) {
        const wait = this.#hear(line);
        if (wait > 0) return void manner.clock.after(wait, () => this.filled());
        if (++this.#heard >= AT_ONCE) return this.#rest();
      }
      if (reader.hasEnded) this.#lose();
      else reader.fillFrom(this.#source, this);
    } catch (error) {
      manner.logFault(error);
      this.#lose();
      this.#source.close();
    }
  }

  #rest(): void {
    this.#heard = 0;
    this.#manner.later(() => this.filled());
  }

  /** Hears a line; tells for how many milliseconds the next must wait. */
  #hear(line: Line): number {
    const session = this.#session;
    const manner = this.#manner;
    if (session.isOver) return 0; // What still comes is read over: closing on unread bytes would destroy our goodbye.
    const wait = session.countLine(manner.clock.elapsed());
    hear(session, line, manner);
    return session.isOver ? 0 : wait;
  }

  /** Also after a fault of ours: a member without a connection must not stay. */
  #lose(): void {
    try {
      this.#manner.disconnected(this.#session);
    } catch (error) {
      this.#manner.logFault(error);
    }
  }
}

function hear(session: Session, line: Line, manner: LineHandler): void {
  switch (line.kind) {
    case "line": {
      const text = decodeUtf8(manner.strip?.(line.bytes) ?? line.bytes);
      return text === undefined ? session.problem({ code: "not-utf8" }) : manner.receive(session, text);
    }
    case "too-long":
      return session.problem({ code: "line-too-long", limit: manner.lineBytes });
    case "endless":
      return manner.flooded(session);
  }
}
