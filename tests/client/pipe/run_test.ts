import { assert, assertEquals } from "@std/assert";
import type { Stdio } from "../../../client/pipe/stdio.ts";
import { ANSWER_TIMEOUT, TOLD_AFTER } from "../../../client/pipe/answer_timeout.ts";
import { runPipe } from "../../../client/pipe.ts";
import { openOutboxFile } from "../../../client/saved/open.ts";
import { IN_FLIGHT } from "../../../conversation/outgoing.ts";
import type { ChatEnd, ChatOptions } from "../../../client/options.ts";
import { type Clock, systemClock } from "../../../net/clock.ts";
import {
  type ClientFrame,
  decodeServerFrame,
  type MessageFrame,
  type ServerFrame,
} from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { FakeClock } from "../../support/clock.ts";
import { type FakeConnection, FakeServer, SENT_AT } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

/** An input that a test feeds, and outputs that it reads. */
class Shell implements Stdio {
  readonly isPerson: boolean = false;
  stdout = "";
  stderr = "";
  /** What happens when something is written to the output. */
  onOutput: () => Promise<void> = () => Promise.resolve();
  #waiting: Uint8Array = new Uint8Array();
  #ended = false;
  #wake = (): void => {};

  constructor(text?: string | Uint8Array) {
    if (text === undefined) return;
    this.type(text);
    this.end();
  }

  readonly input = {
    read: async (into: Uint8Array): Promise<number | null> => {
      while (this.#waiting.length === 0) {
        if (this.#ended) return null;
        await new Promise<void>((resolve) => this.#wake = resolve);
      }
      const count = Math.min(into.length, this.#waiting.length);
      into.set(this.#waiting.subarray(0, count));
      this.#waiting = this.#waiting.subarray(count);
      return count;
    },
  };

  type(text: string | Uint8Array): void {
    const more = typeof text === "string" ? new TextEncoder().encode(text) : text;
    const waiting = new Uint8Array(this.#waiting.length + more.length);
    waiting.set(this.#waiting);
    waiting.set(more, this.#waiting.length);
    this.#waiting = waiting;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** How wide the reader's terminal is; there is none unless a test says so. */
  width: number | undefined;

  columns(): number | undefined {
    return this.width;
  }

  async writeOutput(text: string): Promise<void> {
    await this.onOutput();
    this.stdout += text;
  }

  writeError(text: string): void {
    this.stderr += text;
  }
}

function options(port: number, changes: Partial<ChatOptions> = {}): ChatOptions {
  return chatOptions(port, { name: "bot", ...changes });
}

/** A room with one member: acknowledges and shows what is said, says goodbye. `answer` goes instead, when it gives something. */
async function serve(
  connection: FakeConnection,
  answer: (frame: ClientFrame) => readonly ServerFrame[] | undefined = () => undefined,
): Promise<readonly ClientFrame[]> {
  const heard: ClientFrame[] = [];
  await connection.acceptHello();
  let seq = 0;
  for (let frame; (frame = await connection.receive()) !== undefined;) {
    heard.push(frame);
    const own = answer(frame);
    if (own !== undefined) await connection.send(...own);
    else if (frame.type === "say") await connection.send(...said(frame, ++seq));
    else if (frame.type === "quit") await connection.send({ type: "bye", reason: "quit", text: "" });
    if (frame.type === "quit") break;
  }
  connection.close();
  return heard;
}

function said(frame: Extract<ClientFrame, { type: "say" }>, seq: number): readonly ServerFrame[] {
  const { text, room, id } = frame;
  const message: MessageFrame = {
    type: "message",
    room,
    seq,
    at: SENT_AT,
    from: "bot",
    text,
    ...(id !== undefined && { id }),
  };
  return id === undefined ? [message] : [{ type: "ack", id, room, seq, at: SENT_AT }, message];
}

interface Run {
  readonly shell: Shell;
  readonly end: ChatEnd;
  readonly heard: readonly ClientFrame[];
}

/** Runs a pipe against {@linkcode serve}. */
async function run(
  input: string | Uint8Array,
  changes: Partial<ChatOptions> = {},
  answer?: (frame: ClientFrame) => readonly ServerFrame[] | undefined,
): Promise<Run> {
  using server = new FakeServer();
  const shell = new Shell(input);
  const ending = runPipe(options(server.port, changes), systemClock, shell);
  const heard = await serve(await server.nextConnection(), answer);
  return { shell, heard, end: await ending };
}

const texts = (frames: readonly ClientFrame[]): readonly string[] =>
  frames.map((frame) => frame.type === "say" ? frame.text : frame.type);

test("each line is said and acknowledged, then it leaves with 0; only the room is on standard output", async () => {
  const { shell, end, heard } = await run("ciao\r\n\n  \nsecond");
  assertEquals(texts(heard), ["ciao", "second", "quit"]);
  assertEquals(end, { code: 0 });
  assertEquals([shell.stdout, shell.stderr], ["bot: ciao\nbot: second\n", ""]);
});

test("where a person reads it a long line goes on indented, so that none of it looks like another's", async () => {
  using server = new FakeServer();
  const shell = new Shell(`${"x".repeat(15)} ada: I quit`);
  shell.width = 20;
  const ending = runPipe(options(server.port), systemClock, shell);
  await serve(await server.nextConnection());
  assertEquals(await ending, { code: 0 });
  assertEquals(shell.stdout, `bot: ${"x".repeat(15)}\n    ada: I quit\n`);
});

test("what follows a /join is said in that room, what follows a /part in the one before, and /msg to one person", async () => {
  const { heard, end } = await run(
    "one\n/join #Tea\ntwo\n/part\nthree\n/msg bob four\n/r five\n",
    {},
    (frame) => {
      switch (frame.type) {
        case "join":
          return [{ type: "entered", room: "tea", members: ["bot"], count: 1, seq: 0, read: 0, at: SENT_AT }];
        case "part":
          return [{ type: "parted", room: "tea" }];
        case "private":
          return frame.id === undefined
            ? []
            : [{ type: "delivered", id: frame.id, to: frame.to, at: SENT_AT }];
        default:
          return undefined;
      }
    },
  );
  const where = heard.flatMap((frame) =>
    frame.type === "say"
      ? `${frame.room} ${frame.text}`
      : frame.type === "private"
      ? `@${frame.to} ${frame.text}`
      : []
  );
  assertEquals(where.map((line) => line.toLowerCase()), [
    "lobby one",
    "tea two",
    "lobby three",
    "@bob four",
    "@bob five",
  ]);
  assertEquals(end, { code: 0 });
});

test("a private word that cannot be delivered is a line that was refused", async () => {
  const { shell, end } = await run(
    "/msg zoe hi\n",
    {},
    (frame) =>
      frame.type === "private" && frame.id !== undefined
        ? [{ type: "error", code: "not-here", name: "zoe", text: "", id: frame.id }]
        : undefined,
  );
  const why = en.problem({ code: "not-here", name: "zoe" });
  assertEquals([end.code, shell.stderr], [5, en.client.refusedLine(1, why) + "\n"]);
});

test("a search that is answered late is waited for before it leaves", async () => {
  using server = new FakeServer();
  const shell = new Shell("/search tea\nciao\n");
  const ending = runPipe(options(server.port), systemClock, shell);
  const connection = await server.nextConnection();
  await connection.acceptHello();
  const search = await connection.receive();
  const say = await connection.receive();
  assert(search?.type === "search" && search.id !== undefined && say?.type === "say");
  await connection.send(...said(say, 1));
  for (let i = 0; i < 3; i++) { // Who would leave now has had the time to.
    await connection.send({ type: "ping" });
    assertEquals((await connection.receive())?.type, "pong");
  }
  const { id } = search;
  const hit = {
    type: "hit",
    room: "lobby",
    seq: 7,
    at: SENT_AT,
    from: "bob",
    text: "tea?",
    marks: [[0, 3]],
    id,
  } as const;
  await connection.send(hit, { type: "found", count: 1, id });
  assertEquals((await connection.receive())?.type, "quit");
  await connection.send({ type: "bye", reason: "quit", text: "" });
  connection.close();
  assertEquals(await ending, { code: 0 });
  assert(shell.stdout.includes("#lobby@7, 2026-01-02 21:04, bob: »tea«?\n"), shell.stdout);
});

test("each line has an id of its own, and another run has others", async () => {
  const ids = async (): Promise<readonly unknown[]> =>
    (await run("a\nb\n")).heard.map((frame) => frame.type === "say" ? frame.id : undefined).slice(0, 2);
  assertEquals(new Set([...await ids(), ...await ids()]).size, 4);
});

test("no input at all is a visit: in, and out again", async () => {
  const { end, heard } = await run("");
  assertEquals([texts(heard), end], [["quit"], { code: 0 }]);
});

test("commands work as they are typed; an unknown one is not said and makes the end 5", async () => {
  const { shell, end, heard } = await run("/me waves\n//x\n/zot\n/help\n/quit so long\nnever\n");
  assertEquals(heard.at(-1), { type: "quit", word: "so long" });
  assertEquals(texts(heard), ["waves", "/x", "quit"]);
  assertEquals(end, { code: 5 });
  const why = en.problem({ code: "unknown-command", given: "/zot" });
  assert(shell.stderr.startsWith(en.client.refusedLine(3, why)), shell.stderr);
  assert(shell.stderr.includes(en.commands.me) && !shell.stdout.includes(en.commands.me));
});

test("a refused line is told with its number and reason, the others go on, and the end is 5", async () => {
  const refuse = (frame: ClientFrame): readonly ServerFrame[] | undefined =>
    frame.type === "say" && frame.text === "bad" && frame.id !== undefined
      ? [{ type: "error", code: "empty", text: "", id: frame.id }]
      : undefined;
  const { shell, end, heard } = await run("good\nbad\nbetter\n", {}, refuse);
  assertEquals(texts(heard), ["good", "bad", "better", "quit"]);
  assertEquals(end, { code: 5 });
  assertEquals(shell.stderr, en.client.refusedLine(2, en.problem({ code: "empty" })) + "\n");
});

test("a line that is too long, or no UTF-8, is refused here", async () => {
  const { shell, end, heard } = await run(`${"x".repeat(4001)}\n${"y".repeat(20_000)}\nok\n`);
  assertEquals([texts(heard), end], [["ok", "quit"], { code: 5 }]);
  assertEquals(
    shell.stderr,
    en.client.refusedLine(1, en.problem({ code: "too-long", limit: 4000, length: 4001 })) + "\n" +
      en.client.refusedLine(2, en.problem({ code: "line-too-long", limit: 16384 })) + "\n",
  );
});

test("what cannot be said as it is, is refused by its number: a byte that is no UTF-8, a line of any length; what follows is said", async () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0)); // Latin-1.
  const long = (size: number): string => "x".repeat(size);
  for (const json of [false, true]) {
    const { shell, end, heard } = await run(
      bytes(`one\ncaf\xe9\n${long(1_100_000)}\ntwo\n${long(3_300_000)}\nthree`),
      { json },
    );
    assertEquals([texts(heard), end], [["one", "two", "three", "quit"], { code: 5 }]);
    const tooLong = en.problem({ code: "line-too-long", limit: 16384 });
    assertEquals(
      shell.stderr,
      [en.problem({ code: "not-utf8" }), tooLong, tooLong]
        .map((why, i) => `${en.client.refusedLine([2, 3, 5][i] ?? 0, why)}\n`).join(""),
    );
  }
});

test("what is given up is named whole: the lines without an answer, and all that were not read", async () => {
  using server = new FakeServer();
  const clock = new FakeClock();
  const input = Array.from({ length: 3000 }, (_, i) => `${i + 1}\n`).join("");
  const ending = runPipe(options(server.port), clock, new Shell(input));
  const connection = await server.nextConnection();
  await connection.acceptHello();
  for (let i = 1; i <= 10; i++) {
    const frame = await connection.receive();
    if (frame?.type === "say") await connection.send(...said(frame, i));
  }
  for (let i = 0; i < IN_FLIGHT; i++) await connection.receive();
  server.stopListening();
  await clock.advance(ANSWER_TIMEOUT);
  const last = IN_FLIGHT + 10;
  assertEquals(await ending, { code: 5, sentence: en.client.notInLog(`11-${last}`, IN_FLIGHT, last) });
  assertEquals(
    en.client.notInLog("69-132", 64, 132),
    "Lines 69-132, and all after 132, are not known to be in the log.",
  );
});

test("without coming back, a connection that dies before the answer is 5 at once, and tells which lines are unsure", async () => {
  using server = new FakeServer();
  const ending = runPipe(options(server.port, { reconnect: false }), systemClock, new Shell("a\nb\nc\n"));
  const connection = await server.nextConnection();
  await connection.acceptHello();
  const first = await connection.receive();
  await connection.receive();
  await connection.receive();
  if (first?.type === "say") await connection.send(...said(first, 1));
  connection.close();
  const lost = en.client.lost(`127.0.0.1:${server.port}`);
  assertEquals(await ending, { code: 5, sentence: `${lost}\n${en.client.notInLog("2-3", 2)}` });
});

test("without coming back, a server that closes while there is nothing unsure is 3, with the reason", async () => {
  for (const isClosing of [true, false]) {
    using server = new FakeServer();
    const ending = runPipe(options(server.port, { reconnect: false }), systemClock, new Shell(undefined));
    const connection = await server.nextConnection();
    await connection.acceptHello();
    if (isClosing) await connection.send({ type: "bye", reason: "closing", text: "" });
    connection.close();
    const where = `127.0.0.1:${server.port}`;
    assertEquals(await ending, {
      code: 3,
      sentence: isClosing ? en.client.serverClosed(where) : en.client.lost(where),
    });
  }
});

test("after a lost connection it comes back, sends what was not acknowledged with the same ids, and ends with 0", async () => {
  using server = new FakeServer();
  const shell = new Shell("a\nb\n");
  const ending = runPipe(options(server.port, { json: true }), systemClock, shell);
  const first = await server.nextConnection();
  await first.acceptHello();
  const [a, b] = [await first.receive(), await first.receive()];
  assert(a?.type === "say" && b?.type === "say");
  await first.send(...said(a, 1));
  first.close();
  const heard = await serve(await server.nextConnection());
  assertEquals(heard, [b, { type: "quit" }]);
  assertEquals(await ending, { code: 0 });
  const types = shell.stdout.trimEnd().split("\n").map((line) => decodeServerFrame(line)?.type);
  assertEquals(types, ["welcome", "ack", "message", "welcome", "ack", "message", "bye"]);
});

test("a server that does not come back is given up after ten seconds, or --timeout if that is longer: 5", async () => {
  for (const timeout of [2000, 60_000]) {
    using server = new FakeServer();
    const clock = new FakeClock();
    const ending = runPipe(options(server.port, { timeout }), clock, new Shell("a\nb\n"));
    const connection = await server.nextConnection();
    await connection.acceptHello();
    await connection.receive();
    server.stopListening();
    connection.close();
    await clock.advance(Math.max(ANSWER_TIMEOUT, timeout) - 1);
    const late = Symbol();
    assertEquals(await Promise.race([ending, Promise.resolve(late)]), late);
    await clock.advance(1);
    assertEquals(await ending, { code: 5, sentence: en.client.notInLog("1-2", 2) });
  }
});

test("only what gets our lines further keeps it waiting", async () => {
  using server = new FakeServer();
  const clock = new FakeClock();
  let writes = 0;
  const shell = new Shell("a\nb\n");
  const seen = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  shell.onOutput = () => Promise.resolve(seen[writes++]?.resolve());
  const ending = runPipe(options(server.port), clock, shell);
  const connection = await server.nextConnection();
  await connection.acceptHello();
  const a = await connection.receive();
  await clock.advance(ANSWER_TIMEOUT - 1);
  if (a?.type === "say") await connection.send(...said(a, 1));
  await seen[0]?.promise;
  await clock.advance(ANSWER_TIMEOUT - 1);
  await connection.send({ type: "joined", room: "lobby", name: "eve", at: SENT_AT });
  await seen[1]?.promise;
  await clock.advance(1);
  assertEquals(await ending, { code: 5, sentence: en.client.notInLog("2", 1) });
});

test("a word that waits at the server for somebody is waited for longer, as they have their grace to come back", async () => {
  using server = new FakeServer();
  const clock = new FakeClock();
  const shell = new Shell("/msg zoe hi\n");
  const seen = Promise.withResolvers<void>();
  shell.onOutput = () => Promise.resolve(seen.resolve());
  const ending = runPipe(options(server.port), clock, shell);
  const connection = await server.nextConnection();
  await connection.acceptHello();
  const word = await connection.receive();
  assert(word?.type === "private" && word.id !== undefined);
  await connection.send(
    { type: "notice", code: "waiting", text: "", name: "zoe", id: word.id },
    { type: "joined", room: "lobby", name: "eve", at: SENT_AT },
  );
  await seen.promise;
  await clock.advance(ANSWER_TIMEOUT + 5_000);
  await connection.send({ type: "delivered", id: word.id, to: "zoe", at: SENT_AT, waited: true });
  assertEquals(await connection.receive(), { type: "quit" });
  await connection.send({ type: "bye", reason: "quit", text: "" });
  connection.close();
  const told = en.client.noAnswerYet(TOLD_AFTER, 30_000 + ANSWER_TIMEOUT - TOLD_AFTER);
  assertEquals([await ending, shell.stderr], [{ code: 0 }, `${en.waitsFor("zoe")}\n${told}\n`]);
});

test("what the server cannot store at the moment is sent again until it can, and told once", async () => {
  using server = new FakeServer();
  const clock = new FakeClock();
  const shell = new Shell("a\n");
  const ending = runPipe(options(server.port), clock, shell);
  const connection = await server.nextConnection();
  await connection.acceptHello();
  const first = await connection.receive();
  if (first?.type !== "say" || first.id === undefined) throw new Error("no message");
  for (const _ of [1, 2]) {
    await connection.send({ type: "error", code: "not-stored", text: "", id: first.id });
    const again = connection.receive();
    let isBack = false;
    again.then(() => isBack = true);
    while (!isBack) await clock.advance(10);
    assertEquals(await again, first);
  }
  await connection.send(...said(first, 1));
  assertEquals(await connection.receive(), { type: "quit" });
  await connection.send({ type: "bye", reason: "quit", text: "" });
  connection.close();
  assertEquals([await ending, shell.stderr], [{ code: 0 }, en.client.cannotStoreNow + "\n"]);
});

test("what a killed run left is sent first; what is told as unsure is handed back and not kept", async () => {
  const folder = await Deno.makeTempDir();
  const place = (server: FakeServer) => ({ host: "127.0.0.1", port: server.port });
  try {
    using server = new FakeServer();
    const killed = await openOutboxFile(folder, place(server), "bot");
    if (killed.kind !== "open") throw new Error(killed.kind);
    killed.file.saveToken("old token");
    killed.file.saveCursor({ lobby: 7 });
    killed.file.add({ type: "say", room: "lobby", text: "left", id: "x-1" });
    killed.file.close(false);
    const shell = new Shell("mine\n");
    const ending = runPipe(
      options(server.port, { stateFolder: folder, reconnect: false }),
      systemClock,
      shell,
    );
    const connection = await server.nextConnection();
    const hello = await connection.acceptHello({ token: "old token", seq: 9 });
    assert(hello?.type === "hello");
    assertEquals(hello.resume, { token: "old token", after: { lobby: 7 } });
    assertEquals(
      texts([await connection.receive(), await connection.receive()].filter((f) => f !== undefined)),
      [
        "left",
        "mine",
      ],
    );
    connection.close();
    const { code, sentence } = await ending;
    assertEquals([code, sentence?.split("\n").slice(1)], [5, [
      en.client.notInLog("1", 1),
      en.client.kept(1, "bot"),
    ]]);
    assertEquals(shell.stderr, en.client.sendingKept(1) + "\n");
    const after = await openOutboxFile(folder, place(server), "bot");
    assert(after.kind === "open");
    assertEquals(after.saved.unsent.map(({ text }) => text), ["left"]);
    after.file.remove("x-1");
    after.file.close(false);
    const second = runPipe(options(server.port, { stateFolder: folder }), systemClock, new Shell("more\n"));
    await serve(await server.nextConnection());
    assertEquals(await second, { code: 0 });
    assertEquals(Array.from(Deno.readDirSync(folder)), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

test("no more lines are on their way without an answer than the bound says", async () => {
  using server = new FakeServer();
  const shell = new Shell(Array.from({ length: IN_FLIGHT + 10 }, (_, i) => `line ${i}\n`).join(""));
  const ending = runPipe(options(server.port), systemClock, shell);
  const connection = await server.nextConnection();
  await connection.acceptHello();
  const first: ClientFrame[] = [];
  for (let i = 0; i < IN_FLIGHT; i++) {
    const frame = await connection.receive();
    if (frame !== undefined) first.push(frame);
  }
  // The line that must not be there yet would come before the answer to this ping.
  await connection.send({ type: "ping" });
  assertEquals(await connection.receive(), { type: "pong" });
  for (const frame of first) if (frame.type === "say") await connection.send(...said(frame, 1));
  const rest: ClientFrame[] = [];
  for (let frame; (frame = await connection.receive()) !== undefined;) {
    rest.push(frame);
    if (frame.type === "say") await connection.send(...said(frame, 1));
    if (frame.type === "quit") break;
  }
  connection.close();
  assertEquals([rest.length, (await ending).code], [11, 0]);
});

test("without a name and without a person there is nobody to ask: code 2", async () => {
  const end = await runPipe(options(1, { name: undefined }), systemClock, new Shell(""));
  assertEquals(end, { code: 2, sentence: en.client.needName });
});

test("nobody reading the output any more is a polite end, not an error", async () => {
  using server = new FakeServer();
  const shell = new Shell("a\nb\n");
  shell.onOutput = () => Promise.reject(new Deno.errors.BrokenPipe("broken"));
  const ending = runPipe(options(server.port), systemClock, shell);
  const heard = await serve(await server.nextConnection());
  assertEquals([heard.at(-1), await ending], [{ type: "quit" }, { code: 0 }]);
});

test("output that cannot be written is said, and the end is 6; what was said is in the log all the same", async () => {
  using server = new FakeServer();
  const shell = new Shell("a\nb\n");
  shell.onOutput = () => Promise.reject(new Error("No space left on device"));
  const ending = runPipe(options(server.port), systemClock, shell);
  const heard = await serve(await server.nextConnection());
  assertEquals([heard.at(-1), await ending], [
    { type: "quit" },
    { code: 6, sentence: en.cli.cannotPrint("No space left on device") },
  ]);
});

test("a line that was refused counts more than an output that cannot be written, and both are told", async () => {
  using server = new FakeServer();
  const shell = new Shell("/dance\na\n");
  shell.onOutput = () => Promise.reject(new Error("disk full"));
  const ending = runPipe(options(server.port), systemClock, shell);
  await serve(await server.nextConnection());
  assertEquals(await ending, { code: 5, sentence: en.cli.cannotPrint("disk full") });
});

test("as JSON, every frame is a line as the server wrote it, and nothing else is on standard output", async () => {
  const { shell, end, heard } = await run("plain\n", { json: true });
  const [say] = heard;
  const frames = shell.stdout.trimEnd().split("\n").map(decodeServerFrame);
  assertEquals(frames.map((frame) => frame?.type), ["welcome", "ack", "message", "bye"]);
  assertEquals(frames[2], {
    type: "message",
    room: "lobby",
    seq: 1,
    at: SENT_AT,
    from: "bot",
    text: "plain",
    id: say?.type === "say" ? say.id : undefined,
  });
  assertEquals([end, shell.stderr], [{ code: 0 }, ""]);
});

test("JSON lines are native frames; what is none is told on standard error, and the end is 5", async () => {
  const { shell, end, heard } = await run(
    '{"type":"say","text":"x"}\n{"type":"say","text":"y","id":7}\n{"type":"zot"}\n{oops\n{"type":"ping"}\n' +
      '{"type":"quit","word":"bye"}\nnever\n',
    { json: true },
  );
  const [x, y, ...rest] = heard;
  assert(x?.type === "say" && x.text === "x" && typeof x.id === "string");
  assertEquals(y, { type: "say", room: "lobby", text: "y", id: 7 });
  assertEquals(rest, [{ type: "ping" }, { type: "quit", word: "bye" }]);
  assertEquals(end, { code: 5 });
  assertEquals(
    shell.stderr,
    en.client.refusedLine(3, en.problem({ code: "unknown-type", given: "zot" })) + "\n" +
      en.client.refusedLine(4, en.problem({ code: "bad-json" })) + "\n",
  );
});

test("what the server cannot place is told, and the end is 5", async () => {
  const { end, shell } = await run(
    "/nick b@d\n",
    {},
    (frame) =>
      frame.type === "nick"
        ? [{ type: "error", code: "bad-name", name: "b@d", suggestion: "bd", text: "" }]
        : undefined,
  );
  assertEquals(end, { code: 5 });
  assertEquals(shell.stderr, en.problem({ code: "bad-name", name: "b@d", suggestion: "bd" }) + "\n");
});

test("a goodbye that does not come is waited for one second", async () => {
  using server = new FakeServer();
  const clock: FakeClock & Clock = new FakeClock();
  const ending = runPipe(options(server.port), clock, new Shell(""));
  const connection = await server.nextConnection();
  await connection.acceptHello();
  assertEquals(await connection.receive(), { type: "quit" });
  await clock.advance(1000);
  assertEquals(await ending, { code: 0 });
});

test("who is muted is told so for each line that nobody hears, and ends with 5", async () => {
  const muted = { code: "muted", why: "rude", until: SENT_AT } as const;
  const { shell, end, heard } = await run(
    "hi\nidiots\n",
    {},
    (frame) =>
      frame.type === "say" && frame.text === "idiots" && frame.id !== undefined
        ? [{ type: "error", text: "", id: frame.id, ...muted }]
        : undefined,
  );
  assertEquals(texts(heard), ["hi", "idiots", "quit"]);
  assertEquals([end.code, shell.stderr], [5, en.client.refusedLine(2, en.problem(muted)) + "\n"]);
});

for (
  const { input, code, about } of [
    { input: "hi\n", code: 4, about: "all is in the log" },
    { input: "hi\nnever\n", code: 5, about: "a line is not known to be in the log" },
  ]
) {
  test(`who is banned in the middle says why, and ends with ${code} where ${about}`, async () => {
    using server = new FakeServer();
    const shell = new Shell();
    const ending = runPipe(options(server.port), systemClock, shell);
    const connection = await server.nextConnection();
    await connection.acceptHello();
    shell.type(input);
    const first = await connection.receive();
    assert(first?.type === "say");
    await connection.send(...said(first, 1));
    if (code === 5) await connection.receive();
    const banned = { code: "banned", why: "spam", by: "eve" } as const;
    await connection.send({ type: "error", text: "", ...banned }, {
      type: "bye",
      reason: "removed",
      text: "",
      why: "spam",
    });
    connection.close();
    const end = await ending;
    assertEquals(end.code, code);
    assert(shell.stderr.includes(en.problem(banned)), shell.stderr);
    assertEquals(end.sentence?.includes("Line 2"), code === 5, end.sentence);
    shell.end();
  });
}
