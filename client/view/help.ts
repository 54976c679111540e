/**
 * What went wrong, in a sentence, and what can be written instead. Pure.
 *
 * @module
 */

import { type CommandRow, COMMANDS, findCommand, usageOf, worksAt } from "../../protocol/commands.ts";
import { cleanLine } from "../../protocol/text.ts";
import type { ErrorFrame, Problem } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import type { Style } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** The sentence of an error, in the person's own language where this client knows the error. */
export function errorSentence(frame: ErrorFrame, words: Words): string {
  const text = cleanLine(frame.text);
  return frame.code === "other" && text !== "" ? text : words.problem(cleanProblem(frame));
}

/** What `/help` shows; `about` is the command that it was asked about, "" for all. */
export function renderHelp(about: string, { words, plain }: Style): readonly DisplayLine[] {
  const asked = about === "" ? undefined : findCommand(about, "client");
  const rows = asked === undefined ? COMMANDS.filter((row) => worksAt(row, "client")) : [asked];
  const usage = (row: CommandRow): string => words.usage(usageOf(row));
  const width = Math.max(...rows.map((row) => usage(row).length));
  const lines = rows.map((row): DisplayLine => {
    const what = words.commands[row.name];
    if (plain === true) return `${usage(row)}: ${what}`;
    return { text: `  ${usage(row).padEnd(width)}  ${what}`, indent: width + 4 };
  });
  return about === "" ? [words.client.helpTitle, ...lines] : lines;
}

function cleanLike(problem: Problem): { readonly like?: string } {
  return "like" in problem && problem.like !== undefined ? { like: cleanLine(problem.like) } : {};
}

/** The same problem with its texts made safe to show. */
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
      return { ...problem, given: cleanLine(problem.given), nearest: cleanLine(problem.nearest) };
    case "bad-field":
      return { ...problem, field: cleanLine(problem.field) };
    case "no-room":
    case "bad-room":
      return { ...problem, room: cleanLine(problem.room), ...cleanLike(problem) };
    case "not-here":
      return { ...problem, name: cleanLine(problem.name) };
    case "bad-query":
      return { ...problem, given: cleanLine(problem.given) };
    case "usage":
      return { ...problem, usage: cleanLine(problem.usage) };
    default:
      return problem;
  }
}
