/**
 * MONITOR (https://ircv3.net/specs/extensions/monitor).
 *
 * @module
 */

import type { IrcClient } from "../client.ts";
import { MOST } from "../limits.ts";
import type { IrcLine } from "../line.ts";
import { nameOf } from "../server.ts";
import { toNick } from "../spelling.ts";

/** How many nicknames stand in one line of a reply. */
const NICKS_PER_LINE = 10;

/** Handles MONITOR. */
export function monitor(client: IrcClient, { params: [sign = "", targets = ""] }: IrcLine): void {
  const { hub: { words: { irc } }, monitors } = client.server;
  const nicks = targets.split(",").filter((nick) => nick !== "");
  switch (sign.toUpperCase()) {
    case "+":
      return add(client, nicks);
    case "-":
      for (const nick of nicks) monitors.remove(client, nameOf(nick) ?? nick);
      return;
    case "C":
      return monitors.clear(client);
    case "L":
      sendInParts(client, "732", monitors.listOf(client).map(toNick));
      return client.numeric("733", irc.endOfMonitored);
    case "S":
      return sendStates(client, monitors.listOf(client));
    default:
      return client.numeric("461", "MONITOR", irc.needMore);
  }
}

function add(client: IrcClient, nicks: readonly string[]): void {
  const { words } = client.server.hub;
  const added: string[] = [];
  for (const nick of nicks) {
    const name = nameOf(nick);
    if (name === undefined) {
      client.numeric("432", nick, words.irc.badNick);
      continue;
    }
    if (!client.server.monitors.add(client, name, MOST.monitored)) {
      client.numeric("734", String(MOST.monitored), nick, words.irc.monitorFull);
      break;
    }
    added.push(name);
  }
  sendStates(client, added);
}

function sendStates(client: IrcClient, names: readonly string[]): void {
  const { people } = client.server;
  const isOnline = (name: string): boolean => people.isHere(name);
  sendInParts(
    client,
    "730",
    names.filter(isOnline).map((name) => people.sourceOf(people.find(name)?.name ?? name)),
  );
  sendInParts(client, "731", names.filter((name) => !isOnline(name)).map(toNick));
}

function sendInParts(client: IrcClient, code: string, nicks: readonly string[]): void {
  for (let at = 0; at < nicks.length; at += NICKS_PER_LINE) {
    client.numeric(code, nicks.slice(at, at + NICKS_PER_LINE).join(","));
  }
}
