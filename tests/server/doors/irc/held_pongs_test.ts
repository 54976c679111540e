/** Answers to pings, behind what their client has said. */

import { assertEquals } from "@std/assert";
import { HeldPongs, PONG_WITHIN, PONGS_HELD } from "../../../../server/doors/irc/held_pongs.ts";
import { OwnMessages, type SentMessage } from "../../../../server/doors/irc/own_messages.ts";
import { FakeClock } from "../../../support/clock.ts";

/** A client that says things and pings. */
function newClient(): {
  readonly clock: FakeClock;
  readonly own: OwnMessages;
  readonly pongs: HeldPongs;
  readonly sent: string[];
  say(label: string): SentMessage;
  ping(token: string): void;
} {
  const clock = new FakeClock();
  const own = new OwnMessages();
  const pongs = new HeldPongs(clock, own);
  const sent: string[] = [];
  return {
    clock,
    own,
    pongs,
    sent,
    say: (label) => {
      const message = { label, extras: undefined };
      own.send(message, () => {});
      return message;
    },
    ping: (token) => pongs.hold(own.lastUndecided, () => void sent.push(token)),
  };
}

Deno.test("a pong waits for what was said before its ping, and for no more; they keep their order", () => {
  const { own, pongs, sent, say, ping } = newClient();
  say("1");
  ping("a");
  say("2");
  ping("b");
  pongs.release();
  assertEquals([sent, pongs.isEmpty], [[], false]);
  own.stored();
  ping("c");
  pongs.release();
  assertEquals(sent, ["a"]);
  own.refused();
  ping("d");
  pongs.release();
  assertEquals([sent, pongs.isEmpty], [["a", "b", "c", "d"], true]);
  pongs.close();
});

Deno.test("while nothing is decided a pong comes after some seconds all the same, and none after its client is gone", async () => {
  const { clock, pongs, sent, say, ping } = newClient();
  say("1");
  ping("a");
  await clock.advance(1_000);
  ping("b");
  await clock.advance(PONG_WITHIN - 1_001);
  assertEquals(sent, []);
  await clock.advance(1);
  assertEquals(sent, ["a"]);
  await clock.advance(1_000);
  assertEquals(sent, ["a", "b"]);
  ping("c");
  pongs.close();
  await clock.advance(PONG_WITHIN);
  assertEquals(sent, ["a", "b"]);
});

Deno.test("of many pings that wait the oldest is answered sooner: a client has no more of them kept than a few", () => {
  const { pongs, sent, say, ping } = newClient();
  say("1");
  for (let count = 0; count < PONGS_HELD + 2; count++) ping(`${count}`);
  assertEquals(sent, ["0", "1"]);
  pongs.close();
});
