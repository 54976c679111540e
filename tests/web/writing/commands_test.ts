/** What a typed line does on the page. */

import { assertEquals } from "@std/assert";
import { Ignored } from "../../../web/session.ts";
import { RoomLoudness } from "../../../web/view/loudness.ts";
import { InputHandler } from "../../../web/writing/commands.ts";
import { en } from "../../../words/en.ts";
import { fakePage, message } from "../support/fake_page.ts";

/** A page with a box to write in, in the lobby unless told otherwise. */
function typing(isIn = true) {
  localStorage.clear();
  const page = fakePage();
  if (isIn) page.enter();
  const { parts, session, places, told } = page;
  const ignored = new Ignored();
  const loudness = new RoomLoudness();
  const input = new InputHandler({
    words: en,
    session,
    places,
    panel: page.panel,
    roomDialog: page.roomDialog,
    members: parts.members,
    replies: parts.replies,
    ignored,
    loudness,
    composer: { put: (text) => void told.push(`box: ${text}`) },
    hint: (text) => void told.push(`hint: ${text}`),
    onHelp: (about) => void told.push(`help: ${about}`),
    onClaim: () => void told.push("claim"),
  });
  page.sent.splice(0);
  told.splice(0);
  return { ...page, ignored, loudness, type: (line: string) => input.perform(line) };
}

Deno.test("plain text goes to the place in view, with an id of its own each time", () => {
  const { type, take, places } = typing();
  type("ciao");
  type("/me waves");
  const said = take("say");
  assertEquals(said.map(({ room, text, action }) => [room, text, action]), [
    ["lobby", "ciao", undefined],
    ["lobby", "waves", true],
  ]);
  assertEquals(new Set(said.map(({ id }) => id)).size, 2);
  places.show(places.open("person", "bob"));
  type("psst");
  assertEquals(take("private").map(({ to, text }) => [to, text]), [["bob", "psst"]]);
});

Deno.test("without a connection messages wait, and what is of use now only is refused with the reason", () => {
  const { type, take, saved, told, places } = typing(false);
  places.show(places.open("room", "lobby"));
  type("ciao");
  assertEquals([take("say"), saved.queued.length], [[], 1]);
  for (
    const line of [
      "/whois bob",
      "/topic tea",
      "/join #x",
      "/part",
      "/search x",
      "/catchup",
      "/history",
      "/back",
    ]
  ) {
    type(line);
    assertEquals(told.splice(0), [`hint: ${en.onlyMessages}`], line);
  }
  assertEquals(places.all.length, 1);
});

Deno.test("a line that is too long comes back into the box, and other mistakes only are said", () => {
  const { type, told, take } = typing();
  const long = "x".repeat(21);
  type(long);
  assertEquals(told.splice(0), [
    `box: ${long}`,
    `hint: ${en.problem({ code: "too-long", limit: 20, length: 21 })}`,
  ]);
  type("/hostory");
  assertEquals(told.length, 1);
  assertEquals(take("say"), []);
});

Deno.test("commands for the view act on the place in view", () => {
  const { type, places, told, receive } = typing();
  receive(message(1));
  type("/clear");
  assertEquals(places.current?.live.shown, []);
  type("/query bob");
  assertEquals(places.current?.key, "@bob");
  type("/query");
  assertEquals(places.current?.key, "#lobby");
  type("/query bob");
  type(" /PART ");
  assertEquals([places.find("person", "bob"), places.current?.key], [undefined, "#lobby"]);
  type("/help join");
  assertEquals(told.at(-1), "help: join");
});

Deno.test("a room's command means the room in view, else the one that was last", () => {
  const { type, take, places } = typing();
  places.show(places.open("person", "bob"));
  type("/topic cake");
  type("/who");
  type("/history 3");
  assertEquals(take("topic").map(({ room, text }) => [room, text]), [["lobby", "cake"]]);
  assertEquals(take("who").at(-1), { type: "who", room: "lobby", detail: true });
  assertEquals(take("history"), [{ type: "history", room: "lobby", limit: 3 }]);
});

Deno.test("history around a message shows it, and in a room that one is not in there is none", () => {
  const { type, take, told, receive, places } = typing();
  receive(message(7));
  type("/history #lobby@7");
  assertEquals([take("history"), places.current?.live.revealed], [[], 7]);
  type("/history #tea@7");
  assertEquals(told.at(-1), `hint: ${en.problem({ code: "no-room", room: "tea" })}`);
});

Deno.test("windows open for what is shown in them", () => {
  const { type, take, told, roomDialog } = typing();
  type("/rooms");
  assertEquals([roomDialog.isOpen, take("rooms").length], [true, 1]);
  type("/search cake");
  type("/catchup");
  assertEquals([told.slice(-2), take("catchup").length, take("search")], [
    ["search: cake", "catch up: "],
    1,
    [],
  ]);
});

Deno.test("messages that name me are listed, and none that I said or hide", () => {
  const { type, told, receive } = typing();
  receive(
    message(1, { text: "Ada?" }),
    message(2, { from: "ada", text: "ada" }),
    message(3, { from: "spam", text: "ada" }),
    message(4, { text: "adamant" }),
    { type: "private", from: "bob", to: "ada", at: 1, text: "psst" },
  );
  type("/mentions");
  assertEquals(told.at(-1), "mentions: Ada?");
});

Deno.test("who is hidden is listed, hidden once, and shown again", () => {
  const { type, told, ignored } = typing();
  type("/ignore");
  type("/ignore bob");
  assertEquals([ignored.has({ from: "BOB" }), new Ignored().has({ from: "bob" })], [true, true]);
  type("/ignore");
  type("/ignore a b");
  type("/unignore eve");
  type("/unignore Bob");
  assertEquals([ignored.names, new Ignored().names], [[], []]);
  assertEquals(told, [
    `note: ${en.plain.hiddenOnes([])}`,
    `note: ${en.plain.hidden("bob")}`,
    `note: ${en.plain.hiddenOnes(["bob"])}`,
    `note: ${en.problem({ code: "usage", usage: "/ignore [NAME]" })}`,
    `note: ${en.plain.notHidden("eve")}`,
    `note: ${en.plain.shownAgain("Bob")}`,
  ]);
});

Deno.test("answers go to whoever wrote last, and leaving words leave", () => {
  const { type, take, receive } = typing();
  receive({ type: "private", from: "bob", to: "ada", at: 1, text: "psst" });
  type("/reply yes");
  assertEquals(take("private").map(({ to, text }) => [to, text]), [["bob", "yes"]]);
  type("{quit}");
  type("/quit ciao");
  assertEquals(take("quit"), [{ type: "quit" }, { type: "quit", word: "ciao" }]);
});

Deno.test("who is here is told from what is known when nobody can be asked", () => {
  const { type, told, lose } = typing();
  lose();
  type("/who");
  assertEquals(told.at(-1), "note: ada, bob");
});

Deno.test("of what in a room one is told is said and set there, and lasts", () => {
  const { type, told, loudness, places } = typing();
  type("/notify");
  type("/avvisi OFF");
  type("/notify loud");
  assertEquals(told.splice(0), [
    `note: ${en.notifies("lobby", "mentions")}`,
    `note: ${en.notifies("lobby", "off")}`,
    `note: ${en.problem({ code: "usage", usage: "/notify [all|mentions|off]" })}`,
  ]);
  assertEquals([loudness.of("Lobby"), new RoomLoudness().of("lobby"), loudness.of("tea")], [
    "off",
    "off",
    "mentions",
  ]);
  type("/notify mentions");
  assertEquals(localStorage.getItem("chat.told"), null);
  places.show(places.open("person", "bob"));
  type("/notify all");
  assertEquals(told.at(-1), `note: ${en.problem({ code: "nowhere" })}`);
});
