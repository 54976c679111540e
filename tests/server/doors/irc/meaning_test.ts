/** What the text of an IRC message means. */

import { assertEquals } from "@std/assert";
import { meaningOf } from "../../../../server/doors/irc/commands/text.ts";

Deno.test("what somebody does is told whole, also by a client that leaves out the end; other requests are no text", () => {
  const meant = (written: string): string => {
    const meaning = meaningOf(written);
    return meaning.kind === "ctcp" ? "-" : `${meaning.kind}: ${meaning.text}`;
  };
  assertEquals(meant("\x01ACTION waves\x01"), "action: waves");
  assertEquals(meant("\x01ACTION waves"), "action: waves");
  assertEquals(meant("\x01ACTION one\ntwo\x01"), "action: one\ntwo");
  assertEquals(meant("\x01ACTION \x01"), "action: ");
  assertEquals(["\x01ACTION\x01", "\x01action waves\x01", "\x01VERSION\x01", "\x01"].map(meant), [
    "-",
    "-",
    "-",
    "-",
  ]);
  assertEquals(meant("so \x01ACTION waves\x01"), "text: so \x01ACTION waves\x01");
});
