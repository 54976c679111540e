/**
 * Whether a certificate is for a name. Pure.
 *
 * @module
 */

/** Tells whether a certificate's name is for a host: `*.` stands for one label (RFC 6125, 6.4.3). @param name In lower case. */
export function isCertified(name: string, certified: string): boolean {
  const ours = certified.toLowerCase();
  if (!ours.startsWith("*.")) return ours === name;
  const dot = name.indexOf(".");
  return dot > 0 && name.slice(dot) === ours.slice(1);
}
