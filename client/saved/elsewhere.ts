/**
 * What a client that was killed left at another server of the same cluster: it is good at all of them, so it is found from
 * each, but shown to none that does not prove to be what the server was that named it.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { formatAddress, type ServerAddress } from "../../net/address.ts";
import { isLoopback } from "../../net/hosts.ts";
import { nameKey } from "../../protocol/names.ts";
import type { ProofServer } from "../options.ts";

/** Servers that one which is trusted named as its others, and what it proved to be; "" on this machine, where nobody has to. */
export interface TrustedServers {
  readonly servers: readonly ServerAddress[];
  readonly proof: string;
}

/** Who comes in where. */
interface Arrival {
  readonly address: ServerAddress;
  readonly name: string;
  readonly server: ProofServer;
}

/** How a name begins that an authority vouches for: each server has its own. */
const BY_AUTHORITY = "host//";

/** Writes an address the same way, however it was typed. */
export function addressKey({ host, port }: ServerAddress): string {
  return formatAddress(isLoopback(host) ? "localhost" : host.toLowerCase().replace(/\.$/, ""), port);
}

/** Lists the files in which something of this name waits that may go to this server: first those with something unsent. */
export function findElsewhere(folder: string, arrival: Arrival): readonly string[] {
  const paths = Array.from(Deno.readDirSync(folder), ({ name }) => `${folder}/${name}`)
    .filter((path) => path.endsWith(".unsent"));
  return paths.map((path) => [path, worth(path, arrival)] as const)
    .filter(([, worth]) => worth > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([path]) => path);
}

/** Tells what is in a file: 2 for something unsent, 1 for somebody who was in, 0 for nothing that is of use here. */
function worth(path: string, { address, name, server }: Arrival): number {
  try {
    using db = new DatabaseSync(path);
    const proof = db.prepare("SELECT proof FROM also WHERE server = ?").get(addressKey(address))?.proof;
    const me = db.prepare("SELECT name, token FROM me").get();
    if (typeof proof !== "string" || typeof me?.name !== "string") return 0;
    if (nameKey(me.name) !== nameKey(name) || !isSame(proof, address, server)) return 0;
    if (db.prepare("SELECT 1 FROM unsent").get() !== undefined) return 2;
    return typeof me.token === "string" && me.token !== "" ? 1 : 0;
  } catch {
    return 0; // Another client has it, it is damaged, or it knows of no other servers.
  }
}

/** Tells whether a server is one that the other may have meant. */
function isSame(proof: string, { host }: ServerAddress, { provenAs }: ProofServer): boolean {
  if (proof === "") return isLoopback(host);
  return provenAs === proof ||
    (proof.startsWith(BY_AUTHORITY) && provenAs?.startsWith(BY_AUTHORITY) === true);
}
