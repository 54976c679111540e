/**
 * Links that lead to a server: its address, a room, the fingerprint of its key and a ticket, for a client and for the page.
 * All that is secret stands behind the `#`, which no browser sends. Pure.
 *
 * @module
 */

import { DEFAULT_PORT } from "./limits.ts";
import { parseRoom } from "./names.ts";

/** What a link says of where to go. */
export interface Invitation {
  readonly host: string;
  readonly port: number;
  readonly room?: string | undefined;
  /** The fingerprint of the server's key, `sha256//…`. */
  readonly fingerprint?: string | undefined;
  /** The ticket's token. */
  readonly ticket?: string | undefined;
}

/** How a link begins that `chat client` takes. */
const SCHEME = "chat://";

const LINK =
  /^chat:\/\/(?:\[([\da-f:.]+(?:%[\w.-]+)?)\]|([^\s\/:#?@\[\]]+))(?::(\d{1,5}))?(?:\/([^\s#?]*))?(?:#(\S*))?$/i;

/** 256 and 128 bits in base64url. */
const KEY = /^[\w-]{43}$/;
const TICKET = /^[\w-]{22}$/;

/** Tells whether a word is meant as a link. */
export function looksLikeInvitation(text: string): boolean {
  return text.slice(0, SCHEME.length).toLowerCase() === SCHEME;
}

/** Reads a link; `undefined` when it is none, or when a part of it cannot be read. */
export function parseInvitation(text: string): Invitation | undefined {
  const [whole, v6, name, digits, path = "", fragment = ""] = LINK.exec(text.trim()) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? DEFAULT_PORT : Number(digits);
  if (whole === undefined || host === undefined || port < 1 || port > 65535) return undefined;
  const room = path === "" ? undefined : roomOf(path);
  const secrets = secretsOf(fragment.split("&"));
  if (secrets === undefined || (path !== "" && room === undefined)) return undefined;
  return { host, port, room, ...secrets };
}

/** Makes the link for `chat client`. */
export function invitationLink({ host, port, room, ...secrets }: Invitation): string {
  const parts = partsOf(secrets).join("&");
  const path = room === undefined ? "" : encodeURIComponent(room);
  return `${SCHEME}${host.includes(":") ? `[${host}]` : host}:${port}/${path}${
    parts === "" ? "" : `#${parts}`
  }`;
}

/** What the fragment of the page's address says: the part of a link that a browser keeps to itself. */
export interface PageInvitation {
  readonly room: string | undefined;
  readonly ticket: string | undefined;
}

/** Makes the fragment of the page's address: `#/lobby&k=…&t=…`. */
export function pageFragment(
  { room, ...secrets }: Pick<Invitation, "room" | "fingerprint" | "ticket">,
): string {
  return `#/${[room === undefined ? "" : encodeURIComponent(room), ...partsOf(secrets)].join("&")}`;
}

/** Reads the fragment of the page's address; `undefined` when it is none of ours. */
export function parsePageFragment(fragment: string): PageInvitation | undefined {
  const [, path = "", ...parts] = /^#\/([^&]*)(?:&(.*))?$/.exec(fragment) ?? [];
  if (!fragment.startsWith("#/")) return undefined;
  const secrets = secretsOf(parts.join("").split("&"));
  return { room: path === "" ? undefined : roomOf(path), ticket: secrets?.ticket };
}

function partsOf({ fingerprint, ticket }: Pick<Invitation, "fingerprint" | "ticket">): readonly string[] {
  return [
    ...(fingerprint === undefined ? [] : [`k=${toUrl(fingerprint)}`]),
    ...(ticket === undefined ? [] : [`t=${ticket}`]),
  ];
}

function secretsOf(parts: readonly string[]): Pick<Invitation, "fingerprint" | "ticket"> | undefined {
  const value = (name: string): string | undefined =>
    parts.find((part) => part.startsWith(`${name}=`))?.slice(2);
  const [key, ticket] = [value("k"), value("t")];
  if (key !== undefined && !KEY.test(key)) return undefined;
  if (ticket !== undefined && !TICKET.test(ticket)) return undefined;
  return { fingerprint: key === undefined ? undefined : fromUrl(key), ticket };
}

function roomOf(path: string): string | undefined {
  try {
    return parseRoom(decodeURIComponent(path));
  } catch {
    return undefined; // A % that stands for nothing.
  }
}

/** Writes `sha256//` and base64 as base64url. */
function toUrl(fingerprint: string): string {
  return fingerprint.replace(/^sha256\/\//, "").replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromUrl(key: string): string {
  return `sha256//${key.replaceAll("-", "+").replaceAll("_", "/")}=`;
}
