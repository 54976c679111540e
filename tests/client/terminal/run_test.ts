import { assert, assertEquals } from "@std/assert";
import type { ChatEnd, ChatOptions } from "../../../client/options.ts";
import { runTerminal } from "../../../client/terminal.ts";
import { openOutboxFile } from "../../../client/saved/open.ts";
import { FRAME_INTERVAL } from "../../../client/terminal/display.ts";
import { clockTime } from "../../../client/view/pending.ts";
import { type Clock, systemClock } from "../../../net/clock.ts";
import type { MessageId, ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { FakeClock } from "../../support/clock.ts";
import { type FakeConnection, FakeServer, SENT_AT } from "../../support/fake_server.ts";
import { FakeTty } from "../../support/fake_tty.ts";
import { test } from "../../support/sanitized.ts";

function options(port: number, changes: Partial<ChatOptions> = {}): ChatOptions {
  return chatOptions(port, { suggestedName: "root", ...changes });
}

/** The number of the last message that a fake server told; it only ever goes up. */
let lastSeq = 0;

const says = (from: string, text: string): ServerFrame => ({
  type: "message",
  room: "lobby",
  seq: ++lastSeq,
  at: SENT_AT,
  from,
  text,
});

const acks = (id: MessageId): ServerFrame => ({ type: "ack", id, room: "lobby", seq: lastSeq, at: SENT_AT });

/** Talks to the end, and until the terminal has shown all of it. */
async function converse(options: ChatOptions, tty: FakeTty, clock: Clock = systemClock): Promise<ChatEnd> {
  const end = await runTerminal(options, clock, tty);
  await tty.emulator.write("");
  return end;
}

/** Somebody in the room, the server's end of their connection, and how it ends. */
interface Scene extends Disposable {
  readonly person: FakeTty;
  readonly connection: FakeConnection;
  readonly server: FakeServer;
  readonly end: Promise<ChatEnd>;
}

async function scene(
  columns = 40,
  changes: Partial<ChatOptions> = {},
  clock: Clock = systemClock,
): Promise<Scene> {
  const server = new FakeServer();
  const tty = new FakeTty(columns);
  const end = converse(options(server.port, changes), tty, clock);
  const connection = await server.nextConnection();
  await connection.acceptHello({ members: ["ada", "bob"], count: 2 });
  await tty.waitForRows(">");
  return { person: tty, connection, server, end, [Symbol.dispose]: () => server[Symbol.dispose]() };
}

/** The server says goodbye to a quit. */
async function goodbye(connection: FakeConnection): Promise<unknown> {
  const quit = await connection.receive();
  await connection.send({ type: "bye", reason: "quit", text: "" });
  connection.close();
  return quit;
}

test("who comes in is greeted, told how to leave and who is here", async () => {
  using here = await scene(100);
  await here.person.waitForRows(
    en.client.welcome("ada", "chat", "#lobby"),
    en.client.howToLeave,
    en.here(["ada", "bob"], 2, 0),
    ">",
  );
  here.person.press("\x04");
  await goodbye(here.connection);
  await here.end;
});

test("what is typed is said, and shown when the server shows it", async () => {
  using here = await scene();
  here.person.press("ciao\r");
  const frame = await here.connection.receive();
  assert(frame?.type === "say" && frame.text === "ciao" && frame.id !== undefined);
  await here.connection.send(says("ada", "ciao"), acks(frame.id));
  await here.person.waitForRows("[21:04] <ada> ciao", ">");
  here.person.press("/quit so long\r");
  assertEquals(await goodbye(here.connection), { type: "quit", word: "so long" });
  assertEquals(await here.end, { code: 0 });
  await here.person.waitForRows("[21:04] <ada> ciao", "Goodbye.");
});

test("what arrives appears above a half typed line with wide characters, and leaves it whole", async () => {
  using here = await scene(20);
  here.person.press("half 漢字漢字漢字漢字 typed\x1b[D\x1b[D");
  await here.person.waitForRows("> half 漢字漢字漢字", "漢字 typed");
  await here.connection.send(says("bob", "one"), says("bob", "two"));
  await here.person.waitForRows(
    "[21:04] <bob> one",
    "[21:04] <bob> two",
    "> half 漢字漢字漢字",
    "漢字 typed",
  );
  assertEquals(here.person.emulator.cursor[1], 8);
  here.person.hangUp();
  await goodbye(here.connection);
  assertEquals(await here.end, { code: 0 });
});

test("what arrives together is painted with one write", async () => {
  using here = await scene();
  const before = here.person.writes;
  await here.connection.send(...Array.from({ length: 5 }, (_, i) => says("bob", `line ${i}`)));
  await here.person.waitForRows("[21:04] <bob> line 4", ">");
  assertEquals(here.person.writes - before, 1);
  here.person.press("\x04");
  await goodbye(here.connection);
  await here.end;
});

test("a paste of several lines is one message once Ctrl-Y is pressed, and never a command", async () => {
  using here = await scene(100);
  here.person.press("\x1b[200~/quit\r\ntwo\x1b[201~");
  here.person.press("\x19");
  const frame = await here.connection.receive();
  assert(frame?.type === "say" && frame.id !== undefined);
  assertEquals(frame.text, "/quit\ntwo");
  await here.connection.send(acks(frame.id));
  here.person.press("\x04");
  await goodbye(here.connection);
  await here.end;
});

test("a terminal set to Latin-1, and a paste of 200 KB that is given up: nothing of it is said, it is told what could be, and what follows is said", async () => {
  using here = await scene(160);
  here.person.press("\x1b[200~" + "x".repeat(200_000) + "\x1b[201~");
  await here.person.waitForRows(">", en.client.hints.paste(1, 200_000, "file"));
  here.person.press("\x03");
  await here.person.waitForRows(">");
  here.person.press(Uint8Array.of(0x63, 0xe9, 0x0d));
  await here.person.waitForRows("! " + en.problem({ code: "not-utf8" }), "> c\ufffd");
  here.person.press("\x15two\r");
  const frame = await here.connection.receive();
  assertEquals(frame?.type === "say" && frame.text, "two");
  if (frame?.type === "say" && frame.id !== undefined) await here.connection.send(acks(frame.id));
  here.person.press("\x04");
  await goodbye(here.connection);
  await here.end;
});

test("an unknown command is told with the nearest one, and stays here", async () => {
  using here = await scene(100);
  here.person.press("/wha\r/who\r");
  assertEquals(await here.connection.receive(), { type: "who", room: "lobby", detail: true });
  await here.person.waitForRows(
    "! " + en.problem({ code: "unknown-command", given: "/wha", nearest: "/who" }),
    ">",
  );
  await here.connection.send({ type: "members", room: "lobby", members: ["ada", "eve"], count: 2 });
  await here.person.waitForRows(en.here(["ada", "eve"], 2, 0), ">");
  here.person.press("\x04");
  await goodbye(here.connection);
  await here.end;
});

test("when the welcome names only some, the others are asked for, not shown, and can be completed", async () => {
  using server = new FakeServer();
  const tty = new FakeTty(60);
  const end = converse(options(server.port), tty);
  const connection = await server.nextConnection();
  await connection.acceptHello({ members: ["ada"], count: 2 });
  assertEquals(await connection.receive(), { type: "who", room: "lobby" });
  await connection.send(
    { type: "members", room: "lobby", members: ["ada", "zoe"], count: 2 },
    says("zoe", "hi"),
  );
  await tty.waitForRows(en.here(["ada"], 2, 1), "[21:04] <zoe> hi", ">");
  tty.press("z\t");
  await tty.waitForRows("> zoe:");
  tty.press("\x03\x03");
  await goodbye(connection);
  assertEquals(await end, { code: 0 });
});

test("Ctrl+C clears the line, then leaves politely; the terminal is given back as it was", async () => {
  using here = await scene();
  here.person.press("half\x03");
  await here.person.waitForRows(">");
  here.person.press("\x03");
  assertEquals(await goodbye(here.connection), { type: "quit" });
  assertEquals(await here.end, { code: 0 });
  assertEquals(here.person.modes, [true, false]);
  assert(here.person.written.startsWith("\x1b[?2004h") && here.person.written.endsWith("\x1b[?2004l"));
});

test("a second Ctrl+C does not wait for the server", async () => {
  using here = await scene();
  here.person.press("\x03");
  assertEquals(await here.connection.receive(), { type: "quit" });
  here.person.press("\x03");
  assertEquals(await here.end, { code: 0 });
});

test("without coming back, a server that closes or a connection that is lost is told with code 3; the half typed line is gone", async () => {
  for (const isClosing of [true, false]) {
    using here = await scene(60, { reconnect: false });
    here.person.press("half");
    await here.person.waitForRows("> half");
    if (isClosing) await here.connection.send({ type: "bye", reason: "closing", text: "" });
    here.connection.close();
    const where = `127.0.0.1:${here.server.port}`;
    const sentence = isClosing ? en.client.serverClosed(where) : en.client.lost(where);
    assertEquals(await here.end, { code: 3, sentence });
    assertEquals(here.person.modes, [true, false]);
    await here.person.waitForRows(en.here(["ada", "bob"], 2, 0));
  }
});

test("a name is asked for in place, and a taken one again, with the reason", async () => {
  using server = new FakeServer();
  const tty = new FakeTty(100);
  const end = converse(options(server.port, { name: undefined }), tty);
  const connection = await server.nextConnection();
  await connection.receive();
  await connection.send({ type: "pong" });
  await tty.waitForRows("Your name [root]:");
  tty.press("bob\r");
  await connection.receive();
  await connection.send({ type: "error", code: "name-taken", name: "bob", suggestion: "bob2", text: "" });
  const why = "! " + en.problem({ code: "name-taken", name: "bob", suggestion: "bob2" });
  await tty.waitForRows("Your name [root]: bob", why, "Your name [bob2]:");
  tty.press("\r");
  await connection.acceptHello();
  await tty.waitForRows(">");
  tty.press("\x1b[A"); // Answers are not in the history.
  tty.press("\x04");
  await goodbye(connection);
  assertEquals(await end, { code: 0 });
});

test("Ctrl+C at a question ends with 130, Ctrl+D with 0", async () => {
  for (const [keys, code] of [["\x03", 130], ["\x04", 0]] as const) {
    using server = new FakeServer();
    const tty = new FakeTty();
    const end = converse(options(server.port, { name: undefined }), tty);
    await (await server.nextConnection()).send({ type: "pong" });
    await tty.waitForRows("Your name [root]:");
    tty.press(keys);
    assertEquals(await end, { code });
    assertEquals(tty.modes, [true, false]);
  }
});

test("clearing the screen keeps the half typed line", async () => {
  using here = await scene();
  here.person.press("half\x0c");
  await here.person.waitForRows("> half");
  assert(here.person.written.includes("\x1b[2J"));
  here.person.press("\x15\x04");
  await goodbye(here.connection);
  await here.end;
});

test("a day that begins while we talk is told", async () => {
  using here = await scene(60);
  const at = new Date(2026, 0, 3, 0, 1).getTime();
  await here.connection.send({ type: "joined", room: "lobby", name: "eve", at });
  await here.person.waitForRows("--- Saturday, January 3, 2026 ---", "[00:01] --> eve joined", ">");
  here.person.press("\x04");
  await goodbye(here.connection);
  await here.end;
});

/** A clock whose hands a test turns; only frames are painted by themselves. */
class Hands extends FakeClock {
  override after(ms: number, run: () => void): () => void {
    return ms <= FRAME_INTERVAL ? systemClock.after(0, run) : super.after(ms, run);
  }
}

test("who asks for a file and loses the connection before the answer is told that nothing comes", async () => {
  using here = await scene(100, {}, new Hands());
  here.person.press("/get 7\r");
  const asked = await here.connection.receive();
  assert(asked?.type === "file", asked?.type);
  here.server.stopListening();
  here.connection.close();
  await here.person.waitForText(en.onlyMessages);
  here.person.press("\x03");
  await here.end;
});

test("who is there when the server closes is told so, and tries to come back", async () => {
  const clock = new Hands();
  using here = await scene(100, {}, clock);
  here.server.stopListening();
  await here.connection.send({ type: "bye", reason: "closing", text: "" });
  here.connection.close();
  const time = clockTime(clock.now());
  await here.person.waitForRows(
    `--- ${en.bye("closing")}`,
    `--- ${en.client.offline(time)}`,
    `--- ${en.client.offlineSince(time)}`,
    ">",
  );
  here.person.press("\x03");
  await here.end;
});

test("without a connection one goes on: it is told since when, what is said waits in sight, goes out on return and is shown once", async () => {
  const clock = new Hands();
  using here = await scene(100, {}, clock);
  await here.connection.send(says("bob", "one"));
  await here.person.waitForRows("[21:04] <bob> one", ">");
  here.server.stopListening();
  here.connection.close();
  const time = clockTime(clock.now());
  await here.person.waitForRows(`--- ${en.client.offlineSince(time)}`, ">");
  here.person.press("later\r/me waves\r/who\rhalf");
  await here.person.waitForRows(
    `--- ${en.client.offline(time)}`,
    `! ${en.onlyMessages}`,
    `--- ${en.client.offlineSince(time)}`,
    `${en.client.queued} later`,
    `${en.client.queued} /me waves`,
    "> half",
  );
  using server = new FakeServer(here.server.port);
  const coming = server.nextConnection();
  let isBack = false;
  void coming.then(() => isBack = true);
  while (!isBack) await clock.advance(5);
  const connection = await coming;
  const hello = await connection.acceptHello({
    members: ["ada", "bob"],
    count: 2,
    seq: lastSeq + 1,
    resumed: true,
  });
  assert(hello?.type === "hello");
  assertEquals(hello.resume, { token: "token", after: { lobby: lastSeq } });
  await connection.send({ ...says("bob", "missed"), past: true } as ServerFrame);
  const frames = [await connection.receive(), await connection.receive()];
  assertEquals(frames.map((frame) => frame?.type === "say" ? [frame.text, frame.action] : frame), [
    ["later", undefined],
    ["waves", true],
  ]);
  for (const frame of frames) {
    if (frame?.type === "say" && frame.id !== undefined) {
      await connection.send(says("ada", frame.text), acks(frame.id));
    }
  }
  await here.person.waitForRows(
    `--- ${en.client.missed}`,
    "[21:04] <bob> missed",
    `--- ${en.client.now}`,
    "[21:04] <ada> later",
    "[21:04] <ada> waves",
    "> half",
  );
  here.person.press("\x15\x04");
  await goodbye(connection);
  assertEquals(await here.end, { code: 0 });
});

test("without a connection Ctrl+C leaves at once, and tells what was not sent", async () => {
  const clock = new Hands();
  using here = await scene(100, {}, clock);
  here.server.stopListening();
  here.connection.close();
  await here.person.waitForRows(`--- ${en.client.offlineSince(clockTime(clock.now()))}`, ">");
  here.person.press("later\r\x03");
  assertEquals(await here.end, { code: 5, sentence: en.client.notKept(1) });
});

test("what is not sent is kept for the next time, told when it goes out, and gone when it has", async () => {
  const stateFolder = await Deno.makeTempDir();
  try {
    const clock = new Hands();
    using here = await scene(100, { stateFolder }, clock);
    here.server.stopListening();
    here.connection.close();
    await here.person.waitForRows(`--- ${en.client.offlineSince(clockTime(clock.now()))}`, ">");
    here.person.press("later\r\x03");
    assertEquals(await here.end, { code: 0, sentence: en.client.kept(1, "ada") });
    using server = new FakeServer(here.server.port);
    const tty = new FakeTty(100);
    const end = converse(options(server.port, { stateFolder }), tty);
    const connection = await server.nextConnection();
    const hello = await connection.acceptHello();
    assert(hello?.type === "hello" && hello.resume?.token === "token");
    const say = await connection.receive();
    assert(say?.type === "say" && say.text === "later" && say.id !== undefined);
    await tty.waitForRows(`--- ${en.client.sendingKept(1)}`, ">");
    await connection.send(says("ada", "later"), acks(say.id));
    tty.press("\x04");
    await goodbye(connection);
    assertEquals(await end, { code: 0 });
    assertEquals(Array.from(Deno.readDirSync(stateFolder)), []);
  } finally {
    await Deno.remove(stateFolder, { recursive: true });
  }
});

test("a damaged file of unsent messages is told, and no more than that", async () => {
  const stateFolder = await Deno.makeTempDir();
  try {
    using server = new FakeServer();
    const queue = await openOutboxFile(stateFolder, { host: "127.0.0.1", port: server.port }, "ada");
    assert(queue.kind === "open");
    queue.file.close(false);
    const path = Array.from(Deno.readDirSync(stateFolder), ({ name }) => `${stateFolder}/${name}`)
      .find((path) => path.endsWith(".unsent")) ?? "";
    await Deno.writeTextFile(path, "no database");
    const tty = new FakeTty(200);
    const end = converse(options(server.port, { stateFolder }), tty);
    const connection = await server.nextConnection();
    await connection.acceptHello();
    await tty.waitForRows(
      `! ${en.client.queueDamaged(`${path}.damaged`)}`,
      en.client.welcome("ada", "chat", "#lobby"),
      en.client.howToLeave,
      en.here(["ada"], 1, 0),
      ">",
    );
    tty.press("\x04");
    await goodbye(connection);
    assertEquals(await end, { code: 0 });
  } finally {
    await Deno.remove(stateFolder, { recursive: true });
  }
});

test("a refused message is told with the reason and is there to be changed", async () => {
  using here = await scene(200);
  here.person.press("bad\r");
  const say = await here.connection.receive();
  assert(say?.type === "say" && say.id !== undefined);
  await here.connection.send({ type: "error", code: "empty", text: "", id: say.id });
  await here.person.waitForRows(`! ${en.client.refused(en.problem({ code: "empty" }))}`, "> bad");
  here.person.press("\x15\x04");
  await goodbye(here.connection);
  assertEquals(await here.end, { code: 0 });
});

test("what waits for long is shown so, and told when the server cannot keep it", async () => {
  const clock = new Hands();
  using here = await scene(100, {}, clock);
  here.person.press("slow\r");
  const say = await here.connection.receive();
  assert(say?.type === "say" && say.id !== undefined);
  await clock.advance(1000);
  await here.person.waitForRows(`${en.client.queued} slow`, ">");
  await here.connection.send({ type: "error", code: "not-stored", text: "", id: say.id });
  await here.person.waitForRows(`! ${en.client.cannotStoreNow}`, `${en.client.queued} slow`, ">");
  await clock.advance(500);
  assertEquals(await here.connection.receive(), say);
  await here.connection.send(says("ada", "slow"), acks(say.id));
  await here.person.waitForRows("[21:04] <ada> slow", ">");
  here.person.press("\x04");
  await goodbye(here.connection);
  assertEquals(await here.end, { code: 0 });
});

test("a fault of ours at a key is no end of the terminal: it is thrown, and the terminal is given back", async () => {
  using server = new FakeServer();
  const tty = new FakeTty(40);
  let isBroken = false;
  const broken: ChatOptions = {
    ...options(server.port),
    get words() {
      if (isBroken) throw new Error("a fault of ours");
      return en;
    },
  };
  const end = converse(broken, tty).catch((error: unknown) => error);
  const connection = await server.nextConnection();
  await connection.acceptHello();
  await tty.waitForRows(">");
  isBroken = true;
  tty.press("a");
  const error = await end;
  assertEquals(await connection.receive(), undefined);
  await tty.emulator.write("");
  assert(error instanceof Error && error.message === "a fault of ours", String(error));
  assertEquals(tty.modes, [true, false]);
});

test("a terminal that cannot be read is gone, and that is a good end", async () => {
  using here = await scene();
  here.person.fail(new Error("Input/output error (os error 5)"));
  await goodbye(here.connection);
  assertEquals([await here.end, here.person.modes], [{ code: 0 }, [true, false]]);
});
