/** What is read of a message where texts are all that can be shown: what it is about, and what became of it. */

import { assertEquals } from "@std/assert";
import type { MessageFrame } from "../protocol.ts";
import { en } from "../words/en.ts";
import { it } from "../words/it.ts";
import { readableText } from "../words/message_text.ts";

const read = (more: Partial<MessageFrame>, words = en): string =>
  readableText({ type: "message", room: "lobby", seq: 2, at: 0, from: "ada", text: "ciao", ...more }, words);

Deno.test("a message that nobody had second thoughts about is its text", () => {
  assertEquals(read({}), "ciao");
});

Deno.test("a deleted text is not shown, whatever else is known of it", () => {
  assertEquals(read({ redacted: true, edited: 1, quote: { from: "bob", text: "hm" } }), "(deleted)");
});

Deno.test("an answer begins with what it answers, and ends with what became of it", () => {
  const quote = { from: "bob", text: "Who brings the cake?" };
  const reactions = [{ emoji: "👍", count: 2, from: ["bob", "eve"] }, {
    emoji: "🎉",
    count: 1,
    from: ["bob"],
  }];
  assertEquals(
    read({ re: 1, quote, edited: 1, reactions }),
    "[bob: Who brings the cake?] ciao (edited) (👍 2 🎉)",
  );
  assertEquals(read({ re: 1, quote: { from: "bob", text: "" } }), "[bob] ciao");
});

Deno.test("a change is told with the text as it is now, in the reader's language and not in the server's", () => {
  assertEquals(
    read({ text: "changed message 1: hi", edits: 1, now: "hi" }, it),
    "ha corretto il messaggio 1: hi",
  );
  assertEquals(read({ text: "changed message 1", edits: 1 }), "changed message 1");
});

Deno.test("a reaction is told with what it is to", () => {
  const quote = { from: "bob", text: "cake" };
  assertEquals(read({ text: "👍 to @1 bob", reacts: 1, emoji: "👍", quote }), "👍 to bob: cake");
  assertEquals(read({ text: "", reacts: 1, emoji: "👍", off: true, quote }, it), "toglie 👍 a bob: cake");
  assertEquals(read({ text: "", reacts: 1, emoji: "👍" }), "👍 to @1");
});
