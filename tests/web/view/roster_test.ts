/** Who is in a room, as far as the page was told. */

import { assertEquals } from "@std/assert";
import { Roster } from "../../../web/view/roster.ts";
import { test } from "../../support/sanitized.ts";

test("of a crowd only how many are there is known; one of it who goes is one less, and a list names them", () => {
  const roster = new Roster();
  roster.set(["ada", "bob"], undefined, false);
  roster.count(1_500);
  roster.remove("nobody-named");
  roster.remove("bob");
  assertEquals([roster.size, roster.names], [1_498, ["ada"]]);
  roster.rename("nobody-else", "somebody");
  assertEquals([roster.size, roster.names], [1_498, ["ada"]]);
  roster.set(["ada", "cy", "dan"], undefined, false);
  assertEquals(roster.size, 3);
});
