/**
 * The room in shell scripts: `chat send`, `chat tail`, `chat ask`. Each is a pipe with a script for its input, so it has all
 * that the pipe guarantees, and its exit codes.
 *
 * @module
 */

import { formatAddress } from "../../net/address.ts";
import type { Clock } from "../../net/clock.ts";
import { encodeFrame } from "../../protocol.ts";
import { cleanText } from "../../protocol/text.ts";
import { GuardedOutput, printedRows, type Stdio } from "./stdio.ts";
import { type AskReply, Question } from "./ask.ts";
import { scriptedStdio } from "./script.ts";
import { FileErrand } from "./send_file.ts";
import { SendInput } from "./send.ts";
import { Tail } from "./tail.ts";
import { openFile } from "../files.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { runPipe } from "./run.ts";
import { renderFrame, wrap } from "../view.ts";
import type { Words } from "../../words/en.ts";

/** What to do in the room. */
export type ScriptCommand =
  /** Says `text`, or without it what comes in: a message a line, or with `block` all of it in one. */
  | { readonly kind: "send"; readonly text: string | undefined; readonly block: boolean }
  /** Sends the file of this path. */
  | { readonly kind: "send-file"; readonly path: string }
  /** Prints what was said since `since` (ms since 1970; the last few without), and with `follow` what is said then. */
  | { readonly kind: "tail"; readonly since: number | undefined; readonly follow: boolean }
  /** Asks, and prints the first answer; gives up after `within` milliseconds. */
  | { readonly kind: "ask"; readonly text: string; readonly within: number };

/** Runs a script command. Throws only what is a fault of ours. */
export async function runScriptCommand(
  command: ScriptCommand,
  options: ChatOptions,
  clock: Clock,
  stdio: Stdio,
): Promise<ChatEnd> {
  const { json } = options;
  const inFrames: ChatOptions = { ...options, json: true };
  switch (command.kind) {
    case "send":
      return await send(command, inFrames, clock, stdio);
    case "send-file":
      return await sendOneFile(command.path, inFrames, clock, stdio);
    case "tail":
      return await tail(command, inFrames, json, clock, stdio);
    case "ask":
      return await ask(command, inFrames, json, clock, stdio);
  }
}

async function send(
  { text, block }: Extract<ScriptCommand, { kind: "send" }>,
  options: ChatOptions,
  clock: Clock,
  stdio: Stdio,
): Promise<ChatEnd> {
  const { room, words } = options;
  const input = new SendInput({ text, room, block }, stdio.input, (problem, line) => {
    stdio.writeError(`${words.client.refusedLine(line, words.problem(problem))}\n`);
  });
  const end = await runPipe(
    { ...options, errand: true },
    clock,
    scriptedStdio(input.frames(), (line) => stdio.writeError(line), () => {}, () => input.position),
  );
  const { brokenOff, hasRefused } = input;
  const sentences = [end.sentence, brokenOff === undefined ? undefined : words.client.blockRefused(brokenOff)]
    .filter((sentence) => sentence !== undefined);
  return {
    code: end.code === 0 && hasRefused ? 5 : end.code,
    ...(sentences.length > 0 && { sentence: sentences.join("\n") }),
  };
}

async function sendOneFile(path: string, options: ChatOptions, clock: Clock, stdio: Stdio): Promise<ChatEnd> {
  const { client } = options.words;
  const { files } = client;
  const file = await openFile(path);
  if (file === undefined) return { code: 2, sentence: files.none(path) };
  const errand = new FileErrand({ file, options, clock });
  const ends: Stdio = {
    ...scriptedStdio(errand.frames(), (line) => stdio.writeError(line), (frame) => errand.receive(frame)),
    entered: (at) => errand.entered(at),
  };
  const end = await runPipe(options, clock, ends).finally(() => errand.close());
  if (end.code !== 0) return end;
  switch (errand.end?.kind) {
    case "sent":
      return end;
    case "refused":
      return { code: 5, sentence: files.notSent(file.name, errand.end.why) };
    case "unreadable":
      return { code: 5, sentence: files.notSent(file.name, errand.end.cause) };
    case "lost":
      return { code: 3, sentence: files.notSent(file.name, "") };
    case "told": // The code says so already.
      return { code: 5 };
    case "silence":
    case undefined: {
      const where = formatAddress(options.host, options.port);
      return { code: 5, sentence: files.notSent(file.name, client.noAnswer(where, errand.patience)) };
    }
  }
}

async function tail(
  { since, follow }: Extract<ScriptCommand, { kind: "tail" }>,
  options: ChatOptions,
  json: boolean,
  clock: Clock,
  stdio: Stdio,
): Promise<ChatEnd> {
  const { room, words } = options;
  const style = { words, color: false, me: "", plain: true, time: "24h" } as const;
  const output = new GuardedOutput(stdio, () => tail.stop());
  const tail = new Tail({ room, since, follow }, async (message) => {
    const lines = json
      ? [encodeFrame(message)]
      : renderFrame(message, style).flatMap((line) => printedRows(line, stdio)).map((row) => `${row}\n`);
    await output.write(lines.join(""));
  });
  const end = await runPipe(
    options,
    clock,
    scriptedStdio(tail.frames(), (text) => stdio.writeError(text), (frame) => tail.receive(frame)),
  );
  return withOutput(end, output, words);
}

async function ask(
  { text, within }: Extract<ScriptCommand, { kind: "ask" }>,
  options: ChatOptions,
  json: boolean,
  clock: Clock,
  stdio: Stdio,
): Promise<ChatEnd> {
  const question = new Question(text, options.room, clock, within, (left) => {
    stdio.writeError(`${options.words.client.noReplyYet(left)}\n`);
  });
  const end = await runPipe(
    options,
    clock,
    scriptedStdio(question.frames(), (line) => stdio.writeError(line), (frame) => question.receive(frame)),
  ).finally(() => question.close());
  if (end.code !== 0) return end;
  const { answer } = question;
  if (answer === undefined) return { code: 5, sentence: options.words.client.noReply(within) };
  const output = new GuardedOutput(stdio, () => {});
  await output.write(json ? encodeFrame(answer) : answerText(answer, stdio));
  return withOutput(end, output, options.words);
}

/** Makes what is printed of an answer: its text, of which no further row begins at the margin where a person reads it. */
function answerText({ text }: AskReply, stdio: Pick<Stdio, "columns">): string {
  const columns = stdio.columns?.();
  const clean = cleanText(text);
  return `${columns === undefined ? clean : wrap({ text: clean, indent: INDENT }, columns).join("\n")}\n`;
}

/** How far the further rows of an answer are indented, in columns. */
const INDENT = 2;

/** Turns a good end into one with 6 when its output could not be written. */
function withOutput(end: ChatEnd, { failure }: GuardedOutput, { cli }: Words): ChatEnd {
  return end.code !== 0 || failure === undefined ? end : { code: 6, sentence: cli.cannotPrint(failure) };
}
