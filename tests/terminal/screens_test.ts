/** What a person sees: keys in, screen out. A block in a test is the end of the screen, as the terminal shows it. */

import { assert, assertEquals } from "@std/assert";
import { Settings } from "../../client/settings.ts";
import { AT } from "../support/fake_server.ts";
import { Scene } from "../support/person.ts";
import { test } from "../support/test.ts";

const LEFT = "\x1b[D";
const UP = "\x1b[A";
const BACK_TAB = "\x1b[Z";

test("a long message and what is typed, at 20 columns", async () => {
  using room = await Scene.open(20, 10);
  room.person.press(`a half typed line 漢字${LEFT}`);
  await room.says("bob", "a message that is longer than the window is wide");
  await room.person.sees(`
    [21:04] <bob> a
         message that is
         longer than the
         window is wide
    > a half typed line
    漢字
  `);
  assertEquals(room.person.emulator.cursor[1], 2);
  await room.leaves();
});

test("the same at 300 columns", async () => {
  using room = await Scene.open(300, 10);
  room.person.press("a half typed line");
  await room.says("bob", `${"word ".repeat(60)}end`);
  await room.person.sees(`
    [21:04] <bob> ${"word ".repeat(57).trim()}
                  word word word end
    > a half typed line
  `);
  await room.leaves();
});

test("code, lists and poems keep their lines under the beginning of the message", async () => {
  using room = await Scene.open(50, 10);
  await room.says("bob", "look:\n```\nif (x) {\n  y();\n}\n```");
  await room.person.sees(`
    [21:04] <bob> look:
                \`\`\`
                if (x) {
                  y();
                }
                \`\`\`
    >
  `);
  await room.leaves();
});

test("a command is explained while it is typed, and the explanation goes when it is sent", async () => {
  using room = await Scene.open(50, 10);
  room.person.press("/ni");
  await room.person.sees(`
    > /ni
    /nick
  `);
  room.person.press("\t");
  await room.person.sees(`
    > /nick
    /nick NAME  change your name
  `);
  room.person.press("bob\r");
  assertEquals(await room.connection.receive(), { type: "nick", name: "bob" });
  await room.person.sees(`
    >
  `);
  await room.leaves();
});

test("Tab goes through the names, the last speaker first, and shows them; Shift-Tab goes back", async () => {
  using room = await Scene.open(50, 10);
  await room.says("Bobby", "hi");
  await room.person.sees(`
    [21:04] <Bobby> hi
    >
  `);
  room.person.press("b\t");
  await room.person.sees(`
    > Bobby:
    [Bobby] bob
  `);
  room.person.press("\t");
  await room.person.sees(`
    > bob:
    Bobby [bob]
  `);
  room.person.press(BACK_TAB);
  await room.person.sees(`
    > Bobby:
    [Bobby] bob
  `);
  room.person.press("hi!\r");
  assertEquals(await room.hears(), "Bobby: hi!");
  await room.leaves();
});

test("a paste of 300 lines asks what to do, while others go on talking, and goes line by line if wanted", async () => {
  using room = await Scene.open(60, 10);
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i} of a text that is pasted`);
  room.person.paste(lines.join("\n"));
  await room.says("bob", "hi");
  await room.person.sees(`
    [21:04] <bob> hi
    >
    Paste of 300 lines, 10089 characters. Too long for one
    message. L: send line by line. E: edit. C: cancel.
  `);
  room.person.press("\r");
  room.person.press("l");
  for (const line of lines) assertEquals(await room.hears(), line);
  await room.person.sees(`
    [21:04] <ada> line 298 of a text that is pasted
    [21:04] <ada> line 299 of a text that is pasted
    >
  `);
  await room.leaves();
});

test("a paste of a few lines can be edited, and is sent as one message", async () => {
  using room = await Scene.open(60, 10);
  room.person.paste("/quit\r\ntwo\r\n");
  await room.person.sees(`
    >
    Paste of 2 lines, 9 characters. Enter: send as one message.
    L: send line by line. E: edit. C: cancel.
  `);
  room.person.press("e");
  await room.person.sees(`
    > /quit
    two
  `);
  room.person.press(`${UP}\x01see \x05.\r`);
  assertEquals(await room.hears(), "see /quit.\ntwo");
  await room.person.sees(`
    [21:04] <ada> see /quit.
                  two
    >
  `);
  await room.leaves();
});

test("Ctrl-R shows what it looks for and what it finds", async () => {
  using room = await Scene.open(76, 10);
  room.person.press("ciao bob\rother\r");
  await room.hears();
  await room.hears();
  room.person.press("\x12ci");
  await room.person.sees(`
    > ciao bob
    Search (Ctrl-R older, Enter sends, Ctrl-G gives up): ci
  `);
  room.person.press("x");
  await room.person.sees(`
    > ciao bob
    Search (Ctrl-R older, Enter sends, Ctrl-G gives up): cix (not found)
  `);
  room.person.press("\x07");
  await room.person.sees(`
    [21:04] <ada> other
    >
  `);
  await room.leaves();
});

test("a message of several lines is typed with Alt-Enter, Ctrl-J and a final backslash", async () => {
  using room = await Scene.open(40, 10);
  room.person.press("zero\r");
  await room.hears();
  room.person.press("one\x1b\rtwo\nthree\\\rfour");
  await room.person.sees(`
    > one
    two
    three
    four
  `);
  room.person.press("\r");
  assertEquals(await room.hears(), "one\ntwo\nthree\nfour");
  await room.leaves();
});

test("the window changes in the midst of it: nothing is lost, nothing is there twice", async () => {
  using room = await Scene.open(40, 10);
  room.person.press(`typed 漢字 👨‍👩‍👧 שלום and more of it${LEFT}${LEFT}`);
  await room.says("bob", "one");
  await room.person.sees(`
    [21:04] <bob> one
    > typed 漢字 👨‍👩‍👧 שלום and more of it
  `);
  for (const [i, columns] of [17, 60, 25, 90, 40].entries()) {
    room.person.resize(columns, 10);
    await room.says("bob", `m${i}`);
    await room.person.shows(`<bob> m${i}`);
  }
  const rows = room.person.emulator.rows.join("\n");
  assertEquals(
    rows.match(/<bob> \w+/g),
    ["one", "m0", "m1", "m2", "m3", "m4"].map((text) => `<bob> ${text}`),
  );
  await room.person.sees(`
    [21:04] <bob> m4
    > typed 漢字 👨‍👩‍👧 שלום and more of it
  `);
  await room.leaves();
});

test("a mention rings, and the title counts those that were not seen yet", async () => {
  const settings = new Settings(undefined, { bell: "on" });
  using room = await Scene.open(40, 10, { settings });
  await room.says("bob", "Ada: are you there?");
  await room.person.sees(`
    [21:04] <bob> Ada: are you there?
    >
  `);
  assert(room.person.written.includes("\x07"));
  assert(room.person.written.includes("\x1b]2;(1) chat · #lobby\x1b\\"));
  room.person.press("y");
  await room.person.sees(`
    > y
  `);
  assert(room.person.written.lastIndexOf("\x1b]2;chat · #lobby\x1b\\") > room.person.written.indexOf("(1)"));
  await room.leaves();
});

test("earlier messages are set apart, with the day that they are of", async () => {
  using room = await Scene.open(60, 12);
  room.person.press("/history 1\r");
  assertEquals((await room.connection.receive())?.type, "history");
  await room.says("bob", "old", { past: true, at: AT - 86_400_000 });
  await room.tells({ type: "history", room: "lobby", count: 1, more: false });
  await room.person.sees(`
    --- earlier
    --- Thursday, January 1, 2026 ---
    [21:04] <bob> old
    --- now
    >
  `);
  await room.leaves();
});

test("a flood is shown whole, in order, with no more than 30 writes a second, and typing goes on", async () => {
  using room = await Scene.open(40, 10);
  const started = performance.now();
  const before = room.person.writes;
  for (let batch = 0; batch < 50; batch++) {
    await room.tells(...Array.from({ length: 100 }, (_, i) => room.message("bob", `m${batch * 100 + i}`)));
    if (batch === 25) room.person.press("typed");
  }
  await room.person.sees(`
    [21:04] <bob> m4998
    [21:04] <bob> m4999
    > typed
  `);
  const writes = room.person.writes - before;
  assert(writes <= 3 + (performance.now() - started) / 33, `${writes} writes`);
  const numbers = [...room.person.written.matchAll(/<bob> m(\d+)\r/g)].map(([, number]) => Number(number));
  assertEquals(numbers, Array.from({ length: 5000 }, (_, i) => i));
  await room.leaves();
});

/** What brings somebody into one room more, as the server tells it. */
const entered = (room: string) =>
  ({ type: "entered", room, members: ["ada", "bob"], count: 2, seq: 0, read: 0, at: AT }) as const;

const says = (room: string, seq: number, text: string) =>
  ({ type: "message", room, seq, at: AT, from: "bob", text }) as const;

test("with several rooms, the line says where one is and the row below what is new elsewhere; Alt with a number switches", async () => {
  using room = await Scene.open(60, 10);
  await room.tells(entered("tea"), entered("ops"));
  await room.tells(says("tea", 1, "green or black?"), says("ops", 1, "ada: deploy?"));
  await room.tells({ type: "private", from: "bob", to: "ada", at: AT, text: "psst" });
  room.person.press("half ty");
  await room.person.sees(`
    [21:04] #tea <bob> green or black?
    [21:04] #ops <bob> ada: deploy?
    [21:04] bob -> you: psst
    #lobby> half ty
    [1 #lobby]  2 #tea (1)  3 #ops (1!)
  `);
  room.person.press("\x1b3");
  await room.person.sees(`
    [21:04] bob -> you: psst
    --- now in #ops, 1 unread, 1 names you
    #ops> half ty
    1 #lobby  2 #tea (1)  [3 #ops]
  `);
  room.person.press("ped\r");
  assertEquals(
    await room.connection.receive().then((frame) => frame?.type === "say" && [frame.room, frame.text]),
    [
      "ops",
      "half typed",
    ],
  );
  await room.leaves();
});

test("at 20 columns the rooms in which something is new stay in sight", async () => {
  using room = await Scene.open(20, 10);
  await room.tells(entered("tea"), entered("ops"), entered("attic"));
  await room.tells(says("ops", 1, "one two three four"));
  await room.person.sees(`
    [21:04] #ops <bob>
         one two three
         four
    #lobby>
    3 #ops (1)
  `);
  room.person.resize(44, 10);
  await room.person.sees(`
    #lobby>
    [1 #lobby]  2 #tea  3 #ops (1)  4 #attic
  `);
  room.person.press("/qu");
  await room.person.sees(`
    #lobby> /qu
    /query /quiet /quit
  `);
  await room.leaves();
});

test("at 300 columns nothing of the rooms is left out", async () => {
  using room = await Scene.open(300, 10);
  const names = Array.from({ length: 12 }, (_, i) => `room${i + 2}`);
  await room.tells(...names.map(entered));
  await room.person.sees(`
    #lobby>
    [1 #lobby]  ${names.slice(0, 8).map((name, i) => `${i + 2} #${name}`).join("  ")}  ${
    names.slice(8).map((name) => `#${name}`).join("  ")
  }
  `);
  await room.leaves();
});

test("a room is asked for and what is typed at once goes there; refused, one is where one was", async () => {
  using room = await Scene.open(76, 10);
  room.person.press("/join #tea\rhi\r");
  assertEquals(await room.connection.receive(), { type: "join", room: "#tea" });
  const say = await room.connection.receive();
  assert(say?.type === "say" && say.id !== undefined);
  assertEquals(say.room, "tea");
  await room.tells(
    { type: "error", code: "in-too-many", limit: 1, text: "" },
    { type: "error", code: "no-room", room: "tea", text: "", id: say.id },
  );
  await room.person.sees(`
    ! You are in 1 rooms, which is the most: leave one with /part #room first.
    --- now in #lobby
    ! That was refused: There is no room #tea, or you are not in it: /rooms
    lists them, /join #tea enters. Change it and send it again (Up brings it
    back).
    > /msg #tea hi
    /msg NAME|#ROOM TEXT  say it to one person alone, not kept; or in a room
  `);
  await room.leaves();
});

test("a private word that cannot be delivered is told, and Up brings it back", async () => {
  using room = await Scene.open(76, 10);
  room.person.press("/msg zoe psst\r");
  const word = await room.connection.receive();
  assert(word?.type === "private" && word.id !== undefined);
  await room.tells({ type: "error", code: "not-here", name: "zoe", text: "", id: word.id });
  await room.person.sees(`
    ! That was refused: zoe is not here, so nothing was sent: /who shows who is.
    Change it and send it again (Up brings it back).
    >
  `);
  room.person.press(UP);
  await room.person.sees(`
    > /msg zoe psst
    /msg NAME|#ROOM TEXT  say it to one person alone, not kept; or in a room
  `);
  await room.leaves();
});

test("what was found is laid out under itself, its place to go on from below", async () => {
  using room = await Scene.open(60, 12);
  room.person.press("/search tea\r");
  const search = await room.connection.receive();
  assert(search?.type === "search" && search.id !== undefined);
  const { id } = search;
  const hit = { type: "hit", room: "lobby", at: AT, from: "bob", id } as const;
  await room.tells(
    { ...hit, seq: 12, text: "a pot of tea for everyone who comes by in the afternoon", marks: [[9, 12]] },
    { ...hit, seq: 3, text: "tea", marks: [[0, 3]] },
    { type: "found", count: 2, more: "on", id },
  );
  await room.person.sees(`
    #lobby@12 2026-01-02 21:04 <bob> a pot of »tea« for everyone
        who comes by in the afternoon
    #lobby@3  2026-01-02 21:04 <bob> »tea«
    --- 2 found; there are more: /search alone goes on
    --- /history #lobby@12 shows what was said around it
    >
  `);
  room.person.press("/search\r");
  const next = await room.connection.receive();
  assertEquals(next?.type === "search" && [next.query, next.cursor], ["tea", "on"]);
  await room.leaves();
});

test("what is in view while keys are pressed is told as read, what is elsewhere is not", async () => {
  using room = await Scene.open(60, 10);
  await room.tells(entered("tea"), says("tea", 1, "one"), says("lobby", 1, "one"));
  await room.person.shows("#tea <bob> one");
  room.person.press("x");
  await room.leaves();
  assertEquals(room.connection.reads, [{ type: "read", room: "lobby", seq: 1 }]);
});
