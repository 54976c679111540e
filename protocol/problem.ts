/**
 * What can be wrong with something that a client sent, and how an `error` frame is read. Pure.
 *
 * @module
 */

import { type Fields, isCount, isCounts, isOneOf, isText, isTexts } from "./fields.ts";
import { readRefusal, type Refusal } from "./refusal.ts";
import { LOGIN_METHODS, type LoginMethod } from "./standing.ts";

/** What is wrong with a query: it asks for nothing, a quotation is open, a date, a room or a number cannot be read, it is too long. */
export type QueryFault = "empty" | "quote" | "date" | "room" | "context" | "long";

/** What was wrong with something that a client sent, with what a sentence about it needs in any language. */
export type Problem =
  | { readonly code: "not-utf8" }
  | { readonly code: "line-too-long"; readonly limit: number }
  | { readonly code: "bad-json" }
  | { readonly code: "unknown-type"; readonly given: string }
  | { readonly code: "bad-field"; readonly field: string }
  | { readonly code: "bad-version"; readonly versions: readonly number[] }
  | { readonly code: "hello-first" }
  | { readonly code: "already-in" }
  /** `mixed` when letters of several scripts stand in one word; `like` is then the name in use that it looks like, if any. */
  | {
    readonly code: "bad-name";
    readonly name: string;
    readonly suggestion: string;
    readonly mixed?: true;
    readonly like?: string;
  }
  /** `like` is the name in use that this one looks like, where it is another one. */
  | {
    readonly code: "name-taken";
    readonly name: string;
    readonly suggestion: string;
    readonly like?: string;
  }
  /** Somebody has claimed this name. `methods` are the ways to prove to be them on this connection. */
  | {
    readonly code: "name-claimed";
    readonly name: string;
    readonly suggestion: string;
    readonly methods: readonly LoginMethod[];
  }
  /** This connection can be read along with, so nothing personal is taken on it. */
  | { readonly code: "auth-plain" }
  /** The server cannot reach the others of its cluster: nobody is let in, and nothing is said. */
  | { readonly code: "cut-off" }
  /** That is not the password, or there is no such name: `left` more tries are free of a wait. */
  | { readonly code: "auth-failed"; readonly left: number }
  /** After too many wrong tries, the next counts in `wait` ms. */
  | { readonly code: "auth-wait"; readonly wait: number }
  /** More are logging in than can be served: again in `wait` ms. */
  | { readonly code: "auth-busy"; readonly wait: number }
  /** From this address, or on this server, no more names can be claimed. */
  | { readonly code: "claim-limit"; readonly limit: number; readonly everywhere?: true }
  /** They have claimed this name already. */
  | { readonly code: "has-account"; readonly name: string }
  /** They are a guest; with `name`, it is nobody's. */
  | { readonly code: "no-account"; readonly name?: string }
  | { readonly code: "bad-password"; readonly least: number; readonly most: number }
  /** The old password is to be given with the new one. */
  | { readonly code: "old-password" }
  | { readonly code: "too-many-devices"; readonly limit: number }
  | { readonly code: "no-device"; readonly n: number }
  /** It is the only proof that there is of the account. */
  | { readonly code: "last-device" }
  | { readonly code: "no-room"; readonly room: string }
  /** `like` is the name of a room that there is, and that this one looks like. */
  | { readonly code: "bad-room"; readonly room: string; readonly mixed?: true; readonly like?: string }
  | { readonly code: "nowhere" }
  | { readonly code: "nobody-to-answer" }
  | { readonly code: "too-many-rooms"; readonly limit: number }
  /** From this address no more rooms can be begun for now. */
  | { readonly code: "new-rooms"; readonly limit: number }
  | { readonly code: "in-too-many"; readonly limit: number }
  /** `waited` when a message waited for them; `asked` when there was nothing to send, as somebody only asked about them. */
  | { readonly code: "not-here"; readonly name: string; readonly waited?: true; readonly asked?: true }
  /** Who is called `name` is not the person whom a message was for; `now` is what that one is called, if they are here. */
  | { readonly code: "other-person"; readonly name: string; readonly now?: string }
  | { readonly code: "bad-query"; readonly why: QueryFault; readonly given: string }
  | { readonly code: "no-search" }
  | { readonly code: "search-slow" }
  | { readonly code: "empty" }
  | { readonly code: "too-long"; readonly limit: number; readonly length: number }
  | { readonly code: "not-stored" }
  | { readonly code: "unknown-command"; readonly given: string; readonly nearest?: string }
  | { readonly code: "usage"; readonly usage: string }
  | { readonly code: "full"; readonly limit: number }
  | { readonly code: "address-full"; readonly limit: number }
  /**
   * Not everybody may come in: `door` when who knows a word may, `wrong` when another one was given, `wait` for how many
   * ms no more are tried.
   */
  | { readonly code: "closed"; readonly door?: true; readonly wrong?: true; readonly wait?: number }
  /** The ticket is used up, too old, revoked or none; `open` when everybody may come in without. */
  | { readonly code: "ticket-bad"; readonly open?: true }
  /** From this address too many have come in; `wait` is in how many ms the next may. */
  | { readonly code: "join-limit"; readonly wait: number }
  /** From there only encrypted connections are let in; `host` and `port` are where. */
  | { readonly code: "encrypt"; readonly host: string; readonly port: number }
  | Refusal
  /** What a client reads in the place of a code that it does not know, as a server may be newer. Never sent. */
  | { readonly code: "other"; readonly given: string };

/** The name of a {@linkcode Problem}: stable, for programs. */
export type ProblemCode = Problem["code"];

/** Every {@linkcode QueryFault}. */
export const QUERY_FAULTS = [
  "empty",
  "quote",
  "date",
  "room",
  "context",
  "long",
] as const satisfies readonly QueryFault[];

/** Reads the problem that the fields of an `error` frame tell of; `undefined` when this version knows none like it. */
export function readProblem(fields: Fields): Problem | undefined {
  const { code, limit, given, field, versions, name, suggestion, room, length, nearest, usage, why } = fields;
  const { methods, left, wait, least, most, n } = fields;
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
    case "auth-plain":
    case "cut-off":
    case "old-password":
    case "last-device":
      return { code };
    case "line-too-long":
    case "full":
    case "address-full":
    case "too-many-rooms":
    case "new-rooms":
    case "in-too-many":
    case "too-many-devices":
      return isCount(limit) ? { code, limit } : undefined;
    case "unknown-type":
      return isText(given) ? { code, given } : undefined;
    case "bad-field":
      return isText(field) ? { code, field } : undefined;
    case "bad-version":
      return isCounts(versions) ? { code, versions } : undefined;
    case "bad-name":
      return isText(name) && isText(suggestion)
        ? { code, name, suggestion, ...isMixed, ...isLike }
        : undefined;
    case "name-taken":
      return isText(name) && isText(suggestion) ? { code, name, suggestion, ...isLike } : undefined;
    case "name-claimed": {
      if (!isText(name) || !isText(suggestion) || !isTexts(methods)) return undefined;
      const known = LOGIN_METHODS.filter((method) => methods.includes(method));
      return { code, name, suggestion, methods: known };
    }
    case "auth-failed":
      return isCount(left) ? { code, left } : undefined;
    case "auth-wait":
    case "auth-busy":
      return isCount(wait) ? { code, wait } : undefined;
    case "claim-limit":
      return isCount(limit)
        ? { code, limit, ...(fields.everywhere === true && { everywhere: true }) }
        : undefined;
    case "has-account":
      return isText(name) ? { code, name } : undefined;
    case "no-account":
      return { code, ...(isText(name) && { name }) };
    case "bad-password":
      return isCount(least) && isCount(most) ? { code, least, most } : undefined;
    case "no-device":
      return isCount(n) ? { code, n } : undefined;
    case "no-room":
      return isText(room) ? { code, room } : undefined;
    case "bad-room":
      return isText(room) ? { code, room, ...isMixed, ...isLike } : undefined;
    case "not-here":
      return isText(name)
        ? {
          code,
          name,
          ...(fields.waited === true && { waited: true }),
          ...(fields.asked === true && { asked: true }),
        }
        : undefined;
    case "other-person":
      return isText(name) ? { code, name, ...(isText(fields.now) && { now: fields.now }) } : undefined;
    case "too-long":
      return isCount(limit) && isCount(length) ? { code, limit, length } : undefined;
    case "bad-query":
      return isOneOf(QUERY_FAULTS, why) && isText(given) ? { code, why, given } : undefined;
    case "closed":
      return {
        code,
        ...(fields.door === true && { door: true }),
        ...(fields.wrong === true && { wrong: true }),
        ...(isCount(fields.wait) && { wait: fields.wait }),
      };
    case "ticket-bad":
      return { code, ...(fields.open === true && { open: true }) };
    case "join-limit":
      return isCount(fields.wait) ? { code, wait: fields.wait } : undefined;
    case "encrypt":
      return isText(fields.host) && isCount(fields.port)
        ? { code, host: fields.host, port: fields.port }
        : undefined;
    case "unknown-command":
      return isText(given) ? { code, given, ...(isText(nearest) && { nearest }) } : undefined;
    case "usage":
      return isText(usage) ? { code, usage } : undefined;
    default:
      return readRefusal(fields);
  }
}
