/**
 * What went wrong, in a sentence that is safe to show: names and texts in it come from a server, which is not trusted. Pure.
 *
 * @module
 */

import type { ErrorFrame, Problem } from "../protocol.ts";
import { cleanLine } from "../protocol/text.ts";
import type { Words } from "../words/en.ts";

/** Makes the sentence of an error, in the reader's own language where this client knows the error. */
export function errorSentence(frame: ErrorFrame, words: Pick<Words, "problem">): string {
  const text = cleanLine(frame.text);
  return frame.code === "other" && text !== "" ? text : words.problem(cleanProblem(frame));
}

/** Tells whether a message that was refused with this error is sent again by itself: it could not be kept, or came too soon. */
export function isTriedAgain({ code }: Pick<ErrorFrame, "code">): boolean {
  return code === "not-stored" || code === "slow-mode";
}

/** Tells whether a name that was refused with this error is let in by a password: it is claimed by one, or another than the one that was wrong. */
export function needsPassword(error: ErrorFrame): boolean {
  if (error.code === "name-claimed") return error.methods.includes("password");
  return error.code === "auth-failed" || error.code === "auth-busy" || error.code === "auth-wait";
}

function cleanLike(problem: Problem): { readonly like?: string } {
  return "like" in problem && problem.like !== undefined ? { like: cleanLine(problem.like) } : {};
}

function cleanRoom({ room }: { readonly room?: string }): { readonly room?: string } {
  return room === undefined ? {} : { room: cleanLine(room) };
}

/** Copies a problem with its texts made safe to show. */
function cleanProblem(problem: Problem): Problem {
  switch (problem.code) {
    case "bad-name":
    case "name-taken":
      return {
        ...problem,
        name: cleanLine(problem.name),
        suggestion: cleanLine(problem.suggestion),
        ...cleanLike(problem),
      };
    case "unknown-type":
    case "other":
      return { ...problem, given: cleanLine(problem.given) };
    case "unknown-command":
      return {
        ...problem,
        given: cleanLine(problem.given),
        ...(problem.nearest !== undefined && { nearest: cleanLine(problem.nearest) }),
      };
    case "bad-field":
      return { ...problem, field: cleanLine(problem.field) };
    case "no-room":
    case "bad-room":
      return { ...problem, room: cleanLine(problem.room), ...cleanLike(problem) };
    case "not-here":
      return { ...problem, name: cleanLine(problem.name) };
    case "other-person":
      return {
        ...problem,
        name: cleanLine(problem.name),
        ...(problem.now !== undefined && { now: cleanLine(problem.now) }),
      };
    case "bad-query":
    case "no-such-words":
    case "bad-emoji":
      return { ...problem, given: cleanLine(problem.given) };
    case "banned":
    case "kicked":
      return { ...problem, why: cleanLine(problem.why), by: cleanLine(problem.by), ...cleanRoom(problem) };
    case "muted":
      return { ...problem, why: cleanLine(problem.why), ...cleanRoom(problem) };
    case "slow-mode":
    case "locked":
    case "invite-only":
    case "accounts-only":
    case "accounts-join":
    case "room-key":
    case "room-full":
    case "no-message":
    case "not-yours":
      return { ...problem, room: cleanLine(problem.room) };
    case "read-only":
      return {
        ...problem,
        room: cleanLine(problem.room),
        ...(problem.by !== undefined && { by: cleanLine(problem.by) }),
      };
    case "not-allowed":
      return "name" in problem
        ? { ...problem, name: cleanLine(problem.name) }
        : { ...problem, ...cleanRoom(problem) };
    case "usage":
      return { ...problem, usage: cleanLine(problem.usage) };
    default:
      return problem;
  }
}
