/**
 * What people in charge do, one deed each.
 *
 * Owns: where a deed counts, whom it hits, and that it is stored before it counts.
 * Must not know: doors, sockets, or how frames are encoded.
 * Called by: the table of commands.
 * On close: nothing; a deed is done when it returns.
 *
 * @module
 */

import type { Deed } from "../../../protocol/deeds.ts";
import type { Session } from "../members.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";
import { want, type Wanted } from "./deeds/act.ts";
import { atTheDoor } from "./deeds/at_the_door.ts";
import { listAudit, listBans, listReports, report } from "./deeds/lists.ts";
import { clear, remove } from "./deeds/messages.ts";
import { undo } from "./deeds/undo.ts";
import { setGuests, setMode } from "./deeds/modes.ts";
import { grant, ungrant } from "./deeds/ranks.ts";
import { except } from "./deeds/masks.ts";
import { ban, kick, mute, unban, unmute } from "./deeds/restrict.ts";

export { admitFor, noteWaiting, sweepWaiting } from "./deeds/at_the_door.ts";
export { carryOut } from "./deeds/carry_out.ts";
export { redacted } from "./deeds/changing.ts";
export { tellModerators } from "./deeds/tell.ts";
export { countTowardsFlood, stopFlood } from "./deeds/flood.ts";
export { enforceBans, tellBans } from "./deeds/enforce.ts";

/** Does what somebody in charge asks for, if they may. */
export function mod(context: CommandContext, session: Session, frame: Frame<"mod">): void {
  // It would wait for the others, and all that this person asks for behind it.
  if (context.cluster?.isCutOff === true && !LISTS.includes(frame.do)) {
    return session.problem({ code: "cut-off" }, frame.id);
  }
  const wanted = want(context, session, frame);
  if (wanted !== undefined) perform(wanted);
}

/** What is only read, which every server of a cluster can answer. */
const LISTS: readonly Deed[] = ["bans", "reports", "audit", "waiting"];

function perform(wanted: Wanted): void {
  switch (wanted.frame.do) {
    case "kick":
      return kick(wanted);
    case "mute":
      return mute(wanted);
    case "unmute":
      return unmute(wanted);
    case "ban":
      return ban(wanted);
    case "unban":
      return unban(wanted);
    case "except":
    case "welcome":
      return except(wanted, wanted.frame.do);
    case "bans":
      return listBans(wanted);
    case "op":
      return grant(wanted, "operator");
    case "voice":
      return grant(wanted, "voiced");
    case "invite":
      return grant(wanted, "invited");
    case "deop":
      return ungrant(wanted, "operator");
    case "devoice":
      return ungrant(wanted, "voiced");
    case "lock":
    case "unlock":
    case "slow":
    case "readonly":
    case "accounts":
    case "inviteonly":
    case "key":
    case "limit":
    case "secret":
    case "topics":
    case "outside":
    case "quiet":
      return setMode(wanted);
    case "guests":
      return setGuests(wanted);
    case "report":
      return report(wanted);
    case "reports":
      return listReports(wanted);
    case "audit":
      return listAudit(wanted);
    case "delete":
      return remove(wanted);
    case "clear":
      return clear(wanted);
    case "undo":
      return undo(wanted);
    case "approve":
    case "waiting":
    case "admit":
      return atTheDoor(wanted);
  }
}
