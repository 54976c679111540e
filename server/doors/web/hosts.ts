/**
 * Checks whether a browser's request was meant for this server, and came from its page. Pure.
 *
 * @module
 */

import type { Request } from "./http.ts";

/**
 * Tells whether the host that a request names can be ours. To a server on a loopback address any page can send its readers'
 * browser, by a name of its own that leads to 127.0.0.1 ("DNS rebinding"), and page and server then have the same
 * origin. So a request that comes that way must name an address, a name without dots, `localhost`, or one of `--web-origin`;
 * or come through a proxy that says which host was asked, which a browser's page cannot do.
 *
 * @param origins Other addresses than our own that the page may have, as `https://chat.example`.
 */
export function isOurHost({ headers }: Request, origins: readonly string[], isLoopback: boolean): boolean {
  if (!isLoopback || headers.has("x-forwarded-host")) return true;
  const asked = URL.parse(`http://${headers.get("host")}`);
  if (asked === null) return false;
  const { hostname, host } = asked;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  const isLocal = !hostname.includes(".") || hostname.endsWith(".localhost");
  return isAddress || isLocal || origins.some((origin) => URL.parse(origin)?.host === host);
}

/**
 * Tells whether the page that asks is ours. A program that is no browser says nothing of where it comes from; a browser
 * always does, and its pages can set neither of the headers that tell which host they came to.
 */
export function isOurPage(request: Request, origins: readonly string[], isLoopback: boolean): boolean {
  const { headers } = request;
  const origin = headers.get("origin");
  if (origin === undefined) return true;
  const from = URL.parse(origin);
  if (from === null) return false;
  if (origins.includes(from.origin)) return true;
  const hosts = [headers.get("host"), headers.get("x-forwarded-host")];
  const isSame = hosts.some((host) =>
    host !== undefined && URL.parse(`${from.protocol}//${host}`)?.host === from.host
  );
  return isSame && from.host !== "" && isOurHost(request, origins, isLoopback);
}
