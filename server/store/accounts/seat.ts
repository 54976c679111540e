/**
 * Ways back in: what a resume token stands for.
 *
 * @module
 */

import type { StoredAccess } from "../log.ts";

/** What somebody had proved when they were given a resume token, and over what connection they were given it. */
export type Access = StoredAccess;

/**
 * What one resume token stands for: one connection after the other of the same client. Acknowledgements and ids of
 * messages are each seat's, so a person who is in with several clients has several.
 */
export class Seat {
  /** Its number in the log, which the messages have that are sent from it. */
  readonly id: number;
  /** The hash of its token. */
  readonly tokenHash: string;
  access: Access;
  /** Counts how often it was taken again by a new connection: what was claimed before that means nothing any more. */
  stay = 0;
  /** Whether its connection is, or was, at another server of a cluster. */
  isElsewhere = false;

  constructor(id: number, tokenHash: string, access: Access) {
    this.id = id;
    this.tokenHash = tokenHash;
    this.access = access;
  }
}

/** Where somebody comes from who shows a token. */
export interface Bearing {
  /** Whether nobody on the way can read along. */
  readonly isSecure: boolean;
  /** What limits by address count. */
  readonly net: string;
}

/**
 * Tells whether a token counts on a connection: one that nobody could read along with is not to be read on one where
 * somebody can, and one that could be read is good only from where it was given, as far as that is known.
 */
export function mayBear(access: Access | undefined, { isSecure, net }: Bearing): boolean {
  if (access === undefined) return true; // Of a version that noted nothing.
  return access.isSecure ? isSecure : access.net === "" || access.net === net;
}
