/**
 * Reading `say`, as only a server does; see `message.ts`. Pure.
 *
 * @module
 */

import { isCount, isText, readId } from "./fields.ts";
import type { RequestFields, RequestKind } from "./frames.ts";
import type { SayRequest } from "./message.ts";

/** `say`. */
export const SAY: RequestKind<SayRequest> = { type: "say", read: readSay };

function readSay(fields: RequestFields): SayRequest | string {
  const { room, text, action, re } = fields;
  const id = readId(fields.id);
  if (!isText(text)) return "text";
  if (fields.id !== undefined && id === undefined) return "id";
  if (action !== undefined && typeof action !== "boolean") return "action";
  if (re !== undefined && !isCount(re)) return "re";
  return {
    type: "say",
    room,
    text,
    ...(id !== undefined && { id }),
    ...(action === true && { action }),
    ...(re !== undefined && { re }),
  };
}
