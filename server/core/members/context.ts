/**
 * What coming, going and moving between rooms work with.
 *
 * @module
 */

import type { Limits } from "../../../protocol/limits.ts";
import type { Words } from "../../../words/en.ts";
import type { Accounts, ResumeTokens } from "../../store/accounts.ts";
import type { Logger } from "../../machine/logger.ts";
import type { Moderation } from "../moderation.ts";
import type { Activity } from "../../ops.ts";
import type {
  Decided,
  FanOut,
  LogPages,
  Room,
  Rooms,
  Sequencer,
  ServerClock,
  TryRead,
  Wish,
} from "../rooms.ts";
import type { HeldMessages } from "./direct_messages.ts";
import type { AccountHolders } from "./account_holders.ts";
import type { AbsentSeats } from "./absent_seats.ts";
import type { Nicknames } from "./nicknames.ts";
import type { Person } from "./person.ts";
import type { ReadMarks } from "./read_marks.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";
import type { PresenceWatchers } from "./watchers.ts";

/** A room that somebody wants to be in, and the last message of it that they have, if they have any. */
export interface RoomCursor {
  /** As `parseRoom` gives it. */
  readonly room: string;
  readonly after: number | undefined;
  /** The hash of the word that they gave to be let in. */
  readonly keyHash?: string | undefined;
}

/** The rooms that somebody wants to be in, by the keys of their names. */
export type RoomCursors = ReadonlyMap<string, RoomCursor>;

/** The state of all members of a server, and what it rests on. */
export interface MemberContext {
  readonly title: string;
  readonly words: Words;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly clock: ServerClock;
  readonly rooms: Rooms;
  readonly fanOut: FanOut;
  readonly sequencer: Sequencer;
  readonly pages: LogPages;
  readonly tryRead: TryRead;
  readonly moderation: Moderation;
  /** Gives where the other servers of a cluster are, as `host:port`. */
  readonly otherServers: () => readonly string[];
  /** Tells whether a room begins with who enters it now. */
  readonly isMade: (room: Room) => boolean;
  /** Counts what members are refused. */
  readonly activity: Activity;
  readonly tokens: ResumeTokens<Person>;
  readonly nicknames: Nicknames;
  readonly marks: ReadMarks;
  readonly replay: Replay;
  readonly held: HeldMessages;
  /** Every connection that is not over, in the order in which they came. */
  readonly sessions: Set<Session>;
  /** Who is in as the holder of which account. */
  readonly accountHolders: AccountHolders;
  readonly accounts: Pick<Accounts, "isValid" | "withId" | "named" | "revision" | "refresh">;
  /** Everybody who is in and has no connection. */
  readonly absent: Set<Person>;
  readonly watchers: PresenceWatchers;
  /** The seats without a connection of persons who have others. */
  readonly absentSeats: AbsentSeats;
}

/**
 * Claims something, and applies the ruling when it is there. Until then nothing that comes from the session is processed.
 * To be the last thing that a function does.
 *
 * @param session The connection that asks; none for what happens to somebody.
 */
export function claim(
  { sequencer }: MemberContext,
  session: Session | undefined,
  by: Person,
  wish: Wish,
  apply: Decided,
): void {
  // Whoever leaves does so from all their seats: one that was taken meanwhile keeps them here.
  const seat = wish.kind === "leave" ? undefined : session?.seat?.id;
  const claim = { ...wish, by, seat, stay: by.stayOf(seat) };
  if (session === undefined) return sequencer.claim(claim, apply);
  session.rulings.await();
  sequencer.claim(claim, (ruling, personId) => session.rulings.apply(() => apply(ruling, personId)));
}
