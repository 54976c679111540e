/**
 * Accepts the connections of a listener, as an async iterable that outlives a shortage of file descriptors.
 *
 * @module
 */

import { type Clock, sleep } from "./clock.ts";

/** An accepted connection. `tookSpare` says that it took the spare descriptor and is to be rejected soon. */
export interface Accepted {
  readonly conn: Deno.TcpConn;
  readonly tookSpare: boolean;
}

/** The wait before the next attempt to accept when descriptors are short, in ms. */
const RETRY_AFTER = 50;

/** Holds one descriptor in reserve, to be released for a connection that is accepted only to be rejected. */
class Spare {
  #file: Deno.FsFile | undefined;

  /** Reserves a descriptor unless it has one or is not allowed one; `false` when none is free. */
  reserve(): boolean {
    try {
      this.#file ??= Deno.openSync(Deno.build.os === "windows" ? "NUL" : "/dev/null");
      return true;
    } catch (error) {
      // Not allowed: go on without a spare one. Any other error means that descriptors are still short.
      return error instanceof Deno.errors.NotCapable;
    }
  }

  /** Releases the descriptor; `false` when there was none. */
  release(): boolean {
    const had = this.#file !== undefined;
    this.#file?.close();
    this.#file = undefined;
    return had;
  }
}

/**
 * Accepts connections until the listener is closed. `for await (const conn of listener)` would end for good at the
 * first "Too many open files"; here connections are then accepted one by one on a spare descriptor, marked `tookSpare`.
 *
 * @param onShortage Called with `true` when descriptors run out and with `false` when they are back.
 */
export async function* acceptConnections(
  listener: Pick<Deno.TcpListener, "accept">,
  clock: Clock,
  onShortage: (isShort: boolean) => void,
): AsyncGenerator<Accepted> {
  const spare = new Spare();
  let isShort = false;
  const reportShortage = (now: boolean): void => {
    if (now !== isShort) onShortage(now);
    isShort = now;
  };
  let tookSpare = false;
  try {
    while (true) {
      if (!tookSpare && !spare.reserve()) {
        reportShortage(true);
        await sleep(clock, RETRY_AFTER);
        continue;
      }
      try {
        const conn = await listener.accept();
        if (!tookSpare) reportShortage(false);
        yield { conn, tookSpare };
        tookSpare = false;
      } catch (error) {
        if (isClosed(error)) return;
        if (isGone(error)) continue;
        reportShortage(true);
        if (tookSpare) await sleep(clock, RETRY_AFTER);
        tookSpare = spare.release();
      }
    }
  } finally {
    spare.release();
  }
}

/** Tells whether the peer reset the connection before it was accepted: that is no shortage. */
function isGone(error: unknown): boolean {
  const { NotConnected, ConnectionAborted, ConnectionReset } = Deno.errors;
  return [NotConnected, ConnectionAborted, ConnectionReset].some((kind) => error instanceof kind);
}

/** Tells whether accepting failed because the listener is closed. Every other failure passes. */
function isClosed(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted;
}
