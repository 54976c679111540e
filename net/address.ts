/**
 * Addresses: how they are written, what they are as bytes, and what counts as one address.
 *
 * @module
 */

/** Where a server is. */
export interface ServerAddress {
  /** A name or an address. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** Formats an address as people write it and a URL takes it: `127.0.0.1:53000`, `[::1]:53000`. */
export function formatAddress(hostname: string, port: number): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}

/** Parses an address as {@linkcode formatAddress} writes it; `undefined` for what is none. */
export function parsePlace(text: string): ServerAddress | undefined {
  const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  return host === undefined || Number(port) < 1 || Number(port) > 65535
    ? undefined
    : { host, port: Number(port) };
}

/** The length of an IPv6 network that one subscriber, and so perhaps one machine, has to itself, in bytes (RFC 6177: at least a /64). */
const SITE_BYTES = 8;

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

/** Writes an IPv4 address as such that is written as IPv6, as a socket for both has it: `::ffff:192.0.2.7`. */
export function withoutMapping(address: string): string {
  return address.includes(":") ? MAPPED.exec(address)?.[1] ?? address : address;
}

/**
 * Gives what every limit by address counts: an IPv4 address as it is, also one that is written as IPv6
 * (`::ffff:192.0.2.7`), and of an IPv6 address its /64, as one machine can have all addresses of such a network.
 * What is no address is its own key.
 */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const bytes = parseIp(address);
  if (bytes === undefined) return address;
  return bytes.length === 4 ? bytes.join(".") : `${formatIp(withoutHost(bytes))}/64`;
}

/**
 * Parses an address without brackets: 4 bytes for IPv4, also for one that is written as IPv6 (RFC 4291, 2.5.5.2), else
 * 16 bytes. The zone of a link-local address (`fe80::1%eth0`) does not count. `undefined` for what is no address.
 */
export function parseIp(text: string): Uint8Array | undefined {
  if (IPV4.test(text)) return Uint8Array.from(text.split("."), Number);
  const [address = ""] = text.split("%");
  if (!/^[0-9a-f:.]{2,45}$/i.test(address)) return undefined;
  const written = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1);
  if (written === undefined) return undefined;
  const bytes = bytesOfGroups(written);
  return isMapped(bytes) ? bytes.slice(12) : bytes;
}

/** Formats the bytes of an address, IPv6 as RFC 5952 has it. */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8 | (bytes[2 * at + 1] ?? 0)));
  const written = groups.map((group) => group.toString(16)).join(":");
  return URL.parse(`http://[${written}]/`)?.hostname.slice(1, -1) ?? written;
}

/** Reads an address as a URL writes it: groups of up to four digits, at most one `::`. */
function bytesOfGroups(written: string): Uint8Array {
  const [before = "", after = ""] = written.split("::");
  const head = groupsOf(before);
  const tail = groupsOf(after);
  const bytes = new Uint8Array(16);
  const put = (groups: readonly number[], from: number): void =>
    groups.forEach((group, at) => bytes.set([group >> 8, group & 0xff], 2 * (from + at)));
  put(head, 0);
  put(tail, 8 - tail.length);
  return bytes;
}

function groupsOf(written: string): number[] {
  return written === "" ? [] : written.split(":").map((group) => parseInt(group, 16));
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

function withoutHost(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => at < SITE_BYTES ? byte : 0);
}
