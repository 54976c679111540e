/**
 * What a room is like. In English.
 *
 * @module
 */

import type { RoomMode } from "../../protocol.ts";
import { people, seconds, span } from "./numbers.ts";

const lasting = (ms: number): string => ms < 60_000 ? seconds(ms) : span(ms);

/** Says what a room is like. */
export function mode(
  { slow, readonly: only, quiet, lock, inviteonly, accounts, key, limit, secret, topics, outside }: RoomMode,
): string {
  const parts = [
    ...(quiet ? ["quiet"] : []),
    ...(only ? ["read-only"] : []),
    ...(slow === undefined ? [] : [`a message every ${lasting(slow)}`]),
    ...(lock ? ["locked"] : []),
    ...(inviteonly ? ["by invitation only"] : []),
    ...(accounts === "join"
      ? ["only for claimed names"]
      : accounts === "speak"
      ? ["only claimed names write"]
      : []),
    ...(key ? ["with a word to come in"] : []),
    ...(limit === undefined ? [] : [`${people(limit)} at most`]),
    ...(secret ? ["secret"] : []),
    ...(topics ? ["operators set the topic"] : []),
    ...(outside ? ["people outside may write, too"] : []),
  ];
  return parts.length === 0 ? "open to everybody" : parts.join(", ");
}
