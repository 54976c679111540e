/**
 * What a door tells of a connection.
 *
 * @module
 */

import type { Origin } from "../../../net/origin.ts";
import type { MessageFrame, PrivateFrame, Problem, Reply } from "../../../protocol.ts";
import type { Format, Outbox, OutboxOwner } from "../delivery.ts";
import type { PersonalEvents } from "../rooms.ts";

/** What a door knows of a connection. */
export interface PeerInfo {
  /** For the log: address and port. */
  readonly address: string;
  /** Where the connection comes from. */
  readonly origin: Origin;
  readonly format: Format;
  /** When the connection came, by the clock that never jumps. */
  readonly since: number;
  /** Why nobody may come in over it but the owner, who has yet to prove to be that. */
  readonly refusal?: Problem | undefined;
  /** Whether a program is there, which answers pings and can come back with a token. A person with nc does neither. */
  readonly isProgram: boolean;
  /** Set for a program that has no token to come back with. */
  readonly cannotResume?: true;
  /** Whether nobody on the way can read along or change a byte: what is personal may be said only then. */
  readonly isSecure: boolean;
}

/** What a door sends one session in its own way. */
export interface PersonalDelivery extends PersonalEvents {
  /** Sends a reply. */
  reply(frame: Reply): void;
  /** Sends a direct message, and calls `settle` when it is written, or never will be. */
  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void;
  /** Learns that a message of this session is in the log, as this, which is published next. */
  stored(message: MessageFrame): void;
  /** Learns that a message of this session is not stored: the one that is being sent, or the oldest that is not decided. It is told why next. */
  refused(): void;
}

/** What a door opens a session with. */
export interface Peer extends PeerInfo {
  /** Set by a door that tells its members of themselves, as IRC does. */
  readonly personal?: PersonalDelivery;
  /** Makes the outbox. */
  outbox(owner: OutboxOwner): Outbox;
}
