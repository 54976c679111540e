/**
 * What `chat server` prints when the room is open: how to get in. Pure.
 *
 * @module
 */

import { formatAddress } from "../net/address.ts";
import { pageFragment } from "../protocol/invitation.ts";
import type { AddressPolicy, RetentionPolicy } from "../server.ts";
import type { Words } from "../words/en.ts";
import { keep as retention } from "./flag_values.ts";

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
  /** Who may come in unencrypted. */
  readonly unencrypted?: "never" | "local" | "anywhere";
  /** What the operator at this terminal is called, if there is one. */
  readonly operator?: string;
  /** What is kept of what is said (nothing without `keep`), and how much of addresses log lines tell. */
  readonly kept?: { readonly keep: RetentionPolicy | undefined; readonly addresses: AddressPolicy };
  /** The fingerprint of the server's key, for who wants to compare it. */
  readonly fingerprint?: string;
  /** The ticket that makes a browser on this machine the owner's. */
  readonly ownerTicket?: string | undefined;
  /** Whether it is one of several, so that its end is not the room's, and all that is said stays. */
  readonly isOfCluster?: boolean;
}

/** Makes the banner, of several lines; ends with a newline. */
export function bannerText(facts: BannerFacts, { server }: Words): string {
  const { title, hostname, port, addresses, program, noWeb, unencrypted, fingerprint } = facts;
  const { operator, ownerTicket, isOfCluster = false } = facts;
  const local = addresses.find(isLoopback);
  const isForOthers = fingerprint !== undefined && !isLoopback(hostname);
  const isPlainOpen = unencrypted !== "never";
  const client = (host: string): Way => [
    `${program} client --host ${host} --port ${port}`,
    isLoopback(host) ? "" : server.encrypted,
  ];
  const plain = (way: string, host: string): readonly Way[] =>
    isPlainOpen ? [[way, isLoopback(host) ? "" : server.notEncrypted]] : [];
  const page = (host: string): readonly Way[] => [
    ...plain(pageUrl(host, port), host),
    ...(isForOthers && !isLoopback(host)
      ? [[`https://${formatAddress(host, port)}/`, server.encryptedPage] as const]
      : []),
  ];
  const commands = addresses.flatMap((host) => [client(host), ...plain(`nc ${host} ${port}`, host)]);
  const pages = noWeb ? [] : addresses.flatMap(page);
  return [
    server.open(title, formatAddress(hostname, port)),
    "",
    server.comeIn,
    ...waysOf(commands, isForOthers),
    ...(pages.length === 0 ? [] : [server.browser, ...waysOf(pages, isForOthers)]),
    "",
    ...(isForOthers ? [server.whoMayBePlain[unencrypted ?? "anywhere"]] : []),
    ...(isForOthers && unencrypted === "local" ? [server.elsewhereEncrypted] : []),
    ...(isForOthers ? [server.key(fingerprint), server.keyHint, ""] : []),
    ...(ownerTicket === undefined || local === undefined ? [] : [
      server.owner(program),
      `  ${isPlainOpen ? "http" : "https"}://${formatAddress(local, port)}/${
        pageFragment({ ticket: ownerTicket })
      }`,
      "",
    ]),
    ...(operator === undefined ? [] : [server.console(operator)]),
    ...(facts.kept === undefined ? [] : [keptText(facts.kept, isOfCluster, server)]),
    isOfCluster ? server.closeOne : server.close,
    "",
  ].join("\n");
}

/** Says what is kept, how long, and by which flags it would be other. */
function keptText(
  { keep, addresses }: NonNullable<BannerFacts["kept"]>,
  isOfCluster: boolean,
  { kept, keptSaid, keptAddresses }: Words["server"],
): string {
  const flags = isOfCluster ? "--log-addresses" : "--keep, --log-addresses";
  const text = (said: string): string => kept(said, keptAddresses[addresses], flags);
  switch (keep?.kind) {
    case undefined:
      return text(keptSaid.none);
    case "forever":
      return text(keptSaid.forever);
    case "count":
      return text(keptSaid.count(keep.count));
    case "age":
      return text(keptSaid.age(retention.show(keep)));
  }
}

/** A way in, and who could read along. */
type Way = readonly [command: string, note: string];

/** Lists ways in, with the notes in a column of their own. */
function waysOf(ways: readonly Way[], areNoted: boolean): readonly string[] {
  const width = Math.max(...ways.map(([command]) => command.length));
  return ways.map(([command, note]) =>
    areNoted && note !== "" ? `  ${command.padEnd(width)}  ${note}` : `  ${command}`
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** Makes the address of the page. */
export function pageUrl(host: string, port: number): string {
  return `http://${formatAddress(host, port)}/`;
}
