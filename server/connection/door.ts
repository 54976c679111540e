/**
 * What a door is: the grammar of one kind of client, between a connection's bytes and the hub.
 *
 * @module
 */

import type { LineReader } from "../../net/lines.ts";
import type { Problem } from "../../protocol.ts";
import type { Session } from "../core/members.ts";
import type { Connection } from "./connection.ts";

/** Whether first bytes belong to a door; `wait` while more of them could still decide it either way. */
export type Recognition = "yes" | "no" | "wait";

/** The last bytes that a rejected connection gets; `undefined` closes it without any. */
export type LastWords = string | Uint8Array | undefined;

/** What a connection waits for that no session has: a request that must come, one that may come, or nothing. */
export type Awaiting = "request" | "another" | "nothing";

/** A connection that comes in: it has not shown its door yet, or has just been given to it. */
export interface Arrival {
  readonly connection: Connection;
  readonly reader: LineReader;
  /** When it came, by the clock that never jumps, in ms. */
  readonly since: number;
  /** The session that was opened when the connection was greeted because it was silent. */
  session: Session | undefined;
  /** Whether the log has its arrival. */
  isLogged: boolean;
  /** Why nobody may come in over it but the owner, who has yet to prove to be that. */
  refusal: Problem | undefined;
  /**
   * Counts it as coming from the address that its proxy says it is from, once that is known and it stays; tells why it
   * cannot. Does nothing for a connection that no proxy passed on.
   */
  admit(): Problem | undefined;
  /** Notes what it waits for; a connection that may only ask for more is the first to be closed when all places are taken. */
  setAwaiting(awaiting: Awaiting): void;
}

/** What a door does with somebody who comes unencrypted where that is not allowed: answers that itself, or waits for the owner's proof. */
export type UnencryptedAnswer = "itself" | "owner";

/** One door of the port. A door only translates: it knows its grammar, and of the rooms only the hub. */
export interface Door {
  /** How it answers somebody who comes unencrypted where that is not allowed; without it they are refused. */
  readonly unencrypted?: UnencryptedAnswer;
  /**
   * Tells whether a connection that begins with these bytes, at most 64, has come to this door. Pure. What was answered
   * with `yes` or `no` is answered so too when more bytes follow; no bytes are a `wait`.
   */
  claims(firstBytes: Uint8Array): Recognition;
  /** Takes a connection over, its first bytes still in the reader. A fault that comes out of it ends that connection only. */
  enter(arrival: Arrival): Promise<void> | undefined;
  /**
   * Says in this door's grammar why a connection cannot stay.
   *
   * @param isUrgent Whether its descriptor is needed at once: then nothing more may be read.
   */
  refuse(problem: Problem, arrival: Arrival, isUrgent: boolean): LastWords | Promise<LastWords>;
  /** What it answers somebody who comes while the server closes; without it, nothing. */
  answerLate?(arrival: Arrival): Promise<LastWords>;
  /**
   * Tells until when a silent connection is to be awaited before it is greeted, as it is probably this door's; 0 when there is
   * no reason to. It is asked again then.
   *
   * @param since When it came. @param now Both, and the answer, by the clock that never jumps, in ms.
   */
  awaitedUntil?(connection: Connection, since: number, now: number): number;
}

/** A grammar that only wraps others: what a connection wants it shows inside. */
export interface Wrapping extends Pick<Door, "claims" | "awaitedUntil"> {
  /**
   * Takes the wrapping off; the connection and its reader then give what is inside. `false` when it cannot be or is not
   * to be taken off: the connection is then closed. A fault that comes out of it ends that connection only.
   *
   * @param isRejected Whether that is done only to say inside why the connection cannot stay.
   */
  unwrap(arrival: Arrival, isRejected: boolean): Promise<boolean>;
}

/** The door for every connection that no other door claims; it speaks first to one that is silent. */
export interface GreetingDoor extends Door {
  /** Opens a session and says what a person needs to know. The connection may still turn out to be another door's. */
  greet(arrival: Arrival): Session;
}

/** All doors of a port. */
export interface DoorTable {
  /** What may be around any of them, asked first. */
  readonly wrappings: readonly Wrapping[];
  /** The doors that know their clients by the first bytes, asked in this order. */
  readonly claiming: readonly Door[];
  /** The door for everything else. */
  readonly otherwise: GreetingDoor;
}
