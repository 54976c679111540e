/** Applying looks at the state and the turn, and at nothing else; and what is no turn is not applied. */

import { assertEquals } from "@std/assert";
import type { DeedWrite } from "../../../server/store/log.ts";
import type { DeedRecord } from "../../../server/core/moderation.ts";
import type { NewCredential, TableChange } from "../../../server/store/accounts.ts";
import { decodeTurn, encodeTurn, type Turn, TURN_VERSION } from "../../../server/cluster/entry.ts";
import { test } from "../../support/sanitized.ts";

/** The values that a source file imports, by where from; types are not there when it runs. */
function importsOf(path: string): readonly string[] {
  const text = Deno.readTextFileSync(new URL(`../../../server/${path}`, import.meta.url));
  return [...text.matchAll(/^import (?!type )\{([^}]*)\} from "([^"]+)"/gm)].flatMap(
    ([, names = "", from = ""]) => {
      const values = names.split(",").map((name) => name.trim()).filter((name) =>
        name !== "" && !name.startsWith("type ")
      );
      return values.map((name) => `${name} of ${from}`);
    },
  );
}

/** What a source file names that is not the same everywhere. */
function namesOf(path: string): readonly string[] {
  const text = Deno.readTextFileSync(new URL(`../../../server/${path}`, import.meta.url)).replace(
    /\/\*[^]*?\*\/|\/\/.*/g,
    "",
  );
  return [
    ...text.matchAll(
      /\b(?:Date|performance|Math\.random|crypto|Deno|navigator|normalize|toLowerCase|localeCompare|Intl|limits|clock)\b|\/u\b/g,
    ),
  ]
    .map(([name]) => name);
}

test("applying reads no clock, no flag, no chance and no table of characters", () => {
  assertEquals(importsOf("cluster/apply.ts"), [
    "judge of ../core/members.ts",
    ...["isOutdated", "isTheirs", "isVoid", "lastIn", "noteChangedRank", "noteDeed", "noteProved"].map((
      name,
    ) => `${name} of ./grounds.ts`),
    "PersonRecord of ./person_record.ts",
  ]);
  assertEquals(importsOf("cluster/state.ts"), ["PersonRecord of ./person_record.ts"]);
  const rest = ["cluster/grounds.ts", "cluster/person_record.ts", "core/members/judge.ts"];
  for (const path of rest) assertEquals(importsOf(path), [], path);
  for (const path of ["cluster/apply.ts", "cluster/state.ts", ...rest]) {
    assertEquals(namesOf(path), [], path);
  }
});

const PROOF: NewCredential = { kind: "key", value: "k", label: "" };
const CHANGES: readonly TableChange[] = [
  { do: "claim", name: "Ada", key: "ada", role: "member", home: 0, proof: PROOF },
  { do: "prove", account: 1, proof: PROOF },
  { do: "forget", credential: 1 },
  { do: "password", account: 1, value: "hash" },
  { do: "role", account: 1, role: "owner" },
  { do: "unclaim", account: 1 },
  { do: "rename", account: 1, name: "Eve", key: "eve" },
  { do: "seen", account: 1, credential: 2 },
  { do: "ticket", hash: "h", wish: { kind: "entry", uses: 1, expires: 5 } },
  { do: "use", hash: "h" },
  { do: "give-back", ticket: 1 },
  { do: "invited", person: 1, ticket: 1 },
  { do: "token", hash: "h", name: "Bot", key: "bot" },
  { do: "end-token", key: "bot" },
];

const DEED = { do: "ban", by: "ada", why: "", persons: ["p1"] } as const;
const WRITES: readonly DeedWrite[] = [
  { audit: { at: 0, by: "ada", do: "ban", room: "tea", subject: "eve", why: "" } },
  {
    ban: {
      n: 0,
      effect: "ban",
      room: "tea",
      subject: "eve",
      marks: [{ kind: "name", value: "eve" }],
      why: "",
      by: "ada",
      byKey: "a1",
      at: 0,
      until: 5,
    },
  },
  { lifted: { n: 1, at: 0 } },
  { grant: { person: "a1", room: "tea", level: "operator" } },
  { ungrant: { person: "a1", room: "tea" } },
  { mode: { room: "tea", mode: "{}" } },
  { role: { account: 1, role: "moderator" } },
  { report: { n: 0, at: 0, by: "ada", room: "tea", subject: "eve", seq: 1, why: "" } },
];
const DEEDS: readonly DeedRecord[] = WRITES.map((write) => ({ ...DEED, writes: [write] }));

const TURN: Turn = {
  v: 1,
  e: 3,
  n: 1,
  s: 2,
  d: "digest",
  i: [
    { k: "say", p: 1, t: 2, y: 0, r: "lobby", x: "hi", id: "m1", a: true },
    {
      k: "enter",
      name: ["Ada", "ada"],
      pub: "x",
      home: 0,
      seat: { hash: "h", access: { isSecure: true, net: "" } },
      room: ["lobby", "lobby"],
    },
    { k: "resume", p: 1, t: 2, y: 0 },
    { k: "rename", p: 1, t: 2, y: 0, name: ["Eve", "eve"] },
    { k: "join", p: 1, t: 2, y: 0, room: ["Tea", "tea"] },
    { k: "part", p: 1, t: 2, y: 0, r: "tea", bye: { reason: "left", word: "bye" } },
    { k: "leave", p: 1, t: 0, y: 0, bye: { reason: "lost" } },
    { k: "away", p: 1, why: "" },
    { k: "read", m: [[1, "lobby", 5]] },
    { k: "up", run: "r", version: "1", addresses: ["a:1"] },
    { k: "gone", epoch: 2 },
    { k: "attach", p: 1, t: 0, y: 0, as: { id: 3 } },
    { k: "drop", p: 1, t: 2, y: 0 },
    { k: "as", p: 1, t: 2, y: 0, as: { id: 0, role: "owner", proven: true }, c: 4 },
    { k: "home", p: 1, t: 2, y: 0 },
    { k: "post", b: 1, f: "Bot", room: ["lobby", "lobby"], x: "hi" },
    { k: "lift", n: 1 },
    { k: "erase", name: "Ada", by: "root", spelled: { key: "ada", names: ["ADA"] } },
    ...DEEDS.map((
      deed,
    ) => ({
      k: "deed",
      deed,
      by: { p: 1, t: 2, y: 0 },
      on: [3],
      s: 5001,
      r: "lobby",
      hush: "lobby",
      out: "",
    } as const)),
    ...CHANGES.map((change) => ({ k: "change", change, by: { p: 1, t: 2, y: 0 }, s: 5001 } as const)),
  ],
};

test("a turn is read as it was written", () => {
  assertEquals(decodeTurn(encodeTurn(TURN)), TURN);
});

test("what is no turn is none, and one of a later version is known as that", () => {
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  assertEquals(decodeTurn(encode({ ...TURN, v: TURN_VERSION + 1, i: "anything" })), "newer");
  for (const item of TURN.i) {
    for (
      const field of Object.keys(item).filter((field) =>
        !["id", "a", "o", "why", "room", "seat"].includes(field)
      )
    ) {
      assertEquals(
        decodeTurn(encode({ ...TURN, i: [{ ...item, [field]: {} }] })),
        undefined,
        `${item.k} ${field}`,
      );
    }
  }
  for (const write of WRITES) {
    for (const [name, value] of Object.entries(write)) {
      for (const field of Object.keys(value)) {
        const deed = { ...DEED, writes: [{ [name]: { ...value, [field]: {} } }] };
        assertEquals(
          decodeTurn(encode({ ...TURN, i: [{ k: "deed", deed }] })),
          undefined,
          `${name} ${field}`,
        );
      }
    }
  }
  for (const change of CHANGES) {
    for (const field of Object.keys(change)) {
      const item = { k: "change", change: { ...change, [field]: [] } };
      assertEquals(decodeTurn(encode({ ...TURN, i: [item] })), undefined, `${change.do} ${field}`);
    }
  }
  for (
    const bad of [null, [], 5, "x", { v: 1 }, { ...TURN, i: {} }, { ...TURN, e: -1 }, {
      ...TURN,
      i: [{ k: "dance" }],
    }]
  ) {
    assertEquals(decodeTurn(encode(bad)), undefined);
  }
  assertEquals(decodeTurn(new Uint8Array([0xff, 0xfe])), undefined);
});
