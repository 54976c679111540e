/** In which order people are listed. */

import { assertEquals } from "@std/assert";
import { groupMembers } from "../../../web/view/member_groups.ts";

Deno.test("who is in charge comes first, also while away; then who is here, then who is away", () => {
  const groups = groupMembers([
    { name: "zed" },
    { name: "mia", presence: { idle: 0, away: "tea" } },
    { name: "ada", presence: { idle: 0, rank: "owner", away: "" } },
    { name: "vic", presence: { idle: 0, rank: "voiced" } },
    { name: "bob", presence: { idle: 0, rank: "operator" } },
  ]);
  assertEquals([...groups].map(([group, members]) => [group, members.map(({ name }) => name)]), [
    ["inCharge", ["ada", "bob"]],
    ["present", ["zed", "vic"]],
    ["absent", ["mia"]],
  ]);
});
