import { assertEquals } from "@std/assert";
import { type AddressPolicy, type LogEvent, type LogStyle, makeLogger } from "../../../server.ts";
import { levelOf } from "../../../server/machine/logger.ts";
import { en } from "../../../words/en.ts";
import { test } from "../../support/sanitized.ts";

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

const EVENTS: readonly (readonly [LogEvent, string])[] = [
  [{ event: "connected", address: "192.0.2.1:9" }, "connection from 192.0.2.1:9"],
  [
    { event: "refused", address: "192.0.2.1:9", why: "full", text: "The room is full." },
    "turned away 192.0.2.1:9: The room is full.",
  ],
  [{ event: "closed-unnamed", address: "192.0.2.1:9" }, "192.0.2.1:9 went without giving a name"],
  [
    { event: "joined", name: "ada", address: "192.0.2.1:9", door: "plain" },
    "ada joined from 192.0.2.1:9 (plain)",
  ],
  [
    { event: "left", name: "ada", address: "192.0.2.1:9", reason: "slow" },
    "ada left from 192.0.2.1:9 (too slow)",
  ],
  [
    { event: "away", name: "ada", address: "192.0.2.1:9" },
    "ada lost the connection from 192.0.2.1:9 and may come back",
  ],
  [{ event: "back", name: "ada", address: "192.0.2.1:10" }, "ada is back from 192.0.2.1:10"],
  [
    { event: "listening", name: "ci", room: "ops", address: "192.0.2.1:9" },
    "ci listens to #ops from 192.0.2.1:9",
  ],
  [
    { event: "stopped-listening", name: "ci", room: "ops", address: "192.0.2.1:9" },
    "ci does not listen to #ops any more from 192.0.2.1:9",
  ],
  [{ event: "index-rebuilding", why: "damaged" }, en.log.indexRebuilding.damaged],
  [{ event: "background-ended", cause: "it hangs", times: 2 }, en.log.backgroundEnded("it hangs")],
  [{ event: "failed", what: "indexing", cause: "full" }, "building the index for searching failed: full"],
  [{ event: "storing-again" }, "messages are kept again"],
  [
    { event: "connected", address: "192.0.2.1:9", tls: "1.3" },
    "connection from 192.0.2.1:9, encrypted (TLS 1.3)",
  ],
  [
    { event: "handshake-failed", address: "192.0.2.1:9", cause: "ended", others: 2 },
    "no encryption came about with 192.0.2.1:9 (ended), nor with 2 others before",
  ],
  [
    { event: "identity-made", path: "chat.db-identity.pem", fingerprint: "sha256//x" },
    en.log.identityMade("chat.db-identity.pem", "sha256//x"),
  ],
  [
    { event: "identity-taken", path: "id.pem", fingerprint: "sha256//x" },
    en.log.identityTaken("id.pem", "sha256//x"),
  ],
  [
    { event: "identity-awaited", path: "id.pem", fingerprint: "sha256//x" },
    en.log.identityAwaited("id.pem", "sha256//x"),
  ],
  [{ event: "certificate-made", fingerprint: "sha256//x" }, en.log.certificateMade("sha256//x")],
  [{ event: "identity-protected", path: "id.pem" }, en.log.identityProtected("id.pem")],
  [{ event: "identity-not-kept", path: "id.pem", cause: "no" }, en.log.identityNotKept("id.pem", "no")],
  [
    { event: "certificate-refused", path: "k.pem", why: "mismatch" },
    "the certificate stays as it was. k.pem is not the key of that certificate: give the two that belong together.",
  ],
  [{ event: "upgraded", from: 3, copy: "chat.db.v3-backup" }, en.log.upgraded("chat.db.v3-backup")],
  [{ event: "upgraded", from: 3 }, en.log.upgradedWithoutCopy],
  [{ event: "renamed", from: "ada", to: "Ada2" }, "ada is now Ada2"],
  [{ event: "no-descriptors" }, en.log.noDescriptors],
  [{ event: "descriptors-back" }, en.log.descriptorsBack],
  [
    { event: "failed", what: "storing", cause: "Error: disk full" },
    "keeping messages failed: Error: disk full",
  ],
  [
    { event: "failed", what: "reading", cause: "Error: malformed" },
    "reading what was kept failed: Error: malformed",
  ],
];

function linesOf(style: LogStyle): string[] {
  const lines: string[] = [];
  const log = makeLogger(style, en, (line) => void lines.push(line), { now: () => AT });
  for (const [event] of EVENTS) log(event);
  return lines;
}

test("the text log tells each event in a sentence of one line, with its time", () => {
  assertEquals(linesOf("text"), EVENTS.map(([, sentence]) => `2026-01-02T03:04:05.006Z ${sentence}\n`));
});

test("the json log tells each event as one object a line, with its time and every field", () => {
  const lines = linesOf("json");
  assertEquals(lines.every((line) => line.indexOf("\n") === line.length - 1), true);
  assertEquals(
    lines.map((line): unknown => JSON.parse(line)),
    EVENTS.map(([event]) => ({ v: 1, at: "2026-01-02T03:04:05.006Z", level: levelOf(event), ...event })),
  );
});

test("each line has a level: what goes on, what somebody may want to do something about, or a failure", () => {
  const levels = (event: LogEvent["event"]): string[] =>
    EVENTS.filter(([one]) => one.event === event).map(([one]) => levelOf(one));
  assertEquals(levels("joined"), ["info"]);
  assertEquals([...levels("refused"), ...levels("background-ended")], ["warn", "warn"]);
  assertEquals(new Set(levels("failed")), new Set(["error"]));
});

test("addresses are told whole, as the network that they are in, or not at all, in every event", () => {
  const of = (addresses: AddressPolicy, event: LogEvent): unknown => {
    let line = "";
    makeLogger("json", en, (text) => line = text, { now: () => AT, addresses })(event);
    return JSON.parse(line);
  };
  const at = (address: string): LogEvent => ({ event: "joined", name: "ada", address, door: "native" });
  const head = { v: 1, at: "2026-01-02T03:04:05.006Z", level: "info" };
  const networks = [
    ["192.0.2.77:5123", "192.0.2.0/24"],
    ["192.0.2.77", "192.0.2.0/24"],
    ["[2001:db8:1:2::3]:5123", "2001:db8:1::/48"],
    ["2001:db8:1:2::3", "2001:db8:1::/48"],
    ["[fe80::1%eth0]:9", "fe80::/48"],
    ["somewhere", "-"],
  ] as const;
  for (const [address, network] of networks) {
    assertEquals(of("full", at(address)), { ...head, ...at(address) });
    assertEquals(of("net", at(address)), { ...head, ...at(network) });
    assertEquals(of("none", at(address)), { ...head, ...at("-") });
  }
  const banned = (subject: string): LogEvent => ({ event: "moderated", do: "ban", by: "ada", subject });
  for (
    const [subject, net, none] of [
      ["192.0.2.77", "192.0.2.0/24", "-"],
      ["192.0.0.0/16", "192.0.0.0/16", "-"],
      ["bob", "bob", "bob"],
      ["spam*", "spam*", "spam*"],
    ] as const
  ) {
    assertEquals(of("net", banned(subject)), { ...head, ...banned(net) });
    assertEquals(of("none", banned(subject)), { ...head, ...banned(none) });
  }
  assertEquals(of("net", { event: "proxy-not-trusted", host: "192.0.2.7" }), {
    ...head,
    level: "warn",
    event: "proxy-not-trusted",
    host: "192.0.2.0/24",
  });
  const lines: string[] = [];
  const log = makeLogger("text", en, (line) => lines.push(line), { addresses: "none" });
  for (const [event] of EVENTS) log(event);
  assertEquals(lines.filter((line) => line.includes("192.0.2")), []);
});

test("the quiet log says nothing", () => assertEquals(linesOf("quiet"), []));
