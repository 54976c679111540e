/**
 * The other servers of a room, and to which of them one may go: a token is shown to nobody who does not prove to be what
 * the server was that named them.
 *
 * @module
 */

import { parsePlace, type ServerAddress } from "../../net/address.ts";
import { isLoopback } from "../../net/hosts.ts";
import type { ProofServer } from "../options.ts";
import type { Trust } from "../wire.ts";
import type { Place } from "./retry.ts";

/** How a server's own key is written: another one has the same, or is none of its cluster. */
const KEY = /^sha256\/\//;

/**
 * Makes places of what a server said.
 *
 * @param server What it proved to be; nothing where others could read along.
 */
export function otherServers(
  servers: readonly string[],
  { host }: ServerAddress,
  server: ProofServer | undefined,
  trust: Trust | undefined,
): readonly Place[] {
  const proof = server?.provenAs;
  const places = servers.map(parsePlace).filter((place) => place !== undefined);
  if (proof === undefined) { // Nobody proved anything on this machine, where nobody is on the way.
    return isLoopback(host)
      ? places.filter((place) => isLoopback(place.host)).map((address) => ({ address, trust }))
      : [];
  }
  if (trust === undefined) return [];
  return places.map((address) => ({
    address,
    trust: KEY.test(proof) ? { ...trust, invited: proof } : trust,
  }));
}
