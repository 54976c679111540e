/**
 * What the doors for people and programs have in common: line after line, at the pace that the room allows.
 *
 * @module
 */

import { type Clock, sleep } from "../../net/clock.ts";
import { decodeUtf8, type Line, type LineReader } from "../../net/lines.ts";
import type { Session } from "../core/members.ts";

/** The lines of one connection that are handled before the others have their turn: a flood must not keep them waiting. */
const LINES_A_TURN = 128;

/** What a door does with lines; the same object for all its connections, as far as it can be. */
export interface LineHandler {
  readonly clock: Clock;
  /** The longest line in bytes, for the answer to a longer one. */
  readonly lineBytes: number;
  /** Handles one line that is text. */
  receive(session: Session, text: string): void;
  /** Takes out bytes that are no text, if this door knows such. */
  strip?(bytes: Uint8Array): Uint8Array;
  /** Calls back in the next turn. */
  defer(run: () => void): void;
  /** Takes out a session whose connection has ended by itself. */
  disconnected(session: Session): void;
  /** Takes out a session that sends a line without an end. */
  flooded(session: Session): void;
  /** Logs a fault of ours. */
  logFault(error: unknown): void;
}

/**
 * Reads lines until the connection ends, or until a line would have to wait whose author is gone, then tells the session that it is lost. Lines that come after the session is
 * over are read and dropped, as closing on unread bytes would destroy our goodbye. A fault of ours is logged and ends
 * this connection only. Never throws. The only function that waits with an idle connection: each costs half a kilobyte.
 */
export async function handleLines(
  session: Session,
  source: { close(): void },
  lines: LineReader,
  handler: LineHandler,
): Promise<void> {
  let count = 0;
  try {
    for await (const line of lines) {
      const wait = session.isOver ? 0 : handleLine(session, line, handler);
      if (session.rulings.isAwaiting) await new Promise<void>((resolve) => session.rulings.run(resolve));
      if (wait > 0) {
        // Nothing can be written to a peer that is gone: what waits of theirs is not said for minutes. A half-close is no end.
        if (!session.isOver && !session.outbox.isOpen) break;
        await sleep(handler.clock, wait);
      } else if (++count >= LINES_A_TURN) {
        count = 0;
        await new Promise<void>((resolve) => handler.defer(resolve));
      }
    }
  } catch (error) {
    handler.logFault(error);
    source.close();
  }
  lose(session, handler);
}

/** Handles a line; tells for how many milliseconds the next must wait. */
function handleLine(session: Session, line: Line, handler: LineHandler): number {
  const wait = session.countLine(handler.clock.elapsed());
  receive(session, line, handler);
  return session.isOver ? 0 : wait;
}

function receive(session: Session, line: Line, handler: LineHandler): void {
  switch (line.kind) {
    case "line": {
      const text = decodeUtf8(handler.strip?.(line.bytes) ?? line.bytes);
      return text === undefined ? session.problem({ code: "not-utf8" }) : handler.receive(session, text);
    }
    case "too-long":
      return session.problem({ code: "line-too-long", limit: handler.lineBytes });
    case "endless":
      return handler.flooded(session);
  }
}

/** Tells the session that its connection is lost, also after a fault: a member without a connection must not stay. */
function lose(session: Session, handler: LineHandler): void {
  try {
    handler.disconnected(session);
  } catch (error) {
    handler.logFault(error);
  }
}
