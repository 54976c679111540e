/** Which door the first bytes open, and what stands at those that are not open yet. */

import { assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

test("a program that is late to show its door is greeted like a person, and then understood", async () => {
  await using server = await startServer({ limits: { grace: 0 } });
  const ada = await server.plain("ada");
  const late = await server.raw();
  await server.waitForArrivals();
  await server.clock.advance(300);
  await late.waitForText("What is your name?\n");
  await late.send('{"type":"hello","name":"late"}\n{"type":"say","text":"sorry"}\n');
  await late.waitForText('{"type":"welcome"');
  await ada.waitForText("late: sorry [");
  await late.waitForText('"text":"sorry"');
  await server.clock.advance(31_000);
  await ada.sync();
  assertEquals(late.state, "open");
  assertEquals(server.logged.filter(({ event }) => event === "closed-unnamed"), []);
  await late.close();
  await ada.waitForText("<-- late left");
});

test("blanks may stand before and within a program's opening", async () => {
  await using server = await startServer();
  const bot = await server.native();
  await bot.send('\r\n { "type" : "hello" , "name" : "bot" }\r\n');
  assertEquals((await bot.waitForFrame("welcome")).name, "bot");
});

test("an IRC client gets one line in its own grammar, and the connection ends", async () => {
  await using server = await startServer();
  for (const opening of ["CAP LS 302\r\n", "NICK ada\r\nUSER ada 0 * :Ada\r\n", "pass x\r\n"]) {
    const peer = await server.raw();
    await peer.send(opening);
    assertEquals(await peer.waitForEnd(), "ended");
    assertEquals(peer.text, `ERROR :${en.doors.notYet("IRC")}\r\n`);
  }
});

test("a TLS hello gets one line, and the connection ends", async () => {
  await using server = await startServer();
  const peer = await server.raw();
  await peer.send(Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00));
  assertEquals(await peer.waitForEnd(), "ended");
  assertEquals(peer.text, `${en.doors.notYet("TLS")}\n`);
});
