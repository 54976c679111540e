/**
 * What is asked about what was said earlier, as a server reads it. Pure.
 *
 * @module
 */

import { isCount } from "./fields.ts";
import { bareRequest, type RequestFields, type RequestKind } from "./frames.ts";
import type { CatchupRequest, HistoryRequest, ReadRequest } from "./history.ts";

/** `history`. */
export const HISTORY: RequestKind<HistoryRequest> = { type: "history", read: readHistoryRequest };
/** `read`. */
export const READ: RequestKind<ReadRequest> = {
  type: "read",
  read: ({ room, seq }) => isCount(seq) ? { type: "read", room, seq } : "seq",
};
/** `catchup`. */
export const CATCHUP: RequestKind<CatchupRequest> = bareRequest("catchup");

function readHistoryRequest({ room, before, after, since, limit }: RequestFields): HistoryRequest | string {
  if (before !== undefined && !isCount(before)) return "before";
  if (after !== undefined && !isCount(after)) return "after";
  if (since !== undefined && !isCount(since)) return "since";
  if (limit !== undefined && !isCount(limit)) return "limit";
  return {
    type: "history",
    room,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(since !== undefined && { since }),
    ...(limit !== undefined && { limit }),
  };
}
