/**
 * Addresses with a port, as they are written in a flag or beside a command. Pure.
 *
 * @module
 */

import { formatAddress } from "../net/address.ts";
import type { ValueKind } from "./flag_values.ts";

/** Reads `HOST` or `HOST:PORT`, an IPv6 address with a port in brackets. */
export function parseAddress(
  written: string,
): { readonly host: string; readonly port?: number } | undefined {
  const [, v6, name, digits] =
    /^(?:\[([^\]\s]+)\]|([^\s:\[\]]+|[\da-f:.%]*:[\da-f:.%\w]*:[\da-f:.%\w]*))(?::(\d{1,5}))?$/i
      .exec(written) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || port !== undefined && port > 65535) return undefined;
  return { host, ...(port !== undefined && { port }) };
}

/** Where something is to be served. */
export interface Endpoint {
  readonly hostname: string;
  /** 0 picks a free one. */
  readonly port: number;
}

/** An address to open on, with its port. */
export const endpoint: ValueKind<Endpoint> = {
  parse: (written) => {
    const { host, port } = parseAddress(written) ?? {};
    return host === undefined || port === undefined ? undefined : { hostname: host, port };
  },
  show: ({ hostname, port }) => formatAddress(hostname, port),
  shape: "HOST:PORT",
  takes: { sentence: "endpoint" },
};
