/**
 * `chat ban` and `chat audit`: who is kept out, and who did what, also while the server runs.
 *
 * @module
 */

import { addBan, BY_OWNER, liftBan, listBans, markOf, readAudit } from "../server.ts";
import type { Words } from "../words/en.ts";
import { type FileCommandContext, reportFileError, requireFile } from "./archive_command.ts";
import { type FlagValues, type parseBanAction, UsageError } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { AUDIT_FLAGS, BAN_FLAGS } from "./flags.ts";

/** Runs `chat ban`. Resolves to the exit code. @param by Who does it, as the audit has it. */
export function runBan(
  wish: ReturnType<typeof parseBanAction>,
  given: FlagValues,
  by: string,
  context: FileCommandContext,
): number {
  const { words, stdout, stderr, dataFile } = context;
  const path = given.value(BAN_FLAGS.data) ?? dataFile;
  try {
    requireFile(path);
    switch (wish.action) {
      case "list": {
        const bans = listBans(path);
        const lines = bans.map(({ n, effect, subject, room, by, at, until, why }) =>
          words.deeds.line({
            n,
            do: effect === "accounts" ? "ban" : effect,
            subject,
            by,
            at,
            ...(room !== undefined && { room }),
            ...(until !== undefined && { until }),
            ...(why !== "" && { why }),
          }, "bans")
        );
        stdout.print((lines.length === 0 ? [words.deeds.none("bans")] : lines).join("\n") + "\n");
        return ExitCode.ok;
      }
      case "add":
        stdout.print(`${add(path, wish.whom, given, by, words)}\n`);
        return ExitCode.ok;
      case "lift":
        if (liftBan(path, wish.n, by, Date.now())) {
          stdout.print(`${words.deeds.done({ type: "done", do: "unban", name: "", n: wish.n })}\n`);
          return ExitCode.ok;
        }
        stderr.print(`${words.problem({ code: "no-ban", n: wish.n })}\n`);
        return ExitCode.refused;
    }
  } catch (error) {
    return reportFileError(error, path, context);
  }
}

/** Bans, and gives the sentence that says so. */
function add(path: string, whom: string, given: FlagValues, by: string, words: Words): string {
  const mark = markOf(whom);
  if (mark === undefined) throw new UsageError(words.cli.cannotBan(whom));
  const at = Date.now();
  const time = given.value(BAN_FLAGS.for);
  const until = time === undefined ? undefined : at + time;
  const why = given.value(BAN_FLAGS.why) ?? "";
  const subject = mark.value;
  const ban = {
    effect: "ban",
    room: undefined,
    subject,
    marks: [mark],
    why,
    by,
    byKey: BY_OWNER,
    at,
    until,
  } as const;
  const n = addBan(path, ban);
  return words.deeds.done({
    type: "done",
    do: "ban",
    name: subject,
    n,
    ...(until !== undefined && { until }),
  });
}

/** Runs `chat audit`. Resolves to the exit code. */
export function runAudit(given: FlagValues, context: FileCommandContext): number {
  const { words, stdout, dataFile } = context;
  const path = given.value(AUDIT_FLAGS.data) ?? dataFile;
  try {
    requireFile(path);
    const entries = readAudit(path, given.value(AUDIT_FLAGS.since)?.(Date.now()) ?? 0);
    const isJson = given.isOn(AUDIT_FLAGS.json);
    const lines = entries.map((entry) => {
      if (isJson) return JSON.stringify(entry);
      const { n, do: deed, subject, room, by, at, until, why } = entry;
      const shown = {
        n,
        do: deed,
        subject,
        by,
        at,
        ...(room !== undefined && { room }),
        ...(until !== undefined && deed !== "kick" && { until }),
        ...(why !== "" && { why }),
      };
      return words.audit(shown);
    });
    if (lines.length === 0 && !isJson) lines.push(words.deeds.none("audit"));
    if (lines.length > 0) stdout.print(lines.join("\n") + "\n");
    return ExitCode.ok;
  } catch (error) {
    return reportFileError(error, path, context);
  }
}
