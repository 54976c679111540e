import { assertEquals } from "@std/assert";
import type { RoomEvent } from "../../../../protocol.ts";
import { nativeFormat } from "../../../../server/doors/native/door.ts";
import { plainFormat } from "../../../../server/doors/plain/sentences.ts";
import { Outbox } from "../../../../server/core/delivery/outbox.ts";
import { type Feed, type Membership, Room } from "../../../../server/core/rooms/room.ts";
import { Turn } from "../../../../server/core/delivery/turn.ts";
import { en } from "../../../../words/en.ts";
import { FakeClock } from "../../../support/clock.ts";
import { FakeSink, rethrow } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** A room whose `tell` ends a turn, and members that tell what reached them. */
function makeRoom() {
  const room = new Room("lobby");
  const clock = new FakeClock();
  const turn = new Turn(() => {}, () => room.publish());
  const join = (name: string, format = nativeFormat) => {
    const sink = new FakeSink();
    const outbox = new Outbox(sink, { limit: 10_000, clock, turn, onFault: rethrow }, {
      outboxOverflowed: () => {},
    });
    const hasReceivedAll = (): void => outbox.finish();
    const membership = room.enter({ name, publicId: `p-${name}`, activeAt: 0, away: undefined }, 0);
    const feed = room.subscribe({ format, outbox, ignores: undefined, hasReceivedAll });
    room.goLive(feed);
    /** `type text|name` of what came since the last time. */
    const got = (): readonly string[] => {
      const lines = sink.text.split("\n").slice(0, -1);
      sink.writes.length = 0;
      return lines.map((line) => {
        const event: { type: string; name?: string; text?: string } = JSON.parse(line);
        return `${event.type} ${event.name ?? event.text}`;
      });
    };
    return { member: { membership, feed }, sink, got };
  };
  const say = (text: string): void => room.post(message(text));
  const leave = ({ membership, feed }: { membership: Membership; feed: Feed }): void => {
    room.finish(feed);
    room.leave(membership, { reason: "left", at: 0 });
  };
  const tell = async (): Promise<void> => {
    turn.end();
    await clock.advance(0);
  };
  return { room, join, say, leave, tell };
}

function message(text: string): RoomEvent {
  return { type: "message", room: "lobby", seq: 1, at: 0, from: "x", text };
}

test("a newcomer hears what is said after coming; the others hear that they came, too", async () => {
  const { join, say, tell } = makeRoom();
  const ada = join("ada");
  await tell();
  say("before");
  const bob = join("bob");
  say("after");
  await tell();
  assertEquals(ada.got(), ["message before", "joined bob", "message after"]);
  assertEquals(bob.got(), ["message after"]);
});

test("nobody is told of their own coming and going", async () => {
  const { join, leave, tell } = makeRoom();
  const ada = join("ada");
  await tell();
  leave(ada.member);
  await tell();
  assertEquals(ada.got(), []);
});

test("who leaves gets what was told before that, then nothing, and is let go", async () => {
  const { join, say, leave, tell } = makeRoom();
  const ada = join("ada");
  const bob = join("bob");
  await tell();
  bob.got(), ada.got();
  say("before");
  leave(bob.member);
  say("after");
  await tell();
  say("much later");
  await tell();
  assertEquals(bob.got(), ["message before"]);
  assertEquals(bob.sink.calls, ["end"]);
  assertEquals(ada.got(), ["message before", "left bob", "message after", "message much later"]);
});

test("who comes and goes in one turn gets only what was between", async () => {
  const { join, say, leave, tell } = makeRoom();
  const ada = join("ada");
  say("before");
  const bob = join("bob");
  say("between");
  leave(bob.member);
  say("after");
  await tell();
  assertEquals(bob.got(), ["message between"]);
  assertEquals(ada.got().slice(1), ["joined bob", "message between", "left bob", "message after"]);
});

test("leaving twice is told once, and leaving what one is not in never", async () => {
  const { join, leave, tell } = makeRoom();
  const ada = join("ada");
  const bob = join("bob");
  await tell();
  ada.got();
  leave(bob.member);
  leave(bob.member);
  await tell();
  leave(bob.member);
  await tell();
  assertEquals(ada.got(), ["left bob"]);
});

test("a message has its place when it is said, and fills it when it is stored", async () => {
  const { room, join, say, tell } = makeRoom();
  const ada = join("ada");
  const place = room.reserve();
  room.reserve();
  say("second");
  room.fill(place, message("first"));
  await tell();
  assertEquals(ada.got(), ["message first", "message second"]);
});

test("each door reads its own grammar", async () => {
  const { join, tell } = makeRoom();
  const ada = join("ada");
  const bob = join("bob", plainFormat(en));
  join("cy");
  await tell();
  assertEquals(ada.got(), ["joined bob", "joined cy"]);
  assertEquals(bob.sink.text, "--> cy joined\n");
});

test("the names are those of who is in, in the order in which they came", () => {
  const { room, join, leave } = makeRoom();
  const [ada] = ["ada", "bob", "cy", "dan"].map((name) => join(name));
  assertEquals(room.names(), ["ada", "bob", "cy", "dan"]);
  if (ada !== undefined) leave(ada.member);
  assertEquals([room.size, ...room.names()], [3, "bob", "cy", "dan"]);
});
