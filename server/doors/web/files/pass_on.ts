/**
 * An upload that comes to another server than the one that has it, as from behind a balancer: passed on a piece at a time.
 *
 * @module
 */

import { type Clock, sleep } from "../../../../net/clock.ts";
import type { CommandContext } from "../../../core/commands.ts";
import type { PassedAnswer, PassedRequest, UploadRelay } from "../../../store/files.ts";
import { type Answer, isStatus, plainAnswer } from "../http.ts";

/** Reads the body of a request in pieces, whose bytes are the taker's own. @returns Whether all of it came. */
export type ReadBytes = (take: (bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>) => Promise<boolean>;

/** How often a piece is passed on where no answer comes, or the server is still about the last one; and the pause between. */
const TRIES = 10;
const PAUSE = 500;

/** Passes on what has no body. */
export async function passOn(
  request: PassedRequest,
  relay: UploadRelay,
  { words }: Pick<CommandContext, "words">,
): Promise<Answer> {
  const answer = await relay.passOn(request);
  return answer === undefined ? away(words) : asAnswer(answer, words);
}

/** Passes on bytes; nothing when the rest of them does not come. */
export async function passBody(
  { upload, offset, length }: { readonly upload: string; readonly offset: number; readonly length: number },
  read: ReadBytes,
  relay: UploadRelay,
  { context: { words }, clock }: { readonly context: Pick<CommandContext, "words">; readonly clock: Clock },
): Promise<Answer | undefined> {
  let at = offset;
  let last: PassedAnswer | undefined;
  const isAll = await read(async (bytes) => {
    const next = at + bytes.length;
    last = await persistently(relay, { upload, method: "PATCH", offset: at, bytes }, clock);
    at = next;
    return last?.status === 200 || (last?.status === 204 && says(last, "Upload-Offset", next));
  });
  if (length === 0) {
    return await passOn({ upload, method: "HEAD", offset, bytes: new Uint8Array() }, relay, { words });
  }
  if (last === undefined) return at > offset ? away(words) : undefined;
  return isAll || last.status > 204 ? asAnswer(last, words) : undefined;
}

/** Passes on a piece until it is known what became of it. */
async function persistently(
  relay: UploadRelay,
  request: PassedRequest,
  clock: Clock,
): Promise<PassedAnswer | undefined> {
  const next = request.offset + request.bytes.length;
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await relay.passOn(request);
    // The answer before may have been lost: what is there was taken then, and after the last piece is being thought about.
    const isThere = answer?.status === 409 && tries > 0 && says(answer, "Upload-Offset", next);
    if (isThere && !says(answer, "Upload-Length", next)) return { ...answer, status: 204 };
    if (answer !== undefined && !isThere) return answer;
    await sleep(clock, PAUSE);
  }
  return undefined;
}

/** Tells whether a header of an answer is a number. */
function says({ headers }: PassedAnswer, name: string, number: number): boolean {
  return headers.some(([written, value]) => written === name && Number(value) === number);
}

function asAnswer({ status, headers, body }: PassedAnswer, words: CommandContext["words"]): Answer {
  return isStatus(status) ? { status, headers, body } : away(words);
}

function away({ doors }: CommandContext["words"]): Answer {
  return plainAnswer(503, doors.uploadAway, [["Retry-After", "5"], ["Cache-Control", "no-store"]]);
}
