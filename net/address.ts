/**
 * How addresses are written for people.
 *
 * @module
 */

/** `127.0.0.1:53000`, `[::1]:53000`: as people write it, and as a URL takes it. */
export function formatAddress(hostname: string, port: number): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
