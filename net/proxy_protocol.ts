/**
 * The PROXY protocol, versions 1 and 2: how a TCP proxy says whom it passes a connection on for. After the specification
 * at https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt (2020-03-05), sections 2.1 and 2.2. Pure.
 *
 * @module
 */

import { formatIp, parseIp } from "./address.ts";
import type { Forwarded } from "./origin.ts";

/** The source of a connection, as the proxy saw it. */
export interface ProxiedSource extends Forwarded {
  readonly port: number;
}

/**
 * What first bytes are: no header, a part of one, something that only begins like one, or a header of `length` bytes.
 * One without a source is of the proxy's own connection, or of one that it cannot describe.
 */
export type ProxyHeader =
  | { readonly kind: "none" }
  | { readonly kind: "partial" }
  | { readonly kind: "malformed" }
  | { readonly kind: "header"; readonly length: number; readonly source: ProxiedSource | undefined };

const SIGNATURE_1 = new TextEncoder().encode("PROXY ");
const SIGNATURE_2 = Uint8Array.of(13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10);

/** The longest header of version 1, its CR LF included, in bytes. */
const LONGEST_1 = 107;

/** The bytes of version 2 before those that it counts itself, and the most of those that are read: the specification asks for 216 and what is optional. */
const FIXED_2 = 16;
const LONGEST_2 = 2048;

const NONE: ProxyHeader = { kind: "none" };
const PARTIAL: ProxyHeader = { kind: "partial" };
const MALFORMED: ProxyHeader = { kind: "malformed" };

/** Parses the header that a connection begins with, if it does. No bytes are a part of one. */
export function parseProxyHeader(bytes: Uint8Array): ProxyHeader {
  if (beginsLike(bytes, SIGNATURE_1)) return bytes.length < SIGNATURE_1.length ? PARTIAL : parseText(bytes);
  if (beginsLike(bytes, SIGNATURE_2)) return bytes.length < FIXED_2 ? PARTIAL : parseBinary(bytes);
  return NONE;
}

/** Tells whether a connection begins with a PROXY header, whole or not, as no person writes it. */
export function looksProxied(bytes: Uint8Array): boolean {
  const isVersion1 = /^PROXY (?:TCP[46]|UNKNOWN)/.test(new TextDecoder().decode(bytes.subarray(0, 14)));
  return isVersion1 || bytes.length >= SIGNATURE_2.length && beginsLike(bytes, SIGNATURE_2);
}

function beginsLike(bytes: Uint8Array, signature: Uint8Array): boolean {
  return signature.every((byte, at) => at >= bytes.length || bytes[at] === byte);
}

/** Parses `PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n`; of `PROXY UNKNOWN` the rest does not count. */
function parseText(bytes: Uint8Array): ProxyHeader {
  const head = bytes.subarray(0, LONGEST_1);
  const end = head.indexOf(10);
  if (end < 0) return head.length < LONGEST_1 ? PARTIAL : MALFORMED;
  const line = new TextDecoder("latin1").decode(head.subarray(0, end + 1));
  const length = end + 1;
  if (/^PROXY UNKNOWN(?: [^\r\n]*)?\r\n$/.test(line)) return { kind: "header", length, source: undefined };
  const [, family, from = "", to = "", port] =
    /^PROXY TCP([46]) (\S+) (\S+) (\d{1,5}) \d{1,5}\r\n$/.exec(line) ?? [];
  const host = parseIp(from);
  if (host === undefined || parseIp(to) === undefined || from.includes(":") !== (family === "6")) {
    return MALFORMED;
  }
  return { kind: "header", length, source: { host: formatIp(host), port: Number(port), isEncrypted: false } };
}

/** The commands of version 2, and its families with the size of an address: over TCP, as all that comes here is. */
const LOCAL = 0x20;
const PROXY = 0x21;
const ADDRESS_BYTES: Partial<Readonly<Record<number, number>>> = { 0x11: 4, 0x21: 16 };

function parseBinary(bytes: Uint8Array): ProxyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const command = view.getUint8(12);
  const family = view.getUint8(13);
  const rest = view.getUint16(14);
  const length = FIXED_2 + rest;
  if (rest > LONGEST_2 || (command !== LOCAL && command !== PROXY)) return MALFORMED;
  if (bytes.length < length) return PARTIAL;
  const size = ADDRESS_BYTES[family];
  if (command === LOCAL || size === undefined) return { kind: "header", length, source: undefined };
  const addresses = 2 * size + 4;
  if (rest < addresses) return MALFORMED;
  const host = formatIp(unmapped(bytes.slice(FIXED_2, FIXED_2 + size)));
  const port = view.getUint16(FIXED_2 + 2 * size);
  const isEncrypted = tellsOfTls(view, FIXED_2 + addresses, length);
  return { kind: "header", length, source: { host, port, isEncrypted } };
}

/** Writes an IPv4 address in IPv6 as the former. */
function unmapped(bytes: Uint8Array): Uint8Array {
  return parseIp(formatIp(bytes)) ?? bytes;
}

/** The type of the extension that tells of TLS, and its bit that says that the connection is over it (section 2.2.6). */
const SSL = 0x20;
const CLIENT_SSL = 0x01;

/** Tells whether the extensions say that the connection is encrypted up to the proxy. */
function tellsOfTls(view: DataView, from: number, to: number): boolean {
  for (let at = from; at + 3 <= to;) {
    const size = view.getUint16(at + 1);
    const end = at + 3 + size;
    if (end > to) return false;
    if (view.getUint8(at) === SSL) return size >= 5 && (view.getUint8(at + 3) & CLIENT_SSL) !== 0;
    at = end;
  }
  return false;
}
