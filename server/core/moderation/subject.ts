/**
 * A person as moderation knows them, and what they are known by.
 *
 * @module
 */

import type { ServerRole } from "../../../protocol/ranks.ts";
import type { Mark } from "../../store/log.ts";

/** Somebody who is in, wants to come in, or speaks as a bot. */
export interface Subject {
  readonly name: string;
  /** Their number in the log: 0 for somebody without a token, below 0 for a bot. */
  readonly id: number;
  /** Their account, with what it is on the server; `undefined` for a guest. Number 0 is an owner who has claimed no name. */
  readonly account: { readonly id: number; readonly role: ServerRole } | undefined;
  /** Their connections, and the address that each comes from; another list whenever one comes or goes. */
  readonly sessions: readonly { readonly host: string }[];
}

/** Gives what somebody is on the server. Who has a bot's token was given it by the owner. */
export function roleOf({ account, id }: Pick<Subject, "account" | "id">): ServerRole {
  return account?.role ?? (id < 0 ? "member" : "guest");
}

/** Tells whether somebody's name is their own. */
export function hasOwnName({ account, id }: Pick<Subject, "account" | "id">): boolean {
  return account !== undefined || id < 0;
}

/** Gives what somebody is known by for as long as the log knows them; `undefined` for somebody who is not known again. */
export function subjectKey({ account, id }: Pick<Subject, "account" | "id">): string | undefined {
  if (account !== undefined && account.id !== 0) return `a${account.id}`;
  return id > 0 ? `s${id}` : id < 0 ? `b${-id}` : undefined;
}

/** Lists what somebody is known by when they are banned themselves, and not who looks like them or comes from there. */
export function ownMarks({ account, id, name }: Pick<Subject, "account" | "id" | "name">): readonly Mark[] {
  if (account !== undefined && account.id !== 0) return [{ kind: "account", value: String(account.id) }];
  const seat: readonly Mark[] = id > 0 ? [{ kind: "seat", value: String(id) }] : [];
  return [...seat, { kind: "name", value: name }];
}
