/**
 * The hub of one server: where connections come in, frames become commands, and turns end. It puts the parts of a server
 * together. Synchronous, so what happens has one order for everybody.
 *
 * Owns: the parts of a server, and the order in which they are called.
 * Must not know: doors, sockets, files, or the bytes of a frame.
 * Called by: doors (connections, frames), and the wiring (turns, sweeps, the end).
 * On close: every room has published what waits, and every session and subscriber is told goodbye.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { ByeReason, ClientFrame, Decoded, LeaveReason, NoticeFrame, Problem } from "../../protocol.ts";
import type { Words } from "../../words/en.ts";
import type { AccountRole, Entry } from "../store/accounts.ts";
import type { BotContext } from "./bots.ts";
import {
  authenticate,
  type CommandContext,
  enforceBans,
  isTalk,
  logIn,
  perform,
  sweepWaiting,
  tellBans,
} from "./commands.ts";
import type { BulkQueue } from "./delivery.ts";
import { assemble } from "./hub/assembly.ts";
import type { HubParts } from "./hub/parts.ts";
import type { ServerLog } from "../store/log.ts";
import type { Members, Peer, Person, Session } from "./members.ts";
import type { Census } from "../ops.ts";
import type { FanOut, Room } from "./rooms.ts";

export type { HubParts, SequencerParts } from "./hub/parts.ts";

/** One server's members, rooms and commands. */
export class Hub {
  readonly #context: CommandContext & BotContext;
  readonly #members: Members;
  readonly #fanOut: FanOut;
  readonly #log: ServerLog;
  readonly #bulk: BulkQueue;
  #isClosing = false;

  constructor(parts: HubParts) {
    const { context, members, fanOut, bulk } = assemble(parts);
    this.#context = context;
    this.#members = members;
    this.#fanOut = fanOut;
    this.#bulk = bulk;
    this.#log = parts.store;
  }

  /** What the server says to people. */
  get words(): Words {
    return this.#context.words;
  }

  /** What the server keeps to. */
  get limits(): Limits {
    return this.#context.limits;
  }

  /** The parts of the server that commands and bots use. */
  get context(): CommandContext & BotContext {
    return this.#context;
  }

  /** Whether not everybody may come in, whether a word is asked for, and what becomes of one. */
  get entry(): Pick<Entry, "isOpen" | "asksForWord" | "checkWord"> {
    return this.#context.entry;
  }

  /** Checks whether anybody may come in from an address. */
  addressProblem(host: string): Problem | undefined {
    return this.#context.moderation.addressProblem(host);
  }

  /** Tells whether a session's person may learn of a room: they are in it, or might be. */
  mayLearnOf({ person }: Session, { name }: Pick<Room, "name">): boolean {
    return person.isIn(name) || this.#context.moderation.mayLearnOf(person, name);
  }

  /** Counts who is in, and what waits for them. */
  census(): Census {
    return { ...this.#members.census(), rooms: this.#context.rooms.count };
  }

  /** Whether messages can be kept, as far as that is known. */
  get canStore(): boolean {
    return !this.#isClosing && this.#log.canStore() && this.#context.cluster?.isCutOff !== true;
  }

  /** Opens the session of a new connection; nobody is told of it yet. */
  open(peer: Peer): Session {
    return this.#members.open(peer);
  }

  /** Forgets a session that never was in: another door takes its connection over. */
  abandon(session: Session): void {
    this.#members.abandon(session);
  }

  /** Performs what a decoded line of a session asks for, or tells what is wrong with it; after the rulings it waits for. */
  receive(session: Session, decoded: Decoded<ClientFrame>): void {
    if (session.rulings.isAwaiting) return session.rulings.run(() => this.receive(session, decoded));
    if (session.isOver) return;
    if (!decoded.ok) return session.problem(decoded.problem, decoded.id);
    const { frame } = decoded;
    if (isTalk(frame)) perform(this.#context, session, frame);
    else this.#inTurn(session, () => perform(this.#context, session, frame));
  }

  /** Does something for a session in its turn among all that is not talk. Nothing more of the session is processed before. */
  #inTurn(session: Session, run: () => void): void {
    session.rulings.await();
    this.#bulk.run(() => {
      try {
        session.rulings.apply(() => {
          if (!session.isOver) run();
        });
      } catch (fault) {
        session.outbox.abort(); // A fault of ours ends this connection, as where its lines are read, and no other.
        session.rulings.abandon(); // Who reads its lines waits for this, and finds that it has ended.
        throw fault;
      }
    });
  }

  /**
   * Has somebody who is not in yet prove by a password to be the holder of an account, for doors where that comes before
   * the name; what is wrong with it is told as a problem. @param then Called when it is right, perhaps in a later turn.
   */
  authenticate(
    session: Session,
    login: { readonly name: string; readonly password: string },
    then: () => void,
  ): void {
    authenticate(this.#context, session, login, then);
  }

  /**
   * Has a guest who is in prove by a password to be the holder of an account; they keep their name.
   *
   * @param isEnough Tells whether the account is one that is wanted.
   * @param then Called when it is right, perhaps in a later turn.
   */
  logIn(
    session: Session,
    login: { readonly name: string; readonly password: string },
    isEnough: (account: AccountRole) => boolean,
    then: () => void,
  ): void {
    logIn(this.#context, session, login, isEnough, then);
  }

  /** Notes that a session's connection has ended by itself: a member who can resume is given the time to. */
  disconnected(session: Session): void {
    session.hasHungUp = true;
    session.rulings.run(() => this.#inTurn(session, () => this.#members.disconnect(session)));
  }

  /** What is done for all connections that is not talk. To be closed when no connection is left. */
  get bulk(): Pick<BulkQueue, "isTalk" | "nextPass" | "close"> {
    return this.#bulk;
  }

  /** Ends a session and tells it why, and the others if it was in. */
  end(session: Session, bye: ByeReason, reason: LeaveReason): void {
    this.#members.end(session, bye, reason);
  }

  /** Finds the person with a name, written in any way. */
  find(name: string): Person | undefined {
    return this.#members.nicknames.find(nameKey(name));
  }

  /** Gives the time of what happens now, in ms since 1970. */
  now(): number {
    return this.#context.clock.now();
  }

  /** Notes that a member has read all that was said in their rooms until now. */
  markAllRead(session: Session): void {
    this.#members.markAllRead(session);
  }

  /** Tells everybody who is in that the server closes in `seconds`, or without them that it does not. */
  announceClosing(seconds: number | undefined): void {
    const { words } = this.#context;
    const notice: NoticeFrame = seconds === undefined
      ? { type: "notice", code: "staying", text: words.staysOpen }
      : { type: "notice", code: "closing", text: words.closesIn(seconds * 1000), in: seconds };
    for (const person of this.#members.nicknames.all) person.reply(notice);
  }

  /** Tells everybody who is in that this server cannot reach the others of its cluster, or can again. */
  announceCutOff(isCutOff: boolean): void {
    const { words } = this.#context;
    const notice: NoticeFrame = isCutOff
      ? { type: "notice", code: "cut-off", text: words.cutOff }
      : { type: "notice", code: "joined-again", text: words.joinedAgain };
    for (const person of this.#members.nicknames.all) person.reply(notice);
  }

  /** Tells everybody who is in where the other servers of the cluster are by now. */
  announceServers(): void {
    const servers = this.#context.cluster?.otherServers ?? [];
    for (const person of this.#members.nicknames.all) person.reply({ type: "servers", servers });
  }

  /** Where the servers of the cluster are and were lately, as `host:port`; nothing for one that is alone. */
  get clusterServers(): readonly string[] {
    return this.#context.cluster?.knownServers ?? [];
  }

  /** Gives a name that nobody has: the wanted one if it is free. */
  freeName(wanted: string): string {
    return this.#members.nicknames.free(wanted);
  }

  /** Restores everybody who was in when the server ended, if that is not longer ago than `within` ms. */
  restore(within: number): void {
    this.#members.restore(this.#log.presentMembers(this.#context.clock.now(), within));
  }

  /** Ends the turn: stores what was said, acknowledges it, publishes. Never waits. */
  endTurn(): void {
    this.#members.nicknames.endTurn();
    this.#fanOut.endTurn();
  }

  /** Pings and ends connections that are silent, and has absent persons leave. To be called about once a second. */
  sweep(): void {
    const { moderation, tryRead } = this.#context;
    const over = moderation.sweep();
    tryRead(() => moderation.forgetOld());
    const { added, lifted } = moderation.refresh();
    tellBans(this.#context, added, [...over, ...lifted]);
    if (added.length > 0 || lifted.length > 0) enforceBans(this.#context);
    sweepWaiting(this.#context);
    this.#members.sweep();
  }

  /**
   * Tells everybody that the server closes, and ends their connections once they have read it. They stay members in the
   * log.
   *
   * @param back In how many seconds the server is expected to be there again, if it is.
   */
  close(back?: number): void {
    this.#isClosing = true;
    this.sendAway(back);
  }

  /**
   * Says the same to everybody, of a server that goes on: one of a cluster that was taken for gone, and begins anew.
   *
   * @param back In how many seconds they may come back.
   */
  sendAway(back?: number): void {
    const { words, rooms, fanOut } = this.#context;
    fanOut.publishNow(rooms.all);
    const text = back === undefined ? words.bye("closing") : words.restarting(back);
    const servers = this.#context.cluster?.otherServers ?? [];
    this.#members.close({
      type: "bye",
      reason: "closing",
      text,
      ...(back !== undefined && { back }),
      ...(servers.length > 0 && { servers }),
    });
  }
}
