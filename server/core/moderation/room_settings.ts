/**
 * What a room is set to: what everybody in it is told, and what only the server knows. Pure.
 *
 * @module
 */

import { readRoomMode, type RoomMode } from "../../../protocol/room_mode.ts";
import { isFields, isOneOf, isText, parseObject } from "../../../protocol/fields.ts";
import type { Rank } from "../../../protocol/ranks.ts";

/** Who alone writes in a quiet room, and their rank: who is above it writes, too. */
export interface QuietBy {
  readonly name: string;
  /** What they are known by, if that lasts. */
  readonly person?: string;
  readonly rank: Rank;
}

/** What a room is set to. */
export interface RoomSettings {
  readonly mode: RoomMode;
  /** The hash of the word that opens it. */
  readonly keyHash?: string;
  readonly quietBy?: QuietBy;
  /** Of the whole server: who comes is let in one by one. */
  readonly approve?: true;
}

/** A room that is like all others. */
export const PLAIN_ROOM: RoomSettings = { mode: {} };

const QUIET_RANKS = ["operator", "moderator", "owner"] as const;

/** Writes settings as the log keeps them; `{}` for a room that is like all others. */
export function writeSettings({ mode, keyHash, quietBy, approve }: RoomSettings): string {
  return JSON.stringify({
    ...mode,
    ...(keyHash !== undefined && { keyHash }),
    ...(quietBy !== undefined && { quietBy }),
    ...(approve && { approve }),
  });
}

/** Reads what {@linkcode writeSettings} wrote. */
export function readSettings(written: string): RoomSettings {
  const fields = parseObject(written) ?? {};
  const { key, quiet, ...mode } = readRoomMode(fields);
  const { keyHash, approve } = fields;
  const quietBy = readQuietBy(fields.quietBy);
  return { // Without the word or the name, a room would be closed to everybody for good.
    mode: {
      ...mode,
      ...(key && isText(keyHash) && { key }),
      ...(quiet && quietBy !== undefined && { quiet }),
    },
    ...(key && isText(keyHash) && { keyHash }),
    ...(quiet && quietBy !== undefined && { quietBy }),
    ...(approve === true && { approve }),
  };
}

function readQuietBy(value: unknown): QuietBy | undefined {
  if (!isFields(value)) return undefined;
  const { name, person, rank } = value;
  if (!isText(name) || !isOneOf(QUIET_RANKS, rank)) return undefined;
  return { name, rank, ...(isText(person) && { person }) };
}
