/** Who may do what: nobody acts above their rank, whoever they are and whatever they ask for. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { DEEDS } from "../../protocol/deeds.ts";
import { GRANTS, RANKS } from "../../protocol/ranks.ts";
import {
  hasVoice,
  isAtLeast,
  mayActOn,
  mayDo,
  mayDoAnywhere,
  neededFor,
  rankOf,
  speaksAlways,
  type Standing,
} from "../../protocol/rights.ts";

const standings: fc.Arbitrary<Standing> = fc.record({
  role: fc.constantFrom("owner", "moderator", "member", "guest"),
  grant: fc.option(fc.constantFrom(...GRANTS), { nil: undefined }),
});
const scopes = fc.constantFrom("room", "server");

Deno.test("nobody acts on an equal or higher rank", () => {
  fc.assert(fc.property(standings, standings, (actor, other) => {
    const [own, theirs] = [rankOf(actor), rankOf(other)];
    assertEquals(mayActOn(own, theirs), RANKS.indexOf(own) > RANKS.indexOf(theirs));
    assert(!mayActOn(own, own));
    assert(!mayActOn(own, theirs) || !mayActOn(theirs, own));
  }));
});

Deno.test("whoever may do a deed has at least the rank that it needs, and a room's rank counts for nothing on the server", () => {
  fc.assert(fc.property(standings, fc.constantFrom(...DEEDS), scopes, (standing, deed, scope) => {
    const needed = neededFor(deed, scope);
    const rank = scope === "room" ? rankOf(standing) : standing.role;
    assertEquals(mayDo(standing, deed, scope), needed !== undefined && isAtLeast(rank, needed));
    if (scope === "server") {
      assertEquals(mayDo(standing, deed, scope), mayDo({ role: standing.role }, deed, scope));
    }
    if (mayDo(standing, deed, scope)) assert(mayDoAnywhere(standing, deed));
  }));
});

Deno.test("a higher rank may do all that a lower one may", () => {
  fc.assert(
    fc.property(standings, standings, fc.constantFrom(...DEEDS), scopes, (one, other, deed, scope) => {
      const [first, second] = scope === "room" ? [rankOf(one), rankOf(other)] : [one.role, other.role];
      if (isAtLeast(first, second) && mayDo(other, deed, scope)) assert(mayDo(one, deed, scope));
    }),
  );
});

Deno.test("guests and members delete, report and nothing else", () => {
  for (const role of ["guest", "member"] as const) {
    assertEquals(DEEDS.filter((deed) => mayDoAnywhere({ role }, deed)), ["delete", "report"]);
  }
});

Deno.test("who has a voice writes where others may not, and only operators do what they like", () => {
  assertEquals([hasVoice({ role: "member" }), hasVoice({ role: "guest", grant: "voiced" })], [false, true]);
  assertEquals([speaksAlways({ role: "guest", grant: "voiced" }), speaksAlways({ role: "moderator" })], [
    false,
    true,
  ]);
});
