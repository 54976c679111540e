/**
 * Where a request comes from: its connection's end, or whom a proxy that is trusted says (`X-Forwarded-For`, `-Proto` and
 * `-Host`; `Forwarded` of RFC 7239, which hardly any proxy sends by itself, is not read). Pure.
 *
 * @module
 */

import type { Origin, Origins } from "../../../net/origin.ts";
import type { Request } from "./http.ts";
import { parseHost } from "./hosts.ts";

/** Where a request comes from, and what it was for. */
export interface RequestSource {
  readonly origin: Origin;
  /** The host that a person asked for; nothing where a program named none, or what was named is no host. */
  readonly host: string | undefined;
  /** All hosts that it names, last what a proxy says, if one does: a page must come from one of them. */
  readonly hosts: readonly (string | undefined)[];
  /** The address of somebody near who passes on others and is not known as a proxy, so that it does not count as near. */
  readonly unknownProxy: string | undefined;
  /** Whether it is known how the browser itself came, encrypted or not. */
  readonly isSchemeKnown: boolean;
}

/** What proxies add to requests. A page can have its reader's browser add it, too. */
const SIGNS = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded"];

/** Finds where a request comes from. @param peer Where its connection comes from. */
export function sourceOf({ headers }: Request, peer: Origin, origins: Origins): RequestSource {
  const host = headers.get("host");
  if (!origins.isProxy(peer.host)) {
    const isProxy = peer.kind !== "public" && SIGNS.some((name) => headers.has(name));
    const origin: Origin = isProxy ? { ...peer, kind: "public" } : peer;
    const unknownProxy = isProxy ? peer.host : undefined;
    return { origin, host, hosts: [host], unknownProxy, isSchemeKnown: !isProxy };
  }
  const said = headers.get("x-forwarded-host");
  const asked = said === undefined ? undefined : parseHost(said, "http") === undefined ? undefined : said;
  const hosts = asked === undefined ? [host] : [host, asked];
  const origin = forwardedOrigin(headers, peer, origins);
  const isSchemeKnown = !origin.isForwarded || headers.has("x-forwarded-proto");
  return { origin, host: asked ?? host, hosts, unknownProxy: undefined, isSchemeKnown };
}

function forwardedOrigin(headers: Request["headers"], peer: Origin, origins: Origins): Origin {
  const schemes = headers.get("x-forwarded-proto")?.toLowerCase().split(",").map((one) => one.trim());
  const isEncrypted = peer.isEncrypted || schemes?.every((scheme) => scheme === "https") === true;
  const chain = headers.get("x-forwarded-for")?.split(",");
  const stranger = chain && origins.lastStranger(chain);
  if (stranger !== undefined) return origins.forwarded({ host: stranger, isEncrypted });
  // The proxy itself asks, or says of nobody whom it passes on: then nobody is near.
  return schemes === undefined && chain === undefined ? peer : { ...peer, kind: "public", isEncrypted };
}

/** Gives the address that the page was opened by, as an operator would name it: `http://chat.school.lan:53000`. */
export function pageOrigin({ host, origin }: RequestSource): string | undefined {
  const scheme = origin.isEncrypted ? "https" : "http";
  const asked = host === undefined ? undefined : parseHost(host, scheme);
  return asked === undefined ? undefined : `${scheme}://${asked}`;
}
