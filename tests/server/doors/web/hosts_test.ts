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
      "localhost.:53000",
      "chat.example.",
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

Deno.test("on another address any name is ours, and so is a request that names none", () => {
  assertEquals(isOurHost(request({ host: "evil.example" }), [], false), true);
  assertEquals(isOurHost(request({}), [], true), true);
});

Deno.test("what X-Forwarded-Host says changes nothing about Host, and is one host that Host could name, or nothing", () => {
  for (const said of ["chat.example", "localhost", "evil.example"]) {
    assertEquals(
      isOurHost(request({ host: "evil.example", "x-forwarded-host": said }), ORIGINS, true),
      false,
    );
  }
  const comes = (said: string, from: string, isLoopback = true): boolean =>
    isOurPage(request({ host: "10.0.0.7", "x-forwarded-host": said, origin: from }), ORIGINS, isLoopback);
  assertEquals(comes("raspberry", "http://raspberry"), true);
  assertEquals(comes("evil.example", "http://evil.example"), false);
  assertEquals(comes("evil.example", "http://evil.example", false), true, "any Host is ours there, too");
  for (
    const said of ["raspberry, tea", "raspberry,tea", "tea raspberry", "x@raspberry", "tea/raspberry", ""]
  ) {
    assertEquals(comes(said, "http://raspberry"), false, said);
    assertEquals(comes(said, "http://raspberry", false), false, said);
    assertEquals(comes(said, "http://10.0.0.7"), true, "Host is asked then");
  }
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
