/** What a person sees: keys in, screen out. A block in a test is the end of the screen, as the terminal shows it. */

import { assert, assertEquals } from "@std/assert";
import { Settings } from "../../client/settings.ts";
import { SENT_AT } from "../support/fake_server.ts";
import { TerminalSession } from "../support/terminal_session.ts";
import { test } from "../support/sanitized.ts";

const LEFT = "\x1b[D";
const UP = "\x1b[A";
const BACK_TAB = "\x1b[Z";

test("a long message and what is typed, at 20 columns", async () => {
  using session = await TerminalSession.open(20, 10);
  session.tty.press(`a half typed line 漢字${LEFT}`);
  await session.sendMessage("bob", "a message that is longer than the window is wide");
  await session.tty.waitForScreen(`
    [21:04] <bob> a
         message that is
         longer than the
         window is wide
    > a half typed line
    漢字
  `);
  assertEquals(session.tty.emulator.cursor[1], 2);
  await session.quit();
});

test("the same at 300 columns", async () => {
  using session = await TerminalSession.open(300, 10);
  session.tty.press("a half typed line");
  await session.sendMessage("bob", `${"word ".repeat(60)}end`);
  await session.tty.waitForScreen(`
    [21:04] <bob> ${"word ".repeat(57).trim()}
                  word word word end
    > a half typed line
  `);
  await session.quit();
});

test("code, lists and poems keep their lines under the beginning of the message", async () => {
  using session = await TerminalSession.open(50, 10);
  await session.sendMessage("bob", "look:\n```\nif (x) {\n  y();\n}\n```");
  await session.tty.waitForScreen(`
    [21:04] <bob> look:
                \`\`\`
                if (x) {
                  y();
                }
                \`\`\`
    >
  `);
  await session.quit();
});

test("a command is explained while it is typed, and the explanation goes when it is sent", async () => {
  using session = await TerminalSession.open(50, 10);
  session.tty.press("/ni");
  await session.tty.waitForScreen(`
    > /ni
    /nick
  `);
  session.tty.press("\t");
  await session.tty.waitForScreen(`
    > /nick
    /nick NAME  change your name
  `);
  session.tty.press("bob\r");
  assertEquals(await session.connection.receive(), { type: "nick", name: "bob" });
  await session.tty.waitForScreen(`
    >
  `);
  await session.quit();
});

test("Tab goes through the names, the last speaker first, and shows them; Shift-Tab goes back", async () => {
  using session = await TerminalSession.open(50, 10);
  await session.sendMessage("Bobby", "hi");
  await session.tty.waitForScreen(`
    [21:04] <Bobby> hi
    >
  `);
  session.tty.press("b\t");
  await session.tty.waitForScreen(`
    > Bobby:
    [Bobby] bob
  `);
  session.tty.press("\t");
  await session.tty.waitForScreen(`
    > bob:
    Bobby [bob]
  `);
  session.tty.press(BACK_TAB);
  await session.tty.waitForScreen(`
    > Bobby:
    [Bobby] bob
  `);
  session.tty.press("hi!\r");
  assertEquals(await session.acceptMessage(), "Bobby: hi!");
  await session.quit();
});

test("a paste of 300 lines asks what to do, while others go on talking, and goes as a file if wanted", async () => {
  using session = await TerminalSession.open(60, 10);
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i} of a text that is pasted`);
  session.tty.paste(lines.join("\n"));
  await session.sendMessage("bob", "hi");
  await session.tty.waitForScreen(`
    [21:04] <bob> hi
    >
    Text of 300 lines, 10089 characters. Too long for one
        message: Ctrl-Y sends it as a text file. Enter: edit
        first. Ctrl-C: forget it.
  `);
  session.tty.press("\x19");
  const asked = await session.connection.receive();
  assert(asked?.type === "upload");
  assertEquals([asked.room, asked.name, asked.size], ["lobby", "text.txt", 10089]);
  await session.connection.send({
    type: "error",
    text: "",
    code: "no-files",
    id: asked.id,
  });
  await session.tty.waitForText("line 299 of a text that is pasted"); // It is given back.
  await session.quit();
});

test("a paste of a few lines can be edited, and is sent as one message", async () => {
  using session = await TerminalSession.open(60, 10);
  session.tty.paste("/quit\r\ntwo\r\n");
  await session.tty.waitForScreen(`
    >
    Text of 2 lines, 9 characters. Ctrl-Y: send as one message.
        Enter: edit first. Ctrl-C: forget it.
  `);
  session.tty.press("\r");
  await session.tty.waitForScreen(`
    > /quit
    two
  `);
  session.tty.press(`${UP}\x01see \x05.\r`);
  assertEquals(await session.acceptMessage(), "see /quit.\ntwo");
  await session.tty.waitForScreen(`
    [21:04] <ada> see /quit.
                  two
    >
  `);
  await session.quit();
});

test("Ctrl-R shows what it looks for and what it finds", async () => {
  using session = await TerminalSession.open(76, 10);
  session.tty.press("ciao bob\rother\r");
  await session.acceptMessage();
  await session.acceptMessage();
  session.tty.press("\x12ci");
  await session.tty.waitForScreen(`
    > ciao bob
    Search (Ctrl-R older, Enter sends, Ctrl-G gives up): ci
  `);
  session.tty.press("x");
  await session.tty.waitForScreen(`
    > ciao bob
    Search (Ctrl-R older, Enter sends, Ctrl-G gives up): cix (not found)
  `);
  session.tty.press("\x07");
  await session.tty.waitForScreen(`
    [21:04] <ada> other
    >
  `);
  await session.quit();
});

test("a message of several lines is typed with Alt-Enter, Ctrl-J and a final backslash", async () => {
  using session = await TerminalSession.open(40, 10);
  session.tty.press("zero\r");
  await session.acceptMessage();
  session.tty.press("one\x1b\rtwo\nthree\\\rfour");
  await session.tty.waitForScreen(`
    > one
    two
    three
    four
  `);
  session.tty.press("\r");
  assertEquals(await session.acceptMessage(), "one\ntwo\nthree\nfour");
  await session.quit();
});

test("the window changes in the midst of it: nothing is lost, nothing is there twice", async () => {
  using session = await TerminalSession.open(40, 10);
  session.tty.press(`typed 漢字 👨‍👩‍👧 שלום and more of it${LEFT}${LEFT}`);
  await session.sendMessage("bob", "one");
  await session.tty.waitForScreen(`
    [21:04] <bob> one
    > typed 漢字 👨‍👩‍👧 שלום and more of it
  `);
  for (const [i, columns] of [17, 60, 25, 90, 40].entries()) {
    session.tty.resize(columns, 10);
    await session.sendMessage("bob", `m${i}`);
    await session.tty.waitForText(`<bob> m${i}`);
  }
  const rows = session.tty.emulator.rows.join("\n");
  assertEquals(
    rows.match(/<bob> \w+/g),
    ["one", "m0", "m1", "m2", "m3", "m4"].map((text) => `<bob> ${text}`),
  );
  await session.tty.waitForScreen(`
    [21:04] <bob> m4
    > typed 漢字 👨‍👩‍👧 שלום and more of it
  `);
  await session.quit();
});

test("a mention rings, and the title counts those that were not seen yet", async () => {
  const settings = new Settings(undefined, { bell: "on" });
  using session = await TerminalSession.open(40, 10, { settings });
  await session.sendMessage("bob", "Ada: are you there?");
  await session.tty.waitForScreen(`
    [21:04] <bob> Ada: are you there?
    >
  `);
  assert(session.tty.written.includes("\x07"));
  assert(session.tty.written.includes("\x1b]2;(1) chat · #lobby\x1b\\"));
  session.tty.press("y");
  await session.tty.waitForScreen(`
    > y
  `);
  assert(session.tty.written.lastIndexOf("\x1b]2;chat · #lobby\x1b\\") > session.tty.written.indexOf("(1)"));
  await session.quit();
});

test("earlier messages are set apart, with the day that they are of", async () => {
  using session = await TerminalSession.open(60, 12);
  session.tty.press("/history 1\r");
  assertEquals((await session.connection.receive())?.type, "history");
  await session.sendMessage("bob", "old", { past: true, at: SENT_AT - 86_400_000 });
  await session.sendFrames({ type: "history", room: "lobby", count: 1, more: false });
  await session.tty.waitForScreen(`
    --- earlier
    --- Thursday, January 1, 2026 ---
    [21:04] <bob> old
    --- now
    >
  `);
  await session.quit();
});

test("a flood is shown whole, in order, with no more than 30 writes a second, and typing goes on", async () => {
  using session = await TerminalSession.open(40, 10);
  const started = performance.now();
  const before = session.tty.writes;
  for (let batch = 0; batch < 50; batch++) {
    await session.sendFrames(
      ...Array.from({ length: 100 }, (_, i) => session.message("bob", `m${batch * 100 + i}`)),
    );
    if (batch === 25) session.tty.press("typed");
  }
  await session.tty.waitForScreen(`
    [21:04] <bob> m4998
    [21:04] <bob> m4999
    > typed
  `);
  const writes = session.tty.writes - before;
  assert(writes <= 3 + (performance.now() - started) / 33, `${writes} writes`);
  const numbers = [...session.tty.written.matchAll(/<bob> m(\d+)\r/g)].map(([, number]) => Number(number));
  assertEquals(numbers, Array.from({ length: 5000 }, (_, i) => i));
  await session.quit();
});

/** What brings somebody into one room more, as the server tells it. */
const entered = (room: string) =>
  ({ type: "entered", room, members: ["ada", "bob"], count: 2, seq: 0, read: 0, at: SENT_AT }) as const;

const says = (room: string, seq: number, text: string) =>
  ({ type: "message", room, seq, at: SENT_AT, from: "bob", text }) as const;

test("with several rooms, the line says where one is and the row below what is new elsewhere; Alt with a number switches", async () => {
  using session = await TerminalSession.open(60, 10);
  await session.sendFrames(entered("tea"), entered("ops"));
  await session.sendFrames(says("tea", 1, "green or black?"), says("ops", 1, "ada: deploy?"));
  await session.sendFrames({ type: "private", from: "bob", to: "ada", at: SENT_AT, text: "psst" });
  session.tty.press("half ty");
  await session.tty.waitForScreen(`
    [21:04] #tea <bob> green or black?
    [21:04] #ops <bob> ada: deploy?
    [21:04] bob -> you: psst
    #lobby> half ty
    [1 #lobby]  2 #tea (1)  3 #ops (1!)
  `);
  session.tty.press("\x1b3");
  await session.tty.waitForScreen(`
    [21:04] bob -> you: psst
    --- now in #ops, 1 unread, 1 names you
    #ops>
    1 #lobby  2 #tea (1)  [3 #ops]
  `);
  session.tty.press("half typed\r");
  assertEquals(
    await session.connection.receive().then((frame) => frame?.type === "say" && [frame.room, frame.text]),
    [
      "ops",
      "half typed",
    ],
  );
  session.tty.press("\x1b1");
  await session.tty.waitForScreen(`
    --- now in #lobby
    #lobby> half ty
    [1 #lobby]  2 #tea (1)  3 #ops
  `);
  session.tty.press("\x03");
  await session.quit();
});

test("a half typed private word stays with its person, whom a stranger of the same name does not replace", async () => {
  using session = await TerminalSession.open(70, 12);
  const at = SENT_AT;
  await session.sendFrames(
    { type: "members", room: "lobby", members: ["ada", "bob"], persons: ["a1", "b1"], count: 2 },
    entered("tea"),
  );
  session.tty.press("/query bob\r");
  await session.tty.waitForScreen(`
    @bob>
    [1 #lobby]  2 #tea
  `);
  session.tty.press("the key is un");
  await session.tty.waitForScreen(`
    @bob> the key is un
    [1 #lobby]  2 #tea
  `);
  session.tty.press("\x1b2");
  await session.tty.waitForScreen(`
    --- now in #tea
    #tea>
    1 #lobby  [2 #tea]
  `);
  await session.sendFrames(
    { type: "left", room: "lobby", name: "bob", person: "b1", reason: "left", at },
    { type: "joined", room: "lobby", name: "bob", person: "x9", at },
  );
  session.tty.press("\x1b1");
  await session.tty.waitForScreen(`
    [21:04] <-- bob left
    [21:04] --> bob joined
    #lobby>
    [1 #lobby]  2 #tea
  `);
  session.tty.press("/query bob\r");
  await session.tty.waitForScreen(`
    @bob>
    [1 #lobby]  2 #tea
  `);
  session.tty.press("who are you?");
  await session.tty.waitForScreen(`
    @bob> who are you?
    [1 #lobby]  2 #tea
  `);
  session.tty.press("\x1b1");
  await session.sendFrames({ type: "joined", room: "lobby", name: "rob", person: "b1", at });
  await session.tty.waitForScreen(`
    --- now in #lobby
    [21:04] --> rob joined
    #lobby>
    [1 #lobby]  2 #tea
  `);
  session.tty.press("/query rob\r");
  await session.tty.waitForScreen(`
    @rob> the key is un
    [1 #lobby]  2 #tea
  `);
  session.tty.press("der the mat\r");
  const sent = await session.connection.receive();
  assert(sent?.type === "private");
  assertEquals([sent.to, sent.person, sent.text], ["rob", "b1", "the key is under the mat"]);
  await session.sendFrames({ type: "error", text: "", code: "other-person", name: "rob", id: sent.id });
  await session.tty.waitForScreen(`
    ! That was refused: rob is somebody else now, so nothing was sent or
        done: the person you mean is not here. Change it and send it again
        (Up brings it back).
    @rob>
    [1 #lobby]  2 #tea
  `);
  await session.quit();
});

test("at 20 columns the rooms in which something is new stay in sight", async () => {
  using session = await TerminalSession.open(20, 10);
  await session.sendFrames(entered("tea"), entered("ops"), entered("attic"));
  await session.sendFrames(says("ops", 1, "one two three four"));
  await session.tty.waitForScreen(`
    [21:04] #ops <bob>
         one two three
         four
    #lobby>
    3 #ops (1)
  `);
  session.tty.resize(44, 10);
  await session.tty.waitForScreen(`
    #lobby>
    [1 #lobby]  2 #tea  3 #ops (1)  4 #attic
  `);
  session.tty.press("/qu");
  await session.tty.waitForScreen(`
    #lobby> /qu
    /query /quiet /quit
  `);
  await session.quit();
});

test("at 300 columns nothing of the rooms is left out", async () => {
  using session = await TerminalSession.open(300, 10);
  const names = Array.from({ length: 12 }, (_, i) => `room${i + 2}`);
  await session.sendFrames(...names.map(entered));
  await session.tty.waitForScreen(`
    #lobby>
    [1 #lobby]  ${names.slice(0, 8).map((name, i) => `${i + 2} #${name}`).join("  ")}  ${
    names.slice(8).map((name) => `#${name}`).join("  ")
  }
  `);
  await session.quit();
});

test("Up on an empty line changes what one said last; once more, and after Escape, all is as it was", async () => {
  using session = await TerminalSession.open(100, 10);
  const hint = "Enter changes your message 2. Up again: older lines. Esc: leave it as it is.";
  session.tty.press("older\rteh plan\r");
  await session.acceptMessage(Date.now());
  session.tty.press(UP); // What one said last is on its way: it is not the one before that is changed.
  await session.tty.waitForText("> teh plan");
  session.tty.press("\x03");
  await session.acceptMessage(Date.now());
  await session.tty.waitForText("<ada> teh plan");
  session.tty.press(UP);
  await session.tty.waitForScreen(`
    > /edit @2 teh plan
    ${hint}
  `);
  session.tty.press("\x1b");
  await session.tty.waitForScreen("\n>\n");
  session.tty.press(UP + UP);
  await session.tty.waitForScreen(`
    > teh plan
  `);
  session.tty.press(UP);
  await session.tty.waitForScreen(`
    > older
  `);
  session.tty.press(`\x03${UP}${LEFT.repeat(5)}\x7f\x7fhe\x05!`);
  await session.tty.waitForScreen(`
    > /edit @2 the plan!
    ${hint}
  `);
  session.tty.press("\r");
  assertEquals(await session.connection.receive(), {
    type: "edit",
    room: "lobby",
    seq: 2,
    text: "the plan!",
  });
  await session.sendFrames(session.message("ada", "", { at: Date.now(), edits: 2, now: "the plan!" }));
  await session.tty.waitForText("changed message 2: the plan!");
  session.tty.press(UP);
  await session.tty.waitForScreen(`
    > /edit @2 the plan!
    ${hint}
  `);
  session.tty.press("\x15");
  await session.quit();
});

test("Up brings back a command, what was refused, and what is too old to be changed, and changes nothing of them", async () => {
  using session = await TerminalSession.open(70, 12);
  session.tty.press("long ago\r");
  await session.acceptMessage(); // Months ago, by the server's clock.
  session.tty.press(UP);
  await session.tty.waitForScreen(`
    > long ago
  `);
  session.tty.press("\x15");
  session.tty.press("now\r");
  await session.acceptMessage(Date.now());
  session.tty.press("/away\r");
  assertEquals((await session.connection.receive())?.type, "away");
  session.tty.press(UP);
  await session.tty.waitForText("> /away");
  session.tty.press("\x03bad word\r");
  const say = await session.connection.receive();
  assert(say?.type === "say" && say.id !== undefined);
  session.tty.press("half");
  await session.sendFrames({
    type: "error",
    text: "",
    code: "too-long",
    limit: 5,
    length: 8,
    id: say.id,
  });
  await session.tty.waitForText("That was refused");
  session.tty.press(`\x15${UP}`);
  await session.tty.waitForScreen(`
    > bad word
  `);
  session.tty.press("\x15");
  await session.quit();
});

const listed = (...rooms: readonly string[]) =>
  ({
    type: "rooms",
    rooms: rooms.map((room) => ({ room, count: 1 })),
    count: rooms.length,
  }) as const;

test("Tab after /join # asks once which rooms there are, and goes through all of them when that is known", async () => {
  using session = await TerminalSession.open(60, 10);
  session.tty.press("/join #\t");
  assertEquals(await session.connection.receive(), { type: "rooms" });
  await session.tty.waitForText("/join #lobby");
  await session.sendFrames({ ...listed("lobby", "tea"), more: true }, listed("team"));
  await session.tty.waitForScreen(`
    > /join #lobby
    [#lobby] #tea #team
  `);
  session.tty.press("\t");
  await session.tty.waitForScreen(`
    > /join #tea
    #lobby [#tea] #team
  `);
  session.tty.press("\x15/join te\t\t\r");
  assertEquals(await session.connection.receive(), { type: "join", room: "#team" }, "it was not asked again");
  session.tty.press("/rooms\r");
  assertEquals(await session.connection.receive(), { type: "rooms" });
  await session.sendFrames(listed("lobby", "attic"));
  await session.tty.waitForText("#attic");
  await session.quit();
});

test("what is typed on while the list of rooms is on its way stays as it is, and the next Tab knows the list", async () => {
  using session = await TerminalSession.open(60, 10);
  session.tty.press("/join #t\t");
  assertEquals(await session.connection.receive(), { type: "rooms" });
  session.tty.press("e");
  await session.sendFrames(listed("lobby", "tea"), says("lobby", 1, "hi"));
  await session.tty.waitForScreen(`
    [21:04] <bob> hi
    > /join #te
    /join #ROOM [KEY]  enter a room, or make it; in one already,
        go there
  `);
  session.tty.press("\t");
  await session.tty.waitForScreen(`
    > /join #tea
    /join #ROOM [KEY]  enter a room, or make it; in one already,
        go there
  `);
  await session.quit();
});

test("a room is asked for and what is typed at once goes there; refused, one is where one was", async () => {
  using session = await TerminalSession.open(76, 10);
  session.tty.press("/join #tea\rhi\r");
  assertEquals(await session.connection.receive(), { type: "join", room: "#tea" });
  const say = await session.connection.receive();
  assert(say?.type === "say" && say.id !== undefined);
  assertEquals(say.room, "tea");
  await session.sendFrames(
    { type: "error", code: "in-too-many", limit: 1, text: "" },
    { type: "error", code: "no-room", room: "tea", text: "", id: say.id },
  );
  await session.tty.waitForScreen(`
    ! You are in 1 room, which is the most: leave one with /part #room first.
    --- now in #lobby
    ! That was refused: There is no room #tea, or you are not in it: /rooms
        lists them, /join #tea enters. Change it and send it again (Up brings it
        back).
    > /msg #tea hi
    /msg NAME|#ROOM TEXT  say it to one person alone, not kept; or in a room
  `);
  await session.quit();
});

test("a private word that cannot be delivered is told, and Up brings it back", async () => {
  using session = await TerminalSession.open(76, 10);
  session.tty.press("/msg zoe psst\r");
  const word = await session.connection.receive();
  assert(word?.type === "private" && word.id !== undefined);
  await session.sendFrames({ type: "error", code: "not-here", name: "zoe", text: "", id: word.id });
  await session.tty.waitForScreen(`
    ! That was refused: zoe is not here, so nothing was sent: /who shows who is.
        Change it and send it again (Up brings it back).
    >
  `);
  session.tty.press(UP);
  await session.tty.waitForScreen(`
    > /msg zoe psst
    /msg NAME|#ROOM TEXT  say it to one person alone, not kept; or in a room
  `);
  await session.quit();
});

test("what was found is laid out under itself, its place to go on from below", async () => {
  using session = await TerminalSession.open(60, 12);
  session.tty.press("/search tea\r");
  const search = await session.connection.receive();
  assert(search?.type === "search" && search.id !== undefined);
  const { id } = search;
  const hit = { type: "hit", room: "lobby", at: SENT_AT, from: "bob", id } as const;
  await session.sendFrames(
    { ...hit, seq: 12, text: "a pot of tea for everyone who comes by in the afternoon", marks: [[9, 12]] },
    { ...hit, seq: 3, text: "tea", marks: [[0, 3]] },
    { type: "found", count: 2, more: "on", id },
  );
  await session.tty.waitForScreen(`
    #lobby@12 2026-01-02 21:04 <bob> a pot of »tea« for everyone
        who comes by in the afternoon
    #lobby@3  2026-01-02 21:04 <bob> »tea«
    --- 2 found; there are more: /search alone goes on
    --- /history #lobby@12 shows what was said around it
    >
  `);
  session.tty.press("/search\r");
  const next = await session.connection.receive();
  assertEquals(next?.type === "search" && [next.query, next.cursor], ["tea", "on"]);
  await session.quit();
});

test("what is in view while keys are pressed is told as read, what is elsewhere is not", async () => {
  using session = await TerminalSession.open(60, 10);
  await session.sendFrames(entered("tea"), says("tea", 1, "one"), says("lobby", 1, "one"));
  await session.tty.waitForText("#tea <bob> one");
  session.tty.press("x");
  await session.quit();
  assertEquals(session.connection.reads, [{ type: "read", room: "lobby", seq: 1 }]);
});
