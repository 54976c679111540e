/**
 * The key of a cluster: its servers prove the same. The stream says which one it is, by the fingerprint; a server without a key
 * asks those that are up, and takes what has that fingerprint. It goes to whoever proves that they may read the stream, and
 * write beside it, sealed for who asks: it is never in the stream, and nobody else on the way reads it.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { type Clock, sleep } from "../../net/clock.ts";
import { isText } from "../../protocol/fields.ts";
import type { Logger } from "../machine/logger.ts";
import { CannotJoin } from "./beginning.ts";
import { pack, unpack } from "./parcel.ts";
import { makeReader, seal } from "./sealing.ts";
import { ANY_SERVER, type StreamStatus, type TurnStream } from "./stream.ts";

/** How soon is asked again for the key where nobody has given it, in ms. */
const ASK_AGAIN_AFTER = 1_000;

const NOTHING = new Uint8Array();

/** The key of a server, as it is kept. */
export interface ServerKey {
  /** Where it is kept, for people. */
  readonly path: string;
  /** Reads the fingerprint; nothing where there is no key yet. */
  fingerprint(): Promise<string | undefined>;
  /** Makes a key where there is none. @returns Its fingerprint. */
  make(): Promise<string>;
  /** Keeps one from elsewhere, if it has this fingerprint. @returns Whether it has. */
  take(pem: string, fingerprint: string): Promise<boolean>;
  /** Reads it as PEM. */
  read(): string;
}

/** What asking for the key needs. */
export interface KeyAsking {
  readonly stream: Pick<TurnStream, "pass">;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Has a server have the key of its cluster, however long it takes until another one gives it.
 *
 * @param hadOne Whether it had a key before it came: that is not thrown away.
 * @throws {CannotJoin} When it has another one.
 */
export async function haveKey(
  key: ServerKey,
  { key: wanted, secret }: StreamStatus,
  hadOne: boolean,
  { stream, clock, logger }: KeyAsking,
): Promise<void> {
  if (wanted === undefined || await key.fingerprint() === wanted) return;
  if (hadOne) throw new CannotJoin("other-key", key.path);
  for (let isTold = false;; isTold = true) {
    const pem = await askForKey(stream, secret);
    if (pem !== undefined && await key.take(pem, wanted)) return;
    if (!isTold) logger({ event: "identity-awaited", path: key.path, fingerprint: wanted });
    await sleep(clock, ASK_AGAIN_AFTER);
  }
}

/** Gives the key to new servers of the cluster. @param given Learns that it did. */
export function giveKey(
  key: ServerKey,
  secret: Uint8Array,
  stream: Pick<TurnStream, "onPass">,
  given: () => void,
): void {
  stream.onPass(ANY_SERVER, async (bytes) => {
    const asked = unpack(secret, ANY_SERVER, bytes)?.fields.key;
    if (!isText(asked)) return NOTHING;
    const sealed = await seal(new Uint8Array(Buffer.from(asked, "hex")), key.read());
    if (sealed === undefined) return NOTHING;
    given();
    return pack(secret, ANY_SERVER, { by: Buffer.from(sealed.by).toString("hex") }, sealed.bytes);
  });
}

async function askForKey(
  stream: Pick<TurnStream, "pass">,
  secret: Uint8Array,
): Promise<string | undefined> {
  const reader = await makeReader();
  const fields = { key: Buffer.from(reader.publicKey).toString("hex") };
  const answer = await stream.pass(ANY_SERVER, pack(secret, ANY_SERVER, fields));
  const parcel = answer && unpack(secret, ANY_SERVER, answer);
  if (parcel === undefined || !isText(parcel.fields.by)) return undefined;
  const by = new Uint8Array(Buffer.from(parcel.fields.by, "hex"));
  return await reader.open({ by, bytes: parcel.bytes });
}
