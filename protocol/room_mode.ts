/**
 * What a room is like, where it is not like all others. Pure.
 *
 * @module
 */

import { isCount, isFields, isOneOf } from "./fields.ts";

const ACCOUNTS = ["speak", "join"] as const;

/** Who may speak or come in where names must be claimed. */
export type AccountsMode = "speak" | "join";

/** What a room is like, where it is not like all others. What is left out is off. */
export interface RoomMode {
  /** How long everybody waits between two messages, in ms. */
  readonly slow?: number;
  /** Only those with a voice write. */
  readonly readonly?: true;
  /** Only the one who made it so writes, and who is above them. */
  readonly quiet?: true;
  /** Nobody new comes in; who was in may come back. */
  readonly lock?: true;
  /** Only who was invited comes in. */
  readonly inviteonly?: true;
  /** Whose name is not claimed does not write, or does not come in. */
  readonly accounts?: AccountsMode;
  /** Who comes in has to know a word. What it is, only operators are told. */
  readonly key?: true;
  /** The most members. */
  readonly limit?: number;
  /** It is in no list, and nobody outside learns of it. */
  readonly secret?: true;
  /** Only operators say what it is about. */
  readonly topics?: true;
  /** Who is not in it may write in it all the same. */
  readonly outside?: true;
}

/** Reads what a room is like; what is wrong or unknown in it is left out, as a newer server may say more. */
export function readRoomMode(value: unknown): RoomMode {
  if (!isFields(value)) return {};
  const { slow, accounts, limit } = value;
  return {
    ...(isCount(slow) && slow > 0 && { slow }),
    ...(value.readonly === true && { readonly: true }),
    ...(value.quiet === true && { quiet: true }),
    ...(value.lock === true && { lock: true }),
    ...(value.inviteonly === true && { inviteonly: true }),
    ...(isOneOf(ACCOUNTS, accounts) && { accounts }),
    ...(value.key === true && { key: true }),
    ...(isCount(limit) && limit > 0 && { limit }),
    ...(value.secret === true && { secret: true }),
    ...(value.topics === true && { topics: true }),
    ...(value.outside === true && { outside: true }),
  };
}
