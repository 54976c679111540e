/**
 * Reading `private`, as only a server does; see `direct.ts`. Pure.
 *
 * @module
 */

import { isPerson, isText, readId } from "./fields.ts";
import type { RequestFields, RequestKind } from "./frames.ts";
import type { PrivateRequest } from "./direct.ts";

/** `private`. */
export const PRIVATE: RequestKind<PrivateRequest> = { type: "private", read: readPrivateRequest };

function readPrivateRequest(fields: RequestFields): PrivateRequest | string {
  const { to, person, text, action } = fields;
  const id = readId(fields.id);
  if (!isText(to)) return "to";
  if (!isText(text)) return "text";
  if (person !== undefined && !isPerson(person)) return "person";
  if (fields.id !== undefined && id === undefined) return "id";
  if (action !== undefined && typeof action !== "boolean") return "action";
  return {
    type: "private",
    to,
    ...(person !== undefined && { person }),
    text,
    ...(id !== undefined && { id }),
    ...(action === true && { action }),
  };
}
