/**
 * Completions for shells, made from the tables of subcommands and flags. Pure.
 *
 * @module
 */

import {
  type AnyFlag,
  CHAT_FLAGS,
  COMMAND_NAMES,
  FLAGS_OF,
  OPERANDS,
  type SHELLS,
  type SubcommandName,
} from "./flags.ts";
import type { Words } from "../words/en.ts";

/** Makes the script that completes `chat` in this shell; where the shell shows what flags are for, it is in this language. */
export function completionScript(shell: (typeof SHELLS)[number], words: Words): string {
  switch (shell) {
    case "bash":
      return bash();
    case "zsh":
      return zsh(words);
    case "fish":
      return fish(words);
  }
}

const SUBCOMMANDS = [...COMMAND_NAMES, "help"];

/** Tells what can follow a flag: words, files, or anything. */
function valuesOf(row: AnyFlag): readonly string[] | "files" | "none" | "any" {
  if (row.kind === "switch") return "none";
  if ("choices" in row.kind.takes) return row.kind.takes.choices;
  return row.kind.shape === "FILE" ? "files" : "any";
}

/** Lists the words that a subcommand takes besides flags. */
function operandsOf(command: SubcommandName): readonly string[] | "files" {
  return OPERANDS[command].includes("FILE")
    ? "files"
    : OPERANDS[command].filter((shape) => shape.includes("|")).flatMap((shape) => shape.split("|"));
}

function flagsOf(command: SubcommandName): string {
  return FLAGS_OF[command].flatMap((row) =>
    row.short === undefined ? [`--${row.name}`] : [`--${row.name}`, `-${row.short}`]
  )
    .join(" ");
}

/** Lists every flag that takes one of a few words or a file, with the names that it is written with. */
function valued(): ReadonlyMap<string, readonly string[] | "files" | "any"> {
  const found = new Map<string, readonly string[] | "files" | "any">();
  for (const row of COMMAND_NAMES.flatMap((command) => FLAGS_OF[command])) {
    const values = valuesOf(row);
    if (values === "none") continue;
    const key = row.short === undefined ? `--${row.name}` : `--${row.name}|-${row.short}`;
    found.set(key, values);
  }
  return found;
}

function bash(): string {
  const values = [...valued()].map(([flag, values]) =>
    values === "files"
      ? `    ${flag}) COMPREPLY=($(compgen -f -- "$word")); return ;;`
      : `    ${flag}) COMPREPLY=(${
        values === "any" ? "" : `$(compgen -W "${values.join(" ")}" -- "$word")`
      }); return ;;`
  );
  const commands = COMMAND_NAMES.map((command) => {
    const operands = operandsOf(command);
    const files = operands === "files" ? ' $(compgen -f -- "$word")' : "";
    const words = [flagsOf(command), ...(operands === "files" ? [] : operands)].join(" ");
    return `    ${command}) COMPREPLY=($(compgen -W "${words}" -- "$word")${files}) ;;`;
  });
  return [
    "# Completions of chat for bash.",
    "_chat() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" each',
    '  for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    `    case "$each" in ${COMMAND_NAMES.join("|")}) command="$each"; break ;; esac`,
    "  done",
    '  case "$before" in',
    ...values,
    "  esac",
    '  case "$command" in',
    ...commands,
    `    *) COMPREPLY=($(compgen -W "${SUBCOMMANDS.join(" ")} ${
      Object.values(CHAT_FLAGS).map(({ name }) => `--${name}`).join(" ")
    }" -- "$word")) ;;`,
    "  esac",
    "}",
    "complete -F _chat chat ./chat",
    "",
  ].join("\n");
}

function zsh(words: Words): string {
  const quote = (text: string): string => text.replace(/([\[\]:\\])/g, "\\$1").replace(/'/g, "'\\''");
  const spec = (row: AnyFlag): string => {
    const help = quote(words.help.flag[row.help]);
    const values = valuesOf(row);
    const value = values === "none"
      ? ""
      : values === "files"
      ? ":file:_files"
      : values === "any"
      ? ":value: "
      : `:value:(${values.join(" ")})`;
    const names = row.short === undefined
      ? `'--${row.name}`
      : `'(-${row.short} --${row.name})'{-${row.short},--${row.name}}'`;
    return `      ${names}[${help}]${value}'`;
  };
  const commands = COMMAND_NAMES.map((command) => {
    const operands = operandsOf(command);
    const extra = operands === "files"
      ? ["      '*:file:_files'"]
      : operands.length > 0
      ? [`      '1:value:(${operands.join(" ")})'`]
      : [];
    return [
      `    ${command}) _arguments \\`,
      [...FLAGS_OF[command].map(spec), ...extra].join(" \\\n"),
      "      ;;",
    ]
      .join("\n");
  });
  return [
    "#compdef chat",
    "_chat() {",
    "  local context state line",
    "  _arguments -C '1:command:(" + SUBCOMMANDS.join(" ") + ")' '*::argument:->rest' && return",
    "  case $line[1] in",
    ...commands,
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_chat" ]; then _chat "$@"; else compdef _chat chat; fi',
    "",
  ].join("\n");
}

function fish(words: Words): string {
  const quote = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const isIn = (command: string): string => `-n '__fish_seen_subcommand_from ${command}'`;
  const lines = COMMAND_NAMES.flatMap((command) => [
    `complete -c chat -n __fish_use_subcommand -a ${command} -d ${quote(words.help[`${command}Line`])}`,
    ...FLAGS_OF[command].map((row) => {
      const values = valuesOf(row);
      const short = row.short === undefined ? "" : ` -s ${row.short}`;
      const value = values === "none"
        ? ""
        : values === "files"
        ? " -r -F"
        : values === "any"
        ? " -x"
        : ` -x -a ${quote(values.join(" "))}`;
      return `complete -c chat ${isIn(command)} -l ${row.name}${short}${value} -d ${
        quote(words.help.flag[row.help])
      }`;
    }),
    ...operandLines(command, isIn(command)),
  ]);
  return ["# Completions of chat for fish.", "complete -c chat -f", ...lines, ""].join("\n");
}

function operandLines(command: SubcommandName, condition: string): readonly string[] {
  const operands = operandsOf(command);
  if (operands === "files") return [`complete -c chat ${condition} -F`];
  return operands.length === 0 ? [] : [`complete -c chat ${condition} -a '${operands.join(" ")}'`];
}
