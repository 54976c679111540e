/**
 * What commands work with.
 *
 * @module
 */

import type { AddressAllowance } from "../../../net/allowance.ts";
import type { Limits } from "../../../protocol/limits.ts";
import type { Words } from "../../../words/en.ts";
import type {
  BotTokens,
  Changes,
  ClaimLimit,
  Entry,
  KnownAccounts,
  KnownTickets,
  LoginLimits,
  Passwords,
  SecretSource,
  ServerIdentity,
  WrongWords,
} from "../../store/accounts.ts";
import type { Members } from "../members.ts";
import type { FanOut, LogPages, Rooms, ServerClock, TryRead } from "../rooms.ts";
import type { Logger } from "../../machine/logger.ts";
import type { Files } from "../../store/files.ts";
import type { Deeds, Moderation, Taken } from "../moderation.ts";
import type { Finder } from "../../store/search.ts";
import type { WaitingRoom } from "./waiting.ts";

/** The way to what only another server has, of what people in charge are about: who waits at its door, what was done there a moment ago. */
export interface FarDeeds {
  /** Lets in those with these numbers who wait at a server, or turns them away; calls back with their names, with nothing where it does not answer. */
  admit(server: number, admission: FarAdmission, then: (names: readonly string[] | undefined) => void): void;
  /** Takes what somebody has last done at another server and can take back, if that is less than `age` ms ago; calls back with nothing where there is none. @param key What they are known by. */
  takeUndoable(key: string, age: number, then: (taken: Taken | undefined) => void): void;
}

/** Whom to let in, or to turn away, and who does that. */
export interface FarAdmission {
  readonly numbers: readonly number[];
  readonly isRefusal: boolean;
  readonly by: string;
}

/** What commands know of a cluster. */
export interface ClusterView {
  /** Whether this server cannot reach the others. */
  readonly isCutOff: boolean;
  /** Where the other servers are, as `host:port`, as far as they said so. */
  readonly otherServers: readonly string[];
  /** Where all of its servers are and were lately, this one as well. */
  readonly knownServers: readonly string[];
  /** What people in charge do at this server about what is at another. */
  readonly farDeeds: FarDeeds;
  /** Tells whether a room that somebody enters just now begins with them, at every server alike. */
  isMade(room: string): boolean;
  /** Calls back when this server has heard all that was told until now. */
  catchUp(then: () => void): void;
}

/** The parts of a server that a command may use. */
export interface CommandContext {
  readonly words: Words;
  readonly limits: Limits;
  readonly tryRead: TryRead;
  readonly clock: ServerClock;
  readonly rooms: Rooms;
  /** The cluster that the server is one of, if it is. */
  readonly cluster: ClusterView | undefined;
  readonly members: Members;
  /** Who may come in. */
  readonly entry: Entry;
  /** How often addresses tried words for rooms that were wrong. */
  readonly roomWords: WrongWords;
  readonly logger: Logger;
  /** Where messages go. */
  readonly fanOut: FanOut;
  /** Where the past of rooms is read. */
  readonly pages: LogPages;
  readonly moderation: Moderation;
  /** Does what people in charge do. */
  readonly deeds: Deeds;
  /** Who waits to be let in. */
  readonly waiting: WaitingRoom;
  readonly finder: Finder;
  /** What people send besides words; none where none is taken. */
  readonly files: Files | undefined;
  /** How often people may come in from an address. */
  readonly joins: AddressAllowance;
  /** Makes what the log keeps of a secret. */
  hash(secret: string): string;
  readonly accounts: KnownAccounts;
  /** None on a server that keeps nothing. */
  readonly tickets: KnownTickets | undefined;
  /** The programs with a token; a server that keeps nothing has none. */
  readonly tokens: Pick<BotTokens, "names"> | undefined;
  /** Changes accounts, tickets and tokens. */
  readonly changes: Changes;
  /** How many names can be claimed. */
  readonly maxClaims: number;
  readonly passwords: Passwords;
  readonly loginLimits: LoginLimits;
  readonly claimLimit: ClaimLimit;
  readonly secrets: SecretSource;
  /** What the server is to those who prove something to it. */
  readonly self: ServerIdentity;
  /** Gives the offset of the server's wall clock from UTC in minutes at a time in ms since 1970. */
  zone(at: number): number;
}
