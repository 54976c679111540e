/** Who is in a room and how they are present: what the page asks for, and what it shows. */

import { assertEquals } from "@std/assert";
import type { ServerFrame } from "../../../protocol.ts";
import { fakePage } from "../support/fake_page.ts";

type Page = ReturnType<typeof fakePage>;

/** The members that are shown: how many, and each with idle time and absence as far as they are known. */
function shown(page: Page): readonly unknown[] {
  const list = page.list();
  const members = list?.members().map(({ name, presence }) =>
    [name, presence?.idle, presence?.away].join(" ").trim()
  );
  return [list?.count, ...members ?? []];
}

function members(
  names: readonly string[],
  change: Partial<Extract<ServerFrame, { type: "members" }>> = {},
): ServerFrame {
  return { type: "members", room: "lobby", members: names, count: names.length, ...change };
}

Deno.test("who looks at a room has its members' presence asked for, but not in a large one", () => {
  const page = fakePage();
  page.enter({ members: ["ada", "bob"], count: 2 });
  assertEquals(page.take("who"), [{ type: "who", room: "lobby", detail: true }]);
  page.receive({ type: "entered", at: 1, room: "big", members: ["ada"], count: 101, seq: 0, read: 0 });
  assertEquals(page.take("who"), [{ type: "who", room: "big", detail: true }]);
  page.places.show(page.places.open("room", "big"));
  assertEquals(page.take("who"), []);
  page.receive({ type: "entered", at: 1, room: "full", members: ["ada"], count: 1, seq: 0, read: 0 });
  page.places.show(page.places.open("room", "full"));
  assertEquals(page.take("who").length, 1);
  page.places.show(page.places.open("person", "bob"));
  assertEquals([page.take("who"), page.list()], [[], page.list()]);
});

Deno.test("members are shown with their presence, which ends when they speak, and goes with them to a new name", () => {
  const page = fakePage();
  page.enter();
  page.receive(members(["ada", "bob"], { presence: [{ idle: 0 }, { idle: 90_000, away: "tea" }] }));
  assertEquals(shown(page), [2, "ada 0", "bob 90000 tea"]);
  page.receive({ type: "message", room: "lobby", seq: 1, at: 1, from: "bob", text: "back", past: true });
  assertEquals(shown(page), [2, "ada 0", "bob 90000 tea"]);
  page.receive({ type: "message", room: "lobby", seq: 2, at: 1, from: "bob", text: "back" });
  assertEquals(shown(page), [2, "ada 0", "bob 0 tea"]);
  page.receive({ type: "renamed", from: "bob", to: "Bo", at: 2 });
  assertEquals(shown(page), [2, "ada 0", "Bo 0 tea"]);
  page.receive({ type: "joined", room: "lobby", name: "bob", at: 3 });
  assertEquals(shown(page), [3, "ada 0", "Bo 0 tea", "bob"]);
  page.receive({ type: "left", room: "lobby", name: "Bo", reason: "left", at: 4 });
  page.receive({ type: "crowd", room: "lobby", count: 500, at: 5 });
  assertEquals(shown(page), [500, "ada 0", "bob"]);
});

Deno.test("a long list is shown once all of it has come", () => {
  const page = fakePage();
  page.enter({ members: ["ada"], count: 3 });
  page.receive(members(["ada", "bob"], { count: 3, more: true }));
  assertEquals(shown(page), [3, "ada"]);
  page.receive(members(["cy"], { count: 3 }));
  assertEquals(shown(page), [3, "ada", "bob", "cy"]);
});

Deno.test("a list that a person asked for is told as well, and one that the page asked for is not", () => {
  const page = fakePage();
  page.enter();
  page.receive(members(["ada", "bob"]));
  assertEquals(page.told.filter((line) => line.startsWith("who")), []);
  page.session.memberLists.ask("#Lobby", true);
  page.receive(members(["ada"], { more: true }), members(["bob"]), members(["ada"]));
  assertEquals(page.told.filter((line) => line.startsWith("who")), ["who: ada", "who: bob"]);
});

Deno.test("a list that does not come is not waited for: there is no such room, or the connection is gone", () => {
  for (
    const away of [
      (page: Page) => page.receive({ type: "error", code: "no-room", room: "lobby", text: "" }),
      (page: Page) => page.lose(),
    ]
  ) {
    const page = fakePage();
    page.enter();
    page.receive(members(["ada", "bob"]));
    page.session.memberLists.ask("lobby", true);
    away(page);
    page.receive(members(["ada", "bob"]));
    assertEquals(page.told.filter((line) => line.startsWith("who")), []);
  }
  const page = fakePage();
  assertEquals(page.session.memberLists.ask("lobby", true), false);
});

Deno.test("what somebody is and whether they are heard is known per room, from lists, as they come and as it is changed", () => {
  const page = fakePage();
  page.enter({ members: ["ada"], count: 1 });
  const standing = (): readonly unknown[] =>
    (page.list()?.members() ?? []).map(({ name, presence }) => [name, presence?.rank, presence?.muted]);
  page.receive(members(["ada", "bob"], { presence: [{ idle: 0, rank: "operator" }, { idle: 5 }] }));
  page.receive({ type: "joined", room: "lobby", name: "mia", rank: "moderator", at: 1 });
  page.receive({ type: "moderated", room: "lobby", do: "mute", name: "bob", by: "ada", at: 2 });
  page.receive({
    type: "moderated",
    room: "lobby",
    do: "voice",
    name: "bob",
    by: "ada",
    at: 3,
    rank: "voiced",
  });
  page.receive({ type: "moderated", room: "tea", do: "deop", name: "mia", by: "ada", at: 4 });
  assertEquals(standing(), [["ada", "operator", undefined], ["bob", "voiced", true], [
    "mia",
    "moderator",
    undefined,
  ]]);
  page.receive({ type: "moderated", room: "lobby", do: "unmute", name: "bob", by: "ada", at: 5 });
  page.receive({ type: "moderated", room: "lobby", do: "deop", name: "ada", by: "mia", at: 6 });
  assertEquals(standing(), [["ada", undefined, undefined], ["bob", "voiced", undefined], [
    "mia",
    "moderator",
    undefined,
  ]]);
});
