/**
 * How much of an address a log line tells. Pure.
 *
 * @module
 */

import { formatIp, parseIp } from "../../../net/address.ts";
import { formatNetwork, parseNetwork } from "../../../net/network.ts";
import type { LogEvent } from "./events.ts";

/** All of it, with the port; the network that it is in (/24 of IPv4, /48 of IPv6); or nothing. */
export type AddressPolicy = "full" | "net" | "none";

/** What stands in the place of an address that is not told. */
const HIDDEN = "-";

/** How many bits of an address say which network it is in: a street rather than a door. */
const V4_BITS = 24;
const V6_BITS = 48;

/** Takes out of an event what must not be told of the addresses in it. */
export function withAddresses(event: LogEvent, policy: AddressPolicy): LogEvent {
  if (policy === "full") return event;
  const shown = (address: string): string => shownAddress(address, policy);
  if ("address" in event) return { ...event, address: shown(event.address) };
  if (event.event === "proxy-not-trusted") return { ...event, host: shown(event.host) };
  // What was banned may be where somebody comes from; and a name cannot be read as an address.
  if (event.event === "moderated") return { ...event, subject: shownSubject(event.subject, policy) };
  return event;
}

/** Shows an address as a policy wants it. @param address With or without a port. */
function shownAddress(address: string, policy: "net" | "none"): string {
  if (policy === "none") return HIDDEN;
  const host = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, "$1");
  return networkOf(host) ?? HIDDEN;
}

function shownSubject(subject: string, policy: "net" | "none"): string {
  const network = networkOf(subject);
  if (network === undefined) return subject;
  return policy === "none" ? HIDDEN : network;
}

/** Gives the network of an address, or of a smaller network; `undefined` for what is neither. */
function networkOf(written: string): string | undefined {
  const [address = ""] = written.split(/[%/]/); // A link-local one may name its interface.
  const bits = parseIp(address)?.length === 4 ? V4_BITS : V6_BITS;
  const network = parseNetwork(written.replace(/%.*$/, ""));
  if (network === undefined || network.prefix <= bits) return network && formatNetwork(network);
  const wider = parseNetwork(`${formatIp(network.bytes)}/${bits}`);
  return wider && formatNetwork(wider);
}
