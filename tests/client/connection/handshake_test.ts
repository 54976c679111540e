import { assertEquals } from "@std/assert";
import type { Dialog } from "../../../client/connection/questions.ts";
import { handshake, type HandshakeResult } from "../../../client/connection/handshake.ts";
import type { Link } from "../../../client/connection/link.ts";
import type { ChatEnd, ChatOptions } from "../../../client/options.ts";
import { systemClock } from "../../../net/clock.ts";
import type { ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { FakeClock } from "../../support/clock.ts";
import { FakeServer, welcomeFrame } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

/** Somebody who answers from a list, and keeps what they were asked and told. */
class Person implements Dialog {
  readonly heard: string[] = [];
  readonly #answers: string[];

  constructor(...answers: string[]) {
    this.#answers = answers;
  }

  ask(question: string): Promise<string | undefined> {
    this.heard.push(question);
    return Promise.resolve(this.#answers.shift());
  }

  say(line: string): void {
    this.heard.push(line);
  }
}

function options(port: number, changes: Partial<ChatOptions> = {}): ChatOptions {
  return chatOptions(port, { client: "chat 0.0.0", ...changes });
}

const PONG: ServerFrame = { type: "pong" };
const taken = (name: string, suggestion: string) =>
  ({ type: "error", code: "name-taken", name, suggestion, text: "taken" }) as const;
const where = (server: FakeServer): string => `127.0.0.1:${server.port}`;

/** How it ended; the link of somebody who is in is closed. */
function outcome(entered: HandshakeResult): ChatEnd | string {
  if (entered.kind === "out") return entered.end;
  entered.link.close();
  return `in as ${entered.welcome.name}`;
}

test("hello says who comes, where to, and with what", async () => {
  using server = new FakeServer();
  const entering = handshake(options(server.port, { room: "den" }), systemClock, {});
  const hello = await (await server.nextConnection()).acceptHello();
  assertEquals(hello, { type: "hello", name: "ada", room: "den", version: 1, client: "chat 0.0.0" });
  assertEquals(outcome(await entering), "in as ada");
});

test("a room that is to be there is not made: the server says so, or an old one is left at once", async () => {
  using server = new FakeServer();
  const missing: ChatEnd = { code: 4, sentence: en.client.noSuchRoom("typo") };
  const enter = () => handshake(options(server.port, { room: "typo", create: false }), systemClock, {});
  const refused = enter();
  const first = await server.nextConnection();
  const hello = await first.receive();
  assertEquals(hello?.type === "hello" && hello.create, false);
  await first.send({ type: "error", code: "no-room", room: "typo", text: "none" });
  assertEquals(outcome(await refused), missing);

  const made = enter();
  const old = await server.nextConnection();
  await old.acceptHello({ room: "typo" });
  assertEquals(await old.receive(), { type: "quit" });
  old.close();
  assertEquals(outcome(await made), missing);

  for (const there of [{ count: 2 }, { seq: 7 }, { created: false as const }, { room: "lobby" }]) {
    const entering = enter();
    await (await server.nextConnection()).acceptHello({ room: "typo", ...there });
    assertEquals(outcome(await entering), "in as ada");
  }
});

test("a name that nobody chose gives way to the one that the server suggests", async () => {
  using server = new FakeServer();
  const entering = handshake(options(server.port, { acceptsSuggestedName: true }), systemClock, {});
  const connection = await server.nextConnection();
  await connection.receive();
  await connection.send(taken("ada", "ada2"));
  const again = await connection.acceptHello();
  assertEquals(again?.type === "hello" && again.name, "ada2");
  assertEquals(outcome(await entering), "in as ada2");
});

test("nobody there is one sentence with the place, code 3", async () => {
  const server = new FakeServer();
  server.stopListening();
  assertEquals(outcome(await handshake(options(server.port), systemClock, {})), {
    code: 3,
    sentence: en.client.noServer(where(server)),
  });
});

test("a server that says nothing is given up after the timeout, half a word is foreign", async () => {
  for (const half of ["", "login: "]) {
    using server = new FakeServer();
    const clock = new FakeClock();
    const entering = handshake(options(server.port, { timeout: 500 }), clock, {});
    const connection = await server.nextConnection();
    await connection.receive();
    if (half !== "") await connection.sendRaw(half);
    // The half word is only there once it was read: the kernel tells nobody when.
    while (clock.pending === 0) await clock.advance(0);
    const ended = entering.then(outcome);
    const echo = half === "" ? undefined : en.client.notChat(where(server));
    if (half !== "") await settled(server);
    await clock.advance(500);
    assertEquals(await ended, { code: 3, sentence: echo ?? en.client.noAnswer(where(server), 500) });
  }
});

/** After this, what was written before has been read: a connection of its own went there and back meanwhile. */
async function settled(server: FakeServer): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const [conn, connection] = await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port: server.port }),
      server.nextConnection(),
    ]);
    await connection.sendRaw("x");
    await conn.read(new Uint8Array(1));
    conn.close();
  }
}

test("what is no chat server is called so", async () => {
  using server = new FakeServer();
  const entering = handshake(options(server.port), systemClock, {});
  await (await server.nextConnection()).sendRaw("HTTP/1.1 400 Bad Request\r\n");
  assertEquals(outcome(await entering), { code: 3, sentence: en.client.notChat(where(server)) });
});

test("a server that closes at once, or says that it is closing, is code 3", async () => {
  for (const isClosing of [false, true]) {
    using server = new FakeServer();
    const entering = handshake(options(server.port), systemClock, {});
    const connection = await server.nextConnection();
    await connection.receive();
    if (isClosing) await connection.send({ type: "bye", reason: "closing", text: "" });
    connection.close();
    const sentence = isClosing ? en.client.serverClosed(where(server)) : en.client.lost(where(server));
    assertEquals(outcome(await entering), { code: 3, sentence });
  }
});

test("a name that is refused, with nobody to ask, is code 4 with the reason", async () => {
  using server = new FakeServer();
  const entering = handshake(options(server.port), systemClock, {});
  const connection = await server.nextConnection();
  await connection.receive();
  await connection.send(taken("ada", "ada2"));
  const sentence = en.problem({ code: "name-taken", name: "ada", suggestion: "ada2" });
  assertEquals(outcome(await entering), { code: 4, sentence });
});

test("a full room is code 4", async () => {
  using server = new FakeServer();
  const entering = handshake(options(server.port), systemClock, { dialog: new Person() });
  const connection = await server.nextConnection();
  await connection.receive();
  await connection.send({ type: "error", code: "full", limit: 2, text: "full" }, {
    type: "bye",
    reason: "refused",
    text: "",
  });
  assertEquals(outcome(await entering), { code: 4, sentence: en.problem({ code: "full", limit: 2 }) });
});

test("somebody without a name is asked once the room is known to be there; an empty answer takes the offer", async () => {
  using server = new FakeServer();
  const person = new Person("");
  const entering = handshake(options(server.port, { name: undefined, suggestedName: "root" }), systemClock, {
    dialog: person,
  });
  const connection = await server.nextConnection();
  assertEquals(await connection.receive(), { type: "ping" });
  assertEquals(person.heard, []);
  await connection.send(PONG);
  await connection.acceptHello();
  assertEquals(outcome(await entering), "in as root");
  assertEquals(person.heard, [en.client.askName("root")]);
});

test("a taken name is asked for again on the same connection, offering the suggestion", async () => {
  using server = new FakeServer();
  const person = new Person("");
  const entering = handshake(options(server.port), systemClock, { dialog: person });
  const connection = await server.nextConnection();
  await connection.receive();
  await connection.send(taken("ada", "ada2"));
  await connection.acceptHello();
  assertEquals(outcome(await entering), "in as ada2");
  assertEquals(person.heard, [
    en.problem({ code: "name-taken", name: "ada", suggestion: "ada2" }),
    en.client.askName("ada2"),
  ]);
});

test("thinking longer than the server waits is not noticed: the answer goes over a new connection", async () => {
  using server = new FakeServer();
  const person = new Person("bob");
  const links: Link[] = [];
  const entering = handshake(options(server.port), systemClock, {
    dialog: person,
    onLink: (link) => void links.push(link),
  });
  const first = await server.nextConnection();
  await first.receive();
  await first.send(taken("ada", "ada2"), { type: "bye", reason: "silent", text: "" });
  first.close();
  await (await server.nextConnection()).acceptHello();
  assertEquals(outcome(await entering), "in as bob");
  assertEquals(links.length, 2);
});

test("one who leaves instead of giving a name ends well", async () => {
  for (const answer of ["{quit}", "/quit bye", undefined]) {
    using server = new FakeServer();
    const person = answer === undefined ? new Person() : new Person(answer);
    const entering = handshake(options(server.port, { name: undefined }), systemClock, { dialog: person });
    await (await server.nextConnection()).send(PONG);
    assertEquals(outcome(await entering), { code: 0 });
  }
});

test("when no place was given and nobody is there, the place is asked for; an empty address is refused", async () => {
  const closed = new FakeServer();
  closed.stopListening();
  using server = new FakeServer();
  const person = new Person("", "127.0.0.1", "nonsense", "99999", String(server.port));
  const entering = handshake(options(closed.port, { isAddressGiven: false }), systemClock, {
    dialog: person,
  });
  await (await server.nextConnection()).acceptHello();
  assertEquals(outcome(await entering), "in as ada");
  assertEquals(person.heard, [
    en.client.noServer(where(closed)),
    en.client.askHost,
    en.client.emptyHost,
    en.client.askHost,
    en.client.askPort(closed.port),
    en.client.badPort,
    en.client.askPort(closed.port),
    en.client.badPort,
    en.client.askPort(closed.port),
  ]);
});

test("frames before the welcome reach whoever prints them", async () => {
  using server = new FakeServer();
  const lines: string[] = [];
  const entering = handshake(options(server.port), systemClock, {
    onFrame: ({ frame }) => void lines.push(frame.type),
  });
  const connection = await server.nextConnection();
  await connection.receive();
  await connection.send(PONG, welcomeFrame("ada"));
  assertEquals(outcome(await entering), "in as ada");
  assertEquals(lines, ["pong", "welcome"]);
});

test("where many have just come in from here, a client waits for its turn, and not for longer than ten seconds", async () => {
  using server = new FakeServer();
  const entering = handshake(options(server.port), systemClock, {});
  const connection = await server.nextConnection();
  await connection.receive();
  await connection.send({ type: "error", code: "join-limit", wait: 20, text: "wait" });
  await connection.acceptHello();
  assertEquals(outcome(await entering), "in as ada");

  const refused = handshake(options(server.port), systemClock, {});
  const full = await server.nextConnection();
  await full.receive();
  await full.send({ type: "error", code: "join-limit", wait: 20_000, text: "wait" });
  const sentence = en.problem({ code: "join-limit", wait: 20_000 });
  assertEquals(outcome(await refused), { code: 4, sentence });
});

test("whoever gives up while their hello is not answered says so, and keeps no name where they are let in all the same", async () => {
  using server = new FakeServer();
  const links: Link[] = [];
  const onLink = (link: Link): void => void links.push(link);
  const stopped = handshake(options(server.port), systemClock, { onLink });
  const first = await server.nextConnection();
  assertEquals((await first.receive())?.type, "hello");
  links[0]?.close(); // Ctrl+C.
  assertEquals([await first.receive(), await first.receive()], [{ type: "quit" }, undefined]);
  await stopped;

  const clock = new FakeClock();
  const late = handshake(options(server.port), clock, {});
  const second = await server.nextConnection();
  assertEquals((await second.receive())?.type, "hello");
  await clock.advance(60_000);
  await late;
  assertEquals([await second.receive(), await second.receive()], [{ type: "quit" }, undefined]);

  // Whoever comes back keeps what they have there.
  const resume = () => Promise.resolve({ token: "t", after: {} });
  const back = handshake(options(server.port), systemClock, { onLink, resume });
  const third = await server.nextConnection();
  assertEquals((await third.receive())?.type, "hello");
  links[1]?.close();
  assertEquals(await third.receive(), undefined);
  await back;
});
