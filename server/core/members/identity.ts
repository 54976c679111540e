/**
 * What somebody has proved to be.
 *
 * @module
 */

import type { AccountRole } from "../../store/accounts.ts";

/** What somebody has proved to be who comes in. */
export interface Identity {
  readonly account: AccountRole;
  /** The name that the account has; none of an owner who has claimed no name. */
  readonly name?: string | undefined;
  /** The number of a person by which everybody knows the account's holder. */
  readonly home?: number | undefined;
  /** The number of the credential that proved it; none of an owner who has claimed no name. */
  readonly credential: number | undefined;
  /** Set when what proved it says whose it is, whatever name they came with. */
  readonly isNamed?: true;
  /** The token by which they stay logged in, if they have asked for one: they are told it once. */
  readonly session?: string | undefined;
}
