/**
 * Addresses of servers, and how they are written.
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
