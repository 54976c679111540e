/**
 * Reading what is asked about accounts, as only a server does; see `accounts.ts`. Pure.
 *
 * @module
 */

import {
  ACCOUNT_DEEDS,
  type AccountRequest,
  type ClaimRequest,
  type Login,
  type ProveRequest,
} from "./accounts.ts";
import { isCount, isFields, isOneOf, isText } from "./fields.ts";
import type { RequestFields, RequestKind } from "./frames.ts";

/** `prove`. */
export const PROVE: RequestKind<ProveRequest> = { type: "prove", read: readProve };
/** `claim`. */
export const CLAIM: RequestKind<ClaimRequest> = { type: "claim", read: readClaim };
/** `account`. */
export const ACCOUNT: RequestKind<AccountRequest> = { type: "account", read: readAccount };

/** Reads a {@linkcode Login}; `undefined` when it is none. */
export function readLogin(value: unknown): Login | undefined {
  if (!isFields(value)) return undefined;
  const { password, session } = value;
  if (isText(password)) return { password };
  return isText(session) ? { session } : undefined;
}

function readProve({ sig, mac }: RequestFields): ProveRequest | string {
  if (sig !== undefined && !isText(sig)) return "sig";
  if (mac !== undefined && !isText(mac)) return "mac";
  return { type: "prove", ...(sig !== undefined && { sig }), ...(mac !== undefined && { mac }) };
}

function readClaim({ key, device, password }: RequestFields): ClaimRequest | string {
  if (key !== undefined && !isText(key)) return "key";
  if (device !== undefined && !isText(device)) return "device";
  if (password !== undefined && !isText(password)) return "password";
  return {
    type: "claim",
    ...(key !== undefined && { key }),
    ...(device !== undefined && { device }),
    ...(password !== undefined && { password }),
  };
}

function readAccount(fields: RequestFields): AccountRequest | string {
  const { n, password, old } = fields;
  if (!isOneOf(ACCOUNT_DEEDS, fields.do)) return "do";
  if (n !== undefined && !isCount(n)) return "n";
  if (password !== undefined && !isText(password)) return "password";
  if (old !== undefined && !isText(old)) return "old";
  return {
    type: "account",
    do: fields.do,
    ...(n !== undefined && { n }),
    ...(password !== undefined && { password }),
    ...(old !== undefined && { old }),
  };
}
