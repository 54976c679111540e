/**
 * What servers pass to each other beside the stream: some fields and some bytes, with a proof that whoever sends it may read
 * the stream. Pure.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Fields, parseObject } from "../../protocol/fields.ts";

/** Fields, and the bytes that they are about. */
export interface Parcel {
  readonly fields: Fields;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const NEWLINE = 10;
const NO_BYTES = new Uint8Array();

/** Packs a parcel for whoever knows a secret. @param to The epoch of the server that it is for: no other takes it. */
export function pack(
  secret: Uint8Array,
  to: number,
  fields: Fields,
  bytes: Uint8Array = NO_BYTES,
): Uint8Array {
  const text = JSON.stringify(fields);
  const head = new TextEncoder().encode(`${sign(secret, to, text)} ${text}\n`);
  const parcel = new Uint8Array(head.length + bytes.length);
  parcel.set(head);
  parcel.set(bytes, head.length);
  return parcel;
}

/** Unpacks a parcel; nothing where it is none, is for another server, or of somebody who does not know the secret. */
export function unpack(secret: Uint8Array, to: number, parcel: Uint8Array): Parcel | undefined {
  const end = parcel.indexOf(NEWLINE);
  const [, key = "", text = ""] = /^(\S+) (.*)$/.exec(new TextDecoder().decode(parcel.subarray(0, end))) ??
    [];
  const [ours, theirs] = [Buffer.from(sign(secret, to, text)), Buffer.from(key)];
  if (end < 0 || ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) return undefined;
  const fields = parseObject(text);
  return fields && { fields, bytes: new Uint8Array(parcel.subarray(end + 1)) };
}

function sign(secret: Uint8Array, to: number, text: string): string {
  return createHmac("sha256", secret).update(`parcel ${to} ${text}`).digest("base64url");
}
