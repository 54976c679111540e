/** The file of known servers: what is read, kept and forgotten. */

import { assertEquals } from "@std/assert";
import { KnownServers } from "../../../client/wire.ts";
import { isLoopback, isPublicName } from "../../../net/hosts.ts";

const KEY = `sha256//${"A".repeat(43)}=`;
const TEXT = `# mine
192.0.2.7:53000 key ${KEY} 2026-11-01 MIIB
[2001:db8::1]:443 key ${KEY} 2026-11-02 MIIB
chat.example:53000 authority - 2026-11-03 -
chat.example:1 authority - 2026-11-03 -
gaia:53000 key sha256//short 2026-11-03 MIIB
gaia:53001 cosmic - 2026-11-03 -
`;

function open(text?: string): { readonly known: KnownServers; readonly text: () => string | undefined } {
  let kept = text;
  const known = new KnownServers({
    path: "f",
    read: () => kept,
    change: (change) => void (kept = change(kept) ?? kept),
  });
  return { known, text: () => kept };
}

Deno.test("servers are found by host and port, in any case, and IPv6 by its brackets", () => {
  const { known } = open(TEXT);
  const find = (host: string, port: number): string => {
    const found = known.find({ host, port });
    return found.kind === "known" ? `${found.server.by.kind} ${found.server.since}` : found.kind;
  };
  assertEquals(find("192.0.2.7", 53000), "key 2026-11-01");
  assertEquals(find("2001:DB8::1", 443), "key 2026-11-02");
  assertEquals(find("Chat.Example.", 53000), "authority 2026-11-03");
  assertEquals(find("192.0.2.7", 53001), "unknown");
  assertEquals(find("192.0.2.70", 53000), "unknown");
  assertEquals([find("gaia", 53000), find("GAIA", 53001)], ["unreadable", "unreadable"]);
  assertEquals(known.unreadableLines(), [6, 7]);
  assertEquals(known.findKey(KEY, { host: "192.0.2.7", port: 53000 })?.address.host, "2001:db8::1");
});

Deno.test("a server that is kept takes the place of its line, and the others stay as they are", () => {
  const { known, text } = open(TEXT);
  const address = { host: "CHAT.example", port: 53000 };
  known.put({ address, since: "2026-11-29", by: { kind: "key", fingerprint: KEY, certificate: "MIIC" } });
  const lines = TEXT.split("\n").filter((line) => !line.startsWith("chat.example:53000"));
  assertEquals(text(), lines.join("\n") + `chat.example:53000 key ${KEY} 2026-11-29 MIIC\n`);
});

Deno.test("a server is forgotten at its port, or at all of them, also one whose line cannot be read", () => {
  const { known, text } = open(TEXT);
  assertEquals(known.forget("chat.example", 2), []);
  assertEquals(known.forget("chat.example", 1), ["chat.example:1"]);
  assertEquals(known.forget("GAIA", undefined), ["gaia:53000", "gaia:53001"]);
  assertEquals(known.forget("192.0.2", undefined), []);
  assertEquals(known.forget("2001:db8::1", undefined), ["[2001:db8::1]:443"]);
  assertEquals(
    text(),
    TEXT.split("\n").filter((line) => /^(#|192|chat.example:53000)/.test(line)).join("\n") + "\n",
  );
});

Deno.test("without a file, and before there is one, nothing is known; what is kept counts", () => {
  for (const known of [new KnownServers(), open().known]) {
    const address = { host: "h", port: 1 };
    assertEquals(known.find(address), { kind: "unknown" });
    known.put({ address, since: "2026-11-29", by: { kind: "authority" } });
    assertEquals(known.find(address).kind, "known");
  }
});

Deno.test("which hosts are this machine, and which are names that an authority can vouch for", () => {
  const ours = [
    "127.0.0.1",
    "127.9.9.9",
    "::1",
    "::ffff:127.0.0.1",
    "localhost",
    "LOCALHOST.",
    "a.localhost",
  ];
  const others = ["128.0.0.1", "::2", "localhost.example", "0.0.0.0", "gaia"];
  assertEquals([...ours, ...others].filter(isLoopback), ours);
  const open = ["chat.example", "a.b.c.", "localhost.example", "1.2.3.4.example"];
  const local = [
    "gaia",
    "gaia.local",
    "gaia.lan",
    "x.home.arpa",
    "192.0.2.7",
    "127.1",
    "2001:db8::1",
    "fe80::1%eth0",
  ];
  assertEquals([...open, ...local].filter(isPublicName), open);
});
