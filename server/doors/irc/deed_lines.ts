/**
 * What people in charge do, as lines of IRC: MODE for what a room is like, for bans and for ranks, INVITE, REDACT.
 *
 * @module
 */

import type { RoomMode } from "../../../protocol.ts";
import type { Mark } from "../../store/log.ts";
import type { ToldDeed } from "../../core/members.ts";
import { maskOfSubject } from "./ban_mask.ts";
import { changesBetween, type ModeChange } from "./modes.ts";
import { toNick } from "./spelling.ts";

/** Changes of the modes of a channel, and who made them. */
export interface ToldChanges {
  readonly room: string;
  /** Who made them; nobody where the clock did. */
  readonly by: string | undefined;
  readonly at: number;
  readonly changes: readonly ModeChange[];
  /** Set where the room is like something for which IRC has no mode: then it is told in words. */
  readonly mode?: RoomMode;
  /** Set where an address is told, which is for those in charge of the server. */
  readonly hasAddress?: true;
}

/** The letters of lists, by what a ban does. */
const LETTERS = { ban: "b", mute: "b", except: "e", welcome: "I" } as const;

/** Gives the changes of modes that a deed is on IRC; `undefined` for one that is told by another line, or by none. */
export function changesOf(deed: ToldDeed, at: number): ToldChanges | undefined {
  switch (deed.kind) {
    case "mode": {
      const { event: { room, by, mode }, before } = deed;
      const changes = changesBetween(before, mode);
      return { room, by, at, changes, ...(changes.length === 0 && { mode }) };
    }
    case "rank": {
      const changes = rankChanges(deed.event.do, toNick(deed.event.name));
      return changes.length === 0 ? undefined : { room: deed.room, by: deed.event.by, at, changes };
    }
    case "ban": {
      const { room, by, isLifted, ban: { effect, subject, marks } } = deed;
      if (effect === "kick" || effect === "accounts") return undefined;
      const param = maskOfSubject(subject, effect === "mute");
      const changes = [{ isOn: !isLifted, letter: LETTERS[effect], param }];
      return { room, by, at, changes, ...(isAddressOnly(marks) && { hasAddress: true }) };
    }
    case "invited":
    case "redacted":
      return undefined;
  }
}

/** Tells whether a ban goes by nothing but where people come from: then that is what it is called, too. */
export function isAddressOnly(marks: readonly Mark[]): boolean {
  return marks.every(({ kind }) => kind === "net");
}

/** Who is made an operator has a voice by that; when they are none any more, they have neither. */
function rankChanges(deed: string, nick: string): readonly ModeChange[] {
  switch (deed) {
    case "op":
      return [{ isOn: true, letter: "o", param: nick }];
    case "deop":
      return [{ isOn: false, letter: "o", param: nick }, {
        isOn: false,
        letter: "v",
        param: nick,
        isSecond: true,
      }];
    case "voice":
      return [{ isOn: true, letter: "v", param: nick }];
    case "devoice":
      return [{ isOn: false, letter: "v", param: nick }];
    default:
      return [];
  }
}
