/** The door for browsers: the page, the WebSocket, and what does not get in. */

import { assert, assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { serve } from "../../server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { clientFrame, closePayload, concatBytes, Opcode } from "../support/websocket_frames.ts";
import type { RawPeer } from "../support/peers.ts";
import { IS_ENCRYPTED } from "../support/encryption.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { WebSocketPeer } from "../support/websocket_peer.ts";
import { test } from "../support/sanitized.ts";

const HANDSHAKE = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/** The request for a WebSocket. */
function handshake(more = "", host = "tea"): string {
  return `GET /ws HTTP/1.1\r\nHost: ${host}\r\n${HANDSHAKE}${more}\r\n`;
}

/** A WebSocket of bare bytes that is open, and no more. */
async function openSocket(server: TestServer): Promise<RawPeer> {
  const peer = await server.raw();
  await peer.send(handshake());
  await peer.waitForText("\r\n\r\n");
  return peer;
}

/** What is answered to a request, as text. */
async function answerTo(server: TestServer, request: string): Promise<string> {
  const peer = await server.raw();
  await peer.send(request.replace("\r\nHost: x\r\n", "\r\nHost: x\r\nConnection: close\r\n"));
  await peer.waitForEnd();
  return peer.text;
}

const hello = clientFrame({ opcode: Opcode.text, payload: '{"type":"hello","name":"raw"}' });

/** All that the server says to who sends this at once over a WebSocket, up to its end. */
async function answerBytes(server: TestServer, ...frames: readonly Uint8Array[]): Promise<Uint8Array> {
  using conn = await server.connect();
  await conn.write(concatBytes(new TextEncoder().encode(handshake()), ...frames));
  const bytes: number[] = [];
  const part = new Uint8Array(1024);
  for (let count = await conn.read(part); count !== null; count = await conn.read(part)) {
    bytes.push(...part.subarray(0, count));
  }
  return Uint8Array.from(bytes);
}

test("the page is answered with all its headers, in the server's language, and nothing in it is taken for HTML", async () => {
  await using server = await startServer({ title: "<b>Pub</b> & co" });
  const response = await server.fetch("/");
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

for (const words of [en, it]) {
  test(`every file that the page begins with is there, small enough, and known again by its tag (${words.lang})`, async () => {
    await using server = await startServer({ words });
    const index = await (await server.fetch("/")).text();
    assert(index.includes(`<html lang="${words.lang}">`), index);
    assert(/<link rel="modulepreload" href="chunk-/.test(index), index);
    const linked = [...index.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, name]) => name ?? "");
    let size = 0;
    for (const name of new Set(["", ...linked])) {
      const [head = ""] = (await answerTo(
        server,
        `GET /${name} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\n\r\n`,
      )).split("\r\n\r\n");
      assert(head.startsWith("HTTP/1.1 200 OK\r\n"), `${name}: ${head}`);
      assert(head.includes("\r\nContent-Encoding: gzip\r\n"), head);
      size += Number(/Content-Length: (\d+)/.exec(head)?.[1]);
      const tag = /ETag: (".+")/.exec(head)?.[1];
      const again = await answerTo(
        server,
        `GET /${name} HTTP/1.1\r\nHost: x\r\nIf-None-Match: "x", W/${tag}\r\n\r\n`,
      );
      assert(again.startsWith("HTTP/1.1 304 Not Modified\r\n"), again);
      assertEquals(again.split("\r\n\r\n")[1], "");
    }
    assert(size <= 60 * 1024, `the page has ${size} bytes`);
  });
}

test("the page and its script are in the language that the reader asks for", async () => {
  await using server = await startServer();
  for (
    const [words, tags] of [[en, "fr, en-GB;q=0.9, it;q=0.8"], [it, "it-IT,it;q=0.9,en;q=0.8"], [
      en,
      "de",
    ]] as const
  ) {
    const html = await answerTo(
      server,
      `GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: ${tags}\r\n\r\n`,
    );
    assert(html.includes(`<html lang="${words.lang}">`));
    const [, script = ""] = /src="(page_..\.js)"/.exec(html) ?? [];
    const text = await (await server.fetch(`/${script}`)).text();
    assert(text.includes(JSON.stringify(words.page.nameHint)), script);
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
    ["GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", true],
    [handshake().replace("HTTP/1.1", "HTTP/1.0"), "400 Bad Request", true],
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
    await using server = await startServer();
    const [head = "", body = ""] = (await answerTo(server, request)).split("\r\n\r\n");
    assertEquals(head.split("\r\n")[0], `HTTP/1.1 ${status}`);
    assertEquals(body !== "", hasBody);
    await server.checkStillServes();
  });
}

for (
  const more of [
    "",
    "Origin: http://tea\r\n",
    "Origin: https://TEA\r\n",
  ]
) {
  test(`a WebSocket with ${JSON.stringify(more)} is let in, with the answer of RFC 6455`, async () => {
    await using server = await startServer();
    const peer = await server.raw();
    await peer.send(handshake(more));
    await peer.waitForText("\r\n\r\n");
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
    logger: () => {},
    web: { origins: ["https://pub.example"] },
  });
  {
    await using good = new WebSocketPeer(server.port, { Origin: "https://pub.example" });
    await good.waitForOpen();
    await using bad = new WebSocketPeer(server.port, { Origin: "https://bad.example" });
    assertEquals(await bad.waitForRejection(), 403);
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
    logger: () => {},
  });
  const response = await fetch(`http://127.0.0.1:${server.port}/`);
  assertEquals([response.status, await response.text()], [404, `${en.doors.noPage}\n`]);
  await using peer = new WebSocketPeer(server.port);
  assertEquals(await peer.waitForRejection(), 404);
  await server.stop();
});

test("one connection takes many requests, one after the other, until nothing is asked for five seconds", async () => {
  await using server = await startServer();
  const peer = await server.raw();
  const ask = "GET /icon.svg HTTP/1.1\r\nHost: x\r\n\r\n";
  const answers = (): number => peer.text.split("HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml").length - 1;
  await peer.send(ask + ask);
  await peer.waitFor("two answers", () => answers() === 2 || undefined);
  assert(peer.text.includes("\r\nConnection: keep-alive\r\n") && !peer.text.includes("close\r\n"));
  for (let i = 3; i <= 99; i++) {
    await peer.send(ask);
    await peer.waitFor("one more answer", () => answers() === i || undefined);
  }
  await server.clock.advance(4_999);
  await peer.send(ask); // The hundredth is the last.
  assertEquals(await peer.waitForEnd(), "ended");
  assertEquals(answers(), 100);
  assert(peer.text.includes("\r\nConnection: close\r\n"));
  const idle = await server.raw();
  await idle.send(ask);
  await idle.waitForText("</svg>");
  const begun = await server.raw();
  await begun.send(`${ask}GET /icon.svg HTT`);
  await begun.waitForText("</svg>");
  await server.waitForArrivals();
  await server.clock.advance(4_999);
  assertEquals([idle.state, begun.state], ["open", "open"]);
  await server.clock.advance(1);
  for (const one of [idle, begun]) assert(await one.waitForEnd() !== "open");
  assertEquals(server.logged, [], "who only looks at the page is not worth a line");
});

test("where the room is full, a connection that a browser only keeps gives way to somebody who comes in", async () => {
  await using server = await startServer({ limits: { maxClients: 2 } });
  const kept = await server.raw();
  await kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await kept.waitForText("</html>");
  await server.native("ada");
  await server.native("bob");
  await kept.waitForEnd();
  const late = await server.raw();
  await late.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await late.waitForText("503 Service Unavailable");
});

test("a request with a body ends its connection, so that the body is not read as a request", async () => {
  await using server = await startServer();
  const peer = await server.raw();
  const hidden = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  await peer.send(`GET / HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`);
  await peer.waitForEnd();
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
    ["tea.example", "Origin: https://tea.example\r\nX-Forwarded-Host: tea.example\r\n", 403],
    ["evil.example", "Origin: http://evil.example\r\nX-Forwarded-Host: tea\r\n", 403],
    ["tea", "Origin: http://tea\r\nX-Forwarded-Host: tea.example, tea\r\n", 101],
    ["tea", "Origin: https://pub\r\nX-Forwarded-Host: pub\r\n", 403], // Nobody said that there is a proxy.
    ["localhost.:53000", "Origin: http://localhost.:53000\r\n", 101],
    ["localhost.:53000", "Origin: http://localhost:53000\r\n", 101],
    ["a.localhost.", "Origin: http://a.localhost.\r\n", 101],
    ["evil.example.", "Origin: http://evil.example.\r\n", 403],
  ] as const
) {
  test(`to a loopback address a WebSocket for ${host} with ${JSON.stringify(more)} is answered with ${status}`, async () => {
    await using server = await startServer();
    const peer = await server.raw();
    await peer.send(handshake(more, host));
    await peer.waitForText(`HTTP/1.1 ${status} `);
  });
}

test("a page that is opened by a name that may be anybody's says what to do instead", async () => {
  await using server = await startServer();
  const answer = await answerTo(server, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  assert(answer.startsWith("HTTP/1.1 421 Misdirected Request\r\n"), answer);
  assert(
    answer.endsWith(
      `${en.doors.elsewhere("evil.example", `${IS_ENCRYPTED ? "https" : "http"}://evil.example`)}\n`,
    ),
  );
  for (const said of ["x.example", "localhost", "x.example, localhost"]) {
    const asked = await answerTo(
      server,
      `GET / HTTP/1.1\r\nHost: x.example\r\nX-Forwarded-Host: ${said}\r\nConnection: close\r\n\r\n`,
    );
    assert(asked.startsWith("HTTP/1.1 421 Misdirected Request\r\n"), asked);
  }
  await server.waitForLog("request-refused");
});

for (
  const [first, fields, status] of [
    ["GET http://localhost/healthz HTTP/1.1", "Host: x\r\n", 200],
    ["GET HTTP://localhost:53000/healthz?x=1 HTTP/1.1", "Host: x\r\n", 200],
    ["GET http://localhost HTTP/1.1", "Host: evil.example\r\n", 200],
    ["HEAD https://localhost?x HTTP/1.1", "Host: x\r\n", 200],
    ["GET http://evil.example/ HTTP/1.1", "Host: localhost\r\n", 421],
    ["GET http://localhost/nothing HTTP/1.1", "Host: x\r\n", 404],
    ["GET http://localhost/ HTTP/1.1", "", 400],
    ["GET http://me@localhost/ HTTP/1.1", "Host: x\r\n", 400],
    ["GET http:///healthz HTTP/1.1", "Host: x\r\n", 400],
    ["GET ftp://localhost/healthz HTTP/1.1", "Host: x\r\n", 400],
    ["GET healthz HTTP/1.1", "Host: x\r\n", 400],
    ["GET ?x HTTP/1.1", "Host: x\r\n", 400],
    ["GET /healthz HTTP/1.0", "", 200],
    ["GET / HTTP/1.0", "", 200],
    ["GET http://localhost/healthz HTTP/1.0", "", 200],
    ["GET /healthz HTTP/1.1", "", 400],
    ["GET / HTTP/1.1", "Host: localhost.:53000\r\n", 200],
    ["GET / HTTP/1.1", "Host: LOCALHOST.\r\n", 200],
    ["GET / HTTP/1.1", "Host: .\r\n", 421],
    ["OPTIONS * HTTP/1.1", "Host: x\r\n", 200],
    ["OPTIONS http://localhost HTTP/1.1", "Host: x\r\n", 200],
    ["OPTIONS / HTTP/1.1", "Host: x\r\n", 405],
    ["GET * HTTP/1.1", "Host: x\r\n", 400],
  ] as const
) {
  test(`${first} with ${JSON.stringify(fields)} is answered with ${status}`, async () => {
    await using server = await startServer();
    const answer = await answerTo(server, `${first}\r\n${fields}Connection: close\r\n\r\n`);
    assertEquals(answer.split(" ")[1], `${status}`);
  });
}

test("a browser that never ends its request is let go after five seconds", async () => {
  await using server = await startServer();
  const peer = await server.raw();
  await peer.send("GET / HTTP/1.1\r\nHost: x\r\n");
  const ada = await server.native("ada"); // By then the request has been read.
  await server.clock.advance(4_999);
  await ada.sync();
  assertEquals(peer.state, "open");
  await server.clock.advance(1);
  assert(await peer.waitForEnd() !== "open");
  assertEquals(peer.text, "");
});

test("a browser that opens a connection before it needs it is not greeted as a person would be", async () => {
  await using server = await startServer();
  await answerTo(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const early = await server.raw();
  await server.native("ada"); // By then it has been let in.
  await server.clock.advance(4_999);
  await early.send("GET /page.css HTTP/1.1\r\nHost: x\r\n\r\n");
  await early.waitForText("\r\n\r\n");
  assert(early.text.startsWith("HTTP/1.1 200 OK\r\n"), early.text);
  const nina = await server.plain();
  await server.native("bob");
  await server.clock.advance(10_300); // The last thing that it asked for was a moment ago.
  await nina.waitForText(en.plain.askName);
  await nina.enter("nina");
});

test("over WebSocket one is a member like any other, and hears the same", async () => {
  await using server = await startServer();
  const nina = await server.plain("nina");
  const bot = await server.native("bot");
  await using ada = server.webSocket();
  const welcome = await ada.enter("ada");
  assertEquals(welcome.members, ["nina", "bot", "ada"]);
  assert(welcome.token !== "");
  ada.say("ciao\na tutti", "a-1");
  assertEquals((await ada.waitForFrame("ack")).id, "a-1");
  await nina.waitForText("ada: ciao\n    a tutti [");
  assertEquals(
    (await bot.waitForMessage("ciao\na tutti")).seq,
    (await ada.waitForMessage("ciao\na tutti")).seq,
  );
  await bot.say("ciao ada ☕");
  await ada.waitForMessage("ciao ada ☕");
  ada.sendFrames({ type: "quit", word: "a presto" });
  assertEquals((await ada.waitForFrame("bye")).reason, "quit");
  assertEquals(await ada.waitForEnd(), { code: 1000 });
  await nina.waitForText("<-- ada left: a presto");
});

test("a name that somebody has is refused over WebSocket as well, and a lost connection may come back", async () => {
  await using server = await startServer();
  const nina = await server.native("nina");
  await using ada = server.webSocket();
  await ada.waitForOpen();
  ada.sendFrames({ type: "hello", name: "NINA", room: "lobby" });
  assertEquals((await ada.waitForFrame("error")).code, "name-taken");
  const { token, seq } = await ada.enter("ada");
  assertEquals(await ada.close(), { code: 1000 });
  await server.waitForLog("away");
  await nina.say("are you there?");
  await nina.waitForMessage("are you there?");
  await using back = server.webSocket();
  await back.waitForOpen();
  back.sendFrames({ type: "hello", name: "ada", room: "lobby", resume: { token, after: { lobby: seq } } });
  assertEquals((await back.waitForFrame("welcome")).resumed, true);
  assertEquals((await back.waitForMessage("are you there?")).past, true);
  assertEquals(nina.framesOf("left"), []);
});

test("what happens in one turn comes as one message of WebSocket", async () => {
  await using server = await startServer();
  const bot = await server.native("bot");
  await using ada = server.webSocket();
  await ada.enter("ada");
  const before = ada.messages;
  const texts = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  await bot.sendFrames(...texts.map((text) => ({ type: "say", room: "lobby", text }) as const));
  await ada.waitForMessage("line 19");
  assertEquals(ada.messages - before, 1);
});

test("one message may have several lines, or a line come in fragments, with a ping between them", async () => {
  await using server = await startServer();
  await using ada = server.webSocket();
  await ada.enter("ada");
  ada.sendFrames({ type: "say", room: "lobby", text: "one" }, { type: "say", room: "lobby", text: "two" });
  await ada.waitForMessage("two");
  ada.send('{"type":"say","te', false);
  ada.ping("are you there?");
  ada.send('xt":"thr', false);
  ada.send('ee"}');
  await ada.waitForMessage("three");
  await ada.waitForPong("are you there?");
});

test("frames that come together with the request's head are read", async () => {
  await using server = await startServer();
  const peer = await server.raw();
  await peer.send(concatBytes(new TextEncoder().encode(handshake()), hello));
  await peer.waitForText('"type":"welcome"');
});

test("frames that come byte by byte are read", async () => {
  await using server = await startServer();
  const peer = await openSocket(server);
  for (const byte of hello) await peer.send(Uint8Array.of(byte));
  await peer.waitForText('"type":"welcome"');
});

for (
  const [what, frame, code] of [
    ["an oversized message", clientFrame({ opcode: Opcode.text, payload: "x".repeat(65_537) }), 1009],
    ["text that is not UTF-8", clientFrame({ opcode: Opcode.text, payload: Uint8Array.of(0xff) }), 1007],
    ["bytes", clientFrame({ opcode: Opcode.binary, payload: "{}" }), 1003],
    ["a frame that is not masked", clientFrame({ opcode: Opcode.text, payload: "{}", mask: null }), 1002],
    ["a close", clientFrame({ opcode: Opcode.close, payload: closePayload(4000, "bye") }), 4000],
  ] as const
) {
  test(`${what} over WebSocket ends it with ${code}, and the room goes on`, async () => {
    await using server = await startServer();
    const answer = await answerBytes(server, hello, frame);
    assert(new TextDecoder().decode(answer).includes('"type":"welcome"'));
    assertEquals([...answer.subarray(-4)], [0x88, 2, code >> 8, code & 255]);
    await server.checkStillServes();
  });
}

test("a line that is too long is answered over WebSocket as anywhere, and the connection stays", async () => {
  await using server = await startServer();
  await using ada = server.webSocket();
  await ada.enter("ada");
  ada.send(`{"type":"say","text":"${"x".repeat(20_000)}"}`);
  assertEquals((await ada.waitForFrame("error")).code, "line-too-long");
  ada.say("still here");
  await ada.waitForMessage("still here");
});

test("one who is silent is pinged over WebSocket by a frame of our own, and let go without an answer", async () => {
  await using server = await startServer();
  await using ada = server.webSocket();
  await ada.enter("ada");
  await server.clock.advance(60_000);
  await ada.waitForFrame("ping");
  await server.clock.advance(30_000);
  assertEquals((await ada.waitForFrame("bye")).reason, "silent");
  assertEquals(await ada.waitForEnd(), { code: 1000 });
});

test("one who gives no name over WebSocket is let go in time", async () => {
  await using server = await startServer();
  await using ada = server.webSocket();
  await ada.waitForOpen();
  await server.clock.advance(31_000);
  assertEquals((await ada.waitForFrame("bye")).reason, "silent");
});

test("a full room says so to a browser: with 503, and over WebSocket in a frame", async () => {
  await using server = await startServer({ limits: { maxClients: 1 } });
  await server.native("ada");
  const sentence = en.problem({ code: "full", limit: 1 });
  const response = await server.fetch("/");
  assertEquals([response.status, await response.text()], [503, `${sentence}\n`]);
  await using bob = server.webSocket();
  assertEquals((await bob.waitForFrame("error")).text, sentence);
  assertEquals((await bob.waitForFrame("bye")).reason, "refused");
  assertEquals(await bob.waitForEnd(), { code: 1013 });
});

test("a server that closes says so over WebSocket", async () => {
  await using server = await startServer();
  await using ada = server.webSocket();
  await ada.enter("ada");
  await server.stop();
  assertEquals((await ada.waitForFrame("bye")).reason, "closing");
  assertEquals(await ada.waitForEnd(), { code: 1000 });
});
