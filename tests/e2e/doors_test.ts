/** Which door the first bytes open, and what stands at those that are not open yet. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { openRoom } from "../support/room.ts";
import { test } from "../support/test.ts";

test("a program that is late to show its door is greeted like a person, and then understood", async () => {
  await using room = await openRoom({ limits: { grace: 0 } });
  const ada = await room.plain("ada");
  const late = await room.raw();
  await room.logs("connected", 2);
  await room.clock.advance(300);
  await late.sees("What is your name?\n");
  await late.send('{"type":"hello","name":"late"}\n{"type":"say","text":"sorry"}\n');
  await late.sees('{"type":"welcome"');
  await ada.sees("late: sorry [");
  await late.sees('"text":"sorry"');
  await room.clock.advance(31_000);
  await ada.sync();
  assertEquals(late.standing, "open");
  assertEquals(room.logged.filter(({ event }) => event === "closed-unnamed"), []);
  await late.close();
  await ada.sees("<-- late left");
});

test("blanks may stand before and within a program's opening", async () => {
  await using room = await openRoom();
  const bot = await room.native();
  await bot.send('\r\n { "type" : "hello" , "name" : "bot" }\r\n');
  assertEquals((await bot.gets("welcome")).name, "bot");
});

test("a browser gets a page that says how to come in, with this server's address, and is no member", async () => {
  await using room = await openRoom({ title: "<b>Pub</b>" });
  const ada = await room.plain("ada");
  const response = await fetch(`http://127.0.0.1:${room.server.port}/`);
  const page = await response.text();
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert(page.includes(`nc 127.0.0.1 ${room.server.port}`));
  assert(page.includes(`chat client --host 127.0.0.1 --port ${room.server.port}`));
  assert(!page.includes("<b>"));
  await ada.sync();
  assert(!ada.text.includes("-->"));
});

for (
  const [request, status, hasBody] of [
    ["GET /other HTTP/1.1\r\nHost: x\r\n\r\n", "404 Not Found", true],
    ["HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", false],
    ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "405 Method Not Allowed", true],
  ] as const
) {
  test(`${request.split("\r")[0]} is answered with ${status}, and the connection ends`, async () => {
    await using room = await openRoom();
    const peer = await room.raw();
    await peer.send(request);
    assertEquals(await peer.ending(), "ended");
    const [head = "", body = ""] = peer.text.split("\r\n\r\n");
    assertEquals(head.split("\r\n")[0], `HTTP/1.1 ${status}`);
    assertEquals(body !== "", hasBody);
  });
}

test("a browser that never ends its request is let go after five seconds", async () => {
  await using room = await openRoom();
  const peer = await room.raw();
  await peer.send("GET / HTTP/1.1\r\nHost: x\r\n");
  const ada = await room.native("ada"); // By then the request has been read.
  await room.clock.advance(4_999);
  await ada.sync();
  assertEquals(peer.standing, "open");
  await room.clock.advance(1);
  assertEquals(await peer.ending(), "ended");
  assertEquals(peer.text, "");
});

test("an IRC client gets one line in its own grammar, and the connection ends", async () => {
  await using room = await openRoom();
  for (const opening of ["CAP LS 302\r\n", "NICK ada\r\nUSER ada 0 * :Ada\r\n", "pass x\r\n"]) {
    const peer = await room.raw();
    await peer.send(opening);
    assertEquals(await peer.ending(), "ended");
    assertEquals(peer.text, `ERROR :${en.doors.notYet("IRC")}\r\n`);
  }
});

test("a TLS hello gets one line, and the connection ends", async () => {
  await using room = await openRoom();
  const peer = await room.raw();
  await peer.send(Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00));
  assertEquals(await peer.ending(), "ended");
  assertEquals(peer.text, `${en.doors.notYet("TLS")}\n`);
});
