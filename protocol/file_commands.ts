/**
 * The slash commands of files; see `commands.ts`. Pure.
 *
 * @module
 */

import type { Argument, CommandRow, IntentOf, TypedAt, TypingContext } from "./command_row.ts";
import { FILE, type FileRequest } from "./files.ts";
import { nowhere, send } from "./message_intent.ts";

const EVERYWHERE: readonly TypedAt[] = ["plain", "client", "page"];
const NUMBER: Argument = { shape: "[@NUMBER]", kind: "text" };

/** Every command of files, in the order in which help shows them. */
export const FILE_COMMANDS = [
  {
    name: "send",
    aliases: [],
    args: [{ shape: "FILE", kind: "path" }],
    frontends: ["client"],
    requests: [],
    help: sentence("send"),
    toIntent: (rest: string): IntentOf<never> => ({ kind: "local", name: "send", rest }),
  },
  {
    name: "get",
    aliases: [],
    args: [NUMBER, { shape: "[PATH]", kind: "path" }],
    frontends: EVERYWHERE,
    requests: [FILE],
    help: sentence("get"),
    toIntent: get,
  },
  {
    name: "show",
    aliases: [],
    args: [NUMBER],
    frontends: ["client"],
    requests: [],
    help: sentence("show"),
    toIntent: (rest: string): IntentOf<never> | undefined =>
      /^(?:@?\d{1,15})?$/.test(rest) ? { kind: "local", name: "show", rest } : undefined,
  },
] as const satisfies readonly CommandRow[];

/** What `/get` is to do: of which message the file is wanted, and where it is to be kept. */
export interface GetWish {
  /** The number of the message; the last one with a file without it. */
  readonly seq: number | undefined;
  /** The file or folder to keep it in; empty where that was not said. */
  readonly path: string;
  /** Whose last long text for this person alone is to be shown, instead: those have no numbers. */
  readonly from?: string;
}

/** Reads what stands behind `/get`: `41`, `@41`, a path, or both; or `@name`. */
export function parseGet(rest: string): GetWish {
  const from = /^@(\S*[^\s\d]\S*)$/.exec(rest.trim())?.[1];
  if (from !== undefined) return { seq: undefined, path: "", from };
  const [, number, path = ""] = /^@?(\d{1,15})(?:\s+([^]*))?$/.exec(rest.trim()) ?? [];
  return number === undefined ? { seq: undefined, path: rest.trim() } : { seq: Number(number), path };
}

/** Asks for the file of the message with a number, or the last one; a path means something to the client only. */
function get(rest: string, { room }: TypingContext): IntentOf<FileRequest> | undefined {
  const { seq, from } = parseGet(rest);
  if (from !== undefined) return { kind: "local", name: "get", rest: from };
  if (room === "") return nowhere();
  return send({ type: "file", room, ...(seq !== undefined && { seq }) });
}

/** Picks the sentence of this name from the commands of a catalogue. */
function sentence<const Name extends string>(
  name: Name,
): (words: { readonly commands: { readonly [Sentence in Name]: string } }) => string {
  return ({ commands }) => commands[name];
}
