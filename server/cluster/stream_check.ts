/**
 * Looking, after each new connection, whether the stream is what it was: NATS may have lost it meanwhile, or have been put
 * back to an old disk.
 *
 * @module
 */

import { type Clock, sleep } from "../../net/clock.ts";
import { hashTurn } from "./digest.ts";
import type { Ledger } from "./ledger.ts";
import { NoSuchStream, type TurnStream } from "./stream.ts";

/** How often is looked for a stream that is not there, and after how many ms again, before it is taken for lost. */
const LOOKS = 3;
const LOOK_AGAIN_AFTER = 1_000;

/** What is compared. */
export interface CheckParts {
  readonly stream: Pick<TurnStream, "status" | "read">;
  readonly ledger: Pick<Ledger, "standing" | "told" | "stop">;
  readonly clock: Pick<Clock, "after">;
  /** Tells whether nothing is wanted any more. */
  isClosed(): boolean;
}

/** Stops a server whose stream is not what it was, or is gone for good. */
export async function checkStream(parts: CheckParts): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks++) {
    if (looks > 0) await sleep(parts.clock, LOOK_AGAIN_AFTER);
    if (parts.isClosed() || await isMissing(parts) === false) return;
  }
  parts.ledger.stop("went-back");
}

/** Looks for the stream, and stops where it is not what it was; tells whether there is none at all. */
async function isMissing({ stream, ledger }: CheckParts): Promise<boolean> {
  const { applied, tail } = ledger.standing;
  try {
    const { first, last } = await stream.status();
    if (last < applied) ledger.stop("went-back");
    if (first > ledger.told + 1) ledger.stop("behind");
    const bytes = applied === 0 || applied < first ? undefined : await stream.read(applied);
    if (bytes !== undefined && hashTurn(bytes) !== tail) ledger.stop("went-back");
    return false;
  } catch (error) {
    return error instanceof NoSuchStream; // Else it cannot be asked yet: what it says of what is written tells it, too.
  }
}
