/** What the menu of a person offers, and to whom. */

import { assertEquals } from "@std/assert";
import { deedsOnPersons, mayDelete, scopesOf } from "../../../web/windows/deed_items.ts";

Deno.test("a guest may report, an operator rules their room, a moderator the server, too", () => {
  assertEquals(deedsOnPersons({ role: "guest" }, true), ["report"]);
  assertEquals(deedsOnPersons({ role: "guest", grant: "voiced" }, true), ["report"]);
  const all = ["mute", "unmute", "kick", "ban", "op", "deop", "voice", "devoice", "clear", "report"] as const;
  assertEquals(deedsOnPersons({ role: "guest", grant: "operator" }, true), all);
  assertEquals(deedsOnPersons({ role: "moderator" }, false), ["mute", "unmute", "kick", "ban", "report"]);
});

Deno.test("a deed counts in the room, and on the server where one is in charge of that", () => {
  assertEquals(scopesOf({ role: "guest", grant: "operator" }, "ban", true), ["room"]);
  assertEquals(scopesOf({ role: "owner" }, "ban", true), ["room", "server"]);
  assertEquals(scopesOf({ role: "owner" }, "ban", false), ["server"]);
  assertEquals(scopesOf({ role: "owner" }, "op", true), ["room"]);
  assertEquals(scopesOf({ role: "member" }, "kick", true), []);
});

Deno.test("one's own message can be deleted for a while, others' by who is in charge of the room", () => {
  const quarter = 900_000;
  assertEquals(mayDelete({ role: "guest" }, true, quarter), true);
  assertEquals(mayDelete({ role: "guest" }, true, quarter + 1), false);
  assertEquals(mayDelete({ role: "guest" }, false, 0), false);
  assertEquals(mayDelete({ role: "guest", grant: "operator" }, false, quarter * 100), true);
  assertEquals(mayDelete({ role: "owner" }, true, quarter * 100), true);
});
