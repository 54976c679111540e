/**
 * Who may come in unencrypted. Pure.
 *
 * @module
 */

import type { Origin } from "../../net/origin.ts";
import type { UnencryptedPolicy } from "../machine/options.ts";

/**
 * What a connection may do: everything; only what is the owner's (who has yet to prove to be that), and asking how the
 * server is; or nothing but becoming encrypted.
 */
export type Passage = "open" | "owner" | "closed";

/** Tells what a connection from there may do. */
export function passageOf({ isEncrypted, kind }: Origin, policy: UnencryptedPolicy): Passage {
  if (isEncrypted) return "open";
  switch (policy) {
    case "anywhere":
      return "open";
    case "local":
      return kind === "public" ? "closed" : "open";
    case "never":
      return kind === "loopback" ? "owner" : "closed";
  }
}
