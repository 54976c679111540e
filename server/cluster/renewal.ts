/**
 * Making a cluster's stream anew from the log of one of its servers: where NATS has lost what it had, and whoever wants another
 * key, or what was deleted out of NATS at once. It goes on where that log ends, so whoever has the same goes on with it.
 *
 * @module
 */

import { systemClock, within } from "../../net/clock.ts";
import type { FactStore, ServerLog } from "../store/log.ts";
import type { ClusterOptions } from "../machine/options.ts";
import { CannotJoin } from "./beginning.ts";
import { hashAfter, hashTurn } from "./digest.ts";
import { natsStream, type RenewableStream } from "./nats_code.ts";
import { type Position, readState } from "./state.ts";
import { ANSWERS_WITHIN, hearBeats } from "./status.ts";
import { NoSuchStream, type StreamStatus, StreamTrouble } from "./stream.ts";

/** The hash of a turn of which only a part was ever applied, and no more will be. */
const BROKEN_OFF = "broken-off";

/** The log that a stream is made anew from. */
export type RenewalLog = Pick<FactStore, "facts" | "personSecret"> & Pick<ServerLog, "commit">;

/** What a stream is made like; what is not said is as it was. */
export interface RenewalOptions extends Omit<ClusterOptions, "replicas" | "keep"> {
  /** How many NATS servers keep it. */
  readonly replicas: number | undefined;
  /** For how long it keeps turns, in ms. */
  readonly keep: number | undefined;
  /** The fingerprint of the key that servers are to prove, where it is there. */
  readonly fingerprint: string | undefined;
}

/** A stream that can be made anew. */
export interface Renewal {
  /** The log has all up to this turn. */
  readonly applied: number;
  /** What the stream has now; nothing where there is none. */
  readonly stream: { readonly first: number; readonly last: number } | undefined;
  /** By how many NATS servers the new one will be kept, and for how long turns in it, in ms; 0 for good. */
  readonly keeping: { readonly replicas: number; readonly keep: number };
  /** Makes it anew. @throws {CannotJoin} When NATS does not: it may have none then, and can be asked again. */
  renew(): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/**
 * Finds out whether a stream can be made anew from a log; nothing is changed yet.
 *
 * @throws {CannotJoin} When the log has no such cluster, servers are up, or the stream has what the log lacks.
 */
export async function openRenewal(options: RenewalOptions, log: RenewalLog): Promise<Renewal> {
  const { position } = readState(log.facts());
  if (position === undefined) throw new CannotJoin("no-cluster");
  const { servers, name: cluster } = options;
  const stream = await natsStream({ ...options, cluster, replicas: 1, keep: 1, onTrouble: () => {} });
  try {
    const status = await find(stream, servers);
    if ((await hearBeats(stream)).length > 0) throw new CannotJoin("servers-up");
    if (status !== undefined) await check(stream, status, position);
    const end = endOf(position);
    const before = await stream.keeping();
    const keeping = { replicas: options.replicas ?? before.replicas, keep: options.keep ?? before.keep };
    return {
      applied: end.applied,
      stream: status,
      keeping,
      renew: async () => {
        const facts = () => new Map([["position", JSON.stringify(end)]]);
        if (end !== position) log.commit({ drafts: [], members: [], readMarks: [], facts });
        const key = options.fingerprint ?? status?.key;
        const secret = log.personSecret;
        const made = { id: end.stream, secret, key, next: end.applied + 1, ...keeping };
        await stream.renew(made).catch((error) => {
          throw new CannotJoin("no-stream", String(error));
        });
      },
      close: () => stream.close(),
    };
  } catch (error) {
    await stream.close();
    throw error instanceof StreamTrouble ? new CannotJoin("no-stream", error.message) : error;
  }
}

async function find(stream: RenewableStream, servers: readonly string[]): Promise<StreamStatus | undefined> {
  try {
    const found = await within(systemClock, ANSWERS_WITHIN, stream.open(undefined), undefined);
    if (found === undefined) throw new CannotJoin("no-answer", servers.join(", "));
    return found;
  } catch (error) {
    if (error instanceof NoSuchStream) return undefined;
    throw error;
  }
}

/** Checks that nothing is lost by it. @throws {CannotJoin} */
async function check(
  stream: Pick<RenewableStream, "read">,
  { id, first, last }: StreamStatus,
  { stream: own, applied, tail }: Position,
): Promise<void> {
  if (id !== own) throw new CannotJoin("other-stream");
  if (last <= applied) return;
  const bytes = applied === 0 || applied < first ? undefined : await stream.read(applied);
  // What is in the stream after something else than the log has is another truth, and the log's is to count.
  if (bytes === undefined || hashTurn(bytes) === tail) throw new CannotJoin("has-more", String(last));
}

/** Gives where a log ends; a turn that it has applied a part of, and which is nowhere any more, ends with that part. */
export function endOf(position: Position): Position {
  const { applied, done, digest, partial } = position;
  if (done === 0) return position;
  const seq = applied + 1;
  const after = hashAfter(digest, seq, BROKEN_OFF, partial);
  return { ...position, applied: seq, done: 0, digest: after, partial: 0, tail: BROKEN_OFF };
}
