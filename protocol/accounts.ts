/**
 * Accounts: names that are somebody's own, how their holders prove it, and what they may do. Pure.
 *
 * @module
 */

import { type Fields, isCount, isFields, isOneOf, isText } from "./fields.ts";
import type { EventReaders } from "./frames.ts";

/** What proves in a `hello` to be the holder of an account: its password, or the token of a browser that stays logged in. */
export type Login = { readonly password: string } | { readonly session: string };

/** Answers a {@linkcode ChallengeFrame}, once and within half a minute. */
export interface ProveRequest {
  /** What this frame is. */
  readonly type: "prove";
  /** The signature of {@linkcode keyProof} by the key that was shown, in base64url. */
  readonly sig?: string;
  /** The HMAC-SHA-256 of {@linkcode ownerProof} with the owner's secret, in base64url. */
  readonly mac?: string;
}

/** Makes the sender's name their own, or adds one more proof to a name that is: a key or a password. */
export interface ClaimRequest {
  /** What this frame is. */
  readonly type: "claim";
  /** A raw Ed25519 public key in base64url; it is then challenged. */
  readonly key?: string;
  /** What the device of the key is called. */
  readonly device?: string;
  /** A password. */
  readonly password?: string;
}

/** What the holder of an account wants of it. */
export type AccountDeed = "devices" | "add" | "forget" | "password" | "unclaim";

/** Every {@linkcode AccountDeed}. */
export const ACCOUNT_DEEDS = [
  "devices",
  "add",
  "forget",
  "password",
  "unclaim",
] as const satisfies readonly AccountDeed[];

/** Does something with the sender's account: lists its devices, adds or forgets one, sets the password, gives the name up. */
export interface AccountRequest {
  /** What this frame is. */
  readonly type: "account";
  /** What. */
  readonly do: AccountDeed;
  /** The number of the device to forget. */
  readonly n?: number;
  /** The new password. */
  readonly password?: string;
  /** The old password, where there is one. */
  readonly old?: string;
}

/** Asks for a proof. */
export interface ChallengeFrame {
  /** What this frame is. */
  readonly type: "challenge";
  /** What is to be proved with: good for one answer on this connection. */
  readonly nonce: string;
  /** The fingerprint that the server knows of itself, `-` where nothing is encrypted. What is signed is what the client knows. */
  readonly server: string;
}

/** The sender's name is their own from now on, by one more proof. */
export interface ClaimedFrame {
  /** What this frame is. */
  readonly type: "claimed";
  /** The name. */
  readonly name: string;
}

/** Something that proves to be the holder of an account. */
export interface Device {
  /** Its number. */
  readonly n: number;
  /** A key, the password, or a browser that stays logged in. */
  readonly kind: "key" | "password" | "session";
  /** What it is called; may be empty. */
  readonly label: string;
  /** Since when it is known, in ms since 1970. */
  readonly created: number;
  /** When it was last used, in ms since 1970, to the hour. */
  readonly used: number;
  /** Set on the one by which whoever asks has come in. */
  readonly here?: true;
}

/** Every proof of the sender's account. */
export interface DevicesFrame {
  /** What this frame is. */
  readonly type: "devices";
  /** The oldest first. */
  readonly devices: readonly Device[];
}

/** A deed is done. */
export interface AccountDoneFrame {
  /** What this frame is. */
  readonly type: "account";
  /** Which. */
  readonly done: Exclude<AccountDeed, "devices">;
  /** The name that the account has, or had. */
  readonly name: string;
  /** For one more device: the link for `chat client` by which it comes in, once, as the holder of the account. */
  readonly link?: string;
  /** The same for a browser; none where browsers are not let in. */
  readonly page?: string;
  /** Set when the links lead to this machine only, as the server knows no other address of itself. */
  readonly here?: true;
  /** Until when they are good, in ms since 1970. */
  readonly until?: number;
}

/** What one member gets about their account. */
export type AccountReply = ChallengeFrame | ClaimedFrame | DevicesFrame | AccountDoneFrame;

/** The readers of what the server sends about accounts. */
export const ACCOUNT_EVENTS: EventReaders<AccountReply> = {
  challenge: ({ nonce, server }) =>
    isText(nonce) && isText(server) ? { type: "challenge", nonce, server } : undefined,
  claimed: ({ name }) => isText(name) ? { type: "claimed", name } : undefined,
  devices: readDevices,
  account: readDone,
};

/**
 * Gives the text that a key signs.
 *
 * @param server The server's fingerprint as whoever signs has pinned it, or `-:PORT` where nothing is encrypted: so what
 * is signed for one server is good at no other.
 * @param nameKey The key of the name.
 * @param key The public key, in base64url.
 */
export function keyProof(nonce: string, server: string, nameKey: string, key: string): string {
  return `chat proof 1\n${nonce}\n${server}\n${nameKey}\n${key}`;
}

/** Gives the text that the owner authenticates. @param port The server's, so that who listens on another port has no use of it. */
export function ownerProof(nonce: string, port: number): string {
  return `chat owner 1\n${nonce}\n${port}`;
}

/** Gives what stands for the server's fingerprint where nothing is encrypted. */
export function plainServer(port: number): string {
  return `-:${port}`;
}

function readDevices({ devices }: Fields): DevicesFrame | undefined {
  if (!Array.isArray(devices)) return undefined;
  const known = devices.flatMap((device) => readDevice(device) ?? []);
  return known.length === devices.length ? { type: "devices", devices: known } : undefined;
}

function readDevice(value: unknown): Device | undefined {
  if (!isFields(value)) return undefined;
  const { n, kind, label, created, used } = value;
  if (!isCount(n) || !isText(label) || !isCount(created) || !isCount(used)) return undefined;
  if (!isOneOf(["key", "password", "session"] as const, kind)) return undefined;
  return { n, kind, label, created, used, ...(value.here === true && { here: true }) };
}

function readDone({ done, name, link, page, here, until }: Fields): AccountDoneFrame | undefined {
  if (!isOneOf(["add", "forget", "password", "unclaim"] as const, done) || !isText(name)) return undefined;
  return {
    type: "account",
    done,
    name,
    ...(isText(link) && { link }),
    ...(isText(page) && { page }),
    ...(here === true && { here }),
    ...(isCount(until) && { until }),
  };
}
