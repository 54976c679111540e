/**
 * What sending and fetching have in common: connections to the server that one is at, tried again when they break.
 *
 * @module
 */

import { formatAddress, type ServerAddress } from "../../net/address.ts";
import { type Clock, sleep } from "../../net/clock.ts";
import { closeQuietly, openWire, type Trust, type Wire } from "../wire.ts";
import { BrokenAnswer } from "./http.ts";

/** What a transfer works with. */
export interface TransferParts {
  /** The server that one is at. */
  readonly address: ServerAddress;
  readonly trust: Trust | undefined;
  /** How long connecting may take, in ms. */
  readonly timeout: number;
  readonly clock: Clock;
  /** Told how many bytes of how many are there. */
  readonly onProgress: (done: number, size: number) => void;
  /** Whether it is to end. */
  readonly isCancelled: () => boolean;
}

/** A connection that broke is tried again after these times, in ms. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];

/** A connection over which nothing goes for this long is given up, in ms: longer than a server thinks about what is whole. */
const STALLED = 120_000;

/** What became of one attempt: done, or to be tried again, from where it stands. `hasMoved` when something came of it. */
export type Attempt<Done> = { readonly done: Done } | { readonly hasMoved: boolean };

/** What `Host` says of the server. */
export function hostOf({ address: { host, port } }: TransferParts): string {
  return formatAddress(host, port);
}

/** Tries until it is done; `undefined` when connections break again and again, or it is cancelled. */
export async function attempts<Done>(
  parts: TransferParts,
  attempt: (wire: Wire) => Promise<Attempt<Done>>,
): Promise<Done | undefined> {
  const { address, timeout, clock, trust } = parts;
  for (let failed = 0; failed <= PAUSES.length;) {
    if (parts.isCancelled()) return undefined;
    const opened = await openWire(address, { timeout, clock, trust });
    if (opened.ok) {
      const watched = new WatchedWire(opened.wire, clock);
      try {
        const tried = await attempt(watched);
        if ("done" in tried) return tried.done;
        if (tried.hasMoved) failed = 0;
      } catch (error) {
        if (!isBroken(error)) throw error;
      } finally {
        watched.close();
      }
    }
    const pause = PAUSES[failed++];
    if (pause === undefined) return undefined;
    await sleep(clock, pause);
  }
  return undefined;
}

/** A connection that is closed when nothing goes over it any more: a network that is gone ends none. */
class WatchedWire implements Wire {
  readonly #wire: Wire;
  readonly #clock: Clock;
  #isClosed = false;
  #cancel = (): void => {};

  constructor(wire: Wire, clock: Clock) {
    this.#wire = wire;
    this.#clock = clock;
    this.#renew();
  }

  read(into: Uint8Array): Promise<number | null> {
    return this.#moved(this.#wire.read(into));
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#moved(this.#wire.write(bytes));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancel();
    closeQuietly(this.#wire);
  }

  async #moved<Count>(count: Promise<Count>): Promise<Count> {
    const moved = await count;
    this.#renew();
    return moved;
  }

  #renew(): void {
    this.#cancel();
    if (!this.#isClosed) this.#cancel = this.#clock.after(STALLED, () => this.close());
  }
}

/** Tells whether it was the connection that broke, and not the disk or we. */
function isBroken(error: unknown): boolean {
  return error instanceof BrokenAnswer || error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.UnexpectedEof || error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted || error instanceof Deno.errors.InvalidData ||
    error instanceof Deno.errors.TimedOut;
}
