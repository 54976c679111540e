/**
 * What a room is like. In Italian.
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
    ...(quiet ? ["silenziosa"] : []),
    ...(only ? ["in sola lettura"] : []),
    ...(slow === undefined ? [] : [`un messaggio ogni ${lasting(slow)}`]),
    ...(lock ? ["chiusa a chi arriva"] : []),
    ...(inviteonly ? ["solo su invito"] : []),
    ...(accounts === "join"
      ? ["solo per nomi riservati"]
      : accounts === "speak"
      ? ["scrivono solo i nomi riservati"]
      : []),
    ...(key ? ["con una parola per entrare"] : []),
    ...(limit === undefined ? [] : [`al massimo ${people(limit)}`]),
    ...(secret ? ["nascosta"] : []),
    ...(topics ? ["l'argomento lo decide chi la gestisce"] : []),
    ...(outside ? ["scrive anche chi sta fuori"] : []),
  ];
  return parts.length === 0 ? "aperta a tutti" : parts.join(", ");
}
