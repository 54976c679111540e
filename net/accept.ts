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
  readonly #open: () => Disposable;
  #file: Disposable | undefined;

  constructor(open: () => Disposable) {
    this.#open = open;
  }

  /** Reserves a descriptor unless it has one or can have none; `false` when none is free. */
  reserve(): boolean {
    try {
      this.#file ??= this.#open();
      return true;
    } catch (error) {
      // Not allowed, or no such file in a bare root: go on without a spare one.
      return !isShortage(error);
    }
  }

  /** Releases the descriptor; `false` when there was none. */
  release(): boolean {
    const had = this.#file !== undefined;
    this.#file?.[Symbol.dispose]();
    this.#file = undefined;
    return had;
  }
}

/** Opens what takes one descriptor and does nothing. */
function openNull(): Disposable {
  return Deno.openSync(Deno.build.os === "windows" ? "NUL" : "/dev/null");
}

/**
 * Accepts connections until the listener is closed. `for await (const conn of listener)` would end for good at the
 * first "Too many open files"; here connections are then accepted one by one on a spare descriptor, marked `tookSpare`.
 *
 * @param onShortage Called with `true` when descriptors run out and with `false` when they are back.
 * @param openSpare Opens the spare descriptor.
 */
export async function* acceptConnections(
  listener: Pick<Deno.TcpListener, "accept">,
  clock: Clock,
  onShortage: (isShort: boolean) => void,
  openSpare: () => Disposable = openNull,
): AsyncGenerator<Accepted> {
  const spare = new Spare(openSpare);
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

/** Tells whether the process (EMFILE) or the machine (ENFILE) has no descriptor left. */
function isShortage(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EMFILE" || error.code === "ENFILE");
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
