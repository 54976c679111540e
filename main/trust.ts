/**
 * Whom a client trusts, and where a link leads: from flags, operands and files.
 *
 * @module
 */

import type { ChatOptions, Trust } from "../client.ts";
import { type Invitation, looksLikeInvitation, parseInvitation } from "../protocol/invitation.ts";
import type { Words } from "../words/en.ts";
import { type FlagValues, UsageError } from "./arguments.ts";
import { wordIn } from "./door_word.ts";
import { CLIENT_FLAGS } from "./flags.ts";
import { openKnownServers } from "./known_servers_file.ts";

/** Takes a link from the front of the operands. Throws a {@linkcode UsageError} for one that cannot be read: what is missing of it could be the key. */
export function takeInvitation(
  [first, ...rest]: readonly string[],
  words: Words,
): { readonly invitation?: Invitation; readonly rest: readonly string[] } {
  if (first === undefined) return { rest };
  if (!looksLikeInvitation(first)) return { rest: [first, ...rest] };
  const invitation = parseInvitation(first);
  // Not all of it is shown: it may have the ticket in it.
  if (invitation === undefined) throw new UsageError(words.cli.badLink(first.replace(/#.*/s, "#…")));
  return { invitation, rest };
}

/** Makes what a link says of where to go; a flag says better which room. */
export function placeOf(
  invitation: Invitation | undefined,
  given: FlagValues,
): Partial<Pick<ChatOptions, "host" | "port" | "room" | "isAddressGiven" | "ticket">> {
  if (invitation === undefined) return {};
  const { host, port, room, ticket } = invitation;
  return {
    host,
    port,
    isAddressGiven: true,
    ...(room !== undefined && !given.has(CLIENT_FLAGS.room) && { room }),
    ...(ticket !== undefined && { ticket }),
  };
}

/** Reads the word that the server asks for, if a file was named. Throws a {@linkcode UsageError} when there is none in it. */
export function doorOf(given: FlagValues, words: Words): string | undefined {
  const path = given.value(CLIENT_FLAGS.doorFile);
  return path === undefined ? undefined : wordIn(path, words);
}

/**
 * Makes whom to trust.
 *
 * @param folder Where settings are kept; nothing is kept without.
 * @throws {UsageError} When flags contradict each other, or the file of authorities is none.
 */
export function trustOf(
  given: FlagValues,
  invitation: Invitation | undefined,
  folder: string | undefined,
  words: Words,
): Trust {
  const { trust } = words;
  const fingerprint = given.value(CLIENT_FLAGS.fingerprint);
  const ca = given.value(CLIENT_FLAGS.ca);
  const isUnencrypted = given.isOn(CLIENT_FLAGS.unencrypted);
  if (isUnencrypted) {
    if (fingerprint !== undefined) throw new UsageError(trust.contradicts("--fingerprint"));
    if (ca !== undefined) throw new UsageError(trust.contradicts("--ca"));
    if (invitation?.fingerprint !== undefined) throw new UsageError(trust.contradicts("#k=…"));
  }
  return {
    known: openKnownServers(folder),
    fingerprint,
    invited: invitation?.fingerprint,
    isUnencrypted,
    ...(ca !== undefined && { authorities: authoritiesIn(ca, words) }),
  };
}

/** Reads the certificates of authorities. Deno passes over what is none, so it is looked at here. */
function authoritiesIn(path: string, { trust }: Words): readonly string[] {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    throw new UsageError(trust.noCa(path, error instanceof Error ? error.message : String(error)));
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (found === null) throw new UsageError(trust.badCa(path));
  return found;
}
