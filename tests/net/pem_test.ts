/** PEM, written and read. */

import { assertEquals } from "@std/assert";
import { fromPem, toPem } from "../../net/pem.ts";

Deno.test("a value is read as it was written, also after others, and with the line ends of Windows", () => {
  for (const length of [0, 1, 47, 48, 49, 500]) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const pem = toPem("CERTIFICATE", bytes);
    assertEquals(fromPem("CERTIFICATE", pem), bytes);
    const among = `Subject: x\n${toPem("PRIVATE KEY", Uint8Array.of(1))}${pem}${toPem("CERTIFICATE", bytes)}`;
    assertEquals(fromPem("CERTIFICATE", among.replaceAll("\n", "\r\n")), bytes);
    for (const line of pem.split("\n")) assertEquals(line.length <= 64, true);
  }
});

Deno.test("what is not there, or is no Base64, is nothing", () => {
  assertEquals(fromPem("PRIVATE KEY", toPem("CERTIFICATE", Uint8Array.of(1))), undefined);
  assertEquals(
    fromPem("CERTIFICATE", "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----"),
    undefined,
  );
  assertEquals(fromPem("CERTIFICATE", "-----BEGIN CERTIFICATE-----\nAAAA\n"), undefined);
});
