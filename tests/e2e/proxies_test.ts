/** Connections that a proxy passes on: whom it is believed to pass on, and what of somebody else is not believed. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { testInClear as test } from "../support/sanitized.ts"; // The header comes before TLS.

const HELLO = '{"type":"hello","name":"bot"}\n';
const UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const TRUSTING = { proxies: ["127.0.0.0/8"], limits: { maxPerAddress: 2 } } as const;

/** A PROXY header of version 2 for an IPv4 address. */
function binary(host: string, command = 0x21): Uint8Array {
  const signature = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10];
  return Uint8Array.of(
    ...signature,
    command,
    0x11,
    0,
    12,
    ...host.split(".").map(Number),
    192,
    0,
    2,
    1,
    16,
    0,
    0,
    80,
  );
}

function addressesOf(server: TestServer, event: "joined" | "refused"): readonly string[] {
  return server.logged.flatMap((entry) => entry.event === event ? [entry.address] : []);
}

test("whom a PROXY header names is who is there, for the log and for the limits", async () => {
  await using server = await startServer(TRUSTING);
  for (const [at, host] of ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:3::1"].entries()) {
    const peer = await server.native();
    await peer.send(`PROXY TCP6 ${host} 2001:db8::1 4711 53000\r\n{"type":"hello","name":"n${at}"}\n`);
    await peer.waitForFrame("welcome");
  }
  const third = await server.native();
  await third.send(`PROXY TCP6 2001:db8:1:2:ffff::3 2001:db8::1 4711 53000\r\n${HELLO}`);
  await third.waitForText('"code":"address-full"');
  assertEquals(addressesOf(server, "joined"), [
    "[2001:db8:1:2::1]:4711",
    "[2001:db8:1:2::2]:4711",
    "[2001:db8:1:3::1]:4711",
  ]);
  assertEquals(addressesOf(server, "refused"), ["[2001:db8:1:2:ffff::3]:4711"]);
});

test("a PROXY header in bytes does as well, before any door, however it is cut", async () => {
  await using server = await startServer(TRUSTING);
  const bot = await server.native();
  for (const byte of binary("192.0.2.7")) {
    await bot.send(Uint8Array.of(byte));
    await server.waitForArrivals();
  }
  await bot.send(HELLO);
  await bot.waitForFrame("welcome");
  const person = await server.raw();
  await person.send(binary("192.0.2.8"));
  await server.waitForArrivals();
  await server.clock.advance(300);
  await person.waitForText(en.plain.askName);
  await person.send("ada\n");
  await person.waitForText("Hello ada!");
  const page = await server.raw();
  await page.send(
    "PROXY TCP4 192.0.2.9 192.0.2.1 1 2\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  );
  await page.waitForText("HTTP/1.1 200 OK");
  assertEquals(addressesOf(server, "joined"), ["192.0.2.7:4096", "192.0.2.8:4096"]);
});

test("the proxy's own connections are its own, and are not counted as one address", async () => {
  await using server = await startServer(TRUSTING);
  for (const [at, first] of [binary("192.0.2.7", 0x20), "PROXY UNKNOWN\r\n", "", ""].entries()) {
    const peer = await server.native();
    await peer.send(first);
    await peer.send(`{"type":"hello","name":"n${at}"}\n`);
    await peer.waitForFrame("welcome");
    assertEquals(addressesOf(server, "joined").at(-1), peer.address);
  }
});

test("a header that is none ends its connection, and one that does not come whole within a second", async () => {
  await using server = await startServer({ proxies: ["127.0.0.1"] });
  const wrong = await server.raw();
  await wrong.send("PROXY TCP4 localhost\r\n");
  await wrong.waitForEnd();
  const long = await server.raw();
  await long.send(`PROXY UNKNOWN ${"x".repeat(200)}`);
  await long.waitForEnd();
  const slow = await server.raw();
  await slow.send("PROXY TC");
  await server.waitForArrivals();
  await server.clock.advance(1000);
  await slow.waitForEnd();
  await server.waitForLog("proxy-unreadable", 3);
});

test("who says nothing to a server with a proxy is greeted after a second", async () => {
  await using server = await startServer({ proxies: ["127.0.0.1"] });
  const person = await server.raw();
  await server.waitForArrivals();
  await server.clock.advance(999);
  assertEquals(person.text, "");
  await server.clock.advance(1);
  await person.waitForText(en.plain.askName);
  await person.send("ada\n");
  await person.waitForText("Hello ada!");
});

test("a PROXY header of anybody else is no header, and the log names the flag once", async () => {
  await using server = await startServer();
  for (const first of ["PROXY TCP4 192.0.2.7 192.0.2.1 4711 53000\r\n", binary("192.0.2.7")]) {
    const peer = await server.raw();
    await peer.send(first);
    await peer.waitForText(en.plain.noPerson);
    await peer.waitForEnd();
  }
  assertEquals(server.logged.filter(({ event }) => event === "proxy-not-trusted"), [
    { event: "proxy-not-trusted", host: "127.0.0.1" },
  ]);
});

test("what a trusted proxy adds to requests tells who is there; page and limits go by it", async () => {
  await using server = await startServer({ ...TRUSTING, origins: ["https://pub.example"] });
  const come = async (name: string, host: string, fields = ""): Promise<string> => {
    const peer = await server.raw();
    const page = "Host: 10.0.0.7\r\nX-Forwarded-Host: pub.example\r\nOrigin: https://pub.example\r\n";
    await peer.send(
      `GET /ws HTTP/1.1\r\n${page}X-Forwarded-For: 198.51.100.9, ${host}\r\n${fields}${UPGRADE}\r\n`,
    );
    await peer.waitForText("\r\n\r\n");
    assert(peer.text.startsWith("HTTP/1.1 101 "), peer.text);
    await peer.send(maskedText(`{"type":"hello","name":"${name}"}`));
    await peer.waitFor("an answer", () => peer.text.includes('"type":"') || undefined);
    return peer.text;
  };
  for (const [name, host] of [["a", "192.0.2.7"], ["b", "192.0.2.7"], ["c", "192.0.2.8"]] as const) {
    assert((await come(name, host)).includes('"type":"welcome"'));
  }
  assert((await come("d", "192.0.2.7")).includes('"code":"address-full"'));
  assertEquals(addressesOf(server, "joined"), ["192.0.2.7", "192.0.2.7", "192.0.2.8"]);
});

test("a host that a trusted proxy passes on must be ours as well", async () => {
  await using server = await startServer({ proxies: ["127.0.0.1"] });
  const peer = await server.raw();
  await peer.send(
    "GET / HTTP/1.1\r\nHost: 10.0.0.7\r\nX-Forwarded-Host: pub.example\r\nX-Forwarded-Proto: https\r\n\r\n",
  );
  await peer.waitForText(en.doors.elsewhere("pub.example", "https://pub.example"));
});

test("the log names the flag that lets a name in, once a minute", async () => {
  await using server = await startServer();
  const ask = async (host: string): Promise<void> => {
    const peer = await server.raw();
    await peer.send(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await peer.waitForText("HTTP/1.1 421 ");
  };
  await ask("chat.school.lan:53000");
  await ask("b.example");
  await server.clock.advance(60_000);
  await ask("c.example");
  const named = server.logged.flatMap((entry) => entry.event === "unknown-host" ? [entry.origin] : []);
  assertEquals(named, ["http://chat.school.lan:53000", "http://c.example"]);
});

/** A masked text frame of WebSocket. */
function maskedText(text: string): Uint8Array {
  const payload = new TextEncoder().encode(text);
  return Uint8Array.of(0x81, 0x80 | payload.length, 0, 0, 0, 0, ...payload);
}
