/** An IRC client whose first line is late, and people at nc beside IRC clients. */

import { assert, assertEquals } from "@std/assert";
import { connectIrc, IrcPeer } from "../support/irc_peer.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** What a person is asked who says nothing. */
const GREETING = "What is your name?";

/** How a client comes in that waits for an answer before it says who it is. */
const FIRST = "CAP LS 302";

/** Connects and says nothing for a time. */
async function connectSilent(server: TestServer, ms: number): Promise<IrcPeer> {
  const peer = new IrcPeer(await server.raw());
  await server.waitForArrivals();
  await server.clock.advance(ms);
  return peer;
}

/** Comes in, and gives what was sent as lines that end as IRC's do. */
async function comeIn(peer: IrcPeer): Promise<readonly string[]> {
  await peer.send(FIRST);
  await peer.waitFor(" CAP * LS ");
  await peer.send("NICK ada", "USER ada 0 * :Ada", "CAP END");
  await peer.waitFor(" 376 ada ");
  return peer.fresh();
}

test("a client that was greeted as a person comes in, and loses no line of IRC though it reads none that ends otherwise", async () => {
  await using server = await startServer();
  const peer = await connectSilent(server, 300);
  await peer.waitFor(GREETING);
  const [greeting = "", first = "", ...more] = await comeIn(peer);
  assert(greeting.endsWith(`${GREETING}\n`), greeting);
  assert(first.startsWith(":chat CAP * LS "), first);
  assert(more.some((line) => line.startsWith(":chat 001 ada ")));
});

test("a client that was late once is waited for when it comes again within the hour", async () => {
  await using server = await startServer();
  const late = await connectSilent(server, 300);
  await comeIn(late);
  await late.raw.close();
  await server.clock.advance(3_000_000);
  const again = await connectSilent(server, 4_900);
  assertEquals((await comeIn(again))[0]?.startsWith(":chat CAP * LS "), true);
});

test("a client that says nothing while another one of its machine comes in is waited for", async () => {
  await using server = await startServer();
  const silent = await connectSilent(server, 0);
  const other = await connectIrc(server, "bob");
  await server.clock.advance(3_000);
  assertEquals((await comeIn(silent))[0]?.startsWith(":chat CAP * LS "), true);
  await other.raw.close();
});

test("who comes by nc some seconds after an IRC client of the same address is greeted as always", async () => {
  await using server = await startServer();
  await connectIrc(server, "bob");
  await server.clock.advance(10_000);
  const person = await connectSilent(server, 299);
  assertEquals(person.raw.text, "");
  await server.clock.advance(1);
  await person.waitFor(GREETING);
});
