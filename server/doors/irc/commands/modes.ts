/**
 * MODE of channels and of people (RFC 2812, sections 3.1.5 and 3.2.3; https://modern.ircdocs.horse/#mode-message).
 *
 * @module
 */

import { nameKey, parseName } from "../../../../protocol/names.ts";
import { isAtLeast, mayDo } from "../../../../protocol/rights.ts";
import type { Deed, Mask, ModRequest } from "../../../../protocol.ts";
import type { Person } from "../../../members.ts";
import type { Room } from "../../../rooms.ts";
import {
  type BanMask,
  isAddress,
  isEverything,
  isNickOnly,
  isSameMask,
  masked,
  maskOfSubject,
  parseMask,
  subjectOfMask,
} from "../ban_mask.ts";
import type { IrcClient } from "../client.ts";
import { isAddressOnly } from "../deed_lines.ts";
import { MOST } from "../limits.ts";
import { isMask } from "../mask.ts";
import type { IrcLine } from "../line.ts";
import {
  formatChanges,
  isListMode,
  LIST_MODES,
  type ListMode,
  type ModeChange,
  modesOf,
  parseChanges,
} from "../modes.ts";
import { createdAt, findRoom } from "../room_replies.ts";
import { type IrcServer, nameOf } from "../server.ts";
import { fromChannel, fromNick, toChannel, toNick } from "../spelling.ts";

/** Handles MODE. */
export function mode(client: IrcClient, { params: [target = "", letters, ...rest] }: IrcLine): void {
  const { irc } = client.server.hub.words;
  if (target === "") return client.numeric("461", "MODE", irc.needMore);
  if (fromChannel(target) === undefined) return personMode(client, target, letters);
  const room = findRoom(client, target);
  if (room === undefined) return client.numeric("403", target, irc.noChannel);
  if (letters === undefined) return sendModes(client, room);
  for (const [index, change] of parseChanges(letters, rest).slice(0, MOST.modes).entries()) {
    if (index > 0) client.countAsLine();
    applyChange(client, room, change);
  }
}

/** Tells what a channel is like, and since when it is there as far as the log knows: RPL_CHANNELMODEIS, RPL_CREATIONTIME. */
function sendModes(client: IrcClient, room: Room): void {
  const { moderation } = client.server.hub.context;
  const channel = toChannel(room.name);
  const [modes = "", ...params] = formatChanges(modesOf(moderation.mode(room.name)));
  client.numeric("324", channel, modes === "" ? "+" : modes, ...params);
  client.numeric("329", channel, String(Math.floor(createdAt(client, room) / 1000)));
}

function applyChange(client: IrcClient, room: Room, change: ModeChange): void {
  const { hub } = client.server;
  const { irc } = hub.words;
  const { letter, param, isOn } = change;
  const channel = toChannel(room.name);
  if (isListMode(letter) && (param === undefined || param === "")) return sendList(client, room, letter);
  const isInCharge = isAtLeast(hub.context.moderation.rank(client.session.person), "moderator");
  if (!client.session.person.isIn(room.name) && !isInCharge) {
    return client.numeric("442", channel, irc.notInChannel);
  }
  client.onRefusal((problem, text) => {
    if (problem.code === "not-allowed") client.numeric("482", channel, text);
    else if (problem.code === "not-here" || problem.code === "bad-field") {
      client.numeric("696", channel, letter, param ?? "*", text);
    } else if (problem.code === "too-many-bans") client.numeric("478", channel, letter, text);
    else return false;
    return true;
  });
  const isOperator = isAtLeast(hub.context.moderation.rank(client.session.person, room.name), "operator");
  if (isListMode(letter) && !isOperator) return client.numeric("482", channel, irc.needOperator); // Before any mask is tried on people.
  if (isListMode(letter)) return changeList(client, room, letter, { isOn, mask: parseMask(param ?? "") });
  if (letter === "o" || letter === "v") return changeRank(client, room, change);
  const frames = framesOf(client, room, change);
  if (frames === "unknown") return client.numeric("472", letter, irc.unknownMode);
  if (frames === "bad") {
    return client.numeric("696", channel, letter, letter === "k" ? "*" : param ?? "*", irc.badModeParam);
  }
  for (const frame of frames) send(client, { room: room.name, ...frame });
}

type DeedFrame = Omit<ModRequest, "type">;

function send(client: IrcClient, frame: DeedFrame): void {
  client.server.hub.receive(client.session, { ok: true, frame: { type: "mod", ...frame } });
}

/** The switches of a room, by their letters. */
const SWITCHES: Readonly<Record<string, Deed>> = {
  i: "inviteonly",
  m: "readonly",
  s: "secret",
  t: "topics",
};

/** A word that opens a room: none that JOIN could not give (RFC 2812, section 2.3.1). */
const KEY = /^[^\s,:][^\s,]{0,63}$/;

/** Gives what a change asks for; nothing where the room is so already. */
function framesOf(
  client: IrcClient,
  room: Room,
  { letter, isOn, param = "" }: ModeChange,
): readonly DeedFrame[] | "unknown" | "bad" {
  const now = client.server.hub.context.moderation.mode(room.name);
  const isSet = modesOf(now).some((one) => one.letter === letter);
  const value = isOn;
  switch (letter) {
    case "i":
      // Both mean that nobody comes in uninvited.
      if (!isOn && now.lock) {
        return [{ do: "unlock" }, ...(now.inviteonly ? [{ do: "inviteonly", value } as const] : [])];
      }
      break;
    case "m":
      if (!isOn && now.quiet) {
        return [{ do: "quiet", value }, ...(now.readonly ? [{ do: "readonly", value } as const] : [])];
      }
      break;
    case "n":
      return isSet === isOn ? [] : [{ do: "outside", value: !isOn }];
    case "M":
    case "R":
      return isSet === isOn
        ? []
        : [{ do: "accounts", value: isOn ? letter === "M" ? "speak" : "join" : "off" }];
    case "k":
      if (!isOn) return isSet ? [{ do: "key", value: "" }] : [];
      return KEY.test(param) ? [{ do: "key", value: param }] : "bad";
    case "l": {
      if (!isOn) return isSet ? [{ do: "limit", value: 0 }] : [];
      return /^[1-9]\d{0,6}$/.test(param) ? [{ do: "limit", value: Number(param) }] : "bad";
    }
  }
  const deed = SWITCHES[letter];
  if (deed === undefined) return "unknown";
  return isSet === isOn ? [] : [{ do: deed, value }];
}

/** Makes somebody an operator, gives them a voice, or takes that back. An operator has a voice already. */
function changeRank(client: IrcClient, room: Room, { letter, isOn, param = "" }: ModeChange): void {
  const { server, session } = client;
  const { irc } = server.hub.words;
  const channel = toChannel(room.name);
  if (param === "") return client.numeric("461", "MODE", irc.needMore);
  const { moderation } = server.hub.context;
  if (!isAtLeast(moderation.rank(session.person, room.name), "operator")) {
    return client.numeric("482", channel, irc.needOperator);
  }
  const person = server.people.find(nameOf(param) ?? "");
  if (person === undefined) return client.numeric("401", param, irc.noSuchNick);
  if (!person.isIn(room.name)) return client.numeric("441", toNick(person.name), channel, irc.notThere);
  const rank = server.people.rankIn(room.name, person.name);
  const has = letter === "o" ? rank === "operator" : rank !== undefined;
  if (has === isOn || (letter === "v" && rank === "operator")) return;
  const deed = letter === "o" ? isOn ? "op" : "deop" : isOn ? "voice" : "devoice";
  send(client, { do: deed, room: room.name, name: person.name, person: person.publicId });
}

/** Puts a mask on a list of a room, or takes it from there. */
function changeList(
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
    if (known !== undefined) send(client, { do: "unban", room: room.name, n: known.n });
    return;
  }
  if (known !== undefined) return;
  const net = isAddress(mask) ? { net: mask.host } : {};
  send(client, {
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
  const effects: readonly string[] = letter === "b" ? ["ban", "mute"] : [LIST_MODES[letter]];
  const seesAddresses = isAtLeast(moderation.rank(session.person), "moderator");
  return [...moderation.bans.all].filter((ban) =>
    ban.room === room.name && effects.includes(ban.effect) &&
    (seesAddresses || !isAddressOnly(ban.marks))
  ).map(({ n, subject, effect, by, at }) => ({ n, mask: maskOfSubject(subject, effect === "mute"), by, at }));
}

/** The numerics of a line of a list, and of its end. */
const LIST_NUMERICS = { b: ["367", "368"], e: ["348", "349"], I: ["346", "347"] } as const;

function sendList(client: IrcClient, room: Room, letter: ListMode): void {
  const { server } = client;
  const { irc } = server.hub.words;
  const channel = toChannel(room.name);
  const [line, end] = LIST_NUMERICS[letter];
  client.beginLongAnswer();
  // As at every other door, whom a room keeps out is for those in charge of it; clients ask for it whenever they join.
  const maySee = mayDo(
    server.hub.context.moderation.standing(client.session.person, room.name),
    "bans",
    "room",
  );
  for (const { mask, by, at } of maySee ? listed(client, room, letter) : []) {
    client.numeric(line, channel, mask, toNick(by), String(Math.floor(at / 1000)));
  }
  client.numeric(end, channel, irc.endOfModeList);
}

/** Tells or changes the modes of the client itself: `i` only. */
function personMode(client: IrcClient, target: string, letters: string | undefined): void {
  const { server, session } = client;
  const { irc } = server.hub.words;
  const person = server.people.find(nameOf(target) ?? "");
  if (person === undefined) return client.numeric("401", target, irc.noSuchNick);
  if (nameKey(person.name) !== nameKey(session.person.name)) return client.numeric("502", irc.notYou);
  if (letters === undefined) {
    const isInCharge = isAtLeast(server.hub.context.moderation.rank(person), "moderator");
    return client.numeric("221", `+${client.isInvisible ? "i" : ""}${isInCharge ? "o" : ""}`);
  }
  const changes = parseChanges(letters, []);
  const done = changes.filter(({ letter, isOn }) => letter === "i" && isOn !== client.isInvisible);
  for (const { isOn } of done) client.isInvisible = isOn;
  if (done.length > 0) client.fromPerson("MODE", toNick(person.name), ...formatChanges(done));
  if (changes.some(({ letter }) => letter !== "i")) client.numeric("501", irc.unknownUserMode);
}
