/** The PROXY protocol: what a header says, cut anywhere, and what is none. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { looksProxied, parseProxyHeader } from "../../net/proxy_protocol.ts";
import { test } from "../support/sanitized.ts";

const encoder = new TextEncoder();
const SIGNATURE = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10];

/** A header of version 2. */
function binary(command: number, family: number, ...rest: readonly number[]): Uint8Array {
  return Uint8Array.of(...SIGNATURE, command, family, rest.length >> 8, rest.length & 0xff, ...rest);
}

const IPV4 = [192, 0, 2, 7, 192, 0, 2, 1, 0xdc, 0x04, 0x01, 0xbb];
const IPV6 = [
  0x20,
  1,
  0xd,
  0xb8,
  ...Array(11).fill(0),
  7,
  0x20,
  1,
  0xd,
  0xb8,
  ...Array(11).fill(0),
  1,
  0,
  80,
  0,
  81,
];

test("version 1 tells the source in words", () => {
  const line = "PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n";
  const source = { host: "192.0.2.7", port: 56324, isEncrypted: false };
  assertEquals(parseProxyHeader(encoder.encode(`${line}hello`)), {
    kind: "header",
    length: line.length,
    source,
  });
  const six = parseProxyHeader(encoder.encode("PROXY TCP6 2001:DB8::7 2001:db8::1 1 2\r\n"));
  assertEquals(six.kind === "header" && six.source?.host, "2001:db8::7");
  for (const unknown of ["PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"]) {
    const length = unknown.length;
    assertEquals(parseProxyHeader(encoder.encode(unknown)), { kind: "header", length, source: undefined });
  }
});

test("version 1 that says anything else is malformed, and one without an end is not read on", () => {
  for (
    const line of [
      "PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\n",
      "PROXY TCP4 192.0.2.7 192.0.2.1 56324\r\n",
      "PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n",
      "PROXY TCP6 192.0.2.7 192.0.2.1 1 2\r\n",
      "PROXY TCP4 localhost 192.0.2.1 1 2\r\n",
      "PROXY UDP4 192.0.2.7 192.0.2.1 1 2\r\n",
      "PROXY  TCP4 192.0.2.7 192.0.2.1 1 2\r\n",
      "PROXY UNKNOWNx\r\n",
      `PROXY UNKNOWN ${"x".repeat(200)}`,
    ]
  ) {
    assertEquals(parseProxyHeader(encoder.encode(line)).kind, "malformed", line);
  }
});

test("version 2 tells the source in bytes, and whether it came over TLS", () => {
  const header = binary(0x21, 0x11, ...IPV4);
  const source = { host: "192.0.2.7", port: 0xdc04, isEncrypted: false };
  assertEquals(parseProxyHeader(Uint8Array.of(...header, 1)), { kind: "header", length: 28, source });
  const six = parseProxyHeader(binary(0x21, 0x21, ...IPV6));
  assertEquals(six, {
    kind: "header",
    length: 52,
    source: { host: "2001:db8::7", port: 80, isEncrypted: false },
  });
  const isEncrypted = (...more: readonly number[]): boolean | undefined => {
    const parsed = parseProxyHeader(binary(0x21, 0x11, ...IPV4, ...more));
    return parsed.kind === "header" ? parsed.source?.isEncrypted : undefined;
  };
  assertEquals(isEncrypted(0x20, 0, 5, 1, 0, 0, 0, 0), true);
  assertEquals(isEncrypted(0x04, 0, 2, 9, 9, 0x20, 0, 5, 1, 0, 0, 0, 0), true);
  assertEquals(isEncrypted(0x20, 0, 5, 0, 0, 0, 0, 0), false);
  assertEquals(isEncrypted(0x20, 0, 4, 1, 0, 0, 0), false);
  assertEquals(isEncrypted(0x20, 0xff, 0xff, 1, 0, 0, 0, 0), false);
  const mapped = [...Array(10).fill(0), 255, 255, 192, 0, 2, 7, ...Array(16).fill(0), 0, 1, 0, 2];
  const ipv4 = parseProxyHeader(binary(0x21, 0x21, ...mapped));
  assertEquals(ipv4.kind === "header" && ipv4.source?.host, "192.0.2.7");
});

test("version 2 of the proxy's own connection, or of a family that is not known, tells no source", () => {
  for (
    const header of [
      binary(0x20, 0x00),
      binary(0x20, 0x11, ...IPV4),
      binary(0x21, 0x31, 1, 2, 3),
      binary(0x21, 0),
    ]
  ) {
    assertEquals(parseProxyHeader(header), { kind: "header", length: header.length, source: undefined });
  }
});

test("version 2 that is wrong is malformed, and a longer one than there is need for is not read", () => {
  for (
    const header of [binary(0x11, 0x11, ...IPV4), binary(0x22, 0x11, ...IPV4), binary(0x21, 0x11, 1, 2, 3)]
  ) {
    assertEquals(parseProxyHeader(header).kind, "malformed");
  }
  assertEquals(parseProxyHeader(Uint8Array.of(...SIGNATURE, 0x21, 0x11, 0xff, 0xff)).kind, "malformed");
});

test("a header is the same however it is cut, and no part of it is taken for something else", () => {
  const headers = [
    encoder.encode("PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n"),
    binary(0x21, 0x11, ...IPV4, 4, 0, 0),
  ];
  for (const header of headers) {
    for (let size = 0; size < header.length; size++) {
      assertEquals(parseProxyHeader(header.subarray(0, size)).kind, "partial", `${size}`);
    }
  }
});

test("what a person or another program begins with is no header", () => {
  for (
    const text of [
      "ada\n",
      "Proxy\n",
      "PROXY\n",
      "GET / HTTP/1.1\r\n",
      '{"type":"hello"}',
      "\r\n\r\nada\r\n",
      "\x16\x03\x01",
    ]
  ) {
    assertEquals(parseProxyHeader(encoder.encode(text)).kind, "none", text);
    assertEquals(looksProxied(encoder.encode(text)), false, text);
  }
  assertEquals(looksProxied(encoder.encode("PROXY TCP4 1")), true);
  assertEquals(looksProxied(binary(0x21, 0x11)), true);
});

test("no bytes are too hostile to be parsed", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, isBinary) => {
    const start = isBinary ? SIGNATURE : encoder.encode("PROXY ");
    const parsed = parseProxyHeader(Uint8Array.of(...start, ...bytes));
    if (parsed.kind === "header") assertEquals(parsed.length <= start.length + bytes.length, true);
  }));
});
