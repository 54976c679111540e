/**
 * A key, and the certificate that goes with it.
 *
 * @module
 */

import { createPrivateKey, createPublicKey } from "node:crypto";
import { fingerprintOf, namesOf, publicKeyOf } from "../../../net/certificate_fields.ts";
import { fromPem } from "../../../net/pem.ts";
import { CannotIdentify, readProblem } from "./errors.ts";

/** What a server shows to those who come encrypted, and what it proves that with. */
export interface Credentials {
  /** The private key, PEM. */
  readonly key: string;
  /** The certificate, PEM; others up to an authority may follow. */
  readonly cert: string;
  /** The fingerprint of the public key: `sha256//…`, as curl's `--pinnedpubkey` takes it. */
  readonly fingerprint: string;
  /** The names that the certificate is for, in lower case, without addresses; one may begin with `*.`. */
  readonly names: readonly string[];
}

/** Where a key and its certificate are. */
export interface CredentialFiles {
  /** The file of the certificate, PEM; others up to an authority may follow in it. */
  readonly cert: string;
  /** The file of the key, PEM. */
  readonly key: string;
}

/**
 * Reads a certificate and its key, of any kind that TLS knows.
 *
 * @throws {CannotIdentify} When one cannot be read, or they do not belong together.
 */
export async function credentialsFrom({ cert, key }: CredentialFiles): Promise<Credentials> {
  const pem = { cert: await read(cert), key: await read(key) };
  const { certificate, publicKey } = parse(pem.cert, cert);
  const own = publicHalf(pem.key);
  if (own === undefined) throw new CannotIdentify("no-key", key);
  const fingerprint = await fingerprintOf(publicKey);
  if (fingerprint !== await fingerprintOf(own)) throw new CannotIdentify("mismatch", key);
  return { ...pem, fingerprint, names: namesOf(certificate) };
}

/** Reads the fingerprint of the key that a certificate is for. @throws {CannotIdentify} */
export async function certificateFingerprint(path: string): Promise<string> {
  return await fingerprintOf(parse(await read(path), path).publicKey);
}

/** Reads the first certificate of a file, which is the server's own. */
function parse(
  pem: string,
  path: string,
): { readonly certificate: Uint8Array<ArrayBuffer>; readonly publicKey: Uint8Array<ArrayBuffer> } {
  const certificate = fromPem("CERTIFICATE", pem);
  const publicKey = certificate && publicKeyOf(certificate);
  if (certificate === undefined || publicKey === undefined) throw new CannotIdentify("no-certificate", path);
  return { certificate, publicKey };
}

async function read(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new CannotIdentify(readProblem(error), path, error);
  }
}

/** Gives the public half of a private key (SubjectPublicKeyInfo, DER); `undefined` for text that is no key, or one that needs a password. */
function publicHalf(pem: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "der" }));
  } catch {
    return undefined; // Whatever it says in English of what it expected: it is no key that we could use.
  }
}
