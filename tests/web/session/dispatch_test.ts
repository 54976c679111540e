/** What frames of the server mean for the page. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../../words/en.ts";
import { fakePage, message, welcome } from "../support/fake_page.ts";

/** A session that an earlier page stored: in two rooms, with something that was not sent. */
const STORED = {
  token: "t",
  name: "ada",
  rooms: [{ name: "lobby", last: 200, read: 190, cleared: 0 }, { name: "tea", last: 9, read: 9, cleared: 0 }],
  unsent: [{ id: "x-1", text: "late", action: false, goal: { room: "lobby" } }],
  at: 1,
};

Deno.test("a message is shown once, however often it comes, and only in a room that one is in", () => {
  const page = fakePage();
  page.enter();
  page.receive(message(1), message(1), message(2), message(2, { room: "other" }));
  assertEquals(page.places.find("room", "lobby")?.live.shown, ["1 bob: m1", "2 bob: m2"]);
  page.lose();
  page.enter({ seq: 2, resumed: true });
  page.receive(message(2, { past: true }), message(3));
  assertEquals(page.places.find("room", "lobby")?.live.shown, ["1 bob: m1", "2 bob: m2", "3 bob: m3"]);
  assertEquals(page.take("hello").at(-1)?.resume?.after, { lobby: 2 });
});

Deno.test("a room with fewer messages than were shown is another one", () => {
  const page = fakePage();
  page.enter();
  page.receive(message(1), message(2));
  page.receive({ type: "entered", at: 1, room: "lobby", members: [], count: 0, seq: 1, read: 0 });
  assertEquals(page.places.find("room", "lobby")?.live.shown, []);
});

Deno.test("what was read elsewhere is read here, and what was read here is told; of a new room all is read", () => {
  const page = fakePage(STORED);
  page.enter({ seq: 205, read: 195 });
  const memory = page.places.find("room", "lobby")?.memory;
  assertEquals(memory?.read, 195);
  assertEquals(page.take("read"), []);
  page.receive({ type: "entered", at: 1, room: "tea", members: [], count: 0, seq: 9, read: 4 });
  assertEquals(page.take("read"), [{ type: "read", room: "tea", seq: 9 }]);
  page.receive({ type: "entered", at: 1, room: "new", members: [], count: 0, seq: 30, read: 0 });
  assertEquals(page.places.find("room", "new")?.memory.read, 30);
});

Deno.test("a room that is asked for is shown once one is in, one that is open at once, and one that is left goes at once", () => {
  const page = fakePage();
  page.enter();
  page.roomDialog.open();
  assertEquals(page.session.join("tea"), true);
  assertEquals([page.take("join"), page.places.current?.key], [[{ type: "join", room: "tea" }], "#lobby"]);
  page.receive({ type: "entered", at: 1, room: "cake", members: ["ada"], count: 1, seq: 0, read: 0 });
  assertEquals([page.places.current?.key, page.roomDialog.isOpen], ["#lobby", true]);
  page.receive({ type: "entered", at: 1, room: "tea", members: ["ada"], count: 1, seq: 0, read: 0 });
  assertEquals([page.places.current?.key, page.roomDialog.isOpen], ["#tea", false]);
  page.session.join("lobby");
  assertEquals([page.take("join"), page.places.current?.key], [[], "#lobby"]);
  assertEquals(page.session.part({ type: "part", room: "lobby" }), true);
  assertEquals([page.take("part").length, page.places.find("room", "lobby")], [1, undefined]);
  page.receive({ type: "parted", room: "tea" });
  assertEquals(page.places.find("room", "tea"), undefined);
  page.lose();
  assertEquals([page.session.join("x"), page.session.part({ type: "part", room: "cake" })], [false, false]);
});

Deno.test("what is wrong is said where one looks: with the message, in a window, or at the box", () => {
  const page = fakePage();
  page.enter();
  const why = en.problem({ code: "no-room", room: "x" });
  page.receive({ type: "error", code: "no-room", room: "x", text: "", id: "s-1" });
  assertEquals(page.told.at(-1), `panel: ${why}`);
  page.receive({ type: "error", code: "no-room", room: "x", text: "" });
  assertEquals(page.told.at(-1), `hint: ${why}`);
  page.roomDialog.open();
  page.receive({ type: "error", code: "no-room", room: "x", text: "" });
  assertEquals(page.told.at(-1), `rooms: ${why}`);
});

Deno.test("a new name of mine is kept, and another's is told where they are", () => {
  const page = fakePage();
  page.enter();
  page.receive({ type: "renamed", from: "bob", to: "Bo", at: 1 });
  assertEquals([page.reader.me, page.places.current?.live.shown], ["ada", [en.renamed("bob", "Bo")]]);
  page.receive({ type: "renamed", from: "eve", to: "Eva", at: 2 });
  assertEquals(page.places.current?.live.shown.length, 1);
  page.receive({ type: "renamed", from: "ada", to: "Ada2", at: 3 });
  assertEquals([page.reader.me, page.saved.name], ["Ada2", "Ada2"]);
  assertEquals(page.places.current?.live.shown.length, 2);
});

Deno.test("while one is away the page says why, until one is back or comes in anew", () => {
  const page = fakePage();
  page.enter();
  page.receive({ type: "away", why: "tea" });
  page.receive({ type: "back" });
  assertEquals(page.told.slice(-2), ["away: tea", "away: no"]);
  page.lose();
  page.told.splice(0);
  page.enter({ resumed: true });
  assert(!page.told.includes("away: no"));
  page.lose();
  page.enter();
  assert(page.told.includes("away: no"));
});

Deno.test("messages that come at once are not read out, until all have come or none will", async () => {
  const page = fakePage();
  page.enter({ seq: 5 });
  const live = page.places.current?.live;
  assertEquals([live?.busy, page.places.current?.quietUntil], [true, 5]);
  await page.clock.advance(2000);
  assertEquals(live?.busy, false);
  assertEquals(welcome().seq, 0);
});

Deno.test("a topic is shown with its message, and told to who asks for it", () => {
  const page = fakePage();
  page.enter();
  const topicOf = (): string | undefined => page.session.state?.rooms.get("lobby")?.topic?.text;
  const before = page.places.changes;
  page.receive(message(1));
  assertEquals(page.places.changes, before);
  page.receive(message(2, { text: "cake", topic: true }));
  assertEquals([page.places.changes, topicOf()], [before + 1, "cake"]);
  page.receive({ type: "topic", room: "lobby", topic: { text: "tea", from: "bob", at: 3 } });
  assertEquals([page.places.changes, topicOf(), page.told.at(-1)], [before + 2, "tea", "topic: lobby"]);
});

Deno.test("a search that waits is told when the connection goes", () => {
  const page = fakePage();
  page.enter();
  page.lose();
  assert(page.told.includes(`lost: ${en.onlyMessages}`));
});

Deno.test("what the server says to one member alone stands where it belongs", () => {
  const page = fakePage();
  page.enter();
  page.receive(
    { type: "notice", code: "slowed", text: "" },
    { type: "notice", code: "gap", room: "lobby", from: 1, to: 5, text: "" },
    { type: "notice", code: "waiting", name: "bob", text: "" },
    { type: "notice", code: "away", name: "bob", why: "", text: "" },
    { type: "notice", code: "away", name: "bob", why: "tea", text: "" },
  );
  assertEquals(page.places.find("room", "lobby")?.live.shown, [en.slowed, en.gap(1, 5)]);
  assertEquals(page.places.find("person", "bob")?.live.shown, [
    en.waitsFor("bob"),
    en.page.personAway.replace("{name}", "bob"),
    en.page.personAwayWhy.replace("{name}", "bob").replace("{why}", "tea"),
  ]);
});

Deno.test("who comes and goes is told in the room, but not that I did", () => {
  const page = fakePage();
  page.enter();
  page.receive(
    { type: "joined", room: "lobby", name: "eve", at: 1 },
    { type: "joined", room: "lobby", name: "ada", at: 1 },
    { type: "left", room: "lobby", name: "eve", reason: "left", word: "ciao", at: 2 },
    { type: "left", room: "other", name: "eve", reason: "lost", at: 2 },
    { type: "crowd", room: "lobby", count: 70, at: 3 },
  );
  assertEquals(page.places.find("room", "lobby")?.live.shown, [
    en.joined("eve"),
    en.left("eve", "left", "ciao"),
    en.crowd(70),
  ]);
});
