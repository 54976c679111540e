/**
 * Proofs: the signatures of keys, and the owner's secret.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { createHmac, createPublicKey, randomBytes, timingSafeEqual, verify } from "node:crypto";
import { ownerProof } from "../../../protocol/accounts.ts";

/** A raw Ed25519 public key, 32 bytes, and a signature, 64, in base64url. */
const KEY = /^[\w-]{43}$/;
const SIGNATURE = /^[\w-]{86}$/;

/** What stands before a raw Ed25519 key in a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** Tells whether a text can be a public key. */
export function isPublicKey(key: string): boolean {
  return KEY.test(key);
}

/** Tells whether the holder of a key, raw and in base64url, has signed a text. Some 0.1 ms. */
export function isSignedBy(key: string, text: string, signature: string): boolean {
  if (!KEY.test(key) || !SIGNATURE.test(signature)) return false;
  try {
    const spki = Buffer.concat([SPKI_HEAD, Buffer.from(key, "base64url")]);
    const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64url"));
  } catch {
    return false; // Not a point of the curve.
  }
}

/** Makes a nonce that was never used: 256 bits. */
export function newNonce(): string {
  return randomBytes(32).toString("base64url");
}

/** Tells whether somebody has proved to know the owner's secret. @param port The server's own. */
export function isOwner(secret: Uint8Array, nonce: string, port: number, mac: string): boolean {
  const right = createHmac("sha256", secret).update(ownerProof(nonce, port)).digest();
  const given = Buffer.from(mac, "base64url");
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What the token of a browser that stays logged in begins with, so that one is recognized where it should not be. */
const SESSION_PREFIX = "chs_";

/** Makes the token of a browser that stays logged in: 128 bits. */
export function newSessionToken(): string {
  return SESSION_PREFIX + randomBytes(16).toString("base64url");
}
