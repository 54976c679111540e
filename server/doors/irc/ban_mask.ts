/**
 * Masks of people, `nick!user@host`, and what they are here: a name or a pattern of names, a network, or the people who fit
 * them now. Pure.
 *
 * Source: https://modern.ircdocs.horse/#ban-channel-mode. `m:` before a mask mutes, as other servers have it.
 *
 * @module
 */

import { matcher } from "./mask.ts";
import { fromNick, toNick } from "./spelling.ts";

/** What stands before a mask of who is muted and not banned. */
const MUTED = "m:";

/** A mask of people. */
export interface BanMask {
  readonly isMute: boolean;
  readonly nick: string;
  readonly user: string;
  readonly host: string;
}

/** Parses a mask, of which parts may be left out: they fit everybody. */
export function parseMask(written: string): BanMask {
  const isMute = written.startsWith(MUTED);
  const mask = isMute ? written.slice(MUTED.length) : written;
  const at = mask.lastIndexOf("@");
  const left = at < 0 ? mask : mask.slice(0, at);
  const bang = left.indexOf("!");
  const isHostOnly = at >= 0 && bang < 0;
  const nick = isHostOnly ? "*" : bang < 0 ? left : left.slice(0, bang);
  const user = isHostOnly ? left : bang < 0 ? "*" : left.slice(bang + 1);
  return { isMute, nick: nick || "*", user: user || "*", host: (at < 0 ? "*" : mask.slice(at + 1)) || "*" };
}

/** Writes a mask with all of its parts. */
export function formatMask({ isMute, nick, user, host }: BanMask): string {
  return `${isMute ? MUTED : ""}${nick}!${user}@${host}`;
}

/** Tells whether a part of a mask fits everything. */
export function isEverything(part: string): boolean {
  return /^\*+$/.test(part);
}

/** Tells whether only the nickname of a mask matters. */
export function isNickOnly({ user, host }: BanMask): boolean {
  return isEverything(user) && isEverything(host);
}

/** Tells whether the host of a mask is an address or a network. */
export function isAddress({ host }: BanMask): boolean {
  return /^[\d.]+(?:\/\d+)?$/.test(host) || (host.includes(":") && /^[\da-f:.]+(?:\/\d+)?$/i.test(host));
}

/** Makes a test for `nick!user@host`, in which case does not count. */
export function masked({ nick, user, host }: BanMask): (source: string) => boolean {
  const fits = matcher(`${nick}!${user}@${host}`.toLowerCase());
  return (source) => fits(source.toLowerCase());
}

/** Writes whom a ban is about as a mask: what other doors wrote is a name, a pattern or a network. */
export function maskOfSubject(written: string, isMute: boolean): string {
  // A blank, or a colon before all, would be the end of it in a line of IRC.
  const subject = written.replaceAll(/\s|^:/g, "?");
  const prefix = isMute ? MUTED : "";
  if (subject.includes("!")) return `${prefix}${subject}`;
  if (/[:/]|^\d+\.\d+\.\d+\.\d+$/.test(subject)) return `${prefix}*!*@${subject}`;
  return `${prefix}${toNick(subject)}!*@*`;
}

/** Gives what a mask is called at all doors: the name or the pattern alone where nothing else matters. */
export function subjectOfMask(mask: BanMask): string {
  if (isNickOnly(mask)) return fromNick(mask.nick);
  if (isAddress(mask) && isEverything(mask.nick) && isEverything(mask.user)) return mask.host;
  return formatMask({ ...mask, isMute: false });
}

/** Tells whether two masks are the same, however their letters are written. */
export function isSameMask(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
