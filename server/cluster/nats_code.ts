/**
 * Loads what speaks with NATS.
 *
 * @module
 */

import { CannotJoin } from "./beginning.ts";
import type { TurnStream } from "./stream.ts";

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
  readonly replicas: number;
  /** For how long turns are kept, in ms. */
  readonly keep: number;
  /** Learns of troubles that pass, for the log. */
  onTrouble(why: string): void;
}

/** What the file that is loaded has. */
export interface NatsCode {
  readonly NatsStream: new (options: NatsOptions) => TurnStream;
}

/**
 * The file, worked out as the program runs, and its types written down here: of what stands in an `import`, Deno fetches every
 * package before the first line is run, and whoever opens a room alone should fetch nothing of NATS. So its packages also stand
 * in an import map and a lock file of their own, `imports.json` here and `cluster.lock`.
 */
const CODE = new URL("./nats_stream.ts", import.meta.url).href;

/** Makes the stream of a cluster in NATS. @throws {CannotJoin} When the program was started without what that needs. */
export async function natsStream(options: NatsOptions): Promise<TurnStream> {
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
