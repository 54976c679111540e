/** Help and banner: that nothing which exists goes without being told. */

import { assert, assertEquals } from "@std/assert";
import { bannerText, reachableAddresses } from "../../main/banner.ts";
import { COMMAND_NAMES, FLAGS_OF } from "../../main/flags.ts";
import { helpText } from "../../main/help.ts";
import { COMMANDS } from "../../protocol/commands.ts";
import type { AddressPolicy, RetentionPolicy } from "../../server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";

Deno.test("a subcommand's help has each of its flags with its default, in every language", () => {
  for (const words of [en, it]) {
    for (const command of ["server", "client", "export", "backup"] as const) {
      const help = helpText(command, words);
      for (const row of FLAGS_OF[command]) {
        const line = help.split("\n").find((line) =>
          line.startsWith(" ") && (line.includes(` --${row.name} `) || line.endsWith(` --${row.name}`))
        );
        assert(line !== undefined, `${command} --${row.name}`);
        assert(line.includes(words.help.flag[row.help]), line);
        if (row.kind === "switch") continue;
        if (row.fallback !== undefined) assert(line.includes(row.kind.show(row.fallback)), line);
        if (row.env !== undefined) assert(help.includes(`\n  ${row.env} `), row.env);
      }
    }
  }
});

Deno.test("every help has the exit codes, the client's also what can be written in the room", () => {
  for (const command of [undefined, "server", "client"] as const) {
    const help = helpText(command, en);
    for (const [code, meaning] of Object.entries(en.help.codes)) {
      assert(help.includes(`${code}  ${meaning}`), code);
    }
    assert(help.endsWith("\n"));
  }
  for (const { name } of COMMANDS) assert(helpText("client", en).includes(`  /${name}`), name);
});

Deno.test("Italian help names in Italian what flags and subcommands take", () => {
  const english = /\b(?:NAME|TEXT|TIME|PORT|SIZE|DATE|ROOM|ORIGINS|COMMAND|NUMBER|VALUE|WORDS?|WHY)\b/;
  for (const command of [undefined, ...COMMAND_NAMES]) {
    for (const line of helpText(command, it).split("\n")) assert(!english.test(line), line);
  }
  assert(helpText("server", it).includes("--port PORTA "));
  assert(helpText("token", it).includes("chat token new|list|revoke [NOME] "));
});

Deno.test("a line of English help fits into 120 columns", () => {
  for (const command of [undefined, "server", "client", "export", "backup"] as const) {
    for (const line of helpText(command, en).split("\n")) assert(line.length <= 120, line);
  }
});

Deno.test("a room on all addresses is entered by the machine's own, the loopback last and only once", () => {
  const interfaces = () => [
    { family: "IPv4", address: "127.0.0.1" },
    { family: "IPv6", address: "fe80::1" },
    { family: "IPv4", address: "192.0.2.7" },
    { family: "IPv4", address: "198.51.100.2" },
    { family: "IPv4", address: "192.0.2.7" },
  ];
  const all = ["192.0.2.7", "198.51.100.2", "127.0.0.1"];
  assertEquals(reachableAddresses("0.0.0.0", interfaces), all);
  assertEquals(reachableAddresses("::", interfaces), all);
  assertEquals(reachableAddresses("192.0.2.7", interfaces), ["192.0.2.7"]);
});

Deno.test("the banner gives the commands to come in by, ready to be copied", () => {
  const facts = { title: "Tea", hostname: "0.0.0.0", port: 4000, program: "./chat" };
  const text = bannerText({ ...facts, addresses: ["192.0.2.7", "127.0.0.1"] }, en);
  const lines = text.split("\n").map((line) => line.trim());
  assert(lines.includes(en.server.open("Tea", "0.0.0.0:4000")), text);
  for (const host of ["192.0.2.7", "127.0.0.1"]) {
    assert(lines.includes(`./chat client --host ${host} --port 4000`), text);
    assert(lines.includes(`nc ${host} 4000`), text);
    assert(lines.includes(`http://${host}:4000/`), text);
  }
});

Deno.test("a banner for others says which ways are encrypted and who may come in otherwise, and has the key's fingerprint", () => {
  const facts = {
    title: "Tea",
    hostname: "0.0.0.0",
    port: 4000,
    program: "./chat",
    fingerprint: "sha256//x=",
  };
  const addresses = ["192.0.2.7", "127.0.0.1"];
  for (const words of [en, it]) {
    const { server } = words;
    const local = bannerText({ ...facts, addresses, unencrypted: "local" }, words);
    const noteOf = (text: string, way: string): string | undefined =>
      text.split("\n").find((line) => line.trim().startsWith(way))?.trim().slice(way.length).trim();
    assertEquals(noteOf(local, "nc 192.0.2.7 4000"), server.notEncrypted);
    assertEquals(noteOf(local, "./chat client --host 192.0.2.7 --port 4000"), server.encrypted);
    assertEquals(noteOf(local, "https://192.0.2.7:4000/"), server.encryptedPage);
    assertEquals(noteOf(local, "nc 127.0.0.1 4000"), "");
    assert(local.includes(server.whoMayBePlain.local), local);
    assert(local.includes(`${server.key("sha256//x=")}\n${server.keyHint}\n`), local);
    const never = bannerText({ ...facts, addresses, unencrypted: "never" }, words);
    assertEquals([never.includes("nc "), never.includes("http://")], [false, false]);
    const alone = bannerText({ ...facts, hostname: "127.0.0.1", addresses: ["127.0.0.1"] }, words);
    assertEquals([alone.includes("sha256"), alone.includes("https")], [false, false]);
  }
});

Deno.test("a banner at a terminal has the owner's link for this machine, and none for others", () => {
  const facts = {
    title: "Tea",
    hostname: "0.0.0.0",
    port: 4000,
    program: "./chat",
    ownerTicket: "t".repeat(22),
  };
  const all = bannerText({ ...facts, addresses: ["192.0.2.7", "127.0.0.1"] }, en);
  assert(all.includes(en.server.owner("./chat")), all);
  assert(all.includes(`\n  http://127.0.0.1:4000/#/&t=${"t".repeat(22)}\n`), all);
  const never = bannerText({ ...facts, addresses: ["127.0.0.1"], unencrypted: "never" }, en);
  assert(never.includes("https://127.0.0.1:4000/#/&t="), never);
  const elsewhere = bannerText({ ...facts, hostname: "192.0.2.7", addresses: ["192.0.2.7"] }, en);
  assert(!elsewhere.includes("&t="), elsewhere);
});

Deno.test("a banner says once what is kept, how long, and how much of addresses log lines tell", () => {
  const facts = { title: "Tea", hostname: "::1", port: 1, program: "./chat", addresses: [] };
  const lineOf = (keep: RetentionPolicy | undefined, addresses: AddressPolicy): string | undefined =>
    bannerText({ ...facts, kept: { keep, addresses } }, en).split("\n").find((line) =>
      line.includes("--keep")
    );
  assertEquals(
    [
      lineOf({ kind: "forever" }, "full"),
      lineOf({ kind: "age", ms: 30 * 86_400_000 }, "net"),
      lineOf({ kind: "count", count: 500 }, "none"),
      lineOf(undefined, "full"),
    ],
    [
      "Kept: what is said, for good; in log lines, whole addresses (--keep, --log-addresses).",
      "Kept: what is said, for 30d; in log lines, the networks of addresses (--keep, --log-addresses).",
      "Kept: the last 500 messages of each room; in log lines, no addresses (--keep, --log-addresses).",
      "Kept: nothing of what is said; in log lines, whole addresses (--keep, --log-addresses).",
    ],
  );
});

Deno.test("the banner of one of several servers names no flag that they refuse, and does not call its end the room's", () => {
  const facts = { title: "Tea", hostname: "::1", port: 1, program: "./chat", addresses: [] };
  const kept = { keep: { kind: "forever" }, addresses: "full" } as const;
  const text = bannerText({ ...facts, kept, isOfCluster: true }, en);
  const [what, end] = text.split("\n").slice(-3);
  assertEquals([what, end], [
    "Kept: what is said, for good; in log lines, whole addresses (--log-addresses).",
    en.server.closeOne,
  ]);
  assert(bannerText(facts, en).endsWith(`${en.server.close}\n`));
});

Deno.test("an IPv6 address has brackets where a port follows it, and none where not", () => {
  const text = bannerText(
    { title: "t", hostname: "::1", port: 4000, program: "./chat", addresses: ["::1"] },
    en,
  );
  for (const part of [" [::1]:4000", "--host ::1 --port 4000", "nc ::1 4000", "http://[::1]:4000/"]) {
    assert(text.includes(part), part);
  }
});

Deno.test("at a terminal no line of help is longer than it is wide, and what goes on does so under its beginning", () => {
  for (const words of [en, it]) {
    for (const command of [undefined, ...COMMAND_NAMES]) {
      const whole = helpText(command, words);
      for (const width of [40, 60, 80, 100]) {
        const narrow = helpText(command, words, width);
        const flat = (text: string): string => text.replace(/\s+/g, " ");
        assertEquals(flat(narrow), flat(whole));
        for (const line of narrow.split("\n")) {
          assert(line.length <= width || !/\S \S/.test(line.trim()), `${width}: ${line}`);
        }
      }
    }
  }
  const lines = helpText("server", en, 80).split("\n");
  const at = lines.findIndex((line) => line.includes("--durability"));
  const column = (lines[at] ?? "").indexOf("what stored");
  assertEquals((lines[at + 1] ?? "").search(/\S/), column);
  assertEquals(helpText("server", en, Infinity), helpText("server", en));
});
