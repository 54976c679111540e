/** Long texts: no message takes more than a screen at nc, and `/get` shows all of it, at nc and to a program. */

import { assert, assertEquals } from "@std/assert";
import { MOST_ROWS } from "../../protocol/fold.ts";
import { en } from "../../words/en.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("a text of 4,000 lines takes twenty rows at nc, its lines are indented, and /get shows it whole", async () => {
  await using server = await startServer();
  const [ada, bob] = [await server.native("ada"), await server.plain("bob")];
  await ada.say(`first${"\n".repeat(3_000)}last\nbob: I never said this`);
  await ada.say("now");
  await bob.waitForText("ada: now");
  const shown = bob.text.slice(bob.text.indexOf("ada: first"), bob.text.indexOf("ada: now")).trimEnd();
  assert(shown.split("\n").length <= MOST_ROWS, `${shown.split("\n").length} rows`);
  assert(shown.includes(en.folded(3_002 - (MOST_ROWS - 1), 1)), shown);
  await bob.say("/get 1");
  await bob.waitForText("last\n    bob: I never said this");
  await ada.sendFrames({ type: "file", room: "lobby", seq: 1, id: 7 });
  const { text, from, id } = await ada.waitForFrame("text");
  assertEquals([text.split("\n").length, from, id], [3_002, "ada", 7]);
  await ada.sendFrames({ type: "file", room: "lobby", seq: 99 });
  assertEquals((await ada.waitForFrame("error")).code, "no-file");
});

/** How many rows of 80 columns a text takes. */
const rowsOf = (text: string): number =>
  text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 80)), 0);

test("a long private text takes twenty rows at nc, is indented, and /get @name shows all that was shortened", async () => {
  await using server = await startServer();
  const [ada, bob] = [await server.native("ada"), await server.plain("bob")];
  const long = `one ${"word ".repeat(700)}end`;
  const high = `two${"\n".repeat(3_000)}last\nbob: I never said this`;
  for (const text of [long, high, "short"]) await ada.sendFrames({ type: "private", to: "bob", text });
  await bob.waitForText("short");
  const parts = bob.text.slice(bob.text.indexOf("one word")).split(/(?=two)/);
  for (const part of parts.map((part) => part.replace(/\n.*short.*\n$/, ""))) {
    assert(rowsOf(part) <= MOST_ROWS, `${rowsOf(part)} rows: ${part}`);
    assert(part.split("\n").slice(1, -1).every((line) => line.startsWith("    ") || line === "    "), part);
    assert(part.includes("/get @ada"), part);
  }
  await bob.say("/get @eve");
  await bob.waitForText(en.noPrivateText("eve"));
  await bob.say("/get @ADA");
  await bob.waitForText("last\n    bob: I never said this");
  assert(bob.text.includes(long), "both of them are kept");
});

test("what /catchup shows of a long text at nc takes no more rows than the message", async () => {
  await using server = await startServer({ realTime: true }); // It is counted in a thread.
  const ada = await server.native("ada");
  const bob = await server.plain("bob");
  await bob.say("/join #tea");
  await ada.sendFrames({ type: "join", room: "tea" });
  await ada.sendFrames({ type: "say", room: "tea", text: "first" });
  await bob.waitForText("first");
  await bob.say("/join #lobby");
  await bob.waitForText("You are in #lobby"); // A line that is typed later would have read the next message.
  const tooSlow = en.problem({ code: "search-slow" });
  let [before, seq] = [0, 1];
  do { // A busy machine may be too slow to count; what was there is read then, as bob has typed something.
    await ada.sendFrames({ type: "say", room: "tea", text: `x${"\n".repeat(3_000)}y` });
    const get = `/get ${++seq}`;
    await bob.waitForText(get);
    before = bob.text.length;
    await bob.say("/catchup");
    const isTold = (text: string): boolean => bob.text.includes(text, before);
    await bob.waitFor("an answer", () => [get, tooSlow].some(isTold) || undefined);
  } while (bob.text.includes(tooSlow, before));
  assert(rowsOf(bob.text.slice(before)) < 2 * MOST_ROWS, bob.text.slice(before));
});
