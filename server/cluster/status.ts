/**
 * How a cluster is doing, as an operator sees it from outside.
 *
 * @module
 */

import { systemClock, within } from "../../net/clock.ts";
import type { ClusterOptions } from "../machine/options.ts";
import { natsStream } from "./nats_code.ts";
import { CannotJoin } from "./beginning.ts";
import { type Beat, parseBeat } from "./beat.ts";
import { StreamTrouble, type TurnStream } from "./stream.ts";

/** One server of a cluster that is up. */
export interface ClusterServer {
  /** Where clients find it, as it was told; empty where it was not. */
  readonly address: string;
  /** How far it has come in the stream. */
  readonly applied: number;
  /** The digest of all up to there. */
  readonly digest: string;
}

/** How a cluster is doing. */
export interface ClusterStatus {
  /** The number of the oldest turn that the stream still has. */
  readonly first: number;
  /** The number of the last turn. */
  readonly last: number;
  /** Those that are up. */
  readonly servers: readonly ClusterServer[];
  /** Whether no two servers say of the same turn that it led to something else. */
  readonly agree: boolean;
  /** Whether all prove to be the same by their keys. */
  readonly isOne: boolean;
}

/** How long NATS has to answer who asks once, in ms: a server waits for it as long as it takes. */
export const ANSWERS_WITHIN = 5_000;

/** For how long it is listened who is up, in ms: each says so twice a second. */
const LISTENS_FOR = 1_600;

/** Asks how a cluster is doing. @throws {CannotJoin} When there is no such stream. */
export async function readClusterStatus(
  { servers, name, creds, ca, cert, key }: ClusterOptions,
): Promise<ClusterStatus> {
  const stream = await natsStream({
    servers,
    cluster: name,
    creds,
    ca,
    cert,
    key,
    replicas: 1,
    keep: 1,
    onTrouble: () => {},
  });
  try {
    const opened = await within(systemClock, ANSWERS_WITHIN, stream.open(undefined), undefined);
    if (opened === undefined) {
      throw new CannotJoin("no-answer", servers.join(", "));
    }
    const heard = await hearBeats(stream);
    const { first, last } = await stream.status();
    return { first, last, ...judgeBeats(heard) };
  } catch (error) {
    throw error instanceof StreamTrouble ? new CannotJoin("no-stream", error.message) : error;
  } finally {
    await stream.close();
  }
}

/** Listens who is up. */
export async function hearBeats(stream: Pick<TurnStream, "onBeat">): Promise<readonly Beat[]> {
  const heard: Beat[] = [];
  stream.onBeat((text) => {
    const beat = parseBeat(text);
    if (beat !== undefined && beat.e > 0) heard.push(beat);
  });
  await new Promise((resolve) => setTimeout(resolve, LISTENS_FOR));
  return heard;
}

/** Makes of what was heard who is up, each as it was last, and whether they agree. */
export function judgeBeats(heard: readonly Beat[]): Pick<ClusterStatus, "servers" | "agree" | "isOne"> {
  const digests = new Map<number, string>();
  let agree = true;
  for (const { s, d } of heard) {
    const known = digests.get(s) ?? d;
    digests.set(s, known);
    if (known !== d) agree = false;
  }
  const last = new Map(heard.map((beat) => [beat.e, beat]));
  const servers = [...last.values()].map(({ s: applied, d: digest, a: address }) => ({
    address,
    applied,
    digest,
  }));
  const keys = new Set([...last.values()].map(({ f }) => f).filter((key) => key !== ""));
  return { servers, agree, isOne: keys.size <= 1 };
}
