import { assertEquals } from "@std/assert";
import { Cursor } from "../../conversation/cursor.ts";
import { JoinedRooms } from "../../conversation/joined_rooms.ts";
import type { EnteredFrame, MessageFrame } from "../../protocol.ts";
import { FakeClock } from "../support/clock.ts";
import { SENT_AT } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const message = (room: string, seq: number, past = false): MessageFrame => ({
  type: "message",
  room,
  seq,
  at: SENT_AT,
  from: "bob",
  text: "",
  ...(past && { past: true }),
});
const entered = (room: string, seq = 0): EnteredFrame => ({
  type: "entered",
  room,
  members: ["ada"],
  count: 1,
  seq,
  read: 0,
  at: SENT_AT,
});

/** A member in the lobby, and what was stored of their rooms. */
function begin(): {
  readonly clock: FakeClock;
  readonly rooms: JoinedRooms;
  readonly stored: Readonly<Record<string, number>>[];
} {
  const clock = new FakeClock();
  const stored: Readonly<Record<string, number>>[] = [];
  const rooms = new JoinedRooms(clock, new Cursor(), { saveCursor: (last) => void stored.push(last) });
  assertEquals(rooms.enter({ room: "lobby", seq: 5 }, false), []);
  return { clock, rooms, stored };
}

test("the rooms that one is in, and how far, are what a hello tells and what is stored", () => {
  const { clock, rooms, stored } = begin();
  assertEquals(rooms.receive(entered("den", 2)), []);
  assertEquals([rooms.after, rooms.room], [{ lobby: 5, den: 2 }, "lobby"]);
  rooms.receive({ type: "parted", room: "lobby" });
  assertEquals([rooms.after, rooms.room], [{ den: 2 }, "den"]);
  assertEquals(stored, [{ lobby: 5 }, { lobby: 5, den: 2 }, { den: 2 }]);
  assertEquals(clock.pending, 0);
});

test("a room that one asked to leave is told no more from then on", () => {
  const { rooms } = begin();
  rooms.receive(entered("den"));
  rooms.sent({ type: "part", room: "den" });
  assertEquals(rooms.after, { lobby: 5 });
});

test("a page of the history is shown though it was before, until its end has come", () => {
  const { rooms } = begin();
  assertEquals(rooms.receive(message("lobby", 6)), []);
  assertEquals(rooms.receive(message("lobby", 6)), "again");
  rooms.sent({ type: "history", room: "lobby" });
  assertEquals(rooms.receive(message("lobby", 3, true)), []);
  rooms.receive({ type: "history", room: "lobby", count: 1, more: false });
  assertEquals(rooms.receive(message("lobby", 3, true)), "again");
  rooms.save();
});

test("a request that was answered is not made again after a break, one without an answer is", () => {
  const { rooms } = begin();
  rooms.sent({ type: "join", room: "den" });
  rooms.sent({ type: "join", room: "tea" });
  rooms.receive(entered("den"));
  rooms.sent({ type: "part", room: "den" });
  rooms.disconnected();
  assertEquals(rooms.enter({ room: "lobby", seq: 5 }, true), [{ type: "join", room: "tea" }]);
  assertEquals(rooms.receive(entered("den")), [{ type: "part", room: "den" }]);
  assertEquals(rooms.after, { lobby: 5 });
});

test("what was shown is stored a second after it, once for many, and at once when it is saved", async () => {
  const { clock, rooms, stored } = begin();
  for (const seq of [6, 7]) rooms.receive(message("lobby", seq));
  await clock.advance(1000);
  assertEquals(stored.slice(1), [{ lobby: 7 }]);
  rooms.receive(message("lobby", 8));
  rooms.save();
  assertEquals([stored.at(-1), stored.length, clock.pending], [{ lobby: 8 }, 3, 0]);
});
