/**
 * The members of a server put together: what each of them does stands in a file beside.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import type { ByeReason, LeaveReason, Problem, ProblemCode, Reply } from "../../../protocol.ts";
import type { Limits } from "../../../protocol/limits.ts";
import type { Words } from "../../../words/en.ts";
import type { PageSource } from "../delivery.ts";
import type { AccountRole, Bearer } from "../../store/accounts.ts";
import type { StoredMember } from "../../store/log.ts";
import type { Census } from "../../ops.ts";
import { HeldMessages } from "./direct_messages.ts";
import { becomeHolder, refreshAccounts, reserveHome, setAccount } from "./accounts.ts";
import { AbsentSeats } from "./absent_seats.ts";
import { AccountHolders } from "./account_holders.ts";
import { attach, type AttachRequest, enter, type EntryRequest, resume, type ResumeRequest } from "./enter.ts";
import { Elsewhere } from "./elsewhere.ts";
import { entranceProblem, join, openingProblem, part } from "./join.ts";
import { disconnect, end, expire, expireSeats } from "./leave.ts";
import { checkLiveness, earlyPings, isGraceOver } from "./liveness.ts";
import type { Nicknames } from "./nicknames.ts";
import type { MemberContext, RoomCursor } from "./context.ts";
import type { Peer, PeerInfo } from "./peer.ts";
import { Paces } from "./paces.ts";
import { Person } from "./person.ts";
import { ReadMarks } from "./read_marks.ts";
import { type Removal, removeBanned, removeFromRoom, removeFromServer } from "./remove.ts";
import { rename } from "./rename.ts";
import { restore } from "./restore.ts";
import { Replay } from "./replay.ts";
import { Session, type SessionHost } from "./session.ts";
import { type PresenceWatcher, PresenceWatchers, type ToldDeed } from "./watchers.ts";
import type { Subject } from "../moderation.ts";
import type { Membership } from "../rooms.ts";

/** What members are made of. */
export type MembersParts =
  & Omit<
    MemberContext,
    "marks" | "replay" | "held" | "sessions" | "absent" | "absentSeats" | "accountHolders" | "watchers"
  >
  & {
    /** Where a slow session's end is put off to: the next turn, as this one is being published. */
    readonly timers: Pick<Clock, "after">;
  };

/** All persons and sessions of a server. Synchronous, so what happens has one order for everybody. */
export class Members implements SessionHost {
  readonly #context: MemberContext;
  readonly #timers: Pick<Clock, "after">;
  /** What a cluster's log tells of members at other servers. */
  readonly elsewhere: Elsewhere;
  #accountRevision: number;
  readonly paces: Paces;

  constructor({ timers, ...parts }: MembersParts) {
    const { tokens, pages, clock, words, limits, tryRead } = parts;
    this.#timers = timers;
    this.paces = new Paces(limits.rate);
    this.#accountRevision = parts.accounts.revision;
    this.#context = {
      ...parts,
      marks: new ReadMarks(tokens, pages, tryRead),
      replay: new Replay(pages, clock, limits.replay),
      held: new HeldMessages(words, limits.grace > 0),
      sessions: new Set(),
      absent: new Set(),
      watchers: new PresenceWatchers(),
      absentSeats: new AbsentSeats(),
      accountHolders: new AccountHolders(),
    };
    this.elsewhere = new Elsewhere(this.#context);
  }

  get words(): Words {
    return this.#context.words;
  }

  get limits(): Limits {
    return this.#context.limits;
  }

  get pages(): PageSource {
    return this.#context.pages;
  }

  /** Who has which name. */
  get nicknames(): Nicknames {
    return this.#context.nicknames;
  }

  /** Opens the session of a new connection; nobody is told of it yet. */
  open(peer: Peer): Session {
    const session = new Session(this, peer, new Person(this.#context.held));
    this.#context.sessions.add(session);
    return session;
  }

  /** Forgets a session that never was in: another door takes its connection over. */
  abandon(session: Session): void {
    session.close(undefined);
  }

  /** Lets a session in under a name that was checked. @param onTaken Called when somebody else was first, or they are in already. */
  enter(session: Session, request: EntryRequest, onTaken: (ruling: "taken" | "void") => void): void {
    enter(this.#context, session, request, onTaken);
  }

  /** Finds the person who is here with a token that counts on this connection, and what it stands for. */
  bearer(token: string, { isSecure, origin }: PeerInfo): Bearer<Person> | undefined {
    return this.#context.tokens.bearer(token, { isSecure, net: origin.key });
  }

  /** Gives the number of the person whom the log knows by this token; `undefined` when it has never seen it. */
  numberOf(token: string): number | undefined {
    const { tokens, tryRead } = this.#context;
    return tryRead(() => tokens.numberOf(token));
  }

  /** Checks whether somebody may enter a room, if there is one of that name. @param keyHash The hash of the word they gave. */
  entranceProblem(subject: Subject, room: string, keyHash?: string): Problem | undefined {
    return entranceProblem(this.#context, subject, room, keyHash);
  }

  /** Checks whether somebody may open a room of that name, and counts it if they would make it. */
  openingProblem(session: Session, subject: Subject, room: string): Problem | undefined {
    return openingProblem(this.#context, session, subject, room);
  }

  /** Removes somebody from the server. */
  removeFromServer(person: Person, removal: Removal): void {
    removeFromServer(this.#context, person, removal);
  }

  /** Removes somebody from a room. */
  removeFromRoom(person: Person, membership: Membership, removal: Removal): void {
    removeFromRoom(this.#context, person, membership, removal);
  }

  /** Removes somebody from where a ban keeps them out: from the server, or from rooms. */
  removeBanned(person: Person): void {
    removeBanned(this.#context, person);
  }

  /** Gives the last name of the person whom the log knows by this token; `undefined` when it has never seen it. */
  nameOf(token: string): string | undefined {
    const { tokens, tryRead } = this.#context;
    return tryRead(() => tokens.nameOf(token));
  }

  /** Gives the number of the account that the person had whom the log knows by this token, if they had one. */
  accountOf(token: string): number | undefined {
    const { tokens, tryRead } = this.#context;
    return tryRead(() => tokens.accountOf(token));
  }

  /** Makes a session the connection of the person with this token. @param onGone Called when they have left meanwhile. */
  resume(session: Session, request: ResumeRequest, onGone: () => void): void {
    resume(this.#context, session, request, onGone);
  }

  /** Makes a session one more connection of a person who is in. @param onGone Called when they have left meanwhile. */
  attach(session: Session, request: AttachRequest, onGone: () => void): void {
    attach(this.#context, session, request, onGone);
  }

  /** Gives the person of a session a number who has none, so that their account can be known by it. @param then Called with it. */
  reserveHome(session: Session, then: (home: number) => void): void {
    reserveHome(this.#context, session, then);
  }

  /** Makes the person of a session the holder of an account, as they have proved by this credential. @param then Called when it is so. */
  becomeHolder(session: Session, account: AccountRole, credential: number, then: () => void): void {
    becomeHolder(this.#context, session, account, credential, then);
  }

  /** Notes that the person of a session is the holder of an account, as they have proved by this credential. */
  setAccount(session: Session, account: AccountRole, credential: number): void {
    setAccount(this.#context, session, account, credential);
  }

  /** Applies what was changed of accounts to those who are in. */
  refreshAccounts(): void {
    this.#accountRevision = this.#context.accounts.revision;
    refreshAccounts(this.#context);
  }

  /** Who is in as the holder of which account. */
  get accountHolders(): AccountHolders {
    return this.#context.accountHolders;
  }

  /** Restores everybody who was in when the server ended; they are given the grace from now on. */
  restore(stored: readonly StoredMember[]): void {
    restore(this.#context, stored);
  }

  /** Lets a member into one more room, made if there is none; one that they are in already is only shown again. */
  join(session: Session, cursor: RoomCursor): void {
    join(this.#context, session, cursor);
  }

  /** Takes a member out of one room. */
  part(session: Session, membership: Membership, word: string | undefined): void {
    part(this.#context, session, membership, word);
  }

  /** Gives a member another name that was checked. @param onTaken Called when somebody else was first. */
  rename(session: Session, name: { readonly name: string; readonly key: string }, onTaken: () => void): void {
    rename(this.#context, session, name, onTaken);
  }

  /** Notes that a person is away, empty for no reason, or back. */
  setAway(person: Person, why: string | undefined): void {
    if (why === undefined) person.comeBack();
    else person.goAway(why);
    this.#context.watchers.awayChanged(person);
  }

  /** Has somebody follow what becomes of persons, for as long as the server runs. */
  watch(watcher: PresenceWatcher): void {
    this.#context.watchers.add(watcher);
  }

  /** Has those who follow learn of something that was done by somebody in charge of a room. */
  deedDone(deed: ToldDeed): void {
    this.#context.watchers.deedDone(deed);
  }

  /** Notes that a person has read a room up to a number. @param at The connection at which they did, if it is one here. */
  markRead(person: Person, room: string, seq: number, at?: Session): void {
    this.#context.marks.mark(person, room, seq, at);
  }

  /** Notes that the person of a session has read there all that was said in their rooms until now. */
  markAllRead(session: Session): void {
    this.#context.marks.markAll(session.person, session);
  }

  /** Ends a connection and tells it why; with it, its person leaves, unless they have others. */
  end(session: Session, bye: ByeReason, reason: LeaveReason, word?: string): void {
    session.rulings.run(() => end(this.#context, session, { reason, bye, word }));
  }

  /** Notes that a connection has ended by itself: a member who can resume is given the time to. */
  disconnect(session: Session): void {
    session.rulings.run(() => disconnect(this.#context, session));
  }

  overflowed(session: Session): void {
    const release = (): void => end(this.#context, session, { reason: "slow" });
    this.#timers.after(0, () => session.rulings.run(release));
  }

  refused(code: ProblemCode): void {
    this.#context.activity.refuse(code);
  }

  /** Counts who is in, and what waits for them. */
  census(): Omit<Census, "rooms"> {
    const connections = new Map<string, number>();
    let outboxBytes = 0;
    for (const { format: { door }, outbox } of this.#context.sessions) {
      connections.set(door, (connections.get(door) ?? 0) + 1);
      outboxBytes += outbox.waitingBytes;
    }
    return { members: this.nicknames.count, outboxBytes, connections };
  }

  closed(session: Session): void {
    this.#context.sessions.delete(session);
    this.paces.keep(session.peer.origin.key, session.intake.pace, this.#context.clock.elapsed());
  }

  /** Pings and ends connections that are silent, and has absent persons leave. To be called about once a second. */
  sweep(): void {
    const { sessions, absent, limits, clock, tokens, fanOut } = this.#context;
    const now = clock.elapsed();
    let early = earlyPings(sessions.size, limits);
    for (const session of sessions) {
      if (session.rulings.isAwaiting) continue;
      session.noteTime(now);
      const verdict = checkLiveness(session, limits, now);
      if (verdict === "silent") this.end(session, "silent", "silent");
      if (verdict === "ping" || (verdict === "ping-early" && early-- > 0)) session.ping(now);
    }
    for (const person of absent) if (isGraceOver(person, limits, now)) expire(this.#context, person);
    expireSeats(this.#context);
    this.noticeAccounts();
    if (tokens.hasChanges) fanOut.endTurn(); // Read marks alone end no turn.
  }

  /** Reads again what accounts there are; what follows from it for those who are in comes later. */
  rereadAccounts(): void {
    const { accounts, tryRead } = this.#context;
    tryRead(() => accounts.refresh());
  }

  /** Notices what was changed of accounts: by another process, or by another server of a cluster. */
  noticeAccounts(): void {
    const { accounts } = this.#context;
    this.rereadAccounts();
    if (accounts.revision !== this.#accountRevision) this.refreshAccounts();
  }

  /** Ends every connection, with this farewell. Their persons stay members in the log. */
  close(farewell: Reply): void {
    for (const session of this.#context.sessions) session.detach(farewell);
  }
}
