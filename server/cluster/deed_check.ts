/**
 * Checks of what the stream has as deeds.
 *
 * @module
 */

import { DEEDS } from "../../protocol/deeds.ts";
import { ROLES } from "../../protocol/standing.ts";
import { isCount, isFields, isOneOf, isOptional, isText, isTexts } from "../../protocol/fields.ts";
import { BAN_EFFECTS, GRANT_LEVELS, MARK_KINDS } from "../store/log.ts";
import type { DeedRecord } from "../core/moderation.ts";

/** Tells whether a value is a deed, all of it as it must be. */
export function isDeedRecord(value: unknown): value is DeedRecord {
  return isFields(value) && isOneOf(DEEDS, value.do) && isText(value.by) && isOptional(value.room, isText) &&
    isText(value.why) && isTexts(value.persons) && Array.isArray(value.writes) &&
    value.writes.every(isWrite) &&
    [value.isWide, value.wasFlood].every((flag) => isOptional(flag, (flag) => flag === true));
}

function isWrite(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { audit, ban, lifted, grant, ungrant, mode, role, report, ...rest } = value;
  return Object.keys(rest).length === 0 && isOptional(audit, isAudit) && isOptional(ban, isBan) &&
    isOptional(lifted, isLifted) && isOptional(grant, isGrant) && isOptional(ungrant, isUngrant) &&
    isOptional(mode, isMode) && isOptional(role, isRole) && isOptional(report, isReport);
}

function isAudit(value: unknown): boolean {
  return isFields(value) && isCount(value.at) && isText(value.by) && isOneOf(DEEDS, value.do) &&
    isOptional(value.room, isText) && isText(value.subject) && isText(value.why);
}

function isBan(value: unknown): boolean {
  return isFields(value) && typeof value.n === "number" && isOneOf(BAN_EFFECTS, value.effect) &&
    isOptional(value.room, isText) && isText(value.subject) && Array.isArray(value.marks) &&
    value.marks.every(isMark) && [value.why, value.by, value.byKey].every(isText) && isCount(value.at) &&
    isOptional(value.until, isCount);
}

function isMark(value: unknown): boolean {
  return isFields(value) && isOneOf(MARK_KINDS, value.kind) && isText(value.value);
}

function isLifted(value: unknown): boolean {
  return isFields(value) && isCount(value.n) && isCount(value.at);
}

function isGrant(value: unknown): boolean {
  return isUngrant(value) && isFields(value) && isOneOf(GRANT_LEVELS, value.level);
}

function isUngrant(value: unknown): boolean {
  return isFields(value) && isText(value.person) && isText(value.room);
}

function isMode(value: unknown): boolean {
  return isFields(value) && isText(value.room) && isText(value.mode);
}

function isRole(value: unknown): boolean {
  return isFields(value) && isCount(value.account) && isOneOf(ROLES, value.role);
}

function isReport(value: unknown): boolean {
  return isFields(value) && isCount(value.n) && isCount(value.at) && isText(value.by) &&
    isOptional(value.room, isText) && isText(value.subject) && isOptional(value.seq, isCount) &&
    isText(value.why);
}
