/**
 * What people in charge have decided: it is changed here, ends here by the clock, and is asked what follows from it for
 * somebody who comes, speaks, or asks.
 *
 * @module
 */

import type { RoomMode } from "../../../protocol/room_mode.ts";
import type { Rank } from "../../../protocol/ranks.ts";
import { rankOf, type Standing } from "../../../protocol/rights.ts";
import type { Exclusion, Problem } from "../../../protocol.ts";
import type { DeedWrite, GrantLevel, ModerationStore, StoredBan } from "../../store/log.ts";
import { ExpiryClock } from "../../ops.ts";
import { type Ban, BanList } from "./ban_list.ts";
import type { DeedQueue } from "./deed_queue.ts";
import {
  addressProblem,
  banProblem,
  entryProblem,
  isHitBy,
  joinProblem,
  mayLearnOf,
  spaceProblem,
} from "./entrance.ts";
import { Grants } from "./grants.ts";
import { type InForce, modeOf, SERVER, standingOf } from "./in_force.ts";
import { PLAIN_ROOM, readSettings, type RoomSettings, writeSettings } from "./room_settings.ts";
import { SentOut } from "./sent_out.ts";
import { Speech } from "./speech.ts";
import { hasOwnName, type Subject, subjectKey } from "./subject.ts";
import { UndoList } from "./undo.ts";

/** What moderation works with. */
export interface ModerationParts {
  readonly store: ModerationStore;
  readonly queue: DeedQueue;
  readonly clock: { now(): number; elapsed(): number };
  /** Has a ban that is over be so in the log. */
  lift(n: number): void;
}

/** For how long addresses stay in what is over, and how often that is looked at, in ms. */
const ADDRESSES_FOR = 90 * 86_400_000;
const FORGETS_EVERY = 86_400_000;

/** What is in force on one server. */
export class Moderation {
  readonly #parts: ModerationParts;
  readonly #bans = new BanList();
  readonly #grants: Grants;
  readonly #settings = new Map<string, RoomSettings>();
  readonly #wereIn = new Map<string, Set<string>>();
  readonly #inForce: InForce;
  readonly #speech: Speech;
  readonly #expiry = new ExpiryClock();
  #provisional = 0;
  #forgotAt = -Infinity;
  /** Up to when things may end, by the clock that {@linkcode ExpiryClock} believes. */
  #believed: number | undefined;
  /** What people have just done and can take back. */
  readonly undo: UndoList;
  /** Who waits at the door when they come again. */
  readonly sentOut = new SentOut((kick) => this.#lift(kick));

  constructor(parts: ModerationParts) {
    this.#parts = parts;
    this.undo = new UndoList(() => parts.clock.elapsed());
    this.#grants = new Grants(parts.store.grants());
    this.#inForce = {
      bans: this.#bans,
      grants: this.#grants,
      settings: this.#settings,
      wereIn: this.#wereIn,
    };
    this.#speech = new Speech(this.#inForce, () => parts.clock.elapsed());
    for (const { room, mode } of parts.store.modes()) this.#settings.set(room, readSettings(mode));
    for (const ban of parts.store.bans()) this.#bans.add(this.#timed(ban));
  }

  /** Every ban in force, the oldest first. */
  get bans(): BanList {
    return this.#bans;
  }

  /** What was done and is not stored yet. */
  get queue(): DeedQueue {
    return this.#parts.queue;
  }

  /** What the log has of it. */
  get store(): ModerationStore {
    return this.#parts.store;
  }

  /** Gives what somebody is on the server, and in a room. */
  standing(subject: Subject, room?: string): Standing {
    return standingOf(this.#inForce, subject, room);
  }

  /** Gives the rank of somebody in a room, or on the server. */
  rank(subject: Subject, room?: string): Rank {
    return rankOf(this.standing(subject, room));
  }

  /** Gives what a room is like. */
  mode(room: string): RoomMode {
    return modeOf(this.#inForce, room);
  }

  /** Gives what a room is set to. */
  settings(room: string): RoomSettings {
    return this.#settings.get(room) ?? PLAIN_ROOM;
  }

  /** Whether who comes is let in one by one. */
  get isApproving(): boolean {
    return this.settings(SERVER).approve === true;
  }

  /** Tells whether a room is kept although nobody is in it and nothing was said: it is not like all others. */
  isHeld(room: string): boolean {
    return this.#settings.has(room);
  }

  /** Adds a ban. */
  addBan(ban: StoredBan): Ban {
    const timed = this.#timed(ban);
    this.#bans.add(timed);
    return timed;
  }

  /** Sets what a room is like. */
  setMode(room: string, settings: RoomSettings): void {
    if (writeSettings(settings) === "{}") this.#settings.delete(room);
    else this.#settings.set(room, settings);
    if (settings.mode.lock !== true) this.#wereIn.delete(room);
  }

  /** Gives a number for a ban that has none yet: below 0, and not in any log. */
  provisionalNumber(): number {
    return --this.#provisional;
  }

  /** Notes what somebody was made in a room who is not in any more. */
  rememberGrant({ grant, ungrant }: DeedWrite): void {
    if (grant !== undefined) this.#grants.remember(grant.person, grant.room, grant.level);
    if (ungrant !== undefined) this.#grants.remember(ungrant.person, ungrant.room, undefined);
  }

  /** Makes somebody something in a room. */
  setGrant(subject: Subject, room: string, level: GrantLevel | undefined): void {
    this.#grants.set(subject, room, level);
  }

  /** Gives what somebody was made in a room. */
  grant(subject: Subject, room: string): GrantLevel | undefined {
    return this.#grants.get(subject, room);
  }

  /** Makes what the log is to keep of a grant; nothing for somebody who is not known again. */
  grantWrite(subject: Subject, room: string, level: GrantLevel | undefined): DeedWrite {
    const person = subjectKey(subject);
    if (person === undefined) return {};
    return level === undefined ? { ungrant: { person, room } } : { grant: { person, room, level } };
  }

  /** Notes that somebody has made a room: they are its operator, and what was decided in an earlier one is forgotten. */
  made(subject: Subject, room: string): void {
    this.#grants.forget(room);
    this.#settings.delete(room);
    for (const ban of this.#bans.all) if (ban.room === room) this.#bans.remove(ban.n);
    this.#grants.set(subject, room, "operator");
    this.#parts.queue.add({ forgotten: room, ...this.grantWrite(subject, room, "operator") });
  }

  /** Notes that somebody has left a room: what a guest was made there ends, and who was in a locked room may come back. */
  left(subject: Subject, room: string): void {
    const key = subjectKey(subject);
    if (this.mode(room).lock && key !== undefined) {
      this.#wereIn.set(room, (this.#wereIn.get(room) ?? new Set()).add(key));
    }
    if (hasOwnName(subject) || this.#grants.get(subject, room) === undefined) return;
    this.#grants.set(subject, room, undefined);
    this.#parts.queue.add(this.grantWrite(subject, room, undefined));
  }

  /** Checks whether somebody may come in from an address at all. */
  addressProblem(host: string): Problem | undefined {
    return addressProblem(this.#inForce, host);
  }

  /** Checks whether somebody is banned: from the whole server, or with a room from that room. */
  banProblem(subject: Subject, room?: string): (Problem & Exclusion) | undefined {
    return banProblem(this.#inForce, subject, room);
  }

  /** Tells whether a ban keeps somebody out who is here. */
  isHitBy(subject: Subject, ban: StoredBan): boolean {
    return isHitBy(this.#inForce, subject, ban);
  }

  /** Checks whether somebody may come in under their name. Nobody keeps the owner out, nor a moderator but by name. */
  entryProblem(subject: Subject): Problem | undefined {
    return entryProblem(this.#inForce, subject);
  }

  /** Checks whether somebody may enter a room, were there space. @param keyHash The hash of the word that they gave. */
  joinProblem(subject: Subject, room: string, keyHash?: string): Problem | undefined {
    return joinProblem(this.#inForce, subject, room, keyHash);
  }

  /** Checks whether there is space in a room of `size` members for one more. */
  spaceProblem(subject: Subject, room: string, size: number): Problem | undefined {
    return spaceProblem(this.#inForce, subject, room, size);
  }

  /** Tells whether somebody outside a room may learn of it: it is not secret, and they may enter it. */
  mayLearnOf(subject: Subject, room: string): boolean {
    return mayLearnOf(this.#inForce, subject, room);
  }

  /**
   * Checks whether somebody may write at all, or in a room. A mute of the room does not silence who was given a voice there,
   * and none silences whom a ban would spare.
   */
  muteProblem(subject: Subject, room?: string): Problem | undefined {
    return this.#speech.muteProblem(subject, room);
  }

  /** Checks whether somebody may write in a room now, and notes that they do. */
  speechProblem(subject: Subject, room: string): Problem | undefined {
    return this.#speech.speechProblem(subject, room);
  }

  /** Checks whether somebody may write in a room at all, however long ago they last did. */
  silenceProblem(subject: Subject, room: string): Problem | undefined {
    return this.#speech.silenceProblem(subject, room);
  }

  /**
   * Checks whether somebody who is not in a room may write in it, and notes that they do. Who may not in a secret one is told
   * what they are told of one that is not there, unless they know of it: they were removed from it, or wrote in it just now.
   *
   * @param isErrand Whether they came to say something and go, which anybody may who could enter the room.
   */
  outsideProblem(subject: Subject, room: string, isErrand: boolean): Problem | undefined {
    return this.#speech.outsideProblem(subject, room, isErrand);
  }

  /** Checks whether somebody may say what a room is about. */
  topicProblem(subject: Subject, room: string): Problem | undefined {
    return this.#speech.topicProblem(subject, room);
  }

  /** Lists the rooms that somebody was invited to. */
  invitationsOf(subject: Subject): readonly string[] {
    return this.#grants.roomsOf(subject, "invited");
  }

  /** Ends bans that are over. To be called about once a second. */
  sweep(): readonly Ban[] {
    this.undo.sweep();
    const { now, elapsed } = { now: this.#parts.clock.now(), elapsed: this.#parts.clock.elapsed() };
    const believed = this.#expiry.read({ wall: now, elapsed }, () => this.#bans.firstEnd());
    const over = this.#bans.end(elapsed, believed);
    for (const ban of over) {
      const isSentOut = ban.effect === "kick" && ban.room === undefined && this.isApproving;
      if (!isSentOut || !this.sentOut.remember(ban)) this.#lift(ban);
    }
    this.#believed = believed;
    return over;
  }

  /** Takes a ban off that was lifted, or a kick that is over; `undefined` where none was in force. */
  removeBan(n: number): Ban | undefined {
    this.sentOut.forget(n);
    return this.#bans.remove(n);
  }

  #lift({ n }: Ban): void {
    if (n > 0) this.#parts.lift(n);
  }

  /** Forgets addresses in what has been over for long. To be called as often as one likes. @throws When the file cannot be written. */
  forgetOld(): void {
    const elapsed = this.#parts.clock.elapsed();
    if (this.#believed === undefined || elapsed - this.#forgotAt < FORGETS_EVERY) return;
    this.#forgotAt = elapsed;
    const before = this.#believed - ADDRESSES_FOR;
    this.sentOut.forgetBefore(before);
    this.#parts.store.forgetAddresses(before);
  }

  /** Reads the bans again that another process has changed, and lists which are in force from now on, and which no more. */
  refresh(): { readonly added: readonly StoredBan[]; readonly lifted: readonly StoredBan[] } {
    if (!this.#parts.store.hasForeignChanges()) return { added: [], lifted: [] };
    const stored = new Map(this.#parts.store.bans().map((ban) => [ban.n, ban]));
    const lifted = [...this.#bans.all].filter(({ n }) => !stored.has(n));
    for (const { n } of lifted) this.#bans.remove(n);
    for (const { n } of this.sentOut.kicks) if (n > 0 && !stored.has(n)) this.sentOut.forget(n);
    const known = new Set(this.sentOut.kicks.map(({ n }) => n));
    const added = [...stored.values()].filter(({ n }) => this.#bans.get(n) === undefined && !known.has(n));
    for (const ban of added) this.addBan(ban);
    return { added, lifted };
  }

  #timed(ban: StoredBan): Ban {
    const { elapsed } = { elapsed: this.#parts.clock.elapsed() };
    const { at, until = Infinity } = ban;
    return { ...ban, endsAt: elapsed + Math.max(0, until - at) };
  }
}
