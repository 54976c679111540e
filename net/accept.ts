/**
 * The connections of a listener, as an async iterable that outlives a shortage of file descriptors.
 *
 * @module
 */

import { type Clock, sleep } from "./clock.ts";

/** A connection that came. `tookSpare` says that it took the spare descriptor: turn it away soon. */
export interface Accepted {
  readonly conn: Deno.TcpConn;
  readonly tookSpare: boolean;
}

/** How long to wait before accepting is tried again when descriptors are short, in ms. */
const RETRY_AFTER = 50;

/** Keeps one descriptor in hand, to be given up for a connection that is only let in to be turned away. */
class Spare {
  #file: Deno.FsFile | undefined;

  /** Takes a descriptor unless it has one or may not have one; `false` when there is none to take. */
  take(): boolean {
    try {
      this.#file ??= Deno.openSync(Deno.build.os === "windows" ? "NUL" : "/dev/null");
      return true;
    } catch (error) {
      // Not allowed to: then we do without one. Anything else: still short, which is what the caller asks.
      return error instanceof Deno.errors.NotCapable;
    }
  }

  /** Gives it up; `false` when there was none. */
  give(): boolean {
    const had = this.#file !== undefined;
    this.#file?.close();
    this.#file = undefined;
    return had;
  }
}

/**
 * Gives connections until the listener is closed. `for await (const conn of listener)` would end for good at the
 * first "Too many open files"; here newcomers are then let in one by one on a spare descriptor, marked `tookSpare`.
 *
 * @param onShortage Told `true` when descriptors run out and `false` when they are back.
 */
export async function* acceptConnections(
  listener: Pick<Deno.TcpListener, "accept">,
  clock: Clock,
  onShortage: (isShort: boolean) => void,
): AsyncGenerator<Accepted> {
  const spare = new Spare();
  let isShort = false;
  const tell = (now: boolean): void => {
    if (now !== isShort) onShortage(now);
    isShort = now;
  };
  let tookSpare = false;
  try {
    while (true) {
      if (!tookSpare && !spare.take()) {
        tell(true);
        await sleep(clock, RETRY_AFTER);
        continue;
      }
      try {
        const conn = await listener.accept();
        if (!tookSpare) tell(false);
        yield { conn, tookSpare };
        tookSpare = false;
      } catch (error) {
        if (isClosed(error)) return;
        if (isGone(error)) continue;
        tell(true);
        if (tookSpare) await sleep(clock, RETRY_AFTER);
        tookSpare = spare.give();
      }
    }
  } finally {
    spare.give();
  }
}

/** Whether the peer had reset the connection before we came to it: that takes nobody's place, and no descriptor. */
function isGone(error: unknown): boolean {
  const { NotConnected, ConnectionAborted, ConnectionReset } = Deno.errors;
  return [NotConnected, ConnectionAborted, ConnectionReset].some((kind) => error instanceof kind);
}

/** Whether accepting failed because the listener is closed. Every other failure passes. */
function isClosed(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted;
}
