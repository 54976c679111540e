/**
 * Opens the port, and tries again for a while when an outgoing connection happens to hold it.
 *
 * @module
 */

import { type Clock, sleep, within } from "../../../net/clock.ts";

/** How often, and how long in all, a busy port is tried, in ms. */
const RETRY_EVERY = 200;
const RETRY_FOR = 3000;

/** Where to listen. */
export interface ListenOptions {
  /** The address to open on. */
  readonly hostname: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Called once when the port is busy and is going to be tried again for a few seconds. */
  readonly onPortBusy?: () => void;
}

/** The port could not be opened: why, for a sentence that says what to do. */
export class CannotOpen extends Error {
  /** The name of the error. */
  override readonly name = "CannotOpen";
  /** The kind of failure. */
  readonly kind: "in-use" | "not-allowed" | "not-ours" | "other";

  /** Wraps what was caught. @param message What the system said. */
  constructor(kind: CannotOpen["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * Listens, and tries a port that some outgoing connection holds again every 200 ms for 3 s.
 *
 * @throws {CannotOpen} When the port or the address cannot be had.
 */
export async function listen(options: ListenOptions, clock: Clock): Promise<Deno.TcpListener> {
  const { hostname, port, onPortBusy } = options;
  const until = clock.elapsed() + RETRY_FOR;
  let isReported = false;
  while (true) {
    try {
      return Deno.listen({ hostname, port });
    } catch (error) {
      const reason = cannotOpen(error);
      if (
        reason.kind !== "in-use" || clock.elapsed() >= until || await somebodyAnswers(hostname, port, clock)
      ) throw reason;
    }
    if (!isReported) onPortBusy?.();
    isReported = true;
    await sleep(clock, RETRY_EVERY);
  }
}

/** Tells whether a program has the port open: then waiting would not help. */
async function somebodyAnswers(hostname: string, port: number, clock: Clock): Promise<boolean> {
  const here = hostname === "0.0.0.0" ? "127.0.0.1" : hostname === "::" ? "::1" : hostname;
  const knock = Deno.connect({ hostname: here, port }).then((conn) => {
    conn.close();
    return true;
  }, () => false); // Refused or unreachable: no program that we could see.
  return await within(clock, RETRY_EVERY, knock, false);
}

function cannotOpen(error: unknown): CannotOpen {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Deno.errors.AddrInUse) return new CannotOpen("in-use", message);
  if (error instanceof Deno.errors.PermissionDenied) return new CannotOpen("not-allowed", message);
  if (error instanceof Deno.errors.AddrNotAvailable) return new CannotOpen("not-ours", message);
  return new CannotOpen("other", message);
}
