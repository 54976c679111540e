/**
 * Reading `mod`, as only a server does; see `deeds.ts`. Pure.
 *
 * @module
 */

import { DEEDS, isValue, LONGEST_DEED, type ModRequest } from "./deeds.ts";
import { isCount, isOneOf, isPerson, isText, readId } from "./fields.ts";
import type { RequestFields, RequestKind } from "./frames.ts";

/** `mod`. */
export const MOD: RequestKind<ModRequest> = { type: "mod", read: readMod };

function readMod(fields: RequestFields): ModRequest | string {
  const { do: deed, room, isRoomNamed, wide, name, person, net, by, dry, seq, n, for: time, why, value } =
    fields;
  const id = readId(fields.id);
  if (!isOneOf(DEEDS, deed)) return "do";
  if (wide !== undefined && typeof wide !== "boolean") return "wide";
  if (name !== undefined && !isText(name)) return "name";
  if (person !== undefined && !isPerson(person)) return "person";
  if (net !== undefined && !isText(net)) return "net";
  if (by !== undefined && by !== "address") return "by";
  if (dry !== undefined && typeof dry !== "boolean") return "dry";
  if (seq !== undefined && !isCount(seq)) return "seq";
  if (n !== undefined && !isCount(n)) return "n";
  if (time !== undefined && !isCount(time)) return "for";
  if (why !== undefined && !isText(why)) return "why";
  if (value !== undefined && !isValue(value)) return "value";
  if (fields.id !== undefined && id === undefined) return "id";
  return {
    type: "mod",
    do: deed,
    ...(isRoomNamed && { room }),
    ...(wide === true && { wide }),
    ...(name !== undefined && { name }),
    ...(person !== undefined && { person }),
    ...(net !== undefined && { net }),
    ...(by !== undefined && { by }),
    ...(dry === true && { dry }),
    ...(seq !== undefined && { seq }),
    ...(n !== undefined && { n }),
    ...(time !== undefined && { for: Math.min(time, LONGEST_DEED) }),
    ...(why !== undefined && { why }),
    ...(value !== undefined && { value }),
    ...(id !== undefined && { id }),
  };
}
