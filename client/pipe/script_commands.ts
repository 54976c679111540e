/**
 * The room in shell scripts: `chat send`, `chat tail`, `chat ask`. Each is a pipe with a script for its input, so it has all
 * that the pipe guarantees, and its exit codes.
 *
 * @module
 */

import { isReaderGone } from "../../net/output.ts";
import type { Clock } from "../../net/clock.ts";
import { encodeFrame } from "../../protocol.ts";
import { cleanText } from "../../protocol/text.ts";
import type { Stdio } from "./stdio.ts";
import { Question } from "./ask.ts";
import { scriptedStdio } from "./script.ts";
import { framesToSend } from "./send.ts";
import { Tail } from "./tail.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { runPipe } from "../pipe.ts";
import { inOneLine, renderFrame } from "../view.ts";

/** What to do in the room. */
export type ScriptCommand =
  /** Says `text`, or without it what comes in: a message a line, or with `block` all of it in one. */
  | { readonly kind: "send"; readonly text: string | undefined; readonly block: boolean }
  /** Prints what was said since `since` (ms since 1970; the last few without), and with `follow` what is said then. */
  | { readonly kind: "tail"; readonly since: number | undefined; readonly follow: boolean }
  /** Asks, and prints the first answer; gives up after `within` milliseconds. */
  | { readonly kind: "ask"; readonly text: string; readonly within: number };

/** Runs an errand. Throws only what is a fault of ours. */
export async function runScriptCommand(
  command: ScriptCommand,
  options: ChatOptions,
  clock: Clock,
  stdio: Stdio,
): Promise<ChatEnd> {
  const { room, json } = options;
  const inFrames: ChatOptions = { ...options, json: true };
  const trouble = (text: string): void => stdio.writeError(text);
  switch (command.kind) {
    case "send": {
      const frames = framesToSend(command.text, stdio.input, room, command.block);
      return await runPipe(inFrames, clock, scriptedStdio(frames, trouble, () => {}));
    }
    case "tail": {
      const style = { words: options.words, color: false, me: "", plain: true, time: "24h" } as const;
      let failure: unknown;
      const tail = new Tail({ room, since: command.since, follow: command.follow }, async (message) => {
        const lines = json
          ? [encodeFrame(message)]
          : renderFrame(message, style).map((line) => `${inOneLine(line)}\n`);
        try {
          await stdio.writeOutput(lines.join(""));
        } catch (error) {
          failure = error;
          throw error;
        }
      });
      const script = scriptedStdio(tail.frames(), trouble, (frame) => tail.receive(frame));
      return await runPipe(inFrames, clock, script).catch((error: unknown) => {
        if (error !== failure) throw error;
        return endOfOutput(error, options);
      });
    }
    case "ask":
      return await ask(command, inFrames, json, clock, stdio);
  }
}

async function ask(
  { text, within }: Extract<ScriptCommand, { kind: "ask" }>,
  options: ChatOptions,
  json: boolean,
  clock: Clock,
  stdio: Stdio,
): Promise<ChatEnd> {
  const question = new Question(text, options.room, clock, within);
  const end = await runPipe(
    options,
    clock,
    scriptedStdio(question.frames(), (line) => stdio.writeError(line), (frame) => question.receive(frame)),
  ).finally(() => question.close());
  if (end.code !== 0) return end;
  const { answer } = question;
  if (answer === undefined) return { code: 5, sentence: options.words.client.noReply(within) };
  try {
    await stdio.writeOutput(json ? encodeFrame(answer) : `${cleanText(answer.text)}\n`);
  } catch (error) {
    return endOfOutput(error, options);
  }
  return end;
}

/** Makes the end of a command that could not print: none that is worth a word when nobody reads any more. */
function endOfOutput(error: unknown, { words }: ChatOptions): ChatEnd {
  if (isReaderGone(error)) return { code: 0 };
  return { code: 6, sentence: words.cli.cannotPrint(error instanceof Error ? error.message : String(error)) };
}
