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
  const text = bytes.toBase64().replace(LINE, "$&\n");
  return `-----BEGIN ${label}-----\n${text}-----END ${label}-----\n`;
}

/** Reads the first value with this label; `undefined` where there is none, or one that is not Base64. */
export function fromPem(label: PemLabel, text: string): Uint8Array<ArrayBuffer> | undefined {
  const [, body] = new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`).exec(text) ?? [];
  if (body === undefined) return undefined;
  try {
    return Uint8Array.fromBase64(body);
  } catch {
    return undefined; // All that it throws for is text that is not Base64.
  }
}
