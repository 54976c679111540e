/** Who is in a room, as far as the page was told. */

import { assertEquals } from "@std/assert";
import { test } from "../support/sanitized.ts";

/** What is tried of it: loaded by its address, as the page's types are those of a browser. */
interface Roster {
  readonly size: number;
  readonly names: readonly string[];
  set(names: readonly string[], presence: undefined, hasMore: boolean): boolean;
  count(count: number): void;
  remove(name: string): void;
  rename(from: string, to: string): void;
}

const { Roster }: { Roster: new () => Roster } = await import(
  new URL("../../web/roster.js", import.meta.url).href
);

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
