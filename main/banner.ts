/**
 * What `chat server` prints when the room is open: how to get in. Pure.
 *
 * @module
 */

import { formatAddress } from "../net/address.ts";
import type { Words } from "../words/en.ts";

/** A network interface of this machine, as far as it matters here. */
export interface NetworkInterface {
  readonly family: string;
  readonly address: string;
}

const LOOPBACK = "127.0.0.1";

/** Lists the addresses at which the server can be reached: the one that is open or, when all are, the machine's own, the loopback last. */
export function reachableAddresses(
  hostname: string,
  interfaces: () => readonly NetworkInterface[],
): readonly string[] {
  if (hostname !== "0.0.0.0" && hostname !== "::") return [hostname];
  const others = interfaces().filter(({ family, address }) =>
    family === "IPv4" && !address.startsWith("127.")
  );
  return [...new Set([...others.map(({ address }) => address), LOOPBACK])];
}

/** What the banner shows. `program` is how the person started this program. */
export interface BannerFacts {
  readonly title: string;
  readonly hostname: string;
  readonly port: number;
  readonly addresses: readonly string[];
  readonly program: string;
  /** Set when browsers are not let in. */
  readonly noWeb?: boolean;
}

/** Makes the banner, of several lines; ends with a newline. */
export function bannerText(facts: BannerFacts, { server }: Words): string {
  const { title, hostname, port, addresses, program, noWeb } = facts;
  const commands = (host: string): string[] => [
    `  ${program} client --host ${host} --port ${port}`,
    `  nc ${host} ${port}`,
  ];
  return [
    server.open(title, formatAddress(hostname, port)),
    "",
    server.comeIn,
    ...addresses.flatMap(commands),
    ...(noWeb ? [] : [server.browser, ...addresses.map((host) => `  ${pageUrl(host, port)}`)]),
    "",
    server.close,
    "",
  ].join("\n");
}

/** Makes the address of the page. */
export function pageUrl(host: string, port: number): string {
  return `http://${formatAddress(host, port)}/`;
}
