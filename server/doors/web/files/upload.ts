/**
 * Files that come: to the secret path that a member was told (`PATCH`, from the byte on where it stands), or in one request
 * of a script with a token (`POST`).
 *
 * @module
 */

import { DEFAULT_ROOM } from "../../../../protocol/limits.ts";
import { readId } from "../../../../protocol/fields.ts";
import type { MessageFrame, Problem } from "../../../../protocol.ts";
import type { BotToken } from "../../../store/accounts.ts";
import type { BotPosting } from "../../../core/bots.ts";
import { type CommandContext, postProblem, shownFile } from "../../../core/commands.ts";
import type { PassedRequest, Upload, UploadOutcome, Uploads } from "../../../store/files.ts";
import { writeAll } from "../../../connection.ts";
import { authenticate, refuse, refuseForNow } from "../api.ts";
import { type Answer, hasWord, plainAnswer, type Request } from "../http.ts";
import { type LaneParts, readBody } from "./lane.ts";
import { passBody, passOn, type ReadBytes } from "./pass_on.ts";

/** What uploads are taken with. */
export interface UploadParts extends LaneParts {
  readonly context: CommandContext;
  readonly posting: BotPosting;
  /** The address that the request comes from, and its key. */
  readonly host: string;
  readonly key: string;
}

const JSON_TYPE = "application/json";
const NEVER: Answer["headers"] = [["Cache-Control", "no-store"]];
const UP = /^\/files\/up\/([\w-]{1,64})$/;

/** Answers a request about an upload; nothing when the rest of it does not come. */
export async function answerUpload(request: Request, parts: UploadParts): Promise<Answer | undefined> {
  const { words, files } = parts.context;
  const [, token = ""] = UP.exec(request.path) ?? [];
  const relay = files?.relay?.isElsewhere(token) === true ? files.relay : undefined;
  if (request.method !== "PATCH") {
    const asked = { upload: token, method: request.method, offset: 0, bytes: new Uint8Array() };
    return relay === undefined
      ? aboutUpload(asked, parts.context)
      : await passOn(asked, relay, parts.context);
  }
  const length = lengthOf(request);
  if (length === undefined) return plainAnswer(411, words.doors.needsLength);
  const offset = Number(/^\d{1,15}$/.exec(request.headers.get("upload-offset") ?? "")?.[0] ?? NaN);
  const read: ReadBytes = async (take) => {
    await wantsBody(request, parts);
    return await readBody(parts, length, take);
  };
  if (relay !== undefined && !Number.isNaN(offset)) {
    return await passBody({ upload: token, offset, length }, read, relay, parts);
  }
  return await goOn({ upload: token, offset, length }, read, parts.context);
}

/** Answers what came to another server and is about an upload of this one. */
export async function answerPassed(request: PassedRequest, context: CommandContext): Promise<Answer> {
  const { upload, method, offset, bytes } = request;
  if (method !== "PATCH") return aboutUpload(request, context);
  const answer = await goOn({ upload, offset, length: bytes.length }, (take) => take(bytes), context);
  return answer ?? plainAnswer(503, context.words.doors.uploadGone, NEVER);
}

/** Answers what is asked about an upload, or that nothing is to become of it. */
function aboutUpload({ upload: token, method }: PassedRequest, { words, files }: CommandContext): Answer {
  const upload = files?.uploads.find(token);
  if (files === undefined || upload === undefined) return plainAnswer(404, words.doors.uploadGone, NEVER);
  switch (method) {
    case "GET":
    case "HEAD":
      return standing(upload);
    case "DELETE":
      files.uploads.drop(upload);
      return { status: 204, headers: NEVER, body: new Uint8Array() };
    default:
      return plainAnswer(405, words.doors.onlyPatch, [["Allow", "GET, HEAD, PATCH, DELETE"]]);
  }
}

/** Tells whether a path is that of an upload. */
export function isUploadPath(path: string): boolean {
  return UP.test(path);
}

/** Answers a script that sends a whole file. */
export async function answerPost(request: Request, parts: UploadParts): Promise<Answer | undefined> {
  const { context, posting, host, clock } = parts;
  const { words, files } = context;
  if (request.method !== "POST") return plainAnswer(405, words.doors.onlyPostFile, [["Allow", "POST"]]);
  const bearer = authenticate(request, posting, words);
  if (!bearer.isKnown) return bearer.answer;
  const length = lengthOf(request);
  if (length === undefined) return plainAnswer(411, words.doors.needsLength);
  const written = request.query.get("id");
  const id = written === null ? undefined : readId(written);
  if (written !== null && id === undefined) return refuse({ code: "bad-field", field: "id" }, words);
  const { key } = bearer;
  const { room, problem } = posting.roomFor(key, request.query.get("room") ?? DEFAULT_ROOM, host);
  if (room === undefined || problem !== undefined) return refuse(problem ?? { code: "not-stored" }, words);
  if (files === undefined) return refuse({ code: "no-files" }, words);
  const wait = posting.delayOf(key, clock.elapsed());
  if (wait > 0) return refuseForNow(wait, words);
  const wish = { room: room.name, name: request.query.get("name") ?? "", size: length, id };
  const sender = { person: `bot ${key.id}`, address: parts.key };
  const post = postAs(key, wish, parts);
  const begun = begunAnew(files.uploads, () => files.uploads.begin(sender, wish, post));
  if ("code" in begun) return refuse(begun, words);
  if (begun.outcome !== undefined) {
    await wantsBody(request, parts);
    return await readBody(parts, length, () => Promise.resolve(true))
      ? answerOf(begun.outcome, context)
      : undefined;
  }
  const read: ReadBytes = async (take) => {
    await wantsBody(request, parts);
    return await readBody(parts, length, take);
  };
  return await receive(begun, files.uploads, read, context, true);
}

/** Begins an upload; one of which a part had come before is begun again, as all of it is sent again. */
function begunAnew(uploads: Uploads, begin: () => Upload | Problem): Upload | Problem {
  const begun = begin();
  if ("code" in begun || begun.outcome !== undefined || begun.offset === 0 || begun.isBusy) return begun;
  uploads.drop(begun);
  return begin();
}

/** Makes what says as a bot that there is a file. */
function postAs(
  key: BotToken,
  { room, id }: { readonly room: string; readonly id: string | number | undefined },
  { context, posting, host }: UploadParts,
) {
  return async (file: NonNullable<MessageFrame["file"]>, beginning: string): Promise<UploadOutcome> => {
    const text = shownFile(context, room, file, beginning);
    const outcome = await posting.say(key, { room, text, id, action: undefined, file }, host);
    if (outcome.kind === "stored") return outcome;
    const problem = outcome.kind === "refused" ? postProblem(outcome.problem) : undefined;
    return { kind: "refused", problem: problem ?? { code: "not-stored" } };
  };
}

/** What a request says that sends bytes of an upload. */
interface Patch {
  readonly upload: string;
  readonly offset: number;
  readonly length: number;
}

async function goOn(
  { upload: token, offset, length }: Patch,
  read: ReadBytes,
  context: CommandContext,
): Promise<Answer | undefined> {
  const { words, files } = context;
  const upload = files?.uploads.find(token);
  if (files === undefined || upload === undefined) return plainAnswer(404, words.doors.uploadGone, NEVER);
  if (upload.outcome !== undefined) return answerOf(upload.outcome, context);
  if (offset !== upload.offset || upload.isBusy) {
    const text = upload.isBusy ? words.doors.uploadBusy : words.doors.otherOffset(upload.offset);
    return plainAnswer(409, text, [...offsets(upload), ...NEVER]);
  }
  if (offset + length > upload.wish.size) return plainAnswer(413, words.doors.moreThanSaid(upload.wish.size));
  return await receive(upload, files.uploads, read, context, false);
}

/** Takes the body of a request as the next bytes of an upload, and completes it when they are the last. */
async function receive(
  upload: Upload,
  uploads: Uploads,
  read: ReadBytes,
  context: CommandContext,
  isWhole: boolean,
): Promise<Answer | undefined> {
  if (upload.isBusy) return plainAnswer(409, context.words.doors.uploadBusy, NEVER);
  upload.isBusy = true;
  let problem: Problem | undefined;
  try {
    const isAll = await read(async (bytes) => {
      problem = await uploads.receive(upload, bytes);
      return problem === undefined;
    });
    if (problem !== undefined) return refuse(problem, context.words);
    if (!isAll) {
      if (isWhole) uploads.drop(upload); // Who sends it in one request does not know how to go on.
      return undefined;
    }
    if (upload.offset < upload.wish.size) {
      return { status: 204, headers: [...offsets(upload), ...NEVER], body: new Uint8Array() };
    }
    return answerOf(await uploads.complete(upload), context);
  } finally {
    upload.isBusy = false;
  }
}

/** Tells a program that waits before it sends what it has that it may. */
async function wantsBody(request: Request, { connection }: UploadParts): Promise<void> {
  if (!hasWord(request, "expect", "100-continue")) return;
  await writeAll(connection, new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n"));
}

function standing(upload: Upload): Answer {
  return { status: 204, headers: [...offsets(upload), ...NEVER], body: new Uint8Array() };
}

/** How far an upload is, as the draft on resumable uploads for HTTP writes it. */
function offsets({ offset, outcome, wish }: Upload): Answer["headers"] {
  const isDone = outcome?.kind === "stored";
  return [
    ["Upload-Offset", String(isDone ? wish.size : offset)],
    ["Upload-Length", String(wish.size)],
    ["Upload-Complete", isDone ? "?1" : "?0"],
  ];
}

function answerOf(outcome: UploadOutcome, { words }: CommandContext): Answer {
  if (outcome.kind === "refused") return refuse(outcome.problem, words);
  const { room, seq, at, file } = outcome.message;
  const body = new TextEncoder().encode(`${JSON.stringify({ room, seq, at, file })}\n`);
  return { status: 200, headers: [["Content-Type", JSON_TYPE], ...NEVER], body };
}

function lengthOf({ headers }: Request): number | undefined {
  const written = /^\d{1,15}$/.exec(headers.get("content-length") ?? "")?.[0];
  return written === undefined ? undefined : Number(written);
}
