/** Bots that listen to a room without being members. */

import { assertEquals } from "@std/assert";
import type { BotToken } from "../../../../server/store/accounts.ts";
import { Subscriptions } from "../../../../server/core/bots.ts";
import { nativeFormat } from "../../../../server/doors/native/format.ts";
import { test } from "../../../support/sanitized.ts";
import { FakeSink, TestCore } from "../../../support/test_core.ts";

const CI: BotToken = { id: 7, name: "ci", created: 0, used: undefined };
const HEARTBEAT = new TextEncoder().encode("beat\n");

/** A core and its subscriptions, and what a new one receives. */
function open() {
  const core = new TestCore();
  let isValid = true;
  const tokens = { find: () => CI, isValid: () => isValid, names: () => ["ci"], noteUse: () => {} };
  const subscriptions = new Subscriptions({ ...core.hub.context, tokens });
  const subscribe = (room: string, after?: number) => {
    const sink = new FakeSink();
    const { address, outbox } = core.peer(sink);
    const peer = { address, outbox, format: nativeFormat, host: "192.0.2.1", heartbeat: HEARTBEAT };
    const end = subscriptions.open(
      CI,
      peer,
      { room, after },
      new TextEncoder().encode("head\n"),
      core.clock.elapsed(),
    );
    return { sink, end, lines: () => sink.text.split("\n").slice(0, -1).map(summary) };
  };
  return { core, subscriptions, subscribe, revoke: () => void (isValid = false) };
}

/** The type of an event and what it is about; other lines as they are. */
function summary(line: string): string {
  if (!line.startsWith("{")) return line;
  const frame: { type: string; text?: string; name?: string; reason?: string } = JSON.parse(line);
  return `${frame.type} ${frame.text ?? frame.name}`;
}

test("a subscriber receives what members do from then on, and is none of them", async () => {
  const { core, subscribe } = open();
  const ada = await core.member("ada");
  ada.say("before");
  const bot = subscribe("lobby");
  ada.say("after");
  await core.member("bob");
  assertEquals(bot.lines(), ["head", "message after", "joined bob"]);
  assertEquals(core.hub.context.rooms.find("lobby")?.names(), ["ada", "bob"]);
  assertEquals(ada.framesOf("joined").map(({ name }) => name), ["bob"]);
});

test("a subscriber with a number gets what it missed first; one with a number of another log gets what is new", async () => {
  const { core, subscribe } = open();
  const ada = await core.member("ada");
  for (const text of ["one", "two", "three"]) ada.say(text);
  const [behind, foreign] = [subscribe("lobby", 1), subscribe("lobby", 99)];
  ada.say("four");
  await core.endTurn();
  assertEquals(behind.lines(), ["head", "message two", "message three", "message four"]);
  assertEquals(foreign.lines(), ["head", "message four"]);
});

test("a silent subscriber gets a heartbeat each 15 seconds, and goodbye when its token is revoked", async () => {
  const { core, subscriptions, subscribe, revoke } = open();
  const bot = subscribe("lobby");
  for (let second = 1; second <= 31; second++) {
    await core.clock.advance(1_000);
    subscriptions.sweep(core.clock.elapsed());
    await core.endTurn();
  }
  assertEquals(bot.lines(), ["head", "beat", "beat"]);
  revoke();
  subscriptions.sweep(core.clock.elapsed());
  await core.endTurn();
  assertEquals(bot.lines().at(-1)?.split(" ")[0], "bye");
  assertEquals(bot.sink.calls, ["end"]);
});

test("a room that only a subscriber is in is there until it is gone", async () => {
  const { core, subscribe } = open();
  const bot = subscribe("tea");
  await core.endTurn();
  assertEquals(core.hub.context.rooms.find("tea")?.isEmpty, false);
  bot.end();
  bot.end();
  await core.endTurn();
  assertEquals(core.hub.context.rooms.find("tea"), undefined);
  assertEquals(core.logged.map(({ event }) => event), ["listening", "stopped-listening"]);
});

test("a subscriber that does not read is dropped, and nobody else waits for it", async () => {
  const { core, subscribe } = open();
  const ada = await core.member("ada");
  const bot = subscribe("lobby");
  bot.sink.state = "stalls";
  for (let i = 0; i < 400; i++) {
    ada.say("x".repeat(3_900));
    await core.endTurn();
  }
  assertEquals([ada.messageTexts.length, bot.sink.calls], [400, ["close"]]);
  assertEquals(core.logged.at(-1)?.event, "stopped-listening");
});

test("when the server closes every subscriber is told when it is back", async () => {
  const { core, subscriptions, subscribe } = open();
  const bot = subscribe("lobby");
  subscriptions.close(5);
  await core.endTurn();
  assertEquals([bot.lines().at(-1)?.includes(core.hub.words.restarting(5)), bot.sink.calls], [true, ["end"]]);
});
