/**
 * Changing accounts, tickets and bot tokens from beside the server: in the log's file, or in a cluster by the server that has
 * it open, which takes the change into the stream.
 *
 * @module
 */

import { isCount, isFields } from "../../../protocol/fields.ts";
import { askCluster, CannotStore } from "../log.ts";
import type { ChangeOutcome, TableChange } from "./changes.ts";
import { openShared, withTable } from "./open_beside.ts";

/** What has come of a change from beside: `ticket` is its number, of one that was made. */
export type BesideOutcome =
  | { readonly isMade: true; readonly ticket: number | undefined }
  | { readonly isMade: false };

/** Makes a change. @param now In ms since 1970. @throws {CannotStore} */
export function changeBeside(path: string, change: TableChange, now: number): BesideOutcome {
  const answer = askCluster(path, () => ({ change }));
  if (answer === undefined) {
    return outcomeOf(withTable(path, openShared, (shared) => shared.change(change, now)));
  }
  const { kind, ticket } = isFields(answer) ? answer : {};
  if (kind === "refused") return { isMade: false };
  if (kind !== "made") throw new CannotStore("no-server", path, "the change was not stored");
  return { isMade: true, ticket: isCount(ticket) ? ticket : undefined };
}

function outcomeOf(outcome: ChangeOutcome): BesideOutcome {
  return outcome.kind === "made" ? { isMade: true, ticket: outcome.ticket?.id } : { isMade: false };
}
