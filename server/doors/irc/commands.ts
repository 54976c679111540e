/**
 * The commands of IRC, one row each.
 *
 * @module
 */

import type { IrcClient } from "./client.ts";
import { authenticate, register } from "./commands/account.ts";
import { addToBatch, batch } from "./commands/batch.ts";
import { invite, kick, kill, oper, redact } from "./commands/deeds.ts";
import { chathistory } from "./commands/history.ts";
import { help, lusers, motd, ping, time, version } from "./commands/information.ts";
import { notice, privmsg, tagmsg } from "./commands/messages.ts";
import { mode } from "./commands/modes.ts";
import { edit } from "./commands/edits.ts";
import { monitor } from "./commands/monitor.ts";
import { away, ison, setname, userhost, whois, whowas } from "./commands/people.ts";
import { markread } from "./commands/read_marker.ts";
import { join, list, names, part, topic } from "./commands/rooms.ts";
import { who } from "./commands/who.ts";
import type { IrcLine } from "./line.ts";
import { cap, nick, pass, user } from "./registration.ts";

/** A command. */
interface CommandRow {
  /** Set for one that may be given before the client is in. */
  readonly isEarly?: true;
  run(client: IrcClient, line: IrcLine): void;
}

/** Every command, by its name. */
const COMMANDS: ReadonlyMap<string, CommandRow> = new Map<string, CommandRow>([
  ["CAP", { isEarly: true, run: cap }],
  ["NICK", { isEarly: true, run: nick }],
  ["USER", { isEarly: true, run: user }],
  ["PASS", { isEarly: true, run: pass }],
  ["AUTHENTICATE", { isEarly: true, run: authenticate }],
  ["REGISTER", { isEarly: true, run: register }],
  ["PING", { isEarly: true, run: ping }],
  ["PONG", { isEarly: true, run: () => {} }],
  ["QUIT", { isEarly: true, run: quit }],
  ["PRIVMSG", { run: privmsg }],
  ["NOTICE", { run: notice }],
  ["TAGMSG", { run: tagmsg }],
  ["BATCH", { run: batch }],
  ["JOIN", { run: join }],
  ["PART", { run: part }],
  ["TOPIC", { run: topic }],
  ["MODE", { run: mode }],
  ["KICK", { run: kick }],
  ["INVITE", { run: invite }],
  ["KILL", { run: kill }],
  ["OPER", { run: oper }],
  ["REDACT", { run: redact }],
  ["EDIT", { run: edit }],
  ["MARKREAD", { run: markread }],
  ["NAMES", { run: names }],
  ["LIST", { run: list }],
  ["WHO", { run: who }],
  ["WHOIS", { run: whois }],
  ["WHOWAS", { run: whowas }],
  ["USERHOST", { run: userhost }],
  ["ISON", { run: ison }],
  ["AWAY", { run: away }],
  ["SETNAME", { run: setname }],
  ["MONITOR", { run: monitor }],
  ["CHATHISTORY", { run: chathistory }],
  ["LUSERS", { run: lusers }],
  ["MOTD", { run: motd }],
  ["VERSION", { run: version }],
  ["TIME", { run: time }],
  ["HELP", { run: help }],
]);

/** Performs a line, or says why that cannot be done now. */
export function performLine(client: IrcClient, line: IrcLine): void {
  const { irc } = client.server.hub.words;
  client.answer(line.tags.get("label"), () => {
    if (client.isIn && line.tags.has("batch")) return addToBatch(client, line);
    const row = COMMANDS.get(line.command);
    if (row !== undefined && (client.isIn || row.isEarly)) return row.run(client, line);
    if (!client.isIn) return client.numeric("451", irc.sayWho);
    client.numeric("421", line.command, irc.unknownCommand);
  });
}

function quit(client: IrcClient, { params: [word = ""] }: IrcLine): void {
  client.server.hub.receive(client.session, {
    ok: true,
    frame: { type: "quit", ...(word !== "" && { word }) },
  });
}
