/**
 * Certificates with which a key vouches for itself (RFC 5280). Web Crypto only.
 *
 * @module
 */

import { parseIp } from "./address.ts";
import { DNS_NAME, EXTENSIONS, SUBJECT_ALT_NAME, VERSION } from "./certificate_fields.ts";
import { der, sequence, Tag, unsigned } from "./der.ts";
import { fromPem, toPem } from "./pem.ts";

/** The name in every certificate of ours, which no public authority may certify (RFC 6761, section 6.4). */
export const INNER_NAME = "chat.invalid";

/** How long a certificate is good, in ms: Safari takes none that is good for more than 825 days. */
export const GOOD_FOR = 820 * 86_400_000;

/** How long before it was made a certificate is good, in ms: the clocks of those who look at it may be behind. */
const GOOD_BEFORE = 86_400_000;

const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** The bytes of a number of r and s in a signature (P-256). */
const HALF = 32;

/** The bytes of a serial number (RFC 5280, 4.1.2.2: at most 20). */
const SERIAL = 16;

const ObjectId = {
  ecdsaSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  commonName: [0x55, 0x04, 0x03],
  basicConstraints: [0x55, 0x1d, 0x13],
  keyUsage: [0x55, 0x1d, 0x0f],
  extendedKeyUsage: [0x55, 0x1d, 0x25],
  subjectKeyId: [0x55, 0x1d, 0x0e],
  serverAuth: [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01],
} as const;

/** The tag of an address in a subjectAltName (RFC 5280, 4.2.1.6). */
const IP_ADDRESS = 0x87;

/** Makes a new P-256 key. @returns PKCS#8 as PEM. */
export async function makeKey(): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]);
  return toPem("PRIVATE KEY", new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)));
}

/** A P-256 key that certificates are made with, and its public half. */
export interface SigningKey {
  readonly key: CryptoKey;
  /** The public key as it stands in a certificate (SubjectPublicKeyInfo, DER). */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

/** Reads a P-256 key from PKCS#8 as PEM; `undefined` for anything else. */
export async function readKey(pem: string): Promise<SigningKey | undefined> {
  const bytes = fromPem("PRIVATE KEY", pem);
  if (bytes === undefined) return undefined;
  try {
    const key = await crypto.subtle.importKey("pkcs8", bytes, ECDSA, true, ["sign"]);
    const { kty = "", crv = "", x = "", y = "" } = await crypto.subtle.exportKey("jwk", key);
    const open = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, ECDSA, true, ["verify"]);
    return { key, publicKey: new Uint8Array(await crypto.subtle.exportKey("spki", open)) };
  } catch (error) {
    if (error instanceof DOMException) return undefined; // No key of that kind.
    throw error;
  }
}

/**
 * Makes a certificate of a key, by the key itself.
 *
 * @param hosts Names and addresses, besides {@linkcode INNER_NAME}.
 * @param now In ms since 1970.
 * @returns PEM.
 */
export async function certify(
  { key, publicKey }: SigningKey,
  hosts: readonly string[],
  now: number,
): Promise<string> {
  const toSign = sequence(
    der(VERSION, der(Tag.integer, [2])), // Version 3.
    serialNumber(),
    SIGNATURE_ALGORITHM,
    OUR_NAME,
    sequence(time(now - GOOD_BEFORE), time(now - GOOD_BEFORE + GOOD_FOR)),
    OUR_NAME,
    publicKey,
    der(EXTENSIONS, sequence(...await extensions(publicKey, [...new Set([INNER_NAME, ...hosts])]))),
  );
  const signed = new Uint8Array(await crypto.subtle.sign(ECDSA, key, toSign));
  // Web Crypto writes r and s side by side, X.509 wants them as two integers (RFC 3279, 2.2.3).
  const signature = sequence(unsigned(signed.subarray(0, HALF)), unsigned(signed.subarray(HALF)));
  return toPem("CERTIFICATE", sequence(toSign, SIGNATURE_ALGORITHM, der(Tag.bitString, [0], signature)));
}

const SIGNATURE_ALGORITHM = sequence(der(Tag.objectId, ObjectId.ecdsaSha256));

/** Issuer and subject. */
const OUR_NAME = sequence(
  der(Tag.set, sequence(der(Tag.objectId, ObjectId.commonName), der(Tag.utf8String, ascii("chat")))),
);

async function extensions(
  publicKey: Uint8Array<ArrayBuffer>,
  hosts: readonly string[],
): Promise<readonly Uint8Array[]> {
  const keyId = new Uint8Array(await crypto.subtle.digest("SHA-256", publicKey)).subarray(0, 20);
  const digitalSignature = der(Tag.bitString, [7, 0x80]);
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectKeyId, serverAuth } = ObjectId;
  return [
    extension(basicConstraints, true, sequence()), // No authority.
    extension(keyUsage, true, digitalSignature),
    extension(extendedKeyUsage, false, sequence(der(Tag.objectId, serverAuth))),
    extension(subjectKeyId, false, der(Tag.octetString, keyId)),
    extension(SUBJECT_ALT_NAME, false, sequence(...hosts.map(generalName))),
  ];
}

function extension(id: readonly number[], isCritical: boolean, value: Uint8Array): Uint8Array {
  const critical = isCritical ? der(Tag.boolean, [0xff]) : [];
  return sequence(der(Tag.objectId, id), critical, der(Tag.octetString, value));
}

function generalName(host: string): Uint8Array {
  const address = parseIp(host);
  return address === undefined ? der(DNS_NAME, ascii(host)) : der(IP_ADDRESS, address);
}

function serialNumber(): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(SERIAL));
  return unsigned(bytes.map((byte, at) => at === 0 ? byte & 0x7f | 0x40 : byte));
}

/** Writes a time: UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
function time(ms: number): Uint8Array {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, "");
  return Number(text.slice(0, 4)) < 2050
    ? der(Tag.utcTime, ascii(text.slice(2)))
    : der(Tag.generalizedTime, ascii(text));
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
