/**
 * What is typed behind the commands of people in charge. Pure.
 *
 * @module
 */

import type { IntentOf, TypingContext } from "./command_row.ts";
import { type Deed, LONGEST_DEED, type ModRequest } from "./deeds.ts";
import { send } from "./message_intent.ts";
import type { InviteRequest } from "./invite.ts";
import { DEFAULT_ROOM } from "./limits.ts";
import { firstWord } from "./text.ts";

/** What a line of a deed is to do; `undefined` when that is not how it is written. */
type DeedIntent = IntentOf<ModRequest> | undefined;

/** Milliseconds in the units of a time. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Parses a time as `10m` or `2d`, in ms; `undefined` for anything else. */
export function parseSpan(written: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d{1,9})([smhdw])$/i.exec(written) ?? [];
  return number === ""
    ? undefined
    : Math.min(LONGEST_DEED, Number(number) * (UNITS[unit.toLowerCase()] ?? 0));
}

/** Tells whether a word is an address or a network, and no name: names have no `:` and no `/`. */
function isNetwork(word: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,3})?$/.test(word) ||
    /^[\da-f:.]*:[\da-f:.]*(?:%\w+)?(?:\/\d{1,3})?$/i.test(word);
}

/** Reads `[#ROOM] NAME [TIME] [WHY]`. Without a room it counts as far as the sender may, and else in the one in view. */
export function onPerson(
  deed: Deed,
  rest: string,
  { room: here, addressee }: TypingContext,
  takesTime = false,
): DeedIntent {
  const [first, behind] = firstWord(rest);
  const isRoom = first.startsWith("#");
  const [target, after] = isRoom ? firstWord(behind) : [first, behind];
  const name = target.replace(/[:,]$/, ""); // As Tab completes a name at the beginning of a line.
  if (name === "") return undefined;
  const [word, more] = firstWord(after);
  const time = takesTime ? parseSpan(word) : undefined;
  const why = time === undefined ? after : more;
  const room = isRoom ? first.slice(1) : here;
  return send({
    type: "mod",
    do: deed,
    ...(room !== "" && { room }),
    ...(!isRoom && { wide: true as const }),
    ...(isNetwork(name) ? { net: name } : addressee?.(name) ?? { name }),
    ...(time !== undefined && { for: time }),
    ...(why !== "" && { why }),
  });
}

/** Reads `NAME` for what somebody is made in the room in view. */
export function inRoom(deed: Deed, rest: string, { room, addressee }: TypingContext): DeedIntent {
  const [first, where] = firstWord(rest);
  const name = first.replace(/[:,]$/, "");
  const isServer = where.toLowerCase() === "server" && (deed === "op" || deed === "deop");
  if (name === "" || (where !== "" && !isServer) || (room === "" && !isServer)) return undefined;
  return send({ type: "mod", do: deed, ...(!isServer && { room }), ...(addressee?.(name) ?? { name }) });
}

/** Reads the `NAME` of who is let into the room in view; without one, asks for a link to it that can be passed on. */
export function invite(
  rest: string,
  context: TypingContext,
): IntentOf<InviteRequest | ModRequest> | undefined {
  if (rest !== "") return inRoom("invite", rest, context);
  return send({ type: "invite", room: context.room === "" ? DEFAULT_ROOM : context.room });
}

/** Reads `on`, `off` or nothing, which is `on`. */
export function toggle(deed: Deed, rest: string, { room }: TypingContext): DeedIntent {
  const value = rest.toLowerCase();
  if (value !== "" && value !== "on" && value !== "off") return undefined;
  return send({ type: "mod", do: deed, ...(room !== "" && { room }), value: value !== "off" });
}

/** Reads a switch of the whole server. */
export function serverToggle(deed: Deed, rest: string): DeedIntent {
  const value = rest.toLowerCase();
  return value === "on" || value === "off"
    ? send({ type: "mod", do: deed, value: value === "on" })
    : undefined;
}

/** Makes a deed that takes nothing, in the room in view or, with `isWide`, as far as the sender may. */
export function bare(deed: Deed, { room }: TypingContext, isWide = false): DeedIntent {
  return send({
    type: "mod",
    do: deed,
    ...(room !== "" && { room }),
    ...(isWide && { wide: true as const }),
  });
}

/** Reads `10s` or `off`. */
export function slow(rest: string, { room }: TypingContext): DeedIntent {
  const value = rest.toLowerCase() === "off" ? 0 : parseSpan(rest);
  return value === undefined || room === "" ? undefined : send({ type: "mod", do: "slow", room, value });
}

/** Reads `speak`, `join` or `off`. */
export function accounts(rest: string, { room }: TypingContext): DeedIntent {
  const value = rest.toLowerCase();
  if (room === "" || !["speak", "join", "off"].includes(value)) return undefined;
  return send({ type: "mod", do: "accounts", room, value });
}

/** Reads the word that opens a room from now on, or `off`. */
export function key(rest: string, { room }: TypingContext): DeedIntent {
  if (room === "" || /\s/.test(rest)) return undefined;
  return send({ type: "mod", do: "key", room, value: rest.toLowerCase() === "off" ? "" : rest });
}

/** Reads a number of members, or `off`. */
export function limit(rest: string, { room }: TypingContext): DeedIntent {
  const value = rest.toLowerCase() === "off" ? 0 : numberOf(rest);
  return value === undefined || room === "" ? undefined : send({ type: "mod", do: "limit", room, value });
}

/** Reads the number of a message, or nothing for one's own last. */
export function remove(rest: string, { room }: TypingContext): DeedIntent {
  const seq = rest === "" ? undefined : numberOf(rest.replace(/^#/, ""));
  if (room === "" || (rest !== "" && seq === undefined)) return undefined;
  return send({ type: "mod", do: "delete", room, ...(seq !== undefined && { seq }) });
}

/** Reads `NAME [MINUTES|TIME]`: ten minutes without. */
export function clear(rest: string, { room }: TypingContext): DeedIntent {
  const [name, time] = firstWord(rest);
  const ms = time === "" ? 600_000 : parseSpan(/^\d+$/.test(time) ? `${time}m` : time);
  if (name === "" || ms === undefined || room === "") return undefined;
  return send({ type: "mod", do: "clear", room, name: name.replace(/[:,]$/, ""), for: ms });
}

/** Reads `NAME|NUMBER [WHY]`. */
export function report(rest: string, { room }: TypingContext): DeedIntent {
  const [first, why] = firstWord(rest);
  const seq = numberOf(first);
  const about = seq === undefined ? { name: first.replace(/[:,]$/, "") } : { seq };
  if (first === "") return undefined;
  return send({
    type: "mod",
    do: "report",
    ...(room !== "" && { room }),
    ...about,
    ...(why !== "" && { why }),
  });
}

/** Reads the number of a ban. */
export function numbered(deed: Deed, rest: string, { room }: TypingContext): DeedIntent {
  const n = numberOf(rest);
  if (n === undefined) return undefined;
  return send({ type: "mod", do: deed, ...(room !== "" && { room }), wide: true, n });
}

/** Reads the number of somebody who waits, or `all`; with `no` behind it they are turned away. */
export function admit(rest: string): DeedIntent {
  const [who, answer] = firstWord(rest);
  const n = numberOf(who);
  const name = who.toLowerCase() === "all" ? "*" : who.replace(/[:,]$/, "");
  const isRefusal = answer.toLowerCase() === "no";
  if (who === "" || (answer !== "" && !isRefusal)) return undefined;
  return send({
    type: "mod",
    do: "admit",
    ...(n === undefined ? { name } : { n }),
    ...(isRefusal && { value: false }),
  });
}

/** Reads for how long back; a day without. */
export function audit(rest: string): DeedIntent {
  const time = rest === "" ? 86_400_000 : parseSpan(rest);
  return time === undefined ? undefined : send({ type: "mod", do: "audit", for: time });
}

function numberOf(written: string): number | undefined {
  return /^\d{1,12}$/.test(written) ? Number(written) : undefined;
}
