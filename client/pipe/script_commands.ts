/**
 * The room in shell scripts: `chat send`, `chat tail`, `chat ask`. Each is a pipe with a script for its input, so it has all
 * that the pipe guarantees, and its exit codes.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { encodeFrame } from "../../protocol.ts";
import { cleanText } from "../../protocol/text.ts";
import type { Ends } from "./stdio.ts";
import { Question } from "./ask.ts";
import { scriptedEnds } from "./script.ts";
import { toSend } from "./send.ts";
import { Tail } from "./tail.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { pipe } from "../pipe.ts";
import { inOneLine, renderFrame } from "../view.ts";

/** What to do in the room. */
export type Errand =
  /** Says `text`, or without it what comes in: a message a line, or with `block` all of it in one. */
  | { readonly kind: "send"; readonly text: string | undefined; readonly block: boolean }
  /** Prints what was said since `since` (ms since 1970; the last few without), and with `follow` what is said then. */
  | { readonly kind: "tail"; readonly since: number | undefined; readonly follow: boolean }
  /** Asks, and prints the first answer; gives up after `within` milliseconds. */
  | { readonly kind: "ask"; readonly text: string; readonly within: number };

/** Runs an errand. Throws only what is a fault of ours. */
export async function runErrand(
  errand: Errand,
  options: ChatOptions,
  clock: Clock,
  ends: Ends,
): Promise<ChatEnd> {
  const { room, json } = options;
  const inFrames: ChatOptions = { ...options, json: true };
  const trouble = (text: string): void => ends.trouble(text);
  switch (errand.kind) {
    case "send": {
      const frames = toSend(errand.text, ends.input, room, errand.block);
      return await pipe(inFrames, clock, scriptedEnds(frames, trouble, () => {}));
    }
    case "tail": {
      const look = { words: options.words, color: false, me: "", plain: true, time: "24h" } as const;
      const tail = new Tail({ room, since: errand.since, follow: errand.follow }, async (message) => {
        const lines = json
          ? [encodeFrame(message)]
          : renderFrame(message, look).map((line) => `${inOneLine(line)}\n`);
        await ends.output(lines.join(""));
      });
      return await pipe(
        inFrames,
        clock,
        scriptedEnds(tail.frames(), trouble, (frame) => tail.look(frame)),
      );
    }
    case "ask":
      return await ask(errand, inFrames, json, clock, ends);
  }
}

async function ask(
  { text, within }: Extract<Errand, { kind: "ask" }>,
  options: ChatOptions,
  json: boolean,
  clock: Clock,
  ends: Ends,
): Promise<ChatEnd> {
  const question = new Question(text, options.room, clock, within);
  const end = await pipe(
    options,
    clock,
    scriptedEnds(question.frames(), (line) => ends.trouble(line), (frame) => question.look(frame)),
  ).finally(() => question.close());
  if (end.code !== 0) return end;
  const { answer } = question;
  if (answer === undefined) return { code: 5, sentence: options.words.client.noReply(within) };
  await ends.output(json ? encodeFrame(answer) : `${cleanText(answer.text)}\n`);
  return end;
}
