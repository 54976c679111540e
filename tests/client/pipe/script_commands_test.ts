import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Stdio } from "../../../client/pipe/stdio.ts";
import { runScriptCommand, type ScriptCommand } from "../../../client/pipe/script_commands.ts";
import { splitMessage } from "../../../client/pipe/send.ts";
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
      readonly input?: string;
      readonly json?: true;
      readonly name?: string;
      readonly room?: string;
      readonly create?: false;
      readonly acceptsSuggestedName?: true;
    },
  ) {
    const options: ChatOptions = {
      host: "127.0.0.1",
      port,
      isAddressGiven: true,
      name: how.name ?? "ci",
      suggestedName: "",
      room: how.room ?? "lobby",
      ...(how.create === false && { create: false }),
      ...(how.acceptsSuggestedName === true && { acceptsSuggestedName: true }),
      json: how.json ?? false,
      color: false,
      reconnect: false,
      timeout: 2000,
      words: en,
      client: "chat/0",
    };
    let bytes = new TextEncoder().encode(how.input ?? "");
    const ends: Stdio = {
      isPerson: false,
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
