/** Applying looks at the state and the turn, and at nothing else; and what is no turn is not applied. */

import { assertEquals } from "@std/assert";
import { decodeTurn, encodeTurn, type Turn } from "../../../server/cluster/entry.ts";
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
  assertEquals(importsOf("cluster/apply.ts"), ["judge of ../members.ts", "PersonRecord of ./state.ts"]);
  for (const path of ["cluster/state.ts", "members/judge.ts"]) assertEquals(importsOf(path), [], path);
  for (const path of ["cluster/apply.ts", "cluster/state.ts", "members/judge.ts"]) {
    assertEquals(namesOf(path), [], path);
  }
});

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
  ],
};

test("a turn is read as it was written", () => {
  assertEquals(decodeTurn(encodeTurn(TURN)), TURN);
});

test("what is no turn is none, and one of a later version is known as that", () => {
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  assertEquals(decodeTurn(encode({ ...TURN, v: 2, i: "anything" })), "newer");
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
