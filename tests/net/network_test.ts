/** Networks, and where an address is. */

import { assertEquals } from "@std/assert";
import { formatNetwork, isIn, kindOfAddress, ownNetworks, parseNetwork } from "../../net/network.ts";
import { isSecure, Origins } from "../../net/origin.ts";
import { test } from "../support/sanitized.ts";

function written(text: string): string | undefined {
  const network = parseNetwork(text);
  return network && formatNetwork(network);
}

test("a network is an address with the number of bits that count", () => {
  assertEquals(written("192.0.2.77/24"), "192.0.2.0/24");
  assertEquals(written("192.0.2.77/31"), "192.0.2.76/31");
  assertEquals(written("192.0.2.7"), "192.0.2.7");
  assertEquals(written("0.0.0.0/0"), "0.0.0.0/0");
  assertEquals(written("2001:db8:1:2:3::/60"), "2001:db8:1::/60");
  assertEquals(written("2001:db8::1/128"), "2001:db8::1");
  assertEquals(written("::ffff:192.0.2.7/120"), "192.0.2.0/24");
  for (
    const text of [
      "",
      "/8",
      "192.0.2.0/33",
      "::/129",
      "192.0.2.0/",
      "192.0.2.0/8/8",
      "10.0.0.0/-1",
      "::ffff:1.2.3.4/24",
      "x",
    ]
  ) {
    assertEquals(written(text), undefined, text);
  }
});

test("a network has the addresses that begin like it, and none of the other family", () => {
  const networks = ["192.0.2.64/26", "2001:db8::/33"].map(parseNetwork).filter((network) =>
    network !== undefined
  );
  for (const address of ["192.0.2.64", "192.0.2.127", "::ffff:192.0.2.99", "2001:db8:7fff::1"]) {
    assertEquals(isIn(networks, address), true, address);
  }
  for (const address of ["192.0.2.63", "192.0.2.128", "2001:db8:8000::1", "c000:240::", "localhost", ""]) {
    assertEquals(isIn(networks, address), false, address);
  }
});

test("an address is on this machine, on a network that is not the Internet or ours, or public", () => {
  const own = ownNetworks([
    "198.51.100.7/24",
    "2001:db8:5::7/64",
    "203.0.113.9/32",
    "127.0.0.1/8",
    "1.2.3.4/1",
  ]);
  const kinds = {
    loopback: ["127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"],
    private: [
      ...[
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.9",
        "169.254.3.4",
        "100.64.0.1",
        "::ffff:10.0.0.1",
      ],
      ...["fe80::1", "febf::1", "fc00::1", "fdff::1", "198.51.100.200", "2001:db8:5::9", "203.0.113.9"],
    ],
    public: [
      ...[
        "8.8.8.8",
        "172.32.0.1",
        "172.15.0.1",
        "192.169.0.1",
        "100.128.0.1",
        "126.0.0.1",
        "11.0.0.1",
        "1.9.9.9",
      ],
      ...["2001:db8:6::9", "fec0::1", "::2", "203.0.113.10", "not an address"],
    ],
  } as const;
  for (const kind of ["loopback", "private", "public"] as const) {
    for (const address of kinds[kind]) assertEquals(kindOfAddress(address, own), kind, address);
  }
});

test("secrets cross what is encrypted, or what never leaves this machine", () => {
  assertEquals(isSecure(new Origins().of("127.0.0.1")), true);
  assertEquals(isSecure(new Origins().of("192.168.1.9")), false);
  assertEquals(isSecure({ ...new Origins().of("192.168.1.9"), isEncrypted: true }), true);
});
