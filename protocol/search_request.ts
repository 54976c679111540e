/**
 * Reading `search`, as only a server does; see `search.ts`. Pure.
 *
 * @module
 */

import { isCount, isText, isZoneOffset, readId } from "./fields.ts";
import type { RequestFields, RequestKind } from "./frames.ts";
import type { SearchRequest } from "./search.ts";

/** `search`. */
export const SEARCH: RequestKind<SearchRequest> = { type: "search", read: readSearch };

function readSearch(fields: RequestFields): SearchRequest | string {
  const { query, zone, timeZone, limit, cursor } = fields;
  const id = readId(fields.id);
  if (!isText(query)) return "query";
  if (zone !== undefined && !isZoneOffset(zone)) return "zone";
  if (timeZone !== undefined && !isText(timeZone)) return "timeZone";
  if (limit !== undefined && !isCount(limit)) return "limit";
  if (cursor !== undefined && !isText(cursor)) return "cursor";
  if (fields.id !== undefined && id === undefined) return "id";
  return {
    type: "search",
    query,
    ...(zone !== undefined && { zone }),
    ...(timeZone !== undefined && { timeZone }),
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { cursor }),
    ...(id !== undefined && { id }),
  };
}
