/**
 * What a room is set to: slow, locked, read-only and the like; and whether guests come in at all.
 *
 * @module
 */

import type { RoomMode } from "../../../../protocol.ts";
import { isOneOf } from "../../../../protocol/fields.ts";
import { type RoomSettings, subjectKey, writeSettings } from "../../moderation.ts";
import type { Room } from "../../rooms.ts";
import { act, done, refuse, type Wanted } from "./act.ts";

/** The longest time between two messages in a slow room, in ms. */
const SLOWEST = 3_600_000;
/** The server's own settings stand under the name of no room. */
const SERVER = "";

/** The switches of a room, by the deed that sets each. */
const SWITCHES = ["readonly", "inviteonly", "secret", "topics", "outside"] as const;

/** Sets what a room is like. */
export function setMode(wanted: Wanted): void {
  const { context: { moderation }, room } = wanted;
  if (room === undefined) return refuse(wanted, { code: "bad-field", field: "room" });
  const settings = changed(wanted, moderation.settings(room.name));
  if (settings === undefined) return refuse(wanted, { code: "bad-field", field: "value" });
  store(wanted, room, settings);
}

function store(wanted: Wanted, room: Room, settings: RoomSettings): void {
  const { frame } = wanted;
  const writes = [{ mode: { room: room.name, mode: writeSettings(settings) } }];
  const value = frame.do === "key" ? settings.mode.key === true : frame.value ?? frame.do !== "unlock";
  act(wanted, { subject: shown(value), writes }, () => done(wanted, { value }));
}

/** Shows a value in the audit. */
function shown(value: boolean | number | string): string {
  return value === true ? "on" : value === false ? "off" : String(value);
}

/** Gives the settings after a deed; `undefined` when its value is of the wrong kind. */
function changed(wanted: Wanted, { mode, ...rest }: RoomSettings): RoomSettings | undefined {
  const { frame: { do: deed, value } } = wanted;
  const set = (change: { readonly [Name in keyof RoomMode]?: RoomMode[Name] | undefined }): RoomSettings => ({
    ...rest,
    mode: withoutNothing({ ...mode, ...change }),
  });
  if (isOneOf(SWITCHES, deed)) {
    return typeof value === "boolean" ? set({ [deed]: value ? true : undefined }) : undefined;
  }
  switch (deed) {
    case "lock":
      return set({ lock: true });
    case "unlock":
      return set({ lock: undefined });
    case "slow":
      return typeof value === "number" && value <= SLOWEST ? set({ slow: value || undefined }) : undefined;
    case "limit":
      return typeof value === "number" ? set({ limit: value || undefined }) : undefined;
    case "accounts":
      if (value === "off") return set({ accounts: undefined });
      return value === "speak" || value === "join" ? set({ accounts: value }) : undefined;
    case "key":
      return typeof value === "string" ? withKey(wanted, { mode, ...rest }, value) : undefined;
    case "quiet":
      return typeof value === "boolean" ? withQuiet(wanted, { mode, ...rest }, value) : undefined;
    default:
      return undefined;
  }
}

function withKey(
  { context }: Wanted,
  { mode, keyHash: _, ...rest }: RoomSettings,
  word: string,
): RoomSettings {
  const { key: __, ...others } = mode;
  return word === ""
    ? { ...rest, mode: others }
    : { ...rest, mode: { ...others, key: true }, keyHash: context.hash(word) };
}

function withQuiet(
  { context: { moderation }, actor, room }: Wanted,
  { mode, quietBy: _, ...rest }: RoomSettings,
  isQuiet: boolean,
): RoomSettings {
  const { quiet: __, ...others } = mode;
  if (!isQuiet) return { ...rest, mode: others };
  const person = subjectKey(actor);
  const rank = moderation.rank(actor, room?.name);
  return {
    ...rest,
    mode: { ...others, quiet: true },
    quietBy: { name: actor.name, rank, ...(person !== undefined && { person }) },
  };
}

/** Gives a mode without what is not set. */
function withoutNothing(mode: { readonly [Name in keyof RoomMode]?: RoomMode[Name] | undefined }): RoomMode {
  const { slow, readonly: only, quiet, lock, inviteonly, accounts, key, limit, secret, topics, outside } =
    mode;
  return {
    ...(slow !== undefined && { slow }),
    ...(only && { readonly: only }),
    ...(quiet && { quiet }),
    ...(lock && { lock }),
    ...(inviteonly && { inviteonly }),
    ...(accounts !== undefined && { accounts }),
    ...(key && { key }),
    ...(limit !== undefined && { limit }),
    ...(secret && { secret }),
    ...(topics && { topics }),
    ...(outside && { outside }),
  };
}

/** Lets guests in, or none who are not in yet. */
export function setGuests(wanted: Wanted): void {
  const { context: { moderation }, frame: { value } } = wanted;
  if (typeof value !== "boolean") return refuse(wanted, { code: "bad-field", field: "value" });
  storeServer(wanted, { ...moderation.settings(SERVER), mode: value ? {} : { accounts: "join" } }, value);
}

/** Has who comes wait until they are let in, or come in at once again. */
export function setApprove(wanted: Wanted, value: boolean, then: () => void): void {
  const { approve: _, ...rest } = wanted.context.moderation.settings(SERVER);
  storeServer(wanted, value ? { ...rest, approve: true } : rest, value, then);
}

function storeServer(wanted: Wanted, settings: RoomSettings, value: boolean, then = (): void => {}): void {
  const writes = [{ mode: { room: SERVER, mode: writeSettings(settings) } }];
  act(wanted, { subject: shown(value), writes }, () => {
    then();
    done(wanted, { value });
  });
}
