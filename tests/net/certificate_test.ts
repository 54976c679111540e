/** Certificates that a key vouches for itself with, as openssl judges them. */

import { assert, assertEquals } from "@std/assert";
import { certify, GOOD_FOR, INNER_NAME, makeKey, readKey, type SigningKey } from "../../net/certificate.ts";
import { fingerprintOf, namesOf, publicKeyOf } from "../../net/certificate_fields.ts";
import { fromPem } from "../../net/pem.ts";
import { makePair, openssl, opensslFingerprint } from "../support/openssl.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";

const HOSTS = ["localhost", "chat-1.local", "192.0.2.7", "2001:db8::1", "fe80::1"];

async function newKey(): Promise<SigningKey> {
  const key = await readKey(await makeKey());
  assert(key !== undefined);
  return key;
}

function derOf(pem: string): Uint8Array<ArrayBuffer> {
  const bytes = fromPem("CERTIFICATE", pem);
  assert(bytes !== undefined);
  return bytes;
}

test("openssl finds nothing wrong with a certificate, for each of its names and addresses", async () => {
  using folder = new TempFolder();
  const file = folder.file("cert.pem");
  Deno.writeTextFileSync(file, await certify(await newKey(), HOSTS, Date.now()));
  const verify = (...how: readonly string[]) =>
    openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", file, ...how, file);
  for (const name of [INNER_NAME, "localhost", "chat-1.local"]) await verify("-verify_hostname", name);
  for (const address of ["192.0.2.7", "2001:db8::1", "fe80::1"]) await verify("-verify_ip", address);
  const text = await openssl("x509", "-in", file, "-noout", "-text");
  for (const part of ["Version: 3", "prime256v1", "CA:FALSE", "Digital Signature", "TLS Web Server"]) {
    assert(text.includes(part), `${part} in ${text}`);
  }
});

test("the fingerprint is that of the key: the same for a later certificate, and as openssl sees it", async () => {
  using folder = new TempFolder();
  const file = folder.file("cert.pem");
  const key = await newKey();
  const first = await certify(key, ["localhost"], Date.now());
  const second = await certify(key, HOSTS, Date.now() + 1000);
  Deno.writeTextFileSync(file, first);
  const fingerprint = await fingerprintOf(key.publicKey);
  assertEquals(fingerprint, await opensslFingerprint(file));
  for (const pem of [first, second]) {
    assertEquals(await fingerprintOf(publicKeyOf(derOf(pem)) ?? new Uint8Array()), fingerprint);
  }
  assert(first !== second);
  assert(await fingerprintOf((await newKey()).publicKey) !== fingerprint);
});

test("a certificate is good from a day ago, for less than 825 days, also beyond 2049", async () => {
  using folder = new TempFolder();
  const file = folder.file("cert.pem");
  const key = await newKey();
  for (const now of [Date.UTC(2026, 10, 29, 1, 2, 3), Date.UTC(2049, 5, 1), Date.UTC(2050, 5, 1)]) {
    Deno.writeTextFileSync(file, await certify(key, [], now));
    const dates = await openssl("x509", "-in", file, "-noout", "-dates");
    const [from = 0, to = 0] = [...dates.matchAll(/=(.*)/g)].map(([, date = ""]) => Date.parse(date));
    assertEquals([now - from, to - from], [86_400_000, GOOD_FOR], dates);
    assert(to - from < 825 * 86_400_000);
  }
});

test("a key that is not of our kind is none", async () => {
  using folder = new TempFolder();
  await makePair(folder.file("c.pem"), folder.file("k.pem"), { kind: ["rsa:2048"] });
  const rsa = Deno.readTextFileSync(folder.file("k.pem"));
  for (const pem of [rsa, "", "-----BEGIN PRIVATE KEY-----\nnot base64!\n-----END PRIVATE KEY-----"]) {
    assertEquals(await readKey(pem), undefined);
  }
  const whole = await makeKey();
  assertEquals(await readKey(whole.replace(/\n.{10}/, "\n")), undefined);
});

test("names and key are read of certificates that others made, and nothing of what is none", async () => {
  using folder = new TempFolder();
  const [cert, key] = [folder.file("c.pem"), folder.file("k.pem")];
  await makePair(cert, key, {
    kind: ["rsa:2048"],
    names: "DNS:Chat.example,DNS:*.tea.example,IP:192.0.2.1,DNS:b.example",
  });
  const der = derOf(Deno.readTextFileSync(cert));
  assertEquals(namesOf(der), ["chat.example", "*.tea.example", "b.example"]);
  assertEquals(await fingerprintOf(publicKeyOf(der) ?? new Uint8Array()), await opensslFingerprint(cert));
  for (let length = 0; length < der.length; length++) {
    assertEquals([publicKeyOf(der.slice(0, length)), namesOf(der.slice(0, length))], [undefined, []]);
  }
  const oldest = folder.file("v1.pem"); // A certificate of version 1 has no field for its version, and no names.
  await openssl("req", "-new", "-key", key, "-subj", "/CN=x", "-out", folder.file("v1.csr"));
  await openssl("x509", "-req", "-in", folder.file("v1.csr"), "-signkey", key, "-out", oldest, "-x509v1")
    .catch(
      () => openssl("x509", "-req", "-in", folder.file("v1.csr"), "-signkey", key, "-out", oldest),
    );
  const old = derOf(Deno.readTextFileSync(oldest));
  assertEquals(namesOf(old), []);
  assertEquals(await fingerprintOf(publicKeyOf(old) ?? new Uint8Array()), await opensslFingerprint(oldest));
});
