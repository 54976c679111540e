/** Which requests were meant for this server, and which pages are its own. */

import { assertEquals } from "@std/assert";
import { otherOrigins } from "../../../../server/doors/web/cluster_pages.ts";
import { isOurHost, isOurPage, parseHost } from "../../../../server/doors/web/hosts.ts";

const OWN = {
  origins: ["https://chat.example", "http://tea.example:8080"],
  names: ["Chat.School.example", "*.rooms.example"],
  servers: ["chat1.example:53000", "127.0.0.1:53001", "127.0.0.1:53002", "chat3.example:443"],
};

Deno.test("a request must name an address, a local name, one in our certificate or a known origin", () => {
  for (
    const host of [
      "127.0.0.1:53000",
      "10.0.0.7",
      "203.0.113.9:80",
      "[::1]:53000",
      "[2001:db8::7]",
      "localhost",
      "localhost.:53000",
      "room.localhost:53000",
      "raspberry",
      "raspberry.local:53000",
      "chat.example",
      "chat.example.",
      "tea.example:8080",
      "chat.school.example:53000",
      "a.rooms.example",
      "0x7f.1",
      undefined,
    ]
  ) {
    assertEquals(isOurHost(host, OWN), true, host);
  }
  for (
    const host of [
      ...["evil.example", "tea.example", "chat.example:8080", "127.0.0.1.evil.example", "::1", "", "."],
      ...["rooms.example", "a.b.rooms.example", "evilrooms.example", "local.example", "chat.school.lan"],
      ...["1.2.3", "evil.example/.local", "evil.example#.local", "a b"],
      ...[
        "evil.example@127.0.0.1",
        "localhost/evil.example",
        "localhost#evil.example",
        "localhost?evil.example",
      ],
    ]
  ) {
    assertEquals(isOurHost(host, OWN), host === "1.2.3", host); // A URL's 1.2.3 is the address 1.2.0.3.
  }
});

Deno.test("a program that names no origin is let in; a page must be ours or of a known origin", () => {
  const comes = (from: string | undefined, ...hosts: readonly string[]): boolean =>
    isOurPage(from, hosts, OWN);
  assertEquals(comes(undefined, "evil.example"), true);
  assertEquals(comes("https://chat.example", "evil.example"), true);
  assertEquals(comes("http://room.local", "room.local"), true);
  assertEquals(comes("http://room.local:81", "room.local:81"), true);
  assertEquals(comes("http://localhost", "localhost."), true);
  assertEquals(comes("http://evil.example", "room.local"), false);
  assertEquals(comes("http://room.local:81", "room.local"), false);
  assertEquals(comes("null", "room.local"), false);
  assertEquals(comes("http://evil.example", "evil.example"), false, "DNS rebinding");
  assertEquals(comes("https://room.local", "10.0.0.7", "room.local"), true, "by a proxy that is trusted");
  assertEquals(comes("https://room.local", "room.local", "evil.example"), false);
  assertEquals(comes("https://evil.example", "10.0.0.7", "evil.example"), false);
});

Deno.test("a host is one name or address with or without a port, and nothing else of a URL", () => {
  assertEquals(parseHost("Tea.Example:80", "http"), "tea.example");
  assertEquals(parseHost("[2001:DB8::1]:81", "https"), "[2001:db8::1]:81");
  for (
    const written of [
      "",
      "raspberry, tea",
      "raspberry,tea",
      "tea raspberry",
      "x@raspberry",
      "tea/raspberry",
      "::1",
    ]
  ) {
    assertEquals(parseHost(written, "http"), undefined, written);
  }
});

Deno.test("the page of another server of the cluster is ours where it came encrypted, or from this machine", () => {
  const comes = (from: string, ...hosts: readonly string[]): boolean => isOurPage(from, hosts, OWN);
  assertEquals(comes("https://chat1.example:53000", "chat2.example:53000"), true);
  assertEquals(comes("https://chat3.example", "chat2.example:53000"), true);
  assertEquals(comes("https://chat1.example", "chat2.example:53000"), false);
  assertEquals(comes("http://chat1.example:53000", "chat2.example:53000"), false, "it may be anybody's");
  assertEquals(comes("http://127.0.0.1:53001", "127.0.0.1:53002"), true);
  assertEquals(comes("http://localhost:53001", "[::1]:53002"), true);
  assertEquals(comes("http://127.0.0.1:53003", "127.0.0.1:53002"), false);
  assertEquals(comes("http://127.0.0.1:53001", "chat2.example:53002"), false);
  assertEquals(comes("null", "127.0.0.1:53002"), false);
  assertEquals([isOurHost("chat1.example", OWN), isOurHost("chat2.example", OWN)], [true, false]);
});

Deno.test("a page may connect to the other servers of the cluster, encrypted or on this machine, and to nothing else", () => {
  const servers = ["chat1.example:53000", "127.0.0.1:53001", "evil; script-src *", "a b"];
  assertEquals(otherOrigins("chat.example", true, servers), {
    images: ["https://chat1.example:53000", "https://127.0.0.1:53001"],
    connections: [
      "https://chat1.example:53000",
      "https://127.0.0.1:53001",
      "wss://chat1.example:53000",
      "wss://127.0.0.1:53001",
    ],
  });
  assertEquals(otherOrigins("localhost:53002", false, servers).connections, [
    "http://127.0.0.1:53001",
    "ws://127.0.0.1:53001",
  ]);
  assertEquals(otherOrigins("192.0.2.7", false, servers).connections, []);
  assertEquals(otherOrigins(undefined, false, servers).connections, []);
  assertEquals(otherOrigins("chat.example", true, []).connections, []);
});
