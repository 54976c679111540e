/**
 * What the name or address of a host says about who could vouch for it. Pure.
 *
 * @module
 */

import { parseIp } from "./address.ts";
import { kindOfAddress } from "./network.ts";

/** The names that no public authority vouches for, by how they end: those of local networks (RFC 6762, 8375, and as routers make them). */
const LOCAL = /\.(?:local|localhost|lan|internal|home\.arpa)$/;

/** Tells whether this is the machine that we are on. */
export function isLoopback(host: string): boolean {
  const name = bare(host);
  return name === "localhost" || name.endsWith(".localhost") || kindOfAddress(name, []) === "loopback";
}

/** Tells whether a name means the same everywhere, so that a public authority can vouch for it. Addresses and names of a local network do not. */
export function isPublicName(host: string): boolean {
  const name = bare(host);
  const isAddress = parseIp(name) !== undefined || /^[\d.]+$/.test(name); // `127.1` is one, too.
  return !isAddress && name.includes(".") && !LOCAL.test(name);
}

function bare(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}
