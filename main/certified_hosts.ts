/**
 * The names and addresses that a server's own certificate is made for. Pure.
 *
 * @module
 */

/** The most of them: a machine may have an address for each of a thousand containers. */
const MOST = 100;

/** What a name in a certificate looks like (RFC 1123, section 2.1; `_` is found in names of machines). */
const NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Lists what people may call this server by: this machine, its name also as found on a local network (RFC 6762), the
 * hosts of the page's other origins, and its addresses. What cannot stand in a certificate is left out.
 */
export function certifiedHosts(
  machine: string,
  origins: readonly string[],
  addresses: readonly string[],
): readonly string[] {
  const name = machine.toLowerCase();
  const local = name.includes(".") ? [] : [`${name}.local`];
  const others = origins.map((origin) => URL.parse(origin)?.hostname ?? "");
  const names = ["localhost", name, ...local, ...others].filter((host) => NAME.test(host));
  const bare = addresses.map((address) => address.replace(/%.*$/, ""));
  return [...new Set([...names, ...bare])].slice(0, MOST);
}
