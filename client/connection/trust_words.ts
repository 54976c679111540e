/**
 * What there is to say about whom a connection may go to. Pure.
 *
 * @module
 */

import { formatAddress, type ServerAddress } from "../../net/address.ts";
import type { Words } from "../../words/en.ts";
import type { ChatEnd } from "../options.ts";
import type { OpenFailure, TrustNote } from "../wire.ts";

/** Makes the end of a client that has no connection: nobody there (3), not to be trusted (4), or no way to know that (6). */
export function endForFailure(
  failure: OpenFailure,
  address: ServerAddress,
  words: Words,
  timeout: number,
): ChatEnd & { readonly sentence: string } {
  const { client, trust } = words;
  const where = formatAddress(address.host, address.port);
  switch (failure.kind) {
    case "nobody":
      return { code: 3, sentence: client.noServer(where) };
    case "late":
      return { code: 3, sentence: client.noAnswer(where, failure.within ?? timeout) };
    case "unknown-host":
      return { code: 3, sentence: client.unknownHost(address.host) };
    case "other":
      return { code: 3, sentence: client.cannotConnect(where, failure.cause) };
    case "no-tls":
      return { code: 4, sentence: trust.noTls(where) };
    case "other-key":
      return { code: 4, sentence: trust.otherKey(where, failure.since, failure.before, failure.now) };
    case "invited-key":
      return { code: 4, sentence: trust.invitedKey(where, failure.since, failure.before, failure.now) };
    case "wrong-key":
      return { code: 4, sentence: trust.wrongKey(where, failure.wanted, failure.now) };
    case "unvouched":
      return { code: 4, sentence: trust.unvouched(where, failure.fingerprint) };
    case "no-authority":
      return { code: 4, sentence: trust.noAuthority(where, failure.cause) };
    case "unpinnable":
      return { code: 4, sentence: trust.unpinnable(where, failure.fingerprint) };
    case "known-servers":
      return failure.line === undefined
        ? { code: 6, sentence: trust.knownUnreadable(failure.path, failure.cause) }
        : { code: 4, sentence: trust.knownLine(failure.path, failure.line, where) };
  }
}

/** Says what there is to tell of a server that is new to us. */
export function noteSentence(note: TrustNote, address: ServerAddress, { trust }: Words): string {
  const where = formatAddress(address.host, address.port);
  switch (note.kind) {
    case "first":
      return trust.first(where, note.fingerprint);
    case "replaced":
      return trust.replaced(where, note.before, note.fingerprint);
    case "also":
      return trust.also(formatAddress(note.as.host, note.as.port));
    case "not-kept":
      return trust.notKept(note.cause);
    case "unreadable-lines":
      return trust.unreadableLines(note.path, note.lines.join(", "), note.lines.length);
  }
}

/** Tells whether a failure may be over soon: nobody there for now, or somebody who is no chat server, as behind a hotel's page. */
export function isPassing({ kind }: OpenFailure): boolean {
  switch (kind) {
    case "nobody":
    case "late":
    case "unknown-host":
    case "other":
    case "no-tls":
      return true;
    case "other-key":
    case "invited-key":
    case "wrong-key":
    case "unvouched":
    case "no-authority":
    case "unpinnable":
    case "known-servers":
      return false;
  }
}
