/**
 * Networks of addresses, and where an address is: on this machine, on a network of ours, or elsewhere. Pure.
 *
 * @module
 */

import { formatIp, parseIp } from "./address.ts";

/** All addresses that begin alike. IPv4 and IPv6 never contain each other. */
export interface Network {
  /** 4 or 16 bytes; those after the prefix are 0. */
  readonly bytes: Uint8Array;
  /** How many bits all its addresses have in common. */
  readonly prefix: number;
}

/** Where an address is: on this machine, on a network that is not the Internet or that we are on, or anywhere else. */
export type AddressKind = "loopback" | "private" | "public";

const LOOPBACK = networks("127.0.0.0/8", "::1");

/** Addresses that lead nowhere on the Internet: RFC 1918, 3927, 6598, 4291 (link-local) and 4193. */
const PRIVATE = networks(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "fe80::/10",
  "fc00::/7",
);

/** The widest network of an interface that is believed to be ours, in bits: a tunnel may claim half of the Internet. */
const WIDEST_IPV4 = 8;
const WIDEST_IPV6 = 32;

/** Parses an address, or a network as `192.0.2.0/24`; bits after its prefix do not count. `undefined` for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [address = "", bits, ...more] = text.split("/");
  const bytes = parseIp(address);
  if (bytes === undefined || more.length > 0) return undefined;
  const most = 8 * bytes.length;
  if (bits === undefined) return { bytes, prefix: most };
  const written = /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  const isMapped = bytes.length === 4 && address.includes(":");
  const prefix = isMapped ? written - 96 : written;
  return prefix >= 0 && prefix <= most ? { bytes: cut(bytes, prefix), prefix } : undefined;
}

/** Formats a network as {@linkcode parseNetwork} reads it; one of a single address as that address. */
export function formatNetwork({ bytes, prefix }: Network): string {
  return prefix === 8 * bytes.length ? formatIp(bytes) : `${formatIp(bytes)}/${prefix}`;
}

/** Tells whether a network has an address. @param address As `parseIp` gives it. */
export function contains({ bytes, prefix }: Network, address: Uint8Array): boolean {
  if (bytes.length !== address.length) return false;
  const whole = prefix >> 3;
  for (let at = 0; at < whole; at++) if (bytes[at] !== address[at]) return false;
  const rest = prefix & 7;
  return rest === 0 || (((bytes[whole] ?? 0) ^ (address[whole] ?? 0)) >> (8 - rest)) === 0;
}

/** Tells whether an address is in one of some networks; what is no address is in none. */
export function isIn(networks: readonly Network[], address: string): boolean {
  const bytes = parseIp(address);
  return bytes !== undefined && networks.some((network) => contains(network, bytes));
}

/**
 * Tells where an address is.
 *
 * @param own The networks that this machine is on: {@linkcode ownNetworks}.
 */
export function kindOfAddress(address: string, own: readonly Network[]): AddressKind {
  const bytes = parseIp(address);
  if (bytes === undefined) return "public"; // The strictest there is.
  const has = (network: Network): boolean => contains(network, bytes);
  if (LOOPBACK.some(has)) return "loopback";
  return PRIVATE.some(has) || own.some(has) ? "private" : "public";
}

/** Lists the networks of this machine's interfaces. @param cidrs As the system names them: `192.0.2.7/24`. */
export function ownNetworks(cidrs: readonly string[]): Network[] {
  return cidrs.map(parseNetwork).filter((network) => network !== undefined).filter(isOwn);
}

function isOwn({ bytes, prefix }: Network): boolean {
  return prefix >= (bytes.length === 4 ? WIDEST_IPV4 : WIDEST_IPV6);
}

function cut(bytes: Uint8Array, prefix: number): Uint8Array {
  return bytes.map((byte, at) => byte & (0xff00 >> Math.min(Math.max(prefix - 8 * at, 0), 8)) & 0xff);
}

function networks(...written: readonly string[]): readonly Network[] {
  return written.map(parseNetwork).filter((network) => network !== undefined);
}
