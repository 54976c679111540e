/**
 * Pages on several servers: one that came from a server of a cluster goes on at another when its own is gone. Encrypted
 * only at others that are, whose certificates its browser checks; unencrypted only on one machine, where nobody is on the
 * way. Pure.
 *
 * @module
 */

import { isLoopback } from "../../../net/hosts.ts";
import { type Answer, plainAnswer, type Request } from "./http.ts";

/** Where a page may have something from besides its own server: pictures, and what it connects to and asks. */
export interface OtherOrigins {
  readonly images: readonly string[];
  readonly connections: readonly string[];
}

/** What a place is written with: nothing that would end what it stands in. */
const PLACE = /^[\w.:[\]-]+$/;

/**
 * Tells whether a page came from a server of our cluster.
 *
 * @param page Its origin.
 * @param host The host that it asks for.
 * @param servers Where they are, as `host:port`.
 */
export function isOfCluster(page: URL, host: string | undefined, servers: readonly string[]): boolean {
  if (page.protocol === "https:") {
    return placesOf(servers, "https").some(({ origin }) => origin === page.origin);
  }
  const asked = URL.parse(`http://${host}`);
  if (page.protocol !== "http:" || asked === null || !isHere(asked) || !isHere(page)) return false;
  return placesOf(servers, "http").some((place) => isHere(place) && place.port === page.port);
}

/** Tells whether a name is one that a server of our cluster is found by. */
export function isAdvertised(name: string, servers: readonly string[]): boolean {
  return placesOf(servers, "http").some(({ hostname }) => hostname === name);
}

/**
 * Lists where a page may go on.
 *
 * @param host The host that it was asked for by.
 * @param isEncrypted Whether it came encrypted.
 * @param servers Where the servers are, as `host:port`.
 */
export function otherOrigins(
  host: string | undefined,
  isEncrypted: boolean,
  servers: readonly string[],
): OtherOrigins {
  const own = URL.parse(`http://${host}`);
  const places = isEncrypted
    ? placesOf(servers, "https")
    : placesOf(servers, "http").filter((place) => own !== null && isHere(own) && isHere(place));
  const images = places.map(({ origin }) => origin);
  return { images, connections: [...images, ...images.map((origin) => origin.replace("http", "ws"))] };
}

function placesOf(servers: readonly string[], scheme: "http" | "https"): readonly URL[] {
  return servers.filter((server) => PLACE.test(server))
    .map((server) => URL.parse(`${scheme}://${server}`)).filter((place) => place !== null);
}

function isHere({ hostname }: URL): boolean {
  return isLoopback(hostname.replace(/^\[(.*)\]$/, "$1"));
}

/** For how long a browser need not ask again what a page may send, in s. */
const ASKED_FOR = "600";

/** Tells whether a request is of a page of another server. To be asked once the page is known to be ours. */
export function isShared(request: Request, host: string | undefined): boolean {
  return originElsewhere(request, host) !== undefined;
}

/**
 * Makes the headers by which a browser gives an answer to a page of another server, and knows that what it keeps of an answer
 * to a page of this one is none for that. To be asked once the page is known to be ours.
 */
export function sharedHeaders(request: Request, host: string | undefined): Answer["headers"] {
  const origin = originElsewhere(request, host);
  if (origin === undefined) return [["Vary", "Origin"]];
  return [
    ["Vary", "Origin"],
    ["Access-Control-Allow-Origin", origin],
    ["Access-Control-Expose-Headers", "Retry-After"],
  ];
}

function originElsewhere({ headers }: Request, host: string | undefined): string | undefined {
  const origin = headers.get("origin");
  return origin !== undefined && URL.parse(origin)?.host !== URL.parse(`http://${host}`)?.host
    ? origin
    : undefined;
}

/** Answers a browser that asks what a page of another server may send. */
export function answerPreflight(shared: Answer["headers"]): Answer {
  const { status, headers, body } = plainAnswer(204, "");
  return {
    status,
    headers: [
      ...headers,
      ...shared,
      ["Access-Control-Allow-Methods", "PATCH, DELETE"],
      ["Access-Control-Allow-Headers", "Upload-Offset"],
      ["Access-Control-Max-Age", ASKED_FOR],
    ],
    body,
  };
}
