/**
 * The lists of channels: bans and mutes, exceptions, who comes in uninvited (https://modern.ircdocs.horse/#ban-channel-mode).
 *
 * @module
 */

import { parseName } from "../../../../protocol/names.ts";
import { isAtLeast, mayDo } from "../../../../protocol/rights.ts";
import type { Mask } from "../../../../protocol.ts";
import type { Person } from "../../../core/members.ts";
import type { Room } from "../../../core/rooms.ts";
import {
  type BanMask,
  isAddress,
  isEverything,
  isNickOnly,
  isSameMask,
  masked,
  maskOfSubject,
  subjectOfMask,
} from "../ban_mask.ts";
import type { IrcClient } from "../client.ts";
import { isAddressOnly } from "../deed_lines.ts";
import { MOST } from "../limits.ts";
import { isMask } from "../mask.ts";
import { LIST_MODES, type ListMode } from "../modes.ts";
import { type IrcServer, nameOf } from "../server.ts";
import { fromNick, toChannel, toNick } from "../spelling.ts";
import { sendDeed } from "./send_deed.ts";

/** Puts a mask on a list of a room, or takes it from there. */
export function changeList(
  client: IrcClient,
  room: Room,
  letter: ListMode,
  { isOn, mask }: { readonly isOn: boolean; readonly mask: BanMask },
): void {
  const written = subjectOfMask(mask);
  const effect = letter === "b" && mask.isMute ? "mute" : LIST_MODES[letter];
  const shown = maskOfSubject(written, mask.isMute);
  const known = listed(client, room, letter).find((ban) => isSameMask(ban.mask, shown));
  if (!isOn) {
    if (known !== undefined) sendDeed(client, { do: "unban", room: room.name, n: known.n });
    return;
  }
  if (known !== undefined) return;
  const net = isAddress(mask) ? { net: mask.host } : {};
  sendDeed(client, {
    do: effect,
    room: room.name,
    ...nameOfMask(mask),
    ...net,
    mask: maskFor(client, room, mask, written),
  });
}

/** Gives the name or pattern that is enough for a mask to go by. */
function nameOfMask(mask: BanMask): { readonly name?: string } {
  if (!isNickOnly(mask)) return {};
  const name = fromNick(mask.nick);
  return { name: parseName(name) ?? name };
}

/** Finds who is meant: for a pattern of nicknames those who are in the room, as it goes for whoever comes; else everybody who fits. */
function maskFor({ server }: IrcClient, room: Room, mask: BanMask, written: string): Mask {
  const fits = masked(mask);
  const all = isNickOnly(mask) && /[*?]/.test(mask.nick)
    ? [...room.members].flatMap(({ member }) => server.people.find(member.name) ?? [])
    : candidates(server, mask);
  const isAll = isAddress(mask) && isEverything(mask.nick) && isEverything(mask.user);
  const persons = isAll ? [] : all.filter(({ name }) => fits(server.people.sourceOf(name)));
  return { written, persons: persons.slice(0, MOST.masked).map(({ publicId }) => publicId) };
}

/** Lists whom a mask may fit: a host or a nickname without wildcards is one person's, and everybody is looked at only without. */
function candidates({ people, hub }: IrcServer, { nick, host }: BanMask): readonly Person[] {
  const { nicknames } = hub.context;
  if (!isMask(host)) return [nicknames.findPerson(host) ?? []].flat();
  if (!isMask(nick)) return [people.find(nameOf(nick) ?? "") ?? []].flat();
  return [...nicknames.all];
}

/** What stands on each list: IRC has who is muted on that of bans. */
const EFFECTS = { b: ["ban", "mute"], e: ["except"], I: ["welcome"] } as const;

/** A line of a list of a channel. */
interface ListedMask {
  readonly n: number;
  readonly mask: string;
  readonly by: string;
  readonly at: number;
}

/** Lists what stands on a list of a room. Addresses are for those in charge of the server. */
function listed(
  { server: { hub }, session }: IrcClient,
  room: Room,
  letter: ListMode,
): readonly ListedMask[] {
  const { moderation } = hub.context;
  const effects: readonly string[] = EFFECTS[letter];
  const seesAddresses = isAtLeast(moderation.rank(session.person), "moderator");
  return [...moderation.bans.all].filter((ban) =>
    ban.room === room.name && effects.includes(ban.effect) &&
    (seesAddresses || !isAddressOnly(ban.marks))
  ).map(({ n, subject, effect, by, at }) => ({ n, mask: maskOfSubject(subject, effect === "mute"), by, at }));
}

/** The numerics of a line of a list, and of its end. */
const LIST_NUMERICS = { b: ["367", "368"], e: ["348", "349"], I: ["346", "347"] } as const;

/** Tells a client what stands on a list of a room. */
export function sendList(client: IrcClient, room: Room, letter: ListMode): void {
  const { server } = client;
  const { irc } = server.hub.words;
  const channel = toChannel(room.name);
  const [line, end] = LIST_NUMERICS[letter];
  client.beginLongAnswer();
  // As at every other door, whom a room keeps out is for those in charge of it; others see what is about themselves.
  const { moderation } = server.hub.context;
  const { person } = client.session;
  const maySeeAll = mayDo(moderation.standing(person, room.name), "bans", "room");
  const own = new Set(
    moderation.bans.find(person, { effects: EFFECTS[letter], room: room.name }).map(({ n }) => n),
  );
  for (const { n, mask, by, at } of listed(client, room, letter)) {
    if (!maySeeAll && !own.has(n)) continue;
    client.numeric(line, channel, mask, toNick(by), String(Math.floor(at / 1000)));
  }
  client.numeric(end, channel, irc.endOfModeList);
}
