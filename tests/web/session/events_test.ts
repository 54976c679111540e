/** What happens in rooms and between two people, and where the page shows it. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../../words/en.ts";
import { fakePage, message, welcome } from "../support/fake_page.ts";

type Page = ReturnType<typeof fakePage>;

/** A page in the lobby with bob, and in the tea room with cy, in conversation with both alone. */
function pageInTwoRooms(): Page {
  const page = fakePage();
  page.enter();
  page.receive({ type: "entered", room: "tea", members: ["ada", "cy"], count: 2, seq: 0, read: 0, at: 1 });
  for (const from of ["bob", "cy"]) page.receive({ type: "private", from, to: "ada", at: 1, text: "psst" });
  for (const place of page.places.all) place.live.shown.length = 0;
  return page;
}

/** What each place shows, by its name. */
function shown(page: Page): Readonly<Record<string, readonly string[]>> {
  const places = page.places.all.filter(({ live }) => live.shown.length > 0);
  return Object.fromEntries(places.map(({ name, live }) => [name, live.shown]));
}

Deno.test("who comes and who goes is noted in their room, and the list beside it shows it; my own is not noted", () => {
  const page = pageInTwoRooms();
  const before = page.list();
  page.receive({ type: "joined", room: "lobby", name: "eve", at: 2 });
  assert(page.list() !== before);
  page.receive({ type: "left", room: "tea", name: "cy", reason: "lost", at: 3 });
  page.receive({ type: "joined", room: "lobby", name: "ada", at: 4 });
  page.receive({ type: "joined", room: "other", name: "eve", at: 5 });
  assertEquals([page.list()?.count, Object.keys(shown(page))], [3, ["lobby", "tea"]]);
  assertEquals([shown(page).lobby?.length, shown(page).tea?.length], [1, 1]);
});

Deno.test("of very many the number is noted", () => {
  const page = pageInTwoRooms();
  page.receive({ type: "crowd", room: "lobby", count: 700, at: 2 }, {
    type: "crowd",
    room: "x",
    count: 9,
    at: 2,
  });
  assertEquals(shown(page), { lobby: [en.crowd(700)] });
  assertEquals(page.list()?.count, 700);
});

Deno.test("a new name is noted where its owner is, and in the conversation with them, which goes on under it", () => {
  const page = pageInTwoRooms();
  const before = page.list();
  page.receive({ type: "renamed", from: "bob", to: "Rob", at: 2 });
  assertEquals(shown(page), { lobby: [en.renamed("bob", "Rob")], Rob: [en.renamed("bob", "Rob")] });
  assert(page.list() !== before);
  const lobby = page.list();
  page.receive({ type: "renamed", from: "cy", to: "Cyd", at: 3 });
  assertEquals(Object.keys(shown(page)).sort(), ["Cyd", "Rob", "lobby", "tea"]);
  assert(page.list() === lobby, "the list is that of the lobby");
});

Deno.test("my own new name is noted everywhere", () => {
  const page = pageInTwoRooms();
  page.receive({ type: "renamed", from: "ada", to: "Ada2", at: 2 });
  assertEquals(Object.keys(shown(page)).sort(), ["bob", "cy", "lobby", "tea"]);
});

Deno.test("a private message shows in the conversation with the other person, whoever of us sent it from where", () => {
  const page = pageInTwoRooms();
  page.receive({ type: "private", from: "bob", to: "ada", at: 2, text: "in", action: true });
  page.receive({ type: "private", from: "ada", to: "cy", at: 3, text: "from another page" });
  page.receive({ type: "private", from: "spam", to: "ada", at: 4, text: "hidden" });
  assertEquals(shown(page), { bob: ["bob: /me in"], cy: ["ada: from another page"] });
});

Deno.test("a new topic is a change of the room's place; of a room that one is not in nothing is shown", () => {
  const page = pageInTwoRooms();
  const before = page.places.changes;
  page.receive(message(1, { topic: true, text: "leaves" }));
  assertEquals(page.places.changes, before + 1);
  page.receive(message(2), message(1, { room: "other" }));
  assertEquals([page.places.changes, shown(page)], [before + 1, { lobby: ["1 bob: leaves", "2 bob: m2"] }]);
  page.receive({ type: "topic", room: "tea" });
  assertEquals([page.told.at(-1), page.places.changes], ["topic: tea", before + 2]);
});

Deno.test("what the server says to me alone is noted where it belongs", () => {
  const page = pageInTwoRooms();
  page.receive({ type: "notice", code: "slowed", text: "" });
  page.receive({ type: "notice", code: "gap", room: "tea", from: 3, to: 5, text: "" });
  page.receive({ type: "notice", code: "waiting", name: "bob", text: "" });
  page.receive({ type: "notice", code: "away", name: "cy", why: "tea", text: "" });
  page.receive({ type: "notice", code: "away", name: "eve", why: "", text: "" });
  assertEquals(shown(page), {
    lobby: [en.slowed],
    tea: [en.gap(3, 5)],
    bob: [en.waitsFor("bob")],
    cy: [en.page.personAwayWhy.replace("{name}", "cy").replace("{why}", "tea")],
    eve: [en.page.personAway.replace("{name}", "eve")],
  });
});

Deno.test("what was marked as new is not marked any more once one enters anew, and the list is that of now", () => {
  const page = pageInTwoRooms();
  const lobby = page.places.find("room", "lobby");
  if (lobby === undefined) throw new Error("no lobby");
  lobby.isMarked = true;
  const before = page.list();
  page.lose();
  page.parts.places.show(page.places.open("person", "bob"));
  page.enter(welcome({ resumed: true }));
  assertEquals(lobby.isMarked, false);
  page.parts.places.show(lobby);
  assert(page.list() !== before);
});
