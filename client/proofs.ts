/**
 * The keys of this device, one for each server, and the owner's secret of a server on this machine.
 *
 * @module
 */

import type { ChallengeFrame, ClaimRequest, HelloRequest, ProveRequest } from "../protocol.ts";
import { keyProof, ownerProof, plainServer } from "../protocol/accounts.ts";
import { nameKey } from "../protocol/names.ts";
import type { Proofs, ProofServer } from "./options.ts";

/** Only whose keys they are may read them. */
const OWNER_ONLY = 0o600;
const OWNERS_FOLDER = 0o700;

const PEM = /-----BEGIN PRIVATE KEY-----([\w+/=\s]+)-----END PRIVATE KEY-----/;

/** Where proofs are kept. */
export interface ProofFiles {
  /** The folder of the keys; none where there is no place for any. */
  readonly keys: string | undefined;
  /** The owner's secret, or its file; none for a script, which is nobody's owner. */
  readonly owner: string | Uint8Array<ArrayBuffer> | undefined;
  /** What this device is called; may be empty. */
  readonly device: string;
}

/** A key of this device. */
interface DeviceKey {
  readonly privateKey: CryptoKey;
  /** The raw public key in base64url. */
  readonly publicKey: string;
}

/** {@linkcode Proofs} in files: each server gets a key of its own, so that none can pass a proof on or link people. */
export class FileProofs implements Proofs {
  readonly #files: ProofFiles;

  /** Finds proofs in files. @param files Where they are. */
  constructor(files: ProofFiles) {
    this.#files = files;
  }

  async show(
    server: ProofServer,
    isNew = false,
  ): Promise<Pick<HelloRequest, "key" | "device" | "owner">> {
    const key = await this.#read(server) ?? (isNew ? await this.#make(server) : undefined);
    const isOwner = server.provenAs === undefined && this.#ownerSecret() !== undefined;
    const { device } = this.#files;
    return {
      ...(key !== undefined && { key: key.publicKey }),
      ...(key !== undefined && isNew && device !== "" && { device }),
      ...(isOwner && { owner: true }),
    };
  }

  async claim(server: ProofServer): Promise<ClaimRequest | undefined> {
    const key = await this.#read(server) ?? await this.#make(server);
    if (key === undefined) return undefined;
    const { device } = this.#files;
    return { type: "claim", key: key.publicKey, ...(device !== "" && { device }) };
  }

  async prove(server: ProofServer, name: string, { nonce }: ChallengeFrame): Promise<ProveRequest> {
    const { provenAs, port } = server;
    const key = await this.#read(server);
    const secret = provenAs === undefined ? this.#ownerSecret() : undefined;
    const text = keyProof(nonce, provenAs ?? plainServer(port), nameKey(name), key?.publicKey ?? "");
    return {
      type: "prove",
      ...(key !== undefined && { sig: await sign(key.privateKey, text) }),
      ...(secret !== undefined && { mac: await authenticate(secret, ownerProof(nonce, port)) }),
    };
  }

  #path({ provenAs, port }: ProofServer): string | undefined {
    const { keys } = this.#files;
    const name = provenAs?.replace(/^sha256\/\//, "").replace(/=+$/, "").replaceAll("+", "-").replaceAll(
      /[^\w.-]/g,
      "_",
    );
    return keys === undefined ? undefined : `${keys}/${name ?? `localhost-${port}`}.pem`;
  }

  async #read(server: ProofServer): Promise<DeviceKey | undefined> {
    const path = this.#path(server);
    if (path === undefined) return undefined;
    try {
      const [, body = ""] = PEM.exec(await Deno.readTextFile(path)) ?? [];
      const bytes = Uint8Array.fromBase64(body.replaceAll(/\s/g, ""));
      return await keyOf(await crypto.subtle.importKey("pkcs8", bytes, "Ed25519", true, ["sign"]));
    } catch {
      return undefined; // There is none, or none that can be used: whoever comes is a guest, and is told so by the server.
    }
  }

  /** Makes the key of this device for a server. Another process may have been quicker: then it is that one's. */
  async #make(server: ProofServer): Promise<DeviceKey | undefined> {
    const path = this.#path(server);
    if (path === undefined) return undefined;
    try {
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true, mode: OWNERS_FOLDER });
      const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
      if (!("privateKey" in pair)) return undefined;
      const { privateKey } = pair;
      const body = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)).toBase64();
      const pem = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
      await Deno.writeTextFile(path, pem, { createNew: true, mode: OWNER_ONLY });
      return await keyOf(privateKey);
    } catch (error) {
      return error instanceof Deno.errors.AlreadyExists ? await this.#read(server) : undefined;
    }
  }

  #ownerSecret(): Uint8Array<ArrayBuffer> | undefined {
    const { owner } = this.#files;
    try {
      return typeof owner === "string" ? Deno.readFileSync(owner) : owner;
    } catch {
      return undefined; // No server of ours has run here, or it is somebody else's.
    }
  }
}

/** Finds the public key that belongs to a private one. */
async function keyOf(privateKey: CryptoKey): Promise<DeviceKey> {
  const { x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
  return { privateKey, publicKey: x };
}

async function sign(key: CryptoKey, text: string): Promise<string> {
  return toText(await crypto.subtle.sign("Ed25519", key, new TextEncoder().encode(text)));
}

async function authenticate(secret: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return toText(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
}

function toText(bytes: ArrayBuffer): string {
  return new Uint8Array(bytes).toBase64({ alphabet: "base64url", omitPadding: true });
}
