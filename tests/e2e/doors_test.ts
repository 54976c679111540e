/** Which door the first bytes open, and what stands at those that are not open yet. */

import { assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { openRoom } from "../support/room.ts";
import { test } from "../support/test.ts";

test("a program that is late to show its door is greeted like a person, and then understood", async () => {
  await using room = await openRoom({ limits: { grace: 0 } });
  const ada = await room.plain("ada");
  const late = await room.raw();
  await room.arrived();
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
