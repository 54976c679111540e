/**
 * Checks whether a browser's request was meant for this server, and came from its page. Pure.
 *
 * @module
 */

import type { Request } from "./http.ts";

/**
 * Tells whether the host that a request names can be ours. To a server on a loopback address any page can send its readers'
 * browser, by a name of its own that leads to 127.0.0.1 ("DNS rebinding"), and page and server then have the same
 * origin. So a request that comes that way must name an address, a name without dots, `localhost`, or one of `--web-origin`.
 * Only programs name none (HTTP/1.0). `X-Forwarded-Host` does not count here: such a page can send it, too.
 *
 * @param origins Other addresses than our own that the page may have, as `https://chat.example`.
 */
export function isOurHost({ headers }: Request, origins: readonly string[], isLoopback: boolean): boolean {
  const host = headers.get("host");
  return host === undefined || canBeOurs(host, origins, isLoopback);
}

/** Tells whether a host is one that nobody else can have made lead to this server. */
function canBeOurs(written: string, origins: readonly string[], isLoopback: boolean): boolean {
  if (!isLoopback) return true;
  const asked = URL.parse(`http://${written}`);
  if (asked === null) return false;
  const hostname = withoutRoot(asked.hostname);
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  const isLocal = hostname !== "" && !hostname.includes(".") || hostname.endsWith(".localhost");
  return isAddress || isLocal || origins.some((origin) => hostOf(URL.parse(origin)) === hostOf(asked));
}

/** Gives the name and port of a URL, the name without the dot of the root. */
function hostOf(url: URL | null): string | undefined {
  return url === null ? undefined : `${withoutRoot(url.hostname)}:${url.port}`;
}

/** Takes off the dot of the root: `localhost.` is `localhost` (RFC 1034, section 3.1). */
function withoutRoot(hostname: string): string {
  return hostname.replace(/\.$/, "");
}

/** Gives the host that a proxy says was asked for: only where it is one, and one that `Host` could name. */
function forwardedHost(
  { headers }: Request,
  origins: readonly string[],
  isLoopback: boolean,
): string | undefined {
  const host = headers.get("x-forwarded-host");
  if (host === undefined || !/^[^\s,/@?#\\]+$/.test(host)) return undefined;
  return canBeOurs(host, origins, isLoopback) ? host : undefined;
}

/**
 * Tells whether the page that asks is ours. A program that is no browser says nothing of where it comes from; a browser
 * always does, and says which host was asked for. What a proxy says was asked for counts, too.
 */
export function isOurPage(request: Request, origins: readonly string[], isLoopback: boolean): boolean {
  const { headers } = request;
  const origin = headers.get("origin");
  if (origin === undefined) return true;
  const from = URL.parse(origin);
  if (from === null) return false;
  if (origins.includes(from.origin)) return true;
  const hosts = [headers.get("host"), forwardedHost(request, origins, isLoopback)];
  const isSame = hosts.some((host) =>
    host !== undefined && hostOf(URL.parse(`${from.protocol}//${host}`)) === hostOf(from)
  );
  return isSame && from.host !== "" && isOurHost(request, origins, isLoopback);
}
