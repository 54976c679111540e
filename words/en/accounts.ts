/**
 * Claimed names, and what proves that they are somebody's. In English.
 *
 * @module
 */

import type { Device, Role } from "../../protocol.ts";

/** What a proof is called. */
const kinds: Readonly<Record<Device["kind"], string>> = {
  key: "key",
  password: "password",
  session: "browser",
};

/** Claimed names, and what proves that they are somebody's. */
export const accounts = {
  claimed: (name: string): string => `The name ${name} is yours now: nobody else gets it.`,
  device: (n: number, kind: Device["kind"], label: string, used: string, isHere: boolean): string =>
    `${n}: ${kinds[kind]}${label === "" ? "" : ` of ${label}`}, last used ${used}${
      isHere ? " (this one)" : ""
    }`,
  added: (link: string): string =>
    `This lets one more device in as you, once and within ten minutes: chat client '${link}'`,
  addedPage: (page: string): string => `Or instead, in the browser of that device: ${page}`,
  forgotten: "It is forgotten: nobody comes in by it any more.",
  passwordSet: "Your password is set. Browsers that stayed logged in have to log in again.",
  unclaimed: (name: string): string => `The name ${name} is anybody's again.`,
  claimNeedsPassword:
    "Write /claim and a password in one line, and the name is yours alone (it shows as you type).",
  askPassword: (name: string): string => `Password of ${name} (not shown; empty for another name): `,
  askOldPassword: "Old password (not shown; empty if there is none): ",
  askNewPassword: "New password, of 8 characters or more (not shown): ",
  askAgain: "Once more: ",
  notTheSame: "These two are not the same: nothing has changed.",
  nothingChanged: "Nothing has changed.",
  none: "Nobody has claimed a name.",
  isOwner: (name: string): string => `The holder of ${name} is owner of this server from now on.`,
  reset: (name: string): string =>
    `Nothing proves any more that ${name} is anybody's. Whoever opens the link, once and within a day, has the name; then /claim or /password keeps it. It is shown only now.`,
  renamed: (name: string, to: string): string => `The name ${name} is ${to} from now on.`,
  /** The heads of the list. */
  columns: ["NAME", "ROLE", "CLAIMED", "LAST SEEN", "PROOFS"] as readonly [
    string,
    string,
    string,
    string,
    string,
  ],
  roles: { owner: "owner", moderator: "moderator", member: "member" } as Readonly<Record<Role, string>>,
  /** At a door where a password can be given. */
  nameOrPassword: (name: string, suggestion: string): string =>
    `The name "${name}" is claimed. If it is yours, write /password and the password in one line (it shows as you type); else write another name. "${suggestion}" is free.`,
  /** At a door where none can. */
  nameOnly: (name: string): string =>
    `The name "${name}" is claimed, and this connection is not encrypted, so no password is taken here: write another name, or come in by chat client or https.`,
};
