/**
 * The fingerprint of a server's key as a person writes it. Pure.
 *
 * @module
 */

/** How a fingerprint begins, as curl's `--pinnedpubkey` and RFC 7469 write it; 44 characters of base64 follow. */
const PREFIX = "sha256//";

/** Reads a fingerprint, also without how it begins; `undefined` when it is none. */
export function parseFingerprint(written: string): string | undefined {
  const [, hash] = /^(?:sha256\/\/)?([A-Za-z0-9+/]{43}=)$/.exec(written.trim()) ?? [];
  return hash === undefined ? undefined : PREFIX + hash;
}
