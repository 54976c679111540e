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
