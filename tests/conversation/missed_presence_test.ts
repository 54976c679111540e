import { assertEquals } from "@std/assert";
import { MissedPresence } from "../../conversation/missed_presence.ts";
import type { PresenceChange } from "../../conversation/join_digest.ts";
import { SENT_AT } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const joined = (name: string, room = "den"): PresenceChange => ({ type: "joined", room, name, at: SENT_AT });
const left = (name: string, room = "den"): PresenceChange => ({
  type: "left",
  room,
  name,
  reason: "left",
  at: SENT_AT,
});
const drain = (missed: MissedPresence, room = "den"): readonly string[] =>
  missed.drain(room).map(({ type, name }) => `${type} ${name}`);

test("changes of each room are kept in their order until they are shown, once", () => {
  const missed = new MissedPresence();
  for (const change of [joined("ada"), left("bob"), joined("eve", "tea")]) missed.add(change);
  assertEquals([drain(missed, "#DEN"), drain(missed), drain(missed, "tea")], [
    ["joined ada", "left bob"],
    [],
    ["joined eve"],
  ]);
});

test("who came and went again, or went and is back, has changed nothing", () => {
  const missed = new MissedPresence();
  for (
    const change of [joined("ada"), left("Ada"), left("bob"), joined("bob"), joined("eve"), joined("EVE")]
  ) {
    missed.add(change);
  }
  assertEquals(drain(missed), ["joined EVE"]);
});

test("who came is shown under the name that they have by then; who left keeps theirs", () => {
  const missed = new MissedPresence();
  missed.add(joined("ada"));
  missed.add(left("bob"));
  missed.renamed("ADA", "eve");
  missed.renamed("bob", "rob");
  missed.renamed("zoe", "zoey");
  assertEquals(drain(missed), ["left bob", "joined eve"]);
});

test("a new name counts in each room in which its owner came, also behind one where they did not", () => {
  const missed = new MissedPresence();
  missed.add(left("bob", "attic"));
  missed.add(joined("ada", "tea"));
  missed.add(joined("ada", "den"));
  missed.renamed("ada", "eve");
  assertEquals([drain(missed, "attic"), drain(missed, "tea"), drain(missed)], [
    ["left bob"],
    ["joined eve"],
    ["joined eve"],
  ]);
});
