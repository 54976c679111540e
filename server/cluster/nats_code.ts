/**
 * Loads what speaks with NATS.
 *
 * @module
 */

import { CannotJoin } from "./beginning.ts";
import type { StreamStatus, TurnStream } from "./stream.ts";

/** How a stream is reached, and what it is made like. */
export interface NatsOptions {
  /** `nats://host:port` or `tls://host:port`. */
  readonly servers: readonly string[];
  /** The name of the cluster: letters, digits and `-`. */
  readonly cluster: string;
  /** What a file of NATS credentials has. */
  readonly creds?: string | undefined;
  /** The certificate of who signs those of the NATS servers, as PEM. */
  readonly ca?: string | undefined;
  /** What proves to the NATS servers who this is: a certificate and its key, as PEM. NATS must begin with TLS then. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly replicas: number;
  /** For how long turns are kept, in ms. */
  readonly keep: number;
  /** Learns of troubles that pass, for the log. */
  onTrouble(why: string): void;
}

/** How a stream is kept. */
export interface Keeping {
  /** By how many NATS servers. */
  readonly replicas: number;
  /** For how long turns are, in ms; 0 for good. */
  readonly keep: number;
}

/** What a stream is like that is made anew. */
export interface RenewedStream extends Pick<StreamStatus, "id" | "secret" | "key">, Keeping {
  /** The number of its first turn. */
  readonly next: number;
}

/** A stream that can be made anew. */
export interface RenewableStream extends TurnStream {
  /** Gives how it is kept; where there is none, how one is kept of which nothing else is said. */
  keeping(): Promise<Keeping>;
  /** Takes away the stream, if there is one, and makes it anew without a turn. */
  renew(renewed: RenewedStream): Promise<void>;
}

/** What the file that is loaded has. */
export interface NatsCode {
  readonly NatsStream: new (options: NatsOptions) => RenewableStream;
}

/**
 * The file, worked out as the program runs, and its types written down here: of what stands in an `import`, Deno fetches every
 * package before the first line is run, and whoever opens a room alone should fetch nothing of NATS. So its packages also stand
 * in an import map and a lock file of their own, `imports.json` here and `cluster.lock`.
 */
const CODE = new URL("./nats_stream.ts", import.meta.url).href;

/** Makes the stream of a cluster in NATS. @throws {CannotJoin} When the program was started without what that needs. */
export async function natsStream(options: NatsOptions): Promise<RenewableStream> {
  const { NatsStream } = await load();
  return new NatsStream(options);
}

async function load(): Promise<NatsCode> {
  try {
    return await import(CODE);
  } catch (error) {
    if (error instanceof Error && error.message.includes("@nats-io/")) throw new CannotJoin("not-fetched");
    throw error;
  }
}
