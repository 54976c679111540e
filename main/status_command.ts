/**
 * `chat status`: asks the server that runs with a file how it is.
 *
 * @module
 */

import { type Clock, systemClock } from "../net/clock.ts";
import {
  askServer,
  type ControlCommand,
  type ControlReply,
  parseStatus,
  readRunFile,
  runFilesOf,
  type ServerStatus,
} from "../server.ts";
import type { Words } from "../words/en.ts";
import type { FileCommandContext } from "./archive_command.ts";
import type { FlagValues } from "./arguments.ts";
import { ExitCode } from "./exit.ts";
import { STATUS_FLAGS } from "./flags.ts";

/** What came of asking: the server's answer in JSON, or the sentence that says why there is none, with its exit code. */
export type Asked =
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "none"; readonly sentence: string; readonly code: number };

/** Runs `chat status`. Resolves to the exit code. */
export async function runStatus(given: FlagValues, context: FileCommandContext): Promise<number> {
  const { words, stdout, stderr, dataFile } = context;
  const path = given.value(STATUS_FLAGS.data) ?? dataFile;
  const asked = await ask(path, "status", given.value(STATUS_FLAGS.timeout), words, systemClock);
  const status = asked.kind === "answer" ? parseStatus(asked.text) : undefined;
  if (status === undefined) {
    const { sentence, code } = asked.kind === "none" ? asked : unknownAnswer(words);
    stderr.print(`${sentence}\n`);
    return code;
  }
  if (given.isOn(STATUS_FLAGS.quiet)) return ExitCode.ok;
  const shown = given.isOn(STATUS_FLAGS.json)
    ? JSON.stringify(status)
    : statusText(status, words, Date.now());
  stdout.print(`${shown}\n`);
  return ExitCode.ok;
}

/** What is said of an answer that this version cannot read. */
export function unknownAnswer(words: Words): Extract<Asked, { readonly kind: "none" }> {
  return { kind: "none", sentence: words.status.otherVersion, code: ExitCode.data };
}

/**
 * Asks the server that runs with this file. Another server, or another program, that has its port by now is nobody.
 *
 * @param path The file that the rooms are kept in; empty when it is not clear where that would be.
 * @param timeout How long it has, in ms.
 */
export async function ask(
  path: string,
  command: ControlCommand,
  timeout: number,
  words: Words,
  clock: Clock,
): Promise<Asked> {
  if (path === "") return { kind: "none", sentence: words.store.nowhere, code: ExitCode.data };
  let reply: ControlReply = { kind: "nobody" };
  for (const file of runFilesOf(path)) {
    try {
      const facts = readRunFile(file);
      if (facts !== undefined) reply = await askServer(facts, { command, within: timeout }, clock);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return { kind: "none", sentence: words.status.unreadable(file, cause), code: ExitCode.data };
    }
    if (reply.kind !== "nobody") break;
  }
  if (reply.kind === "answer") return reply;
  return { kind: "none", sentence: words.status[reply.kind](path), code: ExitCode.unreachable };
}

/** Shows how a server is, a row each. @param now In ms since 1970. */
export function statusText(status: ServerStatus, { status: words }: Words, now: number): string {
  const { heads } = words;
  const { title, address, version, pid, connections, turns, data, index } = status;
  const { lastStored } = status;
  const ago = lastStored === undefined ? undefined : Math.max(0, now - Date.parse(lastStored));
  const doors = Object.entries(connections).filter(([, count]) => count > 0);
  const rows: readonly (readonly [string, string | undefined])[] = [
    [heads.open, words.open(title, address, version, Math.max(0, now - Date.parse(status.since)), pid)],
    [heads.messages, status.takesMessages ? words.taken(status.messagesStored, ago) : words.refused],
    [heads.here, words.here(status.members, status.rooms)],
    [
      heads.connections,
      doors.length === 0
        ? words.none
        : doors.map(([door, count]) => door === "none" ? words.arriving(count) : `${count} ${door}`).join(
          ", ",
        ),
    ],
    [heads.turns, words.turns(turns.p50, turns.p99, turns.longest)],
    [heads.waiting, status.outboxBytes === 0 ? undefined : words.waiting(status.outboxBytes)],
    [heads.file, data === undefined ? words.noFile : words.file(data.path, data.bytes, data.freeBytes)],
    [heads.index, index === undefined ? undefined : indexText(index, words)],
    [heads.log, status.logLinesDropped === 0 ? undefined : words.dropped(status.logLinesDropped)],
  ];
  const shown = rows.filter((row) => row[1] !== undefined);
  const width = Math.max(...shown.map(([head]) => head.length));
  return shown.map(([head, text]) => `${head.padEnd(width)}  ${text}`).join("\n");
}

function indexText(
  { lag, isUp, restarts }: NonNullable<ServerStatus["index"]>,
  words: Words["status"],
): string {
  if (!isUp) return words.indexStopped(restarts);
  return lag === 0 ? words.indexed : words.behind(lag);
}
