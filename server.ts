/**
 * The server: opens a room and keeps it until it is told to stop. Wiring only.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { type Clock, sleep, systemClock, within } from "./net/clock.ts";
import type { Limits } from "./protocol/limits.ts";
import { cleanLine } from "./protocol/text.ts";
import { Door } from "./server/doors/door.ts";
import { EphemeralHistory } from "./server/history.ts";
import { Hub } from "./server/hub.ts";
import { causeOf, type Log } from "./server/log.ts";
import { DRAIN_WITHIN } from "./server/outbox.ts";
import { Turn } from "./server/turn.ts";
import type { Words } from "./words/en.ts";

export { type Log, type LogEvent, type LogStyle, makeLog } from "./server/log.ts";

/** How often those who are silent are looked after, in ms. */
const SWEEP_EVERY = 1000;

/** How often, and how long in all, a port that is busy is tried, in ms. */
const RETRY_EVERY = 200;
const RETRY_FOR = 3000;

/** What a server is told. */
export interface ServeOptions {
  readonly hostname: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly title: string;
  readonly words: Words;
  readonly limits: Limits;
  readonly log: Log;
  readonly clock?: Clock;
  /** Called once when the port is busy and is going to be tried again for a few seconds. */
  readonly onPortBusy?: () => void;
}

/** A server that is open. */
export interface RunningServer {
  readonly hostname: string;
  readonly port: number;
  /** Tells everyone that the server closes, writes what is queued within 2 s, closes. The port is free at once. */
  stop(): Promise<void>;
}

/** The server could not open: why, for a sentence that says what to do. */
export class CannotOpen extends Error {
  override readonly name = "CannotOpen";
  readonly kind: "in-use" | "not-allowed" | "not-ours" | "other";

  constructor(kind: CannotOpen["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * Opens a room.
 *
 * @throws {CannotOpen} When the port or the address cannot be had.
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { words, limits, log, clock = systemClock } = options;
  const listener = await listen(options, clock);
  const title = cleanLine(options.title);
  const flush = (): void => {
    try {
      hub.flush();
    } catch (error) {
      log({ event: "failed", what: "unexpected", cause: causeOf(error) }); // A fault of ours must not end the room.
    }
  };
  const turn = new Turn((run) => void setImmediate(run), flush);
  const hub: Hub = new Hub({ title, words, limits, clock, history: new EphemeralHistory(), log, turn });
  const door = new Door({ hub, title, clock, log, outbox: { limit: limits.outboxBytes, clock, turn } });
  const accepting = door.accept(listener);

  let cancelSweep = (): void => {};
  const sweep = (): void => {
    hub.sweep();
    cancelSweep = clock.after(SWEEP_EVERY, sweep);
  };
  sweep();

  const close = async (): Promise<void> => {
    cancelSweep();
    listener.close();
    hub.close();
    door.closeUndecided();
    await within(clock, DRAIN_WITHIN, door.empty(), undefined);
    door.close();
    await accepting;
  };
  let stopping: Promise<void> | undefined;
  const { hostname, port } = listener.addr;
  return { hostname, port, stop: () => stopping ??= close() };
}

/** Listens; a port that some outgoing connection happens to hold is tried again for a while. */
async function listen(options: ServeOptions, clock: Clock): Promise<Deno.TcpListener> {
  const { hostname, port, onPortBusy } = options;
  const until = clock.elapsed() + RETRY_FOR;
  let isTold = false;
  while (true) {
    try {
      return Deno.listen({ hostname, port });
    } catch (error) {
      const reason = cannotOpen(error);
      if (
        reason.kind !== "in-use" || clock.elapsed() >= until || await somebodyAnswers(hostname, port, clock)
      ) throw reason;
    }
    if (!isTold) onPortBusy?.();
    isTold = true;
    await sleep(clock, RETRY_EVERY);
  }
}

/** Whether a program has the port open: then waiting would not help. */
async function somebodyAnswers(hostname: string, port: number, clock: Clock): Promise<boolean> {
  const here = hostname === "0.0.0.0" ? "127.0.0.1" : hostname === "::" ? "::1" : hostname;
  const knock = Deno.connect({ hostname: here, port }).then((conn) => {
    conn.close();
    return true;
  }, () => false); // Refused, or out of reach: nobody that we could see.
  return await within(clock, RETRY_EVERY, knock, false);
}

function cannotOpen(error: unknown): CannotOpen {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Deno.errors.AddrInUse) return new CannotOpen("in-use", message);
  if (error instanceof Deno.errors.PermissionDenied) return new CannotOpen("not-allowed", message);
  if (error instanceof Deno.errors.AddrNotAvailable) return new CannotOpen("not-ours", message);
  return new CannotOpen("other", message);
}
