/**
 * Checks of what the stream has as changes of accounts, tickets and bot tokens.
 *
 * @module
 */

import { type Fields, isCount, isFields, isOneOf, isOptional, isText } from "../../protocol/fields.ts";
import { ROLES } from "../../protocol/standing.ts";
import { type TableChange, TICKET_KINDS } from "../store/accounts.ts";

/** Tells whether a value is a change, all of it as it must be. */
export function isTableChange(value: unknown): value is TableChange {
  if (!isFields(value)) return false;
  switch (value.do) {
    case "claim":
      return isText(value.name) && isText(value.key) && isOneOf(ROLES, value.role) && isCount(value.home) &&
        isProof(value.proof);
    case "prove":
      return isCount(value.account) && isProof(value.proof) && isOptional(value.for, isCount);
    case "forget":
      return isCount(value.credential);
    case "password":
      return isCount(value.account) && isText(value.value);
    case "role":
      return isCount(value.account) && isOneOf(ROLES, value.role);
    case "unclaim":
    case "reset":
      return isCount(value.account);
    case "rename":
      return isCount(value.account) && isText(value.name) && isText(value.key);
    case "seen":
      return isCount(value.account) && isCount(value.credential);
    case "ticket":
      return isText(value.hash) && isWish(value.wish);
    case "use":
      return isText(value.hash);
    case "give-back":
    case "revoke":
      return isCount(value.ticket);
    case "forget-tickets":
      return isCount(value.before);
    case "invited":
      return isCount(value.person) && isCount(value.ticket);
    case "token":
      return isText(value.hash) && isText(value.name) && isText(value.key);
    case "end-token":
      return isText(value.key);
    default:
      return false;
  }
}

function isProof(value: unknown): boolean {
  return isFields(value) && isOneOf(["key", "password", "session"], value.kind) && isText(value.value) &&
    isText(value.label);
}

function isWish(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { kind, uses, expires }: Fields = value;
  return isOneOf(TICKET_KINDS, kind) && isCount(uses) && isCount(expires) &&
    isOptional(value.account, isCount) &&
    [value.room, value.name, value.role, value.madeBy].every((text) => isOptional(text, isText));
}
