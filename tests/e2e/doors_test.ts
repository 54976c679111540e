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

/** How programs begin that speak none of this port's protocols. */
const PROTOCOLS: readonly string[] = [
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "QUERY / HTTP/1.1\r\nHost: x\r\n\r\n",
  "get / http/1.1\r\n\r\n",
  "PROPFIND /a b HTTP/1.1\n",
  "DESCRIBE rtsp://x/ RTSP/1.0\r\n",
  "REGISTER sip:x SIP/2.0\r\n",
  "HTTP/1.1 200 OK\r\n",
  "SSH-2.0-OpenSSH_9.9\r\n",
  "SSH-1.5-x\n",
  "PROXY TCP4 192.0.2.1 192.0.2.2 5 6\r\nada\r\n",
  "\r\n\r\n\0\r\nQUIT\n!\x11\0\x0c",
  "EHLO mail.example\r\n",
  "HELO x\r\n",
  "ehlo [127.0.0.1]\r\n",
  "EHLO\n",
  "*1\r\n$4\r\nPING\r\n",
  "PING\r\n",
  "PING\n",
  "STOMP\naccept-version:1.2\n\n\0",
  "CONNECT\nhost:x\n\n\0",
  "set k 0 0 1\r\na\r\n",
  "get k\r\n",
  "stats\r\n",
  "version\r\n",
  "a001 CAPABILITY\r\n",
  "<?xml version='1.0'?><stream:stream>\n",
  "RFB 003.008\n",
  "AMQP\0\0\x09\x01",
  "\x10\x0c\0\x04MQTT\x04",
  "\0\0\0\x08\x04\xd2\x16\x2f",
  "\x16\x01\n",
  "ada\x01\n",
  "003egit-upload-pack /x\0host=y\0",
];

for (const opening of PROTOCOLS) {
  test(`${JSON.stringify(opening)} is no person: one line, and the connection ends`, async () => {
    await using server = await startServer();
    const bob = await server.native("bob");
    const bytes = Uint8Array.from(opening, (char) => char.charCodeAt(0));
    const peer = await server.raw();
    await peer.send(bytes);
    assertEquals(await peer.waitForEnd(), "ended");
    assertEquals(peer.text, `${en.plain.noPerson}\n`);
    const greeted = await server.raw();
    await server.waitForArrivals();
    await server.clock.advance(300);
    await greeted.waitForText("What is your name?\n");
    await greeted.send(bytes);
    assertEquals(await greeted.waitForEnd(), "ended");
    assertEquals(greeted.text.split("\n").slice(2), [en.plain.noPerson, ""]);
    await bob.sync();
    assertEquals(bob.framesOf("joined"), []);
  });
}

test("the protocol of a program is seen however its first line is cut", async () => {
  await using server = await startServer();
  for (const opening of ["SSH-2.0-OpenSSH_9.9\r\n", "EHLO mail.example\r\n", "QUERY / HTTP/1.1\r\n"]) {
    const peer = await server.raw();
    for (const char of opening) {
      await peer.send(char);
      await server.waitForArrivals();
    }
    assertEquals(await peer.waitForEnd(), "ended");
    assertEquals(peer.text.split("\n").at(-2), en.plain.noPerson);
  }
});

test("a person whose name is an ordinary word is one, also where a protocol has that word", async () => {
  await using server = await startServer({ limits: { maxPerAddress: 100 } });
  const names = ["Ping", "Pri", "Quit", "Helo", "Stomp", "ssh", "Connect", "stats", "get", "Proxy", "SET"];
  for (const name of names) {
    const peer = await server.raw();
    await peer.send(`${name}\n`);
    await peer.waitForText(`Hello ${name}!`);
    await peer.close();
  }
  for (const typed of ["\x1b[Aada\n", "Ada Lovelace\n", "\tada b\n", "I like http\n"]) {
    const peer = await server.raw();
    await peer.send(typed);
    await peer.waitForText(" is free.\n");
    await peer.send("/quit\n");
    await peer.waitForText("Goodbye.\n");
  }
});

test("what a person says once in may read like a protocol", async () => {
  await using server = await startServer();
  const bob = await server.native("bob");
  const ada = await server.plain("ada");
  await ada.send("EHLO mail.example\nSSH-2.0-x\nGET / HTTP/1.1\n");
  await bob.waitForMessage("EHLO mail.example");
  await bob.waitForMessage("SSH-2.0-x");
  await bob.waitForMessage("GET / HTTP/1.1");
});

test("what is rubbed out with Backspace or Delete is not said, and CR NUL ends a line", async () => {
  await using server = await startServer();
  const bob = await server.native("bob");
  const ada = await server.raw();
  await ada.send("adx\x08a\r\0");
  await ada.waitForText("Hello ada!");
  await ada.send("secret\x7f\x7f\x7f\x7f\x7f\x7fhi thx\x08ere\r");
  await ada.send("\0caff\u00e9\x08e\r\n\u{1f600}\x7fok\n");
  for (const text of ["hi there", "caffe", "ok"]) await bob.waitForMessage(text);
  assertEquals(bob.framesOf("message").map(({ text }) => text), ["hi there", "caffe", "ok"]);
});
