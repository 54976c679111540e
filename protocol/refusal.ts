/**
 * Why somebody is refused who is in, or would be: by what people in charge have decided, by what became of a message, or by
 * what is taken of files. Pure.
 *
 * @module
 */

import { type Fields, isCount, isOneOf, isText } from "./fields.ts";
import { type Rank, RANKS } from "./ranks.ts";

/** Why, by whom and until when somebody is kept out of a room, or of the whole server. */
export interface Exclusion {
  /** Why; may be empty. */
  readonly why: string;
  /** Who did it. */
  readonly by: string;
  /** Until when, in ms since 1970; nothing for good. */
  readonly until?: number;
  /** The room; nothing for the whole server. */
  readonly room?: string;
}

/** Why something is refused, with what a sentence about it needs in any language. */
export type Refusal =
  /** They are banned: from the room, or from the whole server; until then, or for good. */
  | ({ readonly code: "banned" } & Exclusion)
  | ({ readonly code: "kicked" } & Exclusion)
  /** What they write is not passed on: in the room, or anywhere. `wasFlood` when the server itself muted them. */
  | {
    readonly code: "muted";
    readonly why: string;
    readonly until?: number;
    readonly room?: string;
    readonly wasFlood?: true;
  }
  /** The next message in the room is taken in `wait` ms; with an id it is to be sent again then. */
  | { readonly code: "slow-mode"; readonly room: string; readonly wait: number }
  | { readonly code: "locked"; readonly room: string }
  | { readonly code: "invite-only"; readonly room: string }
  | { readonly code: "accounts-only"; readonly room: string }
  | { readonly code: "accounts-join"; readonly room: string }
  | { readonly code: "room-key"; readonly room: string }
  /** Only some write in the room; with `by`, only that person. */
  | { readonly code: "read-only"; readonly room: string; readonly by?: string }
  | { readonly code: "room-full"; readonly room: string; readonly limit: number }
  /** Only people with a claimed name come in. */
  | { readonly code: "guests-off" }
  /** It takes a higher rank (`needs`), or the person `name` has one that is not lower. */
  | { readonly code: "not-allowed"; readonly needs: Rank; readonly room?: string }
  | { readonly code: "not-allowed"; readonly name: string }
  | { readonly code: "no-ban"; readonly n: number }
  | { readonly code: "no-message"; readonly room: string; readonly seq: number }
  /** Their own message is too old to be deleted or changed: `limit` ms is the longest. */
  | { readonly code: "too-late"; readonly limit: number }
  /** Only who said something can change it. */
  | { readonly code: "not-yours"; readonly room: string; readonly seq: number }
  /** The message has no such words to be swapped. */
  | { readonly code: "no-such-words"; readonly given: string }
  | { readonly code: "bad-emoji"; readonly given: string }
  | { readonly code: "too-many-reactions"; readonly limit: number }
  | { readonly code: "too-many-bans"; readonly limit: number }
  /** The server takes no files. */
  | { readonly code: "no-files" }
  | { readonly code: "file-too-big"; readonly limit: number; readonly size: number }
  | { readonly code: "file-empty" }
  /** All files together may have no more than `limit` bytes. */
  | { readonly code: "files-full"; readonly limit: number }
  /** No more than `limit` bytes are taken of one person in a day. */
  | { readonly code: "files-today"; readonly limit: number }
  /** No more than `limit` files can be on their way at once. */
  | { readonly code: "too-many-uploads"; readonly limit: number }
  /** The message has no file, or it is not kept any more. */
  | { readonly code: "no-file"; readonly room: string; readonly seq: number }
  | { readonly code: "nothing-to-undo" }
  /** Nobody has let them in for as long as one waits. */
  | { readonly code: "not-admitted" }
  | { readonly code: "nobody-waits" };

/** Reads a refusal from the fields of an `error` frame; `undefined` when this version knows none like it. */
export function readRefusal(fields: Fields): Refusal | undefined {
  const { code, room, why, by, until, wait, limit, needs, name, n, seq, given } = fields;
  const where = isText(room) && { room };
  const when = isCount(until) && { until };
  switch (code) {
    case "banned":
    case "kicked":
      return isText(why) ? { code, why, by: isText(by) ? by : "", ...when, ...where } : undefined;
    case "muted":
      return isText(why)
        ? { code, why, ...when, ...where, ...(fields.wasFlood === true && { wasFlood: true }) }
        : undefined;
    case "slow-mode":
      return isText(room) && isCount(wait) ? { code, room, wait } : undefined;
    case "locked":
    case "invite-only":
    case "accounts-only":
    case "accounts-join":
    case "room-key":
      return isText(room) ? { code, room } : undefined;
    case "read-only":
      return isText(room) ? { code, room, ...(isText(by) && { by }) } : undefined;
    case "room-full":
      return isText(room) && isCount(limit) ? { code, room, limit } : undefined;
    case "guests-off":
    case "nothing-to-undo":
    case "not-admitted":
    case "nobody-waits":
    case "no-files":
    case "file-empty":
      return { code };
    case "file-too-big":
      return isCount(limit) && isCount(fields.size) ? { code, limit, size: fields.size } : undefined;
    case "not-allowed":
      if (isOneOf(RANKS, needs)) return { code, needs, ...where };
      return isText(name) ? { code, name } : undefined;
    case "no-ban":
      return isCount(n) ? { code, n } : undefined;
    case "no-message":
    case "not-yours":
    case "no-file":
      return isText(room) && isCount(seq) ? { code, room, seq } : undefined;
    case "no-such-words":
    case "bad-emoji":
      return isText(given) ? { code, given } : undefined;
    case "too-many-reactions":
    case "too-late":
    case "too-many-bans":
    case "files-full":
    case "files-today":
    case "too-many-uploads":
      return isCount(limit) ? { code, limit } : undefined;
    default:
      return undefined;
  }
}
