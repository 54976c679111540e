import { assertEquals } from "@std/assert";
import { READ_INTERVAL, ReadMarks } from "../../conversation/read_marks.ts";
import { initialState } from "../../conversation/state.ts";
import type { MessageFrame } from "../../protocol.ts";
import { FakeClock } from "../support/clock.ts";
import { SENT_AT, welcomeFrame } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

/** Somebody who reads, and what the server is told of that. */
class Reader {
  readonly clock = new FakeClock();
  readonly told: string[] = [];
  isOnline = true;
  readonly reading = new ReadMarks(this.clock, (room, seq) => {
    if (this.isOnline) this.told.push(`${room} ${seq}`);
    return this.isOnline;
  });
}

test("what is read is told at once, then the last of it every two seconds, and nothing twice or back", async () => {
  const { clock, told, reading } = new Reader();
  reading.markSeen("lobby", 1);
  for (const seq of [2, 3, 2]) reading.markSeen("lobby", seq);
  assertEquals(told, ["lobby 1"]);
  await clock.advance(READ_INTERVAL);
  assertEquals(told, ["lobby 1", "lobby 3"]);
  await clock.advance(10 * READ_INTERVAL);
  for (const seq of [1, 3]) reading.markSeen("lobby", seq);
  assertEquals([told, clock.pending], [["lobby 1", "lobby 3"], 0]);
});

test("each room has its own number", async () => {
  const { clock, told, reading } = new Reader();
  reading.markSeen("lobby", 5);
  reading.markSeen("tea", 2);
  await clock.advance(READ_INTERVAL);
  assertEquals(told, ["lobby 5", "tea 2"]);
  reading.close();
});

test("what could not be told is told when it can be, and at the end at once", async () => {
  const reader = new Reader();
  const { clock, told, reading } = reader;
  reader.isOnline = false;
  reading.markSeen("lobby", 5);
  await clock.advance(READ_INTERVAL);
  reader.isOnline = true;
  await clock.advance(READ_INTERVAL);
  reading.markSeen("lobby", 6);
  assertEquals(told, ["lobby 5"]);
  reading.flush();
  reading.close();
  assertEquals([told, clock.pending], [["lobby 5", "lobby 6"], 0]);
});

test("after a break everything is told anew, as it may be another log", () => {
  const { told, reading } = new Reader();
  reading.markSeen("lobby", 5);
  reading.close();
  reading.reset();
  reading.markSeen("lobby", 2);
  reading.close();
  assertEquals(told, ["lobby 5", "lobby 2"]);
});

test("what the server knows to be read is not told again, and what it lacks is", () => {
  const { reading, told } = new Reader();
  reading.entered("Lobby", 5);
  reading.markSeen("lobby", 5);
  assertEquals(told, []);
  reading.markSeen("lobby", 6);
  assertEquals(told, ["lobby 6"]);
  reading.entered("lobby", 4); // It did not get that.
  reading.markSeen("lobby", 6);
  reading.flush();
  assertEquals(told, ["lobby 6", "lobby 6"]);
  reading.close();
});

test("of a room that was left nothing is told any more", async () => {
  const { clock, reading, told } = new Reader();
  reading.markSeen("den", 1);
  reading.markSeen("den", 2);
  reading.parted("DEN");
  await clock.advance(READ_INTERVAL);
  assertEquals(told, ["den 1"]);
  reading.markSeen("den", 1);
  assertEquals(told, ["den 1", "den 1"]);
  reading.close();
});

test("who says something has read it: my own live messages are told, and no others", () => {
  const { reading, told } = new Reader();
  const state = initialState(welcomeFrame("ada"), "lobby");
  const message: MessageFrame = {
    type: "message",
    room: "lobby",
    seq: 7,
    at: SENT_AT,
    from: "Ada",
    text: "hi",
  };
  reading.receive(message, undefined);
  reading.receive({ ...message, from: "bob" }, state);
  reading.receive({ ...message, past: true }, state);
  reading.receive({ type: "ping" }, state);
  assertEquals(told, []);
  reading.receive(message, state);
  assertEquals(told, ["lobby 7"]);
  reading.close();
});

test("what could not be told before a break is not told after it", () => {
  const reader = new Reader();
  reader.isOnline = false;
  reader.reading.markSeen("lobby", 9);
  reader.reading.reset();
  reader.isOnline = true;
  reader.reading.flush();
  assertEquals(reader.told, []);
  reader.reading.close();
});
