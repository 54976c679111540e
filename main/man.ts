/**
 * The manual page (roff), made from the same tables as `--help`. Pure.
 *
 * @module
 */

import { SETTINGS } from "../client.ts";
import { COMMANDS, usageOf } from "../protocol/commands.ts";
import { QUIT_WORDS } from "../protocol/plain_text.ts";
import type { Words } from "../words/en.ts";
import { COMMAND_NAMES, FLAGS_OF, OPERANDS, type SubcommandName } from "./flags.ts";
import { environmentRows, exitCodeRows, flagRows, type HelpRows } from "./help.ts";

/** Makes the manual page of this version; ends with a newline. */
export function manPage(words: Words, version: string): string {
  const { help, manual } = words;
  const all = COMMAND_NAMES.flatMap((command) => FLAGS_OF[command]);
  const everywhere = FLAGS_OF.completions;
  return [
    `.TH CHAT 1 "" "chat ${escape(version)}"`,
    heading(manual.name),
    `chat \\- ${escape(manual.what)}`,
    heading(manual.synopsis),
    ...COMMAND_NAMES.map((command) => `.B ${escape(usage(command, help.anyFlags))}\n.br`),
    heading(manual.description),
    escape(manual.about),
    ...COMMAND_NAMES.flatMap((command) => [
      `.SS "${escape(usage(command, ""))}"`,
      escape(help[`${command}Intro`]),
      ...items(flagRows(FLAGS_OF[command].filter((row) => !everywhere.includes(row)), words)),
    ]),
    `.SS "${escape(manual.common)}"`,
    ...items(flagRows(everywhere, words)),
    heading(help.inTheRoom.toUpperCase()),
    ...items([
      ...COMMANDS.map((row) => [words.usage(usageOf(row)), row.help(words)] as const),
      [QUIT_WORDS.join(", "), "/quit"],
    ]),
    heading(help.keysTitle.toUpperCase()),
    ...items(help.keys),
    heading(manual.settings),
    ...items(
      Object.entries(words.client.settingsOf).map((
        [name, meaning],
      ) => [name, `${meaning}: ${valuesOf(name)}`]),
    ),
    heading(manual.screenReaders),
    escape(manual.forScreenReaders),
    heading(manual.shell),
    ...items(manual.examples),
    heading(manual.environment),
    ...items(unique(environmentRows(all, words))),
    heading(manual.files),
    ...items([
      ["$XDG_CONFIG_HOME/chat/settings", manual.settingsFile],
      ["$XDG_CONFIG_HOME/chat/known_servers", manual.knownServersFile],
    ]),
    heading(manual.exitCodes),
    ...items(exitCodeRows(words)),
    "",
  ].join("\n");
}

function usage(command: SubcommandName, flags: string): string {
  return ["chat", command, ...OPERANDS[command], flags].filter((part) => part !== "").join(" ");
}

function valuesOf(name: string): string {
  return Object.entries(SETTINGS).find(([known]) => known === name)?.[1].join(", ") ?? "";
}

function unique(rows: HelpRows): HelpRows {
  return rows.filter(([left], i) => rows.findIndex(([other]) => other === left) === i);
}

function heading(text: string): string {
  return `.SH "${escape(text)}"`;
}

function items(rows: HelpRows): readonly string[] {
  return rows.map(([left, right]) => `.TP\n.B ${escape(left.trim())}\n${escape(right)}`);
}

/** Escapes what roff takes for signs of its own. */
function escape(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll('"', "\\(dq").replace(
    /^([.'])/,
    "\\&$1",
  );
}
