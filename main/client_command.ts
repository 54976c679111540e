/**
 * The commands that go into a room: `chat client`, and from scripts `chat send`, `chat tail` and `chat ask`.
 *
 * @module
 */

import { chat, type ChatEnd, errand, type Fixed, Settings } from "../client.ts";
import type { Words } from "../words/en.ts";
import { type Given, UsageError } from "./arguments.ts";
import { type Env, fixedColor, knowsLinks } from "./environment.ts";
import { ASK_FLAGS, CLIENT_FLAGS, SEND_FLAGS, TAIL_FLAGS } from "./flags.ts";
import { folderFor } from "./folders.ts";
import { clientSettings, errandSettings } from "./options.ts";
import { settingsFile } from "./settings_file.ts";

/** What the commands need besides their flags. */
export interface ClientContext {
  readonly words: Words;
  readonly env: Env;
  /** Program name and version, told to the server. */
  readonly client: string;
}

/** Runs `chat client`. */
export async function runClient(given: Given, { words, env, client }: ClientContext): Promise<ChatEnd> {
  const flags = CLIENT_FLAGS;
  const color = fixedColor(given.isOn(flags.noColor), env);
  const lang = given.value(flags.lang);
  const fixed: Fixed = {
    ...(given.isOn(flags.bell) && { bell: "on" as const }),
    ...(color !== undefined && { color }),
    ...(lang !== undefined && { lang }),
  };
  const folder = folderFor("config", Deno.build.os, env);
  const settings = new Settings(folder === undefined ? undefined : settingsFile(folder), fixed);
  const told = clientSettings(given, env, Deno.stdout.isTerminal());
  return await chat({
    ...told,
    plain: told.plain === true || env("TERM") === "dumb",
    links: knowsLinks(env),
    settings,
    words,
    client,
  });
}

/** Runs `chat send`, `chat tail` or `chat ask`. Throws a {@linkcode UsageError} for a question without words. */
export async function runErrand(
  command: "send" | "tail" | "ask",
  given: Given,
  operands: readonly string[],
  { words, env, client }: ClientContext,
): Promise<ChatEnd> {
  const options = { ...errandSettings(command, given, env), words, client };
  const text = operands.length === 0 ? undefined : operands.join(" ");
  switch (command) {
    case "send":
      return await errand({ kind: command, text, block: given.isOn(SEND_FLAGS.block) }, options);
    case "tail": {
      const since = given.value(TAIL_FLAGS.since)?.(Date.now());
      return await errand({ kind: command, since, follow: given.isOn(TAIL_FLAGS.follow) }, options);
    }
    case "ask":
      if (text === undefined) throw new UsageError(words.cli.missingText);
      return await errand({ kind: command, text, within: given.value(ASK_FLAGS.timeout) }, options);
  }
}
