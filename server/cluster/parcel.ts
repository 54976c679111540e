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

/** So many parcels of one sender are known again; of what is older than these nothing is taken. */
const KNOWN = 1024;

/** The most senders that are known. */
const SENDERS = 64;

/** What came already: who has recorded a parcel and sends it again is not answered. */
export class SeenParcels {
  readonly #senders = new Map<number, { last: number; readonly known: Set<number> }>();

  /** Notes a parcel. @returns Whether it is a new one. @param from The epoch of its sender. @param n Its number, counted by that. */
  note(from: number, n: number): boolean {
    const sender = this.#senders.get(from) ?? { last: 0, known: new Set() };
    if (sender.known.has(n) || n <= sender.last - KNOWN) return false;
    this.#senders.delete(from);
    this.#senders.set(from, sender);
    sender.known.add(n);
    sender.last = Math.max(sender.last, n);
    for (const old of sender.known) if (old <= sender.last - KNOWN) sender.known.delete(old);
    const [oldest] = this.#senders.keys();
    if (this.#senders.size > SENDERS && oldest !== undefined) this.#senders.delete(oldest);
    return true;
  }
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
