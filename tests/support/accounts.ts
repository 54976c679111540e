/**
 * Proofs for tests: keys that sign, and clients that come in by them.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { assert } from "@std/assert";
import { keyProof, ownerProof, plainServer } from "../../protocol/accounts.ts";
import { nameKey } from "../../protocol/names.ts";
import type { HelloRequest } from "../../protocol.ts";
import { OWNER_SECRET, type TestClient, type TestCore } from "./test_core.ts";

/** The port of every core. */
export const PORT = 53000;

/** A key of a device. */
export class TestKey {
  /** The raw public key in base64url. */
  readonly id: string;
  readonly #key: ReturnType<typeof generateKeyPairSync>["privateKey"];

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.id = publicKey.export({ format: "jwk" }).x ?? "";
    this.#key = privateKey;
  }

  /** Signs a challenge. @param server What stands for the server; a plain one by default. */
  sign(nonce: string, name: string, server = plainServer(PORT)): string {
    return sign(null, Buffer.from(keyProof(nonce, server, nameKey(name), this.id)), this.#key)
      .toString("base64url");
  }
}

/** Authenticates a challenge with the owner's secret. */
export function ownerMac(nonce: string, port = PORT, secret = OWNER_SECRET): string {
  return createHmac("sha256", secret).update(ownerProof(nonce, port)).digest("base64url");
}

/** Ends the turn, and returns the nonce of the last challenge. */
export async function nonceOf(core: TestCore, client: TestClient): Promise<string> {
  await core.endTurn();
  const nonce = client.framesOf("challenge").at(-1)?.nonce;
  assert(nonce !== undefined, "no challenge");
  return nonce;
}

/** Makes a member's name their own by a key. */
export async function claimBy(core: TestCore, client: TestClient, key: TestKey): Promise<void> {
  client.sendFrames({ type: "claim", key: key.id, device: "laptop" });
  client.sendFrames({
    type: "prove",
    sig: key.sign(await nonceOf(core, client), client.session.person.name),
  });
  await core.endTurn();
}

/** Comes in by a key. */
export async function enterBy(
  core: TestCore,
  name: string,
  key: TestKey,
  more: Partial<HelloRequest> = {},
): Promise<TestClient> {
  const client = core.connect();
  client.sendFrames({ type: "hello", name, room: "lobby", key: key.id, ...more });
  client.sendFrames({ type: "prove", sig: key.sign(await nonceOf(core, client), name) });
  await core.endTurn();
  return client;
}
