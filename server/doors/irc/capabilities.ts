/**
 * The IRCv3 capabilities of this door, and what one client has asked for. Pure.
 *
 * Source: https://ircv3.net/specs/extensions/capability-negotiation
 *
 * @module
 */

/** Every capability, with its value for clients that speak version 302; empty for none. */
const OFFERED = {
  "away-notify": "",
  batch: "",
  "cap-notify": "",
  "draft/chathistory": "",
  "draft/event-playback": "",
  "draft/multiline": "max-bytes=16000,max-lines=100",
  "echo-message": "",
  "extended-join": "",
  "labeled-response": "",
  "message-tags": "",
  "multi-prefix": "",
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

/** A capability that always is on for a client of version 302, and cannot be switched off then. */
const IMPLIED: Capability = "cap-notify";

/** Tells whether this is the name of a capability. */
export function isCapability(name: string): name is Capability {
  return Object.hasOwn(OFFERED, name);
}

/** Lists what is offered, with values where the client knows of them. */
export function offered(version: number): readonly string[] {
  return Object.entries(OFFERED).map(([name, value]) =>
    version >= WITH_VALUES && value !== "" ? `${name}=${value}` : name
  );
}

/** Applies a request: all of it, or nothing (`undefined`) when one of the names is not known. */
export function applyRequest(
  has: Capabilities,
  request: string,
  version: number,
): Set<Capability> | undefined {
  const result = new Set(has);
  for (const word of request.split(" ")) {
    const isRemoval = word.startsWith("-");
    const name = isRemoval ? word.slice(1) : word;
    if (word === "") continue;
    if (!isCapability(name)) return undefined;
    if (!isRemoval) result.add(name);
    else if (name === IMPLIED && version >= WITH_VALUES) return undefined;
    else result.delete(name);
  }
  return result;
}
