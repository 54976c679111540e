/** Which requests were meant for this server, and which pages are its own. */

import { assertEquals } from "@std/assert";
import type { Request } from "../../../../server/doors/web/http.ts";
import { isOurHost, isOurPage } from "../../../../server/doors/web/hosts.ts";

const ORIGINS = ["https://chat.example", "http://tea.example:8080"];

function request(headers: Readonly<Record<string, string>>): Request {
  return {
    method: "GET",
    path: "/",
    query: new URLSearchParams(),
    isOld: false,
    headers: new Map(Object.entries(headers)),
  };
}

Deno.test("on a loopback address a request must name an address, a local name or a known origin", () => {
  const isOurs = (host: string): boolean => isOurHost(request({ host }), ORIGINS, true);
  for (
    const host of [
      "127.0.0.1:53000",
      "10.0.0.7",
      "[::1]:53000",
      "localhost",
      "room.localhost:53000",
      "raspberry",
      "chat.example",
      "tea.example:8080",
    ]
  ) {
    assertEquals(isOurs(host), true, host);
  }
  for (
    const host of ["evil.example", "tea.example", "chat.example:8080", "127.0.0.1.evil.example", "::1", ""]
  ) {
    assertEquals(isOurs(host), false, host);
  }
});

Deno.test("on another address, or by a proxy that says which host was asked, any name is ours", () => {
  assertEquals(isOurHost(request({ host: "evil.example" }), [], false), true);
  const proxied = { host: "evil.example", "x-forwarded-host": "chat.example" };
  assertEquals(isOurHost(request(proxied), [], true), true);
});

Deno.test("a program that names no origin is let in; a page must be ours or of a known origin", () => {
  const isOurs = (headers: Readonly<Record<string, string>>, isLoopback = false): boolean =>
    isOurPage(request(headers), ORIGINS, isLoopback);
  assertEquals(isOurs({ host: "room.example" }), true);
  assertEquals(isOurs({ host: "room.example", origin: "https://chat.example" }), true);
  assertEquals(isOurs({ host: "room.example", origin: "http://room.example" }), true);
  assertEquals(isOurs({ host: "room.example:81", origin: "http://room.example:81" }), true);
  assertEquals(isOurs({ host: "room.example", origin: "http://evil.example" }), false);
  assertEquals(isOurs({ host: "room.example", origin: "http://room.example:81" }), false);
  assertEquals(isOurs({ host: "room.example", origin: "null" }), false);
  const proxied = { host: "10.0.0.7", "x-forwarded-host": "room.example" };
  assertEquals(isOurs({ ...proxied, origin: "https://room.example" }), true);
  assertEquals(isOurs({ host: "evil.example", origin: "http://evil.example" }, true), false, "DNS rebinding");
});
