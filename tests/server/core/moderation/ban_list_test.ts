/** Bans: whom they hit, however somebody writes their name and wherever they come from, and when they end. */

import { assert, assertEquals } from "@std/assert";
import { type Ban, BanList } from "../../../../server/core/moderation/ban_list.ts";
import type { Mark } from "../../../../server/store/log.ts";
import type { Subject } from "../../../../server/core/moderation/subject.ts";

function ban(n: number, marks: readonly Mark[], more: Partial<Ban> = {}): Ban {
  return {
    n,
    effect: "ban",
    room: undefined,
    subject: "eve",
    marks,
    why: "",
    by: "ada",
    byKey: "a1",
    at: 0,
    until: undefined,
    endsAt: Infinity,
    ...more,
  };
}

function person(name: string, host = "192.0.2.1", more: Partial<Subject> = {}): Subject {
  return { name, id: 0, account: undefined, sessions: [{ host }], ...more };
}

const EVERYTHING = { effects: ["ban"] } as const;

Deno.test("a name is banned in any case, in any spelling, and in letters that look like it", () => {
  const bans = new BanList();
  bans.add(ban(1, [{ kind: "name", value: "Bill" }]));
  for (const name of ["Bill", "bill", "BILL", "Ｂｉｌｌ", "BiII", "Bi11"]) {
    assertEquals(bans.find(person(name), EVERYTHING).length, 1, name);
  }
  for (const name of ["Will", "Billy"]) assertEquals(bans.find(person(name), EVERYTHING), [], name);
});

Deno.test("an address is banned with its neighbours: all of an IPv6 network, and IPv4 also as IPv6 writes it", () => {
  const bans = new BanList();
  bans.add(ban(1, [{ kind: "net", value: "2001:db8:1:2::/64" }]));
  bans.add(ban(2, [{ kind: "net", value: "192.0.2.0/24" }]));
  const hits = (host: string): boolean => bans.findAddress(host) !== undefined;
  for (const host of ["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "192.0.2.99", "::ffff:192.0.2.1"]) {
    assert(hits(host), host);
  }
  for (const host of ["2001:db8:1:3::1", "192.0.3.1", "::1", "nonsense"]) assert(!hits(host), host);
});

Deno.test("a pattern is banned as people write it, and a seat and an account whatever they are called", () => {
  const bans = new BanList();
  bans.add(ban(1, [{ kind: "pattern", value: "Spam*" }]));
  bans.add(ban(2, [{ kind: "seat", value: "7" }]));
  bans.add(ban(3, [{ kind: "account", value: "9" }]));
  for (const name of ["SPAMMER", "spаmmer", "5pam", "spam"]) { // The second has a Cyrillic letter.
    assertEquals(bans.find(person(name), EVERYTHING).map(({ n }) => n), name === "5pam" ? [] : [1], name);
  }
  bans.add(ban(4, [{ kind: "pattern", value: "*ull*" }]));
  for (const name of ["bully", "bu11y", "BUIIY"]) {
    assertEquals(bans.find(person(name), EVERYTHING).map(({ n }) => n), [4], name);
  }
  assertEquals(bans.find(person("zoe", "192.0.2.1", { id: 7 }), EVERYTHING).map(({ n }) => n), [2]);
  const member = { account: { id: 9, role: "member" } } as const;
  assertEquals(bans.find(person("zoe", "192.0.2.1", member), EVERYTHING).map(({ n }) => n), [3]);
  assertEquals(bans.find(person("zoe"), EVERYTHING), []);
});

Deno.test("a ban of a room counts there alone, and a lifted one nowhere", () => {
  const bans = new BanList();
  bans.add(ban(1, [{ kind: "name", value: "eve" }], { room: "tea" }));
  assertEquals(bans.find(person("eve"), EVERYTHING), []);
  assertEquals(bans.find(person("eve"), { ...EVERYTHING, room: "tea" }).length, 1);
  assertEquals(bans.find(person("eve"), { ...EVERYTHING, room: "log" }), []);
  bans.remove(1);
  assertEquals(bans.find(person("eve"), { ...EVERYTHING, room: "tea" }), []);
  assertEquals(bans.size, 0);
});

Deno.test("a ban ends when it has lasted as long as it was to, or when a believed clock says so, and not by a wrong one", () => {
  const bans = new BanList();
  bans.add(ban(1, [{ kind: "name", value: "eve" }], { until: 5_000, endsAt: 1_000 }));
  bans.add(ban(2, [{ kind: "net", value: "192.0.2.7" }], { until: 6_000, endsAt: 9_000 }));
  assertEquals(bans.firstEnd(), 5_000);
  assertEquals(bans.end(999, undefined), []);
  assertEquals(bans.end(1_000, undefined).map(({ n }) => n), [1]);
  assertEquals(bans.end(1_001, 5_999), []);
  assertEquals(bans.end(1_002, 6_000).map(({ n }) => n), [2]);
  assertEquals(bans.findAddress("192.0.2.7"), undefined);
});

Deno.test("ten thousand bans cost an accept next to nothing", () => {
  const bans = new BanList();
  for (let n = 0; n < 10_000; n++) {
    const net = n % 2 === 0 ? `10.${n >> 8 & 255}.${n & 255}.0/24` : `2001:db8:${n.toString(16)}::/64`;
    bans.add(ban(n, [{ kind: "net", value: net }]));
  }
  assert(bans.findAddress("10.1.0.9") !== undefined);
  assertEquals(bans.findAddress("198.51.100.7"), undefined);
});
