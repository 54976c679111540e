/**
 * What the doors for people and programs have in common: line after line, at the pace that the room allows.
 *
 * @module
 */

import { type Clock, sleep } from "../../net/clock.ts";
import { decodeUtf8, type Line, type LineReader } from "../../net/lines.ts";
import type { Session } from "../session.ts";

/** How a door talks; the same for all who come to it, as far as it can be. */
export interface Manner {
  readonly clock: Clock;
  /** The longest line, for whoever sent a longer one. */
  readonly lineBytes: number;
  /** Takes one line that is text. */
  hear(session: Session, text: string): void;
  /** Takes out bytes that are no text, if this door knows such. */
  clean?(bytes: Uint8Array): Uint8Array;
}

/** Reads until the connection ends or the session is over, then lets the session go. */
export async function talk(session: Session, reader: LineReader, manner: Manner): Promise<void> {
  const { clock } = manner;
  try {
    for await (const line of reader) {
      if (session.over) continue; // What still comes is read over: closing on unread bytes would destroy our goodbye.
      const wait = session.admit(clock.elapsed());
      hear(session, line, manner);
      if (wait > 0 && !session.over) await sleep(clock, wait);
    }
  } finally {
    session.lost(); // Also after a fault of ours: a member without a connection must not stay.
  }
}

function hear(session: Session, line: Line, manner: Manner): void {
  switch (line.kind) {
    case "line": {
      const text = decodeUtf8(manner.clean?.(line.bytes) ?? line.bytes);
      return text === undefined ? session.problem({ code: "not-utf8" }) : manner.hear(session, text);
    }
    case "too-long":
      return session.problem({ code: "line-too-long", limit: manner.lineBytes });
    case "endless":
      return session.end("flood", "removed");
  }
}
