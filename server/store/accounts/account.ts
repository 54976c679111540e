/**
 * Accounts: names that belong to somebody, and the proofs by which they are known again.
 *
 * @module
 */

import type { Role } from "../../../protocol/standing.ts";

/** The account of a person who is in. */
export interface AccountRole {
  /** The account's number, or {@linkcode NO_CLAIM}. */
  readonly id: number;
  /** What they are on the server. */
  readonly role: Role;
  /** Set when they have this rank as they know the owner's secret, whatever the rank of the account is. */
  readonly isProven?: true;
}

/** The account number of an owner who has proved to be one, and has claimed no name. No account has it. */
export const NO_CLAIM = 0;

/** A claimed name. */
export interface Account extends AccountRole {
  /** The name as it was claimed. */
  readonly name: string;
  /** The number of a person in the log by which everybody knows its holder, with whatever client they come. */
  readonly home: number;
  /** When it was claimed, in ms since 1970. */
  readonly created: number;
  /** When somebody last proved to be its holder, in ms since 1970, to the hour. */
  readonly seen: number;
}

/** What an account is made of. */
export type NewAccount = Pick<Account, "name" | "role" | "home">;

/** What proves to be the holder of an account: the key of a device, the password, or a browser that stays logged in. */
export type CredentialKind = "key" | "password" | "session";

/** What a credential is made of. */
export interface NewCredential {
  readonly kind: CredentialKind;
  /** The public key in base64url, the hash of the password with its parameters, or the hash of the session's token. */
  readonly value: string;
  /** What its holder calls the device; may be empty. */
  readonly label: string;
}

/** A credential of an account. */
export interface Credential extends NewCredential {
  /** Its number, which no other credential ever gets. */
  readonly id: number;
  /** The number of its account. */
  readonly account: number;
  /** When it was added, in ms since 1970. */
  readonly created: number;
  /** When it was last used, in ms since 1970, to the hour. */
  readonly used: number;
}

/** The accounts of a server, for those who only look. */
export type KnownAccounts = Pick<
  Accounts,
  | "count"
  | "revision"
  | "named"
  | "withId"
  | "inTheWay"
  | "credentialsOf"
  | "credential"
  | "isValid"
  | "refresh"
>;

/**
 * The accounts of a server. Another process may change them at any time, which {@linkcode refresh} notices. What writes
 * throws when it cannot, and has then changed nothing.
 */
export interface Accounts {
  /** How many there are. */
  readonly count: number;
  /** Another number whenever something else than a use was changed. */
  readonly revision: number;
  /** When the account was last used of which that is longest ago, in ms since 1970. */
  readonly firstSeen: number | undefined;
  /** Finds the account whose name is this one, in any way to write it. */
  named(name: string): Account | undefined;
  /** Finds the account with a number. */
  withId(id: number): Account | undefined;
  /** Finds an account, other than `except`, whose name is this one or looks like it. */
  inTheWay(name: string, except?: number): Account | undefined;
  /** Lists the credentials of an account, the oldest first. */
  credentialsOf(account: number): readonly Credential[];
  /** Finds the credential with a value: no two have the same. */
  credential(kind: CredentialKind, value: string): Credential | undefined;
  /** Tells whether a credential has not been taken back. */
  isValid(credential: number): boolean;
  /** Claims a name, which must be free, with a first credential. @param now In ms since 1970. @param key That of the name. */
  create(claim: NewAccount, first: NewCredential, now: number, key?: string): Credential;
  /** Adds a credential. @param now In ms since 1970. */
  add(account: number, credential: NewCredential, now: number): Credential;
  /** Takes a credential back. */
  forget(credential: number): void;
  /** Puts a new password in the place of the old one, and takes back every session. @param now In ms since 1970. */
  setPassword(account: number, hash: string, now: number): Credential;
  /** Gives an account another rank. */
  setRole(account: number, role: Role): void;
  /** Gives an account another name, which must be free. @param key That of the name. */
  rename(account: number, name: string, key?: string): void;
  /** Takes back every credential of an account. */
  reset(account: number): void;
  /** Ends an account: its name is free. */
  remove(account: number): void;
  /** Notes that a credential of an account was used. @param now In ms since 1970. */
  noteUse(credential: number, account: number, now: number): void;
  /** Lists the accounts that nobody has used since a time in ms since 1970. */
  idleSince(before: number): readonly Pick<Account, "id" | "name">[];
  /** Ends accounts that nobody has used since a time in ms since 1970; gives their names. */
  expire(before: number): readonly string[];
  /** Reads again what another process may have changed. */
  refresh(): void;
  /** Closes the file. */
  close(): void;
}
