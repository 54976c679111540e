/** A client that goes to another machine, against a server of ours: encrypted, pinned, and late. */

import { assert, assertEquals } from "@std/assert";
import { Connection, type ConnectionEvent, handshake } from "../../client/connection.ts";
import type { ChatOptions } from "../../client/options.ts";
import { KnownServers, type Trust } from "../../client/wire.ts";
import { systemClock } from "../../net/clock.ts";
import { en } from "../../words/en.ts";
import { LONGEST_WAIT } from "../support/condition.ts";
import { chatOptions } from "../support/chat_options.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { test } from "../support/sanitized.ts";
import { makeIdentity, TlsServer } from "../support/tls_server.ts";

/** 127.0.0.1 to the system, and another machine to us. */
const ELSEWHERE = "0.0.0.0";

function optionsFor(port: number, changes: Partial<ChatOptions> = {}): ChatOptions {
  return chatOptions(port, { host: ELSEWHERE, trust: { known: new KnownServers() }, ...changes });
}

/** Comes in, and gives what was told meanwhile. */
async function enter(
  options: ChatOptions,
): Promise<{ readonly stay: Connection; readonly told: readonly string[] }> {
  const told: string[] = [];
  const entered = await handshake(options, systemClock, { tell: (sentence) => void told.push(sentence) });
  assert(entered.kind === "in", JSON.stringify(entered));
  const { link, welcome, address } = entered;
  assertEquals(link.isOpenToRead, false);
  const stay = new Connection({
    options,
    clock: systemClock,
    link,
    welcome,
    address,
    acceptsSuggestedName: false,
    chance: () => 0,
  });
  return { stay, told };
}

/** Waits for an event of this kind. */
async function until(stay: Connection, kind: ConnectionEvent["kind"]): Promise<ConnectionEvent> {
  while (true) {
    const next = await stay.events.next();
    assert(next.done !== true, kind);
    if (next.value.kind === kind) return next.value;
  }
}

/** Ends a stay, after what it has said was heard. */
async function sayAndClose(stay: Connection, server: TestServer): Promise<void> {
  const bob = await server.native("bob");
  stay.enqueue({ frame: { type: "say", room: "lobby", text: "here", id: "1" } });
  const rest = Array.fromAsync(stay.events);
  await bob.waitForMessage("here");
  stay.close();
  await rest;
}

for (const delay of [0, 299, 350, 1000, 3000]) {
  test(`a client whose handshake comes after ${delay} ms is in, and back in`, async () => {
    await using server = await startServer();
    await using proxy = new TcpProxy(() => 0, async () => {
      await server.waitForArrivals();
      await server.clock.advance(delay);
    });
    proxy.target = server.running.port;
    const { stay, told } = await enter(optionsFor(proxy.port));
    const where = `${ELSEWHERE}:${proxy.port}`;
    assertEquals(told, [en.trust.first(where, server.running.fingerprint)]);
    for (const connection of proxy.connections) connection.cut();
    const back = await until(stay, "back");
    assert(back.kind === "back" && back.frame.resumed === true);
    await sayAndClose(stay, server);
  });
}

test("a first contact is one line in the operator's log: that somebody is there", async () => {
  await using server = await startServer();
  const { stay } = await enter(optionsFor(server.running.port));
  await sayAndClose(stay, server);
  const told = server.logged.map(({ event }) => event);
  assertEquals(told.filter((event) => event === "closed-unnamed" || event === "handshake-failed"), []);
  assertEquals(told.filter((event) => event === "connected").length, 2); // And bob.
});

test("a relay that takes a second, on clocks that go by themselves, is outlasted", async () => {
  await using server = await startServer({ realTime: true });
  await using proxy = new TcpProxy(() => 0, () => new Promise((resolve) => setTimeout(resolve, 1000)));
  proxy.target = server.running.port;
  const { stay } = await enter(optionsFor(proxy.port, { timeout: LONGEST_WAIT }));
  await sayAndClose(stay, server);
});

test("a client that comes back to another key ends, and tells it nothing", async () => {
  const known = new KnownServers();
  const server = await startServer();
  const { port, fingerprint } = server.running;
  const { stay } = await enter(optionsFor(port, { trust: { known } }));
  await server.stop();
  const other = await makeIdentity();
  await using middle = new TlsServer(other, port);
  const ended = await until(stay, "ended");
  assert(ended.kind === "ended");
  assertEquals(ended.end.code, 4);
  const { sentence = "" } = ended.end;
  assert(sentence.includes(fingerprint) && sentence.includes(other.fingerprint), sentence);
  assertEquals(middle.heard, "");
  stay.close();
});

test("an invitation with the server's key is enough, and one with another key gets no ticket", async () => {
  await using server = await startServer();
  const { port, fingerprint } = server.running;
  const ticket = "0123456789abcdefABCDEF";
  const trust: Trust = { known: new KnownServers(), invited: fingerprint };
  const refused = await handshake(optionsFor(port, { trust, ticket }), systemClock, {});
  assertEquals(refused, {
    kind: "out",
    end: { code: 4, sentence: en.problem({ code: "ticket-bad", open: true }) },
  });
  const { stay, told } = await enter(optionsFor(port, { trust }));
  assertEquals(told, []);
  await sayAndClose(stay, server);
  await using middle = new TlsServer(await makeIdentity());
  const stopped = await handshake(optionsFor(middle.port, { trust, ticket }), systemClock, {});
  assert(stopped.kind === "out" && stopped.end.code === 4);
  assertEquals(middle.heard, "");
});
