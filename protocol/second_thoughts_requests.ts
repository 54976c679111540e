/**
 * Reading `edit` and `react`, as only a server does; see `second_thoughts.ts`. Pure.
 *
 * @module
 */

import { isCount, isText, isTexts, readId } from "./fields.ts";
import type { RequestFields, RequestKind } from "./frames.ts";
import type { EditRequest, ReactRequest } from "./second_thoughts.ts";

/** `edit`. */
export const EDIT: RequestKind<EditRequest> = { type: "edit", read: readEdit };

/** `react`. */
export const REACT: RequestKind<ReactRequest> = { type: "react", read: readReact };

function readEdit(fields: RequestFields): EditRequest | string {
  const { room, seq, text, swap, all } = fields;
  const id = readId(fields.id);
  if (seq !== undefined && !isCount(seq)) return "seq";
  if (fields.id !== undefined && id === undefined) return "id";
  const common = {
    type: "edit" as const,
    room,
    ...(seq !== undefined && { seq }),
    ...(id !== undefined && { id }),
  };
  if (isText(text)) return { ...common, text };
  if (text !== undefined || swap === undefined) return "text";
  if (!isTexts(swap) || swap.length !== 2 || swap[0] === undefined || swap[0] === "") return "swap";
  if (all !== undefined && typeof all !== "boolean") return "all";
  return { ...common, swap: [swap[0], swap[1] ?? ""], ...(all === true && { all }) };
}

function readReact(fields: RequestFields): ReactRequest | string {
  const { room, seq, emoji, on } = fields;
  const id = readId(fields.id);
  if (!isText(emoji)) return "emoji";
  if (seq !== undefined && !isCount(seq)) return "seq";
  if (on !== undefined && typeof on !== "boolean") return "on";
  if (fields.id !== undefined && id === undefined) return "id";
  return {
    type: "react",
    room,
    emoji,
    ...(seq !== undefined && { seq }),
    ...(on !== undefined && { on }),
    ...(id !== undefined && { id }),
  };
}
