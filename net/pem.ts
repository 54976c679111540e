/**
 * PEM: binary values as text, between two lines that say what they are (RFC 7468).
 *
 * @module
 */

/** What is written in PEM here. */
export type PemLabel = "CERTIFICATE" | "PRIVATE KEY";

/** The characters of a line (RFC 7468, section 2). */
const LINE = /.{1,64}/g;

/** Writes a value as PEM; ends with a newline. */
export function toPem(label: PemLabel, bytes: Uint8Array): string {
  const text = toBase64(bytes).replace(LINE, "$&\n");
  return `-----BEGIN ${label}-----\n${text}-----END ${label}-----\n`;
}

/** Reads the first value with this label; `undefined` where there is none, or one that is not Base64. */
export function fromPem(label: PemLabel, text: string): Uint8Array<ArrayBuffer> | undefined {
  const [, body] = new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`).exec(text) ?? [];
  if (body === undefined) return undefined;
  try {
    return Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
  } catch {
    return undefined; // All that it throws for is text that is not Base64.
  }
}

/** Writes bytes in Base64 (RFC 4648, section 4), padded: `toBase64` of Uint8Array has no types in Deno 2.6. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
