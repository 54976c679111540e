/**
 * The problem that an `error` frame tells of. Pure.
 *
 * @module
 */

import { type Fields, isCount, isCounts, isOneOf, isText } from "./fields.ts";
import type { Problem, QueryFault } from "./problem.ts";

const QUERY_FAULTS = [
  "empty",
  "quote",
  "date",
  "room",
  "context",
  "long",
] as const satisfies readonly QueryFault[];

/** The problem that these fields are; `undefined` when this version knows none like it. */
export function readProblem(fields: Fields): Problem | undefined {
  const { code, limit, given, field, versions, name, suggestion, room, length, nearest, usage, why } = fields;
  const isLike = isText(fields.like) && { like: fields.like };
  const isMixed = fields.mixed === true && { mixed: true as const };
  switch (code) {
    case "not-utf8":
    case "bad-json":
    case "hello-first":
    case "already-in":
    case "empty":
    case "not-stored":
    case "nowhere":
    case "nobody-to-answer":
    case "no-search":
    case "search-slow":
      return { code };
    case "line-too-long":
    case "full":
    case "address-full":
    case "too-many-rooms":
    case "new-rooms":
    case "in-too-many":
      return isCount(limit) ? { code, limit } : undefined;
    case "unknown-type":
      return isText(given) ? { code, given } : undefined;
    case "bad-field":
      return isText(field) ? { code, field } : undefined;
    case "bad-version":
      return isCounts(versions) ? { code, versions } : undefined;
    case "bad-name":
      return isText(name) && isText(suggestion) ? { code, name, suggestion, ...isMixed } : undefined;
    case "name-taken":
      return isText(name) && isText(suggestion) ? { code, name, suggestion, ...isLike } : undefined;
    case "no-room":
      return isText(room) ? { code, room } : undefined;
    case "bad-room":
      return isText(room) ? { code, room, ...isMixed, ...isLike } : undefined;
    case "not-here":
      return isText(name) ? { code, name, ...(fields.waited === true && { waited: true }) } : undefined;
    case "too-long":
      return isCount(limit) && isCount(length) ? { code, limit, length } : undefined;
    case "bad-query":
      return isOneOf(QUERY_FAULTS, why) && isText(given) ? { code, why, given } : undefined;
    case "unknown-command":
      return isText(given) && isText(nearest) ? { code, given, nearest } : undefined;
    case "usage":
      return isText(usage) ? { code, usage } : undefined;
    default:
      return undefined;
  }
}
