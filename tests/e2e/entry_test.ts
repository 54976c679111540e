/** Who may come in: tickets, a word that is asked for at every door, and a server that is closed. */

import { assert, assertEquals } from "@std/assert";
import { createTicket, revokeTicket, type TicketWish } from "../../server.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

/** The time of the test server's clock. */
const NOW = new Date(2026, 0, 2, 3, 4, 5).getTime();

/** Makes a ticket in the log of a server that runs, as `chat invite` does. */
function invite(
  path: string,
  wish: Partial<TicketWish> = {},
): { readonly token: string; readonly id: number } {
  const made = createTicket(path, { kind: "entry", uses: 1, expires: NOW + 60_000, ...wish }, NOW);
  assert(made !== undefined);
  return { token: made.token, id: made.ticket.id };
}

/** Says hello on a connection of its own, and gives what came of it: `welcome`, or the error. */
async function hello(server: TestServer, fields: Readonly<Record<string, unknown>>): Promise<unknown> {
  const peer = await server.native();
  await peer.send(`${JSON.stringify({ type: "hello", room: "lobby", ...fields })}\n`);
  return await peer.waitFor("an answer", () => {
    const [welcome] = peer.framesOf("welcome");
    if (welcome !== undefined) return "welcome";
    const [error] = peer.framesOf("error");
    if (error === undefined) return undefined;
    const { type: _, text: __, ...problem } = error;
    return problem;
  });
}

for (const kind of ["open", "closed"] as const) {
  test(`fifty who come at once with one ticket: exactly its uses come in (${kind})`, async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    await using server = await startServer({ data, entry: { kind } });
    const { token } = invite(data, { uses: 7 });
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => hello(server, { name: `guest${index}`, ticket: token })),
    );
    assertEquals(all.filter((outcome) => outcome === "welcome").length, 7);
    const bad = { code: "ticket-bad", ...(kind === "open" && { open: true }) };
    for (const outcome of all) if (outcome !== "welcome") assertEquals(outcome, bad);
    assertEquals(server.logged.filter(({ event }) => event === "ticket-used").length, 7);
    assert(!JSON.stringify(server.logged).includes(token), "no token in the log");
  });
}

test("a closed server lets nobody in without a ticket, at any door, and says nothing of who is there", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data, entry: { kind: "closed" } });
  const { token } = invite(data, { name: "Ada" });
  assertEquals(await hello(server, { name: "ada", ticket: token }), "welcome");
  for (const name of ["ada", "bob", "a b"]) assertEquals(await hello(server, { name }), { code: "closed" });
  assertEquals(await hello(server, { name: "bob", create: false, room: "no-such-room" }), { code: "closed" });
  assertEquals(await hello(server, { name: "ada2", ticket: token }), { code: "ticket-bad" });
  assertEquals(await hello(server, { name: "bob", ticket: "none" }), { code: "ticket-bad" });
  const nc = await server.plain();
  await nc.send("bob\n");
  await nc.waitForText(`${en.problem({ code: "closed" })}\n`);
});

test("a ticket is for whom and for how long it says, until it is revoked", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data, entry: { kind: "closed" } });
  const forAda = invite(data, { name: "ada" });
  assertEquals(await hello(server, { name: "bob", ticket: forAda.token }), { code: "ticket-bad" });
  const revoked = invite(data);
  assert(revokeTicket(data, revoked.id, NOW));
  assertEquals(await hello(server, { name: "bob", ticket: revoked.token }), { code: "ticket-bad" });
  const device = invite(data, { kind: "device", account: 1 });
  assertEquals(await hello(server, { name: "bob", ticket: device.token }), { code: "ticket-bad" });
  await server.clock.advance(59_000);
  assertEquals(await hello(server, { name: "ADA", ticket: forAda.token }), "welcome");
  const late = invite(data);
  await server.clock.advance(1_000);
  assertEquals(await hello(server, { name: "bob", ticket: late.token }), { code: "ticket-bad" });
});

test("a ticket makes somebody owner or moderator, once, under the name that it is for, and never where others read along", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({
    data,
    entry: { kind: "closed" },
    proxies: ["127.0.0.1"],
    isEncrypted: false,
  });
  for (const kind of ["owner", "moderator"] as const) {
    const { token } = invite(data, { kind, name: "Ada" });
    const line = `${JSON.stringify({ type: "hello", name: "ada", room: "lobby", ticket: token })}\n`;
    const far = await server.native();
    await far.send(`PROXY TCP4 192.168.1.9 192.0.2.1 4711 53000\r\n${line}`);
    await far.waitForText('"auth-plain"');
    assertEquals(await hello(server, { name: "bob", ticket: token }), { code: "ticket-bad" });
    const ada = await server.native();
    await ada.send(line);
    assertEquals((await ada.waitForFrame("welcome")).role, kind);
    await ada.send('{"type":"quit"}\n');
    await ada.waitForEnd();
    assertEquals(await hello(server, { name: "ada", ticket: token }), { code: "ticket-bad" });
  }
  assertEquals(server.logged.filter(({ event }) => event === "ticket-used").length, 2);
});

test("a use that led to nothing, as the name is taken, is not lost", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data });
  await server.native("ada");
  const { token } = invite(data);
  const outcome = await hello(server, { name: "ada", ticket: token });
  assertEquals(outcome, { code: "name-taken", name: "ada", suggestion: "ada2" });
  assertEquals(await hello(server, { name: "ada2", ticket: token }), "welcome");
});

test("who came in by a ticket comes back to a closed server, also after leaving, until the ticket is revoked", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data, entry: { kind: "closed" } });
  const { token: ticket, id } = invite(data);
  const first = await server.native();
  await first.send(`${JSON.stringify({ type: "hello", name: "ada", room: "lobby", ticket })}\n`);
  const { token } = await first.waitForFrame("welcome");
  await first.send('{"type":"quit"}\n');
  await first.waitForEnd();
  const resume = { token, after: {} };
  const again = await server.native();
  await again.send(`${JSON.stringify({ type: "hello", name: "ada", room: "lobby", ticket, resume })}\n`);
  await again.waitForFrame("welcome");
  await again.send('{"type":"quit"}\n');
  await again.waitForEnd();
  assert(revokeTicket(data, id, NOW));
  assertEquals(await hello(server, { name: "ada", resume }), { code: "closed" });
});

for (const words of [en, it]) {
  test(`the word is asked for at the door for people, after their name (${words.lang})`, async () => {
    await using server = await startServer({ words, entry: { kind: "word", word: "Tè verde" } });
    const taken = await server.native();
    await taken.send('{"type":"hello","name":"ada","room":"lobby","door":"Tè verde"}\n');
    await taken.waitForFrame("welcome");
    const nc = await server.plain();
    await nc.send("ada\n");
    await nc.waitForText(`${words.problem({ code: "closed", door: true })}\n`);
    await nc.send("caffè\n");
    await nc.waitForText(`${words.problem({ code: "closed", door: true, wrong: true })}\n`);
    await nc.send(" Te\u0300 verde \n"); // The same letters, put together in another way.
    await nc.waitForText(words.problem({ code: "name-taken", name: "ada", suggestion: "ada2" }));
    await nc.send("bob\n");
    await nc.waitForText(words.plain.welcome("bob"));
    await taken.waitForFrame("joined");
  });
}

test("a program gives the word with its hello, on the same connection after it was asked for it", async () => {
  await using server = await startServer({ entry: { kind: "word", word: "tea" } });
  const peer = await server.native();
  await peer.send('{"type":"hello","name":"ada","room":"lobby"}\n');
  const asked = await peer.waitForFrame("error");
  assertEquals([asked.code, asked.text], ["closed", "This room is closed. What is the word?"]);
  await peer.send('{"type":"hello","name":"ada","room":"lobby","door":"tea"}\n');
  await peer.waitForFrame("welcome");
  assertEquals(await hello(server, { name: "bob", door: "TEA" }), {
    code: "closed",
    door: true,
    wrong: true,
  });
  assertEquals(await hello(server, { name: "bob", door: 3 }), { code: "bad-field", field: "door" });
});

test("twenty wrong words from an address are the most; after that one each ten seconds", async () => {
  await using server = await startServer({ entry: { kind: "word", word: "tea" } });
  for (let index = 0; index < 20; index++) {
    assertEquals(await hello(server, { name: "eve", door: `guess ${index}` }), {
      code: "closed",
      door: true,
      wrong: true,
    });
  }
  const wait = { code: "closed", door: true, wait: 10_000 };
  assertEquals(await hello(server, { name: "eve", door: "tea" }), wait);
  const nc = await server.plain();
  await nc.send("eve\ntea\n");
  await nc.waitForText(`${en.problem({ code: "closed", door: true, wait: 10_000 })}\n`);
  await server.clock.advance(10_000);
  assertEquals(await hello(server, { name: "eve", door: "coffee" }), {
    code: "closed",
    door: true,
    wrong: true,
  });
  assertEquals(await hello(server, { name: "eve", door: "tea" }), wait);
  await server.clock.advance(10_000);
  assertEquals(await hello(server, { name: "eve", door: "tea" }), "welcome");
});
