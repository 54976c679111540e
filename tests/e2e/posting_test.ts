/** `POST /say`: one line of `curl` says something, and is answered once it is kept. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { createBotToken, listBotTokens, revokeBotToken } from "../../server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** When tokens are made, in ms since 1970. */
const NOW = 1_795_256_542_047;

/** A token for a name that is free. */
function tokenFor(data: string, name = "ci"): string {
  const made = createBotToken(data, name, "guest", NOW);
  assert(made.isMade);
  return made.token;
}

/** What a request is answered with: the status, the headers in lower case, the body. */
interface Answered {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends a request as it is, and reads up to the end of the connection. */
async function send(server: TestServer, request: string | Uint8Array): Promise<Answered> {
  const peer = await server.raw();
  await peer.send(request);
  await peer.waitForEnd();
  await peer.close();
  const at = peer.text.lastIndexOf("HTTP/1.1 ");
  const [head = "", body = ""] = peer.text.slice(at).split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), head: head.toLowerCase(), body };
}

/** Says something as `curl` does. */
function say(
  server: TestServer,
  token: string,
  text: string,
  headers = "",
  path = "/say",
): Promise<Answered> {
  const size = new TextEncoder().encode(text).length;
  return send(
    server,
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n${headers}` +
      `Content-Length: ${size}\r\n\r\n${text}`,
  );
}

/** Holds the file as a program that writes does, until it is released. */
function writeLock(path: string): Disposable & { release(): void } {
  const db = new DatabaseSync(path);
  db.exec("BEGIN IMMEDIATE");
  const release = (): void => {
    if (db.isOpen) db.close();
  };
  return { release, [Symbol.dispose]: release };
}

const JSON_TYPE = "Content-Type: application/json; charset=utf-8\r\n";

test("what a script says is heard under the token's name, and answered with its number once it is kept", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const token = tokenFor(data, "Bot.1");
  await using server = await startServer({ data });
  const ada = await server.native("ada");
  await ada.say("first");
  const { status, body } = await say(
    server,
    token,
    "built in 3 s\u001b[31m\n",
    "Content-Type: text/plain\r\n",
  );
  assertEquals(status, 200);
  const message = await ada.waitForMessage("built in 3 s");
  assertEquals(JSON.parse(body), { room: "lobby", seq: 2, at: message.at });
  assertEquals([message.from, message.seq, message.action], ["Bot.1", 2, undefined]);
  await say(server, token, '{"text":"waves","action":true,"room":"lobby"}', JSON_TYPE);
  assertEquals((await ada.waitForMessage("waves")).action, true);
  await ada.sendFrames({ type: "who", room: "lobby" });
  assertEquals((await ada.waitForFrame("members")).members, ["ada"]);
  assertEquals([ada.framesOf("joined"), ada.framesOf("left")], [[], []]);
  assert(!JSON.stringify(server.logged).includes(token));
});

test("a script speaks in any room that there is, with people in it or not, and makes none", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const token = tokenFor(data);
  await using server = await startServer({ data });
  const ada = await server.native("ada");
  await ada.sendFrames({ type: "join", room: "Tea" });
  await ada.waitForFrame("entered");
  const asked = await say(server, token, "milk?", "", "/say?room=tea");
  assertEquals(JSON.parse(asked.body), { room: "Tea", seq: 1, at: (await ada.waitForMessage("milk?")).at });
  await say(server, token, '{"text":"sugar?","room":"#TEA"}', JSON_TYPE, "/say?room=lobby");
  assertEquals((await ada.waitForMessage("sugar?")).room, "Tea");
  await ada.sendFrames({ type: "part", room: "tea" });
  await ada.waitForFrame("parted");
  const alone = await say(server, token, "nobody here?", "", "/say?room=Tea");
  assertEquals([alone.status, JSON.parse(alone.body).seq], [200, 3]);
  assertEquals((await say(server, token, "hello?", "", "/say?room=bar")).status, 404);
  await ada.sendFrames({ type: "rooms" });
  const { rooms } = await ada.waitForFrame("rooms");
  assertEquals(rooms, [{ room: "lobby", count: 1 }, { room: "Tea", count: 0 }]);
  await ada.sendFrames({ type: "private", to: "ci", text: "psst" });
  assertEquals((await ada.waitForFrame("error")).code, "not-here");
});

test("what has an id is said once, whoever asks how often, and also over a restart of the server", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const [token, other] = [tokenFor(data), tokenFor(data, "other")];
  const text = '{"text":"deployed","id":"run-17"}';
  let first: unknown;
  {
    await using server = await startServer({ data });
    const answers = await Promise.all([
      say(server, token, text, JSON_TYPE),
      say(server, token, text, JSON_TYPE),
    ]);
    const [one, two] = answers.map(({ body }) => JSON.parse(body));
    assertEquals(one, two);
    first = one;
  }
  await using room = await startServer({ data });
  const ada = await room.native("ada");
  assertEquals(JSON.parse((await say(room, token, text, JSON_TYPE)).body), first);
  assertEquals(JSON.parse((await say(room, other, text, JSON_TYPE)).body).seq, 2);
  await ada.sync();
  assertEquals(ada.framesOf("message").map(({ from }) => from), ["ci", "other"]);
});

test("a token counts from the moment at which it is made, and not beyond the one at which it is revoked", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data });
  const token = tokenFor(data);
  assertEquals(listBotTokens(data)[0]?.used, undefined);
  assertEquals((await say(server, token, "one")).status, 200);
  assertEquals(listBotTokens(data)[0]?.used, server.clock.now());
  assertEquals([revokeBotToken(data, "CI", NOW), revokeBotToken(data, "ci", NOW)], [true, false]);
  assertEquals((await say(server, token, "two")).status, 401);
  assertEquals(listBotTokens(data), []);
  const again = tokenFor(data);
  assertEquals((await say(server, again, '{"text":"three","id":1}', JSON_TYPE)).status, 200);
});

test("neither can somebody have a token's name, nor a token speak under the name of somebody who is in", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data, limits: { grace: 0 } });
  const nina = await server.plain("nina");
  const nina2 = tokenFor(data, "nina"); // People with nc are not in the file.
  const bob = await server.native("bob");
  await bob.sync();
  const refused = createBotToken(data, "BOB", "guest", server.clock.now());
  assertEquals(!refused.isMade && refused.problem, {
    code: "name-taken",
    name: "BOB",
    suggestion: "BOB2",
  });
  tokenFor(data, "Ci");
  await bob.sendFrames({ type: "nick", name: "CI" });
  assertEquals(await bob.waitForFrame("error"), {
    type: "error",
    code: "name-taken",
    text: en.problem({ code: "name-taken", name: "CI", suggestion: "CI2" }),
    name: "CI",
    suggestion: "CI2",
  });
  const { status, body } = await say(server, nina2, "it is not me");
  assertEquals([status, body], [
    409,
    `${en.problem({ code: "name-taken", name: "nina", suggestion: "nina2" })}\n`,
  ]);
  await nina.say("/nick nina.l");
  await nina.waitForText("nina.l");
  assertEquals((await say(server, nina2, "now it is")).status, 200);
});

test("who sends too fast is told when to try again, and nothing of that is said", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const token = tokenFor(data);
  await using server = await startServer({ data, limits: { rate: { perSecond: 0.5, burst: 2 } } });
  const ada = await server.native("ada");
  const statuses: number[] = [];
  for (const text of ["1", "2", "3"]) statuses.push((await say(server, token, text)).status);
  assertEquals(statuses, [200, 200, 429]);
  const { head, body } = await say(server, token, "4");
  assert(head.includes("\r\nretry-after: 2"), head);
  assertEquals(body, `${en.doors.tooFast(2)}\n`);
  await server.clock.advance(2_000);
  assertEquals((await say(server, token, "5")).status, 200);
  await ada.waitForMessage("5");
  assertEquals(ada.framesOf("message").map(({ text }) => text), ["1", "2", "5"]);
});

test("what is wrong with a request is said in one sentence with its status", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const token = tokenFor(data);
  await using server = await startServer({
    data,
    words: it,
    limits: { lineBytes: 600, messageChars: 10, rate: null },
  });
  const { doors, problem } = it;
  const auth = `Host: x\r\nAuthorization: Bearer ${token}\r\n`;
  const cases: readonly (readonly [string | Promise<Answered>, number, string])[] = [
    [`GET /say HTTP/1.1\r\n${auth}\r\n`, 405, doors.onlyPost],
    ["POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx", 401, doors.needsToken],
    [`POST /say HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${token}\r\n\r\n`, 401, doors.needsToken],
    [say(server, `${token}0`, "x"), 401, doors.needsToken],
    [`POST /say HTTP/1.1\r\n${auth}\r\n`, 411, doors.needsLength],
    [
      `POST /say HTTP/1.1\r\n${auth}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
      411,
      doors.needsLength,
    ],
    ...[
      "Content-Length: -1",
      "Content-Length: 1\r\nContent-Length: 2",
      "Content-Length: 1, 2",
      "Content-Length: 0x1",
    ]
      .map((length) => [`POST /say HTTP/1.1\r\n${auth}${length}\r\n\r\nx`, 400, doors.badRequest] as const),
    ...["chunked", "gzip, chunked", "identity"].flatMap((coding) =>
      [
        `Transfer-Encoding: ${coding}\r\nContent-Length: 11\r\n`,
        `content-length: 11\r\nTRANSFER-ENCODING: ${coding}\r\n`,
      ].map((both) =>
        [`POST /say HTTP/1.1\r\n${auth}${both}\r\n1\r\nx\r\n0\r\n\r\n`, 400, doors.badRequest] as const
      )
    ),
    [say(server, token, "x".repeat(601)), 413, doors.bigBody(600)],
    [say(server, token, "x".repeat(11)), 413, problem({ code: "too-long", limit: 10, length: 11 })],
    [say(server, token, "x", "Content-Type: image/png\r\n"), 415, doors.notText],
    [say(server, token, " \n"), 400, problem({ code: "empty" })],
    [say(server, token, "", "", "/say?x"), 400, problem({ code: "empty" })],
    [say(server, token, "[1]", JSON_TYPE), 400, problem({ code: "bad-json" })],
    [say(server, token, "{}", JSON_TYPE), 400, problem({ code: "bad-field", field: "text" })],
    [say(server, token, '{"text":"x","id":""}', JSON_TYPE), 400, problem({ code: "bad-field", field: "id" })],
    [say(server, token, "x", "", "/say?room=t%20ea"), 404, doors.noRoom("t ea")],
    [
      say(server, token, '{"text":"x","room":"tea"}', JSON_TYPE),
      404,
      doors.noRoom("tea"),
    ],
    [say(server, token, "x", "Origin: https://evil.example\r\n"), 403, doors.otherPage],
  ];
  for (const [request, status, sentence] of cases) {
    const answer = typeof request === "string" ? await send(server, request) : await request;
    assertEquals([answer.status, answer.body], [status, `${sentence}\n`]);
    assertEquals(/content-type: (.*)/.exec(answer.head)?.[1]?.trim(), "text/plain; charset=utf-8");
  }
  assertEquals((await say(server, token, "(", "", "/say?room=lobby")).status, 200);
  const latin = new Uint8Array([
    ...new TextEncoder().encode(
      `POST /say HTTP/1.1\r\n${auth}Content-Length: 1\r\n\r\n`,
    ),
    0xe8,
  ]);
  assertEquals((await send(server, latin)).status, 400);
  const late = await server.native("late");
  await late.sync();
  assertEquals(late.framesOf("message").map(({ text }) => text), ["("]);
});

test("a body that does not come is waited for as long as a head, and a large one is asked for first", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const token = tokenFor(data);
  await using server = await startServer({ data });
  const ada = await server.native("ada");
  const head = `POST /say HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 5\r\n`;
  const slow = await server.raw();
  await slow.send(`${head}\r\nhel`);
  const asking = await server.raw();
  await asking.send(`${head}Expect: 100-continue\r\n\r\n`);
  await asking.waitForText("HTTP/1.1 100 Continue\r\n\r\n");
  await ada.sync();
  await server.clock.advance(4_999);
  assertEquals(slow.state, "open");
  await asking.send("hello");
  await asking.waitForText("HTTP/1.1 200 OK\r\n");
  await server.clock.advance(1);
  await slow.waitForEnd();
  assertEquals(slow.text, "");
  await ada.waitForMessage("hello");
});

test("a server that cannot keep a message says so, and when to try again", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const token = tokenFor(data);
  await using server = await startServer({ data, mayFail: ["storing"] });
  const ada = await server.native("ada");
  await ada.say("fits");
  await ada.waitForMessage("fits");
  using lock = writeLock(data); // Another program that writes and does not end.
  const { status, head, body } = await say(server, token, "does not fit");
  assertEquals([status, body], [503, `${en.problem({ code: "not-stored" })}\n`]);
  assert(head.includes("\r\nretry-after: 5"), head);
  lock.release();
  assertEquals((await say(server, token, "fits again")).status, 200);
});

test("a server that keeps nothing on disk has no tokens, and says so", async () => {
  await using server = await startServer();
  const { status, head, body } = await say(server, "chat_0", "x");
  assertEquals([status, body], [401, `${en.doors.noTokens}\n`]);
  assert(head.includes("\r\nwww-authenticate: bearer"), head);
});
