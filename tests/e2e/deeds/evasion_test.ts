/** Every kind of ban at every door, by other spellings and neighbour addresses, and after a restart: nobody who is banned gets through. */

import { assert, assertEquals } from "@std/assert";
import { openBotTokens, randomSecrets } from "../../../server/store/accounts.ts";
import { logWithOwners, PASSWORD } from "../../support/deed_doors.ts";
import { testInClear as test } from "../../support/sanitized.ts"; // A proxy tells where people come from, before any TLS.
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer, type TestServer, type TestServerOptions } from "../../support/test_server.ts";

const TOKEN = "cht_0123456789abcdefghijkl";
const HOME = "203.0.113.5";
const ELSEWHERE = "198.51.100.7";

/** Somebody who comes from an address. */
interface Comer {
  readonly name: string;
  readonly host: string;
}

/** What became of them: the whole of what they read, and whether they are in. */
interface Outcome {
  readonly isIn: boolean;
  readonly text: string;
}

/** Makes the line by which a proxy tells where somebody comes from. */
function proxied(host: string): string {
  return host.includes(":") ? `PROXY TCP6 ${host} ::1 7 7\r\n` : `PROXY TCP4 ${host} 127.0.0.1 7 7\r\n`;
}

/** Comes in by a socket with these first words, and reads until one of two things is there. */
async function bySocket(server: TestServer, words: string, isIn: RegExp, isOut: RegExp): Promise<Outcome> {
  const peer = await server.raw();
  await peer.send(words);
  const text = await peer.waitFor(
    "an answer",
    () => isIn.test(peer.text) || isOut.test(peer.text) ? peer.text : undefined,
  );
  await peer.close();
  return { isIn: isIn.test(text), text };
}

/** The headers of a program that came to the proxy encrypted, with the token of `robot`. */
function headers(host: string): string {
  const from = `X-Forwarded-For: ${host}\r\nX-Forwarded-Proto: https\r\n`;
  return `Host: localhost\r\n${from}Authorization: Bearer ${TOKEN}\r\n`;
}

async function byHttp(server: TestServer, path: string, host: string, body?: string): Promise<Outcome> {
  const peer = await server.raw();
  const post = body === undefined ? "" : `Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n`;
  await peer.send(
    `${body === undefined ? "GET" : "POST"} ${path} HTTP/1.1\r\n${headers(host)}${post}\r\n${body ?? ""}`,
  );
  await peer.waitForText("HTTP/1.1 ");
  await peer.close();
  const isIn = peer.text.startsWith("HTTP/1.1 200");
  return { isIn, text: peer.text };
}

/** How somebody comes in at each door. What has no name of its own here comes by the token of `robot`. */
const DOORS: Readonly<Record<string, (server: TestServer, comer: Comer) => Promise<Outcome>>> = {
  native: (server, { name, host }) =>
    bySocket(server, `${proxied(host)}{"type":"hello","name":"${name}"}\n`, /"welcome"/, /"type":"error"/),
  plain: (server, { name, host }) =>
    bySocket(server, `${proxied(host)}${name}\n`, /Here now/, /banned|claimed/),
  irc: (server, { name, host }) =>
    bySocket(server, `${proxied(host)}NICK ${name}\r\nUSER x 0 * :x\r\n`, / 001 /, / 465 | 433 |ERROR/),
  page: async (server, { name, host }) => {
    const peer = server.webSocket({ "X-Forwarded-For": host });
    await using _ = peer;
    if (!await peer.opens()) return { isIn: false, text: "banned" };
    peer.sendFrames({ type: "hello", name, room: "lobby" });
    const frame = await peer.waitForFirst();
    return { isIn: frame.type === "welcome", text: JSON.stringify(frame) };
  },
};

/** Whom the owner bans, and everybody whom that must keep out. */
const BANS: readonly {
  readonly what: string;
  readonly ban: { readonly name?: string; readonly net?: string };
  readonly out: readonly Comer[];
  /** Who comes in all the same, so that the ban is no wider than it says. */
  readonly inside: Comer;
  /** Set where it is the token of `robot` that is kept out, too. */
  readonly isRobot?: true;
}[] = [
  {
    what: "a guest who is here",
    ban: { name: "bob" },
    out: [
      { name: "bob", host: ELSEWHERE },
      { name: "BOB", host: ELSEWHERE },
      { name: "b0b", host: ELSEWHERE },
      { name: "zoe", host: HOME },
    ],
    inside: { name: "bobby", host: ELSEWHERE },
  },
  {
    what: "a pattern",
    ban: { name: "sol*" },
    out: [{ name: "solo", host: ELSEWHERE }, { name: "SOLange", host: ELSEWHERE }, {
      name: "s0la",
      host: HOME,
    }],
    inside: { name: "so", host: ELSEWHERE },
  },
  {
    what: "a network",
    ban: { net: "2001:db8:1:2::/64" },
    out: [{ name: "eve", host: "2001:db8:1:2::5" }, { name: "liz", host: "2001:db8:1:2:ffff::9" }],
    inside: { name: "eve", host: "2001:db8:1:3::5" },
  },
  {
    what: "an address as it is",
    ban: { net: "192.0.2.77" },
    out: [{ name: "eve", host: "192.0.2.77" }, { name: "liz", host: "::ffff:192.0.2.77" }],
    inside: { name: "eve", host: "192.0.2.78" },
  },
];

async function start(data: string, more: TestServerOptions = {}): Promise<TestServer> {
  return await startServer({ data, proxies: ["127.0.0.1"], unencrypted: "anywhere", ...more });
}

/** Checks that everybody of a ban is kept out at every door, and nobody else. */
async function check(
  server: TestServer,
  { what, out, inside }: typeof BANS[number],
  when: string,
): Promise<void> {
  for (const [door, come] of Object.entries(DOORS)) {
    for (const comer of out) {
      const { isIn, text } = await come(server, comer);
      assert(!isIn && /banned/i.test(text), `${what}: ${JSON.stringify(comer)} at ${door}: ${text}`);
    }
    const innocent = { ...inside, name: `${inside.name}${when}-${door}` };
    const { isIn, text } = await come(server, innocent);
    assert(isIn, `${what}: ${JSON.stringify(innocent)} at ${door}: ${text}`);
  }
}

for (const row of BANS) {
  test(`who is banned as ${row.what} gets through no door, also after a restart`, async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    logWithOwners(data, ["ada"], []);
    {
      await using server = await start(data);
      const ada = await server.native();
      await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
      await ada.waitForFrame("welcome");
      const bob = await server.native();
      await bob.send(`${proxied(HOME)}{"type":"hello","name":"bob"}\n`);
      await bob.waitForFrame("welcome");
      await ada.sendFrames({ type: "mod", do: "ban", ...row.ban, why: "enough" });
      await ada.waitForFrame("done");
      await check(server, row, "");
    }
    await using server = await start(data);
    await check(server, row, "-later");
  });
}

test("a program's token posts and listens no more when its name, a pattern, or its address is banned", async () => {
  for (const ban of [{ name: "robot" }, { name: "ROBOT" }, { name: "rob*" }, { net: "203.0.113.0/24" }]) {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    logWithOwners(data, ["ada"], []);
    const tokens = openBotTokens(data);
    tokens.add(randomSecrets.hash(TOKEN), "robot", "robot", 0);
    tokens.close();
    await using server = await start(data);
    const ada = await server.native();
    await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
    await ada.waitForFrame("welcome");
    assertEquals((await byHttp(server, "/say", HOME, "one")).isIn, true);
    const listener = await server.raw();
    await listener.send(`GET /events HTTP/1.1\r\n${headers(HOME)}\r\n`);
    await listener.waitForText("HTTP/1.1 200");
    await ada.sendFrames({ type: "mod", do: "ban", ...ban, why: "enough" });
    await ada.waitForFrame("done");
    await server.clock.advance(2_000);
    await listener.waitForEnd();
    await ada.say("after the ban");
    await ada.waitForMessage("after the ban");
    assert(!listener.text.includes("after the ban"));
    for (
      const outcome of [await byHttp(server, "/say", HOME, "two"), await byHttp(server, "/events", HOME)]
    ) {
      assert(!outcome.isIn && /HTTP\/1\.1 40[34]|banned/.test(outcome.text), outcome.text);
    }
    assert(!ada.text.includes('"two"'));
  }
});
