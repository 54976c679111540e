/**
 * What a client asks of the server itself: LUSERS, TIME, VERSION, MOTD, HELP, PING, MODE of rooms that have none (RFC 2812,
 * sections 3.4 and 3.7).
 *
 * @module
 */

import type { IrcClient } from "../client.ts";
import { formatLine, type IrcLine } from "../line.ts";
import { sendMotd, sendUsers } from "../welcome.ts";

/** Handles LUSERS. */
export function lusers(client: IrcClient): void {
  sendUsers(client);
}

/** Handles MOTD. */
export function motd(client: IrcClient, { params: [target] }: IrcLine): void {
  if (isElsewhere(client, target)) return;
  sendMotd(client);
}

/** Handles VERSION. */
export function version(client: IrcClient, { params: [target] }: IrcLine): void {
  if (isElsewhere(client, target)) return;
  client.numeric("351", "chat", client.server.name, client.server.title);
}

/** Handles TIME. */
export function time(client: IrcClient, { params: [target] }: IrcLine): void {
  if (isElsewhere(client, target)) return;
  const now = client.server.hub.now();
  client.numeric("391", client.server.name, new Date(now).toString());
}

/** Handles PING: whoever asks thus whether all before it is done finds their own words there, too. */
export function ping(client: IrcClient, { params: [token] }: IrcLine): void {
  const { server } = client;
  if (token === undefined) return client.numeric("461", "PING", server.hub.words.irc.needMore);
  client.sendPong({ tags: [], text: formatLine(server.name, "PONG", [server.name, token]) });
}

/** Handles HELP. */
export function help(client: IrcClient, { params: [subject = "*"] }: IrcLine): void {
  const { irc } = client.server.hub.words;
  const [first = "", ...rest] = irc.help;
  client.numeric("704", subject, first);
  for (const line of rest) client.numeric("705", subject, line);
  client.numeric("706", subject, irc.endOfHelp);
}

/** Says that there is no such server, if another one than this is asked for. */
function isElsewhere(client: IrcClient, target: string | undefined): boolean {
  const { name, hub } = client.server;
  if (target === undefined || target.toLowerCase() === name.toLowerCase()) return false;
  if (client.server.people.find(target) !== undefined) return false;
  client.numeric("402", target, hub.words.irc.noServer);
  return true;
}
