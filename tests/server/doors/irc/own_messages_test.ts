/** What an IRC client has sent, until it is decided. */

import { assertEquals } from "@std/assert";
import { OwnMessages } from "../../../../server/doors/irc/own_messages.ts";

const message = (label: string) => ({ label, extras: undefined });

Deno.test("what is refused later, for whatever reason, is no more what the next stored message was", () => {
  const own = new OwnMessages();
  const [first, second] = [message("1"), message("2")];
  for (const sent of [first, second]) assertEquals(own.send(sent, () => {}), true);
  own.refused(); // Its author was muted while it was on its way, say.
  own.noteRefusal();
  assertEquals(own.stored(), second);
  assertEquals(own.lastUndecided, undefined);
});

Deno.test("what is refused as it is sent was never sent, and those before it are still under way", () => {
  const own = new OwnMessages();
  const first = message("1");
  own.send(first, () => {});
  const isSent = own.send(message("2"), () => own.noteRefusal());
  assertEquals([isSent, own.lastUndecided], [false, first]);
  own.send(message("3"), () => {
    own.refused(); // Too much waits to be sent.
    own.noteRefusal();
  });
  assertEquals(own.stored(), first);
});

Deno.test("what is refused when its turn comes was never sent either", () => {
  const own = new OwnMessages();
  const isSent = own.sendInTurn(message("1"), () => {});
  own.noteRefusal();
  assertEquals([isSent(), own.lastUndecided], [false, undefined]);
});
