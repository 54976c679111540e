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
const GROUP = /^[0-9a-f]{1,4}$/i;
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
  const bytes = bytesOfGroups(text.split("%", 1)[0] ?? "");
  return bytes !== undefined && isMapped(bytes) ? bytes.slice(12) : bytes;
}

/** Formats the bytes of an address, IPv6 as RFC 5952 has it. */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8 | (bytes[2 * at + 1] ?? 0)));
  const written = groups.map((group) => group.toString(16)).join(":");
  return URL.parse(`http://[${written}]/`)?.hostname.slice(1, -1) ?? written;
}

/** How many groups of 16 bits an address of IPv6 has. */
const GROUPS = 8;

/**
 * Reads an address of IPv6 as RFC 4291, 2.2 has it: groups of up to four digits, at most one `::` for one group or more, and
 * perhaps an address of IPv4 at its end. By hand: `URL` takes twice as long, and more where it was not called for a while, and whoever comes is looked up among the bans.
 */
function bytesOfGroups(address: string): Uint8Array | undefined {
  const [before = "", after, more] = address.split("::");
  if (more !== undefined) return undefined;
  const head = groupsOf(before, after === undefined);
  const tail = groupsOf(after ?? "", true);
  if (head === undefined || tail === undefined) return undefined;
  const count = head.length + tail.length;
  if (after === undefined ? count !== GROUPS : count >= GROUPS) return undefined;
  const bytes = new Uint8Array(2 * GROUPS);
  const put = (groups: readonly number[], from: number): void =>
    groups.forEach((group, at) => {
      bytes[2 * (from + at)] = group >> 8;
      bytes[2 * (from + at) + 1] = group & 0xff;
    });
  put(head, 0);
  put(tail, GROUPS - tail.length);
  return bytes;
}

/** Reads groups with `:` between them; `undefined` when something else is among them. @param isLast Whether IPv4 may end them. */
function groupsOf(written: string, isLast: boolean): readonly number[] | undefined {
  if (written === "") return [];
  const groups: number[] = [];
  const parts = written.split(":");
  for (const [index, part] of parts.entries()) {
    if (GROUP.test(part)) groups.push(parseInt(part, 16));
    else if (isLast && index === parts.length - 1 && IPV4.test(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
      groups.push(a << 8 | b, c << 8 | d);
    } else return undefined;
  }
  return groups;
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

function withoutHost(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => at < SITE_BYTES ? byte : 0);
}
