/// <reference types="./nats.d.ts" />

/**
 * What a cluster's stream is made like in NATS, and what it says of itself. Pure.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { StreamInfo } from "@nats-io/jetstream";
import { type StreamStatus, StreamTrouble } from "./stream.ts";

/** For how long the stream knows an id again, in ms. */
const REMEMBERS = 120_000;

/** For how long turns are kept where nobody says, in ms. */
export const DEFAULT_KEEP = 7 * 86_400_000;

/** What a stream is made with. */
export interface Made extends Pick<StreamStatus, "id" | "base" | "secret" | "key"> {
  readonly replicas: number;
  /** For how long turns are kept, in ms. */
  readonly keep: number;
}

/** Makes the configuration of a stream. */
export function streamConfig(
  name: string,
  subject: string,
  { id, base, secret, key, replicas, keep }: Made,
): { readonly [key: string]: unknown } {
  return {
    name,
    subjects: [subject],
    num_replicas: replicas,
    max_age: keep * 1_000_000,
    duplicate_window: Math.min(REMEMBERS, keep) * 1_000_000,
    deny_delete: true,
    deny_purge: true,
    allow_direct: true,
    metadata: {
      "chat-id": id,
      "chat-format": "1",
      "chat-base": base,
      "chat-persons": Buffer.from(secret).toString("hex"),
      ...(key !== undefined && { "chat-key": key }),
    },
  };
}

/** Reads what a stream is. @throws {StreamTrouble} When it is none of ours. */
export function statusOf(
  { config: { metadata }, state: { first_seq: first, last_seq: last } }: StreamInfo,
): StreamStatus {
  const { "chat-id": id, "chat-base": base, "chat-persons": secret, "chat-key": key } = metadata ?? {};
  if (id === undefined || base === undefined || secret === undefined) {
    throw new StreamTrouble("the stream is not one of chat");
  }
  return { id, base, secret: new Uint8Array(Buffer.from(secret, "hex")), key, first, last };
}
