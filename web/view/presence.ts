/**
 * How somebody is present, in words. Pure.
 *
 * @module
 */

import type { Presence } from "../../protocol.ts";
import { isSilent } from "../../protocol/presence.ts";
import type { PageWords } from "../../words/en.ts";
import { fill } from "./document_words.ts";

/**
 * Says how somebody is present, in brackets; empty when they are simply there.
 *
 * @param span Writes a span of time in ms.
 */
export function presenceText(
  presence: Presence | undefined,
  { page }: PageWords,
  span: (ms: number) => string,
): string {
  if (presence === undefined) return "";
  const { away, idle } = presence;
  const parts: string[] = [];
  if (away !== undefined) parts.push(away === "" ? page.isAway : fill(page.isAwayWhy, { why: away }));
  if (isSilent(presence)) parts.push(fill(page.idleFor, { time: span(idle) }));
  return parts.length === 0 ? "" : `(${parts.join(", ")})`;
}
