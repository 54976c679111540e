/**
 * What can be read of a certificate, whoever made it (RFC 5280). Nothing is checked here: what cannot be read is not there.
 *
 * @module
 */

import { toBase64 } from "./pem.ts";
import { type DerValue, readDer, Tag } from "./der.ts";

/** The tag of a name in a subjectAltName (RFC 5280, 4.2.1.6). */
export const DNS_NAME = 0x82;

/** The tags of a certificate's version and of its extensions (RFC 5280, 4.1). */
export const VERSION = 0xa0;
/** See {@linkcode VERSION}. */
export const EXTENSIONS = 0xa3;

/** What says that an extension lists the names that a certificate is for. */
export const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11] as const;

/** Reads the public key of a certificate (DER), as SubjectPublicKeyInfo (DER); `undefined` for what is no certificate. */
export function publicKeyOf(certificate: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const [_serial, _algorithm, _issuer, _validity, _subject, key] = fieldsOf(certificate) ?? [];
  return key?.tag === Tag.sequence ? key.whole : undefined;
}

/** Reads the names that a certificate (DER) is for, in lower case, without the addresses; one may begin with `*.`. */
export function namesOf(certificate: Uint8Array<ArrayBuffer>): readonly string[] {
  const extensions = contentsOf(fieldsOf(certificate)?.find(({ tag }) => tag === EXTENSIONS), EXTENSIONS);
  return contentsOf(extensions[0], Tag.sequence).flatMap((extension) => {
    const [id, ...rest] = contentsOf(extension, Tag.sequence);
    const value = rest.at(-1);
    if (id?.content.join() !== SUBJECT_ALT_NAME.join() || value?.tag !== Tag.octetString) return [];
    const [names] = readDer(value.content) ?? [];
    return contentsOf(names, Tag.sequence).flatMap(({ tag, content }) => {
      return tag === DNS_NAME ? [new TextDecoder().decode(content).toLowerCase()] : [];
    });
  });
}

/** Gives the fingerprint of a public key (SubjectPublicKeyInfo, DER), as curl's `--pinnedpubkey` takes it: `sha256//…`. */
export async function fingerprintOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return `sha256//${toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", publicKey)))}`;
}

/** Reads the fields that a certificate (DER) tells of itself, without its optional version; `undefined` for what is no certificate. */
function fieldsOf(certificate: Uint8Array<ArrayBuffer>): readonly DerValue[] | undefined {
  const [whole] = readDer(certificate) ?? [];
  const [signed] = contentsOf(whole, Tag.sequence);
  const fields = contentsOf(signed, Tag.sequence);
  const at = fields[0]?.tag === VERSION ? 1 : 0;
  return fields.length >= at + 6 ? fields.slice(at) : undefined;
}

function contentsOf(value: DerValue | undefined, tag: number): readonly DerValue[] {
  return value?.tag === tag ? readDer(value.content) ?? [] : [];
}
