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
