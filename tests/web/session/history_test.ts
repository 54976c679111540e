/** What was said before: asked for at an edge, by a command, or around a message, and shown where it belongs. */

import { assertEquals } from "@std/assert";
import { en } from "../../../words/en.ts";
import { fakePage, type FakePlace, message } from "../support/fake_page.ts";

type Page = ReturnType<typeof fakePage>;

/** A page in a room of 300 messages, of which the last `count` are shown. */
function inRoom(count = 2): { readonly page: Page; readonly room: FakePlace } {
  const page = fakePage();
  page.enter({ seq: 300, read: 300 });
  const room = page.places.open("room", "lobby");
  page.receive(...Array.from({ length: count }, (_, i) => message(301 - count + i, { past: true })));
  page.take("history");
  return { page, room };
}

/** Lets the server answer with messages of these numbers. */
function answer(page: Page, from: number, to: number, more: boolean): void {
  for (let seq = from; seq <= to; seq++) page.receive(message(seq, { past: true }));
  page.receive({ type: "history", room: "lobby", count: Math.max(0, to - from + 1), more });
}

Deno.test("at the first message the fifty before it are asked for, once, and stand before it", () => {
  const { page, room } = inRoom();
  page.session.history.reached(room, room.live, "first");
  page.session.history.reached(room, room.live, "first");
  assertEquals(page.take("history"), [{ type: "history", room: "lobby", before: 299, limit: 50 }]);
  answer(page, 297, 298, true);
  assertEquals(room.live.shown, ["297 bob: m297", "298 bob: m298", "299 bob: m299", "300 bob: m300"]);
  assertEquals([room.live.complete, room.live.first, room.live.last], [false, 297, 300]);
  page.session.history.reached(room, room.live, "first");
  assertEquals(page.take("history").length, 1);
});

Deno.test("where nothing is before the first message, that is shown and nothing is asked for", () => {
  const page = fakePage();
  page.enter({ seq: 1, read: 1 });
  const room = page.places.open("room", "lobby");
  page.session.history.reached(room, room.live, "first");
  assertEquals([page.take("history"), room.live.complete], [[], false]);
  page.receive(message(1, { past: true }));
  page.session.history.reached(room, room.live, "first");
  assertEquals([page.take("history"), room.live.complete], [[], true]);
  const bob = page.places.open("person", "bob");
  page.session.history.reached(bob, bob.live, "first");
  assertEquals([page.take("history"), bob.live.complete], [[], false]);
});

Deno.test("the beginning is known when no more is before what came", () => {
  const { page, room } = inRoom();
  page.session.history.reached(room, room.live, "first");
  answer(page, 1, 1, false);
  assertEquals(room.live.complete, true);
});

Deno.test("a command asks for so many, or all since a moment, and says when there is nothing", () => {
  const { page, room } = inRoom();
  page.session.history.earlier(room, { limit: 7 });
  assertEquals(page.take("history"), [{ type: "history", room: "lobby", before: 299, limit: 7 }]);
  page.receive({ type: "history", room: "lobby", count: 0, more: false });
  page.session.history.earlier(room, { since: 1000 });
  assertEquals(page.take("history"), [{ type: "history", room: "lobby", since: 1000 }]);
  const empty = fakePage();
  empty.enter();
  const lobby = empty.places.open("room", "lobby");
  empty.session.history.earlier(lobby, {});
  assertEquals(empty.take("history"), [{ type: "history", room: "lobby", limit: 50 }]);
  empty.receive({ type: "history", room: "lobby", count: 0, more: false });
  assertEquals(lobby.live.shown, [en.plain.nothingEarlier]);
});

Deno.test("messages that are said meanwhile stand where they belong, and those asked for wait for the last of them", () => {
  const { page, room } = inRoom();
  page.session.history.reached(room, room.live, "first");
  page.receive(message(298, { past: true }), message(301));
  assertEquals(room.live.shown, ["299 bob: m299", "300 bob: m300", "301 bob: m301"]);
  page.receive({ type: "history", room: "lobby", count: 1, more: true });
  assertEquals(room.live.shown[0], "298 bob: m298");
});

Deno.test("a message that is shown is gone to; one of long ago is shown in a view of its own, which goes on to the present", () => {
  const { page, room } = inRoom();
  page.session.history.around(room, 300);
  assertEquals([room.live.revealed, page.take("history")], [300, []]);
  page.session.history.around(room, 100);
  assertEquals(page.take("history"), [{ type: "history", room: "lobby", after: 75, limit: 50 }]);
  answer(page, 76, 125, true);
  const { past } = room;
  assertEquals([past?.first, past?.last, past?.revealed], [76, 125, 100]);
  assertEquals(room.live.shown.length, 2);
  if (past === undefined) return;
  page.session.history.reached(room, past, "last");
  assertEquals(page.take("history"), [{ type: "history", room: "lobby", after: 125, limit: 50 }]);
  answer(page, 126, 127, true);
  assertEquals([past.last, room.past === past], [127, true]);
  page.session.history.reached(room, past, "first");
  assertEquals(page.take("history"), [{ type: "history", room: "lobby", before: 76, limit: 50 }]);
  answer(page, 75, 75, true);
  page.session.history.reached(room, past, "last");
  answer(page, 128, 128, false);
  assertEquals([room.past, room.live.revealed], [undefined, 300]);
});

Deno.test("what was found just before the present goes into the view that there is", () => {
  const { page, room } = inRoom();
  page.session.history.around(room, 280);
  answer(page, 256, 299, false);
  assertEquals([room.past, room.live.revealed, room.live.first, room.live.last], [undefined, 280, 256, 300]);
  assertEquals(room.live.shown.length, 45);
});

Deno.test("where nothing is found that is said, and near the beginning all from the first message is asked for", () => {
  const { page, room } = inRoom();
  page.session.history.around(room, 3);
  assertEquals(page.take("history"), [{ type: "history", room: "lobby", after: 0, limit: 50 }]);
  page.receive({ type: "history", room: "lobby", count: 0, more: false });
  assertEquals([room.past, page.told.at(-1)], [undefined, `hint: ${en.plain.nothingEarlier}`]);
});

Deno.test("what was asked for is forgotten with the connection, with the room, and when it is not wanted any more", () => {
  const forget: readonly ((page: Page, room: FakePlace) => void)[] = [
    (page) => page.receive({ type: "error", code: "no-room", room: "lobby", text: "" }),
    (page, room) => page.session.history.cancel(room),
    (page) => {
      page.lose();
      page.enter({ seq: 300, read: 300, resumed: true });
    },
  ];
  for (const away of forget) {
    const { page, room } = inRoom();
    page.session.history.reached(room, room.live, "first");
    away(page, room);
    page.take("history");
    page.session.history.reached(room, room.live, "first");
    assertEquals(page.take("history").length, 1, String(away));
  }
});

Deno.test("who goes from long ago to a message of the present sees the present", () => {
  const { page, room } = inRoom();
  page.session.history.around(room, 100);
  answer(page, 76, 125, true);
  assertEquals(room.past?.revealed, 100);
  page.session.history.around(room, 300);
  assertEquals([room.past, room.live.revealed, page.take("history").length], [undefined, 300, 1]);
});
