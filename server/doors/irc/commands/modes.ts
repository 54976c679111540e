/**
 * MODE of channels and of people (RFC 2812, sections 3.1.5 and 3.2.3; https://modern.ircdocs.horse/#mode-message).
 *
 * @module
 */

import { nameKey } from "../../../../protocol/names.ts";
import { isAtLeast } from "../../../../protocol/rights.ts";
import type { Deed } from "../../../../protocol.ts";
import type { Room } from "../../../core/rooms.ts";
import { parseMask } from "../ban_mask.ts";
import type { IrcClient } from "../client.ts";
import { MOST } from "../limits.ts";
import type { IrcLine } from "../line.ts";
import { formatChanges, isListMode, type ModeChange, modesOf, parseChanges } from "../modes.ts";
import { createdAt, findRoom } from "../room_replies.ts";
import { nameOf } from "../server.ts";
import { fromChannel, toChannel, toNick } from "../spelling.ts";
import { changeList, sendList } from "./lists.ts";
import { sendDeed, type SentDeed } from "./send_deed.ts";

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
    client.session.rulings.run(() => applyChange(client, room, change)); // Each begins with what the one before has changed.
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
  for (const frame of frames) sendDeed(client, { room: room.name, ...frame });
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
): readonly SentDeed[] | "unknown" | "bad" {
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
  sendDeed(client, { do: deed, room: room.name, name: person.name, person: person.publicId });
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
