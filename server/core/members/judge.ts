/**
 * Decides claims. Pure: the same claims in the same order get the same rulings on every server, so nothing here may look
 * at a clock, a limit, a flag or a table of characters.
 *
 * @module
 */

import type { Claim, Claimant, Question, Ruling } from "../rooms.ts";

/** What a ruling may look at besides the claim. */
export interface KnownNames {
  /** Finds the person whose name has this key. */
  find(key: string): Claimant | undefined;
}

/** Decides a claim, in the order in which all claims were made. */
export function judge(claim: Claim<Question>, names: KnownNames): Ruling {
  const { by, seat, stay } = claim;
  if (claim.kind === "enter") return names.find(claim.key) === undefined ? "granted" : "taken";
  if (!by.isHere) return "void";
  if (claim.kind === "resume" || claim.kind === "attach" || claim.kind === "home") return "granted";
  if (claim.kind === "drop") return "granted"; // Whose seat it is knows in which stay it is.
  if (stay !== by.stayOf(seat)) return "void";
  switch (claim.kind) {
    case "rename": {
      const holder = names.find(claim.key);
      return holder === undefined || holder === by ? "granted" : "taken";
    }
    case "join":
      return by.isIn(claim.room) ? "void" : "granted";
    case "part":
      return by.isIn(claim.room) ? "granted" : "void";
    case "leave":
    case "as":
      return "granted";
  }
}
