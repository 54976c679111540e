/**
 * Checks whether a browser's request was meant for this server, and came from its page. Pure.
 *
 * @module
 */

import { parseIp } from "../../../net/address.ts";
import { isCertified } from "../../../net/certified_name.ts";
import { isAdvertised, isOfCluster } from "./cluster_pages.ts";

/** What a host is written with, and a port behind it; nothing of the rest of a URL. */
const HOST = /^[^\s,/@?#\\]+$/;

/** The names that are ours besides addresses and names that nobody else can have made lead here. */
export interface OwnNames {
  /** Other addresses than our own that the page may have, as `https://chat.example`. */
  readonly origins: readonly string[];
  /** The names that our certificate is for; one may begin with `*.`. */
  readonly names: readonly string[];
  /** Where the servers of our cluster are, as `host:port`: the page that came from one of them goes on at the others. */
  readonly servers: readonly string[];
}

/**
 * Tells whether the host that a request names can be ours. To any server that a reader's browser reaches, a page on the web
 * can send that browser by a name of its own that leads there ("DNS rebinding"), and page and server then have the same
 * origin: a room on a school's network could so be read from outside. So a request must name an address, a name that no
 * public name server can give (without dots, `.local`, `.localhost`), one in our certificate, or one of `--web-origin` or of
 * our cluster's `--advertise`.
 * Only programs name none (HTTP/1.0).
 */
export function isOurHost(host: string | undefined, own: OwnNames): boolean {
  if (host === undefined) return true;
  if (!HOST.test(host)) return false; // `evil.example@127.0.0.1` is an address to a URL.
  const asked = URL.parse(`http://${host}`);
  const name = withoutRoot(asked?.hostname ?? "");
  if (asked === null || name === "") return false;
  const isAddress = parseIp(name.replace(/^\[(.*)\]$/, "$1")) !== undefined;
  return isAddress || isLocal(name) || isAdvertised(name, own.servers) ||
    own.names.some((ours) => isCertified(name, ours)) ||
    own.origins.some((origin) => hostOf(URL.parse(origin)) === hostOf(asked));
}

/**
 * Tells whether the page that asks is ours. A program that is no browser says nothing of where it comes from; a browser
 * always does, and says which host was asked for.
 *
 * @param from The page's origin.
 * @param hosts The hosts that were asked for: what the request names, and last what a proxy that is trusted says, if one does.
 */
export function isOurPage(
  from: string | undefined,
  hosts: readonly (string | undefined)[],
  own: OwnNames,
): boolean {
  if (from === undefined) return true;
  const page = URL.parse(from);
  if (page === null) return false;
  if (own.origins.includes(page.origin) || isOfCluster(page, hosts.at(-1), own.servers)) return true;
  const isSame = hosts.some((host) =>
    host !== undefined && hostOf(URL.parse(`${page.protocol}//${host}`)) === hostOf(page)
  );
  return isSame && page.host !== "" && isOurHost(page.host, own) && isOurHost(hosts.at(-1), own);
}

/** Gives a host as a URL has it, the port only where it is not the usual one; `undefined` for what is none. */
export function parseHost(written: string, scheme: "http" | "https"): string | undefined {
  if (!HOST.test(written)) return undefined;
  return URL.parse(`${scheme}://${written}`)?.host;
}

/** Tells whether only this machine, or this network, can have given a name. */
function isLocal(name: string): boolean {
  return !name.includes(".") || name.endsWith(".localhost") || name.endsWith(".local");
}

/** Gives the name and port of a URL, the name without the dot of the root. */
function hostOf(url: URL | null): string | undefined {
  return url === null ? undefined : `${withoutRoot(url.hostname)}:${url.port}`;
}

/** Takes off the dot of the root: `localhost.` is `localhost` (RFC 1034, section 3.1). */
function withoutRoot(hostname: string): string {
  return hostname.replace(/\.$/, "");
}
