/** What comes of turns that are published: an answer, a refusal, or nobody knows. */

import { assertEquals } from "@std/assert";
import type { Msg } from "@nats-io/nats-core";
import { ANSWERED_WITHIN, LOOK_EVERY, NatsPublisher } from "../../../server/cluster/nats_publisher.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

const TURN = new Uint8Array([1]);

/** What was published: where the answer is to go, and the lines of its headers. */
interface Sent {
  readonly reply: string;
  readonly told: string;
}

function make(): {
  readonly clock: FakeClock;
  readonly publisher: NatsPublisher;
  readonly sent: Sent[];
  answer(reply: string | undefined, text: string): void;
  breakDown(): void;
} {
  const clock = new FakeClock();
  const sent: Sent[] = [];
  let hear = (_: Msg): void => {};
  let isBroken = false;
  const publisher = new NatsPublisher(
    {
      subscribe: (_, { callback }) => {
        hear = (message) => callback(null, message);
        return { unsubscribe: () => {} };
      },
      publish: (subject, data, options) => {
        if (isBroken) throw new Error("closed");
        assertEquals([subject, data], ["chat.home.log", TURN]);
        sent.push({ reply: options?.reply ?? "", told: String(options?.headers) });
      },
    },
    "CHAT_home",
    "chat.home.log",
    clock,
  );
  const answer = (subject = "", text: string): void =>
    hear({ subject, data: new TextEncoder().encode(text), string: () => text, respond: () => false });
  return { clock, publisher, sent, answer, breakDown: () => void (isBroken = true) };
}

test("a turn goes with its id and the name of its stream, and its answer says where it is and whether it was there", async () => {
  const { clock, publisher, sent, answer } = make();
  const one = publisher.publish(TURN, "7.1");
  answer(sent[0]?.reply, '{"stream":"CHAT_home","seq":12}');
  const again = publisher.publish(TURN, "7.1");
  answer(sent[1]?.reply, '{"stream":"CHAT_home","seq":12,"duplicate":true}');
  assertEquals([await one, await again], [{ seq: 12, isRepeat: false }, { seq: 12, isRepeat: true }]);
  assertEquals(sent[0]?.told, "NATS/1.0\r\nNats-Msg-Id: 7.1\r\nNats-Expected-Stream: CHAT_home\r\n\r\n");
  await clock.advance(LOOK_EVERY);
  assertEquals(clock.pending, 0); // Where nothing waits nothing looks.
});

test("what JetStream refuses is told with its code, and what says nothing is no answer", async () => {
  const { publisher, sent, answer } = make();
  const full = publisher.publish(TURN, "7.1");
  answer(sent[0]?.reply, '{"error":{"code":503,"err_code":10077,"description":"no space"},"seq":0}');
  const nobody = publisher.publish(TURN, "7.1");
  answer(sent[1]?.reply, "");
  const odd = publisher.publish(TURN, "7.1");
  answer(sent[2]?.reply, '{"stream":"CHAT_home"}');
  assertEquals(await Promise.all([full, nobody, odd]), [
    { code: 10077, description: "no space" },
    undefined,
    undefined,
  ]);
});

test("without an answer nobody knows, and one that comes later answers no other attempt", async () => {
  const { clock, publisher, sent, answer } = make();
  const late = publisher.publish(TURN, "7.1");
  await clock.advance(ANSWERED_WITHIN);
  assertEquals(await late, undefined);
  const next = publisher.publish(TURN, "7.1");
  answer(sent[0]?.reply, '{"stream":"CHAT_home","seq":12}');
  answer("somewhere.else", '{"stream":"CHAT_home","seq":13}');
  await clock.advance(LOOK_EVERY);
  answer(sent[1]?.reply, '{"stream":"CHAT_home","seq":14,"duplicate":true}');
  assertEquals(await next, { seq: 14, isRepeat: true });
});

test("what cannot be sent, and what waits when it ends, has no answer and leaves no timer", async () => {
  const { clock, publisher, breakDown } = make();
  const waiting = publisher.publish(TURN, "7.1");
  publisher.close();
  breakDown();
  assertEquals([await waiting, await publisher.publish(TURN, "7.2"), clock.pending], [
    undefined,
    undefined,
    0,
  ]);
});
