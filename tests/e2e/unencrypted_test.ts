/** Who comes unencrypted where that is not allowed is told so in the grammar of their door, and nothing else. */

import { assert, assertEquals } from "@std/assert";
import { createBotToken } from "../../server.ts";
import { en } from "../../words/en.ts";
import { startServer as start, type TestServer, type TestServerOptions } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Starts a server to which everybody comes unencrypted, also where all other tests encrypt. */
function startServer(options: TestServerOptions): Promise<TestServer> {
  return start({ ...options, isEncrypted: false });
}

/** How a proxy introduces somebody from the Internet, and from a private network. */
const FAR = "PROXY TCP4 203.0.113.9 192.0.2.1 4711 53000\r\n";
const NEAR = "PROXY TCP4 192.168.1.9 192.0.2.1 4711 53000\r\n";
const UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const LOCAL = { unencrypted: "local", proxies: ["127.0.0.1"] } as const;

function sentence(server: TestServer, host = "HOST", port = server.running.port): string {
  return en.problem({ code: "encrypt", host, port });
}

/** All that is answered to these bytes, up to the end. */
async function answerTo(server: TestServer, bytes: string): Promise<string> {
  const peer = await server.raw();
  await peer.send(bytes);
  await peer.waitForEnd();
  return peer.text;
}

test("from far away every door says that it must be encrypted, in its own grammar", async () => {
  await using server = await startServer(LOCAL);
  const said = sentence(server);
  const native = await answerTo(server, `${FAR}{"type":"hello","name":"ada"}\n`);
  assertEquals(native.trim().split("\n").map((line) => JSON.parse(line)), [
    { type: "error", text: said, code: "encrypt", host: "HOST", port: server.running.port },
    { type: "bye", reason: "refused", text: en.bye("refused") },
  ]);
  assertEquals(await answerTo(server, `${FAR}ada\n`), `${said}\n`);
  assertEquals(await answerTo(server, `${FAR}NICK ada\r\n`), `ERROR :${said}\r\n`);
  const refused = server.logged.filter((entry) => entry.event === "refused");
  assertEquals(refused.length, 3);
  await server.checkStillServes();
});

test("a page from far away is sent to https, and what cannot be sent on is refused", async () => {
  await using server = await startServer({ ...LOCAL, origins: ["https://chat.example"] });
  const ask = (request: string, more = ""): Promise<string> =>
    answerTo(
      server,
      `${FAR}${request} HTTP/1.1\r\nHost: 192.0.2.7:53000\r\n${more}Connection: close\r\n\r\n`,
    );
  const page = await ask("GET /?a=b%20c");
  assert(page.startsWith("HTTP/1.1 308 "), page);
  assert(page.includes("\r\nLocation: https://192.0.2.7:53000/?a=b+c\r\n"), page);
  assert(page.endsWith(`${sentence(server, "192.0.2.7", 53000)}\n`), page);
  assert((await ask("GET /page.css")).includes("\r\nLocation: https://192.0.2.7:53000/page.css\r\n"));
  const socket = await ask("GET /ws", UPGRADE);
  assert(socket.startsWith("HTTP/1.1 426 ") && socket.includes(sentence(server, "192.0.2.7", 53000)), socket);
  for (const path of ["GET /events", "POST /say"]) {
    assert((await ask(path)).startsWith("HTTP/1.1 403 "), path);
  }
  for (const path of ["/healthz", "/readyz"]) {
    assert((await ask(`GET ${path}`)).startsWith("HTTP/1.1 200 "), path);
  }
  const evil = await answerTo(server, `${FAR}GET /page.css HTTP/1.1\r\nHost: evil.example\r\n\r\n`);
  assert(evil.startsWith("HTTP/1.1 403 "), evil);
});

test("who says nothing from far away is not greeted, and told after a while", async () => {
  await using server = await startServer(LOCAL);
  const peer = await server.raw();
  await peer.send(FAR);
  await server.waitForArrivals();
  await server.clock.advance(9_999);
  assertEquals(peer.text, "");
  await server.clock.advance(1);
  await peer.waitForText(`${sentence(server)}\n`);
  await server.clock.advance(200);
  await peer.waitForEnd();
});

test("from a private network everybody comes in as ever, unless nobody may", async () => {
  for (const [policy, isIn] of [["local", true], ["anywhere", true], ["never", false]] as const) {
    await using server = await startServer({ ...LOCAL, unencrypted: policy });
    const ada = await server.raw();
    await ada.send(`${NEAR}ada\n`);
    await ada.waitForText(isIn ? "Hello ada!" : sentence(server));
    const page = await server.raw();
    await page.send(`${NEAR}GET / HTTP/1.1\r\nHost: raspberry\r\n\r\n`);
    await page.waitForText(isIn ? "HTTP/1.1 200 " : "Location: https://raspberry/");
  }
});

test("a proxy that is trusted and says https is encrypted; without a word on it nobody is sent round and round", async () => {
  await using server = await startServer({
    unencrypted: "never",
    proxies: ["127.0.0.1"],
    origins: ["https://chat.example"],
  });
  const ask = (fields: string): Promise<string> =>
    answerTo(server, `GET / HTTP/1.1\r\nHost: chat.example\r\n${fields}Connection: close\r\n\r\n`);
  const far = "X-Forwarded-For: 203.0.113.9\r\n";
  assert((await ask(`${far}X-Forwarded-Proto: https\r\n`)).startsWith("HTTP/1.1 200 "));
  assert(
    (await ask(`${far}X-Forwarded-Proto: http\r\n`)).includes("\r\nLocation: https://chat.example/\r\n"),
  );
  assert((await ask(far)).startsWith("HTTP/1.1 403 "));
});

test("a proxy on this machine that is not named makes nobody near, and the answer names the flag", async () => {
  await using server = await startServer({ unencrypted: "local" });
  const answer = await answerTo(
    server,
    "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.168.1.9\r\n\r\n",
  );
  assert(
    answer.startsWith("HTTP/1.1 403 ") && answer.endsWith(`${en.doors.unknownProxy("127.0.0.1")}\n`),
    answer,
  );
  await server.waitForLog("proxy-not-trusted");
});

test("where nobody may come unencrypted, this machine still asks how the server is, and says hello as its owner alone", async () => {
  await using server = await startServer({ unencrypted: "never" });
  for (const path of ["/healthz", "/readyz"]) {
    const answer = await answerTo(
      server,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    assert(answer.startsWith("HTTP/1.1 200 "), answer);
  }
  const bot = await server.native();
  await bot.send('{"type":"ping"}\n');
  await bot.waitForText('"pong"');
  await bot.send('{"type":"hello","name":"ada"}\n');
  await bot.waitForText('"code":"encrypt"');
  await bot.waitForText('"reason":"refused"');
  assertEquals(await answerTo(server, "ada\n"), `${sentence(server)}\n`);
});

test("a token that came where it can be read along is refused, and the log says whose to revoke", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data, unencrypted: "anywhere", proxies: ["127.0.0.1"] });
  const made = createBotToken(data, "ci", "guest", Date.UTC(2026, 0, 1));
  assert(made.isMade);
  const { token } = made;
  const say = (from: string, secret: string): Promise<string> =>
    answerTo(
      server,
      `${from}POST /say HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\nContent-Length: 2\r\n\r\nhi`,
    );
  assert((await say("", token)).startsWith("HTTP/1.1 200 "), "on this machine");
  for (const from of [NEAR, FAR]) {
    const answer = await say(from, token);
    assert(
      answer.startsWith("HTTP/1.1 403 ") && answer.endsWith(`${en.doors.tokenInTheClear("ci")}\n`),
      answer,
    );
  }
  const events = await answerTo(
    server,
    `${NEAR}GET /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  assert(events.startsWith("HTTP/1.1 403 "), events);
  assert((await say(NEAR, "wrong")).startsWith("HTTP/1.1 401 "));
  const named = server.logged.flatMap((entry) => entry.event === "request-refused" ? [entry.token] : []);
  assertEquals(named, ["ci", "ci", "ci", undefined]);
});
