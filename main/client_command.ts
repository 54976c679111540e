/**
 * The commands that go into a room: `chat client`, and from scripts `chat send`, `chat tail` and `chat ask`.
 *
 * @module
 */

import { chat, chatCommand, type ChatEnd, FileProofs, type Fixed, type Proofs, Settings } from "../client.ts";
import { cleanText } from "../protocol/text.ts";
import type { Words } from "../words/en.ts";
import { type FlagValues, UsageError } from "./arguments.ts";
import { type Env, forcedColor, supportsLinks } from "./environment.ts";
import { ASK_FLAGS, CLIENT_FLAGS, SEND_FLAGS, TAIL_FLAGS } from "./flags.ts";
import { folderFor } from "./folders.ts";
import { clientSettings, ownerFileOf, scriptSettings } from "./options.ts";
import { qrText } from "./qr.ts";
import { openSettingsFile } from "./settings_file.ts";
import { doorOf, placeOf, takeInvitation, trustOf } from "./trust.ts";

/** What the commands need besides their flags. */
export interface ClientContext {
  readonly words: Words;
  readonly env: Env;
  /** Program name and version, for the server. */
  readonly client: string;
  /** The log of a server of this person on this machine. */
  readonly dataFile: string;
}

/** Runs `chat client`. Throws a {@linkcode UsageError} when flags or a link make no sense. */
export async function runClient(
  given: FlagValues,
  operands: readonly string[],
  { words, env, client, dataFile }: ClientContext,
): Promise<ChatEnd> {
  const flags = CLIENT_FLAGS;
  const color = forcedColor(given.isOn(flags.noColor), env);
  const lang = given.value(flags.lang);
  const fixed: Fixed = {
    ...(given.isOn(flags.bell) && { bell: "on" as const }),
    ...(color !== undefined && { color }),
    ...(lang !== undefined && { lang }),
  };
  const folder = folderFor("config", Deno.build.os, env);
  const settings = new Settings(folder === undefined ? undefined : openSettingsFile(folder), fixed);
  const { invitation, rest: [extra] } = takeInvitation(operands, words);
  if (extra !== undefined) throw new UsageError(words.cli.extraArgument(extra));
  const told = clientSettings(given, env, Deno.stdout.isTerminal());
  return await chat({
    ...told,
    ...placeOf(invitation, given),
    door: doorOf(given, words),
    trust: trustOf(given, invitation, folder, words),
    proofs: given.isOn(flags.noKey) ? undefined : proofsIn(folder, env("CHAT_DATA") ?? dataFile),
    home: env("HOME"),
    plain: told.plain === true || env("TERM") === "dumb",
    links: supportsLinks(env),
    settings,
    qrCode: qrText,
    words,
    client,
  });
}

/** Finds what proves on this machine who somebody is. @param dataFile The log whose owner they are; empty for nobody's. */
function proofsIn(folder: string | undefined, dataFile: string): Proofs {
  const keys = folder === undefined ? undefined : `${folder}/keys`;
  return new FileProofs({ keys, owner: ownerFileOf(dataFile), device: deviceName() });
}

/** Names this machine, if it has a name that may be asked for. */
function deviceName(): string {
  try {
    return Deno.hostname();
  } catch {
    return "";
  }
}

/** Runs `chat send`, `chat tail` or `chat ask`. Throws a {@linkcode UsageError} when there are no words to say, or none that can be read. */
export async function runScriptCommand(
  command: "send" | "tail" | "ask",
  given: FlagValues,
  operands: readonly string[],
  { words, env, client }: ClientContext,
): Promise<ChatEnd> {
  const { invitation, rest } = takeInvitation(operands, words);
  const folder = folderFor("config", Deno.build.os, env);
  const isGuest = given.isOn({ send: SEND_FLAGS, tail: TAIL_FLAGS, ask: ASK_FLAGS }[command].noKey);
  const options = {
    ...scriptSettings(command, given, env),
    proofs: isGuest ? undefined : proofsIn(folder, ""), // A script is nobody's owner.
    ...placeOf(invitation, given),
    door: doorOf(given, words),
    trust: trustOf(given, invitation, folder, words),
    words,
    client,
  };
  const text = rest.length === 0 ? undefined : rest.join(" ");
  // An argument that was not UTF-8 came with this sign for what could not be read.
  if (text?.includes("\ufffd")) throw new UsageError(words.problem({ code: "not-utf8" }));
  const isEmpty = text !== undefined && cleanText(text).trim() === "";
  switch (command) {
    case "send": {
      const path = given.value(SEND_FLAGS.file);
      if (path !== undefined && text !== undefined) throw new UsageError(words.cli.extraArgument(text));
      if (path !== undefined) return await chatCommand({ kind: "send-file", path }, options);
      if (isEmpty) throw new UsageError(words.cli.nothingToSay);
      return await chatCommand({ kind: command, text, block: given.isOn(SEND_FLAGS.block) }, options);
    }
    case "tail": {
      if (text !== undefined) throw new UsageError(words.cli.extraArgument(text));
      const since = given.value(TAIL_FLAGS.since)?.(Date.now());
      return await chatCommand({ kind: command, since, follow: given.isOn(TAIL_FLAGS.follow) }, options);
    }
    case "ask":
      if (text === undefined || isEmpty) throw new UsageError(words.cli.missingText);
      return await chatCommand({ kind: command, text, within: given.value(ASK_FLAGS.timeout) }, options);
  }
}
