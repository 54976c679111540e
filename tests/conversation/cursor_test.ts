import { assertEquals } from "@std/assert";
import { Cursor, type Novelty } from "../../conversation/cursor.ts";
import type { MessageFrame } from "../../protocol.ts";
import { SENT_AT } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const message = (seq: number, room = "lobby", past = false): MessageFrame => ({
  type: "message",
  room,
  seq,
  at: SENT_AT,
  from: "bob",
  text: `${seq}`,
  ...(past && { past: true }),
});
const record = (cursor: Cursor, ...seqs: readonly number[]): readonly Novelty[] =>
  seqs.map((seq) => cursor.record(message(seq)));

test("a message is new once, whatever comes again", () => {
  const cursor = new Cursor();
  cursor.enter({ room: "Lobby", seq: 4 }, false);
  assertEquals(record(cursor, 5, 6, 6, 5, 7), ["new", "new", "again", "again", "new"]);
  assertEquals(cursor.after, { Lobby: 7 });
  assertEquals(cursor.room, "Lobby");
});

test("what an earlier run has shown is not shown again, also under another spelling of the room", () => {
  const cursor = new Cursor({ LOBBY: 3 });
  cursor.enter({ room: "lobby", seq: 5 }, true);
  assertEquals(record(cursor, 3, 4), ["again", "new"]);
});

test("with nothing shown, one is as far as the room was on entering", () => {
  const cursor = new Cursor();
  cursor.enter({ room: "lobby", seq: 9 }, false);
  assertEquals(cursor.after, { lobby: 9 });
});

test("of a page that was asked for, messages from before are to be shown, and only until it has come", () => {
  const cursor = new Cursor();
  cursor.enter({ room: "lobby", seq: 9 }, false);
  assertEquals(cursor.record(message(10)), "new");
  cursor.pageRequested("LOBBY");
  assertEquals(cursor.record(message(3, "lobby", true)), "asked");
  assertEquals(cursor.record(message(3)), "again");
  assertEquals(cursor.record(message(11, "lobby", true)), "new");
  cursor.pageReceived("lobby");
  cursor.pageReceived("lobby");
  assertEquals(cursor.record(message(3, "lobby", true)), "again");
  cursor.pageRequested("lobby");
  assertEquals(cursor.record(message(2, "lobby", true)), "asked");
  cursor.enter({ room: "lobby", seq: 11 }, true);
  assertEquals(cursor.record(message(2, "lobby", true)), "again");
});

test("a room that was left is told no more, and what still comes of it is shown", () => {
  const cursor = new Cursor();
  cursor.enter({ room: "lobby", seq: 1 }, false);
  cursor.entered({ room: "den", seq: 2 });
  assertEquals(cursor.after, { lobby: 1, den: 2 });
  cursor.parted("Den");
  assertEquals(cursor.after, { lobby: 1 });
  assertEquals([cursor.record(message(1, "den")), cursor.record(message(1, "den"))], ["new", "new"]);
  cursor.enter({ room: "", seq: 0 }, true);
  assertEquals([cursor.after, cursor.room], [{}, undefined]);
});

test("another log begins from its beginning: it has fewer messages, or does not know the token", () => {
  const fewer = new Cursor({ lobby: 7 });
  fewer.enter({ room: "lobby", seq: 6 }, true);
  assertEquals(fewer.after, { lobby: 6 });
  assertEquals(record(fewer, 5, 5), ["new", "again"]);
  const same = new Cursor({ lobby: 7 });
  same.enter({ room: "lobby", seq: 7 }, true);
  assertEquals(record(same, 7), ["again"]);
  const unknown = new Cursor({ lobby: 7, den: 3 });
  unknown.enter({ room: "lobby", seq: 8 }, false);
  assertEquals(unknown.after, { den: 0, lobby: 8 });
  assertEquals(record(unknown, 7), ["new"]);
});
