/** The door for browsers: the page, the WebSocket, and what does not get in. */

import { assert, assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { serve } from "../../server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { clientFrame, closing, joined, Op } from "../support/client_frames.ts";
import type { RawPeer } from "../support/peers.ts";
import { openRoom, type TestRoom } from "../support/room.ts";
import { SocketPeer } from "../support/socket_peer.ts";
import { test } from "../support/test.ts";

const HANDSHAKE = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/** The request for a WebSocket. */
function handshake(more = "", host = "tea"): string {
  return `GET /ws HTTP/1.1\r\nHost: ${host}\r\n${HANDSHAKE}${more}\r\n`;
}

/** A WebSocket of bare bytes that is open, and no more. */
async function openSocket(room: TestRoom): Promise<RawPeer> {
  const peer = await room.raw();
  await peer.send(handshake());
  await peer.sees("\r\n\r\n");
  return peer;
}

/** What is answered to a request, as text. */
async function answerTo(room: TestRoom, request: string): Promise<string> {
  const peer = await room.raw();
  await peer.send(request.replace("\r\nHost: x\r\n", "\r\nHost: x\r\nConnection: close\r\n"));
  await peer.ending();
  return peer.text;
}

const hello = clientFrame({ opcode: Op.text, payload: '{"type":"hello","name":"raw"}' });

/** All that the server says to who sends this at once over a WebSocket, up to its end. */
async function answerBytes(room: TestRoom, ...frames: readonly Uint8Array[]): Promise<Uint8Array> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port: room.server.port });
  await conn.write(joined(new TextEncoder().encode(handshake()), ...frames));
  const bytes: number[] = [];
  const part = new Uint8Array(1024);
  for (let count = await conn.read(part); count !== null; count = await conn.read(part)) {
    bytes.push(...part.subarray(0, count));
  }
  return Uint8Array.from(bytes);
}

test("the page is answered with all its headers, in the server's language, and nothing in it is taken for HTML", async () => {
  await using room = await openRoom({ title: "<b>Pub</b> & co" });
  const response = await fetch(`http://127.0.0.1:${room.server.port}/`);
  const html = await response.text();
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
  assertEquals(response.headers.get("x-content-type-options"), "nosniff");
  assertEquals(response.headers.get("x-frame-options"), "DENY");
  assertEquals(response.headers.get("cache-control"), "no-cache");
  const policy = response.headers.get("content-security-policy") ?? "";
  assert(policy.startsWith("default-src 'none'; script-src 'self'; "), policy);
  assert(!policy.includes("unsafe") && policy.includes("frame-ancestors 'none'"), policy);
  assert(html.includes('<html lang="en">') && html.includes("&#60;b&#62;Pub&#60;/b&#62; &#38; co"), html);
  assert(!html.includes("<b>") && !html.includes("{{"), html);
});

test("every file of the page is there, small enough, and known again by its tag", async () => {
  await using room = await openRoom();
  const base = `http://127.0.0.1:${room.server.port}`;
  const index = await (await fetch(base)).text();
  const linked = [...index.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, name]) => name ?? "");
  let size = 0;
  for (const name of new Set(["", ...linked])) {
    const [head = ""] = (await answerTo(
      room,
      `GET /${name} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\n\r\n`,
    )).split("\r\n\r\n");
    assert(head.startsWith("HTTP/1.1 200 OK\r\n"), `${name}: ${head}`);
    assert(head.includes("\r\nContent-Encoding: gzip\r\n"), head);
    size += Number(/Content-Length: (\d+)/.exec(head)?.[1]);
    const tag = /ETag: (".+")/.exec(head)?.[1];
    const again = await answerTo(
      room,
      `GET /${name} HTTP/1.1\r\nHost: x\r\nIf-None-Match: "x", W/${tag}\r\n\r\n`,
    );
    assert(again.startsWith("HTTP/1.1 304 Not Modified\r\n"), again);
    assertEquals(again.split("\r\n\r\n")[1], "");
  }
  assert(size < 60 * 1024, `the page has ${size} bytes`);
});

test("what the page says is the catalogue in each language, with names for what it fills in itself", async () => {
  await using room = await openRoom();
  for (
    const [words, tags] of [[en, "fr, en-GB;q=0.9, it;q=0.8"], [it, "it-IT,it;q=0.9,en;q=0.8"], [
      en,
      "de",
    ]] as const
  ) {
    const html = await answerTo(
      room,
      `GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: ${tags}\r\n\r\n`,
    );
    const [, json = ""] = /name="words" content="([^"]*)"/.exec(html) ?? [];
    const said = JSON.parse(json.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)));
    assert(html.includes(`<html lang="${words.lang}">`));
    assertEquals(said.join, words.page.join);
    assertEquals(said.joined, words.joined("{name}"));
    assertEquals(said.people[1], words.people(5).replace("5", "{count}"));
    assert(said.problem["too-long"].includes("{limit}") && said.problem["too-long"].includes("{length}"));
    assert(!JSON.stringify(said).includes("90000000"));
  }
});

for (
  const [request, status, hasBody] of [
    ["GET /other HTTP/1.1\r\nHost: x\r\n\r\n", "404 Not Found", true],
    ["GET /../main.ts HTTP/1.1\r\nHost: x\r\n\r\n", "404 Not Found", true],
    ["HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", false],
    ["GET /page.css?v=1 HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", true],
    ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "405 Method Not Allowed", true],
    ["GET / HTTP/1.1\r\n\r\n", "400 Bad Request", true],
    ["GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400 Bad Request", true],
    ["GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", "400 Bad Request", true],
    ["GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n", "400 Bad Request", true],
    ["GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "400 Bad Request", true],
    [
      `GET / HTTP/1.1\r\nHost: x\r\nA: ${"x".repeat(9000)}\r\n\r\n`,
      "431 Request Header Fields Too Large",
      true,
    ],
    [
      `GET / HTTP/1.1\r\nHost: x\r\n${"A: b\r\n".repeat(1400)}\r\n`,
      "431 Request Header Fields Too Large",
      true,
    ],
    ["GET /ws HTTP/1.1\r\nHost: x\r\n\r\n", "426 Upgrade Required", true],
    [handshake().replace("13", "8"), "426 Upgrade Required", true],
    [handshake().replace("dGhl", ""), "400 Bad Request", true],
    [handshake().replace("GET /ws", "GET /nowhere"), "404 Not Found", true],
    [handshake("Origin: https://evil.example\r\n"), "403 Forbidden", true],
    [handshake("Origin: null\r\n"), "403 Forbidden", true],
    [handshake("Origin: http://tea:81\r\n"), "403 Forbidden", true],
    ["GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", true],
  ] as const
) {
  test(`${request.slice(0, 30).split("\r")[0]} … is answered with ${status}, and the connection ends`, async () => {
    await using room = await openRoom();
    const [head = "", body = ""] = (await answerTo(room, request)).split("\r\n\r\n");
    assertEquals(head.split("\r\n")[0], `HTTP/1.1 ${status}`);
    assertEquals(body !== "", hasBody);
    await room.goesOn();
  });
}

for (
  const more of [
    "",
    "Origin: http://tea\r\n",
    "Origin: https://TEA\r\n",
    "Origin: https://pub.example\r\nX-Forwarded-Host: pub.example\r\n",
  ]
) {
  test(`a WebSocket with ${JSON.stringify(more)} is let in, with the answer of RFC 6455`, async () => {
    await using room = await openRoom();
    const peer = await room.raw();
    await peer.send(handshake(more));
    await peer.sees("\r\n\r\n");
    assert(peer.text.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), peer.text);
    assert(peer.text.includes("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), peer.text);
  });
}

test("pages of an origin that the server was told of may come in", async () => {
  const server = await serve({
    hostname: "127.0.0.1",
    port: 0,
    title: "t",
    words: en,
    limits: DEFAULT_LIMITS,
    log: () => {},
    web: { origins: ["https://pub.example"] },
  });
  {
    await using good = new SocketPeer(server.port, { Origin: "https://pub.example" });
    await good.opened();
    await using bad = new SocketPeer(server.port, { Origin: "https://bad.example" });
    assertEquals(await bad.refused(), 403);
  }
  await server.stop();
});

test("a server without a page answers with one line", async () => {
  const server = await serve({
    hostname: "127.0.0.1",
    port: 0,
    title: "t",
    words: en,
    limits: DEFAULT_LIMITS,
    log: () => {},
  });
  const response = await fetch(`http://127.0.0.1:${server.port}/`);
  assertEquals([response.status, await response.text()], [404, `${en.doors.noPage}\n`]);
  await using peer = new SocketPeer(server.port);
  assertEquals(await peer.refused(), 404);
  await server.stop();
});

test("one connection takes many requests, one after the other, until nothing is asked for five seconds", async () => {
  await using room = await openRoom();
  const peer = await room.raw();
  const ask = "GET /icon.svg HTTP/1.1\r\nHost: x\r\n\r\n";
  const answers = (): number => peer.text.split("HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml").length - 1;
  await peer.send(ask + ask);
  await peer.until("two answers", () => answers() === 2 || undefined);
  assert(peer.text.includes("\r\nConnection: keep-alive\r\n") && !peer.text.includes("close\r\n"));
  for (let i = 3; i <= 99; i++) {
    await peer.send(ask);
    await peer.until("one more answer", () => answers() === i || undefined);
  }
  await room.clock.advance(4_999);
  await peer.send(ask); // The hundredth is the last.
  assertEquals(await peer.ending(), "ended");
  assertEquals(answers(), 100);
  assert(peer.text.includes("\r\nConnection: close\r\n"));
  const idle = await room.raw();
  await idle.send(ask);
  await idle.sees("</svg>");
  const begun = await room.raw();
  await begun.send(`${ask}GET /icon.svg HTT`);
  await begun.sees("</svg>");
  await room.arrived();
  await room.clock.advance(4_999);
  assertEquals([idle.standing, begun.standing], ["open", "open"]);
  await room.clock.advance(1);
  for (const one of [idle, begun]) assert(await one.ending() !== "open");
  assertEquals(room.logged, [], "who only looks at the page is not worth a line");
});

test("where the room is full, a connection that a browser only keeps gives way to somebody who comes in", async () => {
  await using room = await openRoom({ limits: { maxClients: 2 } });
  const kept = await room.raw();
  await kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await kept.sees("</html>");
  await room.native("ada");
  await room.native("bob");
  await kept.ending();
  const late = await room.raw();
  await late.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await late.sees("503 Service Unavailable");
});

test("a request with a body ends its connection, so that the body is not read as a request", async () => {
  await using room = await openRoom();
  const peer = await room.raw();
  const hidden = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  await peer.send(`GET / HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`);
  await peer.ending();
  assertEquals(peer.text.split("HTTP/1.1 ").length, 2);
});

for (
  const [host, more, status] of [
    ["evil.example:53000", "Origin: http://evil.example:53000\r\n", 403],
    ["localhost:53000", "Origin: http://localhost:53000\r\n", 101],
    ["[::1]:53000", "Origin: http://[::1]:53000\r\n", 101],
    ["127.0.0.1:53000", "Origin: http://127.0.0.1:53000\r\n", 101],
    ["0x7f.1", "Origin: http://0x7f.1\r\n", 101],
    ["tea", "Origin: http://tea\r\n", 101],
    ["a.localhost", "Origin: http://a.localhost\r\n", 101],
    ["127.0.0.1.evil.example", "Origin: http://127.0.0.1.evil.example\r\n", 403],
    ["evil.example", "", 101], // No browser: those always say where they come from.
    ["tea.example", "Origin: https://tea.example\r\nX-Forwarded-Host: tea.example\r\n", 101],
  ] as const
) {
  test(`to a loopback address a WebSocket for ${host} with ${JSON.stringify(more)} is answered with ${status}`, async () => {
    await using room = await openRoom();
    const peer = await room.raw();
    await peer.send(handshake(more, host));
    await peer.sees(`HTTP/1.1 ${status} `);
  });
}

test("a page that is opened by a name that may be anybody's says what to do instead", async () => {
  await using room = await openRoom();
  const answer = await answerTo(room, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  assert(answer.startsWith("HTTP/1.1 421 Misdirected Request\r\n"), answer);
  assert(answer.endsWith(`${en.doors.elsewhere("evil.example")}\n`));
  const asked = await answerTo(
    room,
    "GET / HTTP/1.1\r\nHost: x.example\r\nX-Forwarded-Host: x.example\r\nConnection: close\r\n\r\n",
  );
  assert(asked.startsWith("HTTP/1.1 200 OK\r\n"));
  await room.logs("request-refused");
});

test("a browser that never ends its request is let go after five seconds", async () => {
  await using room = await openRoom();
  const peer = await room.raw();
  await peer.send("GET / HTTP/1.1\r\nHost: x\r\n");
  const ada = await room.native("ada"); // By then the request has been read.
  await room.clock.advance(4_999);
  await ada.sync();
  assertEquals(peer.standing, "open");
  await room.clock.advance(1);
  assert(await peer.ending() !== "open");
  assertEquals(peer.text, "");
});

test("a browser that opens a connection before it needs it is not greeted as a person would be", async () => {
  await using room = await openRoom();
  await answerTo(room, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const early = await room.raw();
  await room.native("ada"); // By then it has been let in.
  await room.clock.advance(2_999);
  await early.send("GET /page.css HTTP/1.1\r\nHost: x\r\n\r\n");
  await early.sees("\r\n\r\n");
  assert(early.text.startsWith("HTTP/1.1 200 OK\r\n"), early.text);
  const nina = await room.plain();
  await room.native("bob");
  await room.clock.advance(3_000);
  await nina.sees(en.plain.askName);
  await nina.enter("nina");
});

test("over WebSocket one is a member like any other, and hears the same", async () => {
  await using room = await openRoom();
  const nina = await room.plain("nina");
  const bot = await room.native("bot");
  await using ada = new SocketPeer(room.server.port);
  const welcome = await ada.enter("ada");
  assertEquals(welcome.members, ["nina", "bot", "ada"]);
  assert(welcome.token !== "");
  ada.say("ciao\na tutti", "a-1");
  assertEquals((await ada.gets("ack")).id, "a-1");
  await nina.sees("ada: ciao\n    a tutti [");
  assertEquals((await bot.hears("ciao\na tutti")).seq, (await ada.hears("ciao\na tutti")).seq);
  await bot.say("ciao ada ☕");
  await ada.hears("ciao ada ☕");
  ada.tell({ type: "quit", word: "a presto" });
  assertEquals((await ada.gets("bye")).reason, "quit");
  assertEquals(await ada.ended(), { code: 1000 });
  await nina.sees("<-- ada left: a presto");
});

test("a name that somebody has is refused over WebSocket as well, and a lost connection may come back", async () => {
  await using room = await openRoom();
  const nina = await room.native("nina");
  await using ada = new SocketPeer(room.server.port);
  await ada.opened();
  ada.tell({ type: "hello", name: "NINA", room: "lobby" });
  assertEquals((await ada.gets("error")).code, "name-taken");
  const { token, seq } = await ada.enter("ada");
  assertEquals(await ada.close(), { code: 1000 });
  await room.logs("away");
  await nina.say("are you there?");
  await nina.hears("are you there?");
  await using back = new SocketPeer(room.server.port);
  await back.opened();
  back.tell({ type: "hello", name: "ada", room: "lobby", resume: { token, after: { lobby: seq } } });
  assertEquals((await back.gets("welcome")).resumed, true);
  assertEquals((await back.hears("are you there?")).past, true);
  assertEquals(nina.all("left"), []);
});

test("what happens in one turn comes as one message of WebSocket", async () => {
  await using room = await openRoom();
  const bot = await room.native("bot");
  await using ada = new SocketPeer(room.server.port);
  await ada.enter("ada");
  const before = ada.messages;
  const texts = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  await bot.tell(...texts.map((text) => ({ type: "say", room: "lobby", text }) as const));
  await ada.hears("line 19");
  assertEquals(ada.messages - before, 1);
});

test("one message may have several lines, or a line come in fragments, with a ping between them", async () => {
  await using room = await openRoom();
  await using ada = new SocketPeer(room.server.port);
  await ada.enter("ada");
  ada.tell({ type: "say", room: "lobby", text: "one" }, { type: "say", room: "lobby", text: "two" });
  await ada.hears("two");
  ada.send('{"type":"say","te', false);
  ada.ping("are you there?");
  ada.send('xt":"thr', false);
  ada.send('ee"}');
  await ada.hears("three");
  await ada.ponged("are you there?");
});

test("frames that come together with the request's head are read", async () => {
  await using room = await openRoom();
  const peer = await room.raw();
  await peer.send(joined(new TextEncoder().encode(handshake()), hello));
  await peer.sees('"type":"welcome"');
});

test("frames that come byte by byte are read", async () => {
  await using room = await openRoom();
  const peer = await openSocket(room);
  for (const byte of hello) await peer.send(Uint8Array.of(byte));
  await peer.sees('"type":"welcome"');
});

for (
  const [what, frame, code] of [
    ["an oversized message", clientFrame({ opcode: Op.text, payload: "x".repeat(65_537) }), 1009],
    ["text that is not UTF-8", clientFrame({ opcode: Op.text, payload: Uint8Array.of(0xff) }), 1007],
    ["bytes", clientFrame({ opcode: Op.binary, payload: "{}" }), 1003],
    ["a frame that is not masked", clientFrame({ opcode: Op.text, payload: "{}", mask: null }), 1002],
    ["a close", clientFrame({ opcode: Op.close, payload: closing(4000, "bye") }), 4000],
  ] as const
) {
  test(`${what} over WebSocket ends it with ${code}, and the room goes on`, async () => {
    await using room = await openRoom();
    const answer = await answerBytes(room, hello, frame);
    assert(new TextDecoder().decode(answer).includes('"type":"welcome"'));
    assertEquals([...answer.subarray(-4)], [0x88, 2, code >> 8, code & 255]);
    await room.goesOn();
  });
}

test("a line that is too long is answered over WebSocket as anywhere, and the connection stays", async () => {
  await using room = await openRoom();
  await using ada = new SocketPeer(room.server.port);
  await ada.enter("ada");
  ada.send(`{"type":"say","text":"${"x".repeat(20_000)}"}`);
  assertEquals((await ada.gets("error")).code, "line-too-long");
  ada.say("still here");
  await ada.hears("still here");
});

test("one who is silent is pinged over WebSocket by a frame of our own, and let go without an answer", async () => {
  await using room = await openRoom();
  await using ada = new SocketPeer(room.server.port);
  await ada.enter("ada");
  await room.clock.advance(60_000);
  await ada.gets("ping");
  await room.clock.advance(30_000);
  assertEquals((await ada.gets("bye")).reason, "silent");
  assertEquals(await ada.ended(), { code: 1000 });
});

test("one who gives no name over WebSocket is let go in time", async () => {
  await using room = await openRoom();
  await using ada = new SocketPeer(room.server.port);
  await ada.opened();
  await room.clock.advance(31_000);
  assertEquals((await ada.gets("bye")).reason, "silent");
});

test("a full room says so to a browser: with 503, and over WebSocket in a frame", async () => {
  await using room = await openRoom({ limits: { maxClients: 1 } });
  await room.native("ada");
  const sentence = en.problem({ code: "full", limit: 1 });
  const response = await fetch(`http://127.0.0.1:${room.server.port}/`);
  assertEquals([response.status, await response.text()], [503, `${sentence}\n`]);
  await using bob = new SocketPeer(room.server.port);
  assertEquals((await bob.gets("error")).text, sentence);
  assertEquals((await bob.gets("bye")).reason, "refused");
  assertEquals(await bob.ended(), { code: 1013 });
});

test("a server that closes says so over WebSocket", async () => {
  await using room = await openRoom();
  await using ada = new SocketPeer(room.server.port);
  await ada.enter("ada");
  await room.stop();
  assertEquals((await ada.gets("bye")).reason, "closing");
  assertEquals(await ada.ended(), { code: 1000 });
});
