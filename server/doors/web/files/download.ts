/**
 * `GET` and `HEAD` of a file.
 *
 * @module
 */

import { type Clock, within } from "../../../../net/clock.ts";
import type { Words } from "../../../../words/en.ts";
import { type CommandContext, findFile } from "../../../core/commands.ts";
import type { StoredFile } from "../../../store/log.ts";
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

/** How long it is waited for a file that another server has, in ms. */
const FETCHED_WITHIN = 10_000;

/** When whoever asked for one that no server gave is to ask again, in s. */
const AGAIN_AFTER = "5";

/** The id of a file in a path; its name there is for people. */
const PATH = /^\/files\/([\w-]{16,64})(?:\/[!-~]*)?$/;

/** What downloads are answered with. */
export interface DownloadParts {
  readonly context: CommandContext;
  readonly clock: Clock;
  /** Waits for what other servers of the cluster have told: whoever asks may have read of a file there that is unheard of here. */
  hear(): Promise<void>;
}

/** Finds what a request asks for. @param mayRead Tells whether who asks may read a room that is not open to all. */
export async function download(
  request: Request,
  { context, clock, hear }: DownloadParts,
  mayRead: (room: string) => boolean,
): Promise<Download> {
  const { words, files } = context;
  const answer = (answer: Answer): Download => ({ kind: "answer", answer });
  const [, id = ""] = PATH.exec(request.path) ?? [];
  if (request.method !== "GET" && request.method !== "HEAD") {
    return answer(plainAnswer(405, words.doors.onlyRead, [["Allow", "GET, HEAD"]]));
  }
  const find = () => findFile(context, id, request.query, mayRead);
  let found = find();
  if (context.cluster !== undefined && typeof found === "string") {
    await hear();
    found = find();
  }
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
  const open = (): Promise<Deno.FsFile | undefined> => opened(() => files.open(stored), stored.size, from);
  const file = await open() ?? await fetched(stored, { context, clock }, open);
  if (file === undefined) return answer(gone(words));
  if (file === "away") {
    return answer(plainAnswer(503, words.doors.fileAway, [["Retry-After", AGAIN_AFTER], ...NEVER]));
  }
  return { kind: "file", head, file, length: to - from, isAllowed };
}

/** Opens a file that was not here and is fetched from another server; nothing where there is no other, or it was deleted. */
async function fetched(
  stored: StoredFile,
  { context: { files, tryRead }, clock }: Pick<DownloadParts, "context" | "clock">,
  open: () => Promise<Deno.FsFile | undefined>,
): Promise<Deno.FsFile | "away" | undefined> {
  const fetching = files?.fetch(stored);
  if (fetching === undefined) return undefined;
  await within(clock, FETCHED_WITHIN, fetching, false);
  return await open() ?? (tryRead(() => files?.find(stored.id)) === undefined ? undefined : "away");
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
    // What is open is told without the disk. Each thing that is awaited here keeps the event loop from looking for what people say.
    if (file.statSync().size === size) {
      file.seekSync(from, Deno.SeekMode.Start);
      return file;
    }
  } catch {
    // It was removed a moment ago, or by somebody else: there is nothing to be had.
  }
  file?.close();
  return undefined;
}
