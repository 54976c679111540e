/**
 * Claims as items of a turn.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { Claim } from "../rooms.ts";
import type { Item } from "./entry.ts";
import type { PersonRecord } from "./state.ts";

/** Makes the item of a claim. @param by Who makes it, if they are in. @returns Nothing when that cannot mean anything. */
export function itemOf(claim: Claim, by: PersonRecord | undefined): Item | undefined {
  if (claim.kind === "enter") {
    const { name, key, entrance: { seat, home, publicId, room } } = claim;
    const { tokenHash: hash, personId: id, access } = seat ?? { tokenHash: "" };
    return {
      k: "enter",
      name: [name, key],
      pub: publicId,
      home,
      ...(access !== undefined && { seat: { hash, access, ...(id !== undefined && { id }) } }),
      ...(room !== undefined && { room: [room, nameKey(room)] as const }),
    };
  }
  if (by === undefined) return undefined;
  const seat = (claim.kind === "resume" ? claim.takes : claim.seat) ?? 0;
  const owned = { p: by.ref, t: seat, y: by.stayOf(seat) };
  switch (claim.kind) {
    case "resume":
      return { k: "resume", ...owned };
    case "rename":
      return { k: "rename", ...owned, name: [claim.name, claim.key] };
    case "join":
      return { k: "join", ...owned, room: [claim.room, nameKey(claim.room)] };
    case "part":
      return { k: "part", ...owned, r: nameKey(claim.room), bye: claim.goodbye };
    case "leave":
      return { k: "leave", ...owned, bye: claim.goodbye };
  }
}
