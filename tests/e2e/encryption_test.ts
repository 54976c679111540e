/** TLS on the port of everybody: each door inside, broken and slow handshakes, and what they may cost. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { clientHello, spoil } from "../support/client_hello.ts";
import { identityFiles, secure } from "../support/encryption.ts";
import { NativePeer, PlainPeer, RawPeer } from "../support/peers.ts";
import { test } from "../support/sanitized.ts";
import { SeededRandom } from "../support/seeded_random.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { startServer, type TestServer, type TestServerOptions } from "../support/test_server.ts";

function start(options: TestServerOptions = {}): Promise<TestServer> {
  return startServer({ ...options, isEncrypted: true });
}

/** Connects without TLS. */
async function inClear(server: TestServer): Promise<RawPeer> {
  return new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port: server.running.port }));
}

/** Waits until all connections made so far have been accepted, without coming encrypted oneself. */
async function arrived(server: TestServer): Promise<void> {
  const last = await inClear(server);
  await last.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  await last.waitForEnd();
  await last.close();
}

/** Comes in as soon as those who went are known to be gone: never, if they stay. */
async function letIn(server: TestServer, name: string): Promise<NativePeer> {
  for (let tries = 0; tries < 100; tries++) {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: server.running.port });
    const peer = new NativePeer(conn);
    await peer.send(`{"type":"hello","name":"${name}"}\n`);
    const answer = await peer.waitFor("an answer", () => peer.frames[0]?.type);
    if (answer === "welcome") return peer;
    await peer.close();
    await server.clock.advance(200); // What is closed politely takes so long.
  }
  throw new Error("there never was a place");
}

/** The first bytes of a handshake whose rest does not come. */
const HALF = Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc);

test("every door is there inside TLS, and the log has its version", async () => {
  await using server = await start();
  const bot = await server.native("bot");
  const ada = await server.plain("ada");
  await using web = server.webSocket();
  await web.waitForOpen();
  await web.enter("web");
  const page = await server.fetch("/");
  assertEquals(page.status, 200);
  assert((await page.text()).includes("<html"));
  await ada.say("hello all");
  await bot.waitForMessage("hello all");
  await web.waitForMessage("hello all");
  const came = server.logged.flatMap((entry) => entry.event === "connected" ? [entry.tls] : []);
  assertEquals(came, ["1.3", "1.3", "1.3"]);
});

test("plain and encrypted members are in the same room", async () => {
  await using server = await start();
  const ada = await server.native("ada");
  const bob = new PlainPeer(await Deno.connect({ hostname: "127.0.0.1", port: server.running.port }));
  await bob.enter("bob");
  await bob.say("in clear");
  await ada.waitForMessage("in clear");
  await ada.say("encrypted");
  await bob.waitForText("ada: encrypted");
  await bob.close();
});

test("who says nothing inside TLS is greeted 300 ms after the handshake", async () => {
  await using server = await start();
  const silent = await server.raw();
  await server.waitForArrivals();
  await server.clock.advance(300);
  await silent.waitForText(en.plain.askName);
});

test("handshakes that are broken, cut off, too large or garbage end their connection, and the room goes on", async () => {
  await using server = await start({ realTime: true });
  const hello = await clientHello();
  const random = new SeededRandom(15);
  const openings = [
    Uint8Array.of(0x16, 0x03),
    Uint8Array.of(0x16, 0x03, 0x01, 0xff, 0xff, ...new Uint8Array(65_535).fill(97)),
    ...Array.from({ length: 120 }, () => spoil(hello, random)),
    ...Array.from({ length: 30 }, () => {
      return Uint8Array.from(
        { length: 2 + random.between(0, 599) },
        (_, at) => [0x16, 3][at] ?? random.between(0, 255),
      );
    }),
  ];
  for (const [at, opening] of openings.entries()) {
    const peer = await inClear(server);
    await peer.send(opening);
    if (at % 3 !== 0) await peer.closeWrite().catch(() => {}); // It may have been ended.
    if (at % 3 === 1) await peer.waitForEnd();
    await peer.close();
  }
  await server.checkStillServes();
  const failed = server.logged.filter(({ event }) => event === "handshake-failed").length;
  assert(failed > 0 && failed < openings.length / 2, `${failed} lines`); // One a second at most.
});

test("a handshake that does not go on is ended after ten seconds, and one whose peer ends at once", async () => {
  await using server = await start();
  const slow = await inClear(server);
  await slow.send(HALF);
  await server.waitForArrivals();
  await server.clock.advance(9_900);
  await server.checkStillServes();
  assertEquals(slow.state, "open");
  await server.clock.advance(100);
  assertEquals(await slow.waitForEnd(), "ended");
  await server.clock.advance(1_000);
  const gone = await inClear(server);
  await gone.send(HALF);
  await gone.closeWrite();
  assertEquals(await gone.waitForEnd(), "ended");
  await Promise.all([slow.close(), gone.close()]);
  assertEquals(server.logged.filter(({ event }) => event === "handshake-failed").length, 2);
});

test("a handshake and what is said after it may come byte by byte, both ways", async () => {
  await using server = await start();
  await using proxy = new TcpProxy(undefined, undefined, 1);
  proxy.target = server.running.port;
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: proxy.port });
  const slow = new NativePeer(await secure(conn));
  await slow.enter("slow");
  await slow.say("letter by letter");
  await slow.waitForMessage("letter by letter");
  await slow.close();
});

test("sixty messages of full records are all taken", async () => {
  await using server = await start({ limits: { rate: null } });
  const [ada, bob] = [await server.native("ada"), await server.native("bob")];
  const said = Array.from({ length: 60 }, (_, id) => `${id} `.padEnd(3900, "y"));
  const frames = said.map((text, id) => JSON.stringify({ type: "say", room: "lobby", text, id }) + "\n");
  await ada.send(frames.join(""));
  await ada.waitFor("sixty acknowledgements", () => ada.framesOf("ack").length === 60 || undefined);
  await bob.waitForMessage(said[59] ?? "");
  assertEquals(bob.framesOf("message").map(({ text }) => text), said);
});

test("who resets in the middle of a handshake, or as a member, leaves no connection behind", async () => {
  await using server = await start({ limits: { maxClients: 100, grace: 0 } });
  const hello = await clientHello();
  for (let round = 0; round < 3; round++) {
    const reset = await Promise.all(Array.from({ length: 30 }, async (_, at) => {
      const conn = await Deno.connect({ hostname: "127.0.0.1", port: server.running.port });
      if (at % 2 === 0) {
        const member = new RawPeer(await secure(conn), false);
        await member.send(`{"type":"hello","name":"reset${round}x${at}"}\n`);
        return member;
      }
      const half = new RawPeer(conn, false);
      await half.send(hello.subarray(0, at % 3 === 0 ? 60 : undefined));
      return half;
    }));
    await arrived(server);
    await Promise.all(reset.map((peer) => peer.close())); // What the server has sent is unread: that makes it a reset.
  }
  const members: NativePeer[] = [];
  for (let at = 0; at < 95; at++) members.push(await letIn(server, `member${at}`));
  await Promise.all(members.map((member) => member.close()));
});

test("an address that encrypts is waited for ten seconds, later five, and one whose handshake came too late is known from then on", async () => {
  await using server = await start();
  const early = await inClear(server);
  await arrived(server);
  await server.clock.advance(300);
  await early.waitForText(en.plain.askName); // Nobody has encrypted yet.
  await early.send(await clientHello());
  await early.waitForEnd();
  await early.close();

  const conn = await Deno.connect({ hostname: "127.0.0.1", port: server.running.port });
  await arrived(server);
  await server.clock.advance(4_900);
  const late = new NativePeer(await secure(conn));
  await late.enter("late");
  await late.close();

  for (const seconds of [10, 5]) { // Others from there may be at work; for an hour it is known to encrypt.
    const silent = await inClear(server);
    await arrived(server);
    await server.clock.advance(seconds * 1000 - 100);
    assertEquals(silent.text, "");
    await server.clock.advance(400); // It is asked each second, from 300 ms on.
    await silent.waitForText(en.plain.askName);
    await silent.close();
  }

  await server.clock.advance(3_600_000);
  const forgotten = await inClear(server);
  await arrived(server);
  await server.clock.advance(300);
  await forgotten.waitForText(en.plain.askName);
  await forgotten.close();
});

test("there is no TLS inside TLS", async () => {
  await using server = await start();
  const peer = await server.raw();
  await peer.send(await clientHello());
  await peer.waitForEnd();
  assertEquals(peer.text, "");
  await server.checkStillServes();
});

test("a full server says so inside TLS, and only to some of a crowd", async () => {
  await using server = await start({ limits: { maxClients: 1 }, realTime: true });
  const ada = await server.native("ada");
  const crowd = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const conn = await Deno.connect({ hostname: "127.0.0.1", port: server.running.port });
      try {
        return new RawPeer(await secure(conn));
      } catch {
        return undefined; // Closed without a word.
      }
    }),
  );
  const peers = crowd.filter((peer) => peer !== undefined);
  for (const peer of peers) {
    await peer.send('{"type":"hello","name":"x"}\n');
    await peer.waitForEnd();
    await peer.close();
  }
  const told = peers.filter(({ text }) => text.includes('"code":"full"'));
  assert(told.length >= 1 && told.length <= 16, `${told.length} were told`);
  await ada.say("still here");
  await ada.waitForMessage("still here");
});

test("who pushes more than may be read is not read: nothing piles up", async () => {
  await using server = await start({ limits: { rate: { perSecond: 10, burst: 5 } } });
  const pusher = await server.native("pusher");
  const line = `{"type":"say","room":"lobby","text":"${"z".repeat(1000)}"}\n`;
  const all = new TextEncoder().encode(line.repeat(64 * 1024)); // 67 MB
  const pushing = pusher.send(all);
  let before = -1;
  while (pusher.bytesAccepted > before) { // Until what is between us takes no more.
    before = pusher.bytesAccepted;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  assert(before < 24 * 1024 * 1024, `${before} bytes were taken`);
  await server.checkStillServes();
  await pusher.close();
  await pushing;
});

for (const [addresses, takes] of [[6, 0], [100, 500]] as const) {
  test(`600 handshakes from ${addresses} addresses that do not go on keep nobody out for more than ${takes} ms`, async () => {
    await using server = await start({ proxies: ["127.0.0.0/8"], limits: { maxClients: 2000 } });
    const slow = await Promise.all(Array.from({ length: 600 }, async (_, at) => {
      const peer = await inClear(server);
      const header = `PROXY TCP4 198.51.100.${at % addresses} 192.0.2.1 ${1024 + at} 53000\r\n`;
      await peer.send(Uint8Array.from([...new TextEncoder().encode(header), ...HALF]));
      return peer;
    }));
    await arrived(server);
    const coming = server.native("ada"); // The server's clock stands still but for what is allowed here.
    await arrived(server);
    await server.clock.advance(takes);
    const ada = await coming;
    await ada.say("I am in");
    await ada.waitForMessage("I am in");
    const letGo = slow.filter(({ state }) => state !== "open").length;
    assert(takes === 0 ? letGo === 0 : letGo > 0 && letGo <= 100, `${letGo} were let go`);
    await server.clock.advance(10_000);
    await server.waitForLog("handshake-failed");
    await Promise.all(slow.map((peer) => peer.close()));
  });
}

test("who comes after a certificate has changed gets the new one, and who is in stays", async () => {
  await using server = await start();
  const ada = await server.native("ada");
  const { files } = await identityFiles();
  const now = new Date();
  Deno.utimeSync(files.cert, now, new Date(now.getTime() + 5000)); // The same certificate, but newer.
  await server.clock.advance(60_000);
  await server.waitForLog("certificate-made");
  const bob = await server.native("bob");
  await bob.say("hello");
  await ada.waitForMessage("hello");
});
