/**
 * What a door tells of a connection.
 *
 * @module
 */

import type { Origin } from "../../net/origin.ts";
import type { Format, Outbox, OutboxOwner } from "../delivery.ts";

/** What a door knows of a connection. */
export interface PeerInfo {
  /** For the log: address and port. */
  readonly address: string;
  /** Where the connection comes from. */
  readonly origin: Origin;
  readonly format: Format;
  /** When the connection came, by the clock that never jumps. */
  readonly since: number;
  /** Whether a program is there, which answers pings and can come back with a token. A person with nc does neither. */
  readonly isProgram: boolean;
  /** Whether nobody on the way can read along or change a byte: what is personal may be said only then. */
  readonly isSecure: boolean;
}

/** What a door opens a session with. */
export interface Peer extends PeerInfo {
  /** Makes the outbox. */
  outbox(owner: OutboxOwner): Outbox;
}
