/**
 * `openssl`, which judges what we make of keys, certificates and TLS.
 *
 * @module
 */

import { assert } from "@std/assert";

/** Runs `openssl` and returns what it printed; fails when it fails. */
export async function openssl(...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("openssl", {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert(success, `openssl ${args.join(" ")}: ${text}${new TextDecoder().decode(stderr)}`);
  return text;
}

/** What {@linkcode makePair} makes. */
export interface PairOptions {
  /** As `req -newkey` takes it, for what is no P-256 key. */
  readonly kind?: readonly string[];
  /** As a subjectAltName: `DNS:chat.example`. */
  readonly names?: string;
}

/** Makes a certificate that vouches for itself, and its key, in two files. */
export async function makePair(
  cert: string,
  key: string,
  { kind = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], names = "DNS:chat.example" }: PairOptions = {},
): Promise<void> {
  const files = ["-keyout", key, "-out", cert];
  const what = ["-nodes", "-days", "10", "-subj", "/CN=chat.example", "-addext", `subjectAltName=${names}`];
  await openssl("req", "-x509", "-newkey", ...kind, ...what, ...files);
}

/** Makes an authority in a folder (`ca.pem`, `ca.key`), and for each name a certificate of it and its key (`NAME.pem`, `NAME.key`). */
export async function makeAuthority(folder: string, names: Readonly<Record<string, string>>): Promise<void> {
  const at = (name: string): string => `${folder}/${name}`;
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const own = ["-days", "10", "-subj", "/CN=our authority", "-keyout", at("ca.key"), "-out", at("ca.pem")];
  await openssl("req", "-x509", ...kind, ...own);
  for (const [name, alternative] of Object.entries(names)) {
    const files = ["-keyout", at(`${name}.key`), "-out", at(`${name}.csr`)];
    await openssl(
      "req",
      "-new",
      ...kind,
      "-subj",
      `/CN=${name}`,
      "-addext",
      `subjectAltName=${alternative}`,
      ...files,
    );
    const by = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-copy_extensions", "copy"];
    await openssl("x509", "-req", "-in", at(`${name}.csr`), ...by, "-days", "10", "-out", at(`${name}.pem`));
  }
}

/** Tells the fingerprint of the key of a certificate, as openssl and base64 make it. */
export async function opensslFingerprint(cert: string): Promise<string> {
  const pem = await openssl("x509", "-in", cert, "-noout", "-pubkey");
  const der = Uint8Array.fromBase64(pem.replaceAll(/-----[^-]+-----/g, ""));
  return `sha256//${new Uint8Array(await crypto.subtle.digest("SHA-256", der)).toBase64()}`;
}
