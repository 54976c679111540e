/**
 * What a script is answered that was refused something. Pure.
 *
 * @module
 */

import type { Problem } from "../../../../protocol.ts";
import type { Words } from "../../../../words/en.ts";
import { type Answer, plainAnswer, type Status } from "../http.ts";

/** The HTTP status of each problem that is not a 400. */
const STATUS_OF: Partial<Readonly<Record<Problem["code"], Status>>> = {
  "banned": 403,
  "kicked": 403,
  "muted": 403,
  "read-only": 403,
  "accounts-only": 403,
  "no-files": 403,
  "slow-mode": 429,
  "files-today": 429,
  "too-many-uploads": 429,
  "no-room": 404,
  "no-file": 404,
  "name-taken": 409,
  "too-long": 413,
  "file-too-big": 413,
  "not-stored": 503,
  "files-full": 507,
};

/** Answers with what was wrong. */
export function refuse(problem: Problem, words: Words): Answer {
  const status = STATUS_OF[problem.code] ?? 400;
  const text = problem.code === "no-room" ? words.doors.noRoom(problem.room) : words.problem(problem);
  const wait = status === 503 ? 5 : problem.code === "slow-mode" ? Math.ceil(problem.wait / 1000) : undefined;
  return plainAnswer(status, text, wait === undefined ? [] : [["Retry-After", String(wait)]]);
}

/** Answers a script that posts faster than it may. @param wait Until it may again, in ms. */
export function refuseForNow(wait: number, words: Words): Answer {
  const seconds = Math.ceil(wait / 1000);
  return plainAnswer(429, words.doors.tooFast(seconds), [["Retry-After", String(seconds)]]);
}
