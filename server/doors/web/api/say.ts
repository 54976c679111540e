/**
 * `POST /say`: a script posts a message with one request, and is answered once it is in the log. Pure.
 *
 * @module
 */

import { decodeUtf8 } from "../../../../net/lines.ts";
import { parseObject } from "../../../../protocol/fields.ts";
import { DEFAULT_ROOM } from "../../../../protocol/limits.ts";
import { decodeClientFrame, type Problem } from "../../../../protocol.ts";
import type { Words } from "../../../../words/en.ts";
import type { BotToken } from "../../../store/accounts.ts";
import type { BotPost, BotPosting, PostOutcome } from "../../../core/bots.ts";
import { type Answer, plainAnswer, type Request } from "../http.ts";
import { refuse, refuseForNow } from "./refusal.ts";
import { authenticate } from "./token.ts";

/** The path to post to. */
export const SAY_PATH = "/say";

/** What {@linkcode answerSay} works with. */
export interface SayParts {
  readonly posting: BotPosting;
  readonly words: Words;
  /** The longest body, in bytes. */
  readonly maxBytes: number;
  /** The time, of the clock that never jumps, in ms. */
  readonly now: number;
  /** The address that the request comes from. */
  readonly host: string;
  /** Reads a body of `size` bytes; `undefined` when it does not come in time. */
  readBody(size: number): Promise<Uint8Array | undefined>;
  /** Waits for what other servers of the cluster have told of a room. */
  hearOf(room: string): Promise<void>;
}

/** The types of a plain text; the last is what `curl -d` sends by default. Such a body is taken as it is, like one without a type. */
const TEXT_TYPES = ["", "text/plain", "application/x-www-form-urlencoded"];
const JSON_TYPE = "application/json";

/** Posts what a request asks for. No answer when the rest of the request does not come. */
export async function answerSay(request: Request, parts: SayParts): Promise<Answer | undefined> {
  const { posting, words, maxBytes } = parts;
  const { doors } = words;
  if (request.method !== "POST") return plainAnswer(405, doors.onlyPost, [["Allow", "POST"]]);
  const bearer = authenticate(request, posting, words);
  if (!bearer.isKnown) return bearer.answer;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== JSON_TYPE && !TEXT_TYPES.includes(type)) return plainAnswer(415, doors.notText);
  const size = Number(/^\d{1,15}$/.exec(request.headers.get("content-length") ?? "")?.[0]);
  if (Number.isNaN(size)) return plainAnswer(411, doors.needsLength);
  if (size > maxBytes) return plainAnswer(413, doors.bigBody(maxBytes));
  const body = await parts.readBody(size);
  if (body === undefined) return undefined;
  const saying = parsePost(body, type === JSON_TYPE, request.query.get("room") ?? DEFAULT_ROOM);
  if ("code" in saying) return refuse(saying, words);
  await parts.hearOf(saying.room);
  return await post(bearer.key, saying, parts);
}

async function post(
  key: BotToken,
  saying: BotPost,
  { posting, words, now, host }: SayParts,
): Promise<Answer> {
  const wait = posting.delayOf(key, now);
  const outcome: PostOutcome = wait > 0 ? { kind: "too-fast", wait } : await posting.say(key, saying, host);
  switch (outcome.kind) {
    case "stored": {
      const { room, seq, at } = outcome.message;
      const body = new TextEncoder().encode(`${JSON.stringify({ room, seq, at })}\n`);
      return { status: 200, headers: [["Content-Type", JSON_TYPE], ["Cache-Control", "no-store"]], body };
    }
    case "refused":
      return refuse(outcome.problem, words);
    case "too-fast":
      return refuseForNow(outcome.wait, words);
  }
}

/** Parses a body, or tells what is wrong with it. JSON is read like the native protocol's `say`. */
function parsePost(body: Uint8Array, isJson: boolean, room: string): BotPost | Problem {
  const text = decodeUtf8(body);
  if (text === undefined) return { code: "not-utf8" };
  if (!isJson) return { room, text, id: undefined, action: undefined };
  const fields = parseObject(text);
  if (fields === undefined) return { code: "bad-json" };
  const decoded = decodeClientFrame(JSON.stringify({ room, ...fields, type: "say" }));
  if (!decoded.ok) return decoded.problem;
  if (decoded.frame.type !== "say") return { code: "bad-json" };
  const { frame } = decoded;
  return { room: frame.room, text: frame.text, id: frame.id, action: frame.action };
}
