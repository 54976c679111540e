/** The names and addresses that a server's own certificate is made for. */

import { assertEquals } from "@std/assert";
import { certifiedHosts } from "../../main/certified_hosts.ts";

Deno.test("a certificate is for the machine's names, the page's other hosts, and the addresses, each once", () => {
  const addresses = ["127.0.0.1", "::1", "fe80::1%eth0", "127.0.0.1"];
  assertEquals(certifiedHosts("Tea", ["https://Chat.example:444", "http://192.0.2.9"], addresses), [
    "localhost",
    "tea",
    "tea.local",
    "chat.example",
    "192.0.2.9",
    "127.0.0.1",
    "::1",
    "fe80::1",
  ]);
  assertEquals(certifiedHosts("tea.school.lan", [], []), ["localhost", "tea.school.lan"]);
});

Deno.test("a machine whose name cannot stand in a certificate, or with a thousand addresses, gets one all the same", () => {
  assertEquals(certifiedHosts("Adas Büro", [], []), ["localhost"]);
  const many = Array.from({ length: 1000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`);
  assertEquals(certifiedHosts("tea", [], many).length, 100);
});
