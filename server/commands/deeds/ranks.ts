/**
 * Making somebody an operator or giving them a voice in a room, and taking that back.
 *
 * @module
 */

import { rankOf } from "../../../protocol/rights.ts";
import type { GrantLevel } from "../../log.ts";
import { act, done, refuse, target, type Wanted } from "./act.ts";
import { tellRooms } from "./tell.ts";

/** Makes somebody something in a room, or nothing again. */
export function grant(wanted: Wanted, level: GrantLevel | undefined): void {
  const { context: { moderation }, room } = wanted;
  if (room === undefined) return refuse(wanted, { code: "bad-field", field: "room" });
  const person = target(wanted);
  if (person === undefined) return;
  if (!person.isIn(room.name)) return refuse(wanted, { code: "not-here", name: person.name, asked: true });
  const before = moderation.grant(person, room.name);
  const write = moderation.grantWrite(person, room.name, level);
  if (rankOf({ role: "guest", grant: before === "invited" ? undefined : before }) === level) {
    return done(wanted, { name: person.name });
  }
  act(wanted, person.name, write, () => {
    moderation.setGrant(person, room.name, level);
    tellRooms(wanted, [person], {});
    done(wanted, { name: person.name });
  });
}
