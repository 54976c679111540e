/**
 * `GET` and `HEAD` of a file.
 *
 * @module
 */

import type { Words } from "../../../../words/en.ts";
import { type CommandContext, findFile } from "../../../commands.ts";
import { type Answer, plainAnswer, type Request } from "../http.ts";
import { etagOf, fileHeaders } from "./headers.ts";
import { askedRange, type ByteRange } from "./range.ts";

/** What a request for a file came to: an answer, or the head of one and the bytes that follow it. */
export type Download =
  | { readonly kind: "answer"; readonly answer: Answer }
  | {
    readonly kind: "file";
    readonly head: Answer;
    readonly file: Deno.FsFile;
    readonly length: number;
    readonly isAllowed: () => boolean;
  };

/** The id of a file in a path; its name there is for people. */
const PATH = /^\/files\/([\w-]{16,64})(?:\/[!-~]*)?$/;

/** Finds what a request asks for. @param mayRead Tells whether who asks may read a room that is not open to all. */
export async function download(
  request: Request,
  context: CommandContext,
  mayRead: (room: string) => boolean,
): Promise<Download> {
  const { words, files } = context;
  const answer = (answer: Answer): Download => ({ kind: "answer", answer });
  const [, id = ""] = PATH.exec(request.path) ?? [];
  if (request.method !== "GET" && request.method !== "HEAD") {
    return answer(plainAnswer(405, words.doors.onlyRead, [["Allow", "GET, HEAD"]]));
  }
  const found = findFile(context, id, request.query, mayRead);
  if (found === "none" || files === undefined) return answer(gone(words));
  if (found === "not-yours") return answer(plainAnswer(403, words.doors.fileNotYours, NEVER));
  const { file: stored, isPrivate, isAllowed } = found;
  const headers = fileHeaders(stored, isPrivate);
  const etag = etagOf(stored);
  const known = request.headers.get("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.includes(etag)) return answer({ status: 304, headers, body: NOTHING });
  const asked = askedRange(request, stored.size, etag);
  if (asked.kind === "none") {
    const [text, range] = [words.doors.noSuchBytes, `bytes */${stored.size}`];
    return answer(plainAnswer(416, text, [["Content-Range", range], ...NEVER]));
  }
  const { from, to }: ByteRange = asked.kind === "part" ? asked.range : { from: 0, to: stored.size };
  const part = `bytes ${from}-${to - 1}/${stored.size}`;
  const head: Answer = asked.kind === "part"
    ? { status: 206, headers: [...headers, ["Content-Range", part]], body: NOTHING }
    : { status: 200, headers, body: NOTHING };
  const file = await opened(() => files.open(stored), stored.size, from);
  return file === undefined
    ? answer(gone(words))
    : { kind: "file", head, file, length: to - from, isAllowed };
}

const NOTHING = new Uint8Array();
const NEVER: Answer["headers"] = [["Cache-Control", "no-store"]];

function gone({ doors }: Words): Answer {
  return plainAnswer(404, doors.fileGone, NEVER);
}

/** Opens a file where bytes are to be read; nothing where it is not there, or not what it was. */
async function opened(
  open: () => Promise<Deno.FsFile>,
  size: number,
  from: number,
): Promise<Deno.FsFile | undefined> {
  let file: Deno.FsFile | undefined;
  try {
    file = await open();
    if ((await file.stat()).size === size) {
      await file.seek(from, Deno.SeekMode.Start);
      return file;
    }
  } catch {
    // It was removed a moment ago, or by somebody else: there is nothing to be had.
  }
  file?.close();
  return undefined;
}
