/** Where a request comes from, as its connection and proxies tell. */

import { assertEquals } from "@std/assert";
import { parseNetwork } from "../../../../net/network.ts";
import { Origins } from "../../../../net/origin.ts";
import { pageOrigin, type RequestSource, sourceOf } from "../../../../server/doors/web/forwarded.ts";
import { test } from "../../../support/sanitized.ts";

const PROXIES = ["127.0.0.1", "10.0.0.0/8", "2001:db8:5::/64"].map(parseNetwork);
const ORIGINS = new Origins([], PROXIES.filter((network) => network !== undefined));

function from(peer: string, fields: Readonly<Record<string, string>>, origins = ORIGINS): RequestSource {
  const headers = new Map(Object.entries(fields));
  const request = { method: "GET", path: "/", query: new URLSearchParams(), isOld: false, headers };
  return sourceOf(request, origins.of(peer), origins);
}

test("of a proxy that is trusted, whom it passes on is the last address that is no proxy", () => {
  const hostOf = (chain: string): string => from("127.0.0.1", { "x-forwarded-for": chain }).origin.host;
  assertEquals(hostOf("203.0.113.9"), "203.0.113.9");
  assertEquals(hostOf("203.0.113.9:4711"), "203.0.113.9");
  assertEquals(hostOf("[2001:db8::9]:4711"), "2001:db8::9");
  assertEquals(hostOf("127.0.0.1, 198.51.100.1, 203.0.113.9"), "203.0.113.9", "the others may be made up");
  assertEquals(hostOf("198.51.100.1, 203.0.113.9, 10.0.0.7, 2001:db8:5::1"), "203.0.113.9");
  assertEquals(hostOf("10.0.0.9,10.0.0.7"), "10.0.0.9", "all are proxies: then the first");
  for (const chain of ["unknown", "", "203.0.113.9, unknown", '203.0.113.9, evil" x', "_hidden"]) {
    assertEquals(hostOf(chain), "127.0.0.1", chain);
    assertEquals(from("127.0.0.1", { "x-forwarded-for": chain }).origin.kind, "public", chain);
  }
});

test("of a proxy that is trusted, https is encrypted, and a proxy that passes nobody on is itself", () => {
  const { origin } = from("127.0.0.1", { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "HTTPS" });
  assertEquals([origin.isForwarded, origin.isEncrypted, origin.kind, origin.key], [
    true,
    true,
    "public",
    "203.0.113.9",
  ]);
  const isEncrypted = (scheme: string): boolean =>
    from("127.0.0.1", { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": scheme }).origin.isEncrypted;
  assertEquals(["http", "https, http", "https,https", ""].map(isEncrypted), [false, false, true, false]);
  const itself = from("127.0.0.1", { host: "localhost" });
  assertEquals([itself.origin.kind, itself.origin.isForwarded, itself.unknownProxy], [
    "loopback",
    false,
    undefined,
  ]);
});

test("of anybody else nothing is believed, and who is near and says so is not near", () => {
  const fields = { host: "tea", "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" };
  for (const peer of ["192.168.1.1", "::1"]) {
    const { origin, unknownProxy } = from(peer, fields);
    assertEquals([origin.host, origin.kind, origin.isEncrypted, unknownProxy], [
      peer,
      "public",
      false,
      peer,
    ]);
  }
  for (const name of ["forwarded", "x-real-ip", "x-forwarded-host"]) {
    assertEquals(from("::1", { [name]: "x" }).unknownProxy, "::1", name);
  }
  const far = from("203.0.113.1", fields);
  assertEquals([far.origin.host, far.origin.isEncrypted, far.unknownProxy], [
    "203.0.113.1",
    false,
    undefined,
  ]);
});

test("the host that a person asked for is what a trusted proxy says, and else what the request names", () => {
  const said = { host: "10.0.0.7", "x-forwarded-host": "chat.example", "x-forwarded-proto": "https" };
  assertEquals(from("10.0.0.1", said).host, "chat.example");
  assertEquals(pageOrigin(from("10.0.0.1", said)), "https://chat.example");
  assertEquals(from("192.168.1.1", said).host, "10.0.0.7");
  assertEquals(from("10.0.0.1", { host: "tea", "x-forwarded-host": "a, b" }).hosts, ["tea"]);
  assertEquals(
    pageOrigin(from("192.168.1.1", { host: "Chat.School.lan:53000" })),
    "http://chat.school.lan:53000",
  );
  assertEquals(pageOrigin(from("192.168.1.1", {})), undefined);
  assertEquals(pageOrigin(from("192.168.1.1", { host: "a b" })), undefined);
});
