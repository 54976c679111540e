/**
 * How addresses are written for people.
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

/** `127.0.0.1:53000`, `[::1]:53000`: as people write it, and as a URL takes it. */
export function formatAddress(hostname: string, port: number): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
