/**
 * Files over HTTP: `POST /files`, `PATCH /files/up/…`, `GET /files/…`.
 *
 * Owns: how files are served so that nothing in them runs, ranges, how fast bodies have to come, and that both share their
 * turns with all that is not talk.
 * Must not know: who may send or have a file, and where it is kept.
 * Called by: the web door.
 * On close: what is on its way ends with its connection; an upload of a member can go on over another one.
 *
 * @module
 */

import { FILES_PATH } from "../../../protocol/files.ts";
import type { Subscriptions } from "../../core/bots.ts";
import { type Answer, encodeAnswer, type Request } from "./http.ts";
import { authenticate } from "./api.ts";
import { download } from "./files/download.ts";
import { ASKING, FileLane, writeFile } from "./files/lane.ts";
import { answerPassed, answerPost, answerUpload, isUploadPath, type UploadParts } from "./files/upload.ts";
import { writeAll } from "../../connection.ts";

export { answerPassed, FileLane, FILES_PATH };

/** What files are served with. */
export interface FilesDoorParts extends UploadParts {
  readonly subscriptions: Subscriptions;
  /** What every answer has besides, where the page came from another server. */
  readonly shared: Answer["headers"];
  /** Waits for what other servers of the cluster have told. */
  hear(): Promise<void>;
}

/** How a request about files ends: with an answer, written already, or broken off. */
export type FilesEnd =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "written" }
  | { readonly kind: "broken" };

/** Tells whether a request is about files. */
export function isAboutFiles({ path }: Request): boolean {
  return path === FILES_PATH || path.startsWith(`${FILES_PATH}/`);
}

/** Adds the headers for a page of another server. */
function withShared(answer: Answer, { shared }: FilesDoorParts): Answer {
  return { ...answer, headers: [...answer.headers, ...shared] };
}

/** Serves a request about files. @param staysOpen Whether another request may come after it. */
export async function serveFiles(
  request: Request,
  parts: FilesDoorParts,
  staysOpen: boolean,
): Promise<FilesEnd> {
  await parts.lane.turn(ASKING);
  if (request.path === FILES_PATH || isUploadPath(request.path)) {
    const answer = await (request.path === FILES_PATH ? answerPost : answerUpload)(request, parts);
    return answer === undefined ? { kind: "broken" } : { kind: "answer", answer: withShared(answer, parts) };
  }
  const found = await download(request, parts, (room) => isBotOf(request, room, parts));
  if (found.kind === "answer") return { kind: "answer", answer: withShared(found.answer, parts) };
  const { head, length, isAllowed } = found;
  using file = found.file;
  const isHead = request.method === "HEAD";
  try {
    await writeAll(
      parts.connection,
      encodeAnswer(withShared(head, parts), { isHead: true, staysOpen, length }),
    );
  } catch {
    return { kind: "broken" };
  }
  if (isHead || await writeFile(parts, file, length, isAllowed)) return { kind: "written" };
  return { kind: "broken" };
}

/** Tells whether a request comes with the token of a bot that may read a room. */
function isBotOf(
  request: Request,
  room: string,
  { posting, subscriptions, context, host }: FilesDoorParts,
): boolean {
  if (!request.headers.has("authorization")) return false;
  const bearer = authenticate(request, posting, context.words);
  return bearer.isKnown && subscriptions.findRoom(room, bearer.key, host) === room;
}
