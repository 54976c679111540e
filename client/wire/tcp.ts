/**
 * A connection to a server as it is, and why there is none.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import { type Clock, within } from "../../net/clock.ts";

/** What a link needs of a connection; a `Deno.Conn` has it. */
export interface Wire {
  /** Reads what has come, and waits for it; `null` at the end. */
  read(into: Uint8Array): Promise<number | null>;
  /** Writes some of the bytes and tells how many; throws when the peer is gone. */
  write(bytes: Uint8Array): Promise<number>;
  /** Closes it. */
  close(): void;
}

/** Why there is no connection: nobody listens there, no answer in time (`within` ms), no such machine, or what the system says. */
export type TcpFailure =
  | { readonly kind: "nobody" }
  | { readonly kind: "late"; readonly within?: number }
  | { readonly kind: "unknown-host" }
  | { readonly kind: "other"; readonly cause: string };

/** What became of connecting. */
export type TcpConnected =
  | { readonly ok: true; readonly conn: Deno.TcpConn }
  | { readonly ok: false; readonly failure: TcpFailure };

/** Connects within `timeout` milliseconds. Never throws. */
export async function connectTcp(
  address: ServerAddress,
  timeout: number,
  clock: Clock,
): Promise<TcpConnected> {
  const attempt = Deno.connect({ hostname: address.host, port: address.port });
  try {
    const conn = await within(clock, timeout, attempt, undefined);
    if (conn === undefined) {
      attempt.then((late) => late.close(), () => {}); // It came too late to matter, either way.
      return { ok: false, failure: { kind: "late" } };
    }
    conn.setNoDelay(true);
    return { ok: true, conn };
  } catch (error) {
    return { ok: false, failure: connectFailure(error) };
  }
}

/** Sorts an error of `Deno.connect` by what it means to a person. */
export function connectFailure(error: unknown): TcpFailure {
  if (error instanceof Deno.errors.ConnectionRefused) return { kind: "nobody" };
  if (error instanceof Deno.errors.TimedOut) return { kind: "late" };
  const cause = error instanceof Error ? error.message : String(error);
  if (error instanceof URIError || cause.startsWith("failed to lookup")) return { kind: "unknown-host" };
  return { kind: "other", cause: cause.replace(/ \(os error \d+\)$/, "") };
}

/** Closes what may be closed already: that is all that is wanted. */
export function closeQuietly(conn: { close(): void }): void {
  try {
    conn.close();
  } catch {
    // It was.
  }
}
