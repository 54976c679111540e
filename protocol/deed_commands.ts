/**
 * The slash commands of people in charge, one row each; see `commands.ts`. Who may not do a deed is not shown its command.
 * Pure.
 *
 * @module
 */

import type { Argument, CommandRow, IntentOf, TypedAt, TypingContext } from "./command_row.ts";
import type { Deed, ModRequest } from "./deeds.ts";
import { MOD } from "./deed_request.ts";
import {
  accounts,
  admit,
  audit,
  bare,
  clear,
  inRoom,
  key,
  limit,
  numbered,
  onPerson,
  remove,
  report,
  serverToggle,
  slow,
  toggle,
} from "./deed_lines.ts";

const EVERYWHERE: readonly TypedAt[] = ["plain", "client", "page"];

const NAME: Argument = { shape: "NAME", kind: "member" };
const TARGET: Argument = { shape: "WHOM", kind: "member" };
const WHY: Argument = { shape: "[WHY]", kind: "text" };
const TIME: Argument = { shape: "[TIME]", kind: "text" };
const SWITCH: Argument = { shape: "[on|off]", kind: "switch" };
const NUMBER: Argument = { shape: "NUMBER", kind: "text" };
const text = (shape: string): Argument => ({ shape, kind: "text" });

/** Every command of people in charge, in the order in which help shows them. */
export const DEED_COMMANDS = [
  row("kick", "kick", [NAME, WHY], (rest, context) => onPerson("kick", rest, context)),
  row("mute", "mute", [NAME, TIME, WHY], (rest, context) => onPerson("mute", rest, context, true)),
  row("unmute", "unmute", [NAME], (rest, context) => onPerson("unmute", rest, context)),
  row("ban", "ban", [TARGET, TIME, WHY], (rest, context) => onPerson("ban", rest, context, true)),
  row("unban", "unban", [NUMBER], (rest, context) => numbered("unban", rest, context)),
  row("bans", "bans", [], (_, context) => bare("bans", context, true)),
  row("undo", "undo", [], (_, context) => bare("undo", context, true)),
  row("delete", "delete", [text("[NUMBER]")], remove),
  row("clear-room", "clear", [NAME, text("[MINUTES]")], clear),
  row("quiet-room", "quiet", [SWITCH], (rest, context) => toggle("quiet", rest, context)),
  row("readonly", "readonly", [SWITCH], (rest, context) => toggle("readonly", rest, context)),
  row("slow", "slow", [text("TIME|off")], slow),
  row("lock", "lock", [], (_, context) => bare("lock", context)),
  row("unlock", "unlock", [], (_, context) => bare("unlock", context)),
  row("invite-only", "inviteonly", [SWITCH], (rest, context) => toggle("inviteonly", rest, context)),
  row("accounts", "accounts", [text("speak|join|off")], accounts),
  row("key", "key", [text("KEY|off")], key),
  row("limit", "limit", [text("NUMBER|off")], limit),
  row("secret", "secret", [SWITCH], (rest, context) => toggle("secret", rest, context)),
  row("topics", "topics", [SWITCH], (rest, context) => toggle("topics", rest, context)),
  row("op", "op", [NAME, text("[server]")], (rest, context) => inRoom("op", rest, context)),
  row("deop", "deop", [NAME, text("[server]")], (rest, context) => inRoom("deop", rest, context)),
  row("voice", "voice", [NAME], (rest, context) => inRoom("voice", rest, context)),
  row("devoice", "devoice", [NAME], (rest, context) => inRoom("devoice", rest, context)),
  row("guests", "guests", [{ shape: "on|off", kind: "switch" }], (rest) => serverToggle("guests", rest)),
  row("approve", "approve", [{ shape: "on|off", kind: "switch" }], (rest) => serverToggle("approve", rest)),
  row("waiting", "waiting", [], () => ({ kind: "send", frame: { type: "mod", do: "waiting" } })),
  row("admit", "admit", [text("NUMBER|NAME|all"), text("[no]")], admit),
  row("report", "report", [text("NAME|NUMBER"), WHY], report),
  row("reports", "reports", [], () => ({ kind: "send", frame: { type: "mod", do: "reports" } })),
  row("audit", "audit", [TIME], audit),
] as const;

/** Makes the row of a command. */
function row<const Name extends string>(
  name: Name,
  deed: Deed,
  args: readonly Argument[],
  toIntent: (rest: string, context: TypingContext) => IntentOf<ModRequest> | undefined,
) {
  const help = ({ commands }: { readonly commands: { readonly [Each in Name]: string } }): string =>
    commands[name];
  return {
    name,
    aliases: [],
    args,
    frontends: EVERYWHERE,
    requests: [MOD],
    help,
    toIntent,
    deed,
  } as const satisfies CommandRow;
}
