/** `GET /events`: a script hears a room as server-sent events, and nobody sees it. */

import { assert, assertEquals } from "@std/assert";
import { decodeServerFrame, type MessageFrame, type ServerFrame } from "../../protocol.ts";
import { createBotToken, revokeBotToken } from "../../server.ts";
import { en } from "../../words/en.ts";
import { TempFolder } from "../support/temp_folder.ts";
import type { RawPeer } from "../support/peers.ts";
import { startServer, type TestServer, type TestServerOptions } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** When tokens are made, in ms since 1970. */
const NOW = 1_795_256_542_047;

/** An event as a browser's `EventSource` would give it. */
interface Heard {
  readonly event: string;
  readonly id: string | undefined;
  readonly frame: ServerFrame | undefined;
}

/** The whole events that came; comments are none. */
function eventsOf({ text }: RawPeer): readonly Heard[] {
  const [, body = ""] = text.split(/\r\n\r\n([^]*)/);
  return body.split("\n\n").slice(0, -1).flatMap((block) => {
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
    const data = field("data");
    return data === undefined
      ? []
      : [{ event: field("event") ?? "message", id: field("id"), frame: decodeServerFrame(data) }];
  });
}

/** The messages that came. */
function messagesOf(peer: RawPeer): readonly MessageFrame[] {
  return eventsOf(peer).flatMap(({ frame }) => frame?.type === "message" ? [frame] : []);
}

/** A room with a log, a token for it, and one who listens with it. */
async function openHeardRoom(
  act: (scene: {
    readonly room: TestServer;
    readonly token: string;
    readonly data: string;
    listen(query?: string, more?: string): Promise<RawPeer>;
  }) => Promise<void>,
  options: Partial<TestServerOptions> = {},
): Promise<void> {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const made = createBotToken(data, "ci", "guest", NOW);
  assert(made.isMade);
  const { token } = made;
  await using server = await startServer({ data, ...options });
  const listen = async (query = "", more = ""): Promise<RawPeer> => {
    const peer = await server.raw();
    await peer.send(
      `GET /events${query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`,
    );
    await peer.waitForText("\r\n\r\n");
    return peer;
  };
  await act({ room: server, token, data, listen });
}

/** Resolves when so many messages have come. */
function hears(peer: RawPeer, count: number): Promise<unknown> {
  return peer.waitFor(`${count} messages`, () => messagesOf(peer).length >= count || undefined);
}

test("who listens hears what is said from then on, and who comes and goes, and is seen by nobody", () =>
  openHeardRoom(async ({ room, listen }) => {
    const ada = await room.native("ada");
    await ada.say("before");
    await ada.waitForMessage("before");
    const ear = await listen();
    assert(ear.text.startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"));
    assert(!ear.text.includes("Content-Length") && ear.text.includes("\r\n\r\nretry: 3000\n\n"), ear.text);
    await ada.say("zwei\nZeilen");
    await hears(ear, 1);
    await room.native("bob");
    await ear.waitForText('"joined"');
    const [first, second] = eventsOf(ear);
    const message = await ada.waitForMessage("zwei\nZeilen");
    assertEquals(first, { event: "message", id: "2", frame: message });
    assertEquals([second?.id, second?.frame?.type], [undefined, "joined"]);
    await ada.sendFrames({ type: "who", room: "lobby" });
    assertEquals((await ada.waitForFrame("members")).members, ["ada", "bob"]);
    await ear.close();
    await room.waitForLog("stopped-listening");
    await ada.sync();
    assertEquals([ada.framesOf("joined").length, ada.framesOf("left").length], [1, 0]);
  }));

test("any room can be heard, its topic and new names as well, and nothing of other rooms", () =>
  openHeardRoom(async ({ room, listen }) => {
    const ada = await room.native("ada");
    await ada.sendFrames({ type: "join", room: "Tea" });
    await ada.waitForFrame("entered");
    const ear = await listen("?room=%23tea");
    await ada.say("elsewhere");
    await ada.sendFrames({ type: "topic", room: "tea", text: "leaves" });
    await ada.sendFrames({ type: "say", room: "tea", text: "milk?" });
    await hears(ear, 2);
    await ada.sendFrames({ type: "nick", name: "eve" }, { type: "say", room: "tea", text: "sugar?" });
    await hears(ear, 3);
    const heard = eventsOf(ear).map(({ id, frame }) =>
      frame?.type === "message"
        ? [id, frame.room, frame.from, frame.text, frame.topic]
        : frame?.type === "renamed"
        ? [id, frame.from, frame.to]
        : [frame?.type]
    );
    assertEquals(heard, [
      ["1", "Tea", "ada", "leaves", true],
      ["2", "Tea", "ada", "milk?", undefined],
      [undefined, "ada", "eve"],
      ["3", "Tea", "eve", "sugar?", undefined],
    ]);
  }));

test("a room where nothing was said stays for who listens, and is gone with them", () =>
  openHeardRoom(async ({ room, listen }) => {
    const ada = await room.native("ada");
    await ada.sendFrames({ type: "join", room: "tea" });
    await ada.waitForFrame("entered");
    const ear = await listen("?room=tea");
    await ada.sendFrames({ type: "part", room: "tea" });
    await ear.waitForText('"left"');
    await ada.sendFrames({ type: "rooms" });
    const { rooms } = await ada.waitForFrame("rooms");
    assertEquals(rooms, [{ room: "lobby", count: 1 }, { room: "tea", count: 0 }]);
    await ada.sendFrames({ type: "join", room: "tea" }, { type: "say", room: "tea", text: "again", id: 1 });
    await hears(ear, 1);
    await ada.sendFrames({ type: "join", room: "bar" });
    await ada.waitForFrame("entered", (frame) => frame.room === "bar");
    const other = await listen("?room=bar");
    await ada.sendFrames({ type: "part", room: "bar" });
    await other.waitForText('"left"');
    await other.close();
    await room.waitForLog("stopped-listening");
    await ada.sync();
    await ada.sendFrames({ type: "rooms" });
    const after = await ada.waitFor("a second list", () => ada.framesOf("rooms")[1]);
    assertEquals(after.rooms.map((line) => line.room), ["lobby", "tea"]);
  }));

for (
  const [how, query, more] of [
    ["after=", "?room=lobby&after=120", ""],
    ["Last-Event-ID", "?after=1", "Last-Event-ID: 120\r\n"],
  ] as const
) {
  test(`who listens with ${how} gets all after that number and then what is said, in order, once each`, () =>
    openHeardRoom(async ({ room, listen }) => {
      const ada = await room.native("ada");
      for (let i = 1; i <= 300; i++) await ada.say(`${i}`);
      await ada.waitForMessage("300");
      const saying = (async () => {
        for (let i = 301; i <= 600; i++) await ada.say(`${i}`);
      })();
      const ear = await listen(query, more);
      await saying;
      await hears(ear, 480);
      await ada.say("601"); // All before that may have been said before the listener was there.
      await hears(ear, 481);
      const heard = messagesOf(ear);
      assertEquals(heard.map(({ seq }) => seq), Array.from({ length: 481 }, (_, i) => i + 121));
      assertEquals(eventsOf(ear).map(({ id }) => id), heard.map(({ seq }) => `${seq}`));
      assertEquals([heard[0]?.past, heard.at(-1)?.past], [true, undefined]);
    }, { limits: { rate: null } }));
}

test("a number that is higher than any is of another log: what is said now is heard", () =>
  openHeardRoom(async ({ room, listen }) => {
    const ear = await listen("?after=999");
    const ada = await room.native("ada");
    await ada.say("one");
    await hears(ear, 1);
    assertEquals(messagesOf(ear).map(({ seq }) => seq), [1]);
  }));

test("what is no longer kept is told of as a gap", () =>
  openHeardRoom(async ({ room, listen }) => {
    const ada = await room.native("ada");
    for (let i = 1; i <= 10; i++) await ada.say(`${i}`);
    await ada.waitForMessage("10");
    await room.clock.advance(6_000);
    const ear = await listen("?after=2");
    await hears(ear, 3);
    const [gap] = eventsOf(ear);
    assertEquals(gap?.frame, {
      type: "notice",
      code: "gap",
      text: en.gap(3, 7),
      room: "lobby",
      from: 3,
      to: 7,
    });
  }, { keep: { kind: "count", count: 3 } }));

test("a listener that is told nothing gets a comment every fifteen seconds, and is not pinged away", () =>
  openHeardRoom(async ({ room, listen }) => {
    const ear = await listen();
    for (let i = 1; i <= 20; i++) {
      await room.clock.advance(15_000);
      await ear.waitFor("a beat", () => ear.text.split("\n\n:").length === i + 1 || undefined);
    }
    assertEquals([ear.state, eventsOf(ear)], ["open", []]);
  }));

test("a listener that does not read is let go, and the room goes on", () =>
  openHeardRoom(async ({ room, token }) => {
    const deaf = await room.raw({ reads: false });
    await deaf.send(`GET /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await room.waitForLog("listening");
    const ada = await room.native("ada");
    const gone = room.waitForLog("stopped-listening");
    let isGone = false;
    gone.then(() => isGone = true, () => isGone = true);
    for (let i = 0; !isGone; i++) {
      await ada.say("x".repeat(4_000));
      await ada.waitForFrame("message", ({ seq }) => seq > i);
    }
    await gone;
    await ada.say("still here");
    await ada.waitForMessage("still here");
  }, { limits: { rate: null, outboxBytes: 65_536 } }));

test("a server that stops says so to listeners, and when to come back", () =>
  openHeardRoom(async ({ room, listen }) => {
    const ear = await listen();
    await room.stop();
    await ear.waitForEnd();
    const [last] = eventsOf(ear);
    assertEquals([last?.event, last?.frame?.type], ["closing", "bye"]);
    assert(ear.text.includes("event: closing\nretry: 3000\ndata: "));
  }));

test("with its token a listener's connection ends, too", () =>
  openHeardRoom(async ({ room, data, listen }) => {
    const ear = await listen();
    revokeBotToken(data, "ci", NOW);
    await room.clock.advance(1_000);
    assertEquals(await ear.waitForEnd(), "ended");
    assertEquals(eventsOf(ear).map(({ event }) => event), ["removed"]);
    assert((await listen()).text.startsWith("HTTP/1.1 401 "));
  }));

test("what is wrong with a request for events is said in one sentence with its status", () =>
  openHeardRoom(async ({ room, listen }) => {
    const noRoom = en.doors.noRoom("tea");
    const badField = en.problem({ code: "bad-field", field: "after" });
    const cases = [
      [await listen("?room=tea"), 404, noRoom],
      [await listen("?after=x"), 400, badField],
      [await listen("?after=99999999999999999999"), 400, badField],
      [await listen("", "Last-Event-ID: -1\r\n"), 400, badField],
      [await listen("", "Origin: https://evil.example\r\n"), 403, en.doors.otherPage],
    ] as const;
    for (const [peer, status, sentence] of cases) {
      await peer.waitForEnd();
      assert(peer.text.startsWith(`HTTP/1.1 ${status} `), peer.text);
      assert(peer.text.endsWith(`\r\n\r\n${sentence}\n`), peer.text);
    }
    const post = await room.raw();
    await post.send("POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    await post.waitForText("405 Method Not Allowed\r\n");
    const stranger = await room.raw();
    await stranger.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    await stranger.waitForText("401 Unauthorized\r\n");
  }));
