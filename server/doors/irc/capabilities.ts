/**
 * The IRCv3 capabilities of this door, and what one client has asked for. Pure.
 *
 * Source: https://ircv3.net/specs/extensions/capability-negotiation
 *
 * @module
 */

import { MOST } from "./limits.ts";

/** Every capability, with its value for clients that speak version 302; empty for none. */
const OFFERED = {
  "account-notify": "",
  "account-tag": "",
  "away-notify": "",
  batch: "",
  "cap-notify": "",
  "draft/account-registration": "",
  "draft/chathistory": "",
  "draft/event-playback": "",
  "draft/message-edit": "",
  "draft/message-redaction": "",
  "draft/multiline": `max-lines=${MOST.lines}`,
  "draft/read-marker": "",
  "echo-message": "",
  "extended-join": "",
  "extended-monitor": "",
  "invite-notify": "",
  "labeled-response": "",
  "message-tags": "",
  "multi-prefix": "",
  sasl: "PLAIN",
  "server-time": "",
  setname: "",
  "standard-replies": "",
  "userhost-in-names": "",
} as const;

/** The name of a capability. */
export type Capability = keyof typeof OFFERED;

/** The capabilities of one client. */
export type Capabilities = ReadonlySet<Capability>;

/** The first version of the negotiation in which capabilities have values. */
export const WITH_VALUES = 302;

/** Capabilities by which passwords are told: they are there only where nobody on the way can read along. */
const SECRET: readonly string[] = ["sasl", "draft/account-registration"];

/** What is offered on one connection. */
export interface Offer {
  /** Whether nobody on the way can read along. */
  readonly isSecure: boolean;
  /** The value of `sts`, where it is told (https://ircv3.net/specs/extensions/sts). No client asks for it: it is told. */
  readonly sts: string | undefined;
  /** The most characters of a message. Told as bytes: a text of no more is never refused for its length. */
  readonly messageChars: number;
}

/** A capability that always is on for a client of version 302, and cannot be switched off then. */
const IMPLIED: Capability = "cap-notify";

/** Tells whether this is the name of a capability. */
export function isCapability(name: string): name is Capability {
  return Object.hasOwn(OFFERED, name);
}

/** Lists what is offered, with values where the client knows of them. */
export function offered(version: number, { isSecure, sts, messageChars }: Offer): readonly string[] {
  const withValues = version >= WITH_VALUES;
  const valueOf = (name: string, value: string): string =>
    name === "draft/multiline" ? `max-bytes=${messageChars},${value}` : value;
  const names = Object.entries(OFFERED).filter(([name]) => isSecure || !SECRET.includes(name));
  return [
    ...names.map(([name, value]) => withValues && value !== "" ? `${name}=${valueOf(name, value)}` : name),
    ...(withValues && sts !== undefined ? [`sts=${sts}`] : []),
  ];
}

/** Applies a request: all of it, or nothing (`undefined`) when one of the names is not known. */
export function applyRequest(
  has: Capabilities,
  request: string,
  version: number,
  isSecure: boolean,
): Set<Capability> | undefined {
  const result = new Set(has);
  for (const word of request.split(" ")) {
    const isRemoval = word.startsWith("-");
    const name = isRemoval ? word.slice(1) : word;
    if (word === "") continue;
    if (!isCapability(name) || (!isSecure && SECRET.includes(name))) return undefined;
    if (!isRemoval) result.add(name);
    else if (name === IMPLIED && version >= WITH_VALUES) return undefined;
    else result.delete(name);
  }
  return result;
}
