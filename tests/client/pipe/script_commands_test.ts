import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Stdio, wrappedText } from "../../../client/pipe/stdio.ts";
import { runScriptCommand, type ScriptCommand } from "../../../client/pipe/script_commands.ts";
import { Question } from "../../../client/pipe/ask.ts";
import { chatOptions } from "../../support/chat_options.ts";
import { FakeClock } from "../../support/clock.ts";
import { READ_BYTES, splitMessage } from "../../../client/pipe/send.ts";
import type { ChatEnd, ChatOptions } from "../../../client/options.ts";
import { systemClock } from "../../../net/clock.ts";
import { decodeServerFrame, encodeFrame } from "../../../protocol.ts";
import { LINE_BYTES, MESSAGE_CHARS } from "../../../protocol/limits.ts";
import { countChars } from "../../../protocol/text.ts";
import { en } from "../../../words/en.ts";
import { startServer } from "../../support/test_server.ts";
import { test } from "../../support/sanitized.ts";
import { Condition } from "../../support/condition.ts";

/** An errand that is under way: what it prints, and how it ends. */
class Running {
  printed = "";
  trouble = "";
  readonly end: Promise<ChatEnd>;
  readonly #watch = new Condition();

  constructor(
    port: number,
    errand: ScriptCommand,
    how: {
      readonly input?: string | Uint8Array;
      readonly json?: true;
      readonly name?: string;
      readonly room?: string;
      readonly create?: false;
      readonly acceptsSuggestedName?: true;
      readonly columns?: number;
    },
  ) {
    const options: ChatOptions = chatOptions(port, {
      name: how.name ?? "ci",
      room: how.room ?? "lobby",
      ...(how.create === false && { create: false }),
      ...(how.acceptsSuggestedName === true && { acceptsSuggestedName: true }),
      json: how.json ?? false,
      reconnect: false,
    });
    const { input = "" } = how;
    let bytes: Uint8Array = typeof input === "string" ? new TextEncoder().encode(input) : input;
    const ends: Stdio = {
      isPerson: false,
      columns: () => how.columns,
      input: {
        read: (into) => {
          const part = bytes.subarray(0, into.length);
          into.set(part);
          bytes = bytes.subarray(part.length);
          return Promise.resolve(part.length === 0 ? null : part.length);
        },
      },
      writeOutput: (text) => {
        this.printed += text;
        this.#watch.notify();
        return Promise.resolve();
      },
      writeError: (text) => void (this.trouble += text),
    };
    this.end = runScriptCommand(errand, options, systemClock, ends);
  }

  async prints(text: string): Promise<void> {
    await this.#watch.waitFor(text, () => this.printed.includes(text) || undefined, () => this.printed);
  }
}

const SEND = { kind: "send", text: undefined, block: false } as const;
const TAIL = { kind: "tail", since: undefined, follow: false } as const;

/** Reads all that was said in the lobby. */
async function textsIn(port: number): Promise<readonly string[]> {
  const tail = new Running(port, { ...TAIL, since: 0 }, { name: "tail", json: true });
  await tail.end;
  const said = tail.printed.split("\n").filter((line) => line !== "").map(decodeServerFrame);
  return said.flatMap((frame) => frame?.type === "message" ? [frame.text] : []);
}

test("what comes in is sent a message a line, never as a command, and is in the log when the errand ends", async () => {
  await using server = await startServer({ realTime: true });
  const send = new Running(server.running.port, SEND, { input: "one\n\n/quit\n{quit}\n" });
  assertEquals(await send.end, { code: 0 });
  const tail = new Running(server.running.port, TAIL, { name: "tail", json: true });
  assertEquals(await tail.end, { code: 0 });
  const said = tail.printed.trimEnd().split("\n").map(decodeServerFrame);
  assertEquals(said.map((frame) => frame?.type === "message" && frame.text), ["one", "/quit", "{quit}"]);
});

test("a block is one message with its lines, a given text is one as well", async () => {
  await using server = await startServer({ realTime: true });
  await new Running(server.running.port, { ...SEND, block: true }, { input: "make\n  error\n\nend\n\n" }).end;
  await new Running(server.running.port, { ...SEND, text: "deployed 1.2" }, {}).end;
  const tail = new Running(server.running.port, TAIL, { name: "tail" });
  await tail.end;
  assertEquals(
    tail.printed.replace(/\d\d:\d\d/g, "21:04"),
    "ci (21:04): make / error / end\nci (21:04): deployed 1.2\n",
  );
});

test("a given text with nothing in it is a mistake, and nothing is said", async () => {
  await using server = await startServer({ realTime: true });
  const send = new Running(server.running.port, { ...SEND, text: " " }, {});
  assertEquals(await send.end, { code: 5 });
  assertEquals(send.trouble, `${en.client.refusedLine(1, en.problem({ code: "empty" }))}\n`);
  assertEquals(await textsIn(server.running.port), []);
});

test("send is seen by what it says, and nobody sees it come or go; ask, which listens, is seen", async () => {
  await using server = await startServer({ realTime: true });
  const { port } = server.running;
  const bob = await server.native("bob");
  const nc = await server.plain("zoe");
  const comings = (): readonly string[] =>
    bob.frames.flatMap((frame) => frame.type === "joined" || frame.type === "left" ? [frame.name] : []);
  await bob.waitFor("zoe", () => comings().includes("zoe") || undefined);
  assertEquals(await new Running(port, { ...SEND, text: "built" }, { create: false }).end, { code: 0 });
  await bob.waitForMessage("built");
  await nc.waitForText("ci: built [");
  const ask = new Running(port, { kind: "ask", text: "deploy?", within: 50 }, { name: "asks" });
  await ask.end;
  await bob.waitFor("asks", () => comings().filter((name) => name === "asks").length === 2 || undefined);
  assertEquals(comings(), ["zoe", "asks", "asks"]);
  assertEquals(nc.text.match(/.*\bci\b.*/g)?.map((line) => line.replace(/ \[.*/, "")), ["ci: built"]);
});

test("what is too long for one message goes in as few as it takes", async () => {
  await using server = await startServer({ realTime: true });
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i} ${"x".repeat(30)}`);
  await new Running(server.running.port, { ...SEND, block: true }, { input: lines.join("\n") }).end;
  const tail = new Running(server.running.port, TAIL, { name: "tail", json: true });
  await tail.end;
  const said = tail.printed.trimEnd().split("\n").map(decodeServerFrame);
  const texts = said.flatMap((frame) => frame?.type === "message" ? [frame.text] : []);
  assertEquals(texts.join("\n"), lines.join("\n"));
  assertEquals(texts.length, Math.ceil(lines.join("\n").length / MESSAGE_CHARS));
});

test("what cannot be said as it is, is refused with its number, and what follows is said: code 5", async () => {
  await using server = await startServer({ realTime: true, limits: { rate: null } });
  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
  const long = (size: number): string => "x".repeat(size);
  const input = latin1(`one\n\ncaf\xe9\n${long(READ_BYTES + 1)}\ntwo\n${long(3 * READ_BYTES)}\nthree`);
  const send = new Running(server.running.port, SEND, { input });
  assertEquals(await send.end, { code: 5 });
  const tooLong = en.problem({ code: "line-too-long", limit: READ_BYTES });
  assertEquals(
    send.trouble,
    `${en.client.refusedLine(3, en.problem({ code: "not-utf8" }))}\n` +
      `${en.client.refusedLine(4, tooLong)}\n${en.client.refusedLine(6, tooLong)}\n`,
  );
  assertEquals(await textsIn(server.running.port), ["one", "two", "three"]);
});

test("a line as long as can be read is said whole, in parts", async () => {
  await using server = await startServer({ realTime: true, limits: { rate: null } });
  const line = "y".repeat(50_000);
  assertEquals(await new Running(server.running.port, SEND, { input: line }).end, { code: 0 });
  const texts = await textsIn(server.running.port);
  assertEquals([texts.join(""), texts.length > 1], [line, true]);
});

test("a block is not said with a line missing, and says from where on: code 5", async () => {
  await using server = await startServer({ realTime: true, limits: { rate: null } });
  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
  const { port } = server.running;
  const block = { ...SEND, block: true } as const;
  const short = new Running(port, block, { input: latin1("one\ncaf\xe9\ntwo\n") });
  assertEquals(await short.end, { code: 5, sentence: en.client.blockRefused(1) });
  assertEquals(short.trouble, `${en.client.refusedLine(2, en.problem({ code: "not-utf8" }))}\n`);
  const full = "z".repeat(MESSAGE_CHARS);
  const second = new Running(port, block, { input: latin1(`${full}\nrest\n\xff\nmore\n`) });
  assertEquals(await second.end, { code: 5, sentence: en.client.blockRefused(2) });
  assertEquals(await textsIn(port), [full]);
});

test("a name that is taken is refused with code 4, and a server that is not there is code 3", async () => {
  await using server = await startServer({ realTime: true });
  await server.native("ci");
  const taken = await new Running(server.running.port, { ...SEND, text: "x" }, {}).end;
  assertEquals(taken.code, 4);
  const { port } = server.running;
  await server.stop();
  assertEquals((await new Running(port, { ...SEND, text: "x" }, {}).end).code, 3);
});

test("tail prints what was said since a moment, all of it, in order, and each once", async () => {
  await using server = await startServer({ realTime: true, limits: { rate: null } });
  const bob = await server.native("bob");
  for (let i = 1; i <= 620; i++) await bob.say(`m${i}`);
  await bob.waitForMessage("m620");
  const tail = new Running(server.running.port, { ...TAIL, since: 0 }, { name: "tail", json: true });
  assertEquals(await tail.end, { code: 0 });
  const numbers = tail.printed.trimEnd().split("\n").map((line) => JSON.parse(line).seq);
  assertEquals(numbers, Array.from({ length: 620 }, (_, i) => i + 1));
});

test("tail --follow goes on with what is said", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  await bob.say("before");
  await bob.waitForMessage("before");
  const tail = new Running(server.running.port, { ...TAIL, follow: true }, { name: "tail" });
  await tail.prints(": before\n");
  await bob.say("after");
  await tail.prints(": after\n");
  await server.stop();
  assertEquals((await tail.end).code, 3);
});

test("the first answer that mentions who asked is printed", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  await bob.say("ci: yes to something else");
  await bob.waitForMessage("ci: yes to something else");
  const ask = new Running(server.running.port, { kind: "ask", text: "deploy now?", within: 10_000 }, {});
  await bob.waitForMessage("deploy now?");
  await bob.say("hm");
  await bob.say("yes, ci, go");
  assertEquals([await ask.end, ask.printed], [{ code: 0 }, "yes, ci, go\n"]);
});

test("where a person reads it, no row of an answer but the first begins at the margin", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  const ask = new Running(server.running.port, { kind: "ask", text: "well?", within: 10_000 }, {
    columns: 20,
  });
  await bob.waitForMessage("well?");
  await bob.say("ci, yes\n$ rm -rf everything now");
  assertEquals([await ask.end, ask.printed], [{ code: 0 }, "ci, yes\n  $ rm -rf\n  everything now\n"]);
});

test("what is for people is broken between words where they read it", () => {
  assertEquals(wrappedText("one two three\nfour\n", 8), "one two\n  three\nfour\n");
  assertEquals(wrappedText("one two three\n", undefined), "one two three\n");
});

test("a word to who asked alone is an answer, whatever it says", async () => {
  await using server = await startServer({ realTime: true });
  const bob = await server.native("bob");
  const ask = new Running(server.running.port, { kind: "ask", text: "deploy now?", within: 10_000 }, {
    json: true,
  });
  await bob.waitForMessage("deploy now?");
  await bob.send(encodeFrame({ type: "private", to: "ci", text: "go" }));
  assertEquals(await ask.end, { code: 0 });
  const answer = decodeServerFrame(ask.printed);
  assert(answer?.type === "private");
  assertEquals([answer.from, answer.text], ["bob", "go"]);
});

test("in another room than the lobby, however its name is written, it is the same", async () => {
  await using server = await startServer({ realTime: true });
  await new Running(server.running.port, { ...SEND, text: "green" }, { room: "Tea" }).end;
  await new Running(server.running.port, { ...SEND, text: "not here" }, {}).end;
  const tail = new Running(server.running.port, TAIL, { name: "tail", room: "tea" });
  assertEquals([await tail.end, tail.printed.replace(/\d\d:\d\d/, "21:04")], [
    { code: 0 },
    "ci (21:04): green\n",
  ]);
});

test("a room that is not there is code 4 and is not made, and one that is, is entered", async () => {
  await using server = await startServer({ realTime: true });
  const { port } = server.running;
  const typo = { room: "typo", create: false } as const;
  const ask = { kind: "ask", text: "anyone?", within: 50 } as const;
  for (const command of [{ ...SEND, text: "x" }, TAIL, { ...TAIL, follow: true }, ask]) {
    const running = new Running(port, command, typo);
    assertEquals([await running.end, running.printed], [
      { code: 4, sentence: en.client.noSuchRoom("typo") },
      "",
    ]);
  }
  assertEquals(await new Running(port, { ...SEND, text: "x" }, { room: "typo" }).end, { code: 0 });
  const tail = new Running(port, TAIL, typo);
  assertEquals([await tail.end, tail.printed.slice(-3)], [{ code: 0 }, " x\n"]);
  assertEquals(
    await new Running(port, { ...SEND, text: "x" }, { create: false }).end,
    { code: 0 },
    "the lobby",
  );
});

test("a script whose name nobody chose comes in beside another of the same name", async () => {
  await using server = await startServer({ realTime: true });
  await server.native("ci");
  const end = await new Running(server.running.port, { ...SEND, text: "x" }, { acceptsSuggestedName: true })
    .end;
  assertEquals(end, { code: 0 });
  const tail = new Running(server.running.port, TAIL, { name: "tail" });
  await tail.end;
  assert(tail.printed.startsWith("ci2 ("), tail.printed);
});

test("that nobody has answered for a while is told, with how much longer is waited", async () => {
  const clock = new FakeClock();
  const left: number[] = [];
  for (const within of [60_000, 5000]) {
    const question = new Question("anyone?", "lobby", clock, within, (ms) => void left.push(ms));
    const frames = question.frames();
    const first = await frames.next();
    assert(first.done === false && first.value.type === "say" && first.value.id !== undefined);
    const done = frames.next();
    question.receive({ type: "ack", id: first.value.id, room: "lobby", seq: 1, at: 1 });
    await clock.advance(within);
    assertEquals([(await done).done, question.answer], [true, undefined]);
    question.close();
  }
  assertEquals([left, clock.pending], [[55_000], 0]);
});

test("nobody's answer in time is code 5", async () => {
  await using server = await startServer({ realTime: true });
  const ask = new Running(server.running.port, { kind: "ask", text: "anyone?", within: 50 }, {});
  assertEquals([await ask.end, ask.printed], [{ code: 5, sentence: en.client.noReply(50) }, ""]);
});

const text = fc.array(fc.constantFrom("a".repeat(700), "漢🙂".repeat(900), "\n", "\n\n", " ", '"\\'), {
  maxLength: 20,
}).map((parts) => parts.join(""));

test("any text in blocks: each fits into a message and a line, and nothing but line ends is lost", () => {
  fc.assert(fc.property(text, (text) => {
    const parts = splitMessage(text);
    assertEquals(parts.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
    for (const part of parts) {
      assert(part.trim() !== "" && countChars(part) <= MESSAGE_CHARS);
      const frame = encodeFrame({ type: "say", room: "r".repeat(32), text: part, id: "i".repeat(64) });
      assert(new TextEncoder().encode(frame).length <= LINE_BYTES);
    }
  }));
});
