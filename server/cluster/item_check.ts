/**
 * Checks of what the stream has as items.
 *
 * @module
 */

import {
  type Fields,
  isCount,
  isCounts,
  isFields,
  isOneOf,
  isOptional,
  isText,
  isTexts,
} from "../../protocol/fields.ts";
import type { FileInfo, SecondThoughts } from "../../protocol.ts";
import { readFileInfo } from "../../protocol/files.ts";
import { readSecondThoughts } from "../../protocol/second_thoughts.ts";
import { LEAVE_REASONS } from "../../protocol/presence.ts";
import { ROLES } from "../../protocol/standing.ts";
import type { StoredAccess } from "../store/log.ts";
import { isTableChange } from "./change_check.ts";
import { isDeedRecord } from "./deed_check.ts";
import type { GoodbyeItem, Item, Keyed } from "./item.ts";

function isKeyed(value: unknown): value is Keyed {
  return Array.isArray(value) && value.length === 2 && value.every(isText);
}

function isGoodbye(value: unknown): value is GoodbyeItem {
  return isFields(value) && LEAVE_REASONS.some((reason) => reason === value.reason) &&
    isOptional(value.word, isText) && isOptional(value.by, isText);
}

function isAccess(value: unknown): value is StoredAccess {
  return isFields(value) && typeof value.isSecure === "boolean" && isText(value.net) &&
    [value.account, value.credential, value.home].every((number) => isOptional(number, isCount));
}

function isSeat(value: unknown): boolean {
  return isFields(value) && isText(value.hash) && isOptional(value.id, isCount) && isAccess(value.access);
}

function isHolder(value: unknown): boolean {
  return isFields(value) && isCount(value.id) && isOptional(value.role, (role) => isOneOf(ROLES, role)) &&
    isOptional(value.proven, (proven) => proven === true);
}

function isSpelled(value: unknown): boolean {
  return isFields(value) && isText(value.key) && isTexts(value.names);
}

function isNumberedTexts(value: unknown): boolean {
  return Array.isArray(value) &&
    value.every((pair: unknown) =>
      Array.isArray(pair) && pair.length === 2 && isCount(pair[0]) && isText(pair[1])
    );
}

function isMark(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && isCount(value[0]) && isText(value[1]) &&
    isCount(value[2]);
}

/** Tells whether a value is what {@linkcode SecondThoughts} says, and nothing else. */
function isSecondThoughts(value: unknown): value is SecondThoughts {
  if (!isFields(value)) return false;
  const known: Fields = { ...readSecondThoughts(value) };
  return Object.keys(value).every((name) => known[name] !== undefined);
}

/** Tells whether a value is what {@linkcode FileInfo} says. How clean its name is was seen to where it was proposed. */
function isFile(value: unknown): value is FileInfo {
  return isFields(value) && readFileInfo(value) !== undefined && isOptional(value.width, isCount) &&
    isOptional(value.height, isCount) && isOptional(value.lines, isCount);
}

function isOwned({ p, t, y }: Fields): boolean {
  return isCount(p) && isCount(t) && isCount(y);
}

/** Tells whether a value is an item, all of it as it must be. */
export function isItem(value: unknown): value is Item {
  if (!isFields(value)) return false;
  switch (value.k) {
    case "say":
      return isOwned(value) && isText(value.r) && isText(value.x) &&
        isOptional(value.id, (id) => isText(id) || typeof id === "number") &&
        isOptional(value.a, (a) => a === true) && isOptional(value.o, (o) => o === true) &&
        isOptional(value.out, (out) => out === true) && isOptional(value.del, isCounts) &&
        isOptional(value.why, isText) && isOptional(value.back, isNumberedTexts) &&
        isOptional(value.about, isSecondThoughts) && isOptional(value.s, isCount) &&
        isOptional(value.file, isFile);
    case "post":
      return isCount(value.b) && isText(value.f) && isKeyed(value.room) && isText(value.x) &&
        isOptional(value.id, (id) => isText(id) || typeof id === "number") &&
        isOptional(value.a, (a) => a === true) && isOptional(value.file, isFile);
    case "enter":
      return isKeyed(value.name) && isText(value.pub) && isCount(value.home) &&
        isOptional(value.seat, isSeat) && isOptional(value.room, isKeyed) &&
        isOptional(value.as, isHolder);
    case "resume":
      return isOwned(value) && isOptional(value.as, isHolder);
    case "attach":
      return isOwned(value) && isOptional(value.seat, isSeat) && isHolder(value.as);
    case "drop":
    case "home":
      return isOwned(value);
    case "as":
      return isOwned(value) && isHolder(value.as) && isCount(value.c);
    case "change":
      return isTableChange(value.change) && isOptional(value.by, (by) => isFields(by) && isOwned(by)) &&
        isOptional(value.s, isCount);
    case "rename":
      return isOwned(value) && isKeyed(value.name);
    case "join":
      return isOwned(value) && isKeyed(value.room);
    case "part":
      return isOwned(value) && isText(value.r) && isGoodbye(value.bye);
    case "leave":
      return isOwned(value) && isGoodbye(value.bye);
    case "away":
      return isCount(value.p) && isOptional(value.why, isText);
    case "deed":
      return isDeedRecord(value.deed) && isOptional(value.by, (by) => isFields(by) && isOwned(by)) &&
        isOptional(value.on, isCounts) && isOptional(value.s, isCount) &&
        [value.r, value.hush, value.out].every((key) => isOptional(key, isText));
    case "erase":
      return isText(value.name) && isText(value.by) && isOptional(value.spelled, isSpelled);
    case "lift":
      return isCount(value.n);
    case "read":
      return Array.isArray(value.m) && value.m.every(isMark);
    case "up":
      return isText(value.run) && isText(value.version) && Array.isArray(value.addresses) &&
        value.addresses.every(isText);
    case "gone":
      return isCount(value.epoch);
    default:
      return false;
  }
}
